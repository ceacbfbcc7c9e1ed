//! Chemistry becomes TeX: what stands in `\ce{…}`, as the package mhchem reads it.
//!
//! Known are formulas with their numbers, charges and states, isotopes, bonds, `+`, and the arrows of reactions with what
//! stands over and under them. What else mhchem knows is refused by its name.
//!
//! Source: the manual of mhchem, <https://mhchem.github.io/MathJax-mhchem/>.

use std::ops::Range;

/// What cannot be read, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct ChemistryError {
    pub at: Range<usize>,
    pub message: String,
}

/// The arrows of reactions: how they are written, and what they are without and with words over them.
const ARROWS: &[(&str, &str, &str)] = &[
    ("<=>", "\\rightleftharpoons", "\\xrightleftharpoons"),
    ("<->", "\\longleftrightarrow", "\\xleftrightarrow"),
    ("->", "\\longrightarrow", "\\xrightarrow"),
    ("<-", "\\longleftarrow", "\\xleftarrow"),
];

/// Turns the inside of `\ce{…}` into TeX.
pub fn tex(source: &str) -> Result<String, ChemistryError> {
    let mut reader = Reader { source, at: 0, tex: String::new(), before: Preceding::Nothing };
    while reader.at < source.len() {
        reader.step()?;
    }
    Ok(reader.tex)
}

/// What was read last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Preceding {
    /// Or what a number counts what follows of: an arrow, a plus.
    Nothing,
    /// A letter or a bracket, whose number or charge may follow.
    Atom,
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    tex: String,
    before: Preceding,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|it| !belongs(it)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn step(&mut self) -> Result<(), ChemistryError> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok(()) };
        if let Some((arrow, plain, long)) = ARROWS.iter().find(|(arrow, ..)| rest.starts_with(arrow)) {
            self.at += arrow.len();
            return self.arrow(plain, long);
        }
        match first {
            it if it.is_alphabetic() => {
                let letters = self.take(char::is_alphabetic);
                // A `v` alone says that something falls out.
                if letters == "v" && self.before == Preceding::Nothing && self.is_end() {
                    self.tex.push_str("\\downarrow ");
                } else {
                    self.tex.push_str(&format!("\\mathrm{{{letters}}}"));
                    self.before = Preceding::Atom;
                }
            }
            it if it.is_ascii_digit() => {
                let number = self.take(|it| it.is_ascii_digit() || it == '/' || it == ',');
                match (self.before, number.split_once('/')) {
                    (Preceding::Atom, _) => self.tex.push_str(&format!("_{{{number}}}")),
                    (Preceding::Nothing, Some((top, under))) => {
                        self.tex.push_str(&format!("\\tfrac{{{top}}}{{{under}}}\\,"));
                    }
                    (Preceding::Nothing, None) => self.tex.push_str(&format!("{number}\\,")),
                }
            }
            '(' | '[' => {
                self.at += 1;
                self.tex.push(first);
                self.before = Preceding::Nothing;
            }
            ')' | ']' => {
                self.at += 1;
                self.tex.push(first);
                self.before = Preceding::Atom;
            }
            '^' | '_' => {
                self.at += 1;
                if first == '^' && self.is_end() {
                    self.tex.push_str("\\uparrow ");
                    return Ok(());
                }
                let inside = self.script()?;
                if self.before == Preceding::Nothing && !self.tex.ends_with('}') {
                    self.tex.push_str("{}");
                }
                self.tex.push_str(&format!("{first}{{\\mathrm{{{inside}}}}}"));
            }
            '+' | '-' if self.before == Preceding::Atom && is_charge(&rest[1..]) => {
                let charge = self.take(|it| it == '+' || it == '-');
                self.tex.push_str(&format!("^{{{charge}}}"));
            }
            '+' => {
                self.at += 1;
                self.tex.push_str(" + ");
                self.before = Preceding::Nothing;
            }
            '-' | '=' | '#' => {
                self.at += 1;
                self.tex.push_str(match first {
                    '-' => "{-}",
                    '=' => "{=}",
                    _ => "{\\equiv}",
                });
                self.before = Preceding::Nothing;
            }
            '.' | '*' | '·' => {
                self.at += first.len_utf8();
                self.tex.push_str("\\cdot ");
                self.before = Preceding::Nothing;
            }
            it if it.is_whitespace() => {
                self.take(char::is_whitespace);
                self.before = Preceding::Nothing;
            }
            ',' | ';' | ':' | '/' => {
                self.at += 1;
                self.tex.push(first);
                self.before = Preceding::Nothing;
            }
            _ => {
                let length = match first {
                    '\\' => {
                        1 + rest[1..].find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(rest.len() - 1)
                    }
                    _ => first.len_utf8(),
                };
                return Err(self.unread(length));
            }
        }
        Ok(())
    }

    /// An arrow, and what stands over and under it.
    fn arrow(&mut self, plain: &str, long: &str) -> Result<(), ChemistryError> {
        self.before = Preceding::Nothing;
        let (over, under) = (self.bracket()?, self.bracket()?);
        let under = under.map(|under| format!("[{under}]")).unwrap_or_default();
        self.tex.push_str(&match over {
            None => format!(" {plain} "),
            Some(over) => format!(" {long}{under}{{{over}}} "),
        });
        Ok(())
    }

    fn bracket(&mut self) -> Result<Option<String>, ChemistryError> {
        let Some(inside) = self.rest().strip_prefix('[') else { return Ok(None) };
        let Some(end) = inside.find(']') else { return Err(self.unread(1)) };
        let start = self.at + 1;
        let inside = tex(&inside[..end]).map_err(|unread| ChemistryError {
            at: start + unread.at.start..start + unread.at.end,
            ..unread
        })?;
        self.at = start + end + 1;
        Ok(Some(inside))
    }

    /// What is raised or lowered: between braces, else up to what is neither a number nor a sign of charge.
    fn script(&mut self) -> Result<&'a str, ChemistryError> {
        if !self.rest().starts_with('{') {
            return Ok(self.take(|it| it.is_ascii_digit() || it == '+' || it == '-'));
        }
        let inside = &self.rest()[1..];
        let plain = |it: char| it.is_alphanumeric() || "+-.,*• ".contains(it);
        match inside.find('}') {
            Some(end) if inside[..end].chars().all(plain) => {
                self.at += end + 2;
                Ok(&inside[..end])
            }
            _ => Err(self.unread(1)),
        }
    }

    fn is_end(&self) -> bool {
        self.rest().chars().next().is_none_or(char::is_whitespace)
    }

    fn unread(&self, length: usize) -> ChemistryError {
        let at = self.at..self.at + length;
        let message = format!("`{}` is not known in `\\ce`", &self.source[at.clone()]);
        ChemistryError { at, message }
    }
}

/// Whether a sign is that of a charge, and no bond, by what follows it.
fn is_charge(after: &str) -> bool {
    after.is_empty() || after.starts_with([' ', ')', ']', '+', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        assert_eq!(tex(source).as_deref(), Ok(expected), "of {source}");
    }

    #[test]
    fn substances_and_their_numbers() {
        check("H2O", "\\mathrm{H}_{2}\\mathrm{O}");
        check("Ca(OH)2", "\\mathrm{Ca}(\\mathrm{OH})_{2}");
        check("1/2 O2", "\\tfrac{1}{2}\\,\\mathrm{O}_{2}");
        check("CuSO4.5H2O", "\\mathrm{CuSO}_{4}\\cdot 5\\,\\mathrm{H}_{2}\\mathrm{O}");
        check("NaCl (aq)", "\\mathrm{NaCl}(\\mathrm{aq})");
    }

    #[test]
    fn charges_and_isotopes() {
        check("Na+", "\\mathrm{Na}^{+}");
        check("SO4^2-", "\\mathrm{SO}_{4}^{\\mathrm{2-}}");
        check("CO3^{2-}", "\\mathrm{CO}_{3}^{\\mathrm{2-}}");
        check("^{227}_{90}Th", "{}^{\\mathrm{227}}_{\\mathrm{90}}\\mathrm{Th}");
        check("H+ + OH-", "\\mathrm{H}^{+} + \\mathrm{OH}^{-}");
    }

    #[test]
    fn bonds_and_reactions() {
        check("H-C#N", "\\mathrm{H}{-}\\mathrm{C}{\\equiv}\\mathrm{N}");
        check("A -> B", "\\mathrm{A} \\longrightarrow \\mathrm{B}");
        check("A <=> B", "\\mathrm{A} \\rightleftharpoons \\mathrm{B}");
        check(
            "A ->[H2O][heat] B",
            "\\mathrm{A} \\xrightarrow[\\mathrm{heat}]{\\mathrm{H}_{2}\\mathrm{O}} \\mathrm{B}",
        );
        check("BaSO4 v", "\\mathrm{BaSO}_{4}\\downarrow ");
        check("CO2 ^", "\\mathrm{CO}_{2}\\uparrow ");
    }

    #[test]
    fn what_is_not_known_is_told_at_its_place() {
        let place = |source: &str| tex(source).err().map(|unread| source[unread.at].to_owned());
        assert_eq!(place("H2 \\bond{~} O").as_deref(), Some("\\bond"));
        assert_eq!(place("A ->[é$] B").as_deref(), Some("$"));
        assert_eq!(place("A ->[B").as_deref(), Some("["));
        assert_eq!(place("A^{$x$}").as_deref(), Some("{"));
        assert_eq!(place("\\").as_deref(), Some("\\"));
    }

    #[test]
    fn nothing_of_it_hangs() {
        for part in
            ["^", "_", "[", "->[", "->", "{", "}", "+", "-", "é", "2", "H", " ", "<=>", "\\", "^{", "("]
        {
            for other in ["", "A", "2", " ", "]", "}", "->"] {
                _ = tex(&format!("{part}{other}").repeat(300));
            }
        }
    }
}

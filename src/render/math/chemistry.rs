//! Chemistry becomes TeX: what is in `\ce{…}`, as the package mhchem reads it.
//!
//! Known are formulas with their numbers, charges and states, isotopes, bonds, `+`, and the arrows of reactions with what
//! is over and under them. What else mhchem knows is refused by its name.
//!
//! Source: the manual of mhchem, <https://mhchem.github.io/MathJax-mhchem/>.

use std::ops::Range;

/// What cannot be read, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ChemistryError {
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
pub(super) fn tex(source: &str) -> Result<String, ChemistryError> {
    let mut reader = ChemistryReader { source, at: 0, tex: String::new(), before: Preceding::Nothing };
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

struct ChemistryReader<'a> {
    source: &'a str,
    at: usize,
    tex: String,
    before: Preceding,
}

impl<'a> ChemistryReader<'a> {
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
            it if it.is_alphabetic() => self.letters(),
            it if it.is_ascii_digit() => self.number(),
            it if it.is_whitespace() => {
                self.take(char::is_whitespace);
                self.before = Preceding::Nothing;
            }
            '^' | '_' => self.raised_or_lowered(first)?,
            '+' | '-' if self.before == Preceding::Atom && is_charge(&rest[1..]) => {
                let charge = self.take(|it| it == '+' || it == '-');
                self.tex.push_str(&format!("^{{{charge}}}"));
            }
            '(' | '[' | ',' | ';' | ':' | '/' => self.sign(first, first.encode_utf8(&mut [0; 4])),
            ')' | ']' => {
                self.sign(first, first.encode_utf8(&mut [0; 4]));
                self.before = Preceding::Atom;
            }
            '+' => self.sign(first, " + "),
            '-' => self.sign(first, "{-}"),
            '=' => self.sign(first, "{=}"),
            '#' => self.sign(first, "{\\equiv}"),
            '.' | '*' | '·' => self.sign(first, "\\cdot "),
            '\\' => {
                let name = rest[1..].find(|it: char| !it.is_ascii_alphabetic());
                return Err(self.unread(1 + name.unwrap_or(rest.len() - 1)));
            }
            _ => return Err(self.unread(first.len_utf8())),
        }
        Ok(())
    }

    /// A sign after which a number counts what follows.
    fn sign(&mut self, sign: char, tex: &str) {
        self.at += sign.len_utf8();
        self.tex.push_str(tex);
        self.before = Preceding::Nothing;
    }

    /// Elements. A `v` alone says that something falls out.
    fn letters(&mut self) {
        let letters = self.take(char::is_alphabetic);
        if letters == "v" && self.before == Preceding::Nothing && self.is_end() {
            self.tex.push_str("\\downarrow ");
        } else {
            self.tex.push_str(&format!("\\mathrm{{{letters}}}"));
            self.before = Preceding::Atom;
        }
    }

    /// How many atoms there are, behind one, or how many molecules.
    fn number(&mut self) {
        let number = self.take(|it| it.is_ascii_digit() || it == '/' || it == ',');
        let tex = match (self.before, number.split_once('/')) {
            (Preceding::Atom, _) => format!("_{{{number}}}"),
            (Preceding::Nothing, Some((top, under))) => format!("\\tfrac{{{top}}}{{{under}}}\\,"),
            (Preceding::Nothing, None) => format!("{number}\\,"),
        };
        self.tex.push_str(&tex);
    }

    /// What is raised or lowered. A `^` alone says that something rises as a gas.
    fn raised_or_lowered(&mut self, sign: char) -> Result<(), ChemistryError> {
        self.at += 1;
        if sign == '^' && self.is_end() {
            self.tex.push_str("\\uparrow ");
            return Ok(());
        }
        let inside = self.script()?;
        if self.before == Preceding::Nothing && !self.tex.ends_with('}') {
            self.tex.push_str("{}");
        }
        self.tex.push_str(&format!("{sign}{{\\mathrm{{{inside}}}}}"));
        Ok(())
    }

    /// An arrow, and what is over and under it.
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

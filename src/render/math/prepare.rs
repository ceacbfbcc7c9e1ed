//! TeX becomes the TeX that the converter knows: macros are written out, and a few commands are said in other words.
//!
//! The converter's own macros cannot use each other, and know no `\newcommand`. What is written out remembers where it
//! stood, so that a mistake in it is told there. A budget keeps a macro that holds itself from going on for ever.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{chemistry, words};
use crate::text::counted;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Macro {
    /// How many arguments it takes: `#1` to `#9`.
    pub arguments: usize,
    pub definition: String,
}

/// By their names, without the backslash.
pub type Macros = BTreeMap<String, Macro>;

/// How often macros may be written out in one formula.
const TIMES: usize = 500;

/// How long a formula may be when they are, in bytes.
const MOST: usize = 16 << 10;

/// Marks what is boxed, until it is HTML; nobody colours anything by it.
pub const BOX: &str = "\\color[HTML]{0B0CED}";

/// What carries a wide tilde, which the converter does not know, until it is HTML: a bracket that next to nobody uses.
const TILDE: &str = "\\overgroup";

/// TeX for the converter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    pub tex: String,
    /// From where in `tex` on it stands for what of the formula: ascending. An empty stretch stands for all that
    /// follows it, letter for letter.
    origins: Vec<(usize, Range<usize>)>,
    /// How deep the converter may have to go.
    pub depth: usize,
    /// Whether the brackets over letters are tildes.
    pub has_tildes: bool,
}

/// What keeps a formula from being prepared, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrepareError {
    pub at: Range<usize>,
    pub message: String,
    pub help: &'static str,
}

impl Prepared {
    /// Where in the formula a stretch of `tex` stands.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let next = self.origins.partition_point(|(start, _)| *start <= at);
            let (start, origin) = self.origins[..next].last().cloned().unwrap_or_default();
            if origin.is_empty() { origin.start + (at - start)..origin.start + (at - start) } else { origin }
        };
        let (first, last) = (place(range.start), place(range.end.saturating_sub(1).max(range.start)));
        let is_letter = last.is_empty() && range.end > range.start;
        first.start..(last.end + usize::from(is_letter)).max(first.start)
    }
}

/// Prepares a formula. What it defines is added to `macros`, and holds from there on.
pub fn prepare(tex: &str, is_display: bool, macros: &mut Macros) -> Result<Prepared, PrepareError> {
    let mut writer = Writer { prepared: Prepared::default(), times: 0, whole: tex.len() };
    let is_tagged = is_display && tex.contains("\\tag") && !has_numbers(tex);
    if is_tagged {
        writer.put("\\begin{equation}", Some(0..0));
    }
    writer.write(Reader { text: tex, at: 0 }, None, macros)?;
    if is_tagged {
        writer.put("\\end{equation}", Some(tex.len()..tex.len()));
    }
    let depth = writer.prepared.tex.bytes().filter(|&byte| byte == b'{' || byte == b'\\').count();
    Ok(Prepared { depth, ..writer.prepared })
}

/// Whether a formula stands in an environment whose lines have numbers.
fn has_numbers(tex: &str) -> bool {
    ["equation", "align", "gather", "multline", "alignat"]
        .iter()
        .any(|name| tex.contains(&format!("\\begin{{{name}}}")))
}

struct Writer {
    prepared: Prepared,
    /// How often a macro was written out.
    times: usize,
    whole: usize,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Writer {
    /// Adds text that stands for `origin`; for itself, letter for letter, from there on where that is empty.
    fn put(&mut self, text: &str, origin: Option<Range<usize>>) {
        let tex = &mut self.prepared.tex;
        // A command's name must not go on in what follows it.
        let name = tex.len() - tex.trim_end_matches(|it: char| it.is_ascii_alphabetic()).len();
        let is_command = name > 0 && tex[..tex.len() - name].ends_with('\\');
        if let Some(origin) = origin {
            if is_command && text.starts_with(|it: char| it.is_ascii_alphabetic()) {
                tex.push(' ');
            }
            self.prepared.origins.push((tex.len(), origin));
        }
        tex.push_str(text);
    }

    /// Writes a text; `origin` is where in the formula the macro stands whose text it is.
    fn write(
        &mut self,
        mut reader: Reader<'_>,
        origin: Option<&Range<usize>>,
        macros: &mut Macros,
    ) -> Result<(), PrepareError> {
        let mut is_fresh = true;
        while let Some((token, range)) = reader.token() {
            let place = origin.cloned().unwrap_or(range.clone());
            let from = origin.cloned().or(is_fresh.then_some(range.start..range.start));
            is_fresh = false;
            let Some(name) = token.strip_prefix('\\').filter(|name| !name.is_empty()) else {
                self.put(token, from.filter(|_| origin.is_none() || !self.is_at(origin)));
                continue;
            };
            if let Some(known) = macros.get(name).cloned() {
                let text = expanded(&known, name, &mut reader, &place)?;
                self.times += 1;
                if self.times > TIMES || self.prepared.tex.len() + text.len() > MOST {
                    let message = format!("`\\{name}` never ends, or makes too much");
                    return Err(PrepareError { at: place, message, help: "a macro must not hold itself" });
                }
                // Depth is bounded by the budget of times, and each level is a small frame.
                self.write(Reader { text: &text, at: 0 }, Some(&place), macros)?;
                is_fresh = true;
                continue;
            }
            match name {
                "ce" if reader.peeks('{') => {
                    let inside = reader.group().unwrap_or_default();
                    let start = reader.at.saturating_sub(inside.len() + 1);
                    let tex = chemistry::tex(inside).map_err(|unread| PrepareError {
                        at: origin.cloned().unwrap_or(start + unread.at.start..start + unread.at.end),
                        message: unread.message,
                        help: "write this part as TeX, outside of `\\ce`: `\\mathrm{H_2O}`",
                    })?;
                    self.put(&format!("{{{tex}}}"), Some(place.start..reader.at.max(place.end)));
                    is_fresh = true;
                }
                "substack" if reader.peeks('{') => {
                    let inside = reader.group();
                    // A brace that nothing closes has read to the end, and there is none to step back over.
                    let end = reader.at - usize::from(inside.is_some());
                    let inside = inside.unwrap_or_default();
                    let lines = Reader { text: &reader.text[..end], at: end - inside.len() };
                    self.put("\\begin{subarray}{c}", Some(place.clone()));
                    self.write(lines, origin, macros)?;
                    self.put("\\end{subarray}", Some(place.clone()));
                    is_fresh = true;
                }
                "widetilde" => {
                    self.put(TILDE, Some(place.clone()));
                    self.prepared.has_tildes = true;
                    is_fresh = true;
                }
                "overgroup" if self.prepared.has_tildes => {
                    let message = "`\\overgroup` cannot stand beside `\\widetilde`".into();
                    return Err(PrepareError { at: place, message, help: "write `\\overbracket{…}`" });
                }
                "begin" | "end" if reader.environment().is_some() => {
                    let environment = reader.environment().unwrap_or_default();
                    let other = match name {
                        "begin" => words::begin(environment),
                        _ => words::end(environment).map(|end| (end, false)),
                    };
                    if let Some((other, is_given)) = other {
                        reader.group();
                        if is_given {
                            reader.group();
                        }
                        self.put(other, Some(place.start..reader.at.max(place.end)));
                        is_fresh = true;
                    } else {
                        self.put(token, from.filter(|_| origin.is_none() || !self.is_at(origin)));
                    }
                }
                _ if words::command(name).is_some() => {
                    self.put(words::command(name).unwrap_or_default(), Some(place.clone()));
                    is_fresh = true;
                }
                "boxed" | "fbox" if reader.peeks('{') => {
                    reader.skip_space();
                    reader.at += 1;
                    self.put("{", Some(place.clone()));
                    self.put(BOX, Some(place.clone()));
                    is_fresh = true;
                }
                "textcolor" if reader.peeks('{') => {
                    let colour = reader.group().unwrap_or_default();
                    if !reader.peeks('{') {
                        let message = "`\\textcolor` takes a colour and what it colours".into();
                        return Err(PrepareError { at: place, message, help: "write `\\textcolor{red}{x}`" });
                    }
                    reader.skip_space();
                    reader.at += 1;
                    self.put(&format!("{{\\color{{{colour}}}"), Some(place.clone()));
                    is_fresh = true;
                }
                "newcommand"
                | "renewcommand"
                | "providecommand"
                | "def"
                | "DeclareMathOperator"
                | "DeclareMathOperator*" => {
                    let (name, defined) = definition(name, &mut reader, &place)?;
                    macros.insert(name, defined);
                    is_fresh = true;
                }
                _ => self.put(token, from.filter(|_| origin.is_none() || !self.is_at(origin))),
            }
            if self.prepared.tex.len() > MOST.max(self.whole) {
                let message = "this formula makes too much".into();
                return Err(PrepareError { at: place, message, help: "part it, or define shorter macros" });
            }
        }
        Ok(())
    }

    /// Whether what was written last stands for the same.
    fn is_at(&self, origin: Option<&Range<usize>>) -> bool {
        origin.is_some() && self.prepared.origins.last().map(|(_, last)| last) == origin
    }
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// A command with its backslash, or one character.
    fn token(&mut self) -> Option<(&'a str, Range<usize>)> {
        let (start, rest) = (self.at, self.rest());
        let first = rest.chars().next()?;
        let length = match rest.strip_prefix('\\') {
            None => first.len_utf8(),
            Some(name) => {
                let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
                let single = name.chars().next().map_or(0, char::len_utf8);
                1 + if letters > 0 { letters } else { single }
            }
        };
        self.at += length;
        Some((&rest[..length], start..self.at))
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn peeks(&self, sign: char) -> bool {
        self.rest().trim_start().starts_with(sign)
    }

    /// The name between the braces that come next.
    fn environment(&self) -> Option<&'a str> {
        self.rest().trim_start().strip_prefix('{')?.split_once('}').map(|(name, _)| name.trim())
    }

    /// What stands between braces, or one token.
    fn group(&mut self) -> Option<&'a str> {
        self.skip_space();
        let start = self.at;
        let (token, _) = self.token()?;
        if token != "{" {
            return Some(token);
        }
        self.balanced("{", "}").map(|end| &self.text[start + 1..end])
    }

    /// What stands between brackets, where they come next.
    fn option(&mut self) -> Option<&'a str> {
        if !self.peeks('[') {
            return None;
        }
        self.skip_space();
        let start = self.at;
        self.token();
        self.balanced("[", "]").map(|end| &self.text[start + 1..end])
    }

    /// The place of the sign that closes what was just opened; after it, reading goes on.
    fn balanced(&mut self, open: &str, close: &str) -> Option<usize> {
        let mut depth = 1_usize;
        while let Some((token, range)) = self.token() {
            depth += usize::from(token == open);
            depth -= usize::from(token == close);
            if depth == 0 {
                return Some(range.start);
            }
        }
        None
    }
}

fn expanded(
    known: &Macro,
    name: &str,
    reader: &mut Reader<'_>,
    at: &Range<usize>,
) -> Result<String, PrepareError> {
    let mut arguments = Vec::new();
    for _ in 0..known.arguments {
        let argument = reader.group().ok_or_else(|| PrepareError {
            at: at.clone(),
            message: format!("`\\{name}` takes {}", counted(known.arguments, "argument")),
            help: "give each between braces",
        })?;
        arguments.push(argument);
    }
    let (mut text, mut rest) = (String::new(), known.definition.as_str());
    while let Some((before, after)) = rest.split_once('#') {
        text.push_str(before);
        let number = after.chars().next().and_then(|digit| digit.to_digit(10)).unwrap_or(0) as usize;
        match number.checked_sub(1).and_then(|index| arguments.get(index)) {
            // Braces keep an argument from joining what stands before it.
            Some(argument) if text.ends_with(|it: char| it.is_ascii_alphabetic()) => {
                text.push(' ');
                text.push_str(argument);
            }
            Some(argument) => text.push_str(argument),
            None => text.push('#'),
        }
        rest = if number > 0 { &after[1..] } else { after };
        if text.len() > MOST {
            break;
        }
    }
    text.push_str(rest);
    Ok(text)
}

/// What `\newcommand{\name}[2]{…}` and its kind define.
fn definition(
    command: &str,
    reader: &mut Reader<'_>,
    at: &Range<usize>,
) -> Result<(String, Macro), PrepareError> {
    let unclear =
        |help| PrepareError { at: at.clone(), message: format!("`\\{command}` defines nothing"), help };
    if command == "DeclareMathOperator" && reader.rest().starts_with('*') {
        reader.at += 1;
    }
    let help = "write `\\newcommand{\\name}[1]{…}`, with the number of its arguments";
    let name = reader.group().and_then(|name| name.trim().strip_prefix('\\')).ok_or_else(|| unclear(help))?;
    let mut arguments = 0;
    if command == "def" {
        while reader.rest().starts_with('#') {
            reader.at = (reader.at + 2).min(reader.text.len());
            reader.at = reader.text.ceil_char_boundary(reader.at);
            arguments += 1;
        }
    } else if let Some(count) = reader.option() {
        arguments = count.trim().parse().ok().filter(|count| *count < 10).ok_or_else(|| unclear(help))?;
    }
    if reader.peeks('[') {
        return Err(unclear("an argument with a default is not known here: give every argument"));
    }
    let body = reader.group().ok_or_else(|| unclear(help))?;
    let definition = match command {
        "DeclareMathOperator" => format!("\\operatorname{{{body}}}"),
        _ => body.to_owned(),
    };
    Ok((name.to_owned(), Macro { arguments, definition }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tex: &str, prepared: &str) {
        assert_eq!(prepare(tex, true, &mut Macros::new()).map(|it| it.tex).as_deref(), Ok(prepared));
    }

    #[test]
    fn macros_are_written_out_where_they_stand() {
        check(r"\newcommand{\v}[1]{\mathbf{#1}} \v{x} + \v y", r" \mathbf{x} + \mathbf{y}");
        check(r"\newcommand\R{\mathbb{R}}\newcommand{\Rn}{\R^n}x\in\Rn", r"x\in\mathbb{R}^n");
        check(r"\def\a#1#2{#2#1}\a{x}{\b}", r"\b x");
        check(r"\DeclareMathOperator{\sp}{span}\sp x", r"\operatorname{span} x");
        check(r"\newcommand{\a}{\alpha}\a b", r"\alpha b");
        check(r"\newcommand{\a}[1]{\alpha#1}\a b", r"\alpha b");
    }

    #[test]
    fn commands_are_said_in_other_words() {
        check(r"\textcolor{red}{x}y", r"{\color{red}x}y");
        check(r"\boxed{x}y", &format!("{{{BOX}x}}y"));
        check(r"a \tag{1}", r"\begin{equation}a \tag{1}\end{equation}");
        check(r"\\ \{ é \frac12", r"\\ \{ é \frac12");
        check(r"\ce{H2O}", r"{\mathrm{H}_{2}\mathrm{O}}");
        check(r"\sum_{\substack{i<j\\k}}x", r"\sum_{\begin{subarray}{c}i<j\\k\end{subarray}}x");
        check(r"\begin{alignat}{2}a\end{alignat}", r"\begin{align}a\end{align}");
        check(r"\begin{matrix}a\end{matrix}", r"\begin{matrix}a\end{matrix}");
        check(r"\mbox{a} \LaTeX x", r"\text{a} \text{LaTeX} x");
        check(r"\widetilde{ab}", r"\overgroup{ab}");
    }

    #[test]
    fn a_place_leads_back_to_the_formula() {
        let origin = |tex: &str, part: &str| {
            let prepared = prepare(tex, true, &mut Macros::new()).unwrap();
            let at = prepared.tex.find(part).expect("it is there");
            tex[prepared.origin(at..at + part.len())].to_owned()
        };
        assert_eq!(origin(r"a + \foo{b}", r"\foo"), r"\foo");
        assert_eq!(origin(r"\newcommand{\v}{\foo}a + \v b", r"\foo"), r"\v");
        assert_eq!(origin(r"\newcommand{\v}{\foo}a + \v + \bar", r"\bar"), r"\bar");
        assert_eq!(origin(r"\boxed{a} \foo", r"\foo"), r"\foo");
        assert_eq!(origin(r"\foo \tag{1}", r"\foo"), r"\foo");
        assert_eq!(origin(r"\substack{a\\ \foo} \bar", r"\foo"), r"\foo");
        assert_eq!(origin(r"\substack{a} \bar", r"\bar"), r"\bar");
        assert_eq!(origin(r"\ce{H2O} \bar", r"\bar"), r"\bar");
    }

    #[test]
    fn a_macro_that_holds_itself_is_told() {
        for tex in [
            r"\newcommand{\a}{\a\a}\a",
            r"\def\a{\b}\def\b{\a}\a",
            r"\newcommand{\v}[2]{#1#2}\v{a}",
            r"\newcommand x",
        ] {
            assert!(prepare(tex, true, &mut Macros::new()).is_err(), "{tex}");
        }
        let laugh: String = ('b'..='k')
            .map(|it| format!("\\def\\{it}{{{}}}", format!("\\{}", (it as u8 - 1) as char).repeat(9)))
            .collect();
        assert!(prepare(&format!("\\def\\a{{xxxxxxxx}}{laugh}\\k"), true, &mut Macros::new()).is_err());
    }
}

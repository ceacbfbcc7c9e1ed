//! TeX becomes the TeX that the converter knows: macros are written out, and a few commands are replaced by others.
//!
//! The converter's own macros cannot use each other, and know no `\newcommand`. What is written out remembers where it
//! stood, so that a mistake in it is reported there. A budget keeps a macro that holds itself from going on for ever.

mod macros;
mod reader;
mod wrapped;

use std::ops::Range;

pub(super) use self::macros::{Macro, Macros};
use self::reader::TexReader;
pub(super) use self::wrapped::{Wrapper, colour as wrapper_colour};
use super::{chemistry, words};

/// How often macros may be written out in one formula.
const TIMES: usize = 500;

/// How long a formula may be when they are, in bytes.
const MOST: usize = 16 << 10;

/// How many columns a matrix may have whose columns are aligned, which does not say how many it has.
const MOST_COLUMNS: usize = 10;

/// Marks what is boxed, until it is HTML; nobody colours anything by it.
pub(super) const BOX: &str = "\\color[HTML]{0B0CED}";

/// What carries a wide tilde, which the converter does not know, until it is HTML: a bracket that next to nobody uses.
const TILDE: &str = "\\overgroup";

/// TeX for the converter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Prepared {
    pub tex: String,
    /// From where in `tex` on it stands for what of the formula: ascending. An empty stretch stands for all that
    /// follows it, letter for letter.
    origins: Vec<(usize, Range<usize>)>,
    /// How deep the converter may have to go.
    pub depth: usize,
    /// Whether the brackets over letters are tildes.
    pub has_tildes: bool,
    /// What stands around parts of the formula, by the number in the colour that each has.
    pub wrappers: Vec<Wrapper>,
}

/// What keeps a formula from being prepared, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PrepareError {
    pub at: Range<usize>,
    pub message: String,
    pub help: &'static str,
}

impl Prepared {
    /// Where in the formula a stretch of `tex` is.
    pub(super) fn origin(&self, range: Range<usize>) -> Range<usize> {
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
pub(super) fn prepare(tex: &str, is_display: bool, macros: &mut Macros) -> Result<Prepared, PrepareError> {
    let mut writer = TexWriter { prepared: Prepared::default(), times: 0, whole: tex.len(), is_display };
    let is_tagged = is_display && tex.contains("\\tag") && !has_numbers(tex);
    if is_tagged {
        writer.put("\\begin{equation}", Some(0..0));
    }
    writer.write(TexReader::new(tex), None, macros)?;
    if is_tagged {
        writer.put("\\end{equation}", Some(tex.len()..tex.len()));
    }
    let depth = writer.prepared.tex.bytes().filter(|&byte| byte == b'{' || byte == b'\\').count();
    Ok(Prepared { depth, ..writer.prepared })
}

/// Commands whose group is words.
const TEXTS: [&str; 9] = ["text", "textrm", "textbf", "textit", "textsf", "texttt", "textup", "mbox", "hbox"];

/// Whether the group that comes next holds formulas between dollar signs.
fn holds_formula(reader: &TexReader<'_>) -> bool {
    let mut ahead = TexReader { text: reader.text, at: reader.at };
    let inside = ahead.group().filter(|_| reader.peeks('{')).unwrap_or_default();
    let count = inside.matches('$').count();
    count > 0 && count.is_multiple_of(2) && !inside.contains("\\$") && !inside.contains("$$")
}

/// Whether a text ends with a command's name.
fn ends_in_command(tex: &str) -> bool {
    let before = tex.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    before.len() < tex.len() && before.ends_with('\\')
}

/// Whether a formula is in an environment whose lines have numbers.
fn has_numbers(tex: &str) -> bool {
    ["equation", "align", "gather", "multline", "alignat"]
        .iter()
        .any(|name| tex.contains(&format!("\\begin{{{name}}}")))
}

/// A command that was read, and what follows it.
struct Command<'a, 'r> {
    /// Without the backslash.
    name: &'a str,
    place: &'a Range<usize>,
    /// Where in the formula the macro is whose text this is.
    origin: Option<&'a Range<usize>>,
    reader: &'a mut TexReader<'r>,
}

struct TexWriter {
    prepared: Prepared,
    /// How often a macro was written out.
    times: usize,
    whole: usize,
    /// Whether the formula is on a line of its own.
    is_display: bool,
}

impl TexWriter {
    /// Adds text that stands for `origin`; for itself, letter for letter, from there on where that is empty.
    fn put(&mut self, text: &str, origin: Option<Range<usize>>) {
        let tex = &mut self.prepared.tex;
        if let Some(origin) = origin {
            // A command's name must not go on in what follows it.
            if text.starts_with(|it: char| it.is_ascii_alphabetic()) && ends_in_command(tex) {
                tex.push(' ');
            }
            self.prepared.origins.push((tex.len(), origin));
        }
        tex.push_str(text);
    }

    /// Writes a text; `origin` is where in the formula the macro is whose text it is.
    fn write(
        &mut self,
        mut reader: TexReader<'_>,
        origin: Option<&Range<usize>>,
        macros: &mut Macros,
    ) -> Result<(), PrepareError> {
        let mut is_fresh = true;
        while let Some((token, range)) = reader.token() {
            let from = origin.cloned().or(is_fresh.then_some(range.start..range.start));
            let place = origin.cloned().unwrap_or(range);
            let name = token.strip_prefix('\\').filter(|name| !name.is_empty());
            let is_written = match name {
                None => false,
                Some(name) => {
                    let mut command = Command { name, place: &place, origin, reader: &mut reader };
                    self.expand(&mut command, macros)? || self.rewrite(&mut command, macros)?
                }
            };
            if !is_written {
                self.put(token, from.filter(|_| origin.is_none() || !self.is_at(origin)));
            }
            if self.prepared.tex.len() > MOST.max(self.whole) && name.is_some() {
                let message = "this formula makes too much".into();
                return Err(PrepareError { at: place, message, help: "part it, or define shorter macros" });
            }
            is_fresh = is_written;
        }
        Ok(())
    }

    /// Writes out a macro. False where the command is none.
    fn expand(&mut self, command: &mut Command<'_, '_>, macros: &mut Macros) -> Result<bool, PrepareError> {
        let Command { name, place, .. } = *command;
        let Some(definition) = macros.get(name).cloned() else { return Ok(false) };
        let text = macros::expanded(name, &definition, command.reader, place)?;
        self.times += 1;
        if self.times > TIMES || self.prepared.tex.len() + text.len() > MOST {
            let message = format!("`\\{name}` never ends, or makes too much");
            return Err(PrepareError { at: place.clone(), message, help: "a macro must not hold itself" });
        }
        // Depth is bounded by the budget of times, and each level is a small frame.
        self.write(TexReader::new(&text), Some(place), macros)?;
        Ok(true)
    }

    /// Writes what the converter does not know in words that it does. False where it knows the command.
    fn rewrite(&mut self, command: &mut Command<'_, '_>, macros: &mut Macros) -> Result<bool, PrepareError> {
        let Command { name, place, .. } = *command;
        match name {
            "ce" if command.reader.peeks('{') => self.chemistry(command)?,
            _ if TEXTS.contains(&name) && holds_formula(command.reader) => self.text(command, macros)?,
            "substack" if command.reader.peeks('{') => self.stack(command, macros)?,
            "widetilde" => {
                self.put(TILDE, Some(place.clone()));
                self.prepared.has_tildes = true;
            }
            "overgroup" if self.prepared.has_tildes => {
                let message = "`\\overgroup` cannot be beside `\\widetilde`".into();
                let help = "write `\\overbracket{…}`";
                return Err(PrepareError { at: place.clone(), message, help });
            }
            "begin" | "end" => return Ok(self.environment(command)),
            "left" | "right" | "middle" => return Ok(self.delimiter(command)),
            "hspace" if command.reader.rest().starts_with('*') => {
                command.reader.at += 1;
                self.put("\\hspace", Some(place.clone()));
            }
            "set" | "Set" | "Braket" if command.reader.peeks('{') => self.fenced(command, macros)?,
            "require" | "usepackage" => _ = command.reader.group(),
            "unicode" if command.reader.peeks('{') => self.character(command)?,
            "boxed" | "fbox" if command.reader.peeks('{') => {
                command.reader.open_group();
                self.put("{", Some(place.clone()));
                self.put(BOX, Some(place.clone()));
            }
            "textcolor" | "color" => return self.colour(command),
            "newcommand"
            | "renewcommand"
            | "providecommand"
            | "def"
            | "gdef"
            | "edef"
            | "xdef"
            | "let"
            | "DeclarePairedDelimiter"
            | "DeclareMathOperator"
            | "DeclareMathOperator*" => {
                let (name, definition) = macros::definition(name, command.reader, place)?;
                macros.insert(name, definition);
            }
            _ => match words::command(name) {
                Some(words) => self.put(words, Some(place.clone())),
                None => match words::template(name) {
                    Some(template) => {
                        let text = macros::expanded(name, &template, command.reader, place)?;
                        self.write(TexReader::new(&text), Some(place), macros)?;
                    }
                    None => return self.wrap(command, macros),
                },
            },
        }
        Ok(true)
    }

    /// `\ce{H2O}`
    fn chemistry(
        &mut self,
        Command { place, origin, reader, .. }: &mut Command<'_, '_>,
    ) -> Result<(), PrepareError> {
        let inside = reader.group().unwrap_or_default();
        let start = reader.at.saturating_sub(inside.len() + 1);
        let tex = chemistry::tex(inside).map_err(|unread| PrepareError {
            at: origin.cloned().unwrap_or(start + unread.at.start..start + unread.at.end),
            message: unread.message,
            help: "write this part as TeX, outside of `\\ce`: `\\mathrm{H_2O}`",
        })?;
        self.put(&format!("{{{tex}}}"), Some(place.start..reader.at.max(place.end)));
        Ok(())
    }

    /// `\text{if $x$ is}`: the converter knows no formula within a text.
    fn text(
        &mut self,
        Command { name, place, reader, .. }: &mut Command<'_, '_>,
        macros: &mut Macros,
    ) -> Result<(), PrepareError> {
        let name = words::command(name).unwrap_or(name).trim_start_matches('\\');
        let inside = reader.group().unwrap_or_default();
        self.put("{", Some(place.clone()));
        for (index, part) in inside.split('$').enumerate() {
            match index % 2 {
                _ if part.is_empty() => {}
                0 => self.put(&format!("\\{name}{{{part}}}"), Some(place.clone())),
                _ => self.write(TexReader::new(part), Some(place), macros)?,
            }
        }
        self.put("}", Some(place.clone()));
        Ok(())
    }

    /// `\substack{a \\ b}`
    fn stack(
        &mut self,
        Command { place, origin, reader, .. }: &mut Command<'_, '_>,
        macros: &mut Macros,
    ) -> Result<(), PrepareError> {
        let inside = reader.group();
        // A brace that nothing closes has read to the end, and there is none to step back over.
        let end = reader.at - usize::from(inside.is_some());
        let inside = inside.unwrap_or_default();
        let lines = TexReader { text: &reader.text[..end], at: end - inside.len() };
        self.put("\\begin{subarray}{c}", Some(place.clone()));
        self.write(lines, *origin, macros)?;
        self.put("\\end{subarray}", Some(place.clone()));
        Ok(())
    }

    /// `\begin{alignat}{2}`. False where the converter knows the environment.
    fn environment(&mut self, Command { name, place, reader, .. }: &mut Command<'_, '_>) -> bool {
        let Some(environment) = reader.environment() else { return false };
        if let Some((open, close)) = words::aligned_matrix(environment) {
            reader.group();
            let words = match *name {
                "begin" => {
                    let column = reader
                        .option()
                        .and_then(|it| it.trim().chars().next())
                        .filter(|it| "lcr".contains(*it));
                    let columns = column.unwrap_or('c').to_string().repeat(MOST_COLUMNS);
                    format!("\\left{open}\\begin{{array}}{{{columns}}}")
                }
                _ => format!("\\end{{array}}\\right{close}"),
            };
            self.put(&words, Some(place.start..reader.at.max(place.end)));
            return true;
        }
        let words = match *name {
            "begin" => words::begin(environment),
            _ => words::end(environment).map(|end| (end, false)),
        };
        let Some((words, has_argument)) = words else { return false };
        reader.group();
        if has_argument {
            reader.group();
        }
        self.put(words, Some(place.start..reader.at.max(place.end)));
        true
    }

    /// `\textcolor{red}{x}`, `\color[RGB]{255,0,0}`. False where the converter knows it as it is.
    fn colour(
        &mut self,
        Command { name, place, reader, .. }: &mut Command<'_, '_>,
    ) -> Result<bool, PrepareError> {
        let before = reader.at;
        let model = reader.option();
        let colour = reader.group().unwrap_or_default().trim();
        let colour = match (model, colour.strip_prefix('#')) {
            (Some(model), _) => format!("\\color[{model}]{{{colour}}}"),
            (None, Some(hex)) if hex.len() == 3 => {
                format!(
                    "\\color[HTML]{{{}}}",
                    hex.chars().flat_map(|digit| [digit; 2]).collect::<String>().to_uppercase()
                )
            }
            (None, Some(hex)) => format!("\\color[HTML]{{{}}}", hex.to_uppercase()),
            (None, None) if *name == "color" => {
                reader.at = before;
                return Ok(false);
            }
            (None, None) => format!("\\color{{{colour}}}"),
        };
        if *name == "color" {
            self.put(&colour, Some(place.clone()));
            return Ok(true);
        }
        if !reader.peeks('{') {
            let message = "`\\textcolor` takes a colour and what it colours".into();
            return Err(PrepareError { at: place.clone(), message, help: "write `\\textcolor{red}{x}`" });
        }
        reader.open_group();
        self.put(&format!("{{{colour}"), Some(place.clone()));
        Ok(true)
    }

    /// `\left<`. False where it is not an angle.
    fn delimiter(&mut self, Command { name, place, reader, .. }: &mut Command<'_, '_>) -> bool {
        let angle = match reader.rest().trim_start().chars().next() {
            Some('<') => "\\langle",
            Some('>') => "\\rangle",
            _ => return false,
        };
        reader.open_group();
        self.put(&format!("\\{name}{angle}"), Some(place.clone()));
        true
    }

    /// `\Set{x | y}`, `\Braket{a | b}`, whose brackets and lines grow, and `\set{x | y}`, whose do not.
    fn fenced(
        &mut self,
        Command { name, place, reader, .. }: &mut Command<'_, '_>,
        macros: &mut Macros,
    ) -> Result<(), PrepareError> {
        let inside = reader.group().unwrap_or_default();
        let (open, line, close) = match *name {
            "set" => ("\\{\\,", "\\mid ", "\\,\\}"),
            "Set" => ("\\left\\{\\,", "\\;\\middle|\\;", "\\,\\right\\}"),
            _ => ("\\left\\langle ", "\\,\\middle|\\,", "\\right\\rangle "),
        };
        let inside =
            if *name == "Braket" { inside.replace('|', line) } else { inside.replacen('|', line, 1) };
        self.write(TexReader::new(&format!("{open}{inside}{close}")), Some(place), macros)
    }

    /// `\unicode{x2206}`
    fn character(&mut self, Command { place, reader, .. }: &mut Command<'_, '_>) -> Result<(), PrepareError> {
        let number = reader.group().unwrap_or_default().trim();
        let code = match number.strip_prefix(['x', 'X', 'U']) {
            Some(hex) => u32::from_str_radix(hex.trim_start_matches('+'), 16).ok(),
            None => number.parse().ok(),
        };
        let character =
            code.and_then(char::from_u32).filter(|it| !it.is_control() && !"\\{}$%&#^_~".contains(*it));
        let Some(character) = character else {
            let message = format!("`{number}` is no character that can be written so");
            return Err(PrepareError { at: place.clone(), message, help: "write the character itself" });
        };
        self.put(&format!("\\text{{{character}}}"), Some(place.clone()));
        Ok(())
    }

    /// Whether what was written last stands for the same.
    fn is_at(&self, origin: Option<&Range<usize>>) -> bool {
        origin.is_some() && self.prepared.origins.last().map(|(_, last)| last) == origin
    }
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
        check(r"\text{if $x>0$, }y", r"{\text{if }x>0\text{, }}y");
        check(r"\text{$5}y", r"\text{$5}y");
        check(r"\left<x\right>", r"\left\langle x\right\rangle ".trim_end());
        check(r"\begin{pmatrix*}[r]a\end{pmatrix*}", r"\left(\begin{array}{rrrrrrrrrr}a\end{array}\right)");
        check(r"\Set{x | y}", r"\left\{\,x \;\middle|\; y\,\right\}");
        check(r"\textcolor{#f00}{x}\color{#00ff00}y", r"{\color[HTML]{FF0000}x}\color[HTML]{00FF00}y");
        check(r"\require{cancel}\hspace*{1em}\unicode{x2206}", r"\hspace{1em}\text{∆}");
    }

    #[test]
    fn macros_may_have_a_default_and_be_declared_in_every_way() {
        check(r"\newcommand{\n}[2][2]{#2_{#1}}\n{x}\n[p]{y}", r"x_{2}y_{p}");
        check(r"\let\e\varepsilon\let\f=\phi \e\f", r" \varepsilon\phi");
        check(r"\DeclarePairedDelimiter{\ab}{\lvert}{\rvert}\ab{x}", r"\left\lvert x\right\rvert ");
        check(r"\DeclareMathOperator*{\am}{arg}\am_x", r"\operatorname*{arg}_x");
        check(r"\newcommand*{\a}{b}\gdef\c#1{#1}\a\c{d}", r"bd");
    }

    #[test]
    fn what_is_put_around_a_part_is_carried_as_a_colour() {
        let starts = |tex: &str| -> Vec<String> {
            let prepared = prepare(tex, false, &mut Macros::new()).expect("it is prepared");
            prepared.wrappers.into_iter().map(|wrapper| wrapper.start).collect()
        };
        check(r"\smash{x}y", r"{\color[HTML]{0B0000}x}y");
        check(r"\rule{1em}{2pt}y", r"{\color[HTML]{0B0000}x}y");
        check(r"\colorbox{red}{if $x$}y", r"{\color[HTML]{0B0000}{\text{if }x}}y");
        assert_eq!(
            starts(r"\smash[b]{x}\class{fragment}{x}"),
            ["<mpadded depth=\"0\">", "<mrow class=\"fragment\">"]
        );
        assert_eq!(starts(r"\href{https://a.b/?c&d}{x}"), ["<mtext><a href=\"https://a.b/?c&amp;d\"><math>"]);
        assert_eq!(
            starts(r"\raisebox{18mu}{x}\Large y"),
            ["<mpadded voffset=\"1em\">", "<mrow mathsize=\"144%\">"]
        );
        for tex in [
            r"\href{javascript:x}{y}",
            r"\class{a<b}{y}",
            r"\colorbox{blue!20}{y}",
            r"\rule{1}{2}",
            r"\smash x",
            r"\unicode{x5c}",
        ] {
            assert!(prepare(tex, false, &mut Macros::new()).is_err(), "{tex}");
        }
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

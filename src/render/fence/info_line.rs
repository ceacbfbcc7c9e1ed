//! The line after a fence's backticks: the language, which lines to show when, and what else its author asks for.
//!
//! Listings, charts and diagrams share this grammar. Its line numbers are those of reveal.js's Markdown plugin
//! (`[3: 1-2|4]`); `name="value"` and `{…}` are what authors know from other tools.

use crate::html::address::is_attribute_name;

/// What the first line of a fence says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct InfoLine<'a> {
    /// The language's name as written; empty if there is none.
    pub language: &'a str,
    /// The lines to show, step by step (`1-2|3`); empty for line numbers alone, `None` for no numbers.
    pub lines: Option<&'a str>,
    /// The number of the first line, for `[5: …]`.
    pub first_number: Option<&'a str>,
    pub id: Option<&'a str>,
    /// Words for `class`, without the language.
    pub classes: Vec<&'a str>,
    /// Everything else, in its order: names with their values, and bare words without.
    pub attributes: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> InfoLine<'a> {
    /// Reads `js [5: 1-2|3] file="a.js" {.big}`, whose parts are all optional. `{1|2-3}` are lines, too, as in Slidev.
    pub(crate) fn read(text: &'a str) -> InfoLine<'a> {
        let mut line = InfoLine::read_with(text, lines_in_braces);
        // knitr writes `{r, echo=FALSE}`.
        line.language = line.language.strip_suffix(',').filter(|it| !it.is_empty()).unwrap_or(line.language);
        line.split_file_name();
        line
    }

    /// The same as reveal.js reads it, to which braces are words as all others.
    pub(crate) fn read_as_reveal(text: &'a str) -> InfoLine<'a> {
        InfoLine::read_with(text, |_| None)
    }

    fn read_with(text: &'a str, braces: fn(&'a str) -> Option<(usize, &'a str)>) -> InfoLine<'a> {
        let (mut line, mut rest) = (InfoLine::default(), text);
        let is_braced = ["{.", "{#"].iter().any(|sign| text.trim_start().starts_with(sign));
        loop {
            if let Some((length, lines)) = braces(rest) {
                line.lines = line.lines.or(Some(lines));
                rest = &rest[length..];
                continue;
            }
            rest = rest.trim_start_matches([' ', '\t', '{', '}', ',']);
            if rest.is_empty() {
                if is_braced && !line.classes.is_empty() {
                    line.read_as_pandoc();
                }
                return line;
            }
            if let Some((length, first_number, lines)) = lines(rest) {
                if line.lines.is_none() {
                    (line.lines, line.first_number) = (Some(lines), first_number);
                }
                rest = &rest[length..];
                continue;
            }
            let (word, after) = word(rest);
            rest = after;
            match rest.strip_prefix('=').filter(|_| is_attribute_name(word)) {
                Some(after) => {
                    let (value, after) = value(after);
                    line.add_attribute(word, value);
                    rest = after;
                }
                None if is_braced && line.id.is_none() && word.starts_with('#') => line.id = word.get(1..),
                None => line.add_word(word),
            }
        }
    }

    /// Takes `js:app.js`, as Qiita and Zenn have it, for a language and the title of its listing.
    fn split_file_name(&mut self) {
        let is_name = |(language, file): &(&str, &str)| {
            language.starts_with(char::is_alphanumeric)
                && file.starts_with(|it: char| it.is_alphanumeric() || "./_".contains(it))
        };
        let Some((language, file)) = self.language.split_once(':').filter(is_name) else { return };
        self.language = language;
        if self.value("title").is_none() {
            self.attributes.push(("title", Some(file)));
        }
    }

    /// Takes `{.python .numberLines startFrom="3"}` for what it says where Pandoc reads it.
    fn read_as_pandoc(&mut self) {
        if self.language.is_empty() && !self.classes.is_empty() {
            self.language = self.classes.remove(0);
        }
        let count = self.classes.len();
        self.classes.retain(|class| !matches!(*class, "numberLines" | "number-lines"));
        let first = self.attributes.iter().position(|(name, _)| *name == "startFrom");
        let first = first.and_then(|at| self.attributes.remove(at).1);
        if self.classes.len() < count || first.is_some() {
            self.lines = self.lines.or(Some(""));
            self.first_number = self.first_number.or(first);
        }
    }

    /// The value of an attribute; empty for a bare word.
    pub(crate) fn value(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(other, _)| *other == name).map(|(_, value)| value.unwrap_or_default())
    }

    fn add_word(&mut self, word: &'a str) {
        let prefixed = |sign: char| word.strip_prefix(sign).filter(|rest| !rest.is_empty());
        if let Some(class) = prefixed('.').filter(|class| class.starts_with(char::is_alphabetic)) {
            self.classes.push(class);
        } else if let Some(id) = prefixed('#').filter(|_| !self.language.is_empty()) {
            self.id = Some(id);
        } else if self.language.is_empty() && !word.starts_with("data-") {
            self.language = word;
        } else {
            self.attributes.push((word, None));
        }
    }

    fn add_attribute(&mut self, name: &'a str, value: &'a str) {
        match name {
            "id" => self.id = Some(value),
            "class" => self.classes.extend(value.split_ascii_whitespace()),
            _ => self.attributes.push((name, Some(value))),
        }
    }
}

/// A word, and what follows it. A word ends where an attribute's value or the lines begin.
fn word(text: &str) -> (&str, &str) {
    let ends = |(at, sign): (usize, char)| match sign {
        ' ' | '\t' | '=' | '}' => true,
        '[' | '{' => at > 0,
        _ => false,
    };
    let end = text.char_indices().find(|&place| ends(place)).map_or(text.len(), |(at, _)| at);
    // A sign that can begin no word is one by itself.
    text.split_at(end.max(text.chars().next().map_or(0, char::len_utf8)))
}

/// The value of an attribute without its quotes, and what follows it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some((value, after)) = text.strip_prefix(quote).and_then(|text| text.split_once(quote)) {
            return (value, after);
        }
    }
    text.split_at(text.find([' ', '\t', '}']).unwrap_or(text.len()))
}

/// A `[…]` at the head that can only mean lines: its length, the number before its colon, and the lines.
fn lines(text: &str) -> Option<(usize, Option<&str>, &str)> {
    let inside = text.strip_prefix('[')?;
    let close = inside.find(']')?;
    let inside = inside[..close].trim_start();
    let (number, lines) = match inside.split_once(':') {
        Some((number, lines)) => (Some(number), lines.trim_start()),
        None => (None, inside),
    };
    let is_number = number.is_none_or(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let is_lines = lines.chars().all(|it| it.is_ascii_digit() || it.is_whitespace() || ",|-".contains(it));
    let number = number.filter(|number| !number.is_empty());
    (is_number && is_lines).then_some((close + 2, number, lines))
}

/// A `{…}` at the head that can only mean lines, as Slidev writes them: its length, and the lines. `{all|2}` begins with
/// all of them, which is what no lines before the first `|` mean.
fn lines_in_braces(text: &str) -> Option<(usize, &str)> {
    let start = text.len() - text.trim_start_matches([' ', '\t']).len();
    let inside = text[start..].strip_prefix('{')?;
    let close = inside.find('}')?;
    let inside = inside[..close].trim();
    let lines = inside.strip_prefix("all").or_else(|| inside.strip_prefix('*')).unwrap_or(inside);
    let is_lines = lines.chars().all(|it| it.is_ascii_digit() || it.is_whitespace() || ",|-".contains(it));
    let is_some = lines.contains(|it: char| it.is_ascii_digit());
    (is_lines && is_some).then_some((start + close + 2, lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_line(info: &str, language: &str, lines: Option<&str>, first_number: Option<&str>) {
        assert_eq!(InfoLine::read(info), InfoLine { language, lines, first_number, ..InfoLine::default() });
    }

    #[test]
    fn a_language_stands_alone() {
        check_line("rust", "rust", None, None);
        check_line("c++", "c++", None, None);
        check_line("", "", None, None);
    }

    #[test]
    fn lines_follow_the_language_with_or_without_a_space() {
        check_line("js [1-2|3]", "js", Some("1-2|3"), None);
        check_line("js[1]", "js", Some("1"), None);
    }

    #[test]
    fn lines_in_braces_are_those_of_slidev() {
        check_line("ts {1|2-3}", "ts", Some("1|2-3"), None);
        check_line("ts {2,4}", "ts", Some("2,4"), None);
        check_line("ts{all|1}", "ts", Some("|1"), None);
        check_line("ts {*|1}", "ts", Some("|1"), None);
        assert_eq!(InfoLine::read_as_reveal("ts {1-2}").lines, None);
        assert_eq!(InfoLine::read_as_reveal("ts {1-2}").attributes, [("1-2", None)]);
    }

    #[test]
    fn lines_need_no_language_and_numbers_no_lines() {
        check_line("[1]", "", Some("1"), None);
        check_line("[1] js", "js", Some("1"), None);
        check_line("js []", "js", Some(""), None);
    }

    #[test]
    fn a_colon_gives_the_number_of_the_first_line() {
        check_line("js [5: 1|2]", "js", Some("1|2"), Some("5"));
        check_line("js [5:]", "js", Some(""), Some("5"));
    }

    #[test]
    fn other_words_are_kept_as_they_are() {
        check_line("=", "=", None, None);
        for (text, attributes) in [
            ("js {a-b}", &[("a-b", None)][..]),
            ("js [a]", &[("[a]", None)]),
            ("js [1", &[("[1", None)]),
            ("js [1|2] title", &[("title", None)]),
            ("js onclick=\"a\" style=b", &[("onclick", Some("a")), ("style", Some("b"))]),
            ("js a=\"b", &[("a", Some("\"b"))]),
        ] {
            let line = InfoLine::read(text);
            assert_eq!((line.language, &line.attributes[..]), ("js", attributes), "{text}");
        }
    }

    #[test]
    fn the_name_of_a_listing_may_come_first_in_pandocs_braces() {
        for info in ["{#a .js}", "{.js #a}"] {
            let line = InfoLine::read(info);
            assert_eq!((line.language, line.id, line.classes.len()), ("js", Some("a"), 0), "{info}");
        }
        assert_eq!(InfoLine::read("{r, echo=FALSE}").language, "r");
        let line = InfoLine::read("ts:src/a.ts {1}");
        assert_eq!((line.language, line.value("title"), line.lines), ("ts", Some("src/a.ts"), Some("1")));
        assert_eq!(InfoLine::read_as_reveal("ts:a.ts").language, "ts:a.ts");
    }

    #[test]
    fn attributes_stand_anywhere_with_and_without_braces() {
        let expected = InfoLine {
            language: "rust",
            lines: Some("1"),
            id: Some("a"),
            classes: vec!["big", "wide"],
            attributes: vec![
                ("file", Some("../src/a[1].rs")),
                ("region", Some("b c")),
                ("lines", Some("1-2")),
                ("diff", None),
                ("data-trim", None),
            ],
            ..InfoLine::default()
        };
        for info in [
            "rust file=\"../src/a[1].rs\" region='b c' [1] lines=1-2 diff data-trim #a .big .wide",
            "rust {file=\"../src/a[1].rs\" region=\"b c\" lines=1-2 diff data-trim id=a class=\"big wide\"} [1]",
        ] {
            assert_eq!(InfoLine::read(info), expected);
        }
    }

    #[test]
    fn a_fence_may_name_only_a_file() {
        assert_eq!(InfoLine::read("file=a.rs").attributes, [("file", Some("a.rs"))]);
        assert_eq!(InfoLine::read("diff").language, "diff");
    }

    #[test]
    fn a_value_may_hold_quotes_of_the_other_kind() {
        let line = InfoLine::read("chart type=\"bar\" title='A \"b\" c' stacked");
        assert_eq!((line.language, line.value("title")), ("chart", Some("A \"b\" c")));
        assert_eq!((line.value("stacked"), line.value("steps")), (Some(""), None));
    }
}

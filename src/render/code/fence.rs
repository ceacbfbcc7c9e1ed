//! The line after a code fence's backticks: the language, which lines to show when, and what else is asked for.
//!
//! Source: the code lines row of `reveal-contract.md`, section 1, and for what follows it the `name="value"` and
//! `{…}` that authors know from other tools. Highlighting is not done here.

use crate::html::address::is_attribute_name;

/// What a fence says about its code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fence<'a> {
    /// The language's name as written; empty where there is none.
    pub language: &'a str,
    /// The lines to show, step by step (`1-2|3`); empty for line numbers alone, none for no numbers.
    pub lines: Option<&'a str>,
    /// The number of the first line, for `[5: …]`.
    pub first_number: Option<&'a str>,
    pub id: Option<&'a str>,
    /// Words for `class`, but for the language.
    pub classes: Vec<&'a str>,
    /// Attributes of the listing: those that orate acts on (`data-file` for `file`), and the author's `data-*`.
    pub attributes: Vec<(&'a str, &'a str)>,
}

/// What a fence may ask for, and the attribute that asks for it in HTML.
const NAMES: &[(&str, &str)] = &[
    ("file", "data-file"),
    ("region", "data-region"),
    ("anchor", "data-region"),
    ("lines", "data-lines"),
    ("title", "data-title"),
    ("caption", "data-caption"),
    ("diff", "data-diff"),
];

/// Whether an attribute of a listing is what its fence asked for, and none of the author's own.
pub fn is_asked(name: &str) -> bool {
    matches!(name, "data-line-numbers" | "data-ln-start-from")
        || NAMES.iter().any(|(_, asked)| *asked == name)
}

impl<'a> Fence<'a> {
    /// Reads `js [5: 1-2|3] file="a.js" {.big}`, whose parts are all optional. What else stands there is not for us.
    pub fn read(info: &'a str) -> Fence<'a> {
        let (mut fence, mut rest) = (Fence::default(), info);
        loop {
            rest = rest.trim_start_matches([' ', '\t', '{', '}', ',']);
            if rest.is_empty() {
                return fence;
            }
            if let Some((length, first_number, lines)) = lines(rest) {
                if fence.lines.is_none() {
                    (fence.lines, fence.first_number) = (Some(lines), first_number);
                }
                rest = &rest[length..];
                continue;
            }
            let (word, after) = word(rest);
            rest = after;
            match rest.strip_prefix('=').filter(|_| is_attribute_name(word)) {
                Some(after) => {
                    let (value, after) = value(after);
                    fence.set(word, value);
                    rest = after;
                }
                None => fence.word(word),
            }
        }
    }

    fn word(&mut self, word: &'a str) {
        let named = |name: char| word.strip_prefix(name).filter(|rest| !rest.is_empty());
        if let Some(class) = named('.').filter(|class| class.starts_with(char::is_alphabetic)) {
            self.classes.push(class);
        } else if let Some(id) = named('#').filter(|_| !self.language.is_empty()) {
            self.id = Some(id);
        } else if word.starts_with("data-") || word == "diff" && !self.language.is_empty() {
            self.set(word, "");
        } else if self.language.is_empty() {
            self.language = word;
        }
    }

    fn set(&mut self, name: &'a str, value: &'a str) {
        match name {
            "id" => self.id = Some(value),
            "class" => self.classes.extend(value.split_ascii_whitespace()),
            _ if name.starts_with("data-") && is_attribute_name(name) => self.attributes.push((name, value)),
            _ => {
                let known = NAMES.iter().find(|(known, _)| *known == name);
                self.attributes.extend(known.map(|(_, attribute)| (*attribute, value)));
            }
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
    let end = text.char_indices().find(|&found| ends(found)).map_or(text.len(), |(at, _)| at);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_fence(info: &str, language: &str, lines: Option<&str>, first_number: Option<&str>) {
        assert_eq!(Fence::read(info), Fence { language, lines, first_number, ..Fence::default() });
    }

    #[test]
    fn a_language_stands_alone() {
        check_fence("rust", "rust", None, None);
        check_fence("c++", "c++", None, None);
        check_fence("", "", None, None);
    }

    #[test]
    fn lines_follow_the_language_with_or_without_a_space() {
        check_fence("js [1-2|3]", "js", Some("1-2|3"), None);
        check_fence("js[1]", "js", Some("1"), None);
    }

    #[test]
    fn lines_need_no_language_and_numbers_no_lines() {
        check_fence("[1]", "", Some("1"), None);
        check_fence("[1] js", "js", Some("1"), None);
        check_fence("js []", "js", Some(""), None);
    }

    #[test]
    fn a_colon_gives_the_number_of_the_first_line() {
        check_fence("js [5: 1|2]", "js", Some("1|2"), Some("5"));
        check_fence("js [5:]", "js", Some(""), Some("5"));
    }

    #[test]
    fn what_is_not_understood_is_left_alone() {
        check_fence("js {1-2}", "js", None, None);
        check_fence("js [a]", "js", None, None);
        check_fence("js [1", "js", None, None);
        check_fence("js [1|2] title", "js", Some("1|2"), None);
        check_fence("js onclick=\"a\" style=b", "js", None, None);
        check_fence("=", "=", None, None);
        check_fence("js a=\"b", "js", None, None);
    }

    #[test]
    fn attributes_stand_anywhere_with_and_without_braces() {
        let expected = Fence {
            language: "rust",
            lines: Some("1"),
            id: Some("a"),
            classes: vec!["big", "wide"],
            attributes: vec![
                ("data-file", "../src/a[1].rs"),
                ("data-region", "b c"),
                ("data-lines", "1-2"),
                ("data-diff", ""),
                ("data-trim", ""),
            ],
            ..Fence::default()
        };
        for info in [
            "rust file=\"../src/a[1].rs\" region='b c' [1] lines=1-2 diff data-trim #a .big .wide",
            "rust {file=\"../src/a[1].rs\" anchor=\"b c\" lines=1-2 diff data-trim id=a class=\"big wide\"} [1]",
        ] {
            assert_eq!(Fence::read(info), expected);
        }
    }

    #[test]
    fn a_fence_may_name_only_a_file() {
        assert_eq!(Fence::read("file=a.rs").attributes, [("data-file", "a.rs")]);
        assert_eq!(Fence::read("diff").language, "diff");
    }
}

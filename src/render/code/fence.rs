//! The line after a code fence's backticks: the language, and which lines to show when.
//!
//! Source: the code lines row of `reveal-contract.md`, section 1. Highlighting is not done here.

use std::ops::Range;

/// What a fence says about its code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fence<'a> {
    /// The language's name as written; empty where there is none.
    pub language: &'a str,
    /// The lines to show, step by step (`1-2|3`); empty for line numbers alone, none for no numbers.
    pub lines: Option<&'a str>,
    /// The number of the first line, for `[5: …]`.
    pub first_number: Option<&'a str>,
}

impl Fence<'_> {
    /// Reads `js [5: 1-2|3]`, whose parts are all optional. What else stands there is not for us.
    pub fn read(info: &str) -> Fence<'_> {
        let Some((range, first_number, lines)) = find_lines(info) else {
            return Fence { language: first_word(info), ..Fence::default() };
        };
        let before = first_word(&info[..range.start]);
        let language = if before.is_empty() { first_word(&info[range.end..]) } else { before };
        Fence { language, lines: Some(lines), first_number }
    }
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or("")
}

/// The first `[…]` that can only mean lines: its place, the number before its colon, and the lines.
fn find_lines(info: &str) -> Option<(Range<usize>, Option<&str>, &str)> {
    info.match_indices('[').find_map(|(open, _)| {
        let close = open + info[open..].find(']')?;
        let inside = info[open + 1..close].trim_start();
        let (number, lines) = match inside.split_once(':') {
            Some((number, lines)) => (Some(number), lines.trim_start()),
            None => (None, inside),
        };
        let is_number = number.is_none_or(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        let is_lines =
            lines.chars().all(|it| it.is_ascii_digit() || it.is_whitespace() || ",|-".contains(it));
        let number = number.filter(|number| !number.is_empty());
        (is_number && is_lines).then_some((open..close + 1, number, lines))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_fence(info: &str, language: &str, lines: Option<&str>, first_number: Option<&str>) {
        assert_eq!(Fence::read(info), Fence { language, lines, first_number });
    }

    #[test]
    fn a_language_stands_alone() {
        check_fence("rust", "rust", None, None);
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
    }
}

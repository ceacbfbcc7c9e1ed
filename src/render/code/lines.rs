//! A listing's lines: what of each is shown, which number it has, and which lines its first step means.
//!
//! Source: `data-trim`, `data-line-numbers` and `data-ln-start-from` as the highlight plugin of reveal.js 6.0.2
//! has them. Steps after the first are made in the browser, from the same lines.

use crate::deck::Attributes;

/// A text in lines. All its parts together are the text, so that nothing is lost that is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lines<'a> {
    /// Blank lines before the first that are not shown.
    pub head: &'a str,
    pub lines: Vec<Line<'a>>,
    /// Blank lines after the last that are not shown.
    pub tail: &'a str,
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Space at its head that is not shown.
    pub indentation: &'a str,
    /// What says whether it was inserted or deleted: `+`, `-` or a space; empty if nothing does.
    pub sign: &'a str,
    /// What is shown, without the line's end.
    pub text: &'a str,
    /// The line's end; empty for a last line that has none.
    pub end: &'a str,
}

impl<'a> Lines<'a> {
    /// The lines of a text, all of it shown.
    pub(super) fn of(text: &'a str) -> Lines<'a> {
        Lines { head: "", lines: lines(text).collect(), tail: "" }
    }

    /// The lines of a text without blank lines around it, and without the indentation that all lines have.
    pub(super) fn trimmed(text: &'a str) -> Lines<'a> {
        let is_blank = |line: &Line<'_>| line.text.trim().is_empty();
        let length = |line: &Line<'_>| line.text.len() + line.end.len();
        let head: usize = lines(text).take_while(is_blank).map(|line| length(&line)).sum();
        let (head, rest) = text.split_at(head);
        let (shown, tail) = rest.split_at(rest.trim_end().len());
        let space = |line: &Line<'_>| line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
        let indentation = lines(shown).filter(|line| !is_blank(line)).map(|line| space(&line)).min();
        let without = |line: Line<'a>| {
            let (indentation, text) = line.text.split_at(indentation.unwrap_or(0).min(space(&line)));
            Line { indentation, text, ..line }
        };
        Lines { head, lines: lines(shown).map(without).collect(), tail }
    }

    /// The lines of a text whose first signs say what was inserted and deleted.
    ///
    /// Where every line has such a sign, a space means neither, as in a patch; else the others have none.
    pub(super) fn signed(text: &'a str) -> Lines<'a> {
        let is_patch = lines(text).all(|line| line.text.is_empty() || line.text.starts_with(['+', '-', ' ']));
        let signs: &[char] = if is_patch { &['+', '-', ' '] } else { &['+', '-'] };
        let signed = |line: Line<'a>| {
            let (sign, text) = line.text.split_at(usize::from(line.text.starts_with(signs)));
            Line { sign, text, ..line }
        };
        Lines { head: "", lines: lines(text).map(signed).collect(), tail: "" }
    }

    /// What is shown, without signs.
    pub(super) fn text(&self) -> String {
        self.lines.iter().flat_map(|line| [line.text, line.end]).collect()
    }
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    text.split_inclusive('\n').map(|line| {
        let (text, end) = line.split_at(line.strip_suffix('\n').unwrap_or(line).len());
        Line { indentation: "", sign: "", text, end }
    })
}

/// How the lines of a listing are marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// The number of the first line, where it is not 1.
    pub first_number: Option<u32>,
    /// The lines that the first step means, from 1 on; empty for all of them.
    pub meant: Vec<(u32, u32)>,
    /// Whether lines have signs, or could have some.
    pub are_signed: bool,
}

impl Marks {
    /// What the attributes of a listing say.
    pub(super) fn of(attributes: &Attributes) -> Marks {
        let steps = attributes.value("data-line-numbers").unwrap_or_default();
        let number = attributes.value("data-ln-start-from").and_then(|number| number.trim().parse().ok());
        Marks {
            first_number: number.filter(|&number| number != 1),
            meant: steps.split('|').next().unwrap_or_default().split(',').filter_map(range).collect(),
            are_signed: false,
        }
    }

    /// Whether the first step highlights a line, by its number counted from 1.
    pub(super) fn means(&self, line: u32) -> bool {
        self.meant.iter().any(|&(first, last)| (first..=last).contains(&line))
    }
}

/// `4` or `1-2`.
fn range(text: &str) -> Option<(u32, u32)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let first = first.trim().parse().ok()?;
    Some((first, last.trim().parse().unwrap_or(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_trimmed(text: &str, shown: &str) {
        let lines = Lines::trimmed(text);
        assert_eq!(lines.text(), shown);
        let all: String =
            lines.lines.iter().flat_map(|line| [line.indentation, line.text, line.end]).collect();
        assert_eq!(format!("{}{all}{}", lines.head, lines.tail), text, "nothing is lost");
    }

    #[test]
    fn blank_lines_and_common_indentation_are_trimmed() {
        check_trimmed("\n\n    a\n\n      b\n    c\n  \n", "a\n\n  b\nc");
        check_trimmed("a\n  b", "a\n  b");
        check_trimmed(" \n ", "");
        check_trimmed("", "");
    }

    #[track_caller]
    fn check_signed(text: &str, shown: &[(&str, &str)]) {
        let lines = Lines::signed(text).lines;
        assert_eq!(lines.iter().map(|line| (line.sign, line.text)).collect::<Vec<_>>(), shown);
    }

    #[test]
    fn a_sign_says_what_became_of_a_line() {
        check_signed("-a\n+b\n c\n\n", &[("-", "a"), ("+", "b"), (" ", "c"), ("", "")]);
        check_signed("-a\n+b\nc\n  d", &[("-", "a"), ("+", "b"), ("", "c"), ("", "  d")]);
        check_signed("é", &[("", "é")]);
    }

    #[test]
    fn the_first_step_means_lines_and_ranges() {
        assert_eq!(range("3-5"), Some((3, 5)));
        assert_eq!(range(" 7"), Some((7, 7)));
        assert_eq!(range("2-"), Some((2, 2)));
        assert_eq!(range(""), None);
    }
}

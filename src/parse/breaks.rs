//! Where a text may be parted into slides.
//!
//! Turns a text and a convention into the places that the convention names, in order and without overlap. What of
//! that is code or a comment, and so parts nothing, is for [`scan`](super::scan) to say.

use super::expressions::{self, Overrun};
use super::line::line_end;
use super::line::{is_blank, list_marker};
use super::slide_break::{Break, Parts};
use crate::deck::Separator;

/// Every place of `text` from `start` on that may be a separator.
pub(super) fn breaks(text: &str, start: usize, separator: &Separator) -> Result<Vec<Break>, Overrun> {
    match separator {
        Separator::BlankLines => Ok(blank_lines(text, start)),
        Separator::Dashes => Ok(dashes(text, start)),
        Separator::Expressions { horizontal, vertical } => {
            expressions::breaks(text, start, horizontal, vertical.as_deref())
        }
    }
}

/// Runs of empty lines: two part slides, three or more part columns.
///
/// A line of spaces is not empty, as in reveal.js. A run before the first or after the last thing that can be seen
/// parts nothing; a run of any length parts once.
fn blank_lines(text: &str, start: usize) -> Vec<Break> {
    let bytes = text.as_bytes();
    let first = start + (text.len() - start).saturating_sub(text[start..].trim_start().len());
    let last = text.trim_end().len();
    let mut breaks = Vec::new();
    let mut at = first;
    while let Some(length) = memchr::memmem::find(bytes.get(at..last).unwrap_or_default(), b"\n\n\n") {
        let start = at + length + 1;
        let count = bytes[start..last].iter().take_while(|byte| **byte == b'\n').count();
        let parts = if count == 2 { Parts::Slides } else { Parts::Columns };
        breaks.push(Break { range: start..start + count, parts });
        at = start + count;
    }
    breaks
}

/// Lines of three dashes part columns, lines of four part slides; white space after the dashes is not seen, and does
/// not count. One before anything that can be seen parts nothing, and is not part of the first slide either.
///
/// Up to three spaces before the dashes do not count either, where a blank line comes before them and they are in no
/// item of a list.
fn dashes(text: &str, start: usize) -> Vec<Break> {
    let bytes = text.as_bytes();
    let mut breaks = Vec::new();
    let mut at = start;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        let line = &bytes[at..end];
        let spaces = line.iter().take_while(|byte| **byte == b' ').count();
        if let Some(parts) = dash_line(&line[spaces..])
            && (spaces == 0 || (spaces <= 3 && stands_free(&text[start..at])))
        {
            breaks.push(Break { range: at + spaces..(end + 1).min(bytes.len()), parts });
        }
        at = end + 1;
    }
    breaks
}

/// Whether what comes after some lines is after a blank one, and in no item of a list.
fn stands_free(before: &str) -> bool {
    let text = before.trim_end();
    let last = text.rsplit('\n').next().unwrap_or_default().as_bytes();
    let has_blank_line = before[text.len()..].matches('\n').count() > 1 || text.is_empty();
    has_blank_line && !last.starts_with(b" ") && !last.starts_with(b"\t") && list_marker(last).is_none()
}

fn dash_line(line: &[u8]) -> Option<Parts> {
    let rest = line.strip_prefix(b"---")?;
    match rest.strip_prefix(b"-") {
        Some(rest) => is_blank(rest).then_some(Parts::Slides),
        None => is_blank(rest).then_some(Parts::Columns),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_breaks(separator: Separator, text: &str, expected: &str) {
        let mut shown = String::new();
        let mut at = 0;
        for found in breaks(text, 0, &separator).expect("few steps") {
            shown.push_str(&text[at..found.range.start]);
            shown.push(if found.parts == Parts::Columns { '→' } else { '↓' });
            at = found.range.end;
        }
        shown.push_str(&text[at..]);
        assert_eq!(shown, expected);
    }

    #[test]
    fn two_empty_lines_part_slides_and_more_part_columns() {
        check_breaks(Separator::BlankLines, "a\n\nb\n\n\nc\n\n\n\nd\n\n\n\n\n\ne", "a\n\nb\n↓c\n→d\n→e");
    }

    #[test]
    fn empty_lines_at_either_end_part_nothing() {
        check_breaks(Separator::BlankLines, "\n\n\na\n\n\n\n", "\n\n\na\n\n\n\n");
        check_breaks(Separator::BlankLines, " \n\n\na\n\n\n  ", " \n\n\na\n\n\n  ");
        check_breaks(Separator::BlankLines, "\n\n\n", "\n\n\n");
    }

    #[test]
    fn a_line_of_spaces_is_not_empty() {
        check_breaks(Separator::BlankLines, "a\n\n \nb", "a\n\n \nb");
    }

    #[test]
    fn lines_of_dashes_part_columns_and_slides() {
        check_breaks(Separator::Dashes, "a\n---\nb\n----\nc", "a\n→b\n↓c");
    }

    #[test]
    fn dashes_need_no_line_end_and_may_follow_each_other() {
        check_breaks(Separator::Dashes, "a\n--- \n---\nb\n---", "a\n→→b\n→");
    }

    #[test]
    fn a_few_spaces_before_dashes_do_not_count_after_a_blank_line() {
        check_breaks(Separator::Dashes, "a\n\n ---\nb\n\n   ----\nc", "a\n\n →b\n\n   ↓c");
        check_breaks(Separator::Dashes, "a\n ---\n\n    ---\n", "a\n ---\n\n    ---\n");
        check_breaks(Separator::Dashes, "1. a\n\n   ---\n   b\n\n   ---", "1. a\n\n   ---\n   b\n\n   ---");
    }

    #[test]
    fn other_dashes_part_nothing() {
        check_breaks(Separator::Dashes, "a\n--\n -----\n ---\n---a", "a\n--\n -----\n ---\n---a");
    }
}

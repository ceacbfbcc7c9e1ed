//! Where the speaker's notes begin.
//!
//! Finds the markers of one slide. The first parts the slide from its notes; a second one is text of the notes, and
//! worth a warning. Text in code, a comment or a tag is not a marker, but a comment may be one itself.

use std::ops::Range;

use super::expressions::{self, Overrun};
use super::line::Cursor;
use super::line::line_end;
use super::scan::is_within;
use crate::deck::NotesMarker;

/// The markers of a slide, in order; `inert` is where none can begin. Places count from the start of `text`.
pub(super) fn markers(
    text: &str,
    slide: Range<usize>,
    inert: &[Range<usize>],
    marker: &NotesMarker,
) -> Result<Vec<Range<usize>>, Overrun> {
    let mut markers = candidates(text, slide, marker)?;
    markers.retain(|marker| !is_inert(marker, text, inert));
    Ok(markers)
}

/// The first text of a slide that would be a marker outside of code, a comment or a tag.
pub(super) fn markers_in_code(
    text: &str,
    slide: Range<usize>,
    inert: &[Range<usize>],
    marker: &NotesMarker,
) -> Option<Range<usize>> {
    candidates(text, slide, marker).ok()?.into_iter().find(|marker| is_inert(marker, text, inert))
}

fn candidates(text: &str, slide: Range<usize>, marker: &NotesMarker) -> Result<Vec<Range<usize>>, Overrun> {
    match marker {
        NotesMarker::Usual => Ok(usual(text.as_bytes(), slide)),
        NotesMarker::Expression(expression) => {
            let places = expressions::matches(&text[slide.clone()], expression)?;
            Ok(places.into_iter().map(|it| slide.start + it.start..slide.start + it.end).collect())
        }
    }
}

fn is_inert(marker: &Range<usize>, text: &str, inert: &[Range<usize>]) -> bool {
    is_within(marker.start, inert) || is_code(marker, text, inert)
}

/// Whether a marker is the first of some code. A comment is not code: it may be a marker.
fn is_code(marker: &Range<usize>, text: &str, inert: &[Range<usize>]) -> bool {
    let at_start = inert.binary_search_by_key(&marker.start, |range| range.start);
    at_start.is_ok() && !text[marker.start..].starts_with('<')
}

fn usual(bytes: &[u8], slide: Range<usize>) -> Vec<Range<usize>> {
    let mut markers = Vec::new();
    let mut at = slide.start;
    while at < slide.end {
        let end = line_end(bytes, at).min(slide.end);
        if let Some(marker) = usual_marker(&bytes[at..end]) {
            markers.push(at + marker.start..at + marker.end);
        }
        at = end + 1;
    }
    markers
}

/// `Note:`, `Notes:`, `<!-- Note -->` or `<!-- Notes -->` at the start of a line, in any case.
pub(super) fn usual_marker(line: &[u8]) -> Option<Range<usize>> {
    let mut cursor = Cursor::new(line);
    // Quick for the many lines that are nothing of the kind.
    if cursor.indentation() > 3 {
        return None;
    }
    cursor.skip_indentation();
    let start = cursor.offset();
    let rest = cursor.rest();
    let (word, is_comment) = match rest.strip_prefix(b"<!--") {
        Some(comment) => (comment.trim_ascii_start(), true),
        None => (rest, false),
    };
    let after = strip_ignoring_case(word, b"note")?;
    let after = strip_ignoring_case(after, b"s").unwrap_or(after);
    let after = match is_comment {
        true => strip_ignoring_case(after, b":").unwrap_or(after).trim_ascii_start().strip_prefix(b"-->")?,
        false => after.strip_prefix(b":")?,
    };
    Some(start..line.len() - after.len())
}

/// Whether a line, without the space before it, begins a div of notes: `::: notes`, in any case, with other classes and
/// attributes or without.
pub(crate) fn is_notes_div(line: &str) -> bool {
    let Some(rest) = line.strip_prefix(":::").map(|rest| rest.trim_matches([':', ' ', '\t'])) else {
        return false;
    };
    let (names, braces) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
    let is_notes = |class: &str| class.eq_ignore_ascii_case("notes");
    let mut in_braces = braces.trim_matches(['{', '}']).split_whitespace();
    names.split_whitespace().any(is_notes)
        || in_braces.any(|word| word.strip_prefix('.').is_some_and(is_notes))
}

fn strip_ignoring_case<'a>(text: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_markers(slide: &str, expected: &[&str]) {
        let inert: Vec<_> = super::super::scan::scan(slide, 0, &[]).remove(0).inert;
        let markers = markers(slide, 0..slide.len(), &inert, &NotesMarker::Usual).expect("few steps");
        assert_eq!(markers.iter().map(|range| &slide[range.clone()]).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_marker_stands_at_the_start_of_a_line() {
        check_markers("# A\nNote: b", &["Note:"]);
        check_markers("NOTES:", &["NOTES:"]);
        check_markers("a\n   note: b", &["note:"]);
        check_markers("a\n<!-- Note -->\nb", &["<!-- Note -->"]);
        check_markers("a\n<!--notes--> b", &["<!--notes-->"]);
    }

    #[test]
    fn what_only_looks_like_one_is_text() {
        for text in [
            "Please note: a",
            "- Note: a",
            "> Note: a",
            "**Note:** a",
            "Note : a",
            "Noted: a",
            "<!-- Note well -->",
        ] {
            check_markers(text, &[]);
        }
    }

    #[test]
    fn a_marker_in_code_a_comment_or_a_value_is_none() {
        check_markers("```\nNote: a\n```", &[]);
        check_markers("a\n\n    Note: b", &[]);
        check_markers("<!--\nNote: a\n-->", &[]);
        check_markers("<img alt=\"\nNote: a\">", &[]);
        check_markers("- a\n\n  ```\n  Note: b\n  ```\n\nNote: c", &["Note:"]);
    }

    #[test]
    fn every_marker_is_told() {
        check_markers("Note: a\nNote: b", &["Note:", "Note:"]);
    }
}

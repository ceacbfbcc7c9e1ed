//! Lines and columns of many places, without counting from the top for each.

use std::collections::HashMap;

use super::source::{Place, Sources};
use super::span::{SourceId, Span};

/// Answers with lines and columns; each source is gone through once.
pub(crate) struct Places<'a> {
    sources: &'a Sources,
    /// Where each line begins.
    lines: HashMap<SourceId, Vec<u32>>,
}

/// One line of a source, as far as it is worth showing.
pub(crate) struct Excerpt<'a> {
    /// The text to show: the line, or the part of a long one around what is meant.
    pub text: &'a str,
    /// The line's number, counted from 1.
    pub line: usize,
    /// Whether `text` begins where the line begins.
    pub from_column_one: bool,
    /// The part of `text` that is meant.
    pub marked: std::ops::Range<usize>,
}

/// How many bytes of a line to show on either side of what is meant. Beyond what any terminal shows, and little
/// enough for a line of fifty megabytes.
const MARGIN: usize = 400;

impl<'a> Places<'a> {
    /// An index of no source yet; each is read when a place in it is looked up.
    pub(crate) fn new(sources: &'a Sources) -> Places<'a> {
        Places { sources, lines: HashMap::new() }
    }

    /// Line and column of an offset.
    pub(crate) fn place(&mut self, source: SourceId, offset: u32) -> Place {
        let (line, start) = self.line(source, offset);
        let text = self.sources.get(source).text();
        let end = text.floor_char_boundary(offset as usize).max(start);
        Place { line: line + 1, column: text[start..end].chars().count() + 1 }
    }

    /// The first line of a span, the span's part of it marked.
    pub(crate) fn excerpt(&mut self, span: Span) -> Excerpt<'a> {
        let (line, line_start) = self.line(span.source, span.start);
        let text = self.sources.get(span.source).text();
        let line_end = text[line_start..].find('\n').map_or(text.len(), |length| line_start + length);
        let start = text.floor_char_boundary((span.start as usize).min(line_end)).max(line_start);
        let end = text.ceil_char_boundary((span.end as usize).clamp(start, line_end));
        let from = text.floor_char_boundary(start.saturating_sub(MARGIN)).max(line_start);
        let to = text.ceil_char_boundary(end.min(start + MARGIN).saturating_add(MARGIN).min(line_end));
        Excerpt {
            text: &text[from..to],
            line: line + 1,
            from_column_one: from == line_start,
            marked: start - from..end.min(to) - from,
        }
    }

    /// The line that an offset is in, counted from 0, and where it begins.
    fn line(&mut self, source: SourceId, offset: u32) -> (usize, usize) {
        let starts = self.lines.entry(source).or_insert_with(|| {
            let text = self.sources.get(source).text();
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(end, _)| end as u32 + 1)).collect()
        });
        let line = starts.partition_point(|&start| start <= offset).saturating_sub(1);
        (line, starts[line] as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_excerpt(text: &str, range: std::ops::Range<u32>, expected: (&str, usize, &str)) {
        let mut sources = Sources::default();
        let source = sources.add("a.md", text.as_bytes(), &mut Vec::new());
        let excerpt = Places::new(&sources).excerpt(Span { source, start: range.start, end: range.end });
        assert_eq!((excerpt.text, excerpt.line, &excerpt.text[excerpt.marked.clone()]), expected);
        let place = sources.get(source).place(range.start);
        assert_eq!(Places::new(&sources).place(source, range.start), place);
    }

    #[test]
    fn a_span_is_shown_in_its_first_line() {
        check_excerpt("one\ntwo three\nfour", 8..13, ("two three", 2, "three"));
        check_excerpt("one\ntwo three\nfour", 8..17, ("two three", 2, "three"));
        check_excerpt("one\ntwo", 3..3, ("one", 1, ""));
        check_excerpt("one\n", 4..4, ("", 2, ""));
        check_excerpt("日本é x", 9..10, ("日本é x", 1, "x"));
    }

    #[test]
    fn of_a_very_long_line_the_part_around_the_span_is_shown() {
        let text = "é".repeat(10_000);
        let excerpt = "é".repeat(401);
        check_excerpt(&text, 10_000..10_002, (&excerpt, 1, "é"));
    }
}

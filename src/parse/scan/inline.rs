//! Comments, tags and code spans in the text of a slide.

use super::code_spans::{Reach, run};
use super::{Scanner, Step, Unclosed};

/// How a line's text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum InlineMode {
    /// Markdown: backslashes escape, backticks make code.
    Text,
    /// The same, for what ends with its line.
    Line,
    /// HTML: there are only tags and comments.
    Html,
}

impl Scanner<'_> {
    /// Reads from `at` to the end of its line, or of the line on which the last thing ends that began there.
    pub(super) fn inline(&mut self, mut at: usize, reading: InlineMode) -> Step {
        let mut end = self.line_end(at);
        loop {
            let rest = self.bytes.get(at..end).unwrap_or_default();
            let length = memchr::memchr3(b'<', b'`', b'\\', rest);
            let special = length.map_or(end, |length| at + length);
            if let Some(slide_end) = self.break_within(at..special) {
                return Step::Break(slide_end);
            }
            match self.bytes.get(special) {
                _ if special == end => return Step::To(end + 1),
                Some(b'<') => at = self.comment_or_tag(special).unwrap_or(special + 1),
                Some(b'`') if reading != InlineMode::Html => at = self.code_span(special, reading),
                Some(b'\\') if reading != InlineMode::Html => at = self.escape(special).min(end),
                _ => at = special + 1,
            }
            if at > end {
                end = self.line_end(at);
            }
        }
    }

    /// Just after the character that a backslash escapes, or before it if a break is there.
    fn escape(&mut self, at: usize) -> usize {
        if self.break_within(at + 1..at + 1).is_some() { at + 1 } else { at + 2 }
    }

    /// Just after the code that starts at `at`, or after its backticks where there is none. Code does not keep a
    /// break from its work, since two stray backticks on two slides would swallow it.
    fn code_span(&mut self, at: usize, reading: InlineMode) -> usize {
        let opened = at + run(self.bytes, at);
        let limit = self.next_break(at).map_or(self.bytes.len(), |next| next.range.start);
        let reach = if reading == InlineMode::Line { Reach::Line } else { Reach::Paragraph };
        let end = self.code_spans.end(self.text, at, reach);
        match end.filter(|end| *end <= limit) {
            Some(end) => {
                self.current.code.push(at..end);
                end
            }
            None => opened.min(limit),
        }
    }

    /// Just after the comment or tag that starts at the `<` at `at`.
    fn comment_or_tag(&mut self, at: usize) -> Option<usize> {
        if self.bytes.get(at..)?.starts_with(b"<!--") {
            return Some(self.comment(at));
        }
        let tag = self.tags.read(self.text, at)?;
        if tag.is_quoted {
            self.current.inert.push(at..tag.end);
            return Some(tag.end);
        }
        // Without quotes there is nothing to hide a break, and nothing else to step over.
        None
    }

    /// Just after the comment that starts at `at`; where nothing closes it, the end of the slide.
    fn comment(&mut self, at: usize) -> usize {
        let end = self.comment_end(at);
        let stop = self.next_break(at + 1).map(|next| next.range.start);
        let is_closed = match (end, stop) {
            (None, _) => false,
            (Some(end), Some(stop)) if stop < end => {
                self.comment_start.next(self.text, stop).is_none_or(|next| next >= end)
            }
            _ => true,
        };
        match end.filter(|_| is_closed) {
            Some(end) => {
                self.current.inert.push(at..end);
                self.current.comments.push(at..end);
                end
            }
            None => {
                self.current.unclosed.push(Unclosed::Comment(at..at + 4));
                stop.unwrap_or(self.bytes.len())
            }
        }
    }

    fn comment_end(&mut self, at: usize) -> Option<usize> {
        let content = self.bytes.get(at + 4..)?;
        if content.starts_with(b">") {
            return Some(at + 5);
        }
        if content.starts_with(b"->") {
            return Some(at + 6);
        }
        Some(self.comment_end.next(self.text, at + 4)? + 3)
    }
}

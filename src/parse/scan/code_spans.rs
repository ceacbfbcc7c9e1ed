//! Code within a line or a paragraph: a run of backticks, and the next run of the same length.

use std::ops::Range;

use crate::parse::line::{ends_paragraph, line_end};

/// How far code may reach.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// To the end of its line, as in a heading.
    Line,
    /// To the end of its paragraph.
    Paragraph,
}

/// The runs of backticks of one paragraph, and what code they enclose.
#[derive(Default)]
pub(super) struct CodeSpans {
    paragraph: Range<usize>,
    /// Length and place of each run, in that order.
    runs: Vec<(usize, usize)>,
}

impl CodeSpans {
    /// Where the code ends that the backticks at `at` open; `None` if no run of the same length follows.
    ///
    pub(super) fn end(&mut self, text: &str, at: usize, reach: Reach) -> Option<usize> {
        if !self.paragraph.contains(&at) {
            self.read(text.as_bytes(), at, reach);
        }
        let length = run(text.as_bytes(), at);
        let next = self.runs.partition_point(|other| *other <= (length, at));
        self.runs.get(next).filter(|other| other.0 == length).map(|other| other.1 + length)
    }

    /// Lists the runs from `at` to the end of its paragraph.
    fn read(&mut self, bytes: &[u8], at: usize, reach: Reach) {
        let mut end = line_end(bytes, at);
        while reach == Reach::Paragraph && end < bytes.len() {
            let next = line_end(bytes, end + 1);
            if ends_paragraph(bytes.get(end + 1..next).unwrap_or_default()) {
                break;
            }
            end = next;
        }
        self.paragraph = at..end;
        self.runs.clear();
        let mut from = at;
        while let Some(offset) = bytes.get(from..end).and_then(|rest| memchr::memchr(b'`', rest)) {
            let start = from + offset;
            let length = run(bytes, start);
            self.runs.push((length, start));
            from = start + length;
        }
        self.runs.sort_unstable();
    }
}

/// The number of backticks at `at`.
pub(super) fn run(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == b'`').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_code_span(text: &str, code: Option<&str>) {
        assert_eq!(CodeSpans::default().end(text, 0, Reach::Paragraph).map(|end| &text[..end]), code);
    }

    #[test]
    fn a_code_span_ends_at_a_run_of_the_same_length() {
        check_code_span("``a`b`` c``", Some("``a`b``"));
        check_code_span("`a", None);
    }

    #[test]
    fn a_code_span_stays_in_its_paragraph() {
        check_code_span("`a\nb`", Some("`a\nb`"));
        check_code_span("`a\n\nb`", None);
        check_code_span("`a\n# b`", None);
    }
}

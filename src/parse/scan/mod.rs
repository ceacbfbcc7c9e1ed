//! Where slides end, and what in them is code, a comment or a tag.
//!
//! Turns a text and its possible breaks into stretches, one a slide, in one pass. Block structure is followed as
//! CommonMark has it, from each slide's own start, as far as it decides what is code: containers, fences, indented
//! code, HTML blocks. A break that begins within such a thing does not count.
//!
//! A fence or comment that was never closed must not swallow the talk: it ends with its slide, and is reported.
//! Left out: processing instructions, declarations, CDATA, and containers nested deeper than [`DEEPEST`].

mod block;
mod code_spans;
mod fence;
mod inline;
mod tags;

use std::ops::Range;

use super::finder::Finder;
use super::line::line_end;
use super::slide_break::Break;
pub(crate) use block::begins_html_block;
use block::{Container, Leaf};
use code_spans::CodeSpans;
use tags::Tags;

/// Containers are followed to this depth, so that a hostile text costs no more than its length.
const DEEPEST: usize = 32;

/// One slide as the scanner sees it.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    pub range: Range<usize>,
    /// What separates it from the next; `None` for the last.
    pub end: Option<Break>,
    /// Code, comments and tags, in order: a marker that begins within one of them does not count.
    pub inert: Vec<Range<usize>>,
    /// Fenced and indented code, and code spans, in order.
    pub code: Vec<Range<usize>>,
    /// The comments, from `<!--` to `-->`.
    pub comments: Vec<Range<usize>>,
    /// What was opened and never closed.
    pub unclosed: Vec<Unclosed>,
}

/// Something that was opened and never closed, with the place of its opening.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unclosed {
    Fence(Range<usize>),
    Comment(Range<usize>),
}

/// The slides of `text` from `start` on: at least one, if an empty one.
pub(super) fn scan(text: &str, start: usize, breaks: &[Break]) -> Vec<Stretch> {
    let mut scanner = Scanner::new(text, breaks);
    let mut stretches = Vec::new();
    let mut at = start;
    loop {
        let stretch = scanner.stretch(at);
        let end = stretch.end.as_ref().map(|end| end.range.end);
        stretches.push(stretch);
        match end {
            Some(end) => at = end,
            None => return stretches,
        }
    }
}

/// The places of code, comments and tags in the text of one slide, in order.
pub(crate) fn inert(text: &str) -> Vec<Range<usize>> {
    scan(text, 0, &[]).into_iter().flat_map(|stretch| stretch.inert).collect()
}

/// The places of code in the text of one slide, in order: fenced, indented, and in a line.
pub(crate) fn code(text: &str) -> Vec<Range<usize>> {
    scan(text, 0, &[]).into_iter().flat_map(|stretch| stretch.code).collect()
}

/// Whether a place lies within one of some ordered ranges, past its very start.
pub(super) fn is_within(at: usize, ranges: &[Range<usize>]) -> bool {
    let next = ranges.partition_point(|range| range.start < at);
    ranges[..next].last().is_some_and(|range| at < range.end)
}

/// Where to go on, or what ends the slide.
enum Step {
    To(usize),
    Break(Break),
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// Those that were neither used nor passed.
    breaks: &'a [Break],
    comment_end: Finder,
    comment_start: Finder,
    raw_ends: [Finder; 4],
    tags: Tags,
    code_spans: CodeSpans,
    containers: Vec<Container>,
    leaf: Leaf,
    /// What was read of the slide so far.
    current: Stretch,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, breaks: &'a [Break]) -> Scanner<'a> {
        Scanner {
            text,
            bytes: text.as_bytes(),
            breaks,
            comment_end: Finder::new("-->"),
            comment_start: Finder::new("<!--"),
            raw_ends: block::RAW.map(|(_, end)| Finder::new(end)),
            tags: Tags::default(),
            code_spans: CodeSpans::default(),
            containers: Vec::new(),
            leaf: Leaf::None,
            current: Stretch::default(),
        }
    }

    /// The slide that starts at `start`, up to the first break that is in force.
    fn stretch(&mut self, start: usize) -> Stretch {
        self.containers.clear();
        self.leaf = Leaf::None;
        let mut at = start;
        while at < self.bytes.len() {
            match self.line(at) {
                Step::To(next) => at = next,
                Step::Break(end) => return self.finish(start..end.range.start, Some(end)),
            }
        }
        // A break that is left is at the end of the last line.
        let end = self.break_within(at.min(self.bytes.len())..self.bytes.len());
        self.finish(start..end.as_ref().map_or(self.bytes.len(), |end| end.range.start), end)
    }

    fn finish(&mut self, range: Range<usize>, end: Option<Break>) -> Stretch {
        Stretch { range, end, ..std::mem::take(&mut self.current) }
    }

    /// The next break from `at` on; those before it began within something that parts nothing, and are dropped.
    fn next_break(&mut self, at: usize) -> Option<&'a Break> {
        let passed = self.breaks.iter().take_while(|next| next.range.start < at).count();
        self.breaks = &self.breaks[passed..];
        self.breaks.first()
    }

    /// The break that begins in `range` or just at its end.
    fn break_within(&mut self, range: Range<usize>) -> Option<Break> {
        self.next_break(range.start).filter(|next| next.range.start <= range.end).cloned()
    }

    /// The place in the text where the line of `at` ends.
    fn line_end(&self, at: usize) -> usize {
        line_end(self.bytes, at)
    }

    /// The bytes of the line that starts at `at`.
    fn line_at(&self, at: usize) -> &'a [u8] {
        self.bytes.get(at..self.line_end(at)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;

//! A stretch of one source.

use std::ops::Range;

/// Names one source among the [`Sources`](super::Sources) that made it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SourceId(pub(super) u32);

/// A stretch of one source file.
///
/// Offsets count bytes from the start of the normalised text, `start` included and `end` not; both fall on
/// character boundaries. Lines and columns are worked out only when a diagnostic is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Span {
    /// The source that the offsets count in.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The stretch that `range` names, counted from the start of this one.
    pub(crate) fn part(self, range: Range<usize>) -> Span {
        let offset = |at: usize| self.start.saturating_add(at as u32).min(self.end);
        Span { source: self.source, start: offset(range.start), end: offset(range.end) }
    }

    /// The empty stretch at the start of this one.
    pub(crate) fn head(self) -> Span {
        Span { end: self.start, ..self }
    }

    /// The length in bytes.
    pub(crate) fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the stretch holds nothing.
    pub(crate) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The stretch as a range of the source's text.
    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

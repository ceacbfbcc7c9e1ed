//! A place where a text is divided into slides.

use std::ops::Range;

/// A place where a text is parted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Break {
    /// The separator itself, which belongs to no slide.
    pub range: Range<usize>,
    pub parts: Parts,
}

/// What a break parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parts {
    /// The slides of one column.
    Slides,
    Columns,
}

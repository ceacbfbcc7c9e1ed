//! A change that a diagnostic suggests, as data: places in the normalised text, and what to write there.

use super::span::Span;

/// A change that mends what a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fix {
    /// What it does, as one sentence in the imperative without a full stop.
    pub message: String,
    /// Whether it may be made without asking: the deck stays as it is, and only its source becomes clearer.
    pub is_safe: bool,
    /// In order, without overlap, all of one file.
    pub edits: Vec<Edit>,
}

/// What to write in place of a stretch; an empty stretch is a place to insert at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The stretch to replace.
    pub at: Span,
    /// With `\n` for every line end.
    pub replacement: String,
}

impl Fix {
    /// A change that leaves the deck as it is.
    pub(crate) fn safe(message: impl Into<String>, at: Span, replacement: impl Into<String>) -> Fix {
        let edits = vec![Edit { at, replacement: replacement.into() }];
        Fix { message: message.into(), is_safe: true, edits }
    }

    /// A change to what the author may have meant, which makes another deck.
    pub(crate) fn suggested(message: impl Into<String>, at: Span, replacement: impl Into<String>) -> Fix {
        Fix { is_safe: false, ..Fix::safe(message, at, replacement) }
    }
}

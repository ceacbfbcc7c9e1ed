//! What a browser has seen of a deck, as diagnostics with the author's own places.
//!
//! A browser looks at the deck at several sizes and on paper; each time it gives a [`Sighting`]. One fault is reported once,
//! with where it is seen, however often it was.

mod help;
mod observed;
mod place;
mod report;

pub(crate) use observed::{Blocked, BrokenRequest, Finding, ScriptError, Sighting, View};
pub(crate) use report::report;

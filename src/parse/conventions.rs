//! How an author marks where slides end and notes begin.

use crate::deck::{NotesMarker, Separator, When};

/// How an author marks what.
#[derive(Clone, Copy)]
pub(super) struct Conventions<'a> {
    pub separator: &'a Separator,
    pub notes_marker: &'a NotesMarker,
    /// Which lints to look for: those of a build, or all.
    pub lints: When,
    /// Whether a div `::: notes` holds notes, as it does where Markdown has extensions.
    pub has_divs: bool,
}

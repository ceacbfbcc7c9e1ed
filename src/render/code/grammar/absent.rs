//! In the place of the grammars, in a build without the feature `highlight`: every name may be a language's.

/// A language whose grammar is left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grammar;

impl Grammar {
    /// `None` for what is the name of a file.
    pub(super) fn find(name: &str) -> Option<Grammar> {
        (!name.contains('.')).then_some(Grammar)
    }

    /// Never asked: nothing is read with it.
    pub(super) fn name(self) -> &'static str {
        ""
    }
}

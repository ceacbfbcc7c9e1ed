//! How far a talk is trusted.

/// Whether what a talk holds may act: run in its page, load from elsewhere, read beside its folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Trust {
    /// The talk is its reader's own, or of somebody they know: its raw HTML runs in its page.
    #[default]
    Trusted,
    /// The talk is a stranger's: it is shown, and nothing in it acts.
    Untrusted,
}

impl Trust {
    /// Whether nothing in the talk may act.
    #[must_use]
    pub fn is_untrusted(self) -> bool {
        self == Trust::Untrusted
    }
}

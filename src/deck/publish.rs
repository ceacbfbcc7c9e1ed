//! Where a talk is published, and what of it.

use super::Placed;

/// What `[publish]` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Publishing {
    pub target: Option<Target>,
    /// Whether the speaker's notes are for everybody, too: in every public build.
    pub with_notes: bool,
    /// How many files one publication may remove; none for the usual number.
    pub most_removed: Option<usize>,
}

/// Where the finished site goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A folder, from that of the talk.
    Folder(Placed<String>),
    /// A branch of a git repository's remote.
    Branch { branch: String, remote: String },
    /// A program and its arguments, which runs in a folder that holds the site.
    Command(Vec<String>),
}

/// The remote whose branch is meant where none is named.
pub const USUAL_REMOTE: &str = "origin";

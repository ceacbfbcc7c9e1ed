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
    pub hosting: Hosting,
}

/// What is put beside the pages of a public build for whoever serves them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosting {
    /// The ways in which each text is packed beside itself, each once.
    pub compress: Vec<Compression>,
    /// Whether there is a `_headers` file.
    pub headers: bool,
    /// Whether what was visited once can be seen without a network.
    pub offline: bool,
}

/// A way to pack a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    Gzip,
    Brotli,
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

//! Where files come from.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::text::Fingerprint;

/// The files that a talk may refer to: those of its project, or built-in ones.
///
/// A path is relative to the project's folder, with `/` on every system and without `.`. It begins with `..` only
/// where an author asks for a file beside the talk; what of that may be read is the library's to say. One library shows
/// one state of each file, however often it is asked.
pub(crate) trait Library: Send + Sync {
    /// The file at a path; `None` if there is no file, or a folder.
    fn find(&self, path: &str) -> Result<Option<Arc<File>>, Refused>;

    /// The paths of the files in one folder, sorted, to suggest one; `None` if the folder is not there or not to be read.
    fn names_in(&self, folder: &str) -> Vec<String> {
        let names = self.names().into_iter();
        names.filter(|name| super::path::folder(name) == folder).collect()
    }

    /// The paths of all files, to suggest one. May be costly; asked for only where a file is missing.
    fn names(&self) -> Vec<String>;
}

/// One file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Its path as the file system spells it: where the system ignores case, this tells what the case is.
    pub path: String,
    /// The bytes, or how many there are.
    pub content: Content,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// All of it, in memory.
    Bytes(Arc<[u8]>),
    /// Too much to hold in memory; whoever writes the site copies it from its place.
    Large {
        /// In bytes.
        size: u64,
        /// The hash of the bytes.
        fingerprint: Fingerprint,
    },
}

impl Content {
    /// The hash of the bytes.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        match self {
            Content::Bytes(bytes) => Fingerprint::of(bytes),
            Content::Large { fingerprint, .. } => *fingerprint,
        }
    }
}

/// The machine would not let a file be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// As it was asked for.
    pub path: String,
    /// In the system's own words.
    pub reason: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot read `{}`: {}", self.path, self.reason)
    }
}

impl std::error::Error for Refused {}

/// A library of what is in memory already: built-in files, and those of tests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    files: BTreeMap<String, Arc<File>>,
}

impl Memory {
    /// Puts a file in, in place of one at the same path.
    pub(crate) fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) {
        let path = path.into();
        let file = File { path: path.clone(), content: Content::Bytes(bytes.into()) };
        self.files.insert(path, Arc::new(file));
    }
}

impl<P: Into<String>, B: Into<Arc<[u8]>>> FromIterator<(P, B)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Memory {
        let mut memory = Memory::default();
        files.into_iter().for_each(|(path, bytes)| memory.insert(path, bytes));
        memory
    }
}

impl Library for Memory {
    fn find(&self, path: &str) -> Result<Option<Arc<File>>, Refused> {
        Ok(self.files.get(path).cloned())
    }

    fn names(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }
}

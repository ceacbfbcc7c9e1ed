//! From a project to a site: a map of output files, and everything there is to say about them.
//!
//! [`build`] is the whole pipeline, and a function: the same project gives the same site, on every machine and
//! at every time. Reading the project and writing the site are `shell`'s.

use std::collections::BTreeMap;
use std::sync::Arc;

/// What a build puts out: files by their path within the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Paths are relative, with `/` on every system, and never lead upwards.
    pub files: BTreeMap<String, Output>,
}

/// One file of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    Bytes(Arc<[u8]>),
    /// A file of the project that was too large to be read into memory, to be copied as it is.
    Copy {
        /// Its path in the project.
        from: String,
        /// Its length in bytes.
        size: u64,
    },
}

impl Output {
    /// The length in bytes.
    pub fn size(&self) -> u64 {
        match self {
            Output::Bytes(bytes) => bytes.len() as u64,
            Output::Copy { size, .. } => *size,
        }
    }
}

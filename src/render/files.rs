//! The files of the project that a slide is made of: listings, tables. What a slide has read is kept with it, so that
//! it is rendered anew when one of them changes.

use std::sync::Arc;

use crate::assets::{File, Library, Refused};
use crate::text::Fingerprint;

/// The project's files, for one slide.
pub struct Files<'a> {
    library: &'a dyn Library,
    read: Vec<FileRead>,
}

/// A file as a slide has found it.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRead {
    /// Within the project, as [`Library`] takes it.
    pub path: String,
    /// The hash of what it held; none where there was no file.
    pub found: Result<Option<Fingerprint>, Refused>,
}

impl<'a> Files<'a> {
    pub fn new(library: &'a dyn Library) -> Files<'a> {
        Files { library, read: Vec::new() }
    }

    /// The file at a path within the project.
    pub fn find(&mut self, path: &str) -> Result<Option<Arc<File>>, Refused> {
        let found = self.library.find(path);
        self.read.push(FileRead { path: path.to_owned(), found: fingerprint(&found) });
        found
    }

    /// Everything that was asked for, in that order.
    pub fn into_read(self) -> Vec<FileRead> {
        self.read
    }
}

impl FileRead {
    /// Whether the file is as it was.
    pub fn is_current(&self, library: &dyn Library) -> bool {
        fingerprint(&library.find(&self.path)) == self.found
    }
}

fn fingerprint(found: &Result<Option<Arc<File>>, Refused>) -> Result<Option<Fingerprint>, Refused> {
    match found {
        Ok(file) => Ok(file.as_ref().map(|file| file.content.fingerprint())),
        Err(refused) => Err(refused.clone()),
    }
}

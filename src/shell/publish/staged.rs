//! The finished site in a folder of its own, for a program to look at; the folder goes when it is no longer needed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::PublishError;
use crate::shell::output::{WriteError, is_inside};
use crate::site::{Output, Site};

/// A site in a temporary folder that nobody else may look into.
pub struct Staged {
    folder: tempfile::TempDir,
}

impl Staged {
    /// Writes every file of a site. `project` is the folder that large files are copied from.
    pub fn write(site: &Site, project: &Path) -> Result<Staged, PublishError> {
        let folder = tempfile::Builder::new().prefix("orate-").tempdir().map_err(PublishError::Staging)?;
        let staged = Staged { folder };
        for (path, output) in &site.files {
            if !is_inside(path) {
                return Err(WriteError::Path(path.clone()).into());
            }
            staged.put(path, output, project).map_err(PublishError::Staging)?;
        }
        Ok(staged)
    }

    fn put(&self, path: &str, output: &Output, project: &Path) -> io::Result<()> {
        let place = self.path(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        match output {
            Output::Bytes(bytes) => fs::write(place, bytes),
            Output::Copy { from, .. } => fs::copy(project.join(from), place).map(|_| ()),
        }
    }

    /// Puts one more file there, which is no part of the site.
    pub fn add(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        fs::write(self.path(path), bytes).map_err(PublishError::Staging)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder().join(path)
    }
}

//! The finished site in a folder of its own, for a program to look at; the folder goes when it is no longer needed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::PublishError;
use crate::shell::confined;
use crate::shell::output::{WriteError, is_inside};
use crate::shell::scratch::Scratch;
use crate::site::{Output, Site};

/// A site in a temporary folder that nobody else may look into.
pub(super) struct Staged {
    scratch: Scratch,
    /// Large files that are read where they lie.
    elsewhere: BTreeMap<String, PathBuf>,
}

impl Staged {
    /// Writes every file of a site. `project` is the folder that large files are copied from.
    pub(super) fn write(site: &Site, project: &Path) -> Result<Staged, PublishError> {
        Staged::write_all(site, project, |_| None)
    }

    /// The same for a program that reads each file by its path: large files stay where they are.
    pub(super) fn write_small(site: &Site, project: &Path) -> Result<Staged, PublishError> {
        Staged::write_all(site, project, |from| {
            let real = fs::canonicalize(project.join(from)).ok()?;
            // Where a path is one line, it has to be one.
            let is_one_line = !real.to_str()?.contains(['\n', '\r', '"']);
            (is_one_line && confined::open_in(project, from).is_ok()).then_some(real)
        })
    }

    fn write_all(
        site: &Site,
        project: &Path,
        lies_at: impl Fn(&str) -> Option<PathBuf>,
    ) -> Result<Staged, PublishError> {
        let mut staged = Staged {
            scratch: Scratch::new("publish").map_err(PublishError::Staging)?,
            elsewhere: BTreeMap::new(),
        };
        fs::create_dir(staged.folder()).map_err(PublishError::Staging)?;
        for (path, output) in &site.files {
            if !is_inside(path) {
                return Err(WriteError::Path(path.clone()).into());
            }
            let real = match output {
                Output::Copy { from, .. } => lies_at(from),
                Output::Bytes(_) => None,
            };
            match real {
                Some(real) => drop(staged.elsewhere.insert(path.clone(), real)),
                None => staged.put(path, output, project).map_err(PublishError::Staging)?,
            }
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
            Output::Copy { from, .. } => {
                io::copy(&mut confined::open_in(project, from)?, &mut File::create_new(place)?).map(|_| ())
            }
        }
    }

    /// Puts one more file there, which is not part of the site.
    pub(super) fn add(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        fs::write(self.path(path), bytes).map_err(PublishError::Staging)
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.scratch.path("site")
    }

    /// Where a file of the site can be read.
    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.elsewhere.get(path).cloned().unwrap_or_else(|| self.folder().join(path))
    }
}

//! The file by which a code host checks and publishes a talk, in the place where that host looks for it.

use std::path::{Path, PathBuf};

use super::confined;
use super::starter::{InitError, write};

/// Hosts whose files are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    GitHub,
    GitLab,
    Forgejo,
}

impl Host {
    /// Where the file lies in a repository, and what it says.
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Host::GitHub => (".github/workflows/publish.yml", include_str!("github.yml")),
            Host::GitLab => (".gitlab-ci.yml", include_str!("gitlab.yml")),
            Host::Forgejo => (".forgejo/workflows/publish.yml", include_str!("forgejo.yml")),
        }
    }
}

/// Writes a host's file into a folder, never over another. Gives its path.
pub(crate) fn lay_out(folder: &Path, host: Host) -> Result<PathBuf, InitError> {
    let (path, text) = host.file();
    let path = folder.join(path);
    if let Some(obstacle) = confined::obstacle(folder, &path) {
        return Err(InitError::Exists(vec![obstacle]));
    }
    if path.symlink_metadata().is_ok() {
        return Err(InitError::Exists(vec![path]));
    }
    let text = text.replace("@VERSION@", env!("CARGO_PKG_VERSION"));
    match write(folder, &path, text.as_bytes()) {
        Ok(()) => Ok(path),
        Err(cause) => Err(InitError::Write { path, cause }),
    }
}

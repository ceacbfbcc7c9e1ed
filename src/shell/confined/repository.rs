//! What of the files beside a talk may be shown in it.
//!
//! A talk often lies in the repository of the program that it is about. What that repository holds is shared by those
//! who work on the talk; what lies around it is not. So a slide may show a file beyond the talk's folder only where a
//! git repository holds both, and no hidden file, since those hold what is private (`.env`, `.git`); the one folder of
//! that kind that people show is `.github`.

use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// The folder of the nearest git repository that holds a folder; `None` if there is none, or where it is the home of
/// the user, which holds everything.
pub(crate) fn around(folder: &Path) -> Option<PathBuf> {
    let repository = folder.ancestors().find(|folder| is_repository(folder))?;
    let home = std::env::home_dir().and_then(|home| fs::canonicalize(home).ok());
    let holds_all = repository.parent().is_none() || home.is_some_and(|home| home.starts_with(repository));
    (!holds_all).then(|| repository.to_owned())
}

/// Whether a path within a repository is one that is shown to others.
pub(crate) fn is_shown(within: &Path) -> bool {
    within.components().all(|part| match part {
        Component::Normal(name) => {
            let name = name.to_string_lossy();
            !name.starts_with('.') || name == ".github"
        }
        _ => false,
    })
}

/// Whether a path within a talk leads to what git keeps for itself, which may hold what lets somebody in.
pub(crate) fn is_gits_own(within: &Path) -> bool {
    within.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git"))
}

/// The path that `name` leads to from a folder: `..` goes up in the path itself, as no symbolic link is asked.
pub(crate) fn walk(folder: &Path, name: &str) -> PathBuf {
    let mut path = folder.to_owned();
    for part in name.split('/') {
        match part {
            ".." => _ = path.pop(),
            part => path.push(part),
        }
    }
    path
}

/// Whether git keeps its own files in a folder, or says in a file where it does.
fn is_repository(folder: &Path) -> bool {
    const POINTER: &[u8] = b"gitdir:";
    let git = folder.join(".git");
    let is_pointer = || {
        let mut start = [0; POINTER.len()];
        super::open(&git).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == POINTER
    };
    git.join("HEAD").is_file() || is_pointer()
}

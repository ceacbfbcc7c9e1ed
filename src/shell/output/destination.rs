//! Which folder may be an output.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Refusal, WriteError};

/// The output folder's name in the talk's folder, where none is asked for.
const USUAL: &str = "dist";

/// Folders that a talk is read from; none of them is an output, whatever lies in it.
const SOURCES: [&str; 4] = ["slides", "images", "templates", "themes"];

/// What the author asks for.
#[derive(Clone, Debug)]
pub(crate) struct Request<'a> {
    /// The folder as the author named it; `None` for the usual one.
    pub folder: Option<&'a Path>,
    /// The folder of the talk, which must stay as it is.
    pub project: &'a Path,
    /// Whether files that orate did not write may be replaced by files of the site of the same name.
    /// Whether a folder may be written to that holds files of others.
    pub force: bool,
}

/// A folder that a site may be written to: one that nobody lives in.
#[derive(Clone, Debug)]
pub(crate) struct Destination {
    /// Absolute, without symbolic links. It may be missing.
    pub folder: PathBuf,
    /// The folder of the talk, likewise.
    pub project: PathBuf,
    pub force: bool,
}

impl Destination {
    /// Takes the folder that the author asks for, unless it is more likely someone's work than an output.
    ///
    /// `--force` does not change what is refused here: it speaks of files, and this of whole folders.
    pub(crate) fn choose(request: &Request<'_>) -> Result<Destination, WriteError> {
        let wanted = match request.folder {
            Some(folder) => folder.to_owned(),
            None => request.project.join(USUAL),
        };
        // Without the trailing slash, which would look through a symbolic link.
        let wanted: PathBuf = wanted.components().collect();
        let refused = |refusal| WriteError::Refused { folder: wanted.clone(), refusal };
        let project = fs::canonicalize(request.project).map_err(WriteError::disk(request.project))?;
        if wanted.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
            return Err(refused(Refusal::SymbolicLink));
        }
        let folder = resolve(&wanted).map_err(WriteError::disk(&wanted))?;
        match why_refused(&folder, &project) {
            Some(refusal) => Err(refused(refusal)),
            None => Ok(Destination { folder, project, force: request.force }),
        }
    }
}

/// The absolute path without symbolic links; what does not exist yet is taken as it is written.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match fs::canonicalize(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => Ok(resolve(parent)?.join(name)),
            _ => Err(error),
        },
        resolved => resolved,
    }
}

fn why_refused(folder: &Path, project: &Path) -> Option<Refusal> {
    let holds = |inner: Option<PathBuf>| {
        inner.and_then(|inner| fs::canonicalize(inner).ok()).is_some_and(|inner| inner.starts_with(folder))
    };
    let is_source = |name| {
        fs::canonicalize(project.join(name)).is_ok_and(|source| folder.starts_with(source))
            || folder.starts_with(project.join(name))
    };
    if folder.parent().is_none() {
        Some(Refusal::FileSystemRoot)
    } else if holds(std::env::home_dir()) {
        Some(Refusal::Home)
    } else if project.starts_with(folder) {
        Some(Refusal::HoldsTalk)
    } else if SOURCES.into_iter().any(is_source) {
        Some(Refusal::PartOfTalk)
    } else if holds(std::env::current_dir().ok()) {
        Some(Refusal::WorkingFolder)
    } else if folder.iter().any(|part| part == OsStr::new(".git"))
        || folder.join(".git").symlink_metadata().is_ok()
    {
        Some(Refusal::Repository)
    } else if folder.metadata().is_ok_and(|metadata| !metadata.is_dir()) {
        Some(Refusal::NotAFolder)
    } else {
        None
    }
}

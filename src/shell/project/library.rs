//! The files of a talk on disk, read when they are asked for.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::{FileCache, FileResult, ignored};
use crate::assets::{Content, File, Library, Refused, is_above};
use crate::deck::Trust;
use crate::shell::confined::{self, repository};
use crate::text::{Fingerprint, Hasher};

/// A file larger than this many bytes is not held in memory: it is read once for its hash, and copied.
const LARGE: u64 = 64 * 1024 * 1024;

/// Why nothing beyond the talk's folder is read where nothing says how far the project goes.
const NO_REPOSITORY: &str = "it lies outside of the talk's folder, which no git repository holds";

/// Why nothing beyond the folder of a stranger's talk is read.
const NOT_TRUSTED: &str = "it lies outside of the talk's folder, and the talk is not trusted";

/// The files below one folder, and those of the git repository around it. Each is read at most once, so that a build
/// sees one state of it.
pub(crate) struct DiskLibrary {
    /// Absolute, without symbolic links.
    root: PathBuf,
    /// The same of the repository, looked for where it is asked for.
    repository: OnceLock<Option<PathBuf>>,
    trust: Trust,
    /// A file of more bytes is not held in memory.
    pub(super) large: u64,
    found: Mutex<HashMap<String, FileResult>>,
    cache: Arc<FileCache>,
}

impl DiskLibrary {
    /// The files below `root`, which is absolute and without symbolic links; `cache` holds what was read before.
    pub(crate) fn new(root: PathBuf, cache: Arc<FileCache>) -> DiskLibrary {
        let (trust, found) = (Trust::Trusted, Mutex::default());
        DiskLibrary { root, repository: OnceLock::new(), trust, large: LARGE, found, cache }
    }

    /// The same for a talk: one that is not trusted reads nothing beyond its own folder.
    pub(crate) fn for_talk(self, trust: Trust) -> DiskLibrary {
        DiskLibrary { trust, ..self }
    }
}

impl Library for DiskLibrary {
    fn find(&self, path: &str) -> FileResult {
        // Held while reading: two threads that ask for one file must not see two states of it.
        let mut results = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(result) = results.get(path) {
            return result.clone();
        }
        let fresh = self.read(path);
        results.insert(path.to_owned(), fresh.clone());
        self.cache.note_found(path, &fresh);
        fresh
    }

    fn names(&self) -> Vec<String> {
        ignored::names_below(&self.root, "")
    }

    fn names_in(&self, folder: &str) -> Vec<String> {
        let is_beyond = is_above(folder);
        let path = repository::walk(&self.root, folder);
        let top = match is_beyond {
            true => self.repository().filter(|_| !self.trust.is_untrusted()),
            false => Some(&*self.root),
        };
        let real = fs::canonicalize(&path).unwrap_or_default();
        let Some(within) = top.and_then(|top| real.strip_prefix(top).ok()) else { return Vec::new() };
        if is_beyond && !repository::is_shown(within) {
            return Vec::new();
        }
        self.cache.note_folder(&path);
        let is_file = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
        let names = fs::read_dir(&path).into_iter().flatten().flatten().filter(is_file);
        let names = names.filter_map(|entry| entry.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter(|name| !ignored::is_ignored(name)).collect();
        names.sort_unstable();
        names.truncate(ignored::MANY);
        let before = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        names.into_iter().map(|name| format!("{before}{name}")).collect()
    }
}

impl DiskLibrary {
    fn read(&self, name: &str) -> FileResult {
        let refused = |reason: String| Refused { path: name.to_owned(), reason };
        let in_own_words = |error: io::Error| refused(error.to_string());
        let path = repository::walk(&self.root, name);
        let top = match is_above(name) {
            true if self.trust.is_untrusted() => return Err(refused(NOT_TRUSTED.into())),
            true => self.repository().ok_or_else(|| refused(NO_REPOSITORY.into()))?,
            false => &self.root,
        };
        let is_within = |path: &Path| {
            let is_shown = |within| match top == self.root {
                true => !repository::is_gits_own(within),
                false => repository::is_shown(within),
            };
            path.strip_prefix(top).is_ok_and(is_shown)
        };
        if !is_within(&path) {
            return Err(refused(self.outside(&path, top)));
        }
        self.cache.note(&path);
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(in_own_words(error)),
        };
        if metadata.is_dir() {
            return Ok(None);
        }
        if !metadata.is_file() {
            return Err(refused(confined::NOT_A_FILE.into()));
        }
        let real = fs::canonicalize(&path).map_err(in_own_words)?;
        if !is_within(&real) {
            return Err(refused(self.outside(&real, top)));
        }
        let inner = real.strip_prefix(&self.root).unwrap_or(&real);
        self.cache.note(&real);
        if self.cache.is_yet_to_be_written(&real, &metadata) {
            return Ok(None);
        }
        let content = self.content(&real, &metadata).map_err(in_own_words)?;
        Ok(Some(Arc::new(File { path: spelled(name, inner), content })))
    }

    fn repository(&self) -> Option<&Path> {
        self.repository.get_or_init(|| repository::around(&self.root)).as_deref()
    }

    /// Why a path is not read.
    fn outside(&self, path: &Path, top: &Path) -> String {
        match (path.starts_with(top), top == self.root) {
            (true, _) => "it is hidden, as what is private is",
            (false, true) => "it leads out of the talk's folder",
            (false, false) => "it leads out of the git repository that holds the talk",
        }
        .into()
    }

    fn content(&self, path: &Path, metadata: &Metadata) -> io::Result<Content> {
        if metadata.len() <= self.large {
            return Ok(Content::Bytes(self.cache.read(path, path, metadata)?.into_bytes()));
        }
        let fingerprint = self.cache.fingerprint(path, metadata, fingerprint)?;
        Ok(Content::Large { size: metadata.len(), fingerprint })
    }
}

/// Whether there is simply nothing: a name that no file can have belongs to none.
fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidFilename
    )
}

fn fingerprint(path: &Path) -> io::Result<Fingerprint> {
    let (mut file, mut hasher) = (confined::open(path)?, Hasher::default());
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hasher.finish()),
            length => hasher.update(&buffer[..length]),
        }
    }
}

/// The path as the file system spells it, where that differs by case alone; else as it was asked for, since a
/// symbolic link has a name of its own.
fn spelled(name: &str, real: &Path) -> String {
    match real.to_str().map(|real| real.replace('\\', "/")) {
        Some(real) if real.to_lowercase() == name.to_lowercase() => real,
        _ => name.to_owned(),
    }
}

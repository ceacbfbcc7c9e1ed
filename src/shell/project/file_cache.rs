//! What was read of a talk, kept from one reading to the next: only what has changed is read again.
//!
//! Whether a file has changed the system tells by its size, its times and its number; those of a file that was
//! written a moment before it was read cannot be trusted, since two writes may bear one time. So such a file is
//! read again, as is one that somebody says has changed ([`FileCache::invalidate`]).

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::drawings::Drawings;
use crate::assets::{File, Refused};
use crate::shell::confined;
use crate::text::{FileText, Fingerprint};

/// How long after a write the times of a file may yet be those of another write.
const MOMENT: Duration = Duration::from_millis(50);

/// How long a file that is being written to, or that went, is given before it is taken as it is.
pub(crate) const PATIENCE: Duration = Duration::from_millis(450);

/// How long a file that was emptied may stay so, since a file is emptied before it is written anew, and a busy machine
/// can keep whoever does so waiting: nobody is to see a talk without its slides for that.
const EMPTY: Duration = Duration::from_secs(2);

/// What was found at a path.
pub(crate) type FileResult = Result<Option<Arc<File>>, Refused>;

/// What was read of a talk.
#[derive(Default)]
pub(crate) struct FileCache {
    kept: Mutex<CachedFiles>,
    /// What programs have drawn.
    pub(super) drawings: Drawings,
}

#[derive(Default)]
struct CachedFiles {
    texts: HashMap<PathBuf, (Facts, FileText)>,
    large: HashMap<PathBuf, (Facts, Fingerprint)>,
    /// Files that are being written to.
    held: BTreeSet<PathBuf>,
    /// Whether a file was taken as it was, since it is being written to.
    is_unsettled: bool,
    /// How many readings have begun.
    readings: usize,
    read_paths: Arc<ReadPaths>,
}

impl CachedFiles {
    /// What this reading has looked at so far: nobody else has it until it is over.
    fn read_paths_mut(&mut self) -> &mut ReadPaths {
        Arc::make_mut(&mut self.read_paths)
    }
}

/// What a reading has looked at.
#[derive(Clone, Default)]
pub(crate) struct ReadPaths {
    /// The folders in which a change may change the talk: absolute, and there.
    pub folders: BTreeSet<PathBuf>,
    /// The files that were read, or would have been: absolute.
    pub files: HashSet<PathBuf>,
    /// Those among them that have other names too, by which they can be written to.
    pub shared: BTreeSet<PathBuf>,
    /// What the library was asked for, and its answer.
    pub found: HashMap<String, FileResult>,
}

/// What the readings of the talks of a site have looked at.
#[derive(Default)]
pub(crate) struct Readings(Vec<Arc<FileCache>>);

impl Readings {
    pub(super) fn of(caches: Vec<Arc<FileCache>>) -> Readings {
        Readings(caches)
    }

    /// Every file and folder, each once.
    pub(crate) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        let mut paths = BTreeSet::new();
        for cache in &self.0 {
            let read = cache.read_paths();
            paths.extend(read.folders.iter().cloned());
            paths.extend(read.files.iter().cloned());
        }
        paths.into_iter()
    }
}

/// By what the system tells that a file was written to.
#[derive(Clone, PartialEq, Eq)]
struct Facts {
    size: u64,
    modified: Option<SystemTime>,
    /// Inode, device, and the time of the last change of any kind, where there are such.
    identity: [i64; 4],
    /// Whether another write may bear the same time.
    is_fresh: bool,
}

impl Facts {
    fn of(metadata: &Metadata) -> Facts {
        let modified = metadata.modified().ok();
        let identity = identity(metadata);
        let changed = SystemTime::UNIX_EPOCH
            + Duration::new(u64::try_from(identity[2]).unwrap_or(0), u32::try_from(identity[3]).unwrap_or(0));
        let now = SystemTime::now();
        let is_recent = |time: SystemTime| now.duration_since(time).map_or(true, |passed| passed < MOMENT);
        let is_fresh = modified.is_none_or(is_recent) || is_recent(changed);
        Facts { size: metadata.len(), modified, identity, is_fresh }
    }

    /// Whether the file was written to within a time; a clock that was set back counts as long ago.
    fn is_recent(&self, time: Duration) -> bool {
        let passed = self.modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
        passed.is_some_and(|passed| passed < time)
    }

    fn are_of(&self, other: &Facts) -> bool {
        !self.is_fresh
            && (self.size, self.modified, self.identity) == (other.size, other.modified, other.identity)
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> [i64; 4] {
    use std::os::unix::fs::MetadataExt;
    [metadata.ino().cast_signed(), metadata.dev().cast_signed(), metadata.ctime(), metadata.ctime_nsec()]
}

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> [i64; 4] {
    [0; 4]
}

#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

#[cfg(not(unix))]
fn has_other_names(_metadata: &Metadata) -> bool {
    false
}

impl FileCache {
    /// The bytes of a file that was noted: those that were read before, where it has not changed. `real` is its path
    /// without symbolic links.
    pub(crate) fn read(&self, path: &Path, real: &Path, metadata: &Metadata) -> io::Result<FileText> {
        // The facts come first: a write between the two makes them old, and never the bytes.
        let facts = Facts::of(metadata);
        let (last, is_held) = {
            let mut kept = self.lock();
            if has_other_names(metadata) {
                kept.read_paths_mut().shared.insert(path.to_owned());
            }
            (kept.texts.get(path).cloned(), kept.held.contains(path))
        };
        if let Some((old, text)) = &last {
            // A file is emptied before it is written.
            let is_emptied = facts.size == 0 && facts.is_recent(EMPTY) && !text.as_bytes().is_empty();
            if is_held || is_emptied {
                self.lock().is_unsettled = true;
                return Ok(text.clone());
            }
            if old.are_of(&facts) {
                return Ok(text.clone());
            }
        }
        let fresh = confined::read(real)?;
        if let Some((_, text)) = &last
            && fresh.is_empty()
            && facts.size > 0
        {
            // It was emptied since its facts were asked for.
            self.lock().is_unsettled = true;
            return Ok(text.clone());
        }
        let text = match last {
            Some((_, text)) if *text.as_bytes() == *fresh => text,
            _ => fresh.into(),
        };
        self.lock().texts.insert(path.to_owned(), (facts, text.clone()));
        Ok(text)
    }

    /// Whether a file has come since the last reading and has nothing in it yet: whoever created it has yet to write
    /// it, and until then it counts as missing. An empty template would take every slide away for that moment.
    pub(super) fn is_yet_to_be_written(&self, path: &Path, metadata: &Metadata) -> bool {
        let mut kept = self.lock();
        let is_new = kept.readings > 1 && !kept.texts.contains_key(path);
        let is_awaited = is_new && metadata.len() == 0 && Facts::of(metadata).is_recent(EMPTY);
        kept.is_unsettled |= is_awaited;
        is_awaited
    }

    /// The fingerprint of a file that was noted and is too large to keep; `make` reads it where it has changed.
    pub(crate) fn fingerprint(
        &self,
        path: &Path,
        metadata: &Metadata,
        make: impl FnOnce(&Path) -> io::Result<Fingerprint>,
    ) -> io::Result<Fingerprint> {
        let facts = Facts::of(metadata);
        let last = self.lock().large.get(path).cloned();
        if let Some((_, print)) = last.filter(|(old, _)| old.are_of(&facts)) {
            return Ok(print);
        }
        let print = make(path)?;
        self.lock().large.insert(path.to_owned(), (facts, print));
        Ok(print)
    }

    /// Takes a file as it was, until it is invalidated: it is being written to.
    pub(crate) fn hold(&self, path: &Path) {
        self.lock().held.insert(path.to_owned());
    }

    /// Holds no file any longer.
    pub(crate) fn release(&self) {
        let held = std::mem::take(&mut self.lock().held);
        held.iter().for_each(|path| self.invalidate(path));
    }

    /// Whether a file was taken as it was by the last reading, since it is being written to.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.lock().is_unsettled
    }

    /// Reads a file anew next time, whatever its facts say.
    pub(crate) fn invalidate(&self, path: &Path) {
        let mut kept = self.lock();
        kept.held.remove(path);
        if let Some((facts, _)) = kept.texts.get_mut(path) {
            facts.is_fresh = true;
        }
        kept.large.remove(path);
    }

    /// Begins a reading: what is no longer part of the talk is forgotten. Gives what the last one looked at.
    pub(crate) fn begin(&self) -> Arc<ReadPaths> {
        let mut kept = self.lock();
        let kept = &mut *kept;
        let read_paths = std::mem::take(&mut kept.read_paths);
        kept.is_unsettled = false;
        kept.readings += 1;
        kept.texts.retain(|path, _| read_paths.files.contains(path));
        kept.large.retain(|path, _| read_paths.files.contains(path));
        read_paths
    }

    /// What the reading has looked at so far.
    pub(crate) fn read_paths(&self) -> Arc<ReadPaths> {
        self.lock().read_paths.clone()
    }

    /// Says that a file would have been read from `path`, and so its folder matters; where there is no such
    /// folder, the nearest one above it that is there.
    pub(crate) fn note(&self, path: &Path) {
        let mut kept = self.lock();
        if let Some(folder) = path.parent()
            && !kept.read_paths.folders.contains(folder)
            && let Some(folder) = folder.ancestors().find(|folder| folder.is_dir())
        {
            kept.read_paths_mut().folders.insert(folder.to_owned());
        }
        kept.read_paths_mut().files.insert(path.to_owned());
    }

    /// Says that it was asked what is at a path, be it a file, a folder or nothing.
    pub(super) fn note_place(&self, path: &Path) {
        self.lock().read_paths_mut().files.insert(path.to_owned());
    }

    /// Says that a folder was gone through.
    pub(crate) fn note_folder(&self, folder: &Path) {
        self.lock().read_paths_mut().folders.insert(folder.to_owned());
    }

    /// Says what the library has answered.
    pub(super) fn note_found(&self, name: &str, result: &FileResult) {
        self.lock().read_paths_mut().found.insert(name.to_owned(), result.clone());
    }

    fn lock(&self) -> MutexGuard<'_, CachedFiles> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn read(cache: &FileCache, path: &Path) -> Arc<[u8]> {
        let metadata = fs::metadata(path).unwrap();
        cache.read(path, &path.canonicalize().unwrap(), &metadata).unwrap().into_bytes()
    }

    #[test]
    fn a_file_written_twice_within_a_moment_is_read_twice() {
        let folder = tempfile::tempdir().unwrap();
        let (path, cache) = (folder.path().join("a.md"), FileCache::default());
        for round in 0..50 {
            let text = format!("{round:04}");
            fs::write(&path, &text).unwrap();
            assert_eq!(*read(&cache, &path), *text.as_bytes());
        }
    }

    #[test]
    fn an_empty_file_that_has_just_come_is_yet_to_be_written_but_not_at_the_first_reading() {
        let folder = tempfile::tempdir().unwrap();
        let (path, cache) = (folder.path().join("a.html"), FileCache::default());
        fs::write(&path, "").unwrap();
        let is_awaited = || cache.is_yet_to_be_written(&path, &fs::metadata(&path).unwrap());
        cache.begin();
        assert!(!is_awaited());
        cache.begin();
        assert!(is_awaited() && cache.is_unsettled());
        fs::write(&path, "text").unwrap();
        assert!(!is_awaited());
        fs::write(&path, "").unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(SystemTime::now() - EMPTY).unwrap();
        assert!(!is_awaited(), "one that stays empty is taken as it is");
    }

    #[test]
    fn equal_bytes_are_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let (path, cache) = (folder.path().join("a.md"), FileCache::default());
        fs::write(&path, "x").unwrap();
        let first = read(&cache, &path);
        cache.invalidate(&path);
        fs::write(&path, "x").unwrap();
        assert!(Arc::ptr_eq(&first, &read(&cache, &path)));
    }
}

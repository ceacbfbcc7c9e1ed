//! The folder beside an output in which the next one is prepared, by one build at a time.
//!
//! It is called `.orate-NAME`, holds the lock, and is gone when no build runs. After a kill it holds either files
//! that were never put in place or the output that was just replaced, in both cases as `new`, which
//! [`Staging::sweep`] clears by the rule that holds everywhere: only what a manifest vouches for is removed.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::manifest::{INSIDE, MANIFEST};
use super::mark::{self, LOCK};
use super::obstacle::{Obstacle, is_mount};
use super::{Destination, WriteError, disk, foreign_files, inventory};
use crate::shell::confined;
use crate::text::Fingerprint;

/// How long to wait for another build: longer than any takes that is not stuck on a slow disk.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often to ask whether the other build is done.
const PAUSE: Duration = Duration::from_millis(5);

/// The staging folder of one output, held by this build alone.
pub(super) struct Staging {
    root: PathBuf,
    /// Why it lies in the output, so that the two cannot change places; `None` if it lies beside.
    pub inside: Option<Obstacle>,
    /// `None` if the file system knows no locks.
    lock: Option<File>,
}

impl Staging {
    /// Makes the staging folder of an output and takes its lock, waiting a while for a build that holds it.
    ///
    /// It lies beside the output, or in it where the output is a mount of its own or nothing may be made beside.
    pub(super) fn enter(destination: &Destination) -> Result<Staging, WriteError> {
        let output = &destination.folder;
        let beside = beside(output);
        if output.is_dir() && is_mount(output) {
            return Staging::take(output.join(INSIDE), Some(Obstacle::Mount), output);
        }
        disk::create_folders_above(&beside)?;
        match Staging::take(beside, None, output) {
            Err(WriteError::Disk { cause, .. })
                if output.is_dir()
                    && matches!(
                        cause.kind(),
                        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
                    ) =>
            {
                Staging::take(output.join(INSIDE), Some(Obstacle::Locked), output)
            }
            taken => taken,
        }
    }

    fn take(root: PathBuf, inside: Option<Obstacle>, output: &Path) -> Result<Staging, WriteError> {
        let patient_until = Instant::now() + PATIENCE;
        loop {
            match fs::symlink_metadata(&root) {
                Ok(metadata) if metadata.is_dir() && mark::is_possible(&root) => {}
                Ok(_) => return Err(WriteError::Staging(root)),
                Err(_) => match disk::create_folder(&root) {
                    // Another build made it in the meantime.
                    Err(WriteError::Disk { cause, .. }) if cause.kind() == io::ErrorKind::AlreadyExists => {}
                    made => made?,
                },
            }
            let path = root.join(LOCK);
            let lock = match mark::open(&path) {
                Ok(lock) => lock,
                // The build that held it has just left, and taken the folder along.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                    return Err(WriteError::Staging(root));
                }
                Err(cause) => return Err(WriteError::Disk { path, cause }),
            };
            let is_locked = match lock.try_lock() {
                Ok(()) if is_still(&lock, &path) => true,
                Ok(()) => continue,
                Err(TryLockError::WouldBlock) if Instant::now() < patient_until => {
                    thread::sleep(PAUSE);
                    continue;
                }
                Err(TryLockError::WouldBlock) => return Err(WriteError::Busy(output.to_owned())),
                Err(TryLockError::Error(_)) => false,
            };
            if !mark::claim(&root, &lock)? {
                return Err(WriteError::Staging(root));
            }
            return Ok(Staging { root, inside, lock: is_locked.then_some(lock) });
        }
    }

    /// Where the next output is prepared.
    pub(super) fn new_folder(&self) -> PathBuf {
        self.root.join("new")
    }

    /// Where the manifest is prepared that holds while files are replaced one by one.
    pub(super) fn pending_manifest(&self) -> PathBuf {
        self.root.join("pending.json")
    }

    /// Where each file that is replaced keeps a second name until all of them are.
    pub(super) fn replaced(&self) -> PathBuf {
        self.root.join("replaced")
    }

    /// Makes the folder in which the next output is prepared, in place of one that could not be swept.
    pub(super) fn make_new(&self) -> Result<PathBuf, WriteError> {
        let folder = self.new_folder();
        if folder.symlink_metadata().is_ok() {
            self.set_aside()?;
        }
        disk::create_folder(&folder)?;
        Ok(folder)
    }

    /// Clears what is left in the folder for the next output; gives the place of what could neither be removed
    /// nor be put back.
    ///
    /// Without a manifest it holds only what a build had begun to write. With one, whatever the manifest does
    /// not vouch for came from the output, and goes back there if its place is free. What the system refuses is
    /// left to the next sweep.
    pub(super) fn sweep(&self, output: &Path) -> Option<PathBuf> {
        self.try_sweep(output).unwrap_or(None)
    }

    fn try_sweep(&self, output: &Path) -> Result<Option<PathBuf>, WriteError> {
        let (old, pending) = (self.new_folder(), self.pending_manifest());
        // Second names of files that were being replaced.
        if confined::is_folder(&self.replaced()) {
            disk::remove_tree(&self.replaced())?;
        }
        if pending.symlink_metadata().is_ok() {
            disk::remove_file(&pending)?;
        }
        // A symbolic link of that name is nothing that we made, and is moved out of the way where its place is needed.
        if !confined::is_folder(&old) {
            return Ok(None);
        }
        let Some(manifest) = inventory::read_manifest(&old)? else {
            disk::remove_tree(&old)?;
            return Ok(None);
        };
        for path in inventory::ours(&old, &manifest)?.into_keys() {
            disk::remove_file(&old.join(path))?;
        }
        if !give_back(&old, output)? {
            return self.set_aside().map(Some);
        }
        // The manifest goes last: a kill before this leaves it to speak for the rest.
        disk::remove_file(&old.join(MANIFEST))?;
        remove_empty_folders(&old);
        Ok(None)
    }

    /// Moves the folder for the next output out of the way, never to be touched again.
    fn set_aside(&self) -> Result<PathBuf, WriteError> {
        let free = |path: &PathBuf| path.symlink_metadata().is_err();
        #[expect(clippy::maybe_infinite_iter, reason = "there are more numbers than folders")]
        let kept = (1..).map(|number| self.root.join(format!("kept-{number}"))).find(free);
        let kept = kept.expect("there are more numbers than folders");
        disk::rename(&self.new_folder(), &kept)?;
        Ok(kept)
    }

    /// Ends the build: the folder goes, unless it holds what had to be kept, and the next build may begin.
    pub(super) fn leave(self, output: &Path) {
        self.sweep(output);
        let is_empty = fs::read_dir(&self.root)
            .is_ok_and(|mut entries| entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == LOCK)));
        // Where a lock cannot be told from a new one of its name, it has to stay.
        if is_empty && cfg!(unix) && disk::remove_file(&self.root.join(LOCK)).is_ok() {
            disk::remove_empty(&self.root);
        }
        drop(self.lock);
    }
}

/// The staging folder beside an output; a name too long to be made longer is hashed.
fn beside(output: &Path) -> PathBuf {
    let name = output.file_name().unwrap_or_default();
    let staging = match name.to_str() {
        Some(name) if name.len() < 200 => format!(".orate-{name}"),
        _ => format!(".orate-{}", Fingerprint::of(name.as_encoded_bytes()).short()),
    };
    output.with_file_name(staging)
}

/// Whether the lock that was taken is still the one that others will find.
#[cfg(unix)]
fn is_still(lock: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (lock.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(found)) => identity(held) == identity(found),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still(_lock: &File, _path: &Path) -> bool {
    true
}

/// Moves what is left of a replaced output back to where it came from; says whether everything found its place.
fn give_back(old: &Path, output: &Path) -> Result<bool, WriteError> {
    let mut all = true;
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in inventory::entries(&old.join(&folder))? {
            let (path, from) = (folder.join(entry.file_name()), entry.path());
            if path == Path::new(MANIFEST) {
                continue;
            }
            if entry.file_type().map_err(WriteError::disk(&from))?.is_dir() {
                folders.push(path);
                continue;
            }
            let place = output.join(&path);
            if foreign_files::is_same(&from, &place) {
                // It came along under a second name, and this is the first.
                disk::remove_file(&from)?;
            } else if confined::is_folder(output)
                && confined::obstacle(output, &place).is_none()
                && place.symlink_metadata().is_err()
            {
                disk::create_folders(output, &place)?;
                disk::rename(&from, &place)?;
            } else {
                all = false;
            }
        }
    }
    Ok(all)
}

/// Removes a folder and the folders in it as far as they are empty.
fn remove_empty_folders(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_empty_folders(&entry.path());
        }
    }
    disk::remove_empty(folder);
}

//! Every change that writing a site makes to the disk, each with the path in its error.
//!
//! They are together so that a test can make any one of them fail, and all that follow: a full disk, or a kill.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use super::WriteError;
use crate::shell::{confined, interruption};
use crate::text::Fingerprint;

/// Writes a new file and waits until the disk has it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let write = || {
        change()?;
        go_on()?;
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        file.sync_data()
    };
    write().map_err(WriteError::disk(path))
}

/// Gives an open file other bytes.
pub(super) fn rewrite(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    change()?;
    file.set_len(0)?;
    file.write_all(bytes)
}

/// Copies a file of any size and waits until the disk has it; gives the fingerprint of what was written.
pub(super) fn copy(source: File, to: &Path) -> Result<Fingerprint, WriteError> {
    let copy = || {
        change()?;
        let mut file = File::create_new(to)?;
        let fingerprint = read_through(source, |bytes| go_on().and_then(|()| file.write_all(bytes)))?;
        file.sync_data()?;
        Ok(fingerprint)
    };
    copy().map_err(WriteError::disk(to))
}

/// The fingerprint of a file of any size; no symbolic link leads to it.
pub(super) fn fingerprint(path: &Path) -> Result<Fingerprint, WriteError> {
    confined::open(path).and_then(fingerprint_of).map_err(WriteError::disk(path))
}

/// The same of a file that is open.
pub(super) fn fingerprint_of(file: File) -> io::Result<Fingerprint> {
    read_through(file, |_| Ok(()))
}

fn read_through(mut file: File, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<Fingerprint> {
    let mut hash = crate::text::Hasher::default();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hash.finish()),
            length => {
                hash.update(&buffer[..length]);
                each(&buffer[..length])?;
            }
        }
    }
}

/// Makes the folders between `root`, which exists, and the file `path` in it. No symbolic link may be among them.
pub(super) fn create_folders(root: &Path, path: &Path) -> Result<(), WriteError> {
    match path.parent() {
        Some(folder) if folder != root => {
            if !confined::is_folder(folder) {
                change().map_err(WriteError::disk(folder))?;
            }
            confined::create_folders(root, folder).map_err(WriteError::disk(folder))
        }
        _ => Ok(()),
    }
}

/// Makes the folders above a path.
pub(super) fn create_folders_above(path: &Path) -> Result<(), WriteError> {
    match path.parent() {
        Some(folder) if !folder.is_dir() => {
            change().and_then(|()| fs::create_dir_all(folder)).map_err(WriteError::disk(folder))
        }
        _ => Ok(()),
    }
}

/// Makes one folder.
pub(super) fn create_folder(path: &Path) -> Result<(), WriteError> {
    change().and_then(|()| fs::create_dir(path)).map_err(WriteError::disk(path))
}

/// Waits until the disk knows what a folder holds. Some systems and file systems have no such thing.
pub(super) fn sync_folder(path: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(path)
    {
        let _ = folder.sync_all();
    }
}

/// Gives a file a second name, so that its bytes, inode and time are shared.
pub(super) fn link(from: &Path, to: &Path) -> Result<(), WriteError> {
    change().and_then(|()| fs::hard_link(from, to)).map_err(WriteError::disk(to))
}

/// Makes a symbolic link.
pub(super) fn link_to(target: &Path, place: &Path) -> Result<(), WriteError> {
    change().and_then(|()| symbolic_link(target, place)).map_err(WriteError::disk(place))
}

#[cfg(unix)]
fn symbolic_link(target: &Path, place: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, place)
}

#[cfg(not(unix))]
fn symbolic_link(_target: &Path, _place: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Puts a file or folder in a place; a file there is replaced.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), WriteError> {
    change().and_then(|()| fs::rename(from, to)).map_err(WriteError::disk(to))
}

/// Lets two folders change places at once. An error with [`io::ErrorKind::Unsupported`] where there is no such call.
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    change()?;
    swap_names(one, other)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn swap_names(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn swap_names(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Removes one file.
pub(super) fn remove_file(path: &Path) -> Result<(), WriteError> {
    change().and_then(|()| fs::remove_file(path)).map_err(WriteError::disk(path))
}

/// Removes a folder if it is empty; says whether it did.
pub(super) fn remove_empty(path: &Path) -> bool {
    change().and_then(|()| fs::remove_dir(path)).is_ok()
}

/// Removes a folder of ours with all it holds; symbolic links are not followed.
pub(super) fn remove_tree(path: &Path) -> Result<(), WriteError> {
    change().and_then(|()| fs::remove_dir_all(path)).map_err(WriteError::disk(path))
}

/// An error where the process has been asked to end: what is being put together is given up.
fn go_on() -> io::Result<()> {
    match interruption::is_requested() {
        true => Err(io::Error::other("the process was asked to end")),
        false => Ok(()),
    }
}

#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "the disk of the tests may refuse a change")]
#[inline]
fn change() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(crate) use failing::{Failure, change, fail_at};

/// A disk that fails on demand.
#[cfg(test)]
mod failing {
    use super::*;
    use std::cell::Cell;

    /// What fails, counted from the first change.
    #[derive(Clone, Copy)]
    pub(crate) enum Failure {
        /// One change, as on a disk that is full for a moment.
        One(usize),
        /// That change and all that follow, as after a kill.
        AllFrom(usize),
    }

    thread_local! {
        static FAILURE: Cell<Option<Failure>> = const { Cell::new(None) };
        static CHANGES: Cell<usize> = const { Cell::new(0) };
    }

    /// Makes changes of this thread fail from now on; gives how many changes were tried since the last call.
    pub(crate) fn fail_at(failure: Option<Failure>) -> usize {
        FAILURE.set(failure);
        CHANGES.replace(0)
    }

    pub(crate) fn change() -> io::Result<()> {
        let number = CHANGES.get();
        CHANGES.set(number + 1);
        match FAILURE.get() {
            Some(Failure::One(at)) if at == number => Err(io::ErrorKind::StorageFull.into()),
            Some(Failure::AllFrom(at)) if at <= number => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }
}

//! By what a staging folder is known as ours: its lock holds a mark that no copy of the folder can bear.
//!
//! A folder of that name may have come with a clone of somebody's talk, with a lock, links and a manifest in it. What is
//! swept is removed, or moved into the output, so nothing is swept but what this program has put there on this disk. The
//! mark names the folder and the lock by their numbers on the disk, which a clone, a copy and an unpacked archive have
//! otherwise.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use super::{WriteError, disk};
use crate::shell::confined;

/// The lock's name in a staging folder.
pub(super) const LOCK: &str = "orate.lock";

/// What a mark begins with.
const BEGINNING: &str = "orate ";

/// The longest lock that is read, in bytes.
const LONGEST: u64 = 256;

/// Whether a folder can be a staging folder: it holds the lock, or nothing yet.
///
/// Asked of one listing, since other builds come and go meanwhile.
pub(super) fn is_possible(root: &Path) -> bool {
    match fs::read_dir(root) {
        Ok(entries) => {
            let mut names = entries.flatten().map(|entry| entry.file_name()).peekable();
            names.peek().is_none() || names.any(|name| name == LOCK)
        }
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Opens a lock, which is made where it is missing. An error with [`io::ErrorKind::InvalidInput`] where something else
/// bears its name: a symbolic link, a pipe, a folder, or a file that has another name too.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let other = || io::Error::from(io::ErrorKind::InvalidInput);
    let opened = confined::options().create(true).read(true).append(true).open(path);
    let lock = opened.map_err(|error| match path.symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => other(),
        _ => error,
    })?;
    let metadata = lock.metadata()?;
    if metadata.is_file() && is_its_only_name(&metadata) { Ok(lock) } else { Err(other()) }
}

/// Takes a staging folder whose lock is held: one that bears our mark, or holds nothing but a lock. False where it is
/// somebody else's, and so is left alone.
pub(super) fn claim(root: &Path, lock: &File) -> Result<bool, WriteError> {
    let refused = |cause| WriteError::Disk { path: root.join(LOCK), cause };
    let folder = root.symlink_metadata().map_err(refused)?;
    let metadata = lock.metadata().map_err(refused)?;
    if !is_ours_to_write(root, [&folder, &metadata])? {
        return Ok(false);
    }
    let mark = mark(&folder, &metadata);
    let mut text = String::new();
    let is_text = Read::take(lock, LONGEST).read_to_string(&mut text).is_ok();
    if is_text && text == mark {
        return Ok(true);
    }
    let is_empty = fs::read_dir(root)
        .is_ok_and(|mut entries| entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == LOCK)));
    let is_lock = metadata.len() == 0 || (is_text && text.starts_with(BEGINNING));
    if !(is_empty && is_lock) {
        return Ok(false);
    }
    disk::rewrite(lock, mark.as_bytes()).map_err(refused)?;
    Ok(true)
}

/// Puts a lock with our mark into a new folder, and holds it.
pub(crate) fn set_mark(root: &Path) -> io::Result<File> {
    let lock = File::create_new(root.join(LOCK))?;
    // Where the file system knows no locks, nobody sweeps, since nobody can tell whether the folder is in use.
    let _ = lock.try_lock();
    let mark = mark(&root.symlink_metadata()?, &lock.metadata()?);
    disk::rewrite(&lock, mark.as_bytes())?;
    Ok(lock)
}

/// Takes a folder that bears our mark and that nobody holds any longer; `None` if it is in use, or not ours.
pub(crate) fn take_abandoned(root: &Path) -> Option<File> {
    let folder = root.symlink_metadata().ok().filter(Metadata::is_dir)?;
    let lock = confined::options().read(true).open(root.join(LOCK)).ok()?;
    let metadata =
        lock.metadata().ok().filter(|metadata| metadata.is_file() && is_its_only_name(metadata))?;
    lock.try_lock().ok()?;
    let mut text = String::new();
    Read::take(&lock, LONGEST).read_to_string(&mut text).ok()?;
    let is_ours = text == mark(&folder, &metadata) && is_ours_to_write(root, [&folder, &metadata]).ok()?;
    is_ours.then_some(lock)
}

fn mark(folder: &Metadata, lock: &Metadata) -> String {
    format!("{BEGINNING}{} {}\n", number(folder), number(lock))
}

#[cfg(unix)]
fn is_its_only_name(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) <= 1
}

#[cfg(not(unix))]
fn is_its_only_name(_metadata: &Metadata) -> bool {
    true
}

/// Whether some files are owned by whoever a new file in `root` is owned by. Asked of the disk, since some file systems
/// give every file to one owner, whoever makes it.
#[cfg(unix)]
fn is_ours_to_write(root: &Path, files: [&Metadata; 2]) -> Result<bool, WriteError> {
    use std::os::unix::fs::MetadataExt;
    let probe = tempfile::tempfile_in(root).and_then(|probe| probe.metadata());
    let owner = probe.map_err(WriteError::disk(root))?.uid();
    Ok(files.iter().all(|file| file.uid() == owner))
}

#[cfg(not(unix))]
fn is_ours_to_write(_root: &Path, _files: [&Metadata; 2]) -> Result<bool, WriteError> {
    Ok(true)
}

/// The number of a file or folder on its disk.
#[cfg(unix)]
fn number(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

/// Its time of birth, where there is no such number to be asked for.
#[cfg(not(unix))]
fn number(metadata: &Metadata) -> u64 {
    let born = metadata.created().ok().and_then(|born| born.duration_since(std::time::UNIX_EPOCH).ok());
    born.map_or(0, |born| born.as_nanos() as u64)
}

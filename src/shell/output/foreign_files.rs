//! What others put into an output comes along when the output is swapped: each file gets a second name in the new folder
//! before, and loses the first one after. Its bytes, its inode and its time are the same throughout.
//!
//! What cannot be taken along so (a socket, a folder of another user or on another disk, more than a few thousand files)
//! keeps the folder where it is, and the output is replaced file by file.

use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::inventory::{self, Survey};
use super::manifest::MANIFEST;
use super::{Plan, WriteError, disk};

/// How many files of others are taken along at most.
const MOST: usize = 5_000;

/// Whether the files of others in an output are more than can be taken along, or of a kind that cannot.
pub(super) fn must_stay(output: &Path, survey: &Survey, plan: &Plan) -> bool {
    survey.stranger.is_some() && each(output, survey, plan, |_, _, _| Ok(())).is_err()
}

/// Gives every file of others in an output a second name in the new folder.
pub(super) fn take_along(output: &Path, new: &Path, survey: &Survey, plan: &Plan) -> Result<(), WriteError> {
    each(output, survey, plan, |from, path, kind| {
        let place = new.join(path);
        if kind.is_dir() {
            adopt_folder(from, &place)
        } else if kind.is_file() {
            disk::link(from, &place)
        } else {
            disk::link_to(&fs::read_link(from).map_err(WriteError::disk(from))?, &place)
        }
    })
}

/// Shows every file and folder of others in an output, folders before what is in them: where it is, its path from the
/// output, and what it is. An error where one cannot be taken along.
fn each(
    output: &Path,
    survey: &Survey,
    plan: &Plan,
    mut show: impl FnMut(&Path, &Path, FileType) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let refuse = |path: &Path| WriteError::disk(path)(io::ErrorKind::Unsupported.into());
    let mut taken = 0;
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in inventory::entries(&output.join(&folder))? {
            let (path, from) = (folder.join(entry.file_name()), entry.path());
            let name = path.to_str().ok_or_else(|| refuse(&from))?.replace('\\', "/");
            if survey.ours.contains_key(&name) || name == MANIFEST {
                continue;
            }
            let kind = entry.file_type().map_err(WriteError::disk(&from))?;
            let is_plain = kind.is_dir() || kind.is_file() || kind.is_symlink();
            taken += 1;
            // What was forced upon a name of somebody's file is put there one by one.
            if taken > MOST || !is_plain || plan.changed.contains(&name) {
                return Err(refuse(&from));
            }
            show(&from, &path, kind)?;
            if kind.is_dir() {
                folders.push(path);
            }
        }
    }
    Ok(())
}

/// Makes a folder like another one; an error where it would be somebody else's.
fn adopt_folder(from: &Path, place: &Path) -> Result<(), WriteError> {
    let like = fs::metadata(from).map_err(WriteError::disk(from))?;
    if !place.is_dir() {
        disk::create_folder(place)?;
    }
    let folder = fs::metadata(place).map_err(WriteError::disk(place))?;
    if owner(&like) != owner(&folder) {
        return Err(WriteError::disk(place)(io::ErrorKind::PermissionDenied.into()));
    }
    fs::set_permissions(place, like.permissions()).map_err(WriteError::disk(place))
}

#[cfg(unix)]
fn owner(metadata: &fs::Metadata) -> (u32, u32) {
    use std::os::unix::fs::MetadataExt;
    (metadata.uid(), metadata.gid())
}

#[cfg(not(unix))]
fn owner(_metadata: &fs::Metadata) -> (u32, u32) {
    (0, 0)
}

/// Whether two names are those of one file, or of symbolic links that lead to the same place.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::symlink_metadata(one), fs::symlink_metadata(other)) {
        (Ok(first), Ok(second)) if first.is_symlink() && second.is_symlink() => {
            fs::read_link(one).is_ok_and(|target| fs::read_link(other).is_ok_and(|other| other == target))
        }
        (Ok(first), Ok(second)) => first.is_file() && second.is_file() && is_same_file(&first, &second),
        _ => false,
    }
}

#[cfg(unix)]
fn is_same_file(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Where this cannot be found out, orate swaps no folder.
#[cfg(not(unix))]
fn is_same_file(_one: &fs::Metadata, _other: &fs::Metadata) -> bool {
    false
}

//! What keeps an output from changing places with the next one.

use std::fmt;
use std::fs;
use std::path::Path;

/// Why an output cannot change places with the next one, so that its files are replaced one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// Something is mounted on its folder.
    Mount,
    /// Nothing may be made beside it.
    Locked,
    /// It holds files of others that cannot be taken along: of another owner, too many, or no files at all.
    Guests,
    /// It is the output folder that was named, and orate did not make it.
    Adopted,
    /// The disk or the system cannot let two folders change places.
    Unsupported,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Obstacle::Mount => "its folder is a mount of its own",
            Obstacle::Locked => "nothing may be written beside its folder",
            Obstacle::Guests => "its folder holds files of others that cannot be moved along",
            Obstacle::Adopted => "its folder was not made by orate",
            Obstacle::Unsupported => "this disk cannot exchange two folders",
        })
    }
}

/// Whether something is mounted on a folder, perhaps another folder of the same file system.
#[cfg(target_os = "linux")]
pub(super) fn is_mount(folder: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    let answer = statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty());
    match answer {
        Ok(facts) if facts.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT) => {
            facts.stx_attributes.contains(StatxAttributes::MOUNT_ROOT)
        }
        _ => is_on_another_disk(folder),
    }
}

#[cfg(not(target_os = "linux"))]
pub fn is_mount(folder: &Path) -> bool {
    is_on_another_disk(folder)
}

#[cfg(unix)]
fn is_on_another_disk(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    folder.parent().is_some_and(|parent| device(parent) != device(folder))
}

#[cfg(not(unix))]
fn is_on_another_disk(_folder: &Path) -> bool {
    false
}

//! A folder for what a run needs only while it runs: it goes afterwards, and where a run was killed, with the next one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::interruption;
use super::output;

/// From what age on an empty folder of that name is taken for one whose run was killed before it could mark it.
const STALE: Duration = Duration::from_hours(1);

/// A folder in the system's temporary one that nobody else may look into.
pub(crate) struct Scratch {
    path: PathBuf,
    /// Held as long as the folder is in use.
    _lock: File,
    _folder: interruption::Folder,
}

impl Scratch {
    /// Makes the folder, and sweeps those that killed runs have left. Its name begins with `orate-` and the purpose.
    pub(crate) fn new(purpose: &str) -> io::Result<Scratch> {
        Scratch::in_folder(&std::env::temp_dir(), &format!("orate-{purpose}-"))
    }

    fn in_folder(folder: &Path, prefix: &str) -> io::Result<Scratch> {
        sweep(folder, prefix);
        let path = tempfile::Builder::new().prefix(prefix).tempdir_in(folder)?.keep();
        let goes_with_process = interruption::Folder::new(&path);
        let lock = output::set_mark(&path)?;
        Ok(Scratch { path, _lock: lock, _folder: goes_with_process })
    }

    /// The path of something in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// Removes the folders that bear our mark and that no run holds any longer.
fn sweep(folder: &Path, prefix: &str) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix));
    for path in named.map(|entry| entry.path()) {
        if let Some(_lock) = output::take_abandoned(&path) {
            let _ = fs::remove_dir_all(&path);
        } else if is_old(&path) {
            // Only an empty one goes.
            let _ = fs::remove_dir(&path);
        }
    }
}

fn is_old(path: &Path) -> bool {
    let changed = path.symlink_metadata().and_then(|metadata| metadata.modified());
    changed.is_ok_and(|changed| changed.elapsed().is_ok_and(|age| age > STALE))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    const PREFIX: &str = "orate-test-";

    #[test]
    fn what_a_killed_run_left_is_swept_and_nothing_else() {
        let sandbox = tempfile::tempdir().unwrap();
        let folder = |name: &str| sandbox.path().join(format!("{PREFIX}{name}"));
        let running = Scratch::in_folder(sandbox.path(), PREFIX).unwrap();
        // As a kill leaves it: marked, and held by nobody.
        fs::create_dir_all(folder("killed").join("site")).unwrap();
        fs::write(folder("killed").join("site/index.html"), "page").unwrap();
        drop(output::set_mark(&folder("killed")).unwrap());
        // Others': without a mark, with a copied mark, and links.
        fs::create_dir(folder("unmarked")).unwrap();
        fs::write(folder("unmarked").join("thesis.tex"), "mine").unwrap();
        fs::create_dir(folder("copied")).unwrap();
        fs::copy(running.path("orate.lock"), folder("copied").join("orate.lock")).unwrap();
        symlink(running.path(""), folder("link")).unwrap();
        fs::create_dir(folder("linked-lock")).unwrap();
        symlink(running.path("orate.lock"), folder("linked-lock").join("orate.lock")).unwrap();

        let next = Scratch::in_folder(sandbox.path(), PREFIX).unwrap();
        assert!(!folder("killed").exists());
        for name in ["unmarked/thesis.tex", "copied/orate.lock", "link", "linked-lock/orate.lock"] {
            assert!(folder(name).symlink_metadata().is_ok(), "{name}");
        }
        assert!(running.path("orate.lock").is_file() && next.path("orate.lock").is_file());
        let path = next.path("");
        drop(next);
        assert!(!path.exists());
    }
}

//! What the system says of a file, by which it is known again.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::shell::confined;
use crate::text::{Fingerprint, Hasher};

/// How long after a change another one may bear the same time.
const MOMENT: Duration = Duration::from_millis(50);

/// Size, device, number on the disk, and when it was last written to and last changed in any way, each as seconds and
/// nanoseconds. The last of these no program can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Facts {
    size: u64,
    place: [u64; 2],
    written: [i64; 2],
    changed: [i64; 2],
}

/// The facts of what is at a path; `None` if there is nothing, or the system does not say enough.
pub(super) fn facts(path: &Path) -> Option<Facts> {
    Facts::of(&fs::metadata(path).ok()?)
}

/// The same of a symbolic link itself.
pub(super) fn facts_of_link(path: &Path) -> Option<Facts> {
    Facts::of(&fs::symlink_metadata(path).ok()?)
}

impl Facts {
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "other systems do not say enough")]
    fn of(metadata: &Metadata) -> Option<Facts> {
        use std::os::unix::fs::MetadataExt;
        Some(Facts {
            size: metadata.len(),
            place: [metadata.dev(), metadata.ino()],
            written: [metadata.mtime(), metadata.mtime_nsec()],
            changed: [metadata.ctime(), metadata.ctime_nsec()],
        })
    }

    #[cfg(not(unix))]
    fn of(_metadata: &Metadata) -> Option<Facts> {
        None
    }

    /// Whether the last change was before a time, by more than a moment.
    pub(super) fn are_before(&self, time: SystemTime) -> bool {
        let [seconds, nanoseconds] = self.changed;
        let since_start = || {
            let nanoseconds = u32::try_from(nanoseconds).ok()?;
            Some(Duration::new(u64::try_from(seconds).ok()?, nanoseconds))
        };
        let changed = since_start().and_then(|passed| SystemTime::UNIX_EPOCH.checked_add(passed + MOMENT));
        changed.is_some_and(|changed| changed < time)
    }
}

/// A file of an output, as it was when it had been written.
#[derive(Serialize, Deserialize)]
pub(super) struct SeenFile {
    /// From the folder of the output.
    path: String,
    facts: Facts,
    fingerprint: String,
    /// Whether it was changed so shortly before that its facts may be those of another state.
    is_fresh: bool,
}

impl SeenFile {
    /// Looks at a file. The facts come first: a change after that makes them old.
    pub(super) fn of(folder: &Path, path: &str) -> Option<SeenFile> {
        let place = folder.join(path);
        let facts = facts_of_link(&place)?;
        let is_fresh = !facts.are_before(SystemTime::now());
        let fingerprint = fingerprint(&place)?.to_string();
        Some(SeenFile { path: path.to_owned(), facts, fingerprint, is_fresh })
    }

    pub(super) fn fingerprint(&self) -> Option<Fingerprint> {
        Fingerprint::parse(&self.fingerprint)
    }

    /// Whether it is as it was.
    pub(super) fn is_as_it_was(&self, folder: &Path) -> bool {
        let place = folder.join(&self.path);
        let is_same = facts_of_link(&place) == Some(self.facts);
        is_same && (!self.is_fresh || fingerprint(&place) == self.fingerprint())
    }
}

fn fingerprint(path: &Path) -> Option<Fingerprint> {
    let mut hasher = Hasher::default();
    let mut file = confined::open(path).ok()?;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match std::io::Read::read(&mut file, &mut buffer).ok()? {
            0 => return Some(hasher.finish()),
            length => hasher.update(&buffer[..length]),
        }
    }
}

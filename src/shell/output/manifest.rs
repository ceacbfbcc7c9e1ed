//! The list of what orate wrote to an output folder.
//!
//! It lies in the folder as [`MANIFEST`], and holds paths and hashes, no time and no path of the machine. It is
//! what makes a folder ours: without it nothing there is removed, and with it only what it lists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Fingerprint;

/// The manifest's own name in the output folder.
pub(crate) const MANIFEST: &str = ".orate-manifest.json";

/// The staging folder's name where it has to lie in the output itself.
pub(super) const INSIDE: &str = ".orate-staging";

/// The form of the manifest that this version writes and reads.
const VERSION: u32 = 1;

/// The largest manifest that is read, in bytes: that of some 200,000 files.
pub(crate) const LARGEST: u64 = 16 * 1024 * 1024;

/// What orate wrote to a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    files: BTreeMap<String, Fingerprint>,
    /// What was about to be written when this was: files are replaced one by one where a folder cannot be
    /// swapped whole, and a build killed between two of them leaves some of these.
    pending: BTreeMap<String, Fingerprint>,
}

/// The manifest as JSON.
#[derive(Serialize, Deserialize)]
struct Form {
    version: u32,
    files: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pending: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of a folder that holds just these files.
    pub(crate) fn new(files: BTreeMap<String, Fingerprint>) -> Manifest {
        Manifest { files, pending: BTreeMap::new() }
    }

    /// The manifest while files give way to those of `next` one by one: both are ours.
    pub(crate) fn and_pending(&self, next: &Manifest) -> Manifest {
        Manifest { files: self.files.clone(), pending: next.files.clone() }
    }

    /// Reads a manifest; `None` if the bytes are not one, or name a path outside their folder.
    pub(crate) fn read(bytes: &[u8]) -> Option<Manifest> {
        let form: Form = serde_json::from_slice(bytes).ok()?;
        let read = |files: BTreeMap<String, String>| {
            files
                .into_iter()
                .map(|(path, hash)| is_inside(&path).then_some((path, Fingerprint::parse(&hash)?)))
                .collect::<Option<BTreeMap<_, _>>>()
        };
        (form.version == VERSION).then_some(())?;
        Some(Manifest { files: read(form.files)?, pending: read(form.pending)? })
    }

    /// The manifest as bytes: the same for the same files.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let written = |files: &BTreeMap<String, Fingerprint>| {
            files.iter().map(|(path, fingerprint)| (path.clone(), fingerprint.to_string())).collect()
        };
        let form = Form { version: VERSION, files: written(&self.files), pending: written(&self.pending) };
        let mut bytes = serde_json::to_vec_pretty(&form).expect("strings can be written as JSON");
        bytes.push(b'\n');
        bytes
    }

    /// Every path that is listed, once.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        let pending = self.pending.keys().filter(|path| !self.files.contains_key(*path));
        self.files.keys().chain(pending).map(String::as_str)
    }

    /// Whether a file of this path and fingerprint is one that orate wrote.
    pub(crate) fn wrote(&self, path: &str, fingerprint: Fingerprint) -> bool {
        self.files.get(path) == Some(&fingerprint) || self.pending.get(path) == Some(&fingerprint)
    }

    /// Whether exactly these files are listed, and none is pending.
    pub(crate) fn lists_exactly(&self, files: &BTreeMap<String, Fingerprint>) -> bool {
        self.files == *files && self.pending.is_empty()
    }
}

/// Whether a path with `/` names something below the folder it starts from, and not the manifest itself.
pub(crate) fn is_inside(path: &str) -> bool {
    path != MANIFEST
        && !path.contains(['\\', '\0'])
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !(cfg!(windows) && path.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let files = |bytes: &[u8]| BTreeMap::from([("index.html".to_owned(), Fingerprint::of(bytes))]);
        Manifest::new(files(b"old")).and_pending(&Manifest::new(files(b"new")))
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(Manifest::read(&manifest().to_bytes()), Some(manifest()));
    }

    #[test]
    fn old_and_pending_bytes_are_ours_and_others_are_not() {
        let manifest = manifest();
        let vouches = |path, bytes: &[u8]| manifest.wrote(path, Fingerprint::of(bytes));
        assert!(vouches("index.html", b"old") && vouches("index.html", b"new"));
        assert!(!vouches("index.html", b"edited") && !vouches("other.html", b"old"));
    }

    #[test]
    fn a_forged_manifest_is_none() {
        let hash = Fingerprint::of(b"").to_string();
        for path in ["../a", "/etc/passwd", "a//b", "a/../../b", "", ".", MANIFEST] {
            let forged = format!(r#"{{"version":1,"files":{{"{path}":"{hash}"}}}}"#);
            assert_eq!(Manifest::read(forged.as_bytes()), None, "{path}");
        }
        for text in ["", "{}", "[]", r#"{"version":2,"files":{}}"#, r#"{"version":1,"files":{"a":"12"}}"#] {
            assert_eq!(Manifest::read(text.as_bytes()), None, "{text}");
        }
    }
}

//! What an output folder holds before a build: what is ours in it, and whether anything is not.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::manifest::{INSIDE, LARGEST, MANIFEST, Manifest};
use super::{Destination, Refusal, WriteError, disk};
use crate::shell::confined;
use crate::site::Site;
use crate::text::Fingerprint;

/// What an output folder holds.
#[derive(Debug, Default)]
pub(super) struct Survey {
    folder: PathBuf,
    /// Whether there is a folder.
    pub exists: bool,
    /// The manifest, where there is one that can be read.
    pub manifest: Option<Manifest>,
    /// The files that the manifest lists and whose hash still matches.
    pub ours: BTreeMap<String, Fingerprint>,
    /// One of the things that are not ours, if there are any.
    pub stranger: Option<String>,
}

impl Survey {
    /// Looks through a folder, which may be missing.
    pub(super) fn of(folder: &Path) -> Result<Survey, WriteError> {
        let missing = Survey { folder: folder.to_owned(), ..Survey::default() };
        if !confined::is_folder(folder) {
            return Ok(missing);
        }
        let manifest = read_manifest(folder)?;
        let ours = match &manifest {
            Some(manifest) => ours(folder, manifest)?,
            None => BTreeMap::new(),
        };
        let stranger = find_foreign_file(folder, &ours, manifest.is_some())?;
        Ok(Survey { exists: true, manifest, ours, stranger, ..missing })
    }

    /// Refuses a site that would need the place of something that is not ours.
    ///
    /// With `force` a file of the same name gives way; a folder or a symbolic link to one never does.
    pub(super) fn make_room(&self, site: &Site, force: bool) -> Result<(), WriteError> {
        for path in site.files.keys() {
            for (slash, _) in path.match_indices('/') {
                let folder = self.folder.join(&path[..slash]);
                if folder.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir())
                    && !self.ours.contains_key(&path[..slash])
                {
                    return Err(WriteError::Blocked(folder));
                }
            }
            let target = self.folder.join(path);
            match target.symlink_metadata() {
                Ok(metadata) if metadata.is_dir() && !self.is_all_ours(path) => {
                    return Err(WriteError::Blocked(target));
                }
                Ok(metadata) if !metadata.is_dir() && !self.ours.contains_key(path) && !force => {
                    return Err(WriteError::InTheWay(target));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a folder can give way to a file of its name: where everything is ours, all of it can.
    fn is_all_ours(&self, folder: &str) -> bool {
        self.stranger.is_none() && self.ours.keys().any(|path| path.starts_with(&format!("{folder}/")))
    }
}

/// Refuses a folder that holds something where nothing says that it is ours.
pub(super) fn permit(destination: &Destination) -> Result<(), WriteError> {
    let folder = &destination.folder;
    // It was none when it was chosen, or was never chosen by its name.
    if folder.is_symlink() {
        return Err(WriteError::Refused { folder: folder.clone(), refusal: Refusal::SymbolicLink });
    }
    if destination.force || !folder.is_dir() || read_manifest(folder)?.is_some() {
        return Ok(());
    }
    match find_foreign_file(folder, &BTreeMap::new(), false)? {
        Some(example) => Err(WriteError::NotOurs { folder: folder.clone(), example }),
        None => Ok(()),
    }
}

/// The manifest of a folder, where there is one that can be read.
pub(in crate::shell) fn read_manifest(folder: &Path) -> Result<Option<Manifest>, WriteError> {
    let path = folder.join(MANIFEST);
    if !path.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let read = confined::open(&path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    match read {
        Ok(size) if size as u64 > LARGEST => Err(WriteError::Manifest(path)),
        Ok(_) => Ok(Manifest::read(&bytes)),
        Err(cause) => Err(WriteError::Disk { path, cause }),
    }
}

/// The files of a folder that its manifest vouches for.
pub(super) fn ours(folder: &Path, manifest: &Manifest) -> Result<BTreeMap<String, Fingerprint>, WriteError> {
    let mut ours = BTreeMap::new();
    let mut inner = Inner { root: folder, known: HashMap::new() };
    for path in manifest.paths().filter(|path| inner.is_plain_file(path)) {
        let fingerprint = disk::fingerprint(&folder.join(path))?;
        if manifest.wrote(path, fingerprint) {
            ours.insert(path.to_owned(), fingerprint);
        }
    }
    Ok(ours)
}

/// The folders within an output.
struct Inner<'a> {
    root: &'a Path,
    /// Whether each of those that were looked at is one that the output's manifest may speak of.
    known: HashMap<String, bool>,
}

impl Inner<'_> {
    /// Whether a path leads to a file through folders of this output alone: through no symbolic link, and into no other
    /// output, whose files its own manifest speaks of.
    fn is_plain_file(&mut self, path: &str) -> bool {
        path.match_indices('/').all(|(slash, _)| self.is_own(&path[..slash]))
            && self.root.join(path).symlink_metadata().is_ok_and(|metadata| metadata.is_file())
    }

    fn is_own(&mut self, folder: &str) -> bool {
        if let Some(is_own) = self.known.get(folder) {
            return *is_own;
        }
        let path = self.root.join(folder);
        let is_own = confined::is_folder(&path) && path.join(MANIFEST).symlink_metadata().is_err();
        self.known.insert(folder.to_owned(), is_own);
        is_own
    }
}

/// The first thing found that is not ours: a file, or an empty folder.
fn find_foreign_file(
    root: &Path,
    ours: &BTreeMap<String, Fingerprint>,
    has_manifest: bool,
) -> Result<Option<String>, WriteError> {
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = match entries(&folder) {
            Ok(entries) => entries,
            // A folder in the output that cannot be read is somebody else's.
            Err(_) if !prefix.is_empty() => return Ok(Some(prefix)),
            Err(error) => return Err(error),
        };
        if entries.is_empty() && !prefix.is_empty() {
            return Ok(Some(prefix));
        }
        for entry in entries {
            // A name that is not Unicode is never ours, however it is shown.
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if (path == MANIFEST && has_manifest) || (path == INSIDE && is_folder) {
                continue;
            }
            if is_folder {
                folders.push((entry.path(), format!("{path}/")));
            } else if !ours.contains_key(&path) {
                return Ok(Some(path));
            }
        }
    }
    Ok(None)
}

/// What a folder holds, sorted, so that messages about it are the same every time.
pub(super) fn entries(folder: &Path) -> Result<Vec<fs::DirEntry>, WriteError> {
    let entries = fs::read_dir(folder).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
    let mut entries = entries.map_err(WriteError::disk(folder))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    Ok(entries)
}

//! A site becomes a folder on disk, or nothing changes.
//!
//! Three promises, in the order they win. **Nobody's work is lost**: a file is replaced or removed only where
//! the folder's [`Manifest`] lists it and its hash still matches, and a folder that is more likely a home than
//! an output is refused ([`Destination::choose`]). **Old or new, never half**: everything is written and synced
//! in a staging folder beside the output ([`staging`]), then swapped in at once ([`install`]); a build that was
//! killed leaves at most its staging folder, which the next one sweeps. **Unchanged is untouched**: a file whose
//! bytes stay the same keeps its inode and its time. Where two folders cannot change places (a mount, say), files are
//! replaced one by one, the page last, and [`Written::mixed`] says so where a reader may notice.

mod destination;
mod disk;
mod error;
mod foreign_files;
mod install;
mod inventory;
mod manifest;
mod mark;
mod obstacle;
mod staging;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(crate) use destination::{Destination, Request};
#[cfg(test)]
pub(in crate::shell) use disk::{Failure, fail_at};
pub(crate) use error::{Refusal, WriteError};
pub(in crate::shell) use inventory::read_manifest;
pub(crate) use manifest::MANIFEST;
pub(in crate::shell) use manifest::{LARGEST, Manifest, is_inside};
pub(in crate::shell) use mark::{set_mark, take_abandoned};
pub(crate) use obstacle::Obstacle;

use crate::shell::confined;
use crate::shell::interruption::Writing;
use crate::site::{Output, Site};
use crate::text::Fingerprint;
use inventory::Survey;
use staging::Staging;

/// What writing a site has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Files that are new or have new bytes.
    pub changed: usize,
    /// Files that are as they stood.
    pub unchanged: usize,
    /// Files of an earlier build that are no longer part of the site.
    pub removed: usize,
    /// Where files were put that turned up in the output during the build, and had no place in it.
    pub kept: Option<PathBuf>,
    /// Why the files were replaced one by one, where whoever read the site meanwhile may have seen some of both versions.
    pub mixed: Option<Obstacle>,
}

/// What writing a site would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// Files of the site that are new or have new bytes.
    pub changed: Vec<String>,
    /// Files that lie there, are ours, and are no longer part of the site.
    pub removed: Vec<String>,
    /// Files that lie there and are ours.
    pub ours: Vec<String>,
    /// Whether nothing is left to do.
    pub is_done: bool,
    /// Why the files would be replaced one by one, where a reader may see some of both versions meanwhile.
    pub mixed: Option<Obstacle>,
}

/// Compares a site with what lies in its place, and changes nothing.
pub(crate) fn compare(site: &Site, destination: &Destination) -> Result<Comparison, WriteError> {
    inventory::permit(destination)?;
    let survey = Survey::of(&destination.folder)?;
    survey.make_room(site, destination.force)?;
    let plan = Plan::make(site, destination, &survey)?;
    let is_done = plan.is_done(&survey);
    let mixed = install::predict_obstacle(destination, &survey, &plan);
    let ours = survey.ours.into_keys().collect();
    Ok(Comparison { changed: plan.changed, removed: plan.stale, ours, is_done, mixed })
}

/// The site that lies in a folder, as far as it is ours, to be copied from there.
pub(in crate::shell) fn site_in(folder: &Path) -> Result<Site, WriteError> {
    let mut site = Site::default();
    for path in Survey::of(folder)?.ours.into_keys() {
        let size = folder.join(&path).metadata().map_err(WriteError::disk(folder.join(&path)))?.len();
        site.files.insert(path.clone(), Output::Copy { from: path, size });
    }
    Ok(site)
}

/// Writes a site to its place. On an error the old output is as it was.
pub(crate) fn write(site: &Site, destination: &Destination) -> Result<Written, WriteError> {
    // Asked before anything is touched, so that a refusal leaves no trace.
    inventory::permit(destination)?;
    let _writing = Writing::begin();
    let staging = Staging::enter(destination)?;
    staging.sweep(&destination.folder);
    let result = put(site, destination, &staging);
    staging.leave(&destination.folder);
    result
}

/// Compares, stages and swaps, while no other build does.
fn put(site: &Site, destination: &Destination, staging: &Staging) -> Result<Written, WriteError> {
    inventory::permit(destination)?;
    let survey = Survey::of(&destination.folder)?;
    survey.make_room(site, destination.force)?;
    let plan = Plan::make(site, destination, &survey)?;
    if plan.is_done(&survey) {
        return Ok(Written { unchanged: plan.unchanged.len(), ..Written::default() });
    }
    let manifest = stage(site, destination, &plan, staging)?;
    let installed = install::install(destination, &survey, &plan, &manifest, staging)?;
    Ok(Written {
        changed: plan.changed.len(),
        unchanged: plan.unchanged.len(),
        removed: plan.stale.len(),
        kept: installed.kept,
        mixed: installed.mixed,
    })
}

/// What becomes of each file.
struct Plan {
    /// To be written.
    changed: Vec<String>,
    /// To stay, with their fingerprints.
    unchanged: BTreeMap<String, Fingerprint>,
    /// Ours, and no longer wanted.
    stale: Vec<String>,
}

impl Plan {
    fn make(site: &Site, destination: &Destination, survey: &Survey) -> Result<Plan, WriteError> {
        let (mut changed, mut unchanged) = (Vec::new(), BTreeMap::new());
        for (path, output) in &site.files {
            match survey.ours.get(path) {
                Some(&published) if has_fingerprint(output, published, path, destination)? => {
                    unchanged.insert(path.clone(), published);
                }
                _ => changed.push(path.clone()),
            }
        }
        let stale = survey.ours.keys().filter(|path| !site.files.contains_key(*path)).cloned().collect();
        Ok(Plan { changed, unchanged, stale })
    }

    /// Whether the output is already what it should be, manifest and all.
    fn is_done(&self, survey: &Survey) -> bool {
        self.changed.is_empty()
            && self.stale.is_empty()
            && survey.manifest.as_ref().is_some_and(|manifest| manifest.lists_exactly(&self.unchanged))
    }
}

/// Whether an output's bytes are those of a file that is there already.
fn has_fingerprint(
    output: &Output,
    published: Fingerprint,
    path: &str,
    destination: &Destination,
) -> Result<bool, WriteError> {
    match output {
        Output::Bytes(bytes) => Ok(Fingerprint::of(bytes) == published),
        Output::Copy { from, size } => {
            let target = destination.folder.join(path);
            // Only where the sizes agree is it worth reading a large file.
            if target.metadata().is_ok_and(|published| published.len() == *size) {
                let print = disk::fingerprint_of(source(destination, from)?);
                Ok(print.map_err(WriteError::disk(destination.project.join(from)))? == published)
            } else {
                Ok(false)
            }
        }
    }
}

/// Opens a file of the talk that is copied as it is.
fn source(destination: &Destination, from: &str) -> Result<std::fs::File, WriteError> {
    let project = &destination.project;
    confined::open_in(project, from).map_err(WriteError::disk(project.join(from)))
}

/// Writes the changed files and the new manifest into the staging folder.
fn stage(
    site: &Site,
    destination: &Destination,
    plan: &Plan,
    staging: &Staging,
) -> Result<Manifest, WriteError> {
    let mut files = plan.unchanged.clone();
    let root = staging.make_new()?;
    for path in &plan.changed {
        let target = root.join(checked(path)?);
        disk::create_folders(&root, &target)?;
        let fingerprint = match &site.files[path] {
            Output::Bytes(bytes) => {
                disk::write(&target, bytes)?;
                Fingerprint::of(bytes)
            }
            Output::Copy { from, .. } => disk::copy(source(destination, from)?, &target)?,
        };
        files.insert(path.clone(), fingerprint);
    }
    let manifest = Manifest::new(files);
    disk::write(&root.join(MANIFEST), &manifest.to_bytes())?;
    Ok(manifest)
}

/// The path of an output file, which must stay in the output folder.
fn checked(path: &str) -> Result<&Path, WriteError> {
    if is_inside(path) { Ok(Path::new(path)) } else { Err(WriteError::Path(path.to_owned())) }
}

#[cfg(test)]
mod tests;

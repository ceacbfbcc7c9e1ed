//! Puts a staged output in place: all at once where that can be done, else file by file with the page last.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::inventory::Survey;
use super::manifest::{MANIFEST, Manifest};
use super::obstacle::{Obstacle, is_mount};
use super::staging::Staging;
use super::{Destination, Plan, WriteError, disk, foreign_files};

/// What putting an output in place has come to.
#[derive(Debug, Default)]
pub(super) struct Installed {
    /// The place of what turned up in the output meanwhile and had to be kept.
    pub kept: Option<PathBuf>,
    /// Why files were replaced one by one, where a reader may have seen some of both versions.
    pub mixed: Option<Obstacle>,
}

/// Puts what is staged in place.
///
/// The output changes places with the staged one; what others put into it comes along ([`foreign_files`]). Where that cannot be
/// done, it keeps its folder: new files first, pages after them, old files last.
pub(super) fn install(
    destination: &Destination,
    survey: &Survey,
    plan: &Plan,
    manifest: &Manifest,
    staging: &Staging,
) -> Result<Installed, WriteError> {
    let (new, output) = (staging.new_folder(), &destination.folder);
    if !survey.exists {
        disk::sync_folder(&new);
        disk::rename(&new, output)?;
        return Ok(Installed::default());
    }
    let obstacle = match staging.inside {
        Some(obstacle) => obstacle,
        None if survey.manifest.is_none() => Obstacle::Adopted,
        None => match swap(&new, output, survey, plan) {
            // The new site is in place: whatever is left of the old one is the sweep's, now or in the next build.
            Ok(()) => return Ok(Installed { kept: staging.sweep(output), mixed: None }),
            Err(obstacle) => obstacle,
        },
    };
    let mixed = (!is_seamless(output, survey, plan)).then_some(obstacle);
    replace_one_by_one(output, survey, plan, manifest, staging)?;
    Ok(Installed { kept: None, mixed })
}

/// Why a site would be put in place file by file, with states in between that a reader may see; `None` if it would change
/// places with the old one, or where one page is all that changes its bytes. Whether the disk can exchange folders shows
/// only when it is tried.
pub(super) fn predict_obstacle(destination: &Destination, survey: &Survey, plan: &Plan) -> Option<Obstacle> {
    let output = &destination.folder;
    if !survey.exists || plan.is_done(survey) || is_seamless(output, survey, plan) {
        return None;
    }
    if is_mount(output) {
        return Some(Obstacle::Mount);
    }
    if !may_write_beside(output) {
        return Some(Obstacle::Locked);
    }
    match &survey.manifest {
        None => Some(Obstacle::Adopted),
        Some(_) => foreign_files::must_stay(output, survey, plan).then_some(Obstacle::Guests),
    }
}

#[cfg(unix)]
fn may_write_beside(output: &Path) -> bool {
    use rustix::fs::{Access, access};
    output.parent().is_none_or(|parent| access(parent, Access::WRITE_OK | Access::EXEC_OK).is_ok())
}

#[cfg(not(unix))]
fn may_write_beside(_output: &Path) -> bool {
    true
}

/// Whether every state between the old site and the new one is one of the two to a reader, though files are replaced one by
/// one: of the files that were there, only one page gets other bytes, and it is the last.
fn is_seamless(output: &Path, survey: &Survey, plan: &Plan) -> bool {
    let mut replaced = plan
        .changed
        .iter()
        .filter(|path| survey.ours.contains_key(*path) || output.join(path).symlink_metadata().is_ok());
    match replaced.next() {
        None => true,
        Some(only) => is_page(only) && replaced.next().is_none(),
    }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// Completes the staged folder with the files that stay, and lets the two folders change places.
fn swap(new: &Path, output: &Path, survey: &Survey, plan: &Plan) -> Result<(), Obstacle> {
    for path in plan.unchanged.keys() {
        let target = new.join(path);
        let linked =
            disk::create_folders(new, &target).and_then(|()| disk::link(&output.join(path), &target));
        linked.map_err(|_| Obstacle::Unsupported)?;
    }
    if survey.stranger.is_some() {
        foreign_files::take_along(output, new, survey, plan).map_err(|_| Obstacle::Guests)?;
    }
    if let Ok(metadata) = fs::metadata(output) {
        let _ = fs::set_permissions(new, metadata.permissions());
    }
    disk::sync_folder(new);
    disk::exchange(new, output).map_err(|_| Obstacle::Unsupported)
}

/// Moves each changed file to its place, the page last.
///
/// From the first file to the last, the manifest that lies in the output vouches for old and new bytes alike,
/// so that a build that is killed here leaves nothing that the next one would take for a stranger's. A file that the
/// system refuses to replace brings back those that were replaced before it.
fn replace_one_by_one(
    output: &Path,
    survey: &Survey,
    plan: &Plan,
    manifest: &Manifest,
    staging: &Staging,
) -> Result<(), WriteError> {
    let new = staging.new_folder();
    // What is there, rather than what the last manifest lists: after a kill some of it is pending there, and would be nobody's.
    let both = Manifest::new(survey.ours.clone()).and_pending(manifest);
    disk::write(&staging.pending_manifest(), &both.to_bytes())?;
    disk::rename(&staging.pending_manifest(), &output.join(MANIFEST))?;
    let mut replacement = Replacement::begin(output, staging);
    for path in in_order(output, plan) {
        if let Err(error) = replacement.put(path) {
            return Err(match replacement.undo() {
                true => error,
                false => WriteError::Mixed { folder: output.to_owned(), cause: error.to_string() },
            });
        }
    }
    // The site is in place. What fails from here on is mended by the next build, for which the manifest stays.
    let all_gone = remove_stale(output, plan);
    remove_emptied_folders(output, &plan.stale);
    if all_gone {
        let _ = disk::rename(&new.join(MANIFEST), &output.join(MANIFEST));
    }
    disk::sync_folder(output);
    Ok(())
}

/// The changed files as they are put in place: those that are new, which nobody asks for yet; those that are replaced;
/// pages; and last the page that a reader comes in by.
fn in_order<'a>(output: &Path, plan: &'a Plan) -> Vec<&'a String> {
    let mut changed: Vec<&String> = plan.changed.iter().collect();
    changed.sort_by_cached_key(|path| {
        let is_there = output.join(path).symlink_metadata().is_ok();
        (*path == "index.html", is_page(path), is_there, *path)
    });
    changed
}

/// Removes what is no longer wanted; says whether all of it is gone.
///
/// On a disk that takes `A.html` for `a.html`, a file that is no longer wanted may be one that is, by its other name.
fn remove_stale(output: &Path, plan: &Plan) -> bool {
    let wanted = plan.changed.iter().chain(plan.unchanged.keys());
    let wanted: HashMap<String, &String> = wanted.map(|path| (path.to_lowercase(), path)).collect();
    let is_other_name = |stale: &String| {
        let twin = wanted.get(&stale.to_lowercase());
        twin.is_some_and(|path| foreign_files::is_same(&output.join(path), &output.join(stale)))
    };
    let kept = plan.stale.iter().filter(|path| !is_other_name(path));
    kept.filter(|path| disk::remove_file(&output.join(path)).is_err()).count() == 0
}

/// Files that give way to others one by one, each of which can be brought back until all have.
struct Replacement<'a> {
    output: &'a Path,
    new: PathBuf,
    /// Where replaced files keep a second name; `None` if the disk gives none.
    replaced: Option<PathBuf>,
    /// What was done, with the second name of what was there.
    done: Vec<(PathBuf, Before)>,
}

/// What was in a place before.
enum Before {
    Nothing,
    Kept(PathBuf),
    /// It has no second name.
    Lost,
}

impl<'a> Replacement<'a> {
    fn begin(output: &'a Path, staging: &Staging) -> Replacement<'a> {
        let folder = staging.replaced();
        let replaced = disk::create_folder(&folder).is_ok().then_some(folder);
        Replacement { output, new: staging.new_folder(), replaced, done: Vec::new() }
    }

    fn put(&mut self, path: &str) -> Result<(), WriteError> {
        let target = self.output.join(path);
        disk::create_folders(self.output, &target)?;
        let before = self.keep(&target);
        disk::rename(&self.new.join(path), &target)?;
        self.done.push((target, before));
        Ok(())
    }

    fn keep(&self, target: &Path) -> Before {
        if target.symlink_metadata().is_err() {
            return Before::Nothing;
        }
        let Some(folder) = &self.replaced else { return Before::Lost };
        let second = folder.join(self.done.len().to_string());
        match disk::link(target, &second) {
            Ok(()) => Before::Kept(second),
            Err(_) => Before::Lost,
        }
    }

    /// Brings back what was there, the last first; says whether all of it is back.
    fn undo(self) -> bool {
        let back = self.done.into_iter().rev().map(|(target, before)| match before {
            Before::Nothing => disk::remove_file(&target).is_ok(),
            Before::Kept(second) => disk::rename(&second, &target).is_ok(),
            Before::Lost => false,
        });
        back.filter(|is_back| !is_back).count() == 0
    }
}

/// Removes the folders that held only files which are gone now.
fn remove_emptied_folders(output: &Path, gone: &[String]) {
    let mut folders: Vec<&Path> = gone
        .iter()
        .flat_map(|path| Path::new(path).ancestors().skip(1))
        .filter(|folder| !folder.as_os_str().is_empty())
        .collect();
    folders.sort_by_key(|folder| Reverse(folder.components().count()));
    folders.dedup();
    for folder in folders {
        disk::remove_empty(&output.join(folder));
    }
}

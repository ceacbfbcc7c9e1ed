//! Puts a staged output in place: all at once where that can be done, else file by file with the page last.

use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};

use super::inventory::Survey;
use super::manifest::{MANIFEST, Manifest};
use super::staging::Staging;
use super::{Destination, Plan, WriteError, disk, foreign_files};

/// Puts what is staged in place. Gives the place of what turned up in the output meanwhile and had to be kept.
///
/// The output changes places with the staged one; what others put into it comes along ([`foreign_files`]). Where that cannot be
/// done, it keeps its folder: new files first, pages after them, old files last.
pub fn install(
    destination: &Destination,
    survey: &Survey,
    plan: &Plan,
    manifest: &Manifest,
    staging: &Staging,
) -> Result<Option<PathBuf>, WriteError> {
    let (new, output) = (staging.new_folder(), &destination.folder);
    if !survey.exists {
        disk::sync_folder(&new);
        disk::rename(&new, output)?;
        return Ok(None);
    }
    if survey.manifest.is_some() && !staging.is_inside && swap(&new, output, survey, plan).is_ok() {
        // The new site stands: whatever is left of the old one is the sweep's, now or in the next build.
        return Ok(staging.sweep(output));
    }
    replace_one_by_one(output, survey, plan, manifest, staging)?;
    Ok(None)
}

/// Completes the staged folder with the files that stay, and lets the two folders change places.
fn swap(new: &Path, output: &Path, survey: &Survey, plan: &Plan) -> Result<(), WriteError> {
    for path in plan.unchanged.keys() {
        let target = new.join(path);
        disk::create_folders(new, &target)?;
        disk::link(&output.join(path), &target)?;
    }
    if survey.stranger.is_some() {
        foreign_files::take_along(output, new, survey, plan)?;
    }
    if let Ok(metadata) = fs::metadata(output) {
        let _ = fs::set_permissions(new, metadata.permissions());
    }
    disk::sync_folder(new);
    disk::exchange(new, output).map_err(WriteError::disk(output))
}

/// Moves each changed file to its place, the page last.
///
/// From the first file to the last, the manifest that lies in the output vouches for old and new bytes alike,
/// so that a build that is killed here leaves nothing that the next one would take for a stranger's.
fn replace_one_by_one(
    output: &Path,
    survey: &Survey,
    plan: &Plan,
    manifest: &Manifest,
    staging: &Staging,
) -> Result<(), WriteError> {
    let new = staging.new_folder();
    let both = survey.manifest.clone().unwrap_or_default().and_pending(manifest);
    disk::write(&staging.pending_manifest(), &both.to_bytes())?;
    disk::rename(&staging.pending_manifest(), &output.join(MANIFEST))?;
    let mut changed: Vec<&String> = plan.changed.iter().collect();
    changed.sort_by_key(|path| (*path == "index.html", path.ends_with(".html"), *path));
    for path in changed {
        let target = output.join(path);
        disk::create_folders(output, &target)?;
        disk::rename(&new.join(path), &target)?;
    }
    // The site stands. What fails from here on is mended by the next build, for which the manifest stays.
    let all_gone = plan.stale.iter().all(|path| disk::remove_file(&output.join(path)).is_ok());
    remove_emptied_folders(output, &plan.stale);
    if all_gone {
        let _ = disk::rename(&new.join(MANIFEST), &output.join(MANIFEST));
    }
    disk::sync_folder(output);
    Ok(())
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

//! A folder as the place: staged beside it and swapped, as every output, with the version before kept beside it.

use std::path::Path;

use super::{Plan, PublishError};
use crate::shell::output::{self, Destination, Request};
use crate::site::Site;

/// A folder that a site is published to.
pub struct Folder {
    destination: Destination,
}

impl Folder {
    /// Takes a folder, unless it is more likely someone's work than a place to publish to.
    pub fn choose(folder: &Path, project: &Path, adopt: bool) -> Result<Folder, PublishError> {
        let request = Request { folder: Some(folder), project, force: adopt };
        Ok(Folder { destination: Destination::choose(&request)? })
    }

    /// The folder, as the system knows it.
    pub fn path(&self) -> &Path {
        &self.destination.folder
    }

    /// What publishing a site here would change.
    pub fn plan(&self, site: &Site) -> Result<Plan, PublishError> {
        plan(site, &self.destination)
    }

    /// Publishes. Says whether the version before could be kept, so that there is a way back.
    pub fn send(&self, site: &Site) -> Result<bool, PublishError> {
        let is_kept = self.keep().is_ok();
        output::write(site, &self.destination)?;
        Ok(is_kept)
    }

    /// Copies what stands here to the place for the version before.
    fn keep(&self) -> Result<(), PublishError> {
        let standing = output::standing(self.path())?;
        if !standing.files.is_empty() {
            output::write(&standing, &self.before(self.path(), &self.place_of_before()))?;
        }
        Ok(())
    }

    /// What going back to the version before would change.
    pub fn plan_back(&self) -> Result<Plan, PublishError> {
        let (site, destination) = self.back()?;
        plan(&site, &destination)
    }

    /// Publishes the version before again.
    pub fn send_back(&self) -> Result<(), PublishError> {
        let (site, destination) = self.back()?;
        output::write(&site, &destination)?;
        Ok(())
    }

    fn back(&self) -> Result<(Site, Destination), PublishError> {
        let before = self.place_of_before();
        let site = output::standing(&before)?;
        match site.files.is_empty() {
            true => Err(PublishError::NothingBefore),
            false => Ok((site, self.before(&before, self.path()))),
        }
    }

    fn before(&self, from: &Path, to: &Path) -> Destination {
        Destination { folder: to.to_owned(), project: from.to_owned(), force: self.destination.force }
    }

    fn place_of_before(&self) -> std::path::PathBuf {
        let name = self.path().file_name().unwrap_or_default().to_string_lossy();
        self.path().with_file_name(format!(".orate-before-{name}"))
    }
}

fn plan(site: &Site, destination: &Destination) -> Result<Plan, PublishError> {
    let found = output::compare(site, destination)?;
    let bytes = found.changed.iter().map(|path| site.files[path].size()).sum();
    let (changed, new) = found.changed.into_iter().partition(|path| destination.folder.join(path).exists());
    let standing = found.ours.len();
    Ok(Plan { new, changed, removed: found.removed, bytes, standing, is_done: found.is_done })
}

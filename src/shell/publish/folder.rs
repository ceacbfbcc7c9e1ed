//! A folder as the place: staged beside it and swapped, as every output, with the version before kept beside it.

use std::path::Path;

use super::{Plan, PublishError};
use crate::shell::output::{self, Destination, Request, Written};
use crate::site::Site;

/// A folder that a site is published to.
pub(crate) struct Folder {
    destination: Destination,
}

impl Folder {
    /// Takes a folder, unless it is more likely someone's work than a place to publish to.
    pub(crate) fn choose(folder: &Path, project: &Path, adopt: bool) -> Result<Folder, PublishError> {
        let request = Request { folder: Some(folder), project, force: adopt };
        Ok(Folder { destination: Destination::choose(&request)? })
    }

    /// The folder, as the system knows it.
    pub(crate) fn path(&self) -> &Path {
        &self.destination.folder
    }

    /// What publishing a site here would change.
    pub(crate) fn plan(&self, site: &Site) -> Result<Plan, PublishError> {
        plan(site, &self.destination)
    }

    /// Publishes. Says whether the version before could be kept, so that there is a way back, and what else there is to
    /// say about the files.
    pub(crate) fn send(&self, site: &Site) -> Result<(bool, Written), PublishError> {
        let is_kept = self.keep_current().is_ok();
        Ok((is_kept, output::write(site, &self.destination)?))
    }

    /// Copies what is here to the place for the version before.
    fn keep_current(&self) -> Result<(), PublishError> {
        let current = output::site_in(self.path())?;
        if !current.files.is_empty() {
            output::write(&current, &self.destination_of(self.path(), &self.previous_folder()))?;
        }
        Ok(())
    }

    /// What going back to the version before would change.
    pub(crate) fn plan_back(&self) -> Result<Plan, PublishError> {
        let (site, destination) = self.previous()?;
        plan(&site, &destination)
    }

    /// Publishes the version before again.
    pub(crate) fn send_back(&self) -> Result<Written, PublishError> {
        let (site, destination) = self.previous()?;
        Ok(output::write(&site, &destination)?)
    }

    fn previous(&self) -> Result<(Site, Destination), PublishError> {
        let before = self.previous_folder();
        let site = output::site_in(&before)?;
        match site.files.is_empty() {
            true => Err(PublishError::NothingBefore),
            false => Ok((site, self.destination_of(&before, self.path()))),
        }
    }

    fn destination_of(&self, from: &Path, to: &Path) -> Destination {
        Destination { folder: to.to_owned(), project: from.to_owned(), force: self.destination.force }
    }

    fn previous_folder(&self) -> std::path::PathBuf {
        let name = self.path().file_name().unwrap_or_default().to_string_lossy();
        self.path().with_file_name(format!(".orate-before-{name}"))
    }
}

fn plan(site: &Site, destination: &Destination) -> Result<Plan, PublishError> {
    let comparison = output::compare(site, destination)?;
    let bytes = comparison.changed.iter().map(|path| site.files[path].size()).sum();
    let (changed, new) =
        comparison.changed.into_iter().partition(|path| destination.folder.join(path).exists());
    let published = comparison.ours.len();
    Ok(Plan {
        new,
        changed,
        removed: comparison.removed,
        bytes,
        published,
        is_done: comparison.is_done,
        mixed: comparison.mixed,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::shell::output::{Failure, fail_at};
    use crate::site::Output;

    const PAGES: [&str; 3] = ["index.html", "talk/index.html", "talk/assets/a.css"];

    fn site(version: &str) -> Site {
        let file =
            |path: &str| (path.to_owned(), Output::Bytes(format!("{version} {path}").into_bytes().into()));
        Site { files: PAGES.into_iter().map(file).collect() }
    }

    /// Which version is in a folder; `None` if it is mixed.
    fn version_in(folder: &Path) -> Option<String> {
        let versions = PAGES.map(|path| {
            let text = fs::read_to_string(folder.join(path)).unwrap_or_default();
            text.split(' ').next().unwrap_or_default().to_owned()
        });
        versions.iter().all(|version| *version == versions[0]).then(|| versions[0].clone())
    }

    /// Lets every change to the disk fail, by itself and with all that follow, while a version is published over another
    /// in a folder that holds a file of somebody else's.
    #[test]
    fn whatever_step_fails_the_folder_is_old_or_new_and_the_next_run_mends_it() {
        let mut tried = 0;
        for is_killed in [false, true] {
            for number in 0.. {
                let sandbox = tempfile::tempdir().unwrap();
                let (project, to) = (sandbox.path().join("talk"), sandbox.path().join("public"));
                fs::create_dir(&project).unwrap();
                let folder = || Folder::choose(&to, &project, false).unwrap();
                folder().send(&site("first")).unwrap();
                fs::write(to.join("CNAME"), "talks.example").unwrap();
                fail_at(Some(if is_killed { Failure::AllFrom(number) } else { Failure::One(number) }));
                let sent = folder().send(&site("second"));
                if fail_at(None) <= number {
                    break;
                }
                tried += 1;
                let is_sent = sent.is_ok();
                let expected = if sent.is_ok() { "second" } else { "first" };
                assert_eq!(version_in(&to).as_deref(), Some(expected), "{number}");
                if sent.is_err() {
                    folder().send(&site("second")).unwrap();
                }
                assert!(
                    folder().plan(&site("second")).unwrap().is_done,
                    "{number}: the next run sends nothing"
                );
                if sent.is_ok_and(|(is_kept, _)| is_kept) || !is_sent {
                    folder().send_back().unwrap();
                    assert_eq!(version_in(&to).as_deref(), Some("first"), "{number}");
                }
                assert_eq!(fs::read_to_string(to.join("CNAME")).unwrap(), "talks.example");
            }
        }
        println!("{tried} failing steps: 0 mixed sites, 0 lost files");
        assert!(tried > 40, "{tried}");
    }
}

//! What a change in a site's folder may concern: some of its talks, or which talks there are.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use crate::site::collection::Collection;

/// What may be another since somebody looked.
#[derive(Default)]
pub(super) struct Changes {
    /// By their paths.
    pub talks: BTreeSet<String>,
    pub are_all: bool,
    /// Whether the site's own settings and templates, or the list of its talks, may be others.
    pub is_site: bool,
}

impl Changes {
    /// That anything may have changed.
    pub(super) fn everything(&mut self) {
        (self.are_all, self.is_site) = (true, true);
    }

    /// Whether a talk may have changed.
    pub(super) fn concern(&self, talk: &str) -> bool {
        self.are_all || self.talks.contains(talk)
    }
}

/// Where talks are, to know whose a file is.
#[derive(Default)]
pub(super) struct TalkFolders {
    /// Talks that are folders, by their paths.
    folders: BTreeSet<String>,
    /// Talks that are files, by the folder that they are in.
    files: HashMap<String, Vec<String>>,
    /// Every folder around a talk.
    around: BTreeSet<String>,
}

impl TalkFolders {
    /// Those of the talks of a site in a folder.
    pub(super) fn new(site: &Path, collection: &Collection) -> TalkFolders {
        TalkFolders::of(site, collection.talks.iter().map(|talk| &*talk.path))
    }

    fn of<'a>(site: &Path, paths: impl Iterator<Item = &'a str>) -> TalkFolders {
        let mut talks = TalkFolders::default();
        for path in paths {
            talks.around.extend(path.match_indices('/').map(|(slash, _)| path[..slash].to_owned()));
            if site.join(path).is_file() {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                talks.files.entry(folder.to_owned()).or_default().push(path.to_owned());
            } else {
                talks.folders.insert(path.to_owned());
            }
        }
        talks
    }

    /// Adds what a change at a path concerns, which counts from the site's folder and has `/` on every system.
    pub(super) fn note(&self, path: &str, changes: &mut Changes) {
        let around = path.match_indices('/').map(|(slash, _)| &path[..slash]);
        let mut around = around.chain([path]);
        if let Some(talk) = around.clone().find(|folder| self.folders.contains(*folder)) {
            changes.talks.insert(talk.to_owned());
            // What comes into the folder itself may make it a talk, or no talk any longer.
            changes.is_site |= !path.get(talk.len() + 1..).is_some_and(|inner| inner.contains('/'));
            return;
        }
        let beside = [""].into_iter().chain(around.clone());
        let files = beside.filter_map(|folder| self.files.get(folder)).flatten();
        changes.talks.extend(files.cloned());
        changes.is_site = true;
        // What talks share lies in a folder of its own.
        let top = around.next().unwrap_or_default();
        changes.are_all |= path.contains('/') && top != "templates" && !self.around.contains(top);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_change(path: &str, talks: &[&str], is_site: bool, are_all: bool) {
        let site = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(site.path().join("talks/ha")).unwrap();
        std::fs::write(site.path().join("talks/short.md"), "# Short").unwrap();
        let folders = TalkFolders::of(site.path(), ["talks/ha", "talks/short.md"].into_iter());
        let mut changes = Changes::default();
        folders.note(path, &mut changes);
        let expected: BTreeSet<String> = talks.iter().map(|talk| (*talk).to_owned()).collect();
        assert_eq!((changes.talks, changes.is_site, changes.are_all), (expected, is_site, are_all), "{path}");
    }

    #[test]
    fn a_change_concerns_the_talk_around_it_and_what_is_shared_concerns_all() {
        check_change("talks/ha/slides/1.md", &["talks/ha"], false, false);
        check_change("talks/ha/slides", &["talks/ha"], true, false);
        check_change("talks/ha", &["talks/ha"], true, false);
        check_change("talks/hat/slides.md", &["talks/short.md"], true, false);
        check_change("talks/short.md", &["talks/short.md"], true, false);
        check_change("templates/site/index.html", &[], true, false);
        check_change("shared/logo.svg", &[], true, true);
        check_change("orate.toml", &[], true, false);
    }
}

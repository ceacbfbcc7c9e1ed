//! What a command works on: one talk, or a site of several.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::collection::talk_paths;
use super::{Reader, folder};
use crate::deck::Settings;
use crate::shell::permission::{Access, Wanted, wanted};
use crate::site::Project;
use crate::site::collection::Collection;

/// What is at a path: one talk, or a site of several. Its settings are parsed.
pub(crate) enum Opened {
    Talk(Box<Project>),
    Collection(Box<Collection>),
}

impl Opened {
    /// The programs that its talks name, each talk with its folder. `path` is where it was opened.
    pub(crate) fn programs(&self, path: &Path) -> Vec<TalkPrograms> {
        match self {
            Opened::Talk(project) => {
                let own = project.settings.as_ref().map(|file| file.own());
                of_one(path, own).into_iter().filter(|talk| !talk.wanted.is_empty()).collect()
            }
            Opened::Collection(site) => {
                let own = of_one(path, Some(site.settings.own()));
                let talks = site.talks.iter().filter_map(|talk| {
                    let own = talk.project.settings.as_ref().map(|file| file.own());
                    of_one(&path.join(&talk.path), own)
                });
                of_site(own, talks)
            }
        }
    }
}

/// The programs that the settings of one talk name.
#[derive(Clone, Debug)]
pub(crate) struct TalkPrograms {
    /// The talk's folder, absolute and without links.
    pub folder: PathBuf,
    pub wanted: Vec<Wanted>,
}

/// The programs that the talks at a path name, as [`Opened::programs`] gives them. Reads settings alone, so that a talk
/// whose slides cannot be read names its programs all the same; one whose settings cannot be read names none.
pub(crate) fn programs_of(path: &Path) -> Vec<TalkPrograms> {
    let own_settings = |path: &Path| {
        let reader = Reader::new(folder(path), &Arc::default(), &Access::default()).ok()?;
        Some(reader.settings.map(|file| file.own().clone()).unwrap_or_default())
    };
    let Some(settings) = own_settings(path) else { return Vec::new() };
    let own = of_one(path, Some(&settings));
    let Some(site) = settings.site.filter(|_| path.is_dir()) else {
        return own.into_iter().filter(|talk| !talk.wanted.is_empty()).collect();
    };
    let talks = talk_paths(path, &site).into_iter().filter_map(|talk| {
        let path = path.join(talk);
        of_one(&path, Some(&own_settings(&path)?))
    });
    of_site(own, talks)
}

/// The programs of one talk at a path; `None` if its folder is gone.
fn of_one(path: &Path, settings: Option<&Settings>) -> Option<TalkPrograms> {
    let folder = std::fs::canonicalize(folder(path)).ok()?;
    Some(TalkPrograms { folder, wanted: settings.map(wanted).unwrap_or_default() })
}

/// The programs of a site, each folder once: those of its talks draw diagrams, and its own publish it.
fn of_site(own: Option<TalkPrograms>, talks: impl Iterator<Item = TalkPrograms>) -> Vec<TalkPrograms> {
    let kept = |mut talk: TalkPrograms, publishes: bool| {
        talk.wanted.retain(|wanted| wanted.publishes == publishes);
        talk
    };
    let mut all: Vec<TalkPrograms> = Vec::new();
    let own = own.into_iter().map(|own| kept(own, true));
    for talk in own.chain(talks.map(|talk| kept(talk, false))) {
        // Several talks that are files may lie in one folder, and in that of the site.
        match all.iter_mut().find(|other| other.folder == talk.folder) {
            Some(other) => {
                let new = talk.wanted.into_iter().filter(|wanted| !other.wanted.contains(wanted));
                let new: Vec<Wanted> = new.collect();
                other.wanted.extend(new);
            }
            None => all.push(talk),
        }
    }
    all.retain(|talk| !talk.wanted.is_empty());
    all
}

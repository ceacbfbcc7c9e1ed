//! What the preview of a site remembers from one save to the next: each talk as it was built, and each page.
//!
//! A save in one of many talks costs what it costs in one: a talk whose project is the same value is not built again, and
//! of the talk that was saved only the slides that are new are rendered.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::entry::{TalkBuild, TalkInSite};
use super::pages::PagesMemo;
use super::{Collection, Memo, Options, Project, Purpose, Talk, TalkPlace};
use crate::deck::Settings;

/// The talks and pages of a site, as they were built the last time.
#[derive(Default)]
pub(crate) struct CollectionMemo {
    /// By the path of the talk.
    talks: BTreeMap<String, RememberedTalk>,
    pages: PagesMemo,
    renders: usize,
}

/// A talk as it was built, and all that it was built from.
#[derive(Default)]
struct RememberedTalk {
    slides: Memo,
    last: Option<BuiltTalk>,
}

struct BuiltTalk {
    project: Arc<Project>,
    place: TalkPlace,
    site: Settings,
    options: Options,
    talk: Arc<TalkInSite>,
}

impl CollectionMemo {
    /// Every talk of a site, in their order: those that are not as they were are built.
    pub(super) fn talks(
        &mut self,
        collection: &Collection,
        places: &[TalkPlace],
        options: &Options,
    ) -> Vec<Arc<TalkInSite>> {
        let site = collection.settings.own();
        let remembered =
            collection.talks.iter().map(|talk| self.talks.remove(&talk.path).unwrap_or_default());
        let talks: Vec<_> = collection.talks.iter().zip(places).zip(remembered).collect();
        // What is left belongs to talks that are gone.
        self.talks.clear();
        let build = |((talk, place), mut remembered): ((&Talk, &TalkPlace), RememberedTalk)| {
            let (purpose, before) = (Purpose::Preview, remembered.slides.renders());
            let built = remembered.get(&TalkBuild { talk, place, site, options, purpose });
            let renders = remembered.slides.renders() - before;
            (talk.path.clone(), remembered, built, renders)
        };
        let talks: Vec<_> = talks.into_par_iter().map(build).collect();
        let mut built = Vec::with_capacity(talks.len());
        for (path, remembered, talk, renders) in talks {
            self.renders += renders;
            self.talks.insert(path, remembered);
            built.push(talk);
        }
        built
    }

    /// How many slides of all talks were rendered so far.
    #[cfg(test)]
    pub(crate) fn renders(&self) -> usize {
        self.renders
    }

    pub(super) fn pages(&mut self) -> &mut PagesMemo {
        &mut self.pages
    }
}

impl RememberedTalk {
    /// The talk as it was built before, where nothing that it is built from is another; else it is built.
    fn get(&mut self, build: &TalkBuild<'_>) -> Arc<TalkInSite> {
        let is_current = |last: &&BuiltTalk| {
            Arc::ptr_eq(&last.project, &build.talk.project)
                && last.place == *build.place
                && last.site == *build.site
                && last.options == *build.options
        };
        if let Some(last) = self.last.as_ref().filter(is_current) {
            return last.talk.clone();
        }
        let talk = Arc::new(build.build(&mut self.slides));
        self.last = Some(BuiltTalk {
            project: build.talk.project.clone(),
            place: build.place.clone(),
            site: build.site.clone(),
            options: build.options.clone(),
            talk: talk.clone(),
        });
        talk
    }
}

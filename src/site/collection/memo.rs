//! What the preview of a site remembers: of each talk what lists and the search tell of it, and no page.
//!
//! A save in one of many talks costs what it costs in one: only that talk is built again. Pages are made when somebody
//! asks for them ([`CollectionMemo::pages`], [`CollectionMemo::talk_pages`]).

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::entry::{Entry, TalkBuild, TalkInSite};
use super::pages::{PagesMemo, Wanted};
use super::{Built, Collection, Memo, Options, PreviewedPages, Project, Purpose, Site, SiteBuild};
use super::{is_error, is_of_variant, knows_variant, talk_places};
use crate::deck::Settings;
use crate::text::Noted;

/// The summaries of the talks of a site, as they were the last time.
#[derive(Default)]
pub(crate) struct CollectionMemo {
    /// The settings of the site, and how it is built: with others nothing is as it was.
    site: Option<(Settings, Options)>,
    /// By the path of the talk.
    talks: BTreeMap<String, Summary>,
    pages: PagesMemo,
}

/// What lists and the search need of a talk, and the project that it was built from.
struct Summary {
    project: Arc<Project>,
    folder: String,
    entry: Arc<Entry>,
    is_withheld: bool,
    /// Whether it knows the variant of the command line.
    knows_variant: bool,
    /// Whether it has errors besides.
    has_errors: bool,
}

impl Summary {
    fn new(project: Arc<Project>, folder: String, talk: &TalkInSite) -> Summary {
        let diagnostics = &talk.built.diagnostics;
        Summary {
            project,
            folder,
            entry: Arc::new(talk.entry.without_page()),
            is_withheld: talk.built.privacy.is_withheld,
            knows_variant: knows_variant(&talk.built),
            has_errors: diagnostics.iter().any(|error| is_error(error) && !is_of_variant(error)),
        }
    }
}

impl CollectionMemo {
    /// Takes in the talks that are not as they were, `most` of them at most; gives what was built of each, with its number
    /// among the talks. Once it gives none, everything is as it is in the collection.
    pub(crate) fn update(
        &mut self,
        collection: &Collection,
        options: &Options,
        most: usize,
    ) -> Vec<(usize, Built)> {
        let site = collection.settings.own();
        if self.site.as_ref().is_none_or(|(last, before)| last != site || before != options) {
            self.site = Some((site.clone(), options.clone()));
            self.talks.clear();
        }
        let places = talk_places(collection);
        self.talks.retain(|path, _| places.iter().any(|place| place.path == *path));
        let is_old = |(talk, place): &(&super::Talk, &super::TalkPlace)| {
            let last = self.talks.get(&talk.path);
            last.is_none_or(|last| !Arc::ptr_eq(&last.project, &talk.project) || last.folder != place.folder)
        };
        let talks = collection.talks.iter().zip(&places).enumerate();
        let old: Vec<_> = talks.filter(|(_, talk)| is_old(talk)).take(most).collect();
        let build = |(number, (talk, place))| {
            let purpose = Purpose::Preview;
            let build = TalkBuild { talk, place, site, options, purpose, with_editions: false };
            (number, build.build(&mut Memo::default()))
        };
        let built: Vec<(usize, TalkInSite)> = old.into_par_iter().map(build).collect();
        let take = |(number, talk): (usize, TalkInSite)| {
            let project = collection.talks[number].project.clone();
            let summary = Summary::new(project, places[number].folder.clone(), &talk);
            self.talks.insert(talk.path, summary);
            (number, talk.built)
        };
        built.into_iter().map(take).collect()
    }

    /// The pages around the talks: lists, the search, and what machines ask for. [`CollectionMemo::update`] comes first.
    pub(crate) fn pages(&mut self, collection: &Collection, options: &Options) -> PreviewedPages {
        let site = SiteBuild { collection, options, purpose: Purpose::Preview };
        let withheld = self.of(collection).filter(|(_, summary)| summary.is_withheld);
        let withheld: Vec<String> = withheld.map(|(path, _)| path.to_owned()).collect();
        let entries = self.shown(collection);
        let has_talks = !entries.is_empty();
        let are_unknown = self.of(collection).all(|(_, summary)| !summary.knows_variant);
        let mut shown = self.of(collection).filter(|(_, summary)| !summary.is_withheld);
        let have_errors = shown.any(|(_, summary)| summary.has_errors || are_unknown);
        drop(shown);
        let withheld: Vec<&str> = withheld.iter().map(String::as_str).collect();
        let pages = site.pages(entries, &withheld, Wanted::Around, &mut self.pages);
        let Noted { value: files, diagnostics } = pages;
        let has_errors = have_errors || diagnostics.iter().any(is_error);
        PreviewedPages { site: Site { files }, has_errors, has_talks, diagnostics }
    }

    /// The files of one talk but for its deck, by its number: its pages, its cover, and its other editions.
    /// [`CollectionMemo::update`] comes first.
    pub(crate) fn talk_pages(
        &mut self,
        collection: &Collection,
        options: &Options,
        number: usize,
    ) -> Noted<Site> {
        let places = talk_places(collection);
        let (talk, place) = (&collection.talks[number], &places[number]);
        let site = collection.settings.own();
        let purpose = Purpose::Preview;
        let build = TalkBuild { talk, place, site, options, purpose, with_editions: true };
        let talk = build.build(&mut Memo::default());
        if talk.built.privacy.is_withheld {
            return Site::default().into();
        }
        let site = SiteBuild { collection, options, purpose };
        let pages = site.pages(self.shown(collection), &[], Wanted::Talk(&talk.entry), &mut self.pages);
        pages.map(|mut files| {
            files.extend(talk.files);
            Site { files }
        })
    }

    /// The path and the summary of each talk, in the order of the talks.
    fn of<'a>(&'a self, collection: &'a Collection) -> impl Iterator<Item = (&'a str, &'a Summary)> {
        let talks = collection.talks.iter();
        talks.filter_map(|talk| Some((talk.path.as_str(), self.talks.get(&talk.path)?)))
    }

    fn shown(&self, collection: &Collection) -> Vec<Arc<Entry>> {
        let shown = self.of(collection).filter(|(_, summary)| !summary.is_withheld);
        shown.map(|(_, summary)| summary.entry.clone()).collect()
    }
}

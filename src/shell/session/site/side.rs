//! What one door of a site leads to besides decks: the pages around them, each made when somebody asks for it.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use crate::shell::serve::{DeckState, Routes};
use crate::site::collection::{Collection, CollectionMemo, PreviewedPages};
use crate::site::{Built, Options, Site};
use crate::text::Diagnostic;

/// How many talks are taken in at once: between two batches, whoever asks for a deck gets it.
const BATCH: usize = 64;

/// Of how many talks the pages are kept that somebody asked for.
const KEPT: usize = 64;

/// One door of a site.
pub(super) struct Side {
    /// The pages around the decks.
    pub around: Arc<DeckState>,
    pub routes: Arc<Routes>,
    /// How the pages are built.
    build: Options,
    memo: CollectionMemo,
    /// Whether every talk is taken in as it is.
    pub is_current: bool,
    /// Whether pages tell something else than those that are shown.
    pub has_news: bool,
    /// Whether the pages that are not of one talk are shown.
    has_pages: bool,
    /// The folders of the talks whose pages are shown, as they were asked for.
    kept: VecDeque<String>,
    /// Whether the pages stay as they were, since a build has errors that must not be seen here.
    pub are_held: bool,
}

impl Side {
    /// `folder` is that of the site.
    pub(super) fn new(folder: &Path, build: Options) -> Side {
        let around = Arc::new(DeckState::new(folder.to_owned()));
        Side {
            routes: Arc::new(Routes::of_a_site(around.clone())),
            around,
            build,
            memo: CollectionMemo::default(),
            is_current: false,
            has_news: true,
            has_pages: false,
            kept: VecDeque::new(),
            are_held: false,
        }
    }

    /// Takes in some talks that are not as they were; gives what was built of each, with its number.
    pub(super) fn update(&mut self, collection: &Collection) -> Vec<(usize, Built)> {
        let built = self.memo.update(collection, &self.build, BATCH);
        self.is_current = built.is_empty();
        self.has_news |= !built.is_empty();
        built
    }

    /// Lets windows load their pages anew, which are made then.
    pub(super) fn forget_pages(&mut self) {
        self.show(Site::default());
        self.has_pages = false;
    }

    /// Makes the pages that are not of one talk, and lets windows load them. Where `are_strict`, pages of a site with errors
    /// are not shown, and the last ones stay.
    pub(super) fn show_pages(&mut self, collection: &Collection, are_strict: bool) -> Vec<Diagnostic> {
        let PreviewedPages { site, diagnostics, has_errors, has_talks } =
            self.memo.pages(collection, &self.build);
        self.are_held = are_strict && has_errors && has_talks;
        if !self.are_held {
            self.show(site);
            self.has_pages = true;
        }
        self.has_news = false;
        diagnostics
    }

    fn show(&mut self, site: Site) {
        self.kept.clear();
        self.has_news = false;
        self.around.show_pages(site);
    }

    /// Makes the pages that are not of one talk, where there are none yet.
    pub(super) fn make_around(&mut self, collection: &Collection) -> Vec<Diagnostic> {
        if self.has_pages {
            return Vec::new();
        }
        let pages = self.memo.pages(collection, &self.build);
        self.around.add_pages(pages.site, None);
        self.has_pages = true;
        pages.diagnostics
    }

    /// Makes the pages of the talk of that number, whose deck is in `folder`.
    pub(super) fn make_talk(
        &mut self,
        collection: &Collection,
        number: usize,
        folder: &str,
    ) -> Vec<Diagnostic> {
        if self.are_held || self.kept.iter().any(|kept| kept == folder) {
            return Vec::new();
        }
        let pages = self.memo.talk_pages(collection, &self.build, number);
        let old = (self.kept.len() >= KEPT).then(|| self.kept.pop_front()).flatten();
        self.kept.push_back(folder.to_owned());
        self.around.add_pages(pages.value, old.as_deref());
        pages.diagnostics
    }
}

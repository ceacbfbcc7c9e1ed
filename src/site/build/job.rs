//! What a site is built for, and what follows from it for each stage.

use super::{Job, Purpose};
use crate::assets::Rules;
use crate::deck::{Embed, Settings};
use crate::render::{self, Budget, Programs, Running};
use crate::runtime::Edition;
use crate::site::Memo;
use crate::site::page::theme::{self, Appearance};
use crate::site::read::ReadTalk;
use crate::text::{Noted, Sources};

impl<'a> Job<'a> {
    pub(super) fn render_options(self) -> render::Options {
        let places = self.purpose == Purpose::Look;
        let check = places || self.purpose == Purpose::Check;
        render::Options { public: self.options.public, check, trust: self.options.trust, places }
    }

    pub(super) fn context<'b>(
        self,
        talk: &'b ReadTalk,
        programs: &'b dyn Programs,
        budget: &'b Budget,
    ) -> render::Context<'b>
    where
        'a: 'b,
    {
        render::Context {
            options: self.render_options(),
            settings: &talk.deck.settings,
            variant: &talk.variant,
            library: &*self.project.library,
            programs,
            budget,
        }
    }

    pub(super) fn edition(self) -> Edition {
        if self.options.public { Edition::Audience } else { Edition::Presenter }
    }

    pub(super) fn rules(self, settings: &Settings) -> Rules {
        Rules {
            embed: settings.page.embed,
            limit: settings.page.embed_limit,
            single_file: self.options.single_file,
            public: self.options.public,
            root: self.root(settings).unwrap_or_default(),
        }
    }

    /// What leads from the page to the folder in which it shares files with other pages of its site; `None` for a page that
    /// is one file, and for a deck that is in no site.
    pub(super) fn root(self, settings: &Settings) -> Option<&'static str> {
        let is_one_file = self.options.single_file || settings.page.embed == Embed::Always;
        let root = if self.project.edition.is_some() { "../../" } else { "../" };
        let is_in_site = self.purpose == Purpose::Build && self.project.inherited.is_some();
        (is_in_site && !is_one_file).then_some(root)
    }

    /// The theme and the style sheets of the talk, as far as they may go out.
    pub(super) fn theme(
        self,
        settings: &Settings,
        sources: &mut Sources,
        memo: &mut Memo,
    ) -> Noted<Appearance> {
        let theme = theme::load(settings, sources, &*self.project.library, &mut memo.fonts);
        let theme = if self.options.public { theme.map(Appearance::without_comments) } else { theme };
        match self.options.trust.is_untrusted() {
            true => theme.value.without_outside(theme.diagnostics),
            false => theme,
        }
    }

    /// What is on every slide.
    pub(super) fn running(self, settings: &Settings, title: &str, sources: &mut Sources) -> Noted<Running> {
        let source = self.project.settings_source(sources);
        let Some(source) = source else { return Running::default().into() };
        let fallback = sources.whole(source).span.head();
        render::running(settings, self.options.trust, title, sources, fallback)
    }

    /// Whether a card is drawn for a talk that has none of its own: cards are fetched by their whole address, and a deck
    /// that stays at home is shared with nobody.
    pub(super) fn has_drawn_card(self, settings: &Settings) -> bool {
        let has_place = self.purpose != Purpose::Preview && !self.options.single_file;
        let is_shared = self.options.public || self.project.inherited.is_some();
        settings.publishing.url.is_some() && has_place && is_shared
    }

    /// What leads from a deck in a site to the folder of its talk.
    pub(super) fn home(self) -> Option<&'static str> {
        let is_edition = self.project.edition.is_some();
        self.project.inherited.as_ref().map(|_| if is_edition { "../" } else { "./" })
    }

    /// What leads from the deck to the folder of the worker by which it works offline, where it is to have one.
    pub(super) fn folder_of_worker(self, settings: &Settings) -> Option<&'static str> {
        let settings = self.project.inherited.as_ref().unwrap_or(settings);
        let folder = match (&self.project.inherited, &self.project.edition) {
            (None, _) => "",
            (Some(_), None) => "../",
            (Some(_), Some(_)) => "../../",
        };
        let has_worker = self.purpose != Purpose::Preview && self.options.is_for_hosts();
        (settings.publishing.hosting.offline && has_worker).then_some(folder)
    }
}

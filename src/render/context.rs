//! What slides are rendered with.

use super::budget::Budget;
use super::code;
use super::markdown::dialect::Dialect;
use super::programs::Programs;
use crate::assets::Library;
use crate::deck::{Settings, Size, Trust, Variant};
use crate::text::Fingerprint;

/// How slides are rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// For the public: without comments and without notes of any kind.
    pub public: bool,
    /// To look for everything that could be better, and not only for what is wrong.
    pub check: bool,
    /// Whether what the talk holds may act in its page.
    pub trust: Trust,
    /// Whether every element says in the page where it is written.
    pub places: bool,
}

/// What every slide of a deck is rendered with.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub options: Options,
    pub settings: &'a Settings,
    /// What of the talk is shown.
    pub variant: &'a Variant,
    /// The files of the project that a slide may be made of.
    pub library: &'a dyn Library,
    /// What draws the diagrams of languages that only a program knows.
    pub programs: &'a dyn Programs,
    /// What is left for drawings.
    pub budget: &'a Budget,
}

impl Context<'_> {
    /// The address at which the deck will be found.
    pub(crate) fn own_address(&self) -> Option<&str> {
        self.settings.publishing.url.as_ref().map(|url| url.value.as_str())
    }

    /// Whether the speaker's notes are rendered: not for the public, unless the author says that they may be.
    pub(crate) fn has_notes(&self) -> bool {
        !self.options.public || self.settings.publishing.with_notes
    }

    /// What names everything of it that changes what is rendered, but for the files and the deck's own address: equal names,
    /// equal slides.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let options = self.options;
        let programs = self
            .settings
            .reading
            .diagrams
            .iter()
            .map(|program| (&program.language, self.programs.fingerprint(&program.command)));
        let programs: Vec<_> = programs.collect();
        let settings =
            format!("{:?} {:?} {programs:?}", code::columns_on(self.settings), self.settings.reading.math);
        let flags = [
            u8::from(options.public),
            u8::from(options.check),
            u8::from(options.trust.is_untrusted()),
            u8::from(self.has_notes()),
            Dialect::of(self.settings).number(),
        ];
        let Size { width, height } = self.settings.page.canvas();
        let size = format!("{width}x{height}");
        let texts = [self.settings.language.as_str(), &size, &settings];
        let variant = self.variant.names().flat_map(|name| [name.as_bytes(), b" "]);
        let texts = texts.map(str::as_bytes);
        Fingerprint::of_parts([&flags[..]].into_iter().chain(texts).chain(variant))
    }
}

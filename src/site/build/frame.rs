//! What is around the slides of a deck's page: templates, style, script and fonts.

use super::{Job, Purpose, Talk};
use crate::assets::{Answer, Reference};
use crate::runtime;
use crate::site::named_files::template::Search;
use crate::site::page::bundle::{Needs, PageStyle, math_style, script, style};
use crate::site::page::configuration::Configuration;
use crate::site::page::fonts::{self, PlacedFonts};
use crate::site::page::frame::{FrameParts, can_share};
use crate::site::page::{self, DeckFacts, Slides};
use crate::site::templates::{OwnTemplates, Slotted, Templates};
use crate::site::{Memo, hosting, untrusted};
use crate::text::Noted;

/// Marks of the layouts that give text the font of other text. Of our other styles fonts know what they do by heart.
const LAYOUTS_WITH_FONTS: [&str; 3] = ["orate-statement", "orate-number", "data-template=\"code\""];

/// The style of the layouts, as far as fonts need to know it for some slides.
pub(super) fn layouts_with_fonts<'a>(mut slides: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let changes_fonts = |html: &str| LAYOUTS_WITH_FONTS.iter().any(|name| html.contains(name));
    slides.any(changes_fonts).then_some(runtime::TEMPLATES_STYLE)
}

impl<'a> Job<'a> {
    /// The fonts of the talk as they are in the site: those of a page are cut to what is in it.
    pub(super) fn fonts(
        self,
        talk: Talk<'_>,
        slides: &Slides,
        template: Option<&Slotted>,
        memo: &mut Memo,
    ) -> Noted<PlacedFonts> {
        let theme = &talk.rendered.theme;
        if self.purpose == Purpose::Preview {
            return theme.fonts.beside().into();
        }
        let stacks = slides.columns.iter().filter_map(|column| Some(column.stack.as_ref()?.text()));
        let around: Vec<String> = template.map(Slotted::html).into_iter().chain(stacks).collect();
        let spans = talk.rendered.columns.iter().flat_map(|column| column.slides).map(|slide| slide.span);
        let slides: Vec<_> = spans.zip(slides.slides.iter().map(|slide| slide.html.as_str())).collect();
        let texts: Vec<_> = theme.texts().collect();
        let layouts = layouts_with_fonts(slides.iter().map(|(_, html)| *html));
        let styles: Vec<&str> = texts.iter().map(|text| &**text).chain(layouts).collect();
        let settings = &talk.read.deck.settings;
        let shared = template.filter(|template| can_share(template));
        let shared = shared.map(|_| fonts::shared_letters(&settings.language));
        let page = fonts::Page {
            around: &around,
            slides: &slides,
            styles: &styles,
            has_numbers: settings.page.has_slide_numbers(),
            shared: self.root(settings).and(shared.as_ref()),
            rules: self.rules(settings),
            sources: &talk.rendered.sources,
        };
        theme.fonts.cut(page, &mut memo.fonts)
    }

    /// The templates, which see the facts of the deck.
    pub(super) fn templates(self, talk: Talk<'_>) -> Noted<Templates> {
        let (settings, rendered) = (&talk.read.deck.settings, talk.rendered);
        let facts = DeckFacts::of(settings, &rendered.title, &talk.placed.links, rendered.slides.len());
        let facts = DeckFacts { home: self.home(), ..facts };
        let own = untrusted::templates(&self.project.templates, self.options.trust, &rendered.sources);
        own.and_then(|files| {
            let sources = &rendered.sources;
            let own = OwnTemplates { files: &files, sources, are_public: self.options.public };
            Templates::load(own, &facts, settings.translations())
        })
    }

    /// What the files of the project's own templates are looked for with.
    pub(super) fn template_files<'b>(self, talk: Talk<'b>, templates: &'b Templates) -> Search<'b>
    where
        'a: 'b,
    {
        let (rendered, linked) = (talk.rendered, talk.linked);
        let slides = rendered.slides.iter().flat_map(|slide| slide.references());
        let named = slides.chain(linked.starts.references()).chain(rendered.running.content.references());
        let is_left = |it: &&Reference| talk.placed.plan.answer(it) == Answer::AsWritten;
        Search {
            library: &*self.project.library,
            rules: self.rules(&talk.read.deck.settings),
            placed: &talk.placed.plan,
            named: named.filter(is_left).map(|reference| reference.address.as_str()).collect(),
            templates,
        }
    }

    /// What is around the slides of the page.
    pub(super) fn frame_parts(self, talk: Talk<'_>, has_own_templates: bool) -> FrameParts {
        let (settings, rendered, plan) = (&talk.read.deck.settings, talk.rendered, &talk.placed.plan);
        let is_preview = self.purpose == Purpose::Preview;
        let permissions = talk.permissions();
        let needs = match is_preview {
            true => Needs::of_preview(!self.options.public),
            false => Needs::of(talk.contents(has_own_templates || permissions.has_scripts())),
        };
        let needs = Needs { home: self.home().is_some(), ..needs };
        let style = style(settings, self.edition(), needs, &rendered.theme, plan);
        // How long notes take says something of them.
        let timing = rendered.timing.plan().filter(|_| !self.options.public);
        let offline = self.folder_of_worker(settings);
        FrameParts {
            style: PageStyle { math: math_style(settings, &rendered.slides), ..style },
            images: plan.style().to_owned(),
            script: script(self.edition(), needs),
            visit: offline.map(hosting::offline::visit).unwrap_or_default(),
            shared_fonts: Vec::new(),
            running: page::fill(&rendered.running.content, talk.holes()),
            configuration: Configuration::new(settings, rendered.title.clone(), timing)
                .translated(&settings.translations(), !self.options.public),
            permissions,
            rules: self.rules(settings),
            has_files: !plan.outputs().is_empty(),
            is_offline: offline.is_some(),
            has_address: settings.publishing.url.is_some(),
            has_server: is_preview,
            trust: self.options.trust,
        }
    }
}

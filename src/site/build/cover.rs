//! The cover of a talk in a site: one of its slides as a small page of its own, which other pages show in a frame.
//!
//! The slide is the one that the deck shows, with the deck's own style and fonts cut to it, so that it looks the same
//! with every theme. What all covers have in common is in style sheets that they share.

use std::collections::{BTreeMap, HashSet};

use super::frame::layouts_with_fonts;
use super::{Job, Purpose, Talk};
use crate::assets::{Plan, Reference, Rules};
use crate::deck::{Attributes, Embed};
use crate::render::{self, Still};
use crate::site::Memo;
use crate::site::named_files::template::Search;
use crate::site::page::bundle::math_style;
use crate::site::page::cover::{Cover, CoverSlide, ROOT, sheet_of_all, sheet_of_theme};
use crate::site::page::fonts::{self, PlacedFonts};
use crate::site::page::{self, Holes, Page, Slides};
use crate::site::templates::Templates;
use crate::text::{Diagnostic, Noted, nearest};

/// A font of the talk's own that cannot be cut lies beside the cover where it has more bytes.
const FONT_LIMIT: u64 = 64 * 1024;

/// The place of a slide: its column, its place in it, and its place in the talk, all counted from 0.
#[derive(Clone, Copy)]
struct Place {
    h: usize,
    v: usize,
    index: usize,
    /// Whether no slide of an earlier column is shown, and whether none before it in its column is.
    is_first: (bool, bool),
}

impl Job<'_> {
    /// The cover of a talk that is part of a site; `None` for other talks, and where no slide is shown.
    pub(super) fn cover(
        self,
        talk: Talk<'_>,
        templates: &Templates,
        memo: &mut Memo,
    ) -> Noted<Option<Cover>> {
        if self.project.inherited.is_none() || self.project.edition.is_some() {
            return None.into();
        }
        let place = talk.cover_place();
        place.map(|place| self.cover_of(place?, talk, templates, memo))
    }

    fn cover_of(self, place: Place, talk: Talk<'_>, templates: &Templates, memo: &mut Memo) -> Option<Cover> {
        let settings = &talk.read.deck.settings;
        let plan = self.cover_plan(place, talk);
        let holes = Holes { plan: &plan, links: &talk.linked.links, are_late: false };
        let page = Page { holes, ..talk.page(templates) };
        // Why a template fails is reported with the deck.
        let shown = page.slide(place.h, place.v, place.index, memo).ok()?;
        let mut slides = Slides { columns: Vec::new(), slides: vec![shown] };
        let search = Search { rules: self.beside(), placed: &plan, ..self.template_files(talk, templates) };
        let own_files = search.place(&slides, "", &mut talk.placed.sources.clone()).value;
        own_files.fill_slides(&mut slides);
        let slide = render::still(&slides.slides.first()?.html);
        let running = page::fill(&talk.rendered.running.content, holes);
        let fonts = self.cover_fonts(talk, place, [&slide.html, &running], memo);
        let mut files: BTreeMap<_, _> = plan.outputs().clone();
        files.extend(own_files.outputs());
        files.extend(fonts.outputs);
        let math = math_style(settings, &talk.rendered.slides[place.index..=place.index]);
        let theme = &talk.rendered.theme;
        let style =
            [&*math, &fonts.style, &theme.css_of_talk(&plan), plan.style(), own_files.style()].concat();
        let cover = CoverSlide {
            is_measured: needs_script(&slide),
            stack: talk.stack(place.h, holes),
            slide,
            is_first: place.is_first,
            running,
            settings,
            style,
        };
        let shared = [sheet_of_all(theme.slide_style(), settings.reading.extensions), sheet_of_theme(theme)];
        let sheets = fonts.shared.into_iter().chain(shared).collect();
        cover.write(sheets, files, templates, &talk.rendered.sources)
    }

    /// Where the files of the cover are. They have the addresses that they have on the page to read, which lies beside it.
    fn cover_plan(self, place: Place, talk: Talk<'_>) -> Plan {
        let slide = talk.rendered.slides[place.index].references();
        let references = slide.chain(talk.linked.starts.references_at(place.h, place.index));
        let references = references.chain(talk.rendered.running.content.references());
        let references: Vec<&Reference> = references.chain(talk.rendered.theme.references()).collect();
        let opened = talk.placed.plan.opened().clone();
        // What is wrong with the same files is reported with the deck.
        Plan::make(&*self.project.library, self.beside(), references, opened).value
    }

    /// Files lie beside the cover, so that the pages around it are there at once.
    fn beside(self) -> Rules {
        let root = if self.purpose == Purpose::Build { ROOT } else { "" };
        Rules { embed: Embed::Never, limit: 0, single_file: false, public: self.options.public, root }
    }

    /// The fonts of the cover: those of a page that is not a preview's are cut to what is on it.
    fn cover_fonts(self, talk: Talk<'_>, place: Place, html: [&String; 2], memo: &mut Memo) -> PlacedFonts {
        let settings = &talk.read.deck.settings;
        let theme = &talk.rendered.theme;
        if self.purpose == Purpose::Preview {
            return theme.fonts.beside().below("../");
        }
        let [slide, running] = html;
        let texts: Vec<_> = theme.texts().collect();
        let layouts = layouts_with_fonts([slide.as_str()].into_iter());
        let styles: Vec<&str> = texts.iter().map(|text| &**text).chain(layouts).collect();
        let span = talk.rendered.columns[place.h].slides[place.v].span;
        let page = fonts::Page {
            around: std::slice::from_ref(running),
            slides: &[(span, slide)],
            styles: &styles,
            has_numbers: false,
            shared: Some(&fonts::shared_letters(&settings.language)),
            rules: Rules { embed: Embed::Auto, limit: FONT_LIMIT, ..self.beside() },
            sources: &talk.rendered.sources,
        };
        // Letters that no font has are reported with the deck.
        theme.fonts.cut(page, &mut memo.cover_fonts).value
    }
}

impl Talk<'_> {
    /// The slide that the settings name, or else the first that is shown.
    fn cover_place(self) -> Noted<Option<Place>> {
        let places = page::places(&self.rendered.columns).enumerate();
        let mut shown: Vec<Place> = Vec::new();
        for (index, (h, v)) in places.filter(|(index, (h, _))| self.is_shown(*h, *index)) {
            let is_first =
                (shown.first().is_none_or(|first| first.h == h), shown.last().is_none_or(|last| last.h != h));
            shown.push(Place { h, v, index, is_first });
        }
        let first = shown.first().copied();
        let Some(name) = &self.read.deck.settings.listing.cover else { return first.into() };
        let ids = &self.linked.ids.slides;
        let named = shown.into_iter().find(|place| ids[place.index].as_deref() == Some(&name.value));
        let Some(place) = named else {
            let known: HashSet<&str> = ids.iter().flatten().map(String::as_str).collect();
            let message = format!("no slide that is shown has the id `{}`", name.value);
            let help = match nearest(&name.value, known) {
                Some(other) => format!("did you mean `{other}`?"),
                None => {
                    "the first slide is the cover; give the other an id: `<!-- .slide: id=\"…\" -->`".into()
                }
            };
            return Noted::from(first)
                .note(Diagnostic::warning("unknown-cover", name.at, message).help(help));
        };
        Some(place).into()
    }

    fn is_shown(self, h: usize, index: usize) -> bool {
        let is_hidden = |attributes: &Attributes| attributes.value("data-visibility") == Some("hidden");
        let column = &self.rendered.columns[h];
        !is_hidden(&column.section().attributes) && !is_hidden(&self.rendered.slides[index].attributes)
    }

    /// The start of the stack that a column is; `None` if it is one slide.
    fn stack(self, h: usize, holes: Holes<'_>) -> Option<Still> {
        let attributes = self.linked.starts.attributes_of_column(h)?;
        let is_stack = self.rendered.columns[h].is_stack();
        is_stack.then(|| render::still(&format!("<section{}>", page::fill(attributes, holes))))
    }
}

/// Whether the layout of a slide needs what only a browser measures: text that fills its line, ink for a ground of any
/// colour, and more than words, which may have to be fitted to its room.
fn needs_script(slide: &Still) -> bool {
    const SIMPLE: &[&str] =
        &["h1", "h2", "h3", "h4", "p", "br", "em", "strong", "a", "small", "section", "span"];
    const WORDS: usize = 300;
    let has_ground = slide.attributes.iter().any(|(name, _)| name.starts_with("data-background"));
    let mut tags = slide.html.split('<').skip(1).filter(|tag| !tag.starts_with('/'));
    let is_simple = tags.all(|tag| tag.split([' ', '>']).next().is_some_and(|name| SIMPLE.contains(&name)));
    slide.is_measured || has_ground || !is_simple || render::words(&slide.html).len() > WORDS
}

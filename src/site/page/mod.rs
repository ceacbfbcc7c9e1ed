//! The page: every slide, its notes and its section through their templates, and the whole around them.

mod agenda;
pub(super) mod bundle;
pub(super) mod configuration;
pub(crate) mod cover;
pub(super) mod fonts;
pub(super) mod frame;
mod holes;
pub(super) mod ids;
mod layout;
pub(super) mod live;
pub(super) mod policy;
pub(crate) mod shared;
mod starts;
pub(super) mod theme;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

pub(super) use self::holes::{Holes, fill};
pub(super) use self::starts::{Starts, Surroundings, starts};
use super::MANY;
use super::preview::memo::{Memo, Shown};
use super::talk_links::TalkLinks;
use super::templates::{Slot, Slotted, Template, Templates, Values};
use crate::deck::{Column, Settings, is_right_to_left, shown_date};
use crate::html::{self, Markup, Permissions};
use crate::render::Rendered;
use crate::text::{Diagnostic, Noted, Sources, Span};

/// What templates see of the deck, under the name `deck`.
#[derive(Debug, Serialize)]
pub(super) struct DeckFacts<'a> {
    pub title: &'a str,
    pub authors: &'a [String],
    pub event: Option<&'a str>,
    pub date: Option<&'a str>,
    /// The date in words of the deck's language: `29 November 2026`.
    pub day: Option<String>,
    pub language: &'a str,
    /// `rtl` where the talk is read from right to left; `None` for all others.
    pub direction: Option<&'static str>,
    pub description: Option<&'a str>,
    pub url: Option<&'a str>,
    /// The address of the card's picture, absolute where `url` is known.
    pub image: Option<&'a str>,
    /// Where the slides are as PDF.
    pub pdf: Option<&'a str>,
    /// What leads from the deck to its folder in a site; `None` if it is in none.
    pub home: Option<&'static str>,
    pub theme: &'a str,
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
    /// How many slides there are.
    pub slides: usize,
}

impl<'a> DeckFacts<'a> {
    /// The facts that follow from the settings.
    pub(super) fn of(
        settings: &'a Settings,
        title: &'a str,
        links: &'a TalkLinks,
        slides: usize,
    ) -> DeckFacts<'a> {
        DeckFacts {
            title,
            authors: &settings.author,
            event: settings.event.as_deref(),
            date: settings.date.as_deref(),
            day: settings.date.as_deref().map(|date| shown_date(date, &settings.language)),
            language: &settings.language,
            direction: direction(settings),
            description: settings.description.as_deref(),
            url: settings.publishing.url.as_ref().map(|url| url.value.as_str()),
            image: links.card.as_deref(),
            pdf: links.pdf.as_deref(),
            home: None,
            theme: &settings.page.theme.value,
            width: settings.page.canvas().width,
            height: settings.page.canvas().height,
            slides,
        }
    }
}

/// The direction in which a talk is read: that of `rtl` in `[reveal]`, or else that of its language.
fn direction(settings: &Settings) -> Option<&'static str> {
    let rtl = settings.page.reveal.get("rtl").and_then(|rtl| rtl.as_bool());
    rtl.unwrap_or_else(|| is_right_to_left(&settings.language)).then_some("rtl")
}

/// What a template sees of one slide, under the name `slide`.
#[derive(Serialize)]
pub(super) struct SlideFacts<'a> {
    id: Option<&'a str>,
    /// The text of the first heading.
    title: Option<&'a str>,
    /// The column, counted from 0, as in `#/h/v`.
    h: usize,
    /// The place in the column, counted from 0.
    v: usize,
    /// The place in the talk, counted from 1.
    number: usize,
}

/// What a template sees of a column, under the name `section`.
#[derive(Serialize)]
struct SectionFacts<'a> {
    id: Option<&'a str>,
    title: Option<&'a str>,
    /// The column, counted from 0.
    h: usize,
}

/// Everything that the slides of a page are made from.
pub(super) struct Page<'a> {
    pub columns: &'a [Column<'a>],
    /// By slide, in the order of the talk.
    pub rendered: &'a [Arc<Rendered>],
    pub starts: &'a Starts,
    /// What fills the holes of the slides.
    pub holes: Holes<'a>,
    pub templates: &'a Templates,
    pub sources: &'a Sources,
}

/// A piece of the page, or what kept it from being made.
pub(super) type PageResult<T = String> = Result<T, Diagnostic>;

/// What is within `.slides`: every column, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Slides {
    pub columns: Vec<ShownColumn>,
    /// In the order of the talk.
    pub slides: Vec<Arc<Shown>>,
}

/// A column of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownColumn {
    /// What is around the slides; `None` if the column is one slide.
    pub stack: Option<Arc<Wrapper>>,
    /// How many slides it has.
    pub slides: usize,
}

/// What is around the slides of a stack.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wrapper {
    /// HTML up to the first slide.
    pub before: String,
    /// HTML from the last slide on.
    pub after: String,
    /// Whether the slides are between the two: a template may leave them out.
    pub has_slides: bool,
}

impl Wrapper {
    fn new(stack: &Slotted) -> Wrapper {
        match stack.around(Slot::Slides) {
            Some((before, after)) => Wrapper { before, after, has_slides: true },
            None => Wrapper { before: stack.html(), ..Wrapper::default() },
        }
    }

    /// The same with its HTML changed by `change`.
    pub(crate) fn with_text(&self, change: impl Fn(&str) -> String) -> Wrapper {
        Wrapper { before: change(&self.before), after: change(&self.after), has_slides: self.has_slides }
    }

    /// The text without the slides.
    pub(crate) fn text(&self) -> String {
        [self.before.as_str(), &self.after].concat()
    }
}

/// Writes every column, one after the other.
fn write_columns<'a>(
    page: &mut String,
    columns: &[ShownColumn],
    mut slides: impl Iterator<Item = &'a Arc<Shown>>,
) {
    for ShownColumn { stack, slides: count } in columns {
        let around = stack.as_deref();
        page.push_str(around.map_or("", |stack| &stack.before));
        for slide in slides.by_ref().take(*count) {
            if around.is_none_or(|stack| stack.has_slides) {
                page.push_str(&slide.html);
            }
        }
        page.push_str(around.map_or("", |stack| &stack.after));
    }
}

/// Where each slide is, in the order of the talk: its column and its place in it, both counted from 0.
pub(super) fn places(columns: &[Column<'_>]) -> impl Iterator<Item = (usize, usize)> {
    columns.iter().enumerate().flat_map(|(h, column)| (0..column.slides.len()).map(move |v| (h, v)))
}

impl Page<'_> {
    /// Every column, and what kept a part of it from being made.
    pub(super) fn slides(&self, memo: &mut Memo) -> Noted<Slides> {
        let mut results = self.each_slide(memo).into_iter();
        let (mut slides, mut diagnostics) = (Slides::default(), Vec::new());
        let mut stacks = HashMap::new();
        for (h, column) in self.columns.iter().enumerate() {
            let first = slides.slides.len();
            for slide in results.by_ref().take(column.slides.len()) {
                match slide {
                    Ok(slide) => slides.slides.push(slide),
                    Err(diagnostic) => diagnostics.push(diagnostic),
                }
            }
            let count = slides.slides.len() - first;
            match self.column(h, &mut stacks) {
                Ok(stack) => slides.columns.push(ShownColumn { stack, slides: count }),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        memo.keep_shown(self.rendered, &slides.slides);
        Noted::new(slides, diagnostics)
    }

    /// Every slide, in the order of the talk.
    fn each_slide(&self, memo: &Memo) -> Vec<PageResult<Arc<Shown>>> {
        let places: Vec<(usize, usize)> = places(self.columns).collect();
        let slide = |(index, &(h, v)): (usize, &(usize, usize))| self.slide(h, v, index, memo);
        match places.len() < MANY {
            true => places.iter().enumerate().map(slide).collect(),
            false => places.par_iter().enumerate().map(slide).collect(),
        }
    }

    /// What is around the slides of a column; `None` if it is one slide. `stacks` holds those that depend on
    /// nothing but their attributes.
    fn column(
        &self,
        h: usize,
        stacks: &mut HashMap<String, Arc<Wrapper>>,
    ) -> PageResult<Option<Arc<Wrapper>>> {
        let column = &self.columns[h];
        if !column.is_stack() {
            return Ok(None);
        }
        let start = &self.starts.columns[h];
        let attributes = fill(&start.attributes, self.holes);
        let is_plain = !self.templates.has_own(Template::Section);
        if let Some(stack) = stacks.get(&attributes).filter(|_| is_plain) {
            return Ok(Some(stack.clone()));
        }
        let facts = SectionFacts { id: start.id.as_deref(), title: column.section().title.as_deref(), h };
        let values = Values::default().with("section", &facts).with_html("attributes", &attributes);
        let slots = [("slides", Slot::Slides)];
        let stack = self.templates.render_slotted(Template::Section, values, &slots, self.sources)?;
        let stack = Arc::new(Wrapper::new(&stack));
        if is_plain {
            stacks.insert(attributes, stack.clone());
        }
        Ok(Some(stack))
    }

    /// One slide: the column and the place in it, and the place in the talk, all counted from 0.
    pub(super) fn slide(&self, h: usize, v: usize, index: usize, memo: &Memo) -> PageResult<Arc<Shown>> {
        let (rendered, start) = (&self.rendered[index], &self.starts.slides[index]);
        let attributes = fill(&start.attributes, self.holes);
        // Another's template may show where a slide is, and a hole what became of a file or a link.
        let has_own = self.templates.has_own(Template::Slide) || self.templates.has_own(Template::Notes);
        let is_plain = !has_own && rendered.layout.is_none() && !rendered.has_holes();
        if let Some(shown) = memo.shown(rendered, &attributes).filter(|_| is_plain) {
            return Ok(shown);
        }
        let at = Some(self.columns[h].slides[v].span);
        let facts = SlideFacts {
            id: start.id.as_deref(),
            title: rendered.facts.heading.as_deref(),
            h,
            v,
            number: index + 1,
        };
        let notes = match &rendered.notes {
            Some(notes) => self.notes(notes, &facts, at)?,
            None => String::new(),
        };
        // What is not seen at first waits until its slide is near.
        let plain = fill(&rendered.content, Holes { are_late: index > 0, ..self.holes });
        let content = match rendered.layout.as_ref().filter(|layout| self.knows(layout)) {
            Some(layout) => {
                let parts = layout::Parts { layout, slide: &facts, content: &plain, notes: &notes };
                self.laid_out(parts, h, rendered, at)?
            }
            None => plain,
        };
        let values = Values::default()
            .with("slide", &facts)
            .with_html("attributes", &attributes)
            .with_html("content", &content)
            .with_html("notes", &notes);
        let html = self.templates.render(Template::Slide, values, self.sources, at)?;
        let is_made = has_own || rendered.layout.is_some();
        let permissions = if is_made { html::permissions_of(&html) } else { Permissions::default() };
        let names = match is_made && self.templates.own_sources().next().is_some() {
            true => html::names_in(&html),
            false => Vec::new(),
        };
        Ok(Arc::new(Shown { permissions, names, is_plain, ..Shown::new(&attributes, &html, &notes) }))
    }

    fn notes(&self, notes: &Markup, slide: &SlideFacts<'_>, at: Option<Span>) -> PageResult {
        let values = Values::default().with("slide", slide).with_html("content", &fill(notes, self.holes));
        self.templates.render(Template::Notes, values, self.sources, at)
    }
}

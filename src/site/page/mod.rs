//! The page: every slide, its notes and its section through their templates, and the whole around them.

pub mod bundle;
pub mod configuration;
pub mod frame;
pub mod ids;
mod layout;
pub mod live;
pub mod policy;
pub mod theme;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use self::ids::Ids;
use super::MANY;
use super::preview::memo::{Memo, Shown};
use super::templates::{Slot, Slotted, Template, Templates, Values};
use crate::assets::{Answer, Plan, Reference, Shape};
use crate::deck::{Attribute, Attributes, Column, SWITCHES, Settings, Trust};
use crate::html::{self, AttributeMarkup, Image, Markup, Permissions, Piece, untrusted};
use crate::render::figures::qr;
use crate::render::{self, Rendered};
use crate::text::{Diagnostic, Sources, Span};

/// What templates see of the deck, under the name `deck`.
#[derive(Debug, Serialize)]
pub struct DeckFacts<'a> {
    pub title: &'a str,
    pub authors: &'a [String],
    pub event: Option<&'a str>,
    pub date: Option<&'a str>,
    pub language: &'a str,
    pub description: Option<&'a str>,
    pub url: Option<&'a str>,
    /// The address of the card's picture, absolute where `url` is known.
    pub image: Option<&'a str>,
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
    pub fn of(
        settings: &'a Settings,
        title: &'a str,
        image: Option<&'a str>,
        slides: usize,
    ) -> DeckFacts<'a> {
        DeckFacts {
            title,
            authors: &settings.author,
            event: settings.event.as_deref(),
            date: settings.date.as_deref(),
            language: &settings.language,
            description: settings.description.as_deref(),
            url: settings.url.as_ref().map(|url| url.value.as_str()),
            image,
            theme: &settings.theme.value,
            width: settings.size.width,
            height: settings.size.height,
            slides,
        }
    }
}

/// What a template sees of one slide, under the name `slide`.
#[derive(Serialize)]
pub struct SlideFacts<'a> {
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

/// The attributes with which the `section` elements of a deck start.
#[derive(Debug, Default)]
pub struct Starts {
    /// By column: those around a stack; empty where there is none.
    columns: Vec<Start>,
    /// By slide.
    slides: Vec<Start>,
    /// What the attributes load and run.
    pub permissions: Permissions,
    /// What is strange about them.
    pub diagnostics: Vec<Diagnostic>,
}

/// The attributes of one `section`.
#[derive(Debug, Default)]
struct Start {
    id: Option<String>,
    attributes: Markup,
}

impl Starts {
    /// The files that the attributes name.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.columns.iter().chain(&self.slides).flat_map(|start| start.attributes.references())
    }

    fn start(
        &mut self,
        mut attributes: Attributes,
        id: Option<&str>,
        around: Surroundings<'_>,
        whole: Span,
    ) -> Start {
        let mut markup = Markup::default();
        let sources = around.sources;
        if around.trust.is_untrusted() {
            self.diagnostics.extend(untrusted::clean_section(&mut attributes, sources.slice(whole)));
        }
        if attributes.is_empty() {
            // Most slides, and there may be thousands.
            id.iter().for_each(|id| markup.push_plain_attribute("id", id));
        } else {
            let (attributes, permissions) = render::attributes(sources, &with_id(attributes, id), whole);
            self.permissions.extend(&permissions);
            attributes.iter().for_each(|attribute| markup.push_attribute(attribute));
        }
        Start { id: id.map(str::to_owned), attributes: markup }
    }
}

/// What holds for every start of a deck.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    pub settings: &'a Settings,
    pub trust: Trust,
    pub sources: &'a Sources,
}

/// Puts together with which attributes each slide and each stack starts.
///
/// A slide that is alone in its column bears the section's attributes too, under its own. In a preview every slide
/// bears its key; `keys` is empty where there are none. Where something stands on every slide, each says whether it
/// wants that.
pub fn starts(
    columns: &[Column<'_>],
    rendered: &[Arc<Rendered>],
    ids: &Ids,
    keys: &[String],
    around: Surroundings<'_>,
) -> Starts {
    let mut starts = Starts::default();
    let settings = around.settings;
    let has_running = settings.running.has_header() || settings.running.has_footer();
    let mut slides = rendered.iter().zip(&ids.slides);
    for (column, id) in columns.iter().zip(&ids.columns) {
        let mut section = column.section().attributes.clone();
        let switches: Vec<Attribute> = SWITCHES.iter().filter_map(|name| section.take(name)).collect();
        let start = match column.slides.first() {
            Some(first) if column.is_stack() => {
                starts.start(section.clone(), id.as_deref(), around, first.span)
            }
            _ => Start::default(),
        };
        starts.columns.push(start);
        for (slide, (rendered, id)) in column.slides.iter().zip(slides.by_ref()) {
            let under = if column.is_stack() { Attributes::default() } else { section.clone() };
            let mut attributes = under;
            rendered.attributes.iter().cloned().for_each(|attribute| attributes.set(attribute));
            for switch in &switches {
                if attributes.get(&switch.name).is_none() {
                    attributes.set(switch.clone());
                }
            }
            if has_running {
                let strange = attributes.turn_switches();
                starts.diagnostics.extend(strange.iter().map(|switch| no_switch(switch, slide.span)));
            } else if settings.extensions {
                SWITCHES.iter().for_each(|name| _ = attributes.take(name));
            }
            let mut start = starts.start(attributes, id.as_deref(), around, slide.span);
            if let Some(key) = keys.get(starts.slides.len()) {
                start.attributes.push_plain_attribute(live::KEY, key);
            }
            starts.slides.push(start);
        }
    }
    starts
}

/// Says that a slide's header or footer is neither on nor off.
fn no_switch(switch: &Attribute, slide: Span) -> Diagnostic {
    let Attribute { name, value, at } = switch;
    let message = format!("the {name} of a slide is `on` or `off`, and not `{value}`");
    Diagnostic::warning("unknown-switch", at.unwrap_or(slide.head()), message)
        .help(format!("its text is `{name} = \"…\"` in `orate.toml`, the same on every slide"))
}

/// The attributes with the id in front, in place of the author's own one.
fn with_id(mut attributes: Attributes, id: Option<&str>) -> Attributes {
    let at = attributes.take("id").and_then(|own| own.at);
    let id = id.map(|id| Attribute { name: "id".into(), value: id.into(), at });
    id.into_iter().chain(attributes.iter().cloned()).collect()
}

/// Everything that the slides of a page are made from.
pub struct Page<'a> {
    pub columns: &'a [Column<'a>],
    /// By slide, in the order of the talk.
    pub rendered: &'a [Arc<Rendered>],
    pub starts: &'a Starts,
    /// What fills the holes of the slides.
    pub holes: Holes<'a>,
    pub templates: &'a Templates,
    pub sources: &'a Sources,
}

/// What fills the holes of a markup.
#[derive(Clone, Copy)]
pub struct Holes<'a> {
    pub plan: &'a Plan,
    /// The links of all slides.
    pub links: &'a html::Links,
}

/// A piece of the page, or what kept it from being made.
pub type PageResult<T = String> = Result<T, Diagnostic>;

/// What stands within `.slides`: every column, one after the other.
#[derive(Debug, Default)]
pub struct Slides {
    pub columns: Vec<ShownColumn>,
    /// In the order of the talk.
    pub slides: Vec<Arc<Shown>>,
}

/// A column of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownColumn {
    /// What stands around the slides; none where the column is one slide.
    pub stack: Option<Arc<Wrapper>>,
    /// How many slides it has.
    pub slides: usize,
}

/// What stands around the slides of a stack.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wrapper {
    pub before: String,
    pub after: String,
    /// Whether the slides stand between the two: a template may leave them out.
    pub has_slides: bool,
}

impl Wrapper {
    fn new(stack: &Slotted) -> Wrapper {
        match stack.around(Slot::Slides) {
            Some((before, after)) => Wrapper { before, after, has_slides: true },
            None => Wrapper { before: stack.html(), ..Wrapper::default() },
        }
    }

    /// The text without the slides.
    pub fn text(&self) -> String {
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

impl Page<'_> {
    /// Every column, and what kept a part of it from being made.
    pub fn slides(&self, memo: &mut Memo) -> (Slides, Vec<Diagnostic>) {
        let places: Vec<(usize, usize)> = self
            .columns
            .iter()
            .enumerate()
            .flat_map(|(h, column)| (0..column.slides.len()).map(move |v| (h, v)))
            .collect();
        let known: &Memo = memo;
        let slide = |(index, &(h, v)): (usize, &(usize, usize))| self.slide(h, v, index, known);
        let made: Vec<PageResult<Arc<Shown>>> = if places.len() < MANY {
            places.iter().enumerate().map(slide).collect()
        } else {
            places.par_iter().enumerate().map(slide).collect()
        };
        let (mut slides, mut diagnostics) = (Slides::default(), Vec::new());
        let mut made = made.into_iter();
        let mut stacks = HashMap::new();
        for (h, column) in self.columns.iter().enumerate() {
            let first = slides.slides.len();
            for slide in made.by_ref().take(column.slides.len()) {
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
        (slides, diagnostics)
    }

    /// What stands around the slides of a column; none where it is one slide. `known` holds the stacks that depend on
    /// nothing but their attributes.
    fn column(
        &self,
        h: usize,
        known: &mut HashMap<String, Arc<Wrapper>>,
    ) -> PageResult<Option<Arc<Wrapper>>> {
        let column = &self.columns[h];
        if !column.is_stack() {
            return Ok(None);
        }
        let start = &self.starts.columns[h];
        let attributes = fill(&start.attributes, self.holes);
        let is_plain = !self.templates.has_own(Template::Section);
        if let Some(stack) = known.get(&attributes).filter(|_| is_plain) {
            return Ok(Some(stack.clone()));
        }
        let facts = SectionFacts { id: start.id.as_deref(), title: column.section().title.as_deref(), h };
        let values = Values::default().with("section", &facts).with_html("attributes", &attributes);
        let slots = [("slides", Slot::Slides)];
        let stack = self.templates.render_slotted(Template::Section, values, &slots, self.sources)?;
        let stack = Arc::new(Wrapper::new(&stack));
        if is_plain {
            known.insert(attributes, stack.clone());
        }
        Ok(Some(stack))
    }

    fn slide(&self, h: usize, v: usize, index: usize, memo: &Memo) -> PageResult<Arc<Shown>> {
        let (rendered, start) = (&self.rendered[index], &self.starts.slides[index]);
        let attributes = fill(&start.attributes, self.holes);
        // Another's template may show where a slide stands, and a hole what became of a file or a link.
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
        let plain = fill(&rendered.content, self.holes);
        let content = match rendered.layout.as_ref().filter(|layout| self.knows(layout)) {
            Some(layout) => {
                let parts = layout::Parts { layout, slide: &facts, content: &plain, notes: &notes };
                self.dressed(parts, h, rendered, at)?
            }
            None => plain,
        };
        let values = Values::default()
            .with("slide", &facts)
            .with_html("attributes", &attributes)
            .with_html("content", &content)
            .with_html("notes", &notes);
        let html = self.templates.render(Template::Slide, values, self.sources, at)?;
        let permissions = if has_own || rendered.layout.is_some() {
            html::permissions_of(&html)
        } else {
            Permissions::default()
        };
        Ok(Arc::new(Shown { attributes, html, notes, permissions, is_plain }))
    }

    fn notes(&self, notes: &Markup, slide: &SlideFacts<'_>, at: Option<Span>) -> PageResult {
        let values = Values::default().with("slide", slide).with_html("content", &fill(notes, self.holes));
        self.templates.render(Template::Notes, values, self.sources, at)
    }
}

/// The HTML with every hole filled.
pub fn fill(markup: &Markup, holes: Holes<'_>) -> String {
    let plan = holes.plan;
    let mut html = String::new();
    for piece in markup.pieces() {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Url(reference) => html::escape_value(&mut html, &plan.url(reference)),
            Piece::Declarations(sheet) => html::escape_value(&mut html, &sheet.fill(plan)),
            Piece::Style(sheet) => html.push_str(&sheet.fill(plan)),
            Piece::Image(image) => html.push_str(&fill(&image_markup(image, plan), holes)),
            // What keeps a code from being drawn is told elsewhere, once.
            Piece::Code(wanted) => html.push_str(&qr::fill(wanted, holes.links).unwrap_or_default()),
        }
    }
    html
}

/// An `img` with what its file says about `src`, `width` and `height`.
fn image_markup(image: &Image, plan: &Plan) -> Markup {
    let (address, shared, shape) = match plan.answer(&image.reference) {
        Answer::AsWritten => (Some(image.reference.address.clone()), None, None),
        Answer::Missing => (None, None, None),
        Answer::Url { url, shape } => (Some(url.into_owned()), None, shape),
        Answer::Shared { property, stand_in, shape } => (Some(stand_in.to_owned()), Some(property), shape),
    };
    let is_given = |name: &str| image.attributes.iter().any(|attribute| attribute.name == name);
    let mut attributes: Vec<AttributeMarkup> = Vec::with_capacity(image.attributes.len() + 4);
    let is_embedded = address.as_deref().is_some_and(|address| address.starts_with("data:"));
    let source = if image.is_lazy && !is_embedded { "data-src" } else { "src" };
    attributes.extend(address.map(|address| AttributeMarkup::plain(source, address)));
    // The style paints it by this name: a style attribute would need a looser policy, and classes are the author's.
    let name = shared.map(|property| property.trim_start_matches('-'));
    attributes.extend(name.map(|name| AttributeMarkup::plain("data-orate-image", name)));
    // Where the author sizes the image by class or style, width and height would fight with that; the stand-in of a
    // drawing has its size, and the style may show it larger.
    let is_drawing = name.is_some_and(|name| name.contains("-svg-"));
    if let Some(Shape { width, height, is_ratio: false }) = shape
        && !is_drawing
        && !["class", "style", "width", "height"].into_iter().any(is_given)
    {
        attributes.push(AttributeMarkup::plain("width", width.round().to_string()));
        attributes.push(AttributeMarkup::plain("height", height.round().to_string()));
    }
    attributes.extend(image.attributes.iter().cloned());
    let mut markup = Markup::default();
    markup.push_html("<img");
    attributes.iter().for_each(|attribute| markup.push_attribute(attribute));
    markup.push_html(">");
    markup
}

//! The attributes with which the `section` elements of a deck start.

use std::sync::Arc;

use super::ids::Ids;
use super::live;
use crate::assets::Reference;
use crate::deck::{Attribute, Attributes, Column, FIT_ATTRIBUTE, SWITCHES, Settings, Slide, Trust};
use crate::html::{Markup, Permissions, untrusted};
use crate::render::{self, Rendered};
use crate::text::{Diagnostic, Noted, Sources, Span};

/// The attributes of every `section` of a deck.
#[derive(Debug, Default)]
pub(crate) struct Starts {
    /// By column: those around a stack; empty if there is none.
    pub(super) columns: Vec<Start>,
    /// By slide.
    pub(super) slides: Vec<Start>,
    /// What the attributes load and run.
    pub permissions: Permissions,
}

/// The attributes of one `section`.
#[derive(Debug, Default)]
pub(super) struct Start {
    pub id: Option<String>,
    pub attributes: Markup,
}

impl Starts {
    /// The attributes around the slides of a column.
    pub(crate) fn attributes_of_column(&self, h: usize) -> Option<&Markup> {
        self.columns.get(h).map(|start| &start.attributes)
    }

    /// The files that the attributes of one slide name, and those of its column.
    pub(crate) fn references_at(&self, h: usize, slide: usize) -> impl Iterator<Item = &Reference> {
        let starts = self.columns.get(h).into_iter().chain(self.slides.get(slide));
        starts.flat_map(|start| start.attributes.references())
    }

    /// The files that the attributes name.
    pub(crate) fn references(&self) -> impl Iterator<Item = &Reference> {
        self.columns.iter().chain(&self.slides).flat_map(|start| start.attributes.references())
    }
}

/// What holds for every start of a deck.
#[derive(Clone, Copy)]
pub(crate) struct Surroundings<'a> {
    pub settings: &'a Settings,
    pub trust: Trust,
    pub sources: &'a Sources,
    /// Whether each slide says in the page which one it is.
    pub places: bool,
}

/// Puts together with which attributes each slide and each stack starts.
///
/// A slide that is alone in its column bears the section's attributes too, under its own. In a preview every slide
/// bears its key; `keys` is empty where there are none. Where something is on every slide, each says whether it
/// wants that.
pub(crate) fn starts(
    columns: &[Column<'_>],
    rendered: &[Arc<Rendered>],
    ids: &Ids,
    keys: &[String],
    around: Surroundings<'_>,
) -> Noted<Starts> {
    let mut writer = Writer { around, starts: Starts::default(), diagnostics: Vec::new() };
    let mut slides = rendered.iter().zip(&ids.slides);
    for (column, id) in columns.iter().zip(&ids.columns) {
        let section = SectionAttributes::of(column);
        writer.stack(column, &section, id.as_deref());
        for (slide, (rendered, id)) in column.slides.iter().zip(slides.by_ref()) {
            let key = keys.get(writer.starts.slides.len());
            let mut start = writer.slide(slide, rendered, &section, id.as_deref());
            key.iter().for_each(|key| start.attributes.push_plain_attribute(live::KEY, key));
            if around.places {
                let number = format!("#{}", writer.starts.slides.len());
                start.attributes.push_plain_attribute(render::PLACE, &number);
            }
            writer.starts.slides.push(start);
        }
    }
    Noted::new(writer.starts, writer.diagnostics)
}

/// What a section gives to its stack and to the slides in it.
struct SectionAttributes {
    /// Those that are around the stack.
    of_stack: Attributes,
    /// Those that a slide bears under its own, since it is alone in its column.
    of_slide: Attributes,
    /// Whether header and footer are shown, for every slide that does not say so itself.
    switches: Vec<Attribute>,
}

impl SectionAttributes {
    fn of(column: &Column<'_>) -> SectionAttributes {
        let mut own = column.section().attributes.clone();
        let switches = SWITCHES.iter().filter_map(|name| own.take(name)).collect();
        let (of_stack, of_slide) =
            if column.is_stack() { (own, Attributes::default()) } else { (Attributes::default(), own) };
        SectionAttributes { of_stack, of_slide, switches }
    }
}

struct Writer<'a> {
    around: Surroundings<'a>,
    starts: Starts,
    diagnostics: Vec<Diagnostic>,
}

impl Writer<'_> {
    /// Adds the start of a stack; an empty one where the column is one slide.
    fn stack(&mut self, column: &Column<'_>, section: &SectionAttributes, id: Option<&str>) {
        let start = match column.slides.first().filter(|_| column.is_stack()) {
            Some(first) => self.start(section.of_stack.clone(), id, first.span),
            None => Start::default(),
        };
        self.starts.columns.push(start);
    }

    fn slide(
        &mut self,
        slide: &Slide,
        rendered: &Rendered,
        section: &SectionAttributes,
        id: Option<&str>,
    ) -> Start {
        let settings = self.around.settings;
        let mut attributes = section.of_slide.clone();
        rendered.attributes.iter().cloned().for_each(|attribute| attributes.set(attribute));
        for switch in &section.switches {
            if attributes.get(&switch.name).is_none() {
                attributes.set(switch.clone());
            }
        }
        if settings.page.running.has_header() || settings.page.running.has_footer() {
            let strange = attributes.turn_switches();
            self.diagnostics.extend(strange.iter().map(|switch| no_switch(switch, slide.span)));
        } else if settings.reading.extensions {
            SWITCHES.iter().for_each(|name| _ = attributes.take(name));
        }
        self.start(attributes, id, slide.span)
    }

    fn start(&mut self, mut attributes: Attributes, id: Option<&str>, whole: Span) -> Start {
        let mut markup = Markup::default();
        let sources = self.around.sources;
        if self.around.settings.reading.extensions || attributes.get(FIT_ATTRIBUTE).is_some() {
            let strange = attributes.turn_fit();
            self.diagnostics.extend(strange.map(|fit| no_fit(&fit, whole)));
        }
        if self.around.trust.is_untrusted() {
            self.diagnostics.extend(untrusted::clean_section(&mut attributes, sources.slice(whole)));
        }
        if attributes.is_empty() {
            // Most slides, and there may be thousands.
            id.iter().for_each(|id| markup.push_plain_attribute("id", id));
        } else {
            let (attributes, permissions) = render::attributes(sources, &with_id(attributes, id), whole);
            self.starts.permissions.extend(&permissions);
            attributes.iter().for_each(|attribute| markup.push_attribute(attribute));
        }
        Start { id: id.map(str::to_owned), attributes: markup }
    }
}

/// Says that a slide's header or footer is neither on nor off.
fn no_switch(switch: &Attribute, slide: Span) -> Diagnostic {
    let Attribute { name, value, at } = switch;
    let message = format!("the {name} of a slide is `on` or `off`, and not `{value}`");
    Diagnostic::warning("unknown-switch", at.unwrap_or(slide.head()), message)
        .help(format!("its text is `{name} = \"…\"` in `orate.toml`, the same on every slide"))
}

/// Says that a slide cannot be fitted as its author asks.
fn no_fit(fit: &Attribute, slide: Span) -> Diagnostic {
    let message = format!("a slide cannot be fitted to `{}`", fit.value);
    Diagnostic::warning("unknown-fit", fit.at.unwrap_or(slide.head()), message)
        .help("write `none`, or the smallest size of the slide in percent, from `20%` to `100%`")
}

/// The attributes with the id in front, in place of the author's own one.
fn with_id(mut attributes: Attributes, id: Option<&str>) -> Attributes {
    let at = attributes.take("id").and_then(|own| own.at);
    let id = id.map(|id| Attribute { name: "id".into(), value: id.into(), at });
    id.into_iter().chain(attributes.iter().cloned()).collect()
}

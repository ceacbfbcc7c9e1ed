//! The templates of a page, a section, a slide and its notes, by Tera.
//!
//! The built-in ones live in `templates/` at the top of the repository, under names that begin with `orate/`. A file of the
//! same name in the project's own `templates/` folder is used instead: a lookup, never a fork of the whole, since
//! it may say `{% extends "orate/page.html" %}` and change one block. A file that equals the built-in one is a copy and
//! overrides nothing. Tera's types stay in this module.

mod budget;
mod built_in;
mod errors;
mod limit;
mod measured;
mod own;
mod slots;
mod values;

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Kwargs, State, Tera, Value};

use crate::assets::cleaned_text;
use crate::deck::Translations;
use crate::text::{Diagnostic, Noted, SourceId, Sources, Span};
use budget::Budget;
pub(crate) use built_in::built_in_layouts;
use built_in::{SITE_FOLDER, built_in, layout_name, plain_name};
use limit::{LIMIT, Limited};
use measured::Measured;
pub(crate) use own::OwnTemplates;
use own::{in_order_of_need, overriding, without_comments};
pub(crate) use slots::{Piece, Slot, Slotted};
use slots::{value_without_marks, without_marks};
pub(crate) use values::{Values, escaped};

/// The names of the pieces that a deck's page is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Template {
    Page,
    Section,
    Slide,
    Notes,
    /// What is shown where the address of one slide is shared.
    SharedSlide,
    /// A slide that stands for its talk.
    Cover,
    /// All talks of a site.
    SiteIndex,
    /// Talks that have something in common.
    SiteList,
    /// What there is of one talk.
    About,
    /// A talk to be read.
    Transcript,
    Search,
    /// What is shown where there is nothing.
    Nowhere,
    /// What leads from an old address to the new one.
    Moved,
    Feed,
    Sitemap,
}

impl Template {
    fn name(self) -> &'static str {
        match self {
            Template::Page => "page.html",
            Template::Section => "section.html",
            Template::Slide => "slide.html",
            Template::Notes => "notes.html",
            Template::SharedSlide => "shared-slide.html",
            Template::Cover => "cover.html",
            Template::SiteIndex => "site/index.html",
            Template::SiteList => "site/list.html",
            Template::About => "site/about.html",
            Template::Transcript => "site/transcript.html",
            Template::Search => "site/search.html",
            Template::Nowhere => "site/404.html",
            Template::Moved => "site/moved.html",
            Template::Feed => "site/feed.xml",
            Template::Sitemap => "site/sitemap.xml",
        }
    }
}

/// Every template of a build, parsed and ready.
pub(crate) struct Templates {
    tera: Tera,
    /// The project's own, so that an error can point into them.
    own: BTreeMap<String, SourceId>,
    /// The same as Tera reads them.
    measured: BTreeMap<String, Measured>,
    /// What they may still cost.
    budget: Budget,
    /// What every template sees besides its own values.
    facts: Facts,
}

/// What every template of a build sees.
struct Facts {
    /// `deck`, or `site`.
    name: &'static str,
    value: Value,
    /// In bytes; nothing where no template is the project's own.
    size: usize,
}

impl Templates {
    /// Parses the built-in templates of a deck and the project's own.
    ///
    /// `deck` is what every template sees under the name `deck`. A template that does not parse is left out, with
    /// an error at its place. `translations` are what the filter `translate` gives for English texts.
    pub(crate) fn load(
        own: OwnTemplates<'_>,
        deck: &impl Serialize,
        translations: Translations,
    ) -> Noted<Templates> {
        let built_in = built_in().filter(|(name, _)| !name.starts_with(SITE_FOLDER));
        Templates::parse(built_in, own, ("deck", deck), translations)
    }

    /// The same for the pages of a site of several talks, which see `site`.
    pub(crate) fn load_site(
        own: OwnTemplates<'_>,
        site: &impl Serialize,
        translations: Translations,
    ) -> Noted<Templates> {
        let built_in = built_in().filter(|(name, _)| name.starts_with(SITE_FOLDER));
        Templates::parse(built_in, own, ("site", site), translations)
    }

    fn parse(
        built_in: impl Iterator<Item = (&'static str, &'static str)>,
        own: OwnTemplates<'_>,
        (name, facts): (&'static str, &impl Serialize),
        translations: Translations,
    ) -> Noted<Templates> {
        let OwnTemplates { sources, are_public, .. } = own;
        let own = overriding(&own);
        let mut tera = Tera::new();
        let language = translations.language().to_owned();
        // Before the built-in templates are parsed, which use it.
        tera.register_filter("translate", move |english: &str, _: Kwargs, _: &State<'_>| {
            translations.translate(english).to_owned()
        });
        tera.set_fallback_prefixes(["orate/"]).expect("no template was added yet");
        let built_in = built_in.map(|(name, text)| (format!("orate/{name}"), text));
        tera.add_raw_templates(built_in).expect("the built-in templates parse");
        let value = value_without_marks(&Value::from_serializable(facts));
        tera.global_context().insert_value(name, value.clone());
        let orate = [("version", env!("CARGO_PKG_VERSION")), ("language", &language)];
        tera.global_context().insert("orate", &BTreeMap::from(orate));
        budget::register(&mut tera);
        let size = if own.is_empty() { 0 } else { budget::size(&value) };
        let (measured, budget) = (BTreeMap::new(), Budget::default());
        let facts = Facts { name, value, size };
        let mut templates = Templates { tera, own: own.clone(), measured, budget, facts };
        let mut diagnostics = Vec::new();
        for (name, text) in in_order_of_need(&own, sources) {
            let text = without_marks(text);
            let text = if are_public { without_comments(&text) } else { text.as_ref().into() };
            let text = match are_public.then(|| cleaned_text(&text)).flatten() {
                Some(cleaned) => cleaned.into(),
                None => text,
            };
            // One at a time, so that a mistake in one template leaves the others to be looked at too.
            diagnostics.extend(templates.add(name, &text, sources).err().map(|diagnostic| *diagnostic));
        }
        Noted::new(templates, diagnostics)
    }

    /// Adds a template of the project's own, so that it pays for what it does.
    fn add(&mut self, name: &str, text: &str, sources: &Sources) -> Result<(), Box<Diagnostic>> {
        let measured = Measured::new(text).map_err(|refused| {
            let at = self.own.get(name).map(|&id| sources.whole(id).span.part(refused.at..refused.at));
            Box::new(Diagnostic::error("template", at, refused.message).help("write fewer of them"))
        })?;
        // As its author wrote it, for what Tera has to say about that.
        let added = self.tera.add_raw_template(name, text);
        added.map_err(|error| Box::new(self.diagnostic(&error, sources, Some(name))))?;
        let added = self.tera.add_raw_template(name, &measured.text);
        self.measured.insert(name.to_owned(), measured);
        added.map_err(|error| Box::new(self.diagnostic(&error, sources, Some(name))))
    }

    /// Fills one template. `slide` is the slide that is being made, for the message if that fails.
    pub(crate) fn render(
        &self,
        template: Template,
        values: Values,
        sources: &Sources,
        slide: Option<Span>,
    ) -> Result<String, Diagnostic> {
        self.fill(template.name(), values, sources, slide)
    }

    /// Renders a template some of whose values are filled in later: each of `slots` is seen under its name.
    ///
    /// [`Slot::Title`] is seen as `deck.title`.
    pub(crate) fn render_slotted(
        &self,
        template: Template,
        values: Values,
        slots: &[(&'static str, Slot)],
        sources: &Sources,
    ) -> Result<Slotted, Diagnostic> {
        let mut values = values.without_marks();
        for &(name, slot) in slots {
            match slot {
                Slot::Title => values.values.push((self.facts.name, self.facts.with_title(slot))),
                _ => values = values.with_html(name, slot.mark().encode_utf8(&mut [0; 4])),
            }
        }
        let slotted = Slotted::split(&self.render(template, values, sources, None)?);
        match slotted.count(Slot::Slides) {
            0 | 1 => Ok(slotted),
            _ => Err(self.repeated_slides(template, sources)),
        }
    }

    /// Says that a template shows the slides more than once, so that no slide would have an address of its own.
    fn repeated_slides(&self, template: Template, sources: &Sources) -> Diagnostic {
        let own = self.own.iter().find(|(name, _)| plain_name(name) == template.name());
        let at = own.map(|(_, &id)| sources.whole(id).span.head());
        Diagnostic::error("template", at, "the template puts out `slides` more than once")
            .help("write `{{ slides }}` in one place")
    }

    /// Fills the template that a slide asks for by its name.
    pub(crate) fn render_layout(
        &self,
        name: &str,
        values: Values,
        sources: &Sources,
        slide: Option<Span>,
    ) -> Result<String, Diagnostic> {
        self.fill(&format!("slides/{name}.html"), values, sources, slide)
    }

    /// The names that a slide may ask for.
    pub(crate) fn layouts(&self) -> impl Iterator<Item = &str> {
        let own = self.own.keys().map(String::as_str);
        own.chain(built_in().map(|(name, _)| name)).filter_map(layout_name)
    }

    fn fill(
        &self,
        name: &str,
        values: Values,
        sources: &Sources,
        slide: Option<Span>,
    ) -> Result<String, Diagnostic> {
        let mut page = Limited { written: Vec::new(), left: values.size + LIMIT };
        let size = values.size + self.facts.size;
        let context = values.into_context();
        match self.budget.spend(size, || self.tera.render_to(name, &context, &mut page)) {
            Ok(()) => Ok(String::from_utf8_lossy(&page.written).into_owned()),
            Err(error) => {
                let diagnostic = self.diagnostic(&error, sources, Some(name));
                Err(match slide {
                    Some(slide) => diagnostic.related(slide.head(), "while rendering this slide"),
                    None => diagnostic,
                })
            }
        }
    }

    /// The texts of the project's own templates.
    pub(crate) fn own_sources(&self) -> impl Iterator<Item = SourceId> {
        self.own.values().copied()
    }

    /// Whether the project has a template of its own in the place of one that comes with orate.
    pub(crate) fn has_own(&self, template: Template) -> bool {
        self.own.keys().any(|own| plain_name(own) == template.name())
    }
}

impl Facts {
    /// The facts with a slot in the place of the title.
    fn with_title(&self, slot: Slot) -> Value {
        let mark = Value::safe_string(slot.mark().encode_utf8(&mut [0; 4]));
        let mut facts = self.value.as_map().cloned().unwrap_or_default();
        facts.insert("title".into(), mark);
        Value::from(facts)
    }
}

#[cfg(test)]
mod tests;

//! The talk as it is in one variant: what `only` and `not` leave of sections and slides.
//!
//! What is left out goes at the tree, before anything is rendered, so that not a byte of it is in the page. Elements
//! within slides go where the slide is rendered.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::deck::{Attributes, Content, Deck, MARKS, Section, Settings, Slide, Variant, names};
use crate::render::Rendered;
use crate::text::{Diagnostic, Span, nearest};

/// The names that the talk gives to its variants, each with the first place where it does.
#[derive(Clone, Debug, Default)]
pub(super) struct VariantNames(BTreeMap<String, Option<Span>>);

/// The variant that is made: the one that was asked for, else that of the settings.
pub(super) fn chosen(name: Option<&str>, settings: &Settings) -> Variant {
    name.map_or_else(|| settings.speaking.variant.clone(), Variant::of)
}

/// Leaves out what is not part of the variant, and takes out the marks that say so. A section that is left without
/// slides goes too. The variant's own duration is that of the deck.
pub(super) fn select(mut deck: Deck, variant: &Variant) -> (Deck, VariantNames) {
    let mut names = VariantNames::default();
    deck.settings.speaking.variants.iter().for_each(|name| names.add(&name.value, name.at));
    deck.settings.speaking.durations.iter().for_each(|(name, _)| names.add(&name.value, name.at));
    let own = |name: &str| deck.settings.speaking.durations.iter().find(|(other, _)| other.value == name);
    if let Some((_, duration)) = variant.names().find_map(own) {
        deck.settings.speaking.duration = Some(*duration);
    }
    let mut selection = Selection { variant, variant_names: names };
    deck.sections = selection.sections(deck.sections);
    (deck, selection.variant_names)
}

struct Selection<'a> {
    variant: &'a Variant,
    variant_names: VariantNames,
}

impl Selection<'_> {
    fn sections(&mut self, sections: Vec<Section>) -> Vec<Section> {
        sections.into_iter().filter_map(|section| self.section(section)).collect()
    }

    fn section(&mut self, mut section: Section) -> Option<Section> {
        let is_admitted = self.takes(&mut section.attributes);
        // Names in what is left out are names all the same.
        let (content, is_empty) = match section.content {
            Content::Slides(slides) => {
                let slides: Vec<_> = slides.into_iter().filter_map(|slide| self.slide(slide)).collect();
                let is_empty = slides.is_empty();
                (Content::Slides(slides), is_empty)
            }
            Content::Sections(sections) => {
                let sections = self.sections(sections);
                let is_empty = sections.is_empty();
                (Content::Sections(sections), is_empty)
            }
        };
        section.content = content;
        (is_admitted && !is_empty).then_some(section)
    }

    fn slide(&mut self, mut slide: Slide) -> Option<Slide> {
        self.takes(&mut slide.attributes).then_some(slide)
    }

    /// Whether what bears the attributes is part of the variant; its marks are taken out.
    fn takes(&mut self, attributes: &mut Attributes) -> bool {
        let is_admitted = self.variant.admits(attributes);
        for mark in MARKS.into_iter().filter_map(|mark| attributes.take(mark)) {
            names(&mark.value).for_each(|name| self.variant_names.add(name, mark.at));
        }
        is_admitted
    }
}

impl VariantNames {
    fn add(&mut self, name: &str, at: Option<Span>) {
        self.0.entry(name.to_owned()).or_insert(at);
    }

    /// The same with the names that are on elements of slides.
    pub(super) fn with_slides(mut self, rendered: &[Arc<Rendered>]) -> VariantNames {
        rendered.iter().flat_map(|slide| &slide.variants).for_each(|name| self.add(&name.value, name.at));
        self
    }

    /// Every name, in the order of the alphabet.
    pub(super) fn into_names(self) -> Vec<String> {
        self.0.into_keys().collect()
    }

    /// Says which names nobody knows: those of the variant that is made, and where the settings list the variants,
    /// those in the talk.
    pub(super) fn check(&self, variant: &Variant, settings: &Settings) -> Vec<Diagnostic> {
        let declared: Vec<&str> = settings.speaking.variants.iter().map(|name| name.value.as_str()).collect();
        let missing = variant.names().filter(|name| !self.0.contains_key(*name)).map(|name| (name, None));
        let used =
            self.0.iter().filter(|(name, _)| !declared.is_empty() && !declared.contains(&name.as_str()));
        let names = || self.0.keys().map(String::as_str);
        missing
            .map(|(name, at)| unknown(name, at, names()))
            .chain(used.map(|(name, at)| unknown(name, *at, declared.iter().copied())))
            .collect()
    }
}

fn unknown<'a>(name: &str, at: Option<Span>, names: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-variant", at, format!("there is no variant `{name}`"));
    let list: Vec<&str> = names.clone().collect();
    match (nearest(name, names), list.as_slice()) {
        (Some(other), _) => diagnostic.help(format!("did you mean `{other}`?")),
        (None, []) => diagnostic.help("nothing in this talk says `only` or `not`"),
        (None, list) => diagnostic.help(format!("there are `{}`", list.join("`, `"))),
    }
}

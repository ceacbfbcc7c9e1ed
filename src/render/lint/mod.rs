//! What in a slide's elements is seldom what its author meant, and what the whole deck has to know to judge a link.
//!
//! One walk over a finished tree; it changes nothing. Which names and values are known is in [`names`], [`values`]
//! and `deck::elements`; what was to be private is in [`private`].

mod drawings;
mod footnote_texts;
mod foreign;
pub(super) mod literal;
mod names;
mod private;
mod scripts;
mod values;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::facts::{heading_level, visible};
use super::rendered::{Anchor, AnchorKind, Link};
use crate::deck::{Attribute, Attributes, When, elements};
use crate::html::tree::{Element, NodeId, NodeKind, Tree, Vocabulary};
use crate::text::{Diagnostic, Fix, Slice, Span};

/// How many places of one text are looked at, and how often one may be looked for in vain: a slide full of names must
/// not cost its length for each of them.
const PATIENCE: usize = 64;

/// What was found in a slide.
#[derive(Default)]
pub(super) struct ElementFindings {
    pub diagnostics: Vec<Diagnostic>,
    /// Links within the deck.
    pub links: Vec<Link>,
    /// What such links can lead to, besides slides.
    pub anchors: Vec<Anchor>,
}

/// Looks through the elements of a slide that the audience sees.
pub(super) fn elements(tree: &Tree, source: Slice<'_>, lints: When) -> ElementFindings {
    let mut reader = ElementLinter {
        tree,
        source,
        slide_comments: slide_comments(source.text),
        next: HashMap::new(),
        last: 0,
        misses: 0,
        found: ElementFindings::default(),
        level: 0,
        drawings: 0,
        named_parts: None,
    };
    for id in visible(tree) {
        let Some(element) = tree.element(id) else { continue };
        reader.drawings += usize::from(drawings::is_drawing(tree, id));
        if !element.attributes.is_empty() {
            reader.attributes(id, element);
        }
        if element.vocabulary == Vocabulary::Html && !elements::is_element(&element.name) {
            let is_for_notes = private::is_for_notes(element);
            if is_for_notes && element.attributes.is_empty() {
                reader.private_marks(id, element);
            } else if !is_for_notes {
                reader.unknown_element(id, &element.name);
            }
        }
        if lints == When::Check {
            reader.image(id, element);
            reader.heading(id, element);
        }
    }
    reader.found.diagnostics.extend(scripts::forbidden(tree, source));
    reader.found
}

/// Looks through the attributes of a slide or a section.
pub(super) fn section_attributes(
    attributes: &Attributes,
    source: Slice<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for attribute in attributes.iter() {
        if let Some(meant) = names::meant(&attribute.name, true) {
            let at = attribute.at.map_or(source.span.head(), |at| within(source, at, &attribute.name));
            diagnostics.push(unknown_attribute(&attribute.name, meant, at, source));
        }
        if let Some((word, meant)) = values::meant(&attribute.name, &attribute.value) {
            let at = attribute.at.map_or(source.span.head(), |at| within(source, at, word));
            diagnostics.push(unknown_value(&attribute.name, word, meant, at, source));
        }
    }
}

struct ElementLinter<'a> {
    tree: &'a Tree,
    source: Slice<'a>,
    /// The stretches of the source that comments about the slide take, in order.
    slide_comments: Vec<Range<usize>>,
    /// For each text that was found, where to look for it next: equal names come in the order of the text.
    next: HashMap<String, usize>,
    /// Where the last text was found: others are near.
    last: usize,
    /// How often a text was looked for in vain.
    misses: usize,
    found: ElementFindings,
    /// Of the last heading; 0 before the first.
    level: usize,
    /// How many inline drawings were entered.
    drawings: usize,
    /// The parts that drawings of the slide name, once that was asked for.
    named_parts: Option<HashSet<String>>,
}

impl ElementLinter<'_> {
    fn attributes(&mut self, id: NodeId, element: &Element) {
        let is_section = element.is("section");
        self.private_marks(id, element);
        for attribute in element.attributes.iter() {
            match attribute.name.as_str() {
                "class" => self.classes(id, element, attribute),
                "id" | "data-id" => {
                    let at = self.find(&attribute.value, |reader, at| reader.is_name(at));
                    let at = at.unwrap_or_else(|| self.place(id, &attribute.value));
                    let kind = self.anchor_kind(element, attribute, at);
                    self.found.anchors.push(Anchor { name: attribute.value.clone(), at, kind });
                }
                "href" if element.is("a") && attribute.value.starts_with('#') => {
                    let at = self.place(id, &attribute.value);
                    self.found.links.push(Link { to: attribute.value.clone(), at });
                }
                name => {
                    if let Some(meant) = names::meant(name, is_section) {
                        let at = self.place(id, name);
                        self.found.diagnostics.push(unknown_attribute(name, meant, at, self.source));
                    }
                    if is_section && let Some((word, meant)) = values::meant(name, &attribute.value) {
                        let at = self.place(id, word);
                        self.found.diagnostics.push(unknown_value(name, word, meant, at, self.source));
                    }
                }
            }
        }
    }

    /// What makes an element something that a link can lead to. A part of a drawing that orate drew is not in the source.
    fn anchor_kind(&mut self, element: &Element, attribute: &Attribute, at: Span) -> AnchorKind {
        match element.vocabulary {
            Vocabulary::Html if attribute.name == "id" => AnchorKind::Id,
            Vocabulary::Svg if attribute.name == "id" && at.len() == attribute.value.len() => {
                let tree = self.tree;
                let named = self.named_parts.get_or_insert_with(|| drawings::named_parts(tree));
                match named.contains(&attribute.value) {
                    true => AnchorKind::DrawingPart { drawing: self.drawings.saturating_sub(1) },
                    false => AnchorKind::Shared,
                }
            }
            _ => AnchorKind::Shared,
        }
    }

    fn classes(&mut self, id: NodeId, element: &Element, classes: &Attribute) {
        let is_fragment = element.attributes.has_class("fragment");
        for class in classes.value.split_ascii_whitespace().filter(|class| *class != "fragment") {
            let meant = if is_fragment { names::effect_meant(class) } else { names::fragment_meant(class) };
            let Some(meant) = meant else { continue };
            let message = match is_fragment {
                true => format!("there is no effect `{class}` of fragments"),
                false => format!("the class `{class}` makes no fragment"),
            };
            let at = self.place(id, class);
            let diagnostic =
                Diagnostic::warning("unknown-fragment", at, message).help(format!("did you mean `{meant}`?"));
            self.found.diagnostics.push(with_name(diagnostic, class, meant, at, self.source));
        }
    }

    /// What looks as if it kept something from the audience, and does not.
    fn private_marks(&mut self, id: NodeId, element: &Element) {
        for slip in private::slips(element) {
            let at = self.place(id, slip.written);
            let diagnostic = Diagnostic::warning("misspelt-private-mark", at, slip.message).help(slip.help);
            self.found.diagnostics.push(diagnostic.about(slip.written));
        }
    }

    fn unknown_element(&mut self, id: NodeId, name: &str) {
        let begins = |at: usize| {
            let written = self.source.text.get(at + 1..at + 1 + name.len());
            written.is_some_and(|written| written.eq_ignore_ascii_case(name))
        };
        let text = self.source.text;
        let places = || text.match_indices('<').map(|(at, _)| at).filter(|at| begins(*at)).take(PATIENCE);
        let at = places().find(|at| *at >= self.last).or_else(|| places().next());
        let at = at.map(|at| at..at + 1 + name.len());
        self.last = at.as_ref().map_or(self.last, |at| at.end);
        let written = at.as_ref().map_or(name, |at| &text[at.start + 1..at.end]);
        let is_empty = self.tree.text(id).trim().is_empty();
        let shown = if is_empty { "so nobody sees it" } else { "so what it holds is shown as plain text" };
        let instead = if is_empty { "" } else { "write `<div>` for an element of your own; " };
        let message = format!("`<{written}>` is no element of HTML, {shown}");
        let span = at.map_or(self.source.span, |at| self.source.span.part(at));
        self.found.diagnostics.push(
            Diagnostic::warning("unknown-element", span, message)
                .help(format!("{instead}to show the tag, write `\\<{written}>`, or make it code")),
        );
    }

    fn image(&mut self, id: NodeId, element: &Element) {
        if !element.is("img") {
            return;
        }
        let attributes = &element.attributes;
        // Markdown's images know their place. Those in HTML can say that they only decorate.
        let is_markdown = self.tree.node(id).at.is_some();
        let is_told = match attributes.value("alt") {
            Some(alt) => !alt.trim().is_empty() || !is_markdown,
            None => false,
        };
        let is_decoration = matches!(attributes.value("role"), Some("presentation" | "none"))
            || attributes.value("aria-hidden") == Some("true");
        let has_label = attributes.get("aria-label").is_some() || attributes.get("aria-labelledby").is_some();
        if is_told || is_decoration || has_label {
            return;
        }
        let address = attributes.value("src").or(attributes.value("data-src")).unwrap_or_default();
        // A QR code says its own address.
        if address.trim_start().get(..3).is_some_and(|scheme| scheme.eq_ignore_ascii_case("qr:")) {
            return;
        }
        let at = self.tree.node(id).at.unwrap_or_else(|| self.place(id, address));
        let help = match is_markdown {
            true => "write what it shows between the brackets: `![A map of the venue](…)`",
            false => "add `alt=\"A map of the venue\"`, or `alt=\"\"` if it only decorates",
        };
        self.found.diagnostics.push(
            Diagnostic::warning(
                "image-without-alt",
                at,
                "this image says nothing to those who cannot see it",
            )
            .help(help),
        );
    }

    fn heading(&mut self, id: NodeId, element: &Element) {
        let Some(level) = heading_level(element) else { return };
        let before = std::mem::replace(&mut self.level, level);
        if before == 0 || level <= before + 1 {
            return;
        }
        let text = self.tree.below(id).find_map(|id| match &self.tree.node(id).kind {
            NodeKind::Text(text) => text.lines().map(str::trim).find(|line| !line.is_empty()),
            _ => None,
        });
        let tag = format!("<h{level}");
        let is_heading = |line: &str| line.trim_start().starts_with('#') || line.contains(&tag);
        let text = text.unwrap_or_default();
        let at = self.find(text, |reader, at| is_heading(line_around(reader.source.text, at)));
        let at = at.unwrap_or_else(|| self.place(id, text));
        self.found.diagnostics.push(
            Diagnostic::warning(
                "heading-skips-level",
                at,
                format!("a heading of level {level} follows one of level {before}"),
            )
            .help(format!(
                "make it one of level {}: screen readers tell levels, and looks are the theme's",
                before + 1
            )),
        );
    }

    /// Where something of an element is written; where that is not to be found, where the element or the slide is.
    fn place(&mut self, id: NodeId, text: &str) -> Span {
        let place = self.find(text, |reader, at| !reader.is_of_slide(at));
        place.or(self.tree.node(id).at).unwrap_or(self.source.span)
    }

    /// Whether the text at a place is one that gives an element its name: `id="text"`, `id=text`, `{#text}`.
    fn is_name(&self, at: usize) -> bool {
        let before = &self.source.text[..at];
        let is_value = before.ends_with(['"', '\'', '=']) || before.ends_with("{#") || before.ends_with(" #");
        is_value && !self.is_of_slide(at)
    }

    /// Whether a place lies in a comment that speaks of the slide, and so of none of its elements.
    fn is_of_slide(&self, at: usize) -> bool {
        let next = self.slide_comments.partition_point(|comment| comment.end <= at);
        self.slide_comments.get(next).is_some_and(|comment| comment.contains(&at))
    }

    /// The next place where a text is, and `fits`.
    fn find(&mut self, text: &str, fits: impl Fn(&Self, usize) -> bool) -> Option<Span> {
        if text.is_empty() || self.misses >= PATIENCE {
            return None;
        }
        let search = |from: usize| {
            let places = self.source.text.get(from..)?.match_indices(text).take(PATIENCE);
            places.map(|(at, _)| from + at).find(|&at| fits(self, at))
        };
        let offset = match self.next.get(text) {
            Some(&next) => search(next),
            None => search(self.last).or_else(|| search(0)),
        };
        let Some(at) = offset else {
            self.misses += 1;
            return None;
        };
        self.next.insert(text.to_owned(), at + text.len());
        self.last = at;
        Some(self.source.span.part(at..at + text.len()))
    }
}

/// How far from a place its line is looked at, in bytes: a slide may be one long line.
const NEAR: usize = 1024;

/// The line that a place lies in, as far as it is near.
fn line_around(text: &str, at: usize) -> &str {
    let near = text.ceil_char_boundary(at.saturating_sub(NEAR));
    let start = text[near..at].rfind('\n').map_or(near, |end| near + end + 1);
    let end = text.floor_char_boundary((at + NEAR).min(text.len()));
    text[start..end].lines().next().unwrap_or_default()
}

/// The comments of a text that speak of its slide.
fn slide_comments(text: &str) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut starts = text.match_indices("<!--").peekable();
    while let Some((start, mark)) = starts.next() {
        let content = &text[start + mark.len()..starts.peek().map_or(text.len(), |(next, _)| *next)];
        if content.trim_start().starts_with(".slide") {
            comments.push(start..start + mark.len() + content.find("-->").unwrap_or(content.len()));
        }
    }
    comments
}

/// Where in a known stretch a word is.
fn within(source: Slice<'_>, at: Span, word: &str) -> Span {
    // The attributes of a file are in its front matter, outside of the slide.
    if at.source != source.span.source || at.start < source.span.start || at.end > source.span.end {
        return at;
    }
    let start = (at.start - source.span.start) as usize;
    let text = &source.text[start..start + at.len()];
    if let Some(found) = text.to_ascii_lowercase().find(word) {
        return at.part(found..found + word.len());
    }
    // Of an attribute in HTML it is the value that is known, and the name is right before it.
    let before = source.text[..start].trim_end_matches(['"', '\'', '=', ' ']);
    match before.to_ascii_lowercase().ends_with(word) {
        true => source.span.part(before.len() - word.len()..before.len()),
        false => at,
    }
}

fn unknown_attribute(name: &str, meant: &str, at: Span, source: Slice<'_>) -> Diagnostic {
    let diagnostic =
        Diagnostic::warning(private::code(meant, "unknown-attribute"), at, format!("nothing reads `{name}`"))
            .help(format!("did you mean `{meant}`?"));
    with_name(diagnostic, name, meant, at, source)
}

fn unknown_value(name: &str, word: &str, meant: &str, at: Span, source: Slice<'_>) -> Diagnostic {
    let code = private::code(name, "unknown-value");
    let diagnostic = Diagnostic::warning(code, at, format!("`{word}` is no value of `{name}`"))
        .help(format!("did you mean `{meant}`?"));
    with_name(diagnostic, word, meant, at, source)
}

/// Suggests to write `meant`, where `at` is the place of the name and nothing more.
fn with_name(diagnostic: Diagnostic, name: &str, meant: &str, at: Span, source: Slice<'_>) -> Diagnostic {
    let is_in_slide =
        at.source == source.span.source && at.start >= source.span.start && at.end <= source.span.end;
    let is_exact = is_in_slide && {
        let start = (at.start - source.span.start) as usize;
        source.text[start..start + at.len()].eq_ignore_ascii_case(name)
    };
    let diagnostic = diagnostic.about(name);
    match is_exact {
        true => diagnostic.fix(Fix::suggested(format!("write `{meant}`"), at, meant)),
        false => diagnostic,
    }
}

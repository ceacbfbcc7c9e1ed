//! The listings of a slide become lines and colours.
//!
//! A listing is a `code` in a `pre`, from a fence or from the author's own HTML, with a language among its classes.
//! [`grammar`] knows the languages, [`machine`] reads a text with one of them, [`paint`] tells what each stretch is,
//! [`lines`] which lines are shown and meant, and [`write`] puts it down as HTML: the text as it was, in a few elements with classes of one letter. What stands
//! between the tags is never changed, so that a listing is copied, searched and compared as it was written.
//!
//! Nothing is guessed: a listing without a language stays plain. One that holds elements stays as its author made
//! it, which is what reveal.js's `data-noescape` asks for.

mod fence;
mod grammar;
mod language;
mod lines;
mod machine;
mod paint;
mod write;

pub use fence::Fence;

use self::language::Language;
use self::lines::{Lines, Marks};
use super::dom::{Element, Finished, Kind, NodeId, ROOT, Tree};
use crate::text::{Diagnostic, Slice, Span, nearest};

/// How much of a listing is read for its colours, in bytes. Nobody reads so much on a slide.
const LIMIT: usize = 128 << 10;

/// What of a slide is done to its listings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// An element a line, whether or not lines are numbered: the lines move when the slide changes.
    pub lines: bool,
}

/// Highlights every listing of a tree, and marks its lines.
pub fn highlight(tree: &mut Tree, source: Slice<'_>, wanted: Wanted, diagnostics: &mut Vec<Diagnostic>) {
    let listings: Vec<_> = tree.below(ROOT).filter(|&id| is_listing(tree, id)).collect();
    for id in listings {
        if let Some(text) = text_only(tree, id) {
            listing(tree, id, &text, Place { fence: tree.node(id).at, source }, wanted, diagnostics);
        }
    }
}

fn is_listing(tree: &Tree, id: NodeId) -> bool {
    let is = |id, name| tree.element(id).is_some_and(|element| element.is(name));
    is(id, "code") && tree.parent(id).is_some_and(|parent| is(parent, "pre"))
}

/// The text of a listing that holds nothing else, or that holds its text in a template, as HTML is often shown.
fn text_only(tree: &Tree, id: NodeId) -> Option<String> {
    let elements = tree.children(id).filter_map(|child| tree.element(child).map(|element| (child, element)));
    let is_template = |element: &Element| {
        element.is("script") && element.attributes.value("type").is_some_and(|it| it == "text/template")
    };
    let mut elements = elements;
    if let Some((template, _)) = elements.find(|(_, element)| is_template(element)) {
        return Some(tree.text(template));
    }
    let is_text = |id| matches!(tree.node(id).kind, Kind::Text(_));
    tree.children(id).all(is_text).then(|| tree.text(id))
}

fn listing(
    tree: &mut Tree,
    id: NodeId,
    text: &str,
    place: Place<'_>,
    wanted: Wanted,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(element) = tree.element(id) else { return };
    let has =
        |name| [Some(id), tree.parent(id)].into_iter().flatten().any(|id| has_attribute(tree, id, name));
    let lines = if has("data-trim") { Lines::trimmed(text) } else { Lines::of(text) };
    let is_numbered = element.attributes.get("data-line-numbers").is_some();
    let marks = (is_numbered || wanted.lines).then(|| Marks::of(&element.attributes));
    let language = match Language::of_classes(element.attributes.value("class").unwrap_or_default()) {
        Ok(language) => language,
        Err(unknown) => {
            diagnostics.extend(misspelt(unknown, place));
            None
        }
    };
    let runs = language.and_then(|language| runs(language, &lines.text(), place, diagnostics));
    let html = write::listing(&lines, &runs.unwrap_or_default(), marks.as_ref());
    let has_highlights = marks.is_some_and(|marks| !marks.meant.is_empty());
    let children: Vec<_> = tree.children(id).collect();
    children.into_iter().for_each(|child| tree.detach(child));
    let finished = Finished { html, text: text.to_owned() };
    let written = tree.create(Kind::Finished(finished), None);
    tree.append(id, written);
    if has_highlights && let Some(element) = tree.element_mut(id) {
        element.attributes.add_class("has-highlights");
    }
}

fn has_attribute(tree: &Tree, id: NodeId, name: &str) -> bool {
    tree.element(id).is_some_and(|element| element.attributes.get(name).is_some())
}

/// What each stretch of a listing is; none where that would take too long.
fn runs(
    language: Language,
    text: &str,
    place: Place<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<paint::Run>> {
    let runs = if text.len() > LIMIT { None } else { machine::read(language.grammar(), text) };
    if runs.is_none() {
        let at = place.language().unwrap_or(place.source.span.head());
        let message = "this listing is too large, or too involved, to be highlighted";
        diagnostics.push(
            Diagnostic::warning("code-too-large", at, message)
                .help("show less of it; it is in the page as plain text"),
        );
    }
    runs
}

/// Where a listing stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// From the backticks on, where it is a fence.
    fence: Option<Span>,
    source: Slice<'a>,
}

impl Place<'_> {
    /// The line after the backticks.
    fn language(self) -> Option<Span> {
        let fence = self.fence?;
        let start = fence.start.checked_sub(self.source.span.start)? as usize;
        let line = self.source.text.get(start..)?.split('\n').next()?;
        let marks = line.len() - line.trim_start_matches(['`', '~', ' ']).len();
        let info = line[marks..].trim_end();
        Some(self.source.span.part(start + marks..start + marks + info.len()))
    }
}

/// Says that a language has no such name, where it is nearly one: authors also name what no one highlights.
fn misspelt(unknown: &str, place: Place<'_>) -> Option<Diagnostic> {
    let known = nearest(unknown, language::COMMON.iter().copied())?;
    let is_slip = strsim::damerau_levenshtein(&unknown.to_lowercase(), known) <= unknown.len() / 4;
    let at = place.language()?;
    let at = at.part(0..unknown.len().min(at.end.saturating_sub(at.start) as usize));
    is_slip.then(|| {
        let message = format!("there is no language `{unknown}`");
        Diagnostic::warning("unknown-language", at, message).help(format!("did you mean `{known}`?"))
    })
}

#[cfg(test)]
mod tests;

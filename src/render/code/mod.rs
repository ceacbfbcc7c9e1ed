//! The listings of a slide become lines and colours.
//!
//! A listing is a `code` in a `pre`, from a fence or from the author's own HTML, with a language among its classes.
//! [`grammar`] knows the languages, [`machine`] reads a text with one of them, [`paint`] tells what each stretch is,
//! and [`write`] puts it down as HTML: the text as it was, in a few elements with classes of one letter. What stands
//! between the tags is never changed, so that a listing is copied, searched and compared as it was written.
//!
//! Nothing is guessed: a listing without a language stays plain. One that holds elements stays as its author made
//! it, which is what reveal.js's `data-noescape` asks for.

mod fence;
mod grammar;
mod language;
mod machine;
mod paint;
mod write;

pub use fence::Fence;

use self::language::Language;
use super::dom::{Finished, Kind, NodeId, ROOT, Tree};
use crate::text::{Diagnostic, Slice, Span, nearest};

/// How much of a listing is read for its colours, in bytes. Nobody reads so much on a slide.
const LIMIT: usize = 128 << 10;

/// Highlights every listing of a tree.
pub fn highlight(tree: &mut Tree, source: Slice<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let listings: Vec<_> = tree.below(ROOT).filter(|&id| is_listing(tree, id)).collect();
    for id in listings {
        if let Some(text) = text_only(tree, id) {
            listing(tree, id, &text, source, diagnostics);
        }
    }
}

fn is_listing(tree: &Tree, id: NodeId) -> bool {
    let is = |id, name| tree.element(id).is_some_and(|element| element.is(name));
    is(id, "code") && tree.parent(id).is_some_and(|parent| is(parent, "pre"))
}

/// The text of a listing that holds nothing else.
fn text_only(tree: &Tree, id: NodeId) -> Option<String> {
    let is_text = |id| matches!(tree.node(id).kind, Kind::Text(_));
    tree.children(id).all(is_text).then(|| tree.text(id))
}

fn listing(tree: &mut Tree, id: NodeId, text: &str, source: Slice<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(element) = tree.element(id) else { return };
    let place = Place { fence: tree.node(id).at, source };
    let classes = element.attributes.value("class").unwrap_or_default();
    let language = match Language::of_classes(classes) {
        Ok(language) => language,
        Err(unknown) => {
            diagnostics.extend(misspelt(unknown, place));
            None
        }
    };
    let Some(runs) = language.and_then(|language| runs(language, text, place, diagnostics)) else { return };
    let finished = Finished { html: write::spans(text, &runs), text: text.to_owned() };
    let children: Vec<_> = tree.children(id).collect();
    children.into_iter().for_each(|child| tree.detach(child));
    let written = tree.create(Kind::Finished(finished), None);
    tree.append(id, written);
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

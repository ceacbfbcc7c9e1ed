//! The listings of a slide become lines and colours.
//!
//! A listing is a `code` in a `pre`, from a fence or from the author's own HTML, with a language among its classes.
//! [`grammar`] knows the languages, [`machine`] reads a text with one of them, [`paint`] tells what each stretch is,
//! [`lines`] which lines are shown and meant, and [`write`] puts it down as HTML: the text as it was, in a few elements
//! with classes of one letter. What stands between the tags is never changed, so that a listing is copied, searched and
//! compared as it was written.
//!
//! A listing may ask ([`request`]) for code that stands in a file ([`excerpt`]), and for a title and a caption
//! ([`frame`]). Lines that do not fit the slide are told ([`fit`]).
//!
//! Nothing is guessed: a listing without a language stays plain. One that holds elements keeps them, which is what
//! reveal.js's `data-noescape` asks for, and is coloured around them ([`within`]).

mod excerpt;
pub mod fence;
mod fit;
mod frame;
mod grammar;
mod language;
mod lines;
mod machine;
mod paint;
mod place;
mod request;
mod within;
mod write;

pub use fence::Fence;
pub use fit::Room;

use self::language::Language;
use self::lines::{Lines, Marks};
use self::place::Place;
use self::request::Request;
use super::Files;
use super::facts::is_listing;
use super::figures::{chart, diagram};
use crate::deck::{Attribute, Settings};
use crate::html::base_folders::BaseFolders;
use crate::html::tree::{Element, Finished, Kind, NodeId, ROOT, Tree};
use crate::text::{Diagnostic, Slice, nearest};

/// How much of a listing is read for its colours, in bytes. Nobody reads so much on a slide.
const LIMIT: usize = 128 << 10;

/// How much of a file is shown, in bytes.
const MOST: usize = 1 << 20;

/// What the listings of a slide are made with.
pub struct ListingContext<'a, 'f> {
    /// An element a line, whether or not lines are numbered: the lines move when the slide changes.
    pub lines: bool,
    /// The settings, where the source of a picture is none of the listings: what could not be drawn stays as it was
    /// written.
    pub pictures: Option<&'a Settings>,
    /// From which folders the files count that listings name.
    pub bases: &'a BaseFolders<'a>,
    pub files: &'a mut Files<'f>,
    /// Within which lines should end; none where nobody sees them or knows.
    pub room: Option<Room>,
}

/// Highlights every listing of a tree, and marks its lines.
pub fn highlight(
    tree: &mut Tree,
    source: Slice<'_>,
    mut around: ListingContext<'_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let is_picture = |id| {
        let is_diagram = |settings: &Settings| diagram::is_diagram(tree, id, &settings.diagrams);
        around.pictures.is_some_and(|settings| chart::is_chart(tree, id) || is_diagram(settings))
    };
    let listings: Vec<_> = tree.below(ROOT).filter(|&id| is_listing(tree, id) && !is_picture(id)).collect();
    for id in listings {
        let place = Place { fence: tree.node(id).at, source };
        let request = Request::take(tree, id);
        if let Some(pre) = tree.parent(id) {
            frame::frame(tree, pre, &request);
        }
        let text = match &request.file {
            Some(file) => Some(from_file(tree, id, file, &request, place, &mut around, diagnostics)),
            None => text_only(tree, id),
        };
        match text {
            Some(text) => listing(tree, id, &text, &request, place, &around, diagnostics),
            None => around_elements(tree, id, place, diagnostics),
        }
    }
}

/// What a listing shows of a file, whose name tells the language where the author does not.
fn from_file(
    tree: &mut Tree,
    id: NodeId,
    file: &str,
    request: &Request,
    place: Place<'_>,
    around: &mut ListingContext<'_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    if !tree.text(id).trim().is_empty() {
        let message = format!("this listing shows `{file}`, and not what stands in it");
        diagnostics.push(
            Diagnostic::warning("code-twice", place.of(file), message)
                .help("take out the text, or the name of the file"),
        );
    }
    let folder = around.bases.of(place.head());
    let mut excerpt = excerpt::read(request, folder, place, around.files, diagnostics);
    if excerpt.text.len() > MOST {
        diagnostics.push(
            Diagnostic::error(
                "unreadable-code",
                place.of(file),
                format!("`{file}` is too large to be shown"),
            )
            .help("name the lines, or a region of it"),
        );
        excerpt.text.clear();
    }
    let Some(element) = tree.element_mut(id) else { return excerpt.text };
    let attributes = &mut element.attributes;
    if attributes.value("class").is_none_or(|class| class.trim().is_empty())
        && let Some(language) = language::of_file(file)
    {
        attributes.set(Attribute { name: "class".into(), value: language.to_owned(), at: None });
    }
    if attributes.get("data-line-numbers").is_some()
        && attributes.get("data-ln-start-from").is_none()
        && let Some(first) = excerpt.first_number
    {
        let value = first.to_string();
        attributes.set(Attribute { name: "data-ln-start-from".into(), value, at: None });
    }
    excerpt.text
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

/// Colours and trims a listing that holds elements; its lines are none.
fn around_elements(tree: &mut Tree, id: NodeId, place: Place<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(element) = tree.element(id) else { return };
    let classes = element.attributes.value("class").unwrap_or_default();
    let language = Language::of_classes(classes).ok().flatten();
    let is_trimmed =
        [Some(id), tree.parent(id)].into_iter().flatten().any(|id| has_attribute(tree, id, "data-trim"));
    let Some(texts) = within::texts(tree, id).filter(|_| is_trimmed || language.is_some()) else { return };
    let text = tree.text(id);
    let lines = if is_trimmed { Lines::trimmed(&text) } else { Lines::of(&text) };
    let runs = language.and_then(|language| runs(language, &lines.text(), place, diagnostics));
    within::colour(tree, texts, &text, &lines, &runs.unwrap_or_default());
}

fn listing(
    tree: &mut Tree,
    id: NodeId,
    text: &str,
    request: &Request,
    place: Place<'_>,
    around: &ListingContext<'_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(element) = tree.element(id) else { return };
    let has =
        |name| [Some(id), tree.parent(id)].into_iter().flatten().any(|id| has_attribute(tree, id, name));
    let classes = element.attributes.value("class").unwrap_or_default();
    let is_diff = request.is_diff || language::is_changed(classes);
    let lines = match has("data-trim") {
        _ if is_diff => Lines::signed(text),
        true => Lines::trimmed(text),
        false => Lines::of(text),
    };
    let is_numbered = element.attributes.get("data-line-numbers").is_some();
    let marks = (is_numbered || around.lines || is_diff)
        .then(|| Marks { are_signed: is_diff, ..Marks::of(&element.attributes) });
    let language = match Language::of_classes(classes) {
        Ok(language) => language,
        Err(unknown) => {
            diagnostics.extend(misspelt(unknown, place));
            None
        }
    };
    if let Some(room) = around.room {
        diagnostics.extend(fit::check(&lines, marks.as_ref(), is_numbered, room, place));
    }
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
        let at = place.info().unwrap_or(place.source.span.head());
        let message = "this listing is too large, or too involved, to be highlighted";
        diagnostics.push(
            Diagnostic::warning("code-too-large", at, message)
                .help("show less of it; it is in the page as plain text"),
        );
    }
    runs
}

/// Says that a language has no such name, where it is nearly one: authors also name what no one highlights.
fn misspelt(unknown: &str, place: Place<'_>) -> Option<Diagnostic> {
    let known = nearest(unknown, language::COMMON.iter().copied())?;
    let is_slip = strsim::damerau_levenshtein(&unknown.to_lowercase(), known) <= unknown.len() / 4;
    let at = place.info()?;
    let at = at.part(0..unknown.len().min(at.end.saturating_sub(at.start) as usize));
    is_slip.then(|| {
        let message = format!("there is no language `{unknown}`");
        Diagnostic::warning("unknown-language", at, message).help(format!("did you mean `{known}`?"))
    })
}

#[cfg(test)]
mod tests;

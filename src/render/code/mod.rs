//! The listings of a slide become lines and colours.
//!
//! A listing is a `code` in a `pre`, from a fence or from the author's own HTML, with a language among its classes.
//! [`grammar`] knows the languages, [`machine`] reads a text with one of them, [`paint`] tells what each stretch is,
//! [`lines`] which lines are shown and meant, and [`mod@write`] puts it down as HTML: the text as it was, in a few elements
//! with classes of one letter. What is between the tags is never changed, so that a listing is copied, searched and
//! compared as it was written.
//!
//! A listing may ask ([`request`]) for code that is in a file ([`excerpt`]), and for a title and a caption
//! ([`frame`]). Lines that do not fit the slide get a warning ([`fit`]).
//!
//! Nothing is guessed: a listing without a language stays plain. One that holds elements keeps them, which is what
//! reveal.js's `data-noescape` asks for, and is coloured around them ([`within`]).

mod excerpt;
mod fit;
mod frame;
#[cfg_attr(not(feature = "highlight"), path = "grammar/absent.rs")]
mod grammar;
mod language;
mod lines;
#[cfg_attr(not(feature = "highlight"), path = "machine/absent.rs")]
mod machine;
mod paint;
mod request;
mod within;
mod words;
mod write;

pub(super) use fit::columns_on;
pub(super) use request::{is_request, listing_attributes};

use self::language::Language;
use self::lines::{Lines, Marks};
use self::request::Request;
use super::fence::{Fence, FencePlace, FenceTools};
use crate::deck::Attribute;
use crate::deck::elements::is_void;
use crate::html::tree::{Element, NodeId, NodeKind, Step, Tree};
use crate::text::{Diagnostic, Feature, nearest};

/// How much of a listing is read for its colours, in bytes. Nobody reads so much on a slide.
const LIMIT: usize = 128 << 10;

/// How much of a file is shown, in bytes.
const MOST: usize = 1 << 20;

/// Highlights a listing, and marks its lines.
pub(super) fn draw(tree: &mut Tree, fence: &Fence<'_>, tools: &mut FenceTools<'_, '_>) {
    let request = Request::take(tree, fence);
    frame::frame(tree, fence.pre, &request);
    let text = match &request.file {
        Some(file) => Some(from_file(tree, fence, file, &request, tools)),
        None => text_only(tree, fence.code).or_else(|| spelled_out(tree, fence, tools)),
    };
    match text {
        Some(text) => listing(tree, fence, &text, request.is_diff, tools),
        None => around_elements(tree, fence, tools.diagnostics),
    }
    if has_plugin(tools) {
        // `hljs` is left out: style sheets of highlight.js would set spaces with it that lose against reveal.js's own.
        add_class(tree, fence.pre, "code-wrapper");
    }
}

/// Whether reveal.js would highlight the listing, and give its `pre` the class that style sheets of authors name.
///
/// Source: the highlight plugin of reveal.js 6.0.2.
fn has_plugin(tools: &FenceTools<'_, '_>) -> bool {
    !tools.settings.reading.extensions && tools.settings.page.highlight_theme.is_some()
}

fn add_class(tree: &mut Tree, id: NodeId, class: &str) {
    if let Some(element) = tree.element_mut(id) {
        element.attributes.add_class(class);
    }
}

/// What a listing shows of a file, whose name tells the language where the author does not.
fn from_file(
    tree: &mut Tree,
    fence: &Fence<'_>,
    file: &str,
    request: &Request,
    tools: &mut FenceTools<'_, '_>,
) -> String {
    let place = fence.place;
    let diagnostics = &mut *tools.diagnostics;
    if !tree.text(fence.code).trim().is_empty() {
        let message = format!("this listing shows `{file}`, and not its own text");
        diagnostics.push(
            Diagnostic::warning("code-twice", place.of_value(file), message)
                .help("take out the text, or the name of the file"),
        );
    }
    let folder = tools.bases.of(place.start());
    let mut excerpt = excerpt::read(request, folder, place, tools.files, diagnostics);
    if excerpt.text.len() > MOST {
        diagnostics.push(
            Diagnostic::error(
                "unreadable-code",
                place.of_value(file),
                format!("`{file}` is too large to be shown"),
            )
            .help("name the lines, or a region of it"),
        );
        excerpt.text.clear();
    }
    let Some(element) = tree.element_mut(fence.code) else { return excerpt.text };
    let attributes = &mut element.attributes;
    if attributes.value("class").is_none_or(|class| class.trim().is_empty())
        && let Some(language) = language::of_file(file)
    {
        attributes.set(Attribute::new("class", language));
    }
    if attributes.get("data-line-numbers").is_some()
        && attributes.get("data-ln-start-from").is_none()
        && let Some(first) = excerpt.first_number
    {
        attributes.set(Attribute::new("data-ln-start-from", &first.to_string()));
    }
    excerpt.text
}

/// The text of a listing that holds nothing else, or that holds its text in a template, as HTML is often shown.
fn text_only(tree: &Tree, id: NodeId) -> Option<String> {
    let is_template = |element: &Element| {
        element.is("script") && element.attributes.value("type").is_some_and(|it| it == "text/template")
    };
    let mut elements =
        tree.children(id).filter_map(|child| tree.element(child).map(|element| (child, element)));
    if let Some((template, _)) = elements.find(|(_, element)| is_template(element)) {
        return Some(tree.text(template));
    }
    let is_text = |id| matches!(tree.node(id).kind, NodeKind::Text(_));
    tree.children(id).all(is_text).then(|| tree.text(id))
}

/// The text of a listing that shows its elements as they are written.
///
/// Source: the highlight plugin of reveal.js, which does so wherever `data-noescape` does not forbid it.
fn spelled_out(tree: &Tree, fence: &Fence<'_>, tools: &FenceTools<'_, '_>) -> Option<String> {
    if !has_plugin(tools) || has_attribute(tree, fence, "data-noescape") {
        return None;
    }
    let mut text = String::new();
    for step in tree.walk(fence.code) {
        match step {
            Step::Enter(id) | Step::Leave(id) if id == fence.code => {}
            Step::Enter(id) => match &tree.node(id).kind {
                NodeKind::Text(part) => text.push_str(part),
                NodeKind::Element(element) => start_tag(&mut text, element),
                NodeKind::Comment(comment) => text.extend(["<!--", comment, "-->"]),
                // What is drawn has no source to be shown.
                NodeKind::Finished(_) | NodeKind::Code(_) | NodeKind::Root => return None,
            },
            Step::Leave(id) => {
                if let Some(element) = tree.element(id).filter(|element| !is_void(&element.name)) {
                    text.extend(["</", &element.name, ">"]);
                }
            }
        }
    }
    Some(text)
}

fn start_tag(text: &mut String, element: &Element) {
    text.extend(["<", &element.name]);
    for attribute in element.attributes.iter() {
        text.extend([" ", &attribute.name, "=\"", &attribute.value, "\""]);
    }
    text.push('>');
}

/// Colours and trims a listing that holds elements; its lines are none.
fn around_elements(tree: &mut Tree, fence: &Fence<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(element) = tree.element(fence.code) else { return };
    let classes = element.attributes.value("class").unwrap_or_default();
    let language = Language::of_classes(classes).ok().flatten();
    let is_trimmed = has_attribute(tree, fence, "data-trim");
    let texts = within::texts(tree, fence.code).filter(|_| is_trimmed || language.is_some());
    let Some(texts) = texts else { return };
    let text = tree.text(fence.code);
    let lines = if is_trimmed { Lines::trimmed(&text) } else { Lines::of(&text) };
    let runs = language.and_then(|language| runs(language, &lines.text(), fence.place, diagnostics));
    within::colour(tree, texts, &text, &lines, &runs.unwrap_or_default());
}

/// Writes a listing that is nothing but text.
fn listing(tree: &mut Tree, fence: &Fence<'_>, text: &str, is_diff: bool, tools: &mut FenceTools<'_, '_>) {
    let Some(element) = tree.element(fence.code) else { return };
    let attributes = &element.attributes;
    let diagnostics = &mut *tools.diagnostics;
    let classes = attributes.value("class").unwrap_or_default();
    let is_diff = is_diff || language::is_changed(classes);
    let lines = match has_attribute(tree, fence, "data-trim") {
        _ if is_diff => Lines::signed(text),
        true => Lines::trimmed(text),
        false => Lines::of(text),
    };
    let is_numbered = attributes.get("data-line-numbers").is_some();
    let marks = (is_numbered || tools.listings.has_moving_lines || is_diff)
        .then(|| Marks { are_signed: is_diff, ..Marks::of(attributes) });
    let language = Language::of_classes(classes).unwrap_or_else(|unknown| {
        diagnostics.extend(misspelt(unknown, fence.place));
        None
    });
    if let Some(columns) = tools.listings.columns {
        diagnostics.extend(fit::check(&lines, marks.as_ref(), is_numbered, columns, fence.place));
    }
    let runs = language.and_then(|language| runs(language, &lines.text(), fence.place, diagnostics));
    let html = write::listing(&lines, &runs.unwrap_or_default(), marks.as_ref());
    let children: Vec<_> = tree.children(fence.code).collect();
    children.into_iter().for_each(|child| tree.detach(child));
    tree.append_finished(fence.code, html, text);
    if marks.is_some_and(|marks| !marks.meant.is_empty()) {
        add_class(tree, fence.code, "has-highlights");
    }
}

/// Whether a listing has an attribute, on its `code` or its `pre`.
fn has_attribute(tree: &Tree, fence: &Fence<'_>, name: &str) -> bool {
    let has = |id| tree.element(id).is_some_and(|element| element.attributes.get(name).is_some());
    has(fence.code) || has(fence.pre)
}

/// What each stretch of a listing is; `None` if that would take too long.
fn runs(
    language: Language,
    text: &str,
    place: FencePlace<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<paint::Run>> {
    if !Feature::Highlight.is_built_in() {
        let at = place.info_span().unwrap_or(place.source.span.head());
        diagnostics.push(Feature::Highlight.missing(at));
        return None;
    }
    let runs = if text.len() > LIMIT { None } else { machine::read(language.grammar(), text) };
    if runs.is_none() {
        let at = place.info_span().unwrap_or(place.source.span.head());
        let message = "this listing is too large, or too involved, to be highlighted";
        diagnostics.push(
            Diagnostic::warning("code-too-large", at, message)
                .help("show less of it; it is in the page as plain text"),
        );
    }
    runs.map(|runs| words::complete(language.grammar().name(), text, runs))
}

/// Says that a language has no such name, where it is nearly one: authors also name what no one highlights.
fn misspelt(unknown: &str, place: FencePlace<'_>) -> Option<Diagnostic> {
    let closest = nearest(unknown, language::COMMON.iter().copied())?;
    let is_slip = strsim::damerau_levenshtein(&unknown.to_lowercase(), closest) <= unknown.len() / 4;
    let at = place.info_span()?;
    let at = at.part(0..unknown.len().min(at.end.saturating_sub(at.start) as usize));
    is_slip.then(|| {
        let message = format!("there is no language `{unknown}`");
        Diagnostic::warning("unknown-language", at, message).help(format!("did you mean `{closest}`?"))
    })
}

#[cfg(test)]
mod tests;

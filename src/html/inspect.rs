//! What a finished page says of itself, read as a browser reads it: for checks of what is about to be given away.

use std::collections::HashSet;

use super::parse;
use super::permissions::Permissions;
use super::tree::{Element, ROOT};
use super::write;
use crate::assets::{Reference, Role};
use crate::text::{SourceId, Sources};

/// A page, as far as it can be checked.
#[derive(Debug, Default)]
pub(crate) struct Inspected {
    pub title: String,
    /// What `meta` elements say, by `name` or `property`, in their order.
    pub meta: Vec<(String, String)>,
    /// The language of the page.
    pub language: Option<String>,
    pub ids: HashSet<String>,
    /// Where it links to.
    pub links: Vec<String>,
    /// What it shows or runs.
    pub files: Vec<String>,
    /// What a browser had to mend, with the line, counted from 1; the first few.
    pub mended: Vec<(u64, String)>,
}

impl Inspected {
    /// What the first `meta` element of that name says.
    pub(crate) fn meta(&self, name: &str) -> Option<&str> {
        self.meta.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_str())
    }
}

/// The files that a page names, which is a text of `sources`.
pub(crate) fn references_of(sources: &Sources, page: SourceId) -> Vec<Reference> {
    let whole = sources.whole(page);
    let markup = write::markup(&parse::parse(whole.text, whole.span).tree, sources, whole.span).0;
    markup.references().into_iter().cloned().collect()
}

/// The files that finished HTML names, as it names them, and what they are used as.
pub(crate) fn names_in(html: &str) -> Vec<(String, Role)> {
    let mut sources = Sources::default();
    let page = sources.add("", html.as_bytes(), &mut Vec::new());
    let references = references_of(&sources, page).into_iter();
    references.map(|reference| (reference.address, reference.role)).collect()
}

/// The text of HTML, with every entity that browsers know decoded.
pub(crate) fn text_of(html: &str) -> String {
    let (tree, _) = parse::document(html);
    tree.text(ROOT)
}

/// What finished HTML loads and runs: what templates put out, say.
pub(crate) fn permissions_of(html: &str) -> Permissions {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let id = sources.add("", html.as_bytes(), &mut diagnostics);
    let whole = sources.whole(id);
    write::markup(&parse::parse(whole.text, whole.span).tree, &sources, whole.span).1
}

/// Reads a page.
pub(crate) fn inspect(page: &str) -> Inspected {
    let (tree, mended) = parse::document(page);
    let mut inspected = Inspected { mended, ..Inspected::default() };
    for id in tree.below(ROOT) {
        let Some(element) = tree.element(id) else { continue };
        let value = |name: &str| element.attributes.value(name).map(str::to_owned);
        inspected.ids.extend(value("id"));
        if element.is("html") {
            inspected.language = value("lang");
        } else if element.is("title") && inspected.title.is_empty() {
            inspected.title = tree.text(id);
        } else if element.is("meta") {
            let name = value("name").or_else(|| value("property"));
            inspected.meta.extend(name.zip(value("content")));
        } else if element.is("a") || element.is("area") {
            inspected.links.extend(value("href"));
        } else if is_shown(element) {
            inspected.files.extend(value("src").or_else(|| value("data-src")));
        }
    }
    inspected
}

fn is_shown(element: &Element) -> bool {
    ["img", "source", "video", "audio", "track", "iframe", "embed", "script"]
        .iter()
        .any(|name| element.is(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_its_title_language_links_and_ids() {
        let page = inspect(
            "<!doctype html><html lang=\"de\"><head><title>A &amp; B</title><meta name=\"description\" content=\"c\">\
             </head><body><a id=\"x\" href=\"b/#y\">b</a><img data-src=\"c.png\"></body></html>",
        );
        assert_eq!((page.title.as_str(), page.language.as_deref()), ("A & B", Some("de")));
        assert_eq!((page.links, page.files), (vec!["b/#y".to_owned()], vec!["c.png".to_owned()]));
        assert!(page.ids.contains("x") && page.mended.is_empty(), "{:?}", page.mended);
        assert_eq!(page.meta, [("description".to_owned(), "c".to_owned())]);
    }

    #[test]
    fn what_a_browser_has_to_mend_is_told_with_its_line() {
        let page = inspect(
            "<!doctype html>\n<html lang=\"en\"><head><title>a</title></head>\n<body><p>b</b></p></body></html>",
        );
        assert_eq!(page.mended.first().map(|(line, _)| *line), Some(3), "{:?}", page.mended);
    }
}

//! Two ways to write down the same slide: as a tree at once, or as HTML that is parsed into one.
//!
//! A slide without raw HTML needs no repair, and its tree is built directly ([`TreeBuilder`]). One with raw HTML is
//! written as text first ([`HtmlText`]), since only a browser's parser knows what that HTML means for what
//! follows. Both take the same calls, and give equal trees for what both can say.

use super::markup::{escape_text, escape_value};
use super::parse::PLACE;
use super::tree::{Element, NodeId, NodeKind, ROOT, Tree, Vocabulary};
use crate::deck::Attribute;
use crate::text::Span;

/// Where a slide's elements and texts are written, in the order of the text.
pub(crate) trait Build {
    /// Opens an element; what follows is in it until it is closed.
    fn open(&mut self, name: &'static str, attributes: &[(&str, &str)], at: Option<Span>);
    /// Closes the element that was opened last.
    fn close(&mut self, name: &'static str);
    /// An element that holds nothing and has no end tag.
    fn void(&mut self, name: &'static str, attributes: &[(&str, &str)], at: Option<Span>);
    /// Text, which is escaped where it is written.
    fn text(&mut self, text: &str);
    /// What is between `<!--` and `-->`.
    fn comment(&mut self, text: &str, at: Option<Span>);
    /// The author's own HTML, as it is.
    fn raw(&mut self, html: &str);
    /// Says where elements are written that come without a place, from here on.
    fn place(&mut self, _at: Span) {}
    /// How much was written so far, in about bytes.
    fn size(&self) -> usize;
}

/// Builds a tree directly.
pub(crate) struct TreeBuilder {
    tree: Tree,
    open: Vec<NodeId>,
    size: usize,
    /// Where elements are written that come without a place.
    place: Option<Span>,
}

impl TreeBuilder {
    /// Begins an empty tree.
    pub(crate) fn new() -> TreeBuilder {
        TreeBuilder { tree: Tree::default(), open: vec![ROOT], size: 0, place: None }
    }

    /// Gives the tree; elements that are open end with it.
    pub(crate) fn finish(self) -> Tree {
        self.tree
    }

    fn current(&self) -> NodeId {
        self.open.last().copied().unwrap_or(ROOT)
    }

    fn append(&mut self, name: &'static str, attributes: &[(&str, &str)], at: Option<Span>) -> NodeId {
        self.size += markup_size(name, attributes);
        let attributes = attributes
            .iter()
            .map(|&(name, value)| Attribute { name: name.to_owned(), value: value.to_owned(), at: None })
            .collect();
        let element = Element { name: name.into(), vocabulary: Vocabulary::Html, attributes };
        let id = self.tree.create(NodeKind::Element(element), at.or(self.place));
        self.tree.append(self.current(), id);
        id
    }
}

impl Build for TreeBuilder {
    fn open(&mut self, name: &'static str, attributes: &[(&str, &str)], at: Option<Span>) {
        let id = self.append(name, attributes, at);
        self.open.push(id);
    }

    fn close(&mut self, _name: &'static str) {
        if self.open.len() > 1 {
            self.open.pop();
        }
    }

    fn void(&mut self, name: &'static str, attributes: &[(&str, &str)], at: Option<Span>) {
        self.append(name, attributes, at);
    }

    fn text(&mut self, text: &str) {
        self.size += text.len();
        self.tree.append_text(self.current(), text);
    }

    fn comment(&mut self, text: &str, at: Option<Span>) {
        self.size += text.len();
        let id = self.tree.create(NodeKind::Comment(text.to_owned()), at);
        self.tree.append(self.current(), id);
    }

    fn raw(&mut self, html: &str) {
        debug_assert!(false, "a slide with raw HTML is written as text: {html}");
        self.text(html);
    }

    fn place(&mut self, at: Span) {
        self.place = Some(at);
    }

    fn size(&self) -> usize {
        self.size
    }
}

/// Writes HTML, to be read by [`super::parse::parse`].
pub(crate) struct HtmlText {
    html: String,
    /// Where elements are written that come without a place.
    place: Option<Span>,
}

impl HtmlText {
    /// Begins an empty text.
    pub(crate) fn new() -> HtmlText {
        HtmlText { html: String::new(), place: None }
    }

    /// Gives the text.
    pub(crate) fn finish(self) -> String {
        self.html
    }
}

impl Build for HtmlText {
    fn open(&mut self, name: &'static str, attributes: &[(&str, &str)], at: Option<Span>) {
        self.html.push('<');
        self.html.push_str(name);
        for (name, value) in attributes {
            self.html.push(' ');
            self.html.push_str(name);
            self.html.push_str("=\"");
            escape_value(&mut self.html, value);
            self.html.push('"');
        }
        if let Some(at) = at.or(self.place) {
            self.html.push_str(&format!(" {PLACE}=\"{}-{}\"", at.start, at.end));
        }
        self.html.push('>');
    }

    fn close(&mut self, name: &'static str) {
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
    }

    fn void(&mut self, name: &'static str, attributes: &[(&str, &str)], at: Option<Span>) {
        self.open(name, attributes, at);
    }

    fn text(&mut self, text: &str) {
        escape_text(&mut self.html, text);
    }

    fn comment(&mut self, text: &str, _at: Option<Span>) {
        self.html.push_str("<!--");
        self.html.push_str(text);
        self.html.push_str("-->");
    }

    fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn place(&mut self, at: Span) {
        self.place = Some(at);
    }

    fn size(&self) -> usize {
        self.html.len()
    }
}

/// The length of an element written out, its end tag included.
fn markup_size(name: &str, attributes: &[(&str, &str)]) -> usize {
    2 * name.len() + 5 + attributes.iter().map(|(name, value)| name.len() + value.len() + 4).sum::<usize>()
}

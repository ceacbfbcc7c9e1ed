//! Diagrams: fences of a language that draws become SVG in the theme's colours and fonts.
//!
//! [`mermaid`] and [`dot`] read a source into a [`Picture`], of which everything is said by classes that the theme gives
//! its colours to. There are no ids in it, so that any number of diagrams stand in one page. A source that cannot be
//! read stays as a listing, and the place in it is told.
//!
//! Nobody reads a diagram of a hundred boxes in a hall, so that sources, nodes and edges have limits; they also keep
//! the time that a layout takes within bounds, the same on every machine.

mod describe;
mod dot;
mod mermaid;
mod picture;
mod scene;
mod steps;

use std::ops::Range;

use self::picture::Picture;
pub use self::picture::number;
use self::steps::Steps;
use super::code;
use super::dom::{Element, Finished, Kind, NodeId, ROOT, Tree, Vocabulary};
use super::fence::{Info, Place};
use crate::deck::{Attribute, Attributes, Size};
use crate::text::{Diagnostic, Slice};

/// A language that diagrams are written in.
trait Language: Sync {
    /// Draws a source, or says where and why it cannot be read.
    fn draw(&self, source: &str, steps: &Steps) -> Result<Picture, Unreadable>;
}

/// Why a source is no diagram.
#[derive(Debug)]
struct Unreadable {
    /// In the source, in bytes.
    at: Range<usize>,
    message: String,
    help: String,
}

/// The language of that name, as a fence writes it.
fn language(name: &str) -> Option<&'static dyn Language> {
    match name {
        "mermaid" => Some(&mermaid::Mermaid),
        "dot" | "graphviz" => Some(&dot::Dot),
        _ => None,
    }
}

/// How long a source may be, in bytes.
const LIMIT: usize = 16 << 10;

/// How many nodes and how many edges a diagram may have.
const NODES: usize = 120;
const EDGES: usize = 240;

/// How many parts of a source may stand within others.
const NESTED: usize = 60;

/// Whether a node is the source of a diagram: a listing in a language of one.
pub fn is_diagram(tree: &Tree, id: NodeId) -> bool {
    language_of(tree, id).is_some()
}

fn language_of(tree: &Tree, id: NodeId) -> Option<&'static dyn Language> {
    let element = tree.element(id).filter(|_| code::is_listing(tree, id))?;
    let name = element.attributes.value("class")?.split_whitespace().next()?;
    language(name.strip_prefix("language-").unwrap_or(name))
}

/// Draws every diagram of a slide.
pub fn draw(tree: &mut Tree, source: Slice<'_>, size: Size, diagnostics: &mut Vec<Diagnostic>) {
    let listings = tree.below(ROOT).filter_map(|id| Some((id, language_of(tree, id)?)));
    let listings: Vec<_> = listings.collect();
    for (id, language) in listings {
        let text = tree.text(id);
        let place = Place { fence: tree.node(id).at, source };
        let info = place.info().map(Info::read).unwrap_or_default();
        let steps = Steps::read(info.value("steps").unwrap_or_default());
        let drawn = match text.len() > LIMIT {
            true => Err(Unreadable {
                at: 0..0,
                message: format!("this diagram has more than {} KiB of source", LIMIT >> 10),
                help: "part it into several".into(),
            }),
            false => language.draw(&text, &steps),
        };
        match drawn {
            Ok(mut picture) => {
                if let Some(title) = info.value("title") {
                    picture.title = Some(title.to_owned());
                }
                diagnostics.extend(picture.is_small(size).map(|height| too_small(place, height, size)));
                put(tree, id, &picture);
            }
            Err(Unreadable { at, message, help }) => {
                diagnostics
                    .push(Diagnostic::error("broken-diagram", place.of(&text, at), message).help(help));
            }
        }
    }
}

fn too_small(place: Place<'_>, height: u32, size: Size) -> Diagnostic {
    let Size { width, height: whole } = size;
    let message =
        format!("the text of this diagram is {height} pixels high on a slide of {width} by {whole}");
    Diagnostic::warning("small-diagram", place.head(), message)
        .help("the last row cannot read that: show less, turn it (`LR` or `TB`), or part it into several")
}

/// Puts a picture in the place of its listing, with what the author gave to that.
fn put(tree: &mut Tree, code: NodeId, picture: &Picture) {
    let Some(pre) = tree.parent(code) else { return };
    let take = |tree: &mut Tree, id| {
        tree.element_mut(id).map(|element| std::mem::take(&mut element.attributes)).unwrap_or_default()
    };
    let mut attributes = take(tree, pre);
    let mut own = take(tree, code);
    own.take("class");
    let own = own.iter().filter(|attribute| !code::is_asked(&attribute.name));
    own.cloned().for_each(|attribute| attributes.set(attribute));
    attributes.add_class("orate-diagram");
    let figure = element(tree, "figure", Vocabulary::Html, attributes);
    let svg = element(tree, "svg", Vocabulary::Svg, picture.attributes());
    tree.append(figure, svg);
    finished(tree, svg, picture.described());
    for part in &picture.parts {
        match part.step {
            None => finished(tree, svg, part.svg.clone()),
            Some(_) => {
                let class = Attribute { name: "class".into(), value: "fragment".into(), at: None };
                let group = element(tree, "g", Vocabulary::Svg, [class].into_iter().collect());
                tree.append(svg, group);
                finished(tree, group, part.svg.clone());
            }
        }
    }
    tree.insert_before(pre, figure);
    tree.detach(pre);
}

fn element(tree: &mut Tree, name: &'static str, vocabulary: Vocabulary, attributes: Attributes) -> NodeId {
    tree.create(Kind::Element(Element { name: name.into(), vocabulary, attributes }), None)
}

fn finished(tree: &mut Tree, parent: NodeId, html: String) {
    let node = tree.create(Kind::Finished(Finished { html, text: String::new() }), None);
    tree.append(parent, node);
}

#[cfg(test)]
mod tests;

//! What a slide's own template is filled with: the parts of the slide.
//!
//! A slide names its template with `template="title"`. Its content is taken apart here, as a tree, so that no template
//! has to look into HTML: the first heading, the rest, the first picture, the columns.

use super::facts::is_notes;
use crate::deck::{Attribute, Attributes, elements};
use crate::html::markup::Markup;
use crate::html::references::Referrer;
use crate::html::tree::{Element, NodeId, NodeKind, ROOT, Tree};
use crate::html::write::serialize_all;
use crate::text::Span;

/// The template whose first picture is the slide's background.
const PICTURE: &str = "picture";

/// The templates for which a theme may have a ground of its own, in `--orate-NAME-background`.
const GROUNDS: [&str; 6] = ["title", "section", "statement", "number", "code", "end"];

/// The template that a slide asks for, and the parts it is filled with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Layout {
    /// Of the file `templates/slides/NAME.html`.
    pub name: String,
    /// Where the author named it.
    pub at: Option<Span>,
    /// The first heading; empty if there is none.
    pub heading: Markup,
    /// All but the first heading.
    pub rest: Markup,
    /// The first picture, which stays where it is, too.
    pub picture: Markup,
    /// What a picture shows that became the slide's background.
    pub alt: Option<String>,
    /// What lines `+++` part, else the blocks of the rest where they are two to four.
    pub columns: Vec<Markup>,
    /// The rest without blocks that are nothing but pictures or codes.
    pub words: Markup,
    /// The pictures of those blocks, each with its caption.
    pub pictures: Vec<Markup>,
    /// The QR codes of those blocks.
    pub codes: Vec<Markup>,
    /// Whether the rest holds a paragraph, and whether it holds a quote.
    pub has_text: bool,
    pub has_quote: bool,
    /// Notes, styles and scripts, which stay on the slide whatever its template.
    pub around: Markup,
}

/// What a slide says about its template.
pub(super) struct LayoutRequest {
    /// The attribute that names the template.
    template: Attribute,
    /// What the picture shows that became the slide's background.
    alt: Option<String>,
}

impl LayoutRequest {
    /// Takes the template's name from a slide's attributes, and its background from the tree, where the template wants
    /// one. The name stays as `data-template`, for style sheets.
    pub(super) fn take(attributes: &mut Attributes, tree: &mut Tree) -> Option<LayoutRequest> {
        let template = attributes.take("template").filter(|it| !matches!(it.value.trim(), "" | "none"))?;
        attributes.set(Attribute { name: "data-template".into(), ..template.clone() });
        let alt = background(tree, &template, attributes);
        set_ground(&template, attributes);
        Some(LayoutRequest { template, alt })
    }
}

/// Makes the first picture of a slide its background, where its template wants that. Gives what it shows.
fn background(tree: &mut Tree, template: &Attribute, attributes: &mut Attributes) -> Option<String> {
    if template.value != PICTURE || attributes.get("data-background-image").is_some() {
        return None;
    }
    let picture = tree.below(ROOT).find(|&id| tree.element(id).is_some_and(|it| it.is("img")))?;
    let at = tree.node(picture).at;
    let picture_attributes = tree.element(picture)?.attributes.clone();
    let source = picture_attributes.value("src")?.to_owned();
    attributes.set(Attribute { name: "data-background-image".into(), value: source, at });
    let parent = tree.parent(picture).filter(|&parent| parent != ROOT);
    tree.detach(picture);
    if let Some(parent) = parent {
        let is_bare = is_bare(tree, parent);
        match tree.element_mut(parent) {
            // Its caption says whose picture it is.
            Some(element) if element.is("figure") => {
                element.name = "div".into();
                element.attributes.add_class("orate-credit");
                rename_captions(tree, parent);
                // It is the last thing that is read, wherever the picture is in the text.
                tree.detach(parent);
                tree.append(ROOT, parent);
            }
            Some(element) if element.is("p") && is_bare => tree.detach(parent),
            _ => {}
        }
    }
    // The words are on a dark scrim, and so do the arrows.
    if !tree.text(ROOT).trim().is_empty() {
        attributes.add_class("has-dark-background");
    }
    picture_attributes.value("alt").filter(|alt| !alt.is_empty()).map(str::to_owned)
}

/// Gives a slide the ground that its theme has for slides of its kind. Where a theme has none, the property is not set,
/// and the ground is that of the page.
fn set_ground(template: &Attribute, attributes: &mut Attributes) {
    let name = template.value.trim();
    let has_own = attributes.iter().any(|attribute| attribute.name.starts_with("data-background"));
    if GROUNDS.contains(&name) && !has_own {
        let value = format!("var(--orate-{name}-background)");
        attributes.set(Attribute { name: "data-background-color".into(), value, at: None });
    }
}

/// Makes paragraphs of captions that have no figure any longer.
fn rename_captions(tree: &mut Tree, parent: NodeId) {
    let children: Vec<NodeId> = tree.children(parent).collect();
    for child in children {
        if let Some(element) = tree.element_mut(child)
            && element.is("figcaption")
        {
            element.name = "p".into();
        }
    }
}

/// The parts of a slide.
pub(super) fn layout(tree: &Tree, request: LayoutRequest, referrer: &mut Referrer<'_>) -> Layout {
    let is = |id: NodeId, names: &[&str]| {
        tree.element(id).is_some_and(|element| names.iter().any(|name| element.is(name)))
    };
    let stays = |id: &NodeId| is(*id, &["style", "script"]) || tree.element(*id).is_some_and(is_notes);
    let (around, inside): (Vec<_>, Vec<_>) = tree.children(ROOT).partition(stays);
    let heading = inside.iter().copied().find(|&id| is(id, &elements::HEADINGS));
    let is_blank = |id: NodeId| matches!(&tree.node(id).kind, NodeKind::Text(text) if text.trim().is_empty());
    let is_part = |id: NodeId| {
        tree.element(id).is_some_and(|it| it.is("hr") && it.attributes.value("class") == Some("orate-part"))
    };
    let rest: Vec<_> = inside.iter().copied().filter(|&id| Some(id) != heading).collect();
    let blocks: Vec<_> = rest.iter().copied().filter(|&id| !is_blank(id)).collect();
    let columns: Vec<Vec<NodeId>> = if blocks.iter().any(|&id| is_part(id)) {
        rest.split(|&id| is_part(id)).map(<[NodeId]>::to_vec).collect()
    } else if (2..=4).contains(&blocks.len()) && blocks.iter().all(|&id| tree.element(id).is_some()) {
        blocks.iter().map(|&id| vec![id]).collect()
    } else {
        Vec::new()
    };
    let shown = Shown::of(tree, &rest);
    let mut write = |nodes: &[NodeId]| serialize_all(tree, nodes, referrer);
    let picture = tree.below(ROOT).find(|&id| is(id, &["img"]));
    Layout {
        name: request.template.value.trim().to_owned(),
        at: request.template.at,
        heading: write(heading.as_slice()),
        rest: write(trimmed(&rest, is_blank)),
        picture: write(picture.as_slice()),
        alt: request.alt,
        columns: columns.iter().map(|nodes| write(trimmed(nodes, is_blank))).collect(),
        words: write(trimmed(&shown.words, is_blank)),
        pictures: shown.pictures.iter().map(|&id| write(&[id])).collect(),
        codes: shown.codes.iter().map(|&id| write(&[id])).collect(),
        has_text: blocks.iter().any(|&id| is(id, &["p"])),
        has_quote: blocks.iter().any(|&id| is(id, &["blockquote"])),
        around: write(&around),
    }
}

/// The blocks of a slide that are looked at, apart from those that are read.
#[derive(Default)]
struct Shown {
    words: Vec<NodeId>,
    pictures: Vec<NodeId>,
    codes: Vec<NodeId>,
}

impl Shown {
    fn of(tree: &Tree, blocks: &[NodeId]) -> Shown {
        let mut shown = Shown::default();
        for &block in blocks {
            let parts = tree.element(block).is_some_and(is_frame).then(|| parts(tree, block)).flatten();
            let is_code = |id: NodeId| {
                let mut inside = std::iter::once(id).chain(tree.below(id));
                inside.any(|id| tree.element(id).is_some_and(|it| it.attributes.has_class("orate-qr")))
            };
            match parts {
                None => shown.words.push(block),
                Some(parts) => parts.into_iter().for_each(|part| match is_code(part) {
                    true => shown.codes.push(part),
                    false => shown.pictures.push(part),
                }),
            }
        }
        shown
    }
}

/// Whether an element may hold pictures and nothing else.
fn is_frame(element: &Element) -> bool {
    ["p", "figure"].iter().any(|name| element.is(name)) || element.attributes.has_class("orate-row")
}

/// The pictures and codes that a block is, a figure with its caption; `None` if it holds anything else.
fn parts(tree: &Tree, block: NodeId) -> Option<Vec<NodeId>> {
    let is = |id: NodeId, names: &[&str]| {
        tree.element(id).is_some_and(|element| names.iter().any(|name| element.is(name)))
    };
    let is_seen = |id: NodeId| {
        tree.element(id).is_some_and(|element| ["img", "svg", "video"].contains(&&*element.name))
    };
    let is_picture = |id: NodeId| match is(id, &["a", "figure"]) {
        true => tree.below(id).any(is_seen),
        false => is_seen(id),
    };
    if is(block, &["figure"]) {
        return is_picture(block).then(|| vec![block]);
    }
    let is_nothing = |id: NodeId| match &tree.node(id).kind {
        NodeKind::Text(text) => text.trim().is_empty(),
        NodeKind::Comment(_) => true,
        _ => is(id, &["br"]),
    };
    let parts: Vec<NodeId> = tree.children(block).filter(|&id| !is_nothing(id)).collect();
    (!parts.is_empty() && parts.iter().all(|&id| is_picture(id))).then_some(parts)
}

/// The nodes without blank ones at either end.
fn trimmed(nodes: &[NodeId], is_blank: impl Fn(NodeId) -> bool) -> &[NodeId] {
    let start = nodes.iter().position(|&id| !is_blank(id)).unwrap_or(nodes.len());
    let end = nodes.iter().rposition(|&id| !is_blank(id)).map_or(start, |last| last + 1);
    &nodes[start..end]
}

/// Whether nothing can be seen in a paragraph.
fn is_bare(tree: &Tree, paragraph: NodeId) -> bool {
    tree.text(paragraph).trim().is_empty() && tree.below(paragraph).all(|id| tree.element(id).is_none())
}

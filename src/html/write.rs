//! A tree becomes HTML with holes.
//!
//! What is written here is read back by every browser as the same tree, and nothing in it reaches past its end:
//! the texts of `script` and `style` cannot be escaped in HTML, so what could keep one of them open is mended.

use super::markup::{AttributeMarkup, Markup, Piece, ValuePart};
use super::parse;
use super::permissions::Permissions;
use super::references::{Referrer, Written};
use super::tree::{Element, NodeId, NodeKind, ROOT, Step, Tree, Vocabulary};
use crate::assets::data_document;
use crate::deck::{Attribute, elements};
use crate::text::{Sources, Span};

/// Writes a tree that is in `whole`, and gathers what it loads and runs.
pub(crate) fn markup(tree: &Tree, sources: &Sources, whole: Span) -> (Markup, Permissions) {
    let mut referrer = Referrer::new(sources, whole);
    let markup = serialize(tree, ROOT, &mut referrer);
    (markup, referrer.permissions)
}

/// Writes everything below `top`.
pub(crate) fn serialize(tree: &Tree, top: NodeId, referrer: &mut Referrer<'_>) -> Markup {
    let mut markup = Markup::default();
    write(
        tree,
        tree.walk(top).filter(|step| !matches!(step, Step::Enter(id) | Step::Leave(id) if *id == top)),
        referrer,
        &mut markup,
    );
    markup.shrink_to_fit();
    markup
}

/// Writes some nodes, with all below them.
pub(crate) fn serialize_all(tree: &Tree, nodes: &[NodeId], referrer: &mut Referrer<'_>) -> Markup {
    let mut markup = Markup::default();
    nodes.iter().for_each(|&node| write(tree, tree.walk(node), referrer, &mut markup));
    markup
}

fn write(tree: &Tree, steps: impl Iterator<Item = Step>, referrer: &mut Referrer<'_>, markup: &mut Markup) {
    for step in steps {
        match step {
            Step::Enter(id) => enter(tree, id, referrer, markup),
            Step::Leave(id) => {
                if let Some(element) = tree.element(id)
                    && !is_void(element)
                {
                    markup.push_html("</");
                    markup.push_html(&element.name);
                    markup.push_html(">");
                }
            }
        }
    }
}

fn enter(tree: &Tree, id: NodeId, referrer: &mut Referrer<'_>, markup: &mut Markup) {
    match &tree.node(id).kind {
        NodeKind::Root => {}
        NodeKind::Comment(text) => {
            markup.push_html("<!--");
            markup.push_html(text);
            markup.push_html("-->");
        }
        NodeKind::Text(text) => match raw_parent(tree, id) {
            Some("script") => referrer.script(&closed_script(text), markup),
            Some("style") => referrer.style(text, Vocabulary::Html, markup),
            Some(_) => markup.push_html(text),
            None if is_style_of_svg(tree, id) => referrer.style(text, Vocabulary::Svg, markup),
            None => markup.push_text(text),
        },
        NodeKind::Finished(finished) => markup.push_html(&finished.html),
        NodeKind::Code(wanted) => markup.push(Piece::Code(wanted.clone())),
        NodeKind::Element(element) => match attributes(tree, id, element, referrer) {
            Written::Image(image) => markup.push(Piece::Image(image)),
            Written::Attributes(attributes) => {
                markup.push_html("<");
                markup.push_html(&element.name);
                attributes.iter().for_each(|attribute| markup.push_attribute(attribute));
                markup.push_html(">");
                if starts_with_newline(tree, id, element) {
                    markup.push_html("\n");
                }
            }
        },
    }
}

/// The attributes of an element; those that hold a whole document are read as one.
fn attributes(tree: &Tree, id: NodeId, element: &Element, referrer: &mut Referrer<'_>) -> Written {
    let mut written = referrer.attributes(tree, id, element);
    if let Written::Attributes(attributes) = &mut written
        && ["iframe", "object", "embed"].iter().any(|name| element.is(name))
    {
        let documents = element.attributes.iter().filter_map(|attribute| {
            let document = document_in(attribute)?;
            Some((&attribute.name, inner(&document, referrer)?))
        });
        for (name, document) in documents {
            let holds = |attribute: &&mut AttributeMarkup| attribute.name == *name;
            if name == "srcdoc"
                && document.has_holes()
                && let Some(attribute) = attributes.iter_mut().find(holds)
            {
                attribute.value = vec![ValuePart::Document(document)];
            }
        }
    }
    written
}

/// The document that an attribute holds: such a page is under the policy of the page around it.
fn document_in(attribute: &Attribute) -> Option<String> {
    match attribute.name.as_str() {
        "srcdoc" => Some(attribute.value.clone()),
        "src" | "data-src" | "data" => data_document(&attribute.value),
        _ => None,
    }
}

/// What is in a document within an attribute, and what it needs.
fn inner(document: &str, referrer: &mut Referrer<'_>) -> Option<Markup> {
    referrer.document(|referrer, whole| serialize(&parse::parse(document, whole).tree, ROOT, referrer))
}

fn is_void(element: &Element) -> bool {
    element.vocabulary == Vocabulary::Html && elements::is_void(&element.name)
}

/// The name of the element around a text that HTML reads to its end tag without looking for anything else.
fn raw_parent(tree: &Tree, id: NodeId) -> Option<&str> {
    let element = tree.element(tree.parent(id)?)?;
    let is_raw = element.vocabulary == Vocabulary::Html && elements::is_raw_text(&element.name);
    is_raw.then_some(&element.name)
}

fn is_style_of_svg(tree: &Tree, id: NodeId) -> bool {
    let parent = tree.parent(id).and_then(|parent| tree.element(parent));
    parent.is_some_and(|it| it.vocabulary == Vocabulary::Svg && it.name == "style")
}

/// A browser drops the first newline of these elements: one that is meant has to be written twice.
fn starts_with_newline(tree: &Tree, id: NodeId, element: &Element) -> bool {
    let first = tree.children(id).next().map(|first| &tree.node(first).kind);
    (element.is("pre") || element.is("textarea") || element.is("listing"))
        && matches!(first, Some(NodeKind::Text(text)) if text.starts_with('\n'))
}

/// A script's text that its end tag is sure to end.
///
/// After `<!--` without `-->`, a browser may take `</script>` for text. Both are comments to JavaScript.
fn closed_script(text: &str) -> String {
    let is_open = match (text.rfind("<!--"), text.rfind("-->")) {
        (Some(open), Some(close)) => close < open,
        (open, None) => open.is_some(),
        (None, _) => false,
    };
    if is_open { format!("{text}\n-->") } else { text.to_owned() }
}

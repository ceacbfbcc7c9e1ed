//! Pictures of Markdown, and films and sounds, that are alone in their paragraph: with a title they are figures, several are a row.
//!
//! What the author wrote as HTML stays as it is: it has no place of its own in the source. A title is Markdown, so that
//! a caption can name a source by a link.

use super::media::is_medium;
use crate::deck::{Attribute, Attributes};
use crate::html::tree::{Element, NodeId, NodeKind, ROOT, Tree};

/// Makes figures and rows of the paragraphs that hold nothing but pictures. `read` gives what a caption's Markdown says.
pub(crate) fn arrange(tree: &mut Tree, read: &mut dyn FnMut(&str) -> Tree) {
    let mut last = ROOT;
    let pictures: Vec<NodeId> = tree.below(ROOT).filter(|&id| is_picture(tree, id)).collect();
    for picture in pictures {
        let Some(paragraph) = paragraph(tree, picture).filter(|&paragraph| paragraph != last) else {
            continue;
        };
        last = paragraph;
        let Some(parts) = only_pictures(tree, paragraph) else { continue };
        match parts.as_slice() {
            [(part, picture)] => alone(tree, paragraph, *part, *picture, read),
            parts => row(tree, paragraph, parts, read),
        }
    }
}

fn is_picture(tree: &Tree, id: NodeId) -> bool {
    let is_image = tree.node(id).at.is_some() && tree.element(id).is_some_and(|element| element.is("img"));
    is_image || is_medium(tree, id)
}

/// The paragraph of a picture, which may be a link's.
fn paragraph(tree: &Tree, picture: NodeId) -> Option<NodeId> {
    let is = |id: &NodeId, name| tree.element(*id).is_some_and(|element| element.is(name));
    let parent = tree.parent(picture)?;
    let parent = if is(&parent, "a") { tree.parent(parent)? } else { parent };
    Some(parent).filter(|parent| is(parent, "p"))
}

/// The pictures of a paragraph that shows nothing else, each with the part of the paragraph that holds it.
fn only_pictures(tree: &Tree, paragraph: NodeId) -> Option<Vec<(NodeId, NodeId)>> {
    let mut parts = Vec::new();
    for child in tree.children(paragraph) {
        match &tree.node(child).kind {
            NodeKind::Text(text) if text.trim().is_empty() => {}
            NodeKind::Comment(_) => {}
            NodeKind::Element(element) if element.is("br") => {}
            NodeKind::Element(_) if is_picture(tree, child) => parts.push((child, child)),
            NodeKind::Element(element) if element.is("a") => {
                let inside: Vec<_> = tree.children(child).collect();
                let [picture] = inside.as_slice() else { return None };
                parts.push((child, Some(*picture).filter(|&picture| is_picture(tree, picture))?));
            }
            _ => return None,
        }
    }
    (!parts.is_empty()).then_some(parts)
}

/// A picture that has its paragraph for itself: a figure where it has a title, and it may stretch.
fn alone(
    tree: &mut Tree,
    paragraph: NodeId,
    part: NodeId,
    picture: NodeId,
    read: &mut dyn FnMut(&str) -> Tree,
) {
    let stretches = ["r-stretch", "stretch"].into_iter().find(|class| take_class(tree, picture, class));
    if let Some(class) = stretches
        && let Some(element) = tree.element_mut(paragraph)
    {
        element.attributes.add_class(class);
    }
    if let Some(title) = take_title(tree, picture) {
        if let Some(element) = tree.element_mut(paragraph) {
            element.name = "figure".into();
        }
        move_steps(tree, part, paragraph);
        caption(tree, paragraph, &title, read);
    }
}

/// Several pictures are beside each other, each with its caption.
fn row(tree: &mut Tree, paragraph: NodeId, parts: &[(NodeId, NodeId)], read: &mut dyn FnMut(&str) -> Tree) {
    let titles: Vec<Option<String>> = parts.iter().map(|&(_, picture)| take_title(tree, picture)).collect();
    let has_captions = titles.iter().any(Option::is_some);
    if let Some(element) = tree.element_mut(paragraph) {
        element.attributes.add_class("orate-row");
        if has_captions {
            element.name = "div".into();
        }
    }
    for (&(part, _), title) in parts.iter().zip(titles) {
        let Some(title) = title else { continue };
        let figure = tree.create_element(Element::html("figure", Attributes::default()));
        tree.replace(part, figure);
        tree.append(figure, part);
        move_steps(tree, part, figure);
        caption(tree, figure, &title, read);
    }
}

/// Signs without which a title is the same as Markdown and as text.
const SIGNS: &[char] =
    &['*', '_', '[', '`', '<', '&', '\\', '~', '^', '=', '$', ':', '"', '\'', '-', '.', '!', '('];

fn caption(tree: &mut Tree, figure: NodeId, title: &str, read: &mut dyn FnMut(&str) -> Tree) {
    let caption = tree.append_element(figure, Element::html("figcaption", Attributes::default()));
    match title.contains(SIGNS) {
        true => tree.graft(caption, &read(title)),
        false => tree.append_text(caption, title),
    }
}

fn take_title(tree: &mut Tree, picture: NodeId) -> Option<String> {
    let title = tree.element_mut(picture)?.attributes.take("title")?;
    Some(title.value).filter(|title| !title.trim().is_empty())
}

/// A picture that is a step takes its caption along.
fn move_steps(tree: &mut Tree, part: NodeId, figure: NodeId) {
    let Some(element) = tree.element_mut(part) else { return };
    if !element.attributes.has_class("fragment") {
        return;
    }
    let moved: Vec<Attribute> = ["class", "data-fragment-index"]
        .into_iter()
        .filter_map(|name| element.attributes.take(name))
        .collect();
    let Some(figure) = tree.element_mut(figure) else { return };
    moved.into_iter().for_each(|attribute| figure.attributes.set(attribute));
}

/// Takes a class off an element. False where it has none of that name.
fn take_class(tree: &mut Tree, id: NodeId, class: &str) -> bool {
    let Some(element) = tree.element_mut(id) else { return false };
    let Some(classes) = element.attributes.get("class").cloned() else { return false };
    let words: Vec<_> = classes.value.split_ascii_whitespace().collect();
    if !words.contains(&class) {
        return false;
    }
    let others: Vec<_> = words.into_iter().filter(|word| *word != class).collect();
    match others.is_empty() {
        true => _ = element.attributes.take("class"),
        false => element.attributes.set(Attribute { value: others.join(" "), ..classes }),
    }
    true
}

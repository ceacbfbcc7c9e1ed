//! What is over and under a listing: its title, its caption.

use super::request::Request;
use crate::deck::Attributes;
use crate::html::tree::{Element, NodeId, Tree};

/// Puts a listing's `pre` into a figure with its title and its caption, where it has any.
///
/// A figure has one `figcaption`: the caption, else the title. What shows the listing at its time, or lets it grow, is
/// the figure's.
pub(super) fn frame(tree: &mut Tree, pre: NodeId, request: &Request) {
    let (title, caption) = (request.title.as_deref(), request.caption.as_deref());
    if title.is_none() && caption.is_none() {
        return;
    }
    let with_class = |name, class| Element::html(name, Attributes::of([("class", class)]));
    let figure = tree.create_element(with_class("figure", "orate-listing"));
    tree.node_mut(figure).at = tree.node(pre).at;
    tree.replace(pre, figure);
    if let Some(title) = title {
        let name = if caption.is_some() { "div" } else { "figcaption" };
        let element = tree.append_element(figure, with_class(name, "orate-title"));
        tree.append_text(element, title);
    }
    tree.append(figure, pre);
    if let Some(caption) = caption {
        let element = tree.append_element(figure, with_class("figcaption", "orate-caption"));
        tree.append_text(element, caption);
    }
    for name in ["class", "data-fragment-index"] {
        let moved = tree.element_mut(pre).and_then(|element| element.attributes.take(name));
        let Some((attribute, element)) = moved.zip(tree.element_mut(figure)) else { continue };
        match name {
            "class" => {
                attribute.value.split_ascii_whitespace().for_each(|it| element.attributes.add_class(it));
            }
            _ => element.attributes.set(attribute),
        }
    }
}

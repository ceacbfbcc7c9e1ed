//! What stands over and under a listing: its title, its caption.

use super::request::Request;
use crate::deck::{Attribute, Attributes};
use crate::html::tree::{Element, Kind, NodeId, Tree, Vocabulary};

/// Puts a listing's `pre` into a figure with its title and its caption, where it has any.
///
/// A figure has one `figcaption`: the caption, else the title. What shows the listing at its time, or lets it grow, is
/// the figure's.
pub fn frame(tree: &mut Tree, pre: NodeId, request: &Request) {
    let (title, caption) = (request.title.as_deref(), request.caption.as_deref());
    if title.is_none() && caption.is_none() {
        return;
    }
    let figure = create(tree, "figure", "orate-listing");
    tree.insert_before(pre, figure);
    tree.detach(pre);
    if let Some(title) = title {
        let name = if caption.is_some() { "div" } else { "figcaption" };
        let title_element = create(tree, name, "orate-title");
        tree.append_text(title_element, title);
        tree.append(figure, title_element);
    }
    tree.append(figure, pre);
    if let Some(caption) = caption {
        let caption_element = create(tree, "figcaption", "orate-caption");
        tree.append_text(caption_element, caption);
        tree.append(figure, caption_element);
    }
    for name in ["class", "data-fragment-index"] {
        let moved = tree.element_mut(pre).and_then(|element| element.attributes.take(name));
        let Some((attribute, element)) = moved.zip(tree.element_mut(figure)) else { continue };
        match name {
            "class" => {
                attribute.value.split_ascii_whitespace().for_each(|it| element.attributes.add_class(it))
            }
            _ => element.attributes.set(attribute),
        }
    }
}

fn create(tree: &mut Tree, name: &'static str, class: &str) -> NodeId {
    let class = Attribute { name: "class".into(), value: class.into(), at: None };
    let element = Element {
        name: name.into(),
        vocabulary: Vocabulary::Html,
        attributes: Attributes::from_iter([class]),
    };
    tree.create(Kind::Element(element), None)
}

//! The figure that takes the place of a fence: what its author gave to the fence, and a drawing in layers.

use std::fmt::Write;

use crate::deck::Attributes;
use crate::html::tree::{Element, NodeId, Tree};
use crate::render::code::is_request;
use crate::render::fence::Fence;

/// Elements of a drawing that are shown together.
#[derive(Debug)]
pub(crate) struct SvgLayer {
    /// Whether they come with a step of their own.
    pub is_step: bool,
    pub svg: String,
}

/// Puts an empty figure of a class in the place of a fence, and gives it the attributes of the fence. Those that only a
/// listing understands are left out.
pub(super) fn replace(tree: &mut Tree, fence: &Fence<'_>, class: &str) -> NodeId {
    let mut attributes = take_attributes(tree, fence.pre);
    let mut of_code = take_attributes(tree, fence.code);
    of_code.take("class");
    let kept = of_code.iter().filter(|attribute| !is_request(&attribute.name));
    kept.for_each(|attribute| attributes.set(attribute.clone()));
    attributes.add_class(class);
    let figure = tree.create_element(Element::html("figure", attributes));
    tree.node_mut(figure).at = tree.node(fence.code).at;
    tree.replace(fence.pre, figure);
    figure
}

fn take_attributes(tree: &mut Tree, id: NodeId) -> Attributes {
    tree.element_mut(id).map(|element| std::mem::take(&mut element.attributes)).unwrap_or_default()
}

/// Adds the layers of a drawing to its `svg`; each that is a step becomes a fragment.
pub(super) fn append_layers(tree: &mut Tree, svg: NodeId, layers: Vec<SvgLayer>) {
    for SvgLayer { is_step, svg: content } in layers {
        let parent = match is_step {
            true => tree.append_element(svg, Element::svg("g", Attributes::of([("class", "fragment")]))),
            false => svg,
        };
        tree.append_finished(parent, content, "");
    }
}

/// Writes a number with at most one decimal.
pub(super) fn push_number(svg: &mut String, value: f64) {
    let tenths = if value.is_finite() { (value * 10.0).round() } else { 0.0 };
    let whole = tenths / 10.0;
    if tenths % 10.0 == 0.0 {
        _ = write!(svg, "{}", whole as i64);
    } else {
        _ = write!(svg, "{whole:.1}");
    }
}

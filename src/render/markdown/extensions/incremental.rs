//! Lists whose items come one after the other: in a div `::: incremental`, on a slide with the attribute `incremental`, or in
//! all of a talk that says so. A div `::: nonincremental` is shown at once.
//!
//! Source of the names: "Incremental lists" of the pandoc manual.

use crate::deck::{Attribute, Attributes};
use crate::html::tree::{NodeId, ROOT, Tree};
use crate::render::facts::is_notes;

/// The attribute of a slide.
const ATTRIBUTE: &str = "incremental";

/// The class of a div whose lists are shown at once.
const AT_ONCE: &str = "nonincremental";

/// Whether the lists of a slide come item by item: as it says itself, else as the talk does.
pub(in crate::render) fn take(attributes: &mut Attributes, usual: bool) -> bool {
    let value = attributes.take(ATTRIBUTE).map(|attribute: Attribute| attribute.value);
    value.map_or(usual, |value| !matches!(value.trim(), "off" | "false" | "none"))
}

/// Makes a fragment of each item that is to come by itself, unless it is one or holds one. `usual` is what holds outside
/// of divs.
pub(in crate::render) fn make_fragments(tree: &mut Tree, usual: bool) {
    let items: Vec<NodeId> =
        tree.below(ROOT).filter(|&id| tree.is(id, "li") && is_wanted(tree, id, usual)).collect();
    for item in items {
        if let Some(element) = tree.element_mut(item) {
            element.attributes.add_class("fragment");
        }
    }
}

fn is_wanted(tree: &Tree, item: NodeId, usual: bool) -> bool {
    let has_class =
        |id: NodeId, class: &str| tree.element(id).is_some_and(|element| element.attributes.has_class(class));
    let is_fragment = std::iter::once(item).chain(tree.below(item)).any(|id| has_class(id, "fragment"));
    let mut around = std::iter::successors(tree.parent(item), |&id| tree.parent(id));
    let says = around.find_map(|id| match tree.element(id) {
        Some(element) if is_notes(element) || element.attributes.has_class(AT_ONCE) => Some(false),
        _ => has_class(id, ATTRIBUTE).then_some(true),
    });
    says.unwrap_or(usual) && !is_fragment
}

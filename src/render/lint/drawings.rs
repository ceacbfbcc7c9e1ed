//! What inline drawings name of their own parts: gradients, clips, symbols, markers.

use std::collections::HashSet;

use crate::html::tree::{NodeId, ROOT, Tree, Vocabulary};

/// Whether a node is an inline drawing: the outermost `svg`.
pub(super) fn is_drawing(tree: &Tree, id: NodeId) -> bool {
    let is_svg = |id: NodeId| tree.element(id).is_some_and(|it| it.vocabulary == Vocabulary::Svg);
    is_svg(id) && !tree.parent(id).is_some_and(is_svg)
}

/// The ids that elements of drawings name, in `url(#id)` or in an address such as `href="#id"`. What a link of a drawing
/// leads to is none of them.
pub(super) fn named_parts(tree: &Tree) -> HashSet<String> {
    let mut named = HashSet::new();
    for id in tree.below(ROOT) {
        let Some(element) = tree.element(id).filter(|it| it.vocabulary == Vocabulary::Svg) else { continue };
        for attribute in element.attributes.iter() {
            let is_address =
                matches!(attribute.name.as_str(), "href" | "xlink:href") && &*element.name != "a";
            let part = attribute.value.strip_prefix('#').filter(|_| is_address);
            named.extend(part.map(str::to_owned));
            named.extend(parts_in_style(&attribute.value).map(str::to_owned));
        }
        if &*element.name == "style" {
            named.extend(parts_in_style(&tree.text(id)).map(str::to_owned));
        }
    }
    named
}

/// The ids in every `url(#id)` of a text.
fn parts_in_style(text: &str) -> impl Iterator<Item = &str> {
    text.split("url(").skip(1).filter_map(|rest| {
        let address = rest.split_once(')')?.0.trim();
        address.trim_matches(['"', '\'']).strip_prefix('#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_in_a_style_are_named_in_every_way_of_css() {
        let style = "fill: url(#a); clip-path:url( '#b' ) ; mask:url(\"#c\"); x: url(d.svg#e)";
        assert_eq!(parts_in_style(style).collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}

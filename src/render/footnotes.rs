//! The footnotes of a slide come in the order of their numbers, wherever their texts were written.

use crate::html::tree::{NodeId, NodeKind, ROOT, Tree};

/// Puts the texts of footnotes that are beside each other in order.
pub(super) fn put_in_order(tree: &mut Tree) {
    let texts: Vec<NodeId> = tree
        .below(ROOT)
        .filter(|&id| {
            tree.element(id).is_some_and(|element| element.attributes.has_class("footnote-definition"))
        })
        .collect();
    let groups = texts.chunk_by(|&one, &other| tree.parent(one) == tree.parent(other));
    let groups: Vec<Vec<NodeId>> = groups.map(<[NodeId]>::to_vec).collect();
    for of_parent in groups {
        let mut ordered = of_parent.clone();
        ordered.sort_by_key(|&id| number(tree, id));
        if ordered == of_parent {
            continue;
        }
        // Each place is held while the texts move.
        let holders: Vec<NodeId> = of_parent
            .iter()
            .map(|&place| {
                let holder = tree.create(NodeKind::Comment(String::new()), None);
                tree.insert_before(place, holder);
                holder
            })
            .collect();
        of_parent.iter().for_each(|&place| tree.detach(place));
        for (holder, text) in holders.into_iter().zip(ordered) {
            tree.replace(holder, text);
        }
    }
}

/// The number of a footnote, which its text begins with.
fn number(tree: &Tree, id: NodeId) -> usize {
    let label = tree.children(id).find(|&child| {
        tree.element(child).is_some_and(|element| element.attributes.has_class("footnote-definition-label"))
    });
    label.and_then(|label| tree.text(label).trim().parse().ok()).unwrap_or(usize::MAX)
}

//! What of a slide is part of a variant: elements with `only` and `not`.

use crate::deck::{Attributes, MARKS, Placed, Variant, names};
use crate::html::tree::{NodeId, ROOT, Tree};
use crate::text::{Diagnostic, Span};

/// Takes out the elements that are no part of the variant, and the marks of the others. Gives the names that they bear.
///
/// `slide` is where the slide is, for marks that do not know their place.
pub(super) fn select(tree: &mut Tree, variant: &Variant, slide: Span) -> Vec<Placed<String>> {
    let mut variant_names = Vec::new();
    let marked = |tree: &Tree, id: &NodeId| {
        let attributes = tree.element(*id).map(|element| &element.attributes);
        attributes.is_some_and(|attributes| MARKS.iter().any(|mark| attributes.get(mark).is_some()))
    };
    let bearers: Vec<NodeId> = tree.below(ROOT).filter(|id| marked(tree, id)).collect();
    for id in bearers {
        let at = tree.node(id).at;
        let Some(element) = tree.element_mut(id) else { continue };
        let is_admitted = variant.admits(&element.attributes);
        for mark in MARKS.into_iter().filter_map(|mark| element.attributes.take(mark)) {
            let at = mark.at.or(at).or(Some(slide.head()));
            variant_names.extend(names(&mark.value).map(|name| Placed { value: name.to_owned(), at }));
        }
        if !is_admitted {
            tree.detach(whole(tree, id));
        }
    }
    variant_names
}

/// The element, or what is left empty without it: the `pre` around a listing, the paragraph around a picture.
fn whole(tree: &Tree, id: NodeId) -> NodeId {
    let is_all = |parent: &NodeId| {
        let is_frame = tree.element(*parent).is_some_and(|element| element.is("pre") || element.is("p"));
        let is_only = tree.previous(id).is_none() && tree.last_child(*parent) == Some(id);
        is_frame && is_only
    };
    tree.parent(id).filter(is_all).unwrap_or(id)
}

/// Takes marks that would leave the slide out from attributes that came too late for it: those of an `.element`
/// comment that is before every element. A hidden slide may be hidden so, but not from the public.
pub(super) fn misplaced(attributes: &mut Attributes, is_public: bool, slide: Span) -> Vec<Diagnostic> {
    let marks: Vec<_> =
        ["only", "not", "draft"].into_iter().filter_map(|mark| attributes.take(mark)).collect();
    let hidden = match attributes.value("data-visibility") {
        Some("hidden") if is_public => attributes.get("data-visibility").cloned(),
        _ => None,
    };
    marks
        .into_iter()
        .chain(hidden)
        .map(|mark| {
            let message = format!("`{}` of a whole slide is in an `.element` comment", mark.name);
            Diagnostic::error("misplaced-mark", slide.head(), message)
                .help(format!("write `<!-- .slide: {}=\"{}\" -->`", mark.name, mark.value))
        })
        .collect()
}

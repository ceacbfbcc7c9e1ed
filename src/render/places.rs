//! Elements say in the page where they are written, for whoever looks at it there: `data-at="4-18"`, in bytes from the start
//! of their slide. No deck that is built or published says so.

use crate::deck::Attribute;
use crate::html::tree::{ROOT, Step, Tree};
use crate::text::Span;

/// The attribute that says where an element is written. On the `section` of a slide it is `#` and the number of the slide,
/// counted from 0.
pub(crate) const PLACE: &str = "data-at";

/// Writes its place on every element of a slide that has one.
pub(super) fn show(tree: &mut Tree, slide: Span) {
    let ids: Vec<_> =
        tree.walk(ROOT).filter_map(|step| if let Step::Enter(id) = step { Some(id) } else { None }).collect();
    for id in ids {
        let Some(at) = tree.node(id).at.filter(|at| at.source == slide.source) else { continue };
        if let Some(element) = tree.element_mut(id) {
            let value =
                format!("{}-{}", at.start.saturating_sub(slide.start), at.end.saturating_sub(slide.start));
            element.attributes.set(Attribute { name: PLACE.into(), value, at: None });
        }
    }
}

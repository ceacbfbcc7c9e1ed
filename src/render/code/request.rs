//! What the attributes of a listing ask for.

use crate::html::tree::{NodeId, Tree};

/// What the author of a listing wants of it, beyond its lines. Empty values ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The file that it stands in, in place of the text of the listing.
    pub file: Option<String>,
    pub region: Option<String>,
    /// `10-24`: lines of the file, or of the region.
    pub lines: Option<String>,
    /// What stands over it: mostly the name of a file.
    pub title: Option<String>,
    /// What stands under it.
    pub caption: Option<String>,
    /// Lines that begin with `+` or `-` were inserted or deleted.
    pub is_diff: bool,
}

impl Request {
    /// Takes the attributes that ask for something from a listing, and from the `pre` around it.
    pub fn take(tree: &mut Tree, code: NodeId) -> Request {
        let mut attribute = |name: &str| {
            let holders = [Some(code), tree.parent(code)];
            let mut values = holders.into_iter().flatten().filter_map(|id| {
                tree.element_mut(id).and_then(|element| element.attributes.take(name)).map(|it| it.value)
            });
            // Both are taken.
            let (first, second) = (values.next(), values.next());
            first.or(second)
        };
        let is_diff = attribute("data-diff").is_some();
        let mut text = |name| attribute(name).filter(|value| !value.trim().is_empty());
        Request {
            file: text("data-file"),
            region: text("data-region"),
            lines: text("data-lines"),
            title: text("data-title"),
            caption: text("data-caption"),
            is_diff,
        }
    }
}

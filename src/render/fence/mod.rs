//! Fences and listings: what the first line of one says, and where everything in it is.
//!
//! [`InfoLine`] is the one reader of first lines: listings, charts and diagrams ask it for what they take. What a fence
//! becomes is decided by its language, in [`super::figures`].

mod info_line;
mod place;
mod tools;

pub(super) use self::info_line::InfoLine;
pub(super) use self::place::FencePlace;
pub(super) use self::tools::{FenceTools, ListingStyle};

use crate::html::tree::{NodeId, Tree};
use crate::text::Slice;

/// A fence of Markdown, or a listing in HTML: a `code` in a `pre`.
#[derive(Clone, Copy)]
pub(crate) struct Fence<'a> {
    pub code: NodeId,
    /// The `pre` around it.
    pub pre: NodeId,
    pub place: FencePlace<'a>,
}

impl<'a> Fence<'a> {
    /// The fence that an element of `source` is; `None` for any other element.
    pub(crate) fn of(tree: &Tree, code: NodeId, source: Slice<'a>) -> Option<Fence<'a>> {
        let pre = tree.parent(code).filter(|_| is_listing(tree, code))?;
        Some(Fence { code, pre, place: FencePlace { at: tree.node(code).at, source } })
    }

    /// Its language as written, which is the first class of the element; empty if there is none.
    pub(crate) fn language<'t>(&self, tree: &'t Tree) -> &'t str {
        let classes = tree.element(self.code).and_then(|code| code.attributes.value("class"));
        let first = classes.and_then(|classes| classes.split_whitespace().next()).unwrap_or_default();
        first.strip_prefix("language-").unwrap_or(first)
    }

    /// What its first line says; nothing for a listing in HTML.
    pub(crate) fn info(&self) -> InfoLine<'a> {
        self.place.info().map(InfoLine::read).unwrap_or_default()
    }
}

/// Whether a node is a listing: a `code` in a `pre`.
pub(super) fn is_listing(tree: &Tree, id: NodeId) -> bool {
    tree.is(id, "code") && tree.parent(id).is_some_and(|parent| tree.is(parent, "pre"))
}

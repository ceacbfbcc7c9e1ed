//! What is kept of a drawing, by how it reaches the audience.

use std::collections::HashSet;

use roxmltree::{Node, NodeId};

use crate::assets::unclean::CleanedAddress;

/// How a drawing reaches the audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As an image, of which nothing but the picture is ever seen.
    Shown,
    /// As an image of which a part is named from outside, so that all parts stay.
    Part,
    /// As a document of its own.
    Opened,
}

/// Cleans the pictures that are in a drawing.
pub(crate) trait Nested {
    /// An address without what its picture hides.
    fn address(&self, address: &str) -> CleanedAddress;

    /// A text with its addresses cleaned; `None` if all are fine.
    fn text(&self, text: &str) -> Option<String>;
}

/// Leaves the pictures in a drawing as they are.
#[cfg(test)]
pub(super) struct AsTheyAre;

#[cfg(test)]
impl Nested for AsTheyAre {
    fn address(&self, _: &str) -> CleanedAddress {
        CleanedAddress { address: None, unclean: None }
    }

    fn text(&self, _: &str) -> Option<String> {
        None
    }
}

/// What is kept of a drawing.
pub(super) struct Rules<'n> {
    pub form: Form,
    /// The parts that go.
    pub hidden: HashSet<NodeId>,
    /// Whether it has a script that runs, and may read any attribute.
    pub has_script: bool,
    /// Whether its styles select by attributes, whatever they are called.
    pub selects_by_attribute: bool,
    /// Cleans the pictures in it.
    pub nested: &'n dyn Nested,
}

impl<'n> Rules<'n> {
    pub(super) fn of(
        root: Node<'_, '_>,
        form: Form,
        hidden: HashSet<NodeId>,
        nested: &'n dyn Nested,
    ) -> Rules<'n> {
        let has =
            |name: &str| root.descendants().any(|node| node.is_element() && node.tag_name().name() == name);
        let styles = root.descendants().filter(|node| node.tag_name().name() == "style");
        let selects = |style: Node<'_, '_>| {
            style.children().filter_map(|child| child.text()).any(|css| css.contains('['))
        };
        let selects_by_attribute = styles.into_iter().any(selects);
        Rules {
            form,
            hidden,
            has_script: form == Form::Opened && has("script"),
            selects_by_attribute,
            nested,
        }
    }
}

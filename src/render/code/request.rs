//! What the attributes of a listing ask for.

use crate::html::address::is_attribute_name;
use crate::html::tree::Tree;
use crate::render::fence::{Fence, InfoLine};

/// What the first line of a fence may ask for, and the attribute that asks for it in HTML.
const NAMES: &[(&str, &str)] = &[
    ("file", "data-file"),
    ("region", "data-region"),
    ("anchor", "data-region"),
    ("lines", "data-lines"),
    ("title", "data-title"),
    ("caption", "data-caption"),
    ("diff", "data-diff"),
];

/// Whether an attribute is one that the first line of a fence asked for, and not one of the author's own.
pub(crate) fn is_request(name: &str) -> bool {
    matches!(name, "data-line-numbers" | "data-ln-start-from")
        || NAMES.iter().any(|(_, attribute)| *attribute == name)
}

/// The attributes of a listing, by name and value: what orate acts on, and the author's own `data-*`.
pub(crate) fn listing_attributes<'a>(info: &InfoLine<'a>) -> Vec<(&'a str, &'a str)> {
    let of_orate = |name: &str| NAMES.iter().find(|(word, _)| *word == name).map(|(_, attribute)| *attribute);
    let attribute = |&(name, value): &(&'a str, Option<&'a str>)| match value {
        _ if name.starts_with("data-") && is_attribute_name(name) => Some((name, value.unwrap_or_default())),
        None if name != "diff" => None,
        _ => Some((of_orate(name)?, value.unwrap_or_default())),
    };
    info.attributes.iter().filter_map(attribute).collect()
}

/// What the author of a listing wants of it, beyond its lines. Empty values ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Request {
    /// The file that it is in, in place of the text of the listing.
    pub file: Option<String>,
    pub region: Option<String>,
    /// `10-24`: lines of the file, or of the region.
    pub lines: Option<String>,
    /// What is over it: mostly the name of a file.
    pub title: Option<String>,
    /// What is under it.
    pub caption: Option<String>,
    /// Lines that begin with `+` or `-` were inserted or deleted.
    pub is_diff: bool,
}

impl Request {
    /// Takes the attributes that ask for something from a listing, and from the `pre` around it.
    pub(super) fn take(tree: &mut Tree, fence: &Fence<'_>) -> Request {
        let mut attribute = |name: &str| {
            let mut take = |id| tree.element_mut(id)?.attributes.take(name).map(|attribute| attribute.value);
            // Both are taken.
            let (of_code, of_pre) = (take(fence.code), take(fence.pre));
            of_code.or(of_pre)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_asks_by_name_and_keeps_the_data_of_its_author() {
        let info = InfoLine::read("rust file=a.rs anchor=b diff data-trim data-id=x onclick=y style title");
        assert_eq!(
            listing_attributes(&info),
            [
                ("data-file", "a.rs"),
                ("data-region", "b"),
                ("data-diff", ""),
                ("data-trim", ""),
                ("data-id", "x")
            ]
        );
        assert_eq!(listing_attributes(&InfoLine::read("diff")), []);
    }
}

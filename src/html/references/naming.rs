//! Which attributes name files, and as what.

use crate::assets::Role;
use crate::deck::Attribute;
use crate::html::permissions::Use;
use crate::html::tree::{Element, NodeId, Tree, Vocabulary};

/// What an attribute's value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    Nothing,
    /// One address, and nothing that a file of the project could stand for.
    Outside(Use),
    Address(Role),
    /// Addresses with commas between them.
    List(Role),
    /// The candidates of a `srcset`.
    Candidates,
    /// Declarations of CSS.
    Style,
}

/// What an attribute of an element names.
///
/// A new attribute with an address has its row here, or in [`section_naming`].
pub(super) fn naming(tree: &Tree, id: NodeId, element: &Element, attribute: &Attribute) -> Naming {
    if attribute.name == "style" {
        return Naming::Style;
    }
    let is_html = element.vocabulary == Vocabulary::Html;
    match (&*element.name, attribute.name.as_str()) {
        ("image" | "feImage", "href" | "xlink:href") if !is_html => Naming::Address(Role::Picture),
        _ if !is_html => Naming::Nothing,
        ("section", _) => section_naming(attribute),
        ("img", "src") => Naming::Address(Role::Image),
        ("img", "data-src") | ("video", "poster") => Naming::Address(Role::Picture),
        ("img" | "source", "srcset" | "data-srcset") => Naming::Candidates,
        ("input", "src") => Naming::Address(Role::Picture),
        ("video" | "audio" | "track", "src" | "data-src") => Naming::Address(Role::Media),
        ("source", "src" | "data-src") => match tree.parent(id).and_then(|parent| tree.element(parent)) {
            Some(parent) if parent.is("picture") => Naming::Address(Role::Picture),
            _ => Naming::Address(Role::Media),
        },
        ("iframe", "src" | "data-src") => Naming::Address(Role::Frame),
        ("script", "src") => Naming::Address(Role::Script),
        ("link", "href") => match element.attributes.value("rel") {
            Some(rel) if rel.to_ascii_lowercase().contains("stylesheet") => Naming::Address(Role::Sheet),
            _ => Naming::Nothing,
        },
        ("object", "data") | ("embed", "src") => Naming::Outside(Use::Object),
        ("a", "href") => Naming::Address(Role::Link),
        (_, "data-preview-image") => Naming::Address(Role::Picture),
        (_, "data-preview-video") => Naming::Address(Role::Media),
        ("a", "data-player") => Naming::Outside(Use::Player),
        (_, "data-preview-link") => Naming::Outside(Use::Frame),
        _ => Naming::Nothing,
    }
}

/// What an attribute of a `section` names.
pub(super) fn section_naming(attribute: &Attribute) -> Naming {
    match attribute.name.as_str() {
        "style" => Naming::Style,
        "data-background-image" => Naming::List(Role::Background),
        "data-background" if is_image_address(&attribute.value) => Naming::List(Role::Background),
        "data-background-video" => Naming::List(Role::Media),
        "data-background-iframe" => Naming::Address(Role::Frame),
        _ => Naming::Nothing,
    }
}

/// Whether a `data-background` names an image, and no colour or gradient.
///
/// Source: what reveal.js takes for one: an outside address, or a path with the ending of an image.
fn is_image_address(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    let is_outside = value.starts_with("http") || value.starts_with("file") || value.starts_with("//");
    let endings = [".svg", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".avif"];
    is_outside
        || endings.iter().any(|ending| {
            value.match_indices(ending).any(|(at, _)| {
                let after = value[at + ending.len()..].chars().next();
                after.is_none_or(|it| it.is_whitespace() || matches!(it, '?' | '#' | ','))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_background_is_an_image_by_its_ending_or_its_host() {
        let is = |value: &str| is_image_address(value);
        assert!(is("a.svg") && is("a.PNG?x") && is("https://a.example/") && is("a.jpg, b.png"));
        assert!(!is("#fff") && !is("rgb(1, 2, 3)") && !is("svg") && !is("var(--x.svgz)"));
    }
}

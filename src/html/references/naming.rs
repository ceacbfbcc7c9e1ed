//! Which attributes name files, and as what.

use super::lists::candidate_addresses;
use crate::assets::{Address, Role};
use crate::deck::Attribute;
use crate::html::backgrounds;
use crate::html::permissions::Use;
use crate::html::tree::{Element, NodeId, Tree, Vocabulary};

/// What an attribute's value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    Nothing,
    /// One address, and nothing that a file of the project could stand for.
    Outside(Use),
    Address(Role),
    /// Addresses and functions of CSS with commas between them.
    List(Role),
    /// The candidates of a `srcset`.
    Candidates,
    /// The same, which a hint names.
    Hints,
    /// Declarations of CSS.
    Style,
    /// A value of CSS, which no policy asks about: the `fill` of a shape.
    Paint,
    /// The same for the `background` of a slide.
    Background,
    /// One address, which the script of a custom element loads in its own way.
    Custom,
    /// The manifest of an application.
    Manifest,
}

/// The attributes of SVG that hold a value of CSS with addresses in it (SVG 2, "presentation attributes").
const PAINTS: [&str; 10] = [
    "fill",
    "stroke",
    "filter",
    "mask",
    "clip-path",
    "marker",
    "marker-start",
    "marker-mid",
    "marker-end",
    "cursor",
];

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
        // Of a slide, only one whose file is missing is left (`render::figures::symbols`).
        ("use", "href" | "xlink:href") if !is_html => Naming::Address(Role::Object),
        ("a", "href" | "xlink:href") if !is_html => Naming::Address(Role::Link),
        ("script", "href" | "xlink:href") if !is_html => Naming::Address(Role::Script),
        (_, name) if !is_html && PAINTS.contains(&name) && attribute.value.contains("url(") => Naming::Paint,
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
        ("script", "src") => Naming::Address(match element.attributes.value("type") {
            Some(kind) if kind.trim().eq_ignore_ascii_case("module") => Role::Module,
            _ => Role::Script,
        }),
        ("link", "href") => link_naming(element),
        ("link", "imagesrcset") if is_own_hint(element) => Naming::Hints,
        ("link", "imagesrcset") => Naming::Candidates,
        ("body" | "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th", "background") => {
            Naming::Address(Role::Picture)
        }
        ("a" | "area", "ping") => Naming::Outside(Use::Connection),
        ("object", "data") | ("embed", "src") => Naming::Address(Role::Object),
        // What a lightbox shows is a page within the page.
        ("a", "href") if element.attributes.value("data-preview-link").is_some_and(is_switched_on) => {
            Naming::Address(Role::Frame)
        }
        ("a" | "area", "href") => Naming::Address(Role::Link),
        ("form", "action") | ("button" | "input", "formaction") => Naming::Outside(Use::Form),
        (_, "data-preview-image") => Naming::Address(Role::Picture),
        (_, "data-preview-video") => Naming::Address(Role::Media),
        ("a", "data-player") => Naming::Outside(Use::Player),
        (_, "data-preview-link") if is_page_address(&attribute.value) => Naming::Address(Role::Frame),
        (name, "src" | "data-src" | "poster" | "ios-src" | "environment-image" | "skybox-image")
            if name.contains('-') && is_file_address(&attribute.value) =>
        {
            Naming::Custom
        }
        _ => Naming::Nothing,
    }
}

/// What the `href` of a `link` names, by its `rel` (HTML, section 4.6.7).
fn link_naming(element: &Element) -> Naming {
    let value = |name: &str| element.attributes.value(name).unwrap_or_default().to_ascii_lowercase();
    let rel = value("rel");
    let rel: Vec<&str> = rel.split_ascii_whitespace().collect();
    let is = |name: &str| rel.contains(&name);
    match value("as").as_str() {
        _ if is_own_hint(element) => Naming::Address(Role::Hint),
        _ if is("modulepreload") => Naming::Address(Role::Module),
        _ if is("stylesheet") => Naming::Address(Role::Sheet),
        _ if is("icon") || is("apple-touch-icon") || is("mask-icon") => Naming::Address(Role::Picture),
        _ if is("manifest") => Naming::Manifest,
        "image" if is("preload") || is("prefetch") => Naming::Address(Role::Picture),
        "script" if is("preload") || is("prefetch") => Naming::Address(Role::Script),
        "style" if is("preload") || is("prefetch") => Naming::Address(Role::Sheet),
        _ if is("preload") || is("prefetch") => Naming::Address(Role::Media),
        _ => Naming::Nothing,
    }
}

/// Whether an element asks a browser to load a file of the talk early. Most such files are part of the page, and the others
/// are named where they are used, so that nothing is left to ask for.
pub(super) fn is_own_hint(element: &Element) -> bool {
    let rel = element.attributes.value("rel").unwrap_or_default().to_ascii_lowercase();
    let is = |names: &[&str]| rel.split_ascii_whitespace().any(|name| names.contains(&name));
    let value = |name: &str| element.attributes.value(name).unwrap_or_default();
    let is_own = |address: &str| matches!(Address::of(address), Address::File { .. });
    let candidates = value("imagesrcset");
    element.is("link")
        && is(&["preload", "prefetch", "modulepreload"])
        && !is(&["stylesheet", "icon", "manifest"])
        && (is_own(value("href"))
            || candidate_addresses(candidates).into_iter().any(|at| is_own(&candidates[at])))
}

/// Whether an attribute of reveal.js that may be empty is meant.
fn is_switched_on(value: &str) -> bool {
    !is_page_address(value) && !value.trim().eq_ignore_ascii_case("false")
}

/// Whether a `data-preview-link` is an address itself, and not a switch for the link that bears it.
fn is_page_address(value: &str) -> bool {
    let value = value.trim();
    !value.is_empty() && !value.eq_ignore_ascii_case("true") && !value.eq_ignore_ascii_case("false")
}

/// Whether a value looks like the address of a file: with an ending, and nothing that no path has.
///
/// What the attributes of a custom element mean is known to its script alone.
fn is_file_address(value: &str) -> bool {
    let path = value.trim().split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(stem, ending)| if stem.is_empty() { "" } else { ending });
    let is_ending = (2..=6).contains(&ending.len()) && ending.chars().all(|it| it.is_ascii_alphanumeric());
    is_ending && !path.contains(|it: char| it.is_whitespace() || "{}<>(),;=\"".contains(it))
}

/// What an attribute of a `section` names.
pub(super) fn section_naming(attribute: &Attribute) -> Naming {
    match attribute.name.as_str() {
        "style" => Naming::Style,
        "data-background-image" => Naming::List(Role::Background),
        "data-background" if backgrounds::is_picture(&attribute.value) => Naming::List(Role::Background),
        "data-background" if attribute.value.contains('(') => Naming::Background,
        "data-background-gradient" if attribute.value.contains('(') => Naming::Paint,
        "data-background-video" => Naming::List(Role::Media),
        "data-background-iframe" => Naming::Address(Role::Frame),
        _ => Naming::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_a_custom_element_is_a_file_by_its_ending() {
        let is = is_file_address;
        assert!(is("media/x.glb") && is("a.json?v=1") && is("../b c/x.mp4".replace(' ', "%20").as_str()));
        assert!(!is("star") && !is("v1.2.") && !is(".env") && !is("Hello. World") && !is("{x.y}"));
    }
}

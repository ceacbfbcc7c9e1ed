//! What an attribute of a stranger's talk would do.

use super::address;
use super::css::without_outside;
use super::name::is_plain;
use super::removed::Removed;
use crate::assets::Address;
use crate::deck::Attribute;

/// The element that an attribute is on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Owner {
    /// `a` or `area`, of HTML or of SVG.
    pub is_link: bool,
    /// Not HTML: values of SVG and MathML are CSS where they look like it.
    pub is_drawing: bool,
    /// A picture within a drawing, which alone may hold its bytes there.
    pub is_picture: bool,
}

pub(super) enum Verdict {
    Kept,
    /// CSS, of which a part may have to go.
    Style,
    Removed(Removed),
}

/// Attributes that are words for people, or names: never an address.
#[rustfmt::skip] // A name a line would hide the table.
const WORDS: &[&str] = &[
    "abbr", "alt", "caption", "class", "cite", "content", "data-caption", "data-notes", "data-id", "data-title", "data-language",
    "data-state", "datetime", "d", "for", "headers", "id", "itemid", "itemprop", "itemtype", "label", "lang", "name", "not", "only",
    "placeholder", "pattern", "points", "rel", "role", "style", "summary", "title", "transform", "type", "viewbox",
];

/// Attributes by which a page is within the page.
const FRAMES: [&str; 4] = ["data-background-iframe", "data-preview-link", "data-player", "srcdoc"];

/// Attributes by which a form, or a link, sends something.
const SENDING: [&str; 3] = ["action", "formaction", "ping"];

/// Attributes that change how others are read, or what a script may do.
const SETTING: [&str; 6] = ["http-equiv", "is", "manifest", "nonce", "shadowrootmode", "xml:base"];

pub(super) fn verdict(attribute: &Attribute, owner: Owner) -> Verdict {
    let name = attribute.name.to_ascii_lowercase();
    let is_named = |names: &[&str]| names.contains(&name.as_str());
    if !is_plain(&name) {
        return Verdict::Removed(Removed::Name);
    }
    // `only` marks what a variant of the talk shows.
    if name.starts_with("on") && name != "only" {
        return Verdict::Removed(Removed::Handler);
    }
    if name == "style" {
        return Verdict::Style;
    }
    let removed = match () {
        () if is_named(&FRAMES) => Some(Removed::Frame),
        () if is_named(&SENDING) => Some(Removed::Form),
        () if is_named(&SETTING) => Some(Removed::PageSetting),
        () if is_named(WORDS) || name.starts_with("aria-") || name.starts_with("xmlns") => None,
        () if owner.is_link && matches!(name.as_str(), "href" | "xlink:href") => {
            address::of_link(&attribute.value)
        }
        () => of_value(&attribute.value, owner),
    };
    removed.map_or(Verdict::Kept, Verdict::Removed)
}

/// What is wrong with a value that may be an address, several of them, or CSS; `None` if it may stay.
fn of_value(value: &str, owner: Owner) -> Option<Removed> {
    if let Some(removed) = address::of_load(value) {
        return Some(removed);
    }
    if owner.is_drawing && !owner.is_picture && Address::of(value) == Address::Data {
        return Some(Removed::ScriptAddress);
    }
    let is_css = value.to_ascii_lowercase().contains("url(") || (owner.is_drawing && value.contains('\\'));
    if is_css {
        let declaration = format!("background:{value}");
        return (value.contains('\\') || without_outside(&declaration).is_some())
            .then_some(Removed::Elsewhere);
    }
    if value.trim_start().to_ascii_lowercase().starts_with("data:") {
        // A comma within it parts nothing.
        return None;
    }
    value.split([',', ';', ' ', '\t', '\n']).find_map(address::of_load)
}

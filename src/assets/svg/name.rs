//! Which elements and attributes of SVG are kept.

use roxmltree::{Attribute, Node};

/// Whose an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vocabulary {
    Svg,
    /// HTML within a `foreignObject`.
    Html,
    Other,
}

impl Vocabulary {
    /// A drawing whose root has no namespace is taken for SVG as a whole.
    pub fn of(element: Node<'_, '_>) -> Vocabulary {
        match element.tag_name().namespace() {
            Some(SVG) => Vocabulary::Svg,
            Some(HTML) => Vocabulary::Html,
            None if element.document().root_element().tag_name().namespace().is_none() => Vocabulary::Svg,
            _ => Vocabulary::Other,
        }
    }

    /// The namespace; empty for another vocabulary.
    pub fn namespace(self) -> &'static str {
        match self {
            Vocabulary::Svg => SVG,
            Vocabulary::Html => HTML,
            Vocabulary::Other => "",
        }
    }
}

const SVG: &str = "http://www.w3.org/2000/svg";
const HTML: &str = "http://www.w3.org/1999/xhtml";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The elements of SVG 1.1 and 2 that draw, describe or animate. What is not here browsers do not draw, or it
/// could act (`script`, `handler`), or only editors read it (`metadata`).
#[rustfmt::skip] // A name a line would hide the table.
const ELEMENTS: &[&str] = &[
    "a", "animate", "animateColor", "animateMotion", "animateTransform", "circle", "clipPath", "defs",
    "desc", "ellipse", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite",
    "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow",
    "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge",
    "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight",
    "feTile", "feTurbulence", "filter", "font", "font-face", "foreignObject", "g", "glyph", "hkern",
    "image", "line", "linearGradient", "marker", "mask", "missing-glyph", "mpath", "path", "pattern",
    "polygon", "polyline", "radialGradient", "rect", "set", "stop", "style", "svg", "switch", "symbol",
    "text", "textPath", "title", "tref", "tspan", "use", "view", "vkern",
];

/// The elements of HTML that drawing programs put text in. Nothing here acts, loads or asks.
#[rustfmt::skip] // A name a line would hide the table.
const HTML_ELEMENTS: &[&str] = &[
    "a", "b", "big", "blockquote", "body", "br", "caption", "center", "code", "col", "colgroup", "dd",
    "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li",
    "mark", "ol", "p", "pre", "s", "section", "small", "span", "strong", "style", "sub", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
];

/// The attributes of HTML that say how it looks.
#[rustfmt::skip] // A name a line would hide the table.
const HTML_ATTRIBUTES: &[&str] = &[
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan",
    "dir", "face", "height", "href", "id", "lang", "noshade", "nowrap", "rowspan", "size", "src",
    "start", "style", "type", "valign", "value", "width",
];

/// Attributes that no browser draws by.
const IDLE: &[&str] =
    &["version", "baseProfile", "enable-background", "contentScriptType", "contentStyleType", "zoomAndPan"];

/// Whether an element is kept.
pub fn is_kept(element: Node<'_, '_>) -> bool {
    let name = element.tag_name().name();
    match Vocabulary::of(element) {
        Vocabulary::Svg => ELEMENTS.contains(&name) && !sets_what_is_not_kept(element),
        Vocabulary::Html => HTML_ELEMENTS.contains(&name),
        Vocabulary::Other => false,
    }
}

/// The value of an attribute without namespace; roxmltree's own look-up takes one of any namespace.
pub fn plain<'a>(element: Node<'a, '_>, name: &str) -> Option<&'a str> {
    element
        .attributes()
        .find(|attribute| attribute.namespace().is_none() && attribute.name() == name)
        .map(|attribute| attribute.value())
}

/// Whether an animation would give an element what [`kept_name`] takes from it.
fn sets_what_is_not_kept(element: Node<'_, '_>) -> bool {
    plain(element, "attributeName").is_some_and(|name| {
        let name = name.trim().to_ascii_lowercase();
        name.starts_with("on") || name == "href" || name.ends_with(":href")
    })
}

/// The name under which an attribute is kept; none for one that is dropped.
pub fn kept_name(element: Node<'_, '_>, attribute: Attribute<'_, '_>) -> Option<String> {
    let name = attribute.name();
    match attribute.namespace() {
        None if Vocabulary::of(element) == Vocabulary::Html => {
            HTML_ATTRIBUTES.contains(&name).then(|| name.to_owned())
        }
        None => {
            let may_act = name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"));
            (!may_act && !IDLE.contains(&name)).then(|| name.to_owned())
        }
        Some(XML) => matches!(name, "space" | "lang").then(|| format!("xml:{name}")),
        // `href` alone wins where both are given (SVG 2, section 16.1.2).
        Some(XLINK) => (name == "href" && plain(element, "href").is_none()).then(|| name.to_owned()),
        Some(_) => None,
    }
}

/// Whether text within an element is shown, or read by the browser.
pub fn holds_text(element: Node<'_, '_>) -> bool {
    matches!(element.tag_name().name(), "text" | "title" | "desc" | "style" | "foreignObject")
}

/// Whether an address stays within the drawing: a part of it, or an image it holds.
pub fn is_inner(address: &str) -> bool {
    let is_image = |head: &str| head.eq_ignore_ascii_case("data:image/");
    address.starts_with('#') || address.get(..11).is_some_and(is_image)
}

/// Whether an address in CSS stays within the drawing: as [`is_inner`], or a font it holds.
pub fn is_inner_style(address: &str) -> bool {
    let starts = |head: &str| address.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    let fonts =
        ["data:font/", "data:application/font", "data:application/x-font", "data:application/octet-stream"];
    is_inner(address) || fonts.into_iter().any(starts)
}

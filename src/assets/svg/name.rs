//! Which elements and attributes of SVG are kept.

use roxmltree::{Attribute, Node};

use super::rules::{Form, Rules};

/// Whose an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    Svg,
    /// HTML within a `foreignObject`.
    Html,
    /// MathML within a `foreignObject`.
    Math,
    Other,
}

impl Vocabulary {
    /// A drawing whose root has no namespace is taken for SVG as a whole.
    pub(super) fn of(element: Node<'_, '_>) -> Vocabulary {
        match element.tag_name().namespace() {
            Some(SVG) => Vocabulary::Svg,
            Some(HTML) => Vocabulary::Html,
            Some(MATHML) => Vocabulary::Math,
            None if element.document().root_element().tag_name().namespace().is_none() => Vocabulary::Svg,
            _ => Vocabulary::Other,
        }
    }

    /// The namespace; empty for another vocabulary.
    pub(super) fn namespace(self) -> &'static str {
        match self {
            Vocabulary::Svg => SVG,
            Vocabulary::Html => HTML,
            Vocabulary::Math => MATHML,
            Vocabulary::Other => "",
        }
    }
}

const SVG: &str = "http://www.w3.org/2000/svg";
const HTML: &str = "http://www.w3.org/1999/xhtml";
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
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

/// The attributes of SVG 1.1 and 2, and the properties that may be written as such, in the order of their letters. What is
/// not here no browser draws by.
#[rustfmt::skip] // A name a line would hide the table.
const ATTRIBUTES: &[&str] = &[
    "accent-height", "accumulate", "additive", "alignment-baseline", "alphabetic", "amplitude",
    "arabic-form", "ascent", "attributeName", "attributeType", "azimuth", "baseFrequency", "baseline-shift",
    "bbox", "begin", "bias", "by", "calcMode", "cap-height", "class", "clip", "clip-path", "clip-rule",
    "clipPathUnits", "color", "color-interpolation", "color-interpolation-filters", "color-profile",
    "color-rendering", "crossorigin", "cursor", "cx", "cy", "d", "descent", "diffuseConstant", "direction",
    "display", "divisor", "dominant-baseline", "dur", "dx", "dy", "edgeMode", "elevation", "end",
    "exponent", "fill", "fill-opacity", "fill-rule", "filter", "filterRes", "filterUnits", "flood-color",
    "flood-opacity", "font", "font-family", "font-feature-settings", "font-kerning", "font-size",
    "font-size-adjust", "font-stretch", "font-style", "font-variant", "font-variation-settings",
    "font-weight", "fr", "from", "fx", "fy", "g1", "g2", "glyph-name", "glyph-orientation-horizontal",
    "glyph-orientation-vertical", "glyphRef", "gradientTransform", "gradientUnits", "hanging", "height",
    "horiz-adv-x", "horiz-origin-x", "horiz-origin-y", "href", "id", "ideographic", "image-rendering", "in",
    "in2", "inline-size", "intercept", "isolation", "k", "k1", "k2", "k3", "k4", "kernelMatrix",
    "kernelUnitLength", "kerning", "keyPoints", "keySplines", "keyTimes", "lang", "lengthAdjust",
    "letter-spacing", "lighting-color", "limitingConeAngle", "line-height", "marker", "marker-end",
    "marker-mid", "marker-start", "markerHeight", "markerUnits", "markerWidth", "mask", "mask-type",
    "maskContentUnits", "maskUnits", "mathematical", "max", "media", "method", "min", "mix-blend-mode",
    "mode", "name", "numOctaves", "offset", "opacity", "operator", "order", "orient", "orientation",
    "origin", "overflow", "overline-position", "overline-thickness", "paint-order", "panose-1", "path",
    "pathLength", "patternContentUnits", "patternTransform", "patternUnits", "pointer-events", "points",
    "pointsAtX", "pointsAtY", "pointsAtZ", "preserveAlpha", "preserveAspectRatio", "primitiveUnits", "r",
    "radius", "refX", "refY", "rendering-intent", "repeatCount", "repeatDur", "requiredExtensions",
    "requiredFeatures", "restart", "result", "rotate", "rx", "ry", "scale", "seed", "shape-inside",
    "shape-margin", "shape-padding", "shape-rendering", "shape-subtract", "side", "slope", "spacing",
    "specularConstant", "specularExponent", "spreadMethod", "startOffset", "stdDeviation", "stemh", "stemv",
    "stitchTiles", "stop-color", "stop-opacity", "strikethrough-position", "strikethrough-thickness",
    "string", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "style", "surfaceScale", "systemLanguage",
    "tableValues", "target", "targetX", "targetY", "text-align", "text-anchor", "text-decoration",
    "text-decoration-color", "text-decoration-line", "text-decoration-style", "text-indent",
    "text-orientation", "text-overflow", "text-rendering", "text-transform", "textLength", "to",
    "transform", "transform-box", "transform-origin", "type", "u1", "u2", "underline-position",
    "underline-thickness", "unicode", "unicode-bidi", "unicode-range", "units-per-em", "v-alphabetic",
    "v-hanging", "v-ideographic", "v-mathematical", "values", "vector-effect", "vert-adv-y",
    "vert-origin-x", "vert-origin-y", "viewBox", "viewTarget", "visibility", "white-space", "width",
    "widths", "word-spacing", "writing-mode", "x", "x-height", "x1", "x2", "xChannelSelector", "y", "y1",
    "y2", "yChannelSelector", "z",
];

/// What a drawing of its own says to those who open it, beside what it looks like.
#[rustfmt::skip] // A name a line would hide the table.
const DOCUMENT_ATTRIBUTES: &[&str] = &[
    "async", "autofocus", "defer", "download", "hreflang", "integrity", "nonce", "ping", "referrerpolicy", "rel", "role", "src",
    "tabindex",
];

/// Attributes that no browser draws by.
const IDLE: &[&str] =
    &["version", "baseProfile", "enable-background", "contentScriptType", "contentStyleType", "zoomAndPan"];

/// Whether an element is kept.
pub(super) fn is_kept(element: Node<'_, '_>, rules: &Rules<'_>) -> bool {
    if rules.hidden.contains(&element.id()) {
        return false;
    }
    let name = element.tag_name().name();
    if rules.form == Form::Opened {
        return match Vocabulary::of(element) {
            Vocabulary::Svg if name == "desc" => is_of_root(element),
            Vocabulary::Svg => ELEMENTS.contains(&name) || matches!(name, "script" | "discard"),
            Vocabulary::Html | Vocabulary::Math => true,
            Vocabulary::Other => false,
        };
    }
    match Vocabulary::of(element) {
        // Of an image they are never seen.
        Vocabulary::Svg if matches!(name, "title" | "desc") => false,
        Vocabulary::Svg => ELEMENTS.contains(&name) && !sets_what_is_not_kept(element),
        Vocabulary::Html => HTML_ELEMENTS.contains(&name),
        Vocabulary::Math | Vocabulary::Other => false,
    }
}

fn is_of_root(element: Node<'_, '_>) -> bool {
    element.parent().is_some_and(|parent| parent == element.document().root_element())
}

/// The value of an attribute without namespace; roxmltree's own look-up takes one of any namespace.
pub(super) fn plain<'a>(element: Node<'a, '_>, name: &str) -> Option<&'a str> {
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

/// The name under which an attribute is kept; `None` for one that is dropped.
pub(super) fn kept_name(
    element: Node<'_, '_>,
    attribute: Attribute<'_, '_>,
    rules: &Rules<'_>,
) -> Option<String> {
    let name = attribute.name();
    match attribute.namespace() {
        None if Vocabulary::of(element) == Vocabulary::Svg => {
            is_kept_attribute(element, name, rules).then(|| name.to_owned())
        }
        None if rules.form == Form::Opened => {
            (rules.has_script || !name.starts_with("data-")).then(|| name.to_owned())
        }
        None => HTML_ATTRIBUTES.contains(&name).then(|| name.to_owned()),
        Some(XML) => matches!(name, "space" | "lang").then(|| format!("xml:{name}")),
        // `href` alone wins where both are given (SVG 2, section 16.1.2).
        Some(XLINK) => (name == "href" && plain(element, "href").is_none()).then(|| name.to_owned()),
        Some(_) => None,
    }
}

fn is_kept_attribute(element: Node<'_, '_>, name: &str, rules: &Rules<'_>) -> bool {
    let may_act = name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"));
    let is_opened = rules.form == Form::Opened;
    if ATTRIBUTES.binary_search(&name).is_ok() {
        return true;
    }
    // The whole source of a diagram, as draw.io writes it.
    let is_source = name == "content" && element == element.document().root_element();
    match () {
        () if IDLE.contains(&name) || is_source => false,
        () if may_act => is_opened,
        () if is_opened && (rules.has_script || DOCUMENT_ATTRIBUTES.contains(&name)) => true,
        () if is_opened && name.starts_with("aria-") => true,
        () => rules.selects_by_attribute,
    }
}

/// Whether text within an element is shown, or read by the browser.
pub(super) fn holds_text(element: Node<'_, '_>) -> bool {
    matches!(element.tag_name().name(), "text" | "title" | "desc" | "style" | "script" | "foreignObject")
}

/// Whether an address stays within the drawing: a part of it, or an image it holds.
pub(super) fn is_inner(address: &str) -> bool {
    let is_image = |head: &str| head.eq_ignore_ascii_case("data:image/");
    address.starts_with('#') || address.get(..11).is_some_and(is_image)
}

/// Whether an address in CSS stays within the drawing: as [`is_inner`], or a font it holds.
pub(super) fn is_inner_style(address: &str) -> bool {
    let starts = |head: &str| address.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    let fonts =
        ["data:font/", "data:application/font", "data:application/x-font", "data:application/octet-stream"];
    is_inner(address) || fonts.into_iter().any(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attributes_are_in_the_order_of_their_letters() {
        assert!(ATTRIBUTES.is_sorted());
    }
}

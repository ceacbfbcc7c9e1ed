//! The names of HTML's elements.
//!
//! A browser makes an element of everything that looks like a tag, `Vec<T>` among it, and shows nothing of it.

/// Every element of HTML, and those that browsers still know, in order. Source: the HTML Living Standard.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "ins",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "marquee",
    "menu",
    "menuitem",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "plaintext",
    "portal",
    "pre",
    "progress",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "selectedcontent",
    "slot",
    "small",
    "source",
    "spacer",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// The headings, by level.
pub(crate) const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// Whether an element is one of HTML, or of its author: those have a hyphen in their names.
pub(crate) fn is_element(name: &str) -> bool {
    name.contains(['-', ':']) || ELEMENTS.binary_search(&name).is_ok()
}

/// Whether an element has no content and no end tag.
///
/// Source: "void elements" of the HTML standard, and those that it no longer has but parses so.
pub(crate) fn is_void(name: &str) -> bool {
    const VOID: &[&str] = &[
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
        "link", "meta", "param", "source", "track", "wbr",
    ];
    VOID.contains(&name)
}

/// Whether an element holds nothing but text in which no character is escaped: it ends at its end tag.
///
/// Source: "serializing HTML fragments" of the HTML standard.
pub(crate) fn is_raw_text(name: &str) -> bool {
    matches!(name, "style" | "script" | "xmp" | "iframe" | "noembed" | "noframes")
}

/// The level of a heading: 1 for an `h1`.
pub(crate) fn heading_level(name: &str) -> Option<usize> {
    HEADINGS.iter().position(|heading| *heading == name).map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_in_order_and_found() {
        assert!(ELEMENTS.is_sorted() && ELEMENTS.iter().filter(|name| is_void(name)).count() == 18);
        assert!(is_element("section") && is_element("my-chart") && is_element("o:p"));
        assert!(!is_element("t") && !is_element("old_router"));
    }
}

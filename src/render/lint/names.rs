//! The names that reveal.js and orate know, and which of them a misspelt one was meant to be.
//!
//! Authors have attributes and classes of their own, for their scripts and styles. So only what is nearly a known name
//! is taken for a slip.
//!
//! Source: the attributes in reveal.js 6's documentation, and those that its Markdown plugin reads.

/// Every attribute that is read and begins with `data-`, in order.
const KNOWN: &[&str] = &[
    "data-attributes",
    "data-auto-animate",
    "data-auto-animate-delay",
    "data-auto-animate-duration",
    "data-auto-animate-easing",
    "data-auto-animate-id",
    "data-auto-animate-restart",
    "data-auto-animate-unmatched",
    "data-autoplay",
    "data-autoslide",
    "data-background",
    "data-background-color",
    "data-background-gradient",
    "data-background-iframe",
    "data-background-image",
    "data-background-interactive",
    "data-background-opacity",
    "data-background-position",
    "data-background-repeat",
    "data-background-size",
    "data-background-transition",
    "data-background-video",
    "data-background-video-loop",
    "data-background-video-muted",
    "data-caption",
    "data-charset",
    "data-diff",
    "data-element-attributes",
    "data-file",
    "data-fit",
    "data-fragment-index",
    "data-id",
    "data-ignore",
    "data-line-numbers",
    "data-lines",
    "data-ln-start-from",
    "data-markdown",
    "data-menu-title",
    "data-noescape",
    "data-notes",
    "data-player",
    "data-preload",
    "data-prevent-swipe",
    "data-preview-fit",
    "data-preview-image",
    "data-preview-link",
    "data-preview-video",
    "data-region",
    "data-separator",
    "data-separator-notes",
    "data-separator-vertical",
    "data-src",
    "data-srcset",
    "data-start-indexv",
    "data-state",
    "data-template",
    "data-timing",
    "data-title",
    "data-transition",
    "data-transition-speed",
    "data-trim",
    "data-visibility",
];

/// What makes an attribute the author's or ours, and no one of HTML.
const PREFIX: &str = "data-";

/// Names without `data-` that mean something on no element of HTML, and must have been meant with it.
const BARE: &[(&str, &str)] = &[
    ("auto-animate", "data-auto-animate"),
    ("fragment-index", "data-fragment-index"),
    ("line-numbers", "data-line-numbers"),
];

/// The same for a slide.
const BARE_OF_SECTION: &[(&str, &str)] = &[
    ("autoslide", "data-autoslide"),
    ("background", "data-background"),
    ("background-color", "data-background-color"),
    ("background-gradient", "data-background-gradient"),
    ("background-iframe", "data-background-iframe"),
    ("background-image", "data-background-image"),
    ("background-opacity", "data-background-opacity"),
    ("background-position", "data-background-position"),
    ("background-repeat", "data-background-repeat"),
    ("background-size", "data-background-size"),
    ("background-transition", "data-background-transition"),
    ("background-video", "data-background-video"),
    ("data-hidden", "data-visibility=\"hidden\""),
    ("data-speaker-notes", "data-notes"),
    ("hidden", "data-visibility=\"hidden\""),
    ("note", "data-notes"),
    ("notes", "data-notes"),
    ("speaker-notes", "data-notes"),
    ("state", "data-state"),
    ("transition", "data-transition"),
    ("transition-speed", "data-transition-speed"),
    ("visibility", "data-visibility"),
];

/// How a fragment may appear, and other classes that belong to one.
const EFFECTS: &[&str] = &[
    "blur",
    "current-fragment",
    "current-visible",
    "custom",
    "disabled",
    "fade-down",
    "fade-in",
    "fade-in-then-out",
    "fade-in-then-semi-out",
    "fade-left",
    "fade-out",
    "fade-right",
    "fade-up",
    "grow",
    "highlight-blue",
    "highlight-current-blue",
    "highlight-current-green",
    "highlight-current-red",
    "highlight-green",
    "highlight-red",
    "semi-fade-out",
    "shrink",
    "strike",
    "visible",
    "zoom-in",
];

/// Names of reveal.js that look like slips of others.
const OTHERS: &[&str] = &["fragmented"];

/// The attribute that a name was meant to be; `None` for a name that is known, and for one that is like no other.
pub(super) fn meant(name: &str, is_section: bool) -> Option<&'static str> {
    let section = if is_section { BARE_OF_SECTION } else { &[] };
    let bare = BARE.iter().chain(section).find(|(bare, _)| *bare == name).map(|(_, meant)| *meant);
    if bare.is_some() || !name.starts_with(PREFIX) {
        let is_draft = is_section && is_near(name, "draft", |_| 1) && name != "craft";
        return bare.or(is_draft.then_some("draft"));
    }
    if KNOWN.binary_search(&name).is_ok() {
        return None;
    }
    nearly(name, KNOWN)
}

/// The effect that a class of a fragment was meant to be.
pub(super) fn effect_meant(class: &str) -> Option<&'static str> {
    if EFFECTS.binary_search(&class).is_ok() {
        return None;
    }
    nearly(class, EFFECTS)
}

/// `fragment`, where a class was meant to be that.
pub(super) fn fragment_meant(class: &str) -> Option<&'static str> {
    let is_near = !OTHERS.contains(&class) && class.starts_with("fra") && is_near(class, "fragment", slips);
    is_near.then_some("fragment")
}

/// The name of `known` that is nearest, if one is near enough.
fn nearly(name: &str, known: &'static [&'static str]) -> Option<&'static str> {
    nearly_within(name, known, slips)
}

/// The same, where `slips` says how many slips a name of some length may have.
pub(super) fn nearly_within(
    name: &str,
    known: &'static [&'static str],
    slips: fn(usize) -> usize,
) -> Option<&'static str> {
    let near = known.iter().copied().filter(|known| is_near(name, known, slips));
    near.min_by_key(|known| strsim::damerau_levenshtein(name, known))
}

/// Two slips for a long name, `None` for one of four letters.
fn slips(length: usize) -> usize {
    match length {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    }
}

/// Whether a name is a known one with a slip in it.
fn is_near(name: &str, known: &str, slips: fn(usize) -> usize) -> bool {
    let slips = slips(known.strip_prefix(PREFIX).unwrap_or(known).len());
    // Quick for the many names that are nothing of the kind.
    name.len().abs_diff(known.len()) <= slips
        && name != known
        && strsim::damerau_levenshtein(name, known) <= slips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order() {
        assert!(KNOWN.is_sorted() && EFFECTS.is_sorted());
    }

    #[test]
    fn a_slip_is_told_from_a_name_of_the_authors_own() {
        let cases = [
            ("data-backgroud-image", Some("data-background-image")),
            ("data-background-colour", Some("data-background-color")),
            ("data-autoanimate", Some("data-auto-animate")),
            ("data-note", Some("data-notes")),
            ("data-fragmentindex", Some("data-fragment-index")),
            ("data-visibilty", Some("data-visibility")),
            ("data-background", None),
            ("data-trim", None),
            ("data-time", None),
            ("data-index", None),
            ("data-chart-source", None),
            ("data-ids", None),
            ("fragment-index", Some("data-fragment-index")),
            ("background-color", None),
            ("title", None),
            ("notes", None),
        ];
        for (name, expected) in cases {
            assert_eq!(meant(name, false), expected, "{name}");
        }
        let of_sections = [
            ("background-color", Some("data-background-color")),
            ("notes", Some("data-notes")),
            ("data-speaker-notes", Some("data-notes")),
            ("hidden", Some("data-visibility=\"hidden\"")),
            ("darft", Some("draft")),
            ("drafts", Some("draft")),
            ("draft", None),
            ("craft", None),
        ];
        for (name, expected) in of_sections {
            assert_eq!(meant(name, true), expected, "{name}");
        }
    }

    #[test]
    fn effects_and_fragments_are_known() {
        assert_eq!(effect_meant("fade-upp"), Some("fade-up"));
        assert_eq!(effect_meant("higlight-red"), Some("highlight-red"));
        assert_eq!(effect_meant("semi-fade-out"), None);
        assert_eq!(effect_meant("highlight-orange"), None);
        assert_eq!(effect_meant("box"), None);
        assert_eq!(fragment_meant("fragement"), Some("fragment"));
        assert_eq!(fragment_meant("fragmnt"), Some("fragment"));
        assert_eq!(fragment_meant("fragmented"), None);
        assert_eq!(fragment_meant("frame"), None);
    }
}

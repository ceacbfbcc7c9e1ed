//! The values that reveal.js's attributes take where there are only so many, and which of them a misspelt one was
//! meant to be.
//!
//! A value of the author's own may be one for a style sheet; so only what is nearly a known one is taken for a slip.
//!
//! Source: the values in reveal.js 6's documentation and in `js/config.ts`.

use super::names::nearly_within;

const TRANSITIONS: &[&str] =
    &["concave", "convex", "cube", "default", "fade", "linear", "none", "page", "slide", "zoom"];

/// The words that an attribute of a slide may have for its value.
const OF_SLIDES: &[(&str, &[&str])] = &[
    ("data-background-position", &["bottom", "center", "left", "right", "top"]),
    ("data-background-repeat", &["no-repeat", "repeat", "repeat-x", "repeat-y", "round", "space"]),
    ("data-background-size", &["auto", "contain", "cover"]),
    ("data-background-transition", TRANSITIONS),
    ("data-transition", TRANSITIONS),
    ("data-transition-speed", &["default", "fast", "slow"]),
];

/// The word of an attribute's value that is a slip, and what was meant.
pub(super) fn meant<'a>(name: &str, value: &'a str) -> Option<(&'a str, &'static str)> {
    if name == "data-visibility" {
        return visibility_meant(value);
    }
    let (_, known) = OF_SLIDES.iter().find(|(attribute, _)| *attribute == name)?;
    value.split_ascii_whitespace().find_map(|word| {
        // `zoom-in fade-out`: one way in, another one out.
        let word = ["-in", "-out"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let is_word = word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
        (is_word && !known.contains(&word)).then_some((word, nearly_within(word, known, slips)?))
    })
}

/// What of a `data-visibility` is neither of its words: no style needs one of its author's own, and a slide that was to be
/// hidden would be shown.
fn visibility_meant(value: &str) -> Option<(&str, &'static str)> {
    let value = value.trim();
    let is_known =
        ["", "hidden", "uncounted", "visible"].iter().any(|known| value.eq_ignore_ascii_case(known));
    let meant = if nearly_within(value, &["uncounted"], slips).is_some() { "uncounted" } else { "hidden" };
    (!is_known).then_some((value, meant))
}

/// How many slips a word may have that is one of a few.
fn slips(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=5 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_a_value_of_the_authors_own() {
        let cases = [
            ("data-transition", "slied", Some(("slied", "slide"))),
            ("data-transition", "zoom-in fad-out", Some(("fad", "fade"))),
            ("data-transition", "none-in zoom-out", None),
            ("data-transition", "flip", None),
            ("data-visibility", "hiden", Some(("hiden", "hidden"))),
            ("data-visibility", "none", Some(("none", "hidden"))),
            ("data-visibility", "uncouted", Some(("uncouted", "uncounted"))),
            ("data-visibility", "hidden", None),
            ("data-visibility", "", None),
            ("data-background-size", "contian", Some(("contian", "contain"))),
            ("data-background-size", "50% auto", None),
            ("data-background-position", "centre top", Some(("centre", "center"))),
            ("data-background-color", "hiden", None),
        ];
        for (name, value, expected) in cases {
            assert_eq!(meant(name, value), expected, "{name}={value}");
        }
    }
}

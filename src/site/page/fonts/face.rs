//! One face of a family: what its rule says, and its file.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::assets::{CssRule, css_rules, css_without_comments, media_type};
use crate::runtime::FontFamily;
use crate::text::{Fingerprint, Span};

/// An `@font-face` rule whose file is there.
#[derive(Clone, Debug)]
pub(crate) struct Face {
    /// In lower case.
    pub family: String,
    /// The weights it is for, 1 to 1000.
    pub weights: RangeInclusive<u16>,
    pub is_italic: bool,
    /// The letters it is for; empty for all.
    pub ranges: Vec<RangeInclusive<u32>>,
    /// The letters that its file has; `None` if they are those of its range, as in the families of the themes.
    pub letters: Option<Vec<RangeInclusive<u32>>>,
    /// All that the rule says but `src` and `unicode-range`, as CSS; it ends with `;`.
    pub descriptors: String,
    pub file: FaceFile,
}

/// The file of a face.
#[derive(Clone, Debug)]
pub(crate) struct FaceFile {
    /// In the project, or from the folder of built-in fonts on.
    pub path: String,
    pub bytes: FaceBytes,
    /// Where it is named; none of a font that comes with orate.
    pub at: Option<Span>,
}

#[derive(Clone, Debug)]
pub(crate) enum FaceBytes {
    BuiltIn(&'static [u8]),
    Own(Arc<[u8]>),
}

impl Face {
    /// A face as its rule has it.
    pub(super) fn of_rule(rule: &CssRule<'_>, file: FaceFile) -> Face {
        let family = rule.value("font-family").unwrap_or_default();
        let ranges = rule.value("unicode-range").unwrap_or_default();
        Face {
            family: family.trim().trim_matches(['"', '\'']).to_ascii_lowercase(),
            weights: weights(rule.value("font-weight").unwrap_or("400")),
            is_italic: rule.value("font-style").is_some_and(|style| style != "normal"),
            ranges: ranges.split(',').filter_map(range).collect(),
            letters: None,
            descriptors: descriptors(rule),
            file,
        }
    }

    /// Whether a browser finds a letter in it.
    pub(super) fn has(&self, letter: char) -> bool {
        let is_in =
            |ranges: &[RangeInclusive<u32>]| ranges.iter().any(|range| range.contains(&u32::from(letter)));
        (self.ranges.is_empty() || is_in(&self.ranges)) && self.letters.as_deref().is_none_or(is_in)
    }

    /// `unicode-range` as its rule has it.
    pub(super) fn unicode_range(&self) -> String {
        if self.ranges.is_empty() { String::new() } else { unicode_range(self.ranges.iter().cloned()) }
    }
}

impl FaceFile {
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.bytes {
            FaceBytes::BuiltIn(bytes) => bytes,
            FaceBytes::Own(bytes) => bytes,
        }
    }

    pub(super) fn is_built_in(&self) -> bool {
        matches!(self.bytes, FaceBytes::BuiltIn(_))
    }

    /// A name for what it holds.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        match &self.bytes {
            // What comes with orate is known by its name.
            FaceBytes::BuiltIn(_) => Fingerprint::of(self.path.as_bytes()),
            FaceBytes::Own(bytes) => Fingerprint::of(bytes),
        }
    }

    pub(super) fn media_type(&self) -> &'static str {
        media_type(&self.path)
    }

    /// Its name without folder and ending.
    pub(super) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// The faces of a family that comes with orate.
pub(super) fn of_family(family: FontFamily) -> impl Iterator<Item = Face> {
    let rules = css_rules(family.style).into_iter();
    rules.filter(|rule| rule.prelude == "@font-face").filter_map(move |rule| {
        // As those families write it: `url("latin.woff2") format("woff2")`.
        let name = rule.value("src")?.split('"').nth(1)?;
        let bytes = FaceBytes::BuiltIn(family.file(name)?);
        let file = FaceFile { path: format!("{}/{name}", family.folder), bytes, at: None };
        Some(Face::of_rule(&rule, file))
    })
}

/// What a rule says besides its files and letters.
fn descriptors(rule: &CssRule<'_>) -> String {
    let is_other = |name: &str| !["src", "unicode-range"].iter().any(|own| name.eq_ignore_ascii_case(own));
    let others = rule.declarations.iter().filter(|(name, _)| is_other(name));
    let others: String = others.map(|(name, value)| format!("{name}:{value};")).collect();
    css_without_comments(&others)
}

/// `400`, `bold` or `200 800`.
fn weights(value: &str) -> RangeInclusive<u16> {
    let mut weights = value.split_ascii_whitespace().map(|word| match word {
        "normal" => 400,
        "bold" => 700,
        number => number.parse().unwrap_or(400),
    });
    let first = weights.next().unwrap_or(400);
    first..=weights.next().unwrap_or(first).max(first)
}

/// `U+20-7E`, `U+A0` or `U+4??`.
fn range(text: &str) -> Option<RangeInclusive<u32>> {
    let text = text.trim();
    let text = text.strip_prefix("U+").or_else(|| text.strip_prefix("u+"))?;
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let number = |digits: String| u32::from_str_radix(&digits, 16).ok();
    Some(number(first.replace('?', "0"))?..=number(last.replace('?', "F"))?)
}

/// Ranges as the descriptor that names them, with its name.
pub(super) fn unicode_range(ranges: impl Iterator<Item = RangeInclusive<u32>>) -> String {
    let ranges = ranges.map(|range| match range.start() == range.end() {
        true => format!("U+{:X}", range.start()),
        false => format!("U+{:X}-{:X}", range.start(), range.end()),
    });
    format!("unicode-range:{};", ranges.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_says_which_letters_and_weights_a_face_is_for() {
        let css = "@font-face{font-family:\"A b\";font-weight:200 800;font-style:italic;src:url(x);unicode-range:U+20-7E, u+4??,U+a0}";
        let rules = css_rules(css);
        let file = FaceFile { path: "x/y.woff2".into(), bytes: FaceBytes::BuiltIn(b""), at: None };
        let face = Face::of_rule(&rules[0], file);
        assert_eq!((face.family.as_str(), face.weights.clone(), face.is_italic), ("a b", 200..=800, true));
        assert!(face.has('a') && face.has('\u{a0}') && face.has('\u{4ff}') && !face.has('é'));
        assert_eq!(face.descriptors, "font-family:\"A b\";font-weight:200 800;font-style:italic;");
        assert_eq!(face.unicode_range(), "unicode-range:U+20-7E,U+400-4FF,U+A0;");
        assert_eq!(weights("bold"), 700..=700);
    }
}

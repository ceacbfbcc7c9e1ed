//! The font of formulas: New Computer Modern Math, cut into pieces, of which a page holds those that it uses.
//!
//! `fonts/cut.py` made the pieces; each is a face of one family, for a range of letters. What stretches is drawn from the
//! face that has the space: `core`, or `wide`, which holds all of that and whatever else stretches, in its place.

use std::fmt::Write;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Some of the pieces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct MathPieces(u32);

/// By the number of their bit. Those that are first are what a formula most likely needs.
const FILES: &[(&str, &[u8])] = &[
    ("core", include_bytes!("fonts/signs/math-core.woff2")),
    ("wide", include_bytes!("fonts/signs/math-wide.woff2")),
    ("italic", include_bytes!("fonts/letters/math-italic.woff2")),
    ("italic-capital", include_bytes!("fonts/letters/math-italic-capital.woff2")),
    ("upright", include_bytes!("fonts/letters/math-upright.woff2")),
    ("upright-capital", include_bytes!("fonts/letters/math-upright-capital.woff2")),
    ("greek", include_bytes!("fonts/letters/math-greek.woff2")),
    ("greek-capital", include_bytes!("fonts/letters/math-greek-capital.woff2")),
    ("relations", include_bytes!("fonts/signs/math-relations.woff2")),
    ("double-capital", include_bytes!("fonts/letters/math-double-capital.woff2")),
    ("double", include_bytes!("fonts/letters/math-double.woff2")),
    ("bold", include_bytes!("fonts/letters/math-bold.woff2")),
    ("bold-greek", include_bytes!("fonts/letters/math-bold-greek.woff2")),
    ("bold-italic", include_bytes!("fonts/letters/math-bold-italic.woff2")),
    ("bold-italic-greek", include_bytes!("fonts/letters/math-bold-italic-greek.woff2")),
    ("script", include_bytes!("fonts/letters/math-script.woff2")),
    ("script-small", include_bytes!("fonts/letters/math-script-small.woff2")),
    ("script-bold", include_bytes!("fonts/letters/math-script-bold.woff2")),
    ("fraktur", include_bytes!("fonts/letters/math-fraktur.woff2")),
    ("fraktur-bold", include_bytes!("fonts/letters/math-fraktur-bold.woff2")),
    ("sans", include_bytes!("fonts/letters/math-sans.woff2")),
    ("mono", include_bytes!("fonts/letters/math-mono.woff2")),
    ("greek-other", include_bytes!("fonts/letters/math-greek-other.woff2")),
    ("latin", include_bytes!("fonts/letters/math-latin.woff2")),
    ("relations-other", include_bytes!("fonts/signs/math-relations-other.woff2")),
    ("arrows", include_bytes!("fonts/signs/math-arrows.woff2")),
    ("arrows-other", include_bytes!("fonts/signs/math-arrows-other.woff2")),
    ("operators", include_bytes!("fonts/signs/math-operators.woff2")),
    ("marks", include_bytes!("fonts/signs/math-marks.woff2")),
    ("shapes", include_bytes!("fonts/signs/math-shapes.woff2")),
];

const WIDE: u32 = 1 << 1;

/// What `cut.py` says of each piece, in the same order: its name and its letters, as `unicode-range` takes them.
const RANGES: &str = include_str!("fonts/pieces.txt");

/// The letters of each piece.
static LETTERS: LazyLock<Vec<(RangeInclusive<u32>, MathPieces)>> = LazyLock::new(|| {
    let of_line = |(number, line)| {
        ranges(line).split(',').filter_map(range).map(move |range| (range, MathPieces(1_u32 << number)))
    };
    RANGES.lines().enumerate().flat_map(of_line).collect()
});

fn ranges(line: &str) -> &str {
    line.split_once(' ').map_or("", |(_, ranges)| ranges)
}

/// `U+20-40` or `U+5B`.
fn range(text: &str) -> Option<RangeInclusive<u32>> {
    let text = text.strip_prefix("U+")?;
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Some(u32::from_str_radix(first, 16).ok()?..=u32::from_str_radix(last, 16).ok()?)
}

impl MathPieces {
    /// What every formula needs: what stretches, and its measures.
    pub(crate) const CORE: MathPieces = MathPieces(1);

    /// The piece that has a letter; `None` if the font has no such letter.
    pub(crate) fn of(letter: char) -> MathPieces {
        let letter = u32::from(letter);
        let holding = LETTERS.iter().filter(|(range, _)| range.contains(&letter));
        // Of the two that share letters, `core` comes first.
        MathPieces(holding.map(|(_, piece)| piece.0).min().unwrap_or_default())
    }

    /// Adds the pieces of another formula.
    pub(crate) fn extend(&mut self, other: MathPieces) {
        self.0 |= other.0;
    }

    fn has(self, number: usize) -> bool {
        let wide = self.0 & WIDE != 0;
        // One of the two is enough.
        self.0 & (1_u32 << number) != 0 && !(number == 0 && wide)
    }

    /// The names of the pieces.
    #[cfg(test)]
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        FILES.iter().enumerate().filter(move |(number, _)| self.has(*number)).map(|(_, (name, _))| *name)
    }

    /// The faces of these pieces, as a style sheet that asks for no file.
    pub(crate) fn style(self) -> String {
        let mut css = String::new();
        let files = FILES.iter().zip(RANGES.lines()).enumerate();
        for (_, ((_, file), line)) in files.filter(|(number, _)| self.has(*number)) {
            css.push_str("@font-face{font-family:\"Orate Math\";src:url(data:font/woff2;base64,");
            STANDARD.encode_string(file, &mut css);
            _ = write!(css, ")format(\"woff2\");unicode-range:{}}}", ranges(line));
        }
        css
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(letters: &str, names: &[&str]) {
        let mut pieces = MathPieces::default();
        letters.chars().for_each(|letter| pieces.extend(MathPieces::of(letter)));
        assert_eq!(pieces.names().collect::<Vec<_>>(), names, "of {letters}");
    }

    #[test]
    fn a_letter_has_one_piece() {
        check("(1+2)√∑", &["core"]);
        check("𝑥", &["italic"]);
        check("ℎ", &["italic"]);
        check("a𝛼Γ≤", &["upright", "greek", "greek-capital", "relations"]);
        check("ℝ𝔻𝕒", &["double-capital", "double"]);
        check("⟦", &["wide"]);
        check("(⟦", &["wide"]);
        check("→⇌", &["wide"]);
        check("漢", &[]);
        for (range, _) in LETTERS.iter() {
            let letters = range.clone().filter_map(char::from_u32);
            letters.for_each(|letter| assert_eq!(MathPieces::of(letter).0.count_ones(), 1, "{letter}"));
        }
    }

    #[test]
    fn every_piece_has_a_file_and_letters() {
        let names: Vec<_> = RANGES.lines().map(|line| line.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
        assert!(FILES.iter().all(|(_, file)| file.starts_with(b"wOF2")));
        assert!(MathPieces::CORE.style().contains("unicode-range:U+20"));
    }
}

//! Fonts: what a file holds, and the same font with nothing but the letters and features that a deck uses.
//!
//! A font comes in as TrueType, OpenType, WOFF or WOFF2, and goes out as WOFF2. Nothing is drawn or measured here.

#[cfg_attr(not(feature = "fonts"), path = "cutter/absent.rs")]
mod cutter;
#[cfg_attr(not(feature = "fonts"), path = "instance/absent.rs")]
mod instance;
mod letters;

use std::fmt;
use std::ops::RangeInclusive;

pub(crate) use cutter::{cut, facts};
pub(crate) use instance::{axes, instance};
pub(crate) use letters::Letters;

/// The four letters by which OpenType names a feature of a font, such as `smcp`.
pub(crate) type FeatureTag = [u8; 4];

/// The four letters by which OpenType names an axis of a variable font, such as `wght`.
pub(crate) type AxisTag = [u8; 4];

/// An axis of a variable font, and its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axis {
    pub tag: AxisTag,
    pub least: f32,
    pub most: f32,
}

/// What of a font a deck uses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Wanted {
    pub letters: Letters,
    /// Besides those that browsers use unasked.
    pub features: Vec<FeatureTag>,
}

/// What a font file says of itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Facts {
    /// From thin to bold, 1 to 1000; of a font that is not variable, twice the same.
    pub weights: RangeInclusive<u16>,
    /// The widths in percent, likewise.
    pub widths: RangeInclusive<u16>,
    pub is_italic: bool,
    /// The letters that it has, as numbers of Unicode, in their order.
    pub letters: Vec<RangeInclusive<u32>>,
}

/// A font, cut to what a deck uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// WOFF2; `None` if the font can only be used as it is.
    pub bytes: Result<Vec<u8>, Uncut>,
    /// Of the letters that were wanted, those that the font has.
    pub letters: Letters,
    /// Whether its makers forbid to embed it.
    pub is_restricted: bool,
}

/// Why a font is used as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uncut {
    /// Its outlines are those of PostScript.
    PostScript,
    /// Its letters are pictures.
    Pictures,
    /// Its makers do not allow that parts of it are taken.
    NoParts,
    /// The cut font would lack letters.
    Incomplete,
    /// It is damaged, as far as orate can tell.
    Damaged,
    /// This orate was built without the cutter.
    #[cfg_attr(feature = "fonts", expect(dead_code, reason = "only a build without the cutter has it"))]
    LeftOut,
}

/// Why a file is not a font that anybody can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FontFault {
    Empty,
    /// It begins as no font does.
    Unknown,
    /// It holds several fonts.
    Collection,
    /// Something is missing or does not fit together.
    Broken,
    /// Unpacked, it would be larger than [`SIZE_LIMIT`].
    TooLarge,
}

/// Whether a file begins as a font does: what is wrong with it, else.
pub(crate) fn look(file: &[u8]) -> Option<FontFault> {
    const BEGINNINGS: [&[u8]; 5] = [b"wOF2", b"wOFF", b"OTTO", b"true", b"\0\x01\0\0"];
    match file {
        [] => Some(FontFault::Empty),
        [b't', b't', b'c', b'f', ..] => Some(FontFault::Collection),
        file if BEGINNINGS.iter().any(|beginning| file.starts_with(beginning)) => None,
        _ => Some(FontFault::Unknown),
    }
}

/// The most bytes of a font that is unpacked. The largest that people use, with all Chinese characters, have 20 MB.
const SIZE_LIMIT: u64 = 64 << 20;

impl fmt::Display for Uncut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Uncut::PostScript => "it has PostScript outlines, which orate cannot cut",
            Uncut::Pictures => "its letters are pictures, which orate cannot cut",
            Uncut::NoParts => "its makers do not allow to embed a part of it",
            Uncut::Damaged => "it is damaged",
            Uncut::Incomplete => "orate cannot cut it without losing letters",
            Uncut::LeftOut => "this orate was built without the cutter",
        })
    }
}

impl fmt::Display for FontFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            FontFault::Empty => "it is empty",
            FontFault::Unknown => "it is not a font",
            FontFault::Collection => "it is a collection of fonts, which browsers do not read",
            FontFault::Broken => "it is damaged",
            FontFault::TooLarge => "unpacked, it is larger than 64 MB",
        })
    }
}

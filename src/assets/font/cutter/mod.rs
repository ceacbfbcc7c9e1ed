//! The cutter: skera takes glyphs, features and what belongs to them out of a font.

mod pack;
mod unpack;

use std::ops::RangeInclusive;

use read_fonts::collections::IntSet;
use read_fonts::tables::cmap::CmapIterLimits;
use read_fonts::tables::os2::SelectionFlags;
use read_fonts::types::{GlyphId, NameId, Tag};
use read_fonts::{FontRef, TableProvider};
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};

use super::{Cut, Facts, FontFault, Letters, Uncut, Wanted};
pub(super) use unpack::unpack;

/// What a font file says of itself.
pub(crate) fn facts(file: &[u8]) -> Result<Facts, FontFault> {
    let unpacked = unpack(file)?;
    let font = open(&unpacked)?;
    let os2 = font.os2();
    let (weight, width, is_italic) = match &os2 {
        Ok(os2) => (
            os2.us_weight_class().clamp(1, 1000),
            width_in_percent(os2.us_width_class()),
            os2.fs_selection().intersects(SelectionFlags::ITALIC | SelectionFlags::OBLIQUE),
        ),
        Err(_) => (400, 100, false),
    };
    let letters = letters(&font);
    if letters.is_empty() {
        return Err(FontFault::Broken);
    }
    Ok(Facts {
        weights: axis(&font, b"wght").unwrap_or(weight..=weight),
        widths: axis(&font, b"wdth").unwrap_or(width..=width),
        is_italic,
        letters,
    })
}

/// The letters that a font has, as ranges.
fn letters(font: &FontRef<'_>) -> Vec<RangeInclusive<u32>> {
    let subtable = font.cmap().ok().and_then(|cmap| cmap.best_subtable());
    let Some((_, record, subtable)) = subtable else { return Vec::new() };
    let pairs = subtable.iter_with_limits(CmapIterLimits::default_for_font(font));
    let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
    let is_symbol = record.is_symbol();
    for (letter, _) in pairs.filter(|(_, glyph)| *glyph != GlyphId::NOTDEF) {
        // Old fonts of signs have theirs in a place of their own, and browsers find them by the letters of a keyboard, too.
        if is_symbol && let Some(key) = letter.checked_sub(0xf000).filter(|key| *key <= 0xff) {
            ranges.push(key..=key);
        }
        match ranges.last_mut() {
            Some(range) if range.end().checked_add(1) == Some(letter) => *range = *range.start()..=letter,
            _ => ranges.push(letter..=letter),
        }
    }
    ranges
}

/// A font with the letters and features that are wanted.
pub(crate) fn cut(file: &[u8], wanted: &Wanted) -> Result<Cut, FontFault> {
    let unpacked = unpack(file)?;
    let font = open(&unpacked)?;
    let letters = wanted.letters.filter(|letter| glyph(&font, letter).is_some());
    if letters.is_empty() {
        // Browsers know more of old fonts than the cutter does.
        let letters = wanted.letters.clone();
        return Ok(Cut { bytes: Err(Uncut::Incomplete), letters, is_restricted: is_restricted(&font) });
    }
    let bytes = match uncut(&font) {
        Some(uncut) => Err(uncut),
        None => parts(&font, &letters, wanted).ok_or(Uncut::Incomplete),
    };
    Ok(Cut { bytes, letters, is_restricted: is_restricted(&font) })
}

/// A font that has what every browser asks for.
fn open(unpacked: &[u8]) -> Result<FontRef<'_>, FontFault> {
    let font = FontRef::new(unpacked).map_err(|_| FontFault::Broken)?;
    let has_all = font.head().is_ok() && font.maxp().is_ok() && font.hmtx().is_ok() && font.cmap().is_ok();
    if has_all { Ok(font) } else { Err(FontFault::Broken) }
}

/// Whether the makers of a font forbid to embed it.
fn is_restricted(font: &FontRef<'_>) -> bool {
    /// The bits of `fsType` that say whether a font may be embedded, and that it may not (OpenType 1.9.1, `OS/2`).
    const EMBEDDING: u16 = 0xf;
    const RESTRICTED: u16 = 2;
    font.os2().is_ok_and(|os2| os2.fs_type() & EMBEDDING == RESTRICTED)
}

/// The values of an axis, where the font has it.
fn axis(font: &FontRef<'_>, tag: &[u8; 4]) -> Option<RangeInclusive<u16>> {
    let axes = font.fvar().ok()?.axes().ok()?;
    let axis = axes.iter().find(|axis| axis.axis_tag() == Tag::new(tag))?;
    let value = |value: f64| value.round().clamp(1.0, 1000.0) as u16;
    let (least, most) = (value(axis.min_value().to_f64()), value(axis.max_value().to_f64()));
    (least <= most).then_some(least..=most)
}

/// The classes of OS/2, 1 to 9, in percent (OpenType 1.9.1, `usWidthClass`).
fn width_in_percent(class: u16) -> u16 {
    const PERCENT: [u16; 9] = [50, 63, 75, 88, 100, 113, 125, 150, 200];
    PERCENT.get(usize::from(class).wrapping_sub(1)).copied().unwrap_or(100)
}

/// The glyph of a letter.
fn glyph(font: &FontRef<'_>, letter: char) -> Option<GlyphId> {
    let glyph = font.cmap().ok()?.map_codepoint(letter)?;
    (glyph != GlyphId::NOTDEF).then_some(glyph)
}

/// Why a font can only be used as it is.
fn uncut(font: &FontRef<'_>) -> Option<Uncut> {
    /// `fsType`: no subsetting, and bitmaps only (OpenType 1.9.1, `OS/2`).
    const NO_PARTS: u16 = 0x100 | 0x200;
    let has = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    if has(b"CFF ") || has(b"CFF2") {
        return Some(Uncut::PostScript);
    }
    if !has(b"glyf") || [b"CBDT", b"sbix", b"SVG "].into_iter().any(has) {
        return Some(Uncut::Pictures);
    }
    font.os2().is_ok_and(|os2| os2.fs_type() & NO_PARTS != 0).then_some(Uncut::NoParts)
}

/// The font with nothing but some letters, as WOFF2; `None` if that would lack a letter.
fn parts(font: &FontRef<'_>, letters: &Letters, wanted: &Wanted) -> Option<Vec<u8>> {
    let unicodes: IntSet<u32> = letters.iter().map(u32::from).collect();
    let mut dropped: IntSet<Tag> = DEFAULT_DROP_TABLES.iter().copied().collect();
    // Only programs that show a list of a font's styles read it.
    dropped.insert(Tag::new(b"STAT"));
    // Fractions are rare, and each has its own figures.
    let fractions = [b"frac", b"numr", b"dnom"].map(Tag::new);
    let features = DEFAULT_LAYOUT_FEATURES.iter().copied().filter(|feature| !fractions.contains(feature));
    let features: IntSet<Tag> = features.chain(wanted.features.iter().map(Tag::new)).collect();
    // The names of family, style, maker and licence.
    let names: IntSet<NameId> = [0, 1, 2, 6, 13, 14].into_iter().map(NameId::new).collect();
    let languages: IntSet<u16> = [0x409].into_iter().collect();
    let (none, all) = (IntSet::<GlyphId>::empty(), IntSet::<Tag>::all());
    let flags = SubsetFlags::SUBSET_FLAGS_NO_HINTING;
    let plan = Plan::new(&none, &unicodes, font, flags, &dropped, &all, &features, &names, &languages);
    let bytes = subset_font(font, &plan).ok()?;
    let part = open(&bytes).ok()?;
    let is_whole = letters.iter().all(|letter| {
        let (before, after) = (glyph(font, letter), glyph(&part, letter));
        after.is_some()
            && before.map(|glyph| is_blank(font, glyph)) == after.map(|glyph| is_blank(&part, glyph))
    });
    if is_whole { pack::woff2(bytes) } else { None }
}

/// Whether a glyph has no outline.
fn is_blank(font: &FontRef<'_>, glyph: GlyphId) -> Option<bool> {
    let loca = font.loca(None).ok()?;
    let index = glyph.to_u32() as usize;
    Some(loca.get_raw(index)? == loca.get_raw(index + 1)?)
}

#[cfg(test)]
mod tests;

//! A variable font at one place on its axes, as a font that varies no more.
//!
//! Browsers print a variable font as drawings of its letters, and this one as a font. The outlines come from skrifa; kerning
//! and marks are changed where they are written (`layout`). No library does all of it: skera instances nothing, allsorts
//! leaves kerning as it is at the default place.

mod layout;
mod outlines;

use read_fonts::tables::variations::DeltaSetIndex;
use read_fonts::types::{F2Dot14, Tag};
use read_fonts::{FontRef, TableProvider};
use skrifa::MetadataProvider;
use write_fonts::FontBuilder;

use super::cutter::unpack;
use super::{Axis, AxisTag};
use layout::Layout;
use outlines::Outlines;

/// The tables that say how a font varies, those that hint outlines which are no more, and a signature of what it was.
const DROPPED: [&[u8; 4]; 15] = [
    b"fvar", b"gvar", b"avar", b"cvar", b"HVAR", b"VVAR", b"MVAR", b"STAT", b"cvt ", b"fpgm", b"prep",
    b"hdmx", b"LTSH", b"VDMX", b"DSIG",
];

/// The axes of a font file; none of a font that does not vary, or whose outlines are those of PostScript.
pub(crate) fn axes(file: &[u8]) -> Vec<Axis> {
    let Ok(unpacked) = unpack(file) else { return Vec::new() };
    let Ok(font) = FontRef::new(&unpacked) else { return Vec::new() };
    if font.gvar().is_err() || font.glyf().is_err() {
        return Vec::new();
    }
    let axis = |axis: skrifa::Axis| Axis {
        tag: axis.tag().to_be_bytes(),
        least: axis.min_value(),
        most: axis.max_value(),
    };
    font.axes().iter().map(axis).collect()
}

/// A font file at one place on its axes, as TrueType; what `place` does not name is as in the file. None where the font does
/// not vary, or is damaged.
pub(crate) fn instance(file: &[u8], place: &[(AxisTag, f32)]) -> Option<Vec<u8>> {
    let unpacked = unpack(file).ok()?;
    let font = FontRef::new(&unpacked).ok()?;
    font.gvar().ok()?;
    let settings = place.iter().map(|(tag, value)| (Tag::new(tag), *value));
    let location = font.axes().location(settings);
    let outlines = Outlines::draw(&font, &location)?;
    let place = Place { font: &font, coordinates: location.coords() };

    let mut builder = FontBuilder::new();
    for record in font.table_directory().table_records() {
        let tag = record.tag();
        if !DROPPED.iter().any(|dropped| Tag::new(dropped) == tag) {
            builder.add_raw(tag, font.table_data(tag)?.as_bytes());
        }
    }
    builder.add_raw(Tag::new(b"head"), place.head(&outlines)?);
    builder.add_raw(Tag::new(b"hhea"), place.hhea(&outlines)?);
    builder.add_raw(Tag::new(b"maxp"), place.maxp(&outlines)?);
    for (tag, table) in [(b"OS/2", place.os2()), (b"post", place.post()), (b"GDEF", place.gdef())] {
        if font.table_data(Tag::new(tag)).is_some() {
            builder.add_raw(Tag::new(tag), table?);
        }
    }
    for tag in [b"GSUB", b"GPOS"] {
        if let Some(table) = font.table_data(Tag::new(tag)) {
            builder.add_raw(Tag::new(tag), place.layout(tag, table.as_bytes())?);
        }
    }
    builder.add_raw(Tag::new(b"glyf"), outlines.glyf);
    builder.add_raw(Tag::new(b"loca"), outlines.loca);
    builder.add_raw(Tag::new(b"hmtx"), outlines.hmtx);
    Some(builder.build())
}

/// A font at a place; its tables are those of the file with other numbers in them (OpenType 1.9.1, of which the offsets are).
struct Place<'a> {
    font: &'a FontRef<'a>,
    coordinates: &'a [F2Dot14],
}

impl Place<'_> {
    fn copy(&self, tag: &[u8; 4]) -> Option<Table> {
        Some(Table(self.font.table_data(Tag::new(tag))?.as_bytes().to_vec()))
    }

    /// How far one of the font's own measures is from what the file says.
    fn metric(&self, tag: &[u8; 4]) -> i16 {
        let delta = self.font.mvar().ok().and_then(|mvar| mvar.metric_delta(Tag::new(tag), self.coordinates));
        delta.map_or(0, |delta| delta.to_i32() as i16)
    }

    fn head(&self, outlines: &Outlines) -> Option<Vec<u8>> {
        /// That each glyph begins at its left side bearing, and how `loca` is written.
        const FLAGS: usize = 16;
        const BOX: usize = 36;
        const LOCA: usize = 50;
        let mut table = self.copy(b"head")?;
        table.set(FLAGS, table.get(FLAGS)? | 2)?;
        for (index, side) in outlines.bounds.into_iter().enumerate() {
            table.set(BOX + 2 * index, side as u16)?;
        }
        table.set(LOCA, 1)?;
        Some(table.0)
    }

    fn hhea(&self, outlines: &Outlines) -> Option<Vec<u8>> {
        let mut table = self.copy(b"hhea")?;
        for (at, tag) in [(4, b"hasc"), (6, b"hdsc"), (8, b"hlgp")] {
            table.add(at, self.metric(tag))?;
        }
        table.set(10, outlines.widest)?;
        table.set(34, outlines.count)?;
        Some(table.0)
    }

    fn maxp(&self, outlines: &Outlines) -> Option<Vec<u8>> {
        let mut table = self.copy(b"maxp")?;
        table.set(6, outlines.most_points)?;
        table.set(8, outlines.most_contours)?;
        // Neither composite glyphs nor instructions are left.
        for at in [10, 12, 18, 20, 22, 24, 26, 28, 30] {
            table.set(at, 0)?;
        }
        Some(table.0)
    }

    fn os2(&self) -> Option<Vec<u8>> {
        let mut table = self.copy(b"OS/2")?;
        let metrics = [
            (26, b"strs"),
            (28, b"stro"),
            (68, b"hasc"),
            (70, b"hdsc"),
            (72, b"hlgp"),
            (86, b"xhgt"),
            (88, b"cpht"),
        ];
        for (at, tag) in metrics {
            // The last two came with its second version.
            if table.get(at).is_some() {
                table.add(at, self.metric(tag))?;
            }
        }
        Some(table.0)
    }

    fn post(&self) -> Option<Vec<u8>> {
        let mut table = self.copy(b"post")?;
        table.add(8, self.metric(b"undo"))?;
        table.add(10, self.metric(b"unds"))?;
        Some(table.0)
    }

    /// Without the deltas of other tables.
    fn gdef(&self) -> Option<Vec<u8>> {
        let mut table = self.copy(b"GDEF")?;
        if (table.get(0)?, table.get(2)?) >= (1, 3) {
            table.set(14, 0)?;
            table.set(16, 0)?;
        }
        Some(table.0)
    }

    fn layout(&self, tag: &[u8; 4], table: &[u8]) -> Option<Vec<u8>> {
        let store = self.font.gdef().ok().and_then(|gdef| gdef.item_var_store()).and_then(Result::ok);
        let delta = |outer, inner| {
            let delta = store.as_ref()?.compute_delta(DeltaSetIndex { outer, inner }, self.coordinates)?;
            Some(delta.to_f64().round() as i16)
        };
        let variations = match tag {
            b"GPOS" => self.font.gpos().ok()?.feature_variations(),
            _ => self.font.gsub().ok()?.feature_variations(),
        };
        let features = match variations {
            Some(variations) => variations.ok()?.index_for_coords(self.coordinates),
            None => None,
        };
        let mut layout = Layout::new(table, &delta);
        layout.take_features(features)?;
        if tag == b"GPOS" {
            layout.resolve_positions()?;
        }
        Some(layout.into_bytes())
    }
}

/// A table whose numbers are changed where they are.
struct Table(Vec<u8>);

impl Table {
    fn get(&self, at: usize) -> Option<u16> {
        Some(u16::from_be_bytes(self.0.get(at..at.checked_add(2)?)?.try_into().ok()?))
    }

    fn set(&mut self, at: usize, value: u16) -> Option<()> {
        self.0.get_mut(at..at.checked_add(2)?)?.copy_from_slice(&value.to_be_bytes());
        Some(())
    }

    /// Adds to a number with a sign.
    fn add(&mut self, at: usize, delta: i16) -> Option<()> {
        self.set(at, (self.get(at)? as i16).saturating_add(delta) as u16)
    }

    /// An offset of four bytes.
    fn long(&self, at: usize) -> Option<usize> {
        Some((usize::from(self.get(at)?) << 16) + usize::from(self.get(at.checked_add(2)?)?))
    }
}

#[cfg(test)]
mod tests;

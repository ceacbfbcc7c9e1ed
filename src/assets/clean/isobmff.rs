//! AVIF: the items of the picture and their properties (ISO/IEC 23008-12, ISO/IEC 14496-12, section 8.11).
//!
//! Items are found by their places in the file, so that nothing is moved: what is not kept becomes zeros.

use std::collections::HashSet;
use std::ops::Range;

use super::icc;
use super::kept::Kept;

/// Coded pictures, and pictures made of others.
const ITEMS: &[&[u8; 4]] = &[b"av01", b"grid", b"iovl", b"iden", b"tmap"];

/// The properties of a picture: its size, its colours, how it is turned, cut and layered.
#[rustfmt::skip] // A name a line would hide the table.
const PROPERTIES: &[&[u8; 4]] = &[
    b"ispe", b"pixi", b"av1C", b"irot", b"imir", b"clap", b"pasp", b"auxC", b"a1lx", b"a1op", b"lsel", b"clli",
    b"mdcv", b"cclv", b"amve",
];

/// What is kept of an AVIF; `None` if it is damaged, or no still picture.
pub(super) fn avif(bytes: &[u8]) -> Option<Kept<'_>> {
    let mut picture =
        Picture { bytes, written: vec![0; bytes.len()], shown: HashSet::new(), extents: Vec::new() };
    let boxes = boxes(bytes, 0..bytes.len())?;
    let metas = boxes.iter().filter(|each| &each.name == b"meta");
    if metas.clone().count() != 1 {
        return None;
    }
    for meta in metas {
        picture.meta(meta)?;
    }
    for each in &boxes {
        match &each.name {
            b"ftyp" => picture.keep(each.range.clone()),
            b"meta" => {}
            b"mdat" => {
                picture.keep(each.range.start..each.content.start);
                picture.keep_extents(&each.content, false);
            }
            b"moov" => return None,
            _ => picture.free(each),
        }
    }
    let mut kept = Kept::of(bytes);
    kept.replace(0..bytes.len(), picture.written);
    Some(kept)
}

/// A box of a file.
struct Atom {
    name: [u8; 4],
    range: Range<usize>,
    content: Range<usize>,
}

/// The boxes of a stretch; `None` if one is longer than it.
fn boxes(bytes: &[u8], within: Range<usize>) -> Option<Vec<Atom>> {
    let mut boxes = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let head = bytes.get(at..within.end)?;
        let name = *head.get(4..)?.first_chunk()?;
        let (start, length) = match u32::from_be_bytes(*head.first_chunk()?) {
            0 => (8, within.end - at),
            1 => (16, usize::try_from(u64::from_be_bytes(*head.get(8..)?.first_chunk()?)).ok()?),
            length => (8, length as usize),
        };
        let end = at.checked_add(length)?;
        if length < start || end > within.end {
            return None;
        }
        boxes.push(Atom { name, range: at..end, content: at + start..end });
        at = end;
    }
    Some(boxes)
}

struct Picture<'a> {
    bytes: &'a [u8],
    /// What the file becomes: zeros but for what is kept.
    written: Vec<u8>,
    /// The numbers of the items that are kept.
    shown: HashSet<u32>,
    /// Where their data are; `true` where that counts from the `idat`.
    extents: Vec<(bool, Range<usize>)>,
}

impl Picture<'_> {
    fn keep(&mut self, range: Range<usize>) {
        self.written[range.clone()].copy_from_slice(&self.bytes[range]);
    }

    /// Keeps a box as room for nothing.
    fn free(&mut self, each: &Atom) {
        self.keep(each.range.start..each.content.start);
        self.written[each.range.start + 4..each.range.start + 8].copy_from_slice(b"free");
    }

    /// Keeps what of the items' data lies within a box.
    fn keep_extents(&mut self, content: &Range<usize>, is_in_meta: bool) {
        let start = if is_in_meta { content.start } else { 0 };
        let extents = self.extents.iter().filter(|(in_meta, _)| *in_meta == is_in_meta);
        let extents: Vec<Range<usize>> = extents
            .map(|(_, range)| range.start.saturating_add(start)..range.end.saturating_add(start))
            .map(|range| range.start.max(content.start)..range.end.min(content.end))
            .filter(|range| range.start < range.end)
            .collect();
        extents.into_iter().for_each(|range| self.keep(range));
    }

    fn meta(&mut self, meta: &Atom) -> Option<()> {
        let content = meta.content.start.checked_add(4)?..meta.content.end;
        self.bytes.get(content.clone())?;
        self.keep(meta.range.start..content.start);
        let children = boxes(self.bytes, content)?;
        for each in children.iter().filter(|each| &each.name == b"iinf") {
            self.keep(each.range.start..each.content.start);
            self.items(each.content.clone())?;
        }
        for each in children.iter().filter(|each| &each.name == b"iloc") {
            self.keep(each.range.clone());
            self.places(each.content.clone())?;
        }
        for each in &children {
            match &each.name {
                b"iinf" | b"iloc" => {}
                b"pitm" | b"iref" | b"grpl" => self.keep(each.range.clone()),
                // Without the name of the program.
                b"hdlr" => self.keep(each.range.start..each.range.end.min(each.content.start + 24)),
                b"iprp" => self.properties(each)?,
                b"idat" => {
                    self.keep(each.range.start..each.content.start);
                    self.keep_extents(&each.content, true);
                }
                _ => self.free(each),
            }
        }
        Some(())
    }

    /// Keeps which items there are, and which of them are pictures.
    fn items(&mut self, content: Range<usize>) -> Option<()> {
        let is_long = *self.bytes.get(content.start)? > 0;
        let start = content.start + if is_long { 8 } else { 6 };
        self.bytes.get(start..content.end)?;
        self.keep(content.start..start);
        for entry in boxes(self.bytes, start..content.end)? {
            let at = entry.content.start;
            let number = match *self.bytes.get(at)? {
                2 => u32::from(u16::from_be_bytes(*self.bytes.get(at + 4..)?.first_chunk()?)),
                3 => u32::from_be_bytes(*self.bytes.get(at + 4..)?.first_chunk()?),
                _ => return None,
            };
            let name = at + if self.bytes[at] == 2 { 8 } else { 10 };
            if name + 4 > entry.content.end {
                return None;
            }
            self.keep(entry.range.start..name + 4);
            let is_shown = ITEMS.contains(&self.bytes.get(name..)?.first_chunk()?);
            match is_shown {
                true => drop(self.shown.insert(number)),
                // A kind that nobody knows, so that nobody reads it.
                false => self.written[name..name + 4].copy_from_slice(b"none"),
            }
        }
        Some(())
    }

    /// Finds where the data of the items are.
    fn places(&mut self, content: Range<usize>) -> Option<()> {
        let mut reader = Reader(self.bytes.get(content)?);
        let version = reader.number(1)?;
        reader.number(3)?;
        let sizes = reader.number(2)? as usize;
        let [offset, length, base] = [12, 8, 4].map(|shift| sizes >> shift & 0xF);
        let index = if version == 0 { 0 } else { sizes & 0xF };
        let count = reader.number(if version < 2 { 2 } else { 4 })?;
        for _ in 0..count {
            let number = reader.number(if version < 2 { 2 } else { 4 })? as u32;
            let method = if version == 0 { 0 } else { reader.number(2)? & 0xF };
            reader.number(2)?;
            let base = reader.number(base)?;
            let extents = reader.number(2)?;
            // Entries of no bytes could be any number.
            if method > 1 || length == 0 && extents > 0 {
                return None;
            }
            for _ in 0..extents {
                reader.number(index)?;
                let start = usize::try_from(base.checked_add(reader.number(offset)?)?).ok()?;
                let end = start.checked_add(usize::try_from(reader.number(length)?).ok()?)?;
                if self.shown.contains(&number) {
                    self.extents.push((method == 1, start..end));
                }
            }
        }
        Some(())
    }

    /// Keeps the properties of the pictures.
    fn properties(&mut self, properties: &Atom) -> Option<()> {
        self.keep(properties.range.start..properties.content.start);
        for each in boxes(self.bytes, properties.content.clone())? {
            match &each.name {
                b"ipma" => self.keep(each.range),
                b"ipco" => {
                    self.keep(each.range.start..each.content.start);
                    for property in boxes(self.bytes, each.content)? {
                        match &property.name {
                            b"colr" => self.colours(&property)?,
                            name if PROPERTIES.contains(&name) => self.keep(property.range),
                            _ => self.free(&property),
                        }
                    }
                }
                _ => self.free(&each),
            }
        }
        Some(())
    }

    /// Keeps the colours: numbers of a table, or a profile.
    fn colours(&mut self, property: &Atom) -> Option<()> {
        let content = property.content.clone();
        match self.bytes.get(content.clone())?.first_chunk()? {
            b"nclx" => self.keep(property.range.start..content.end.min(content.start + 11)),
            b"prof" | b"rICC" => {
                let profile = content.start + 4..content.end;
                let clean =
                    icc::clean(&self.bytes[profile.clone()]).filter(|clean| clean.len() <= profile.len())?;
                self.keep(property.range.start..profile.start);
                self.written[profile.start..profile.start + clean.len()].copy_from_slice(&clean);
            }
            _ => self.free(property),
        }
        Some(())
    }
}

/// Numbers, the highest byte first.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    /// The next number of so many bytes, eight at most; 0 where it has none.
    fn number(&mut self, length: usize) -> Option<u64> {
        let (head, rest) = self.0.split_at_checked(length).filter(|_| length <= 8)?;
        self.0 = rest;
        Some(head.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }
}

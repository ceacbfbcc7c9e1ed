//! Kerning, marks and features of a font at one place, written into a copy of the table that has them for all places.
//!
//! Source: OpenType 1.9.1, `GPOS`, `GSUB` and the chapter on common table formats.

use std::collections::BTreeSet;

use super::Table;

/// A `GPOS` or `GSUB` table.
pub(super) struct Layout<'a> {
    table: Table,
    /// What a variation adds to a number, by its two indices.
    delta: &'a dyn Fn(u16, u16) -> Option<i16>,
    /// Where the value records are that are resolved: tables may share them.
    resolved: BTreeSet<usize>,
    /// How many values are still looked at: no font has so many, but for one that leads its reader astray.
    budget: u32,
}

impl<'a> Layout<'a> {
    pub(super) fn new(table: &[u8], delta: &'a dyn Fn(u16, u16) -> Option<i16>) -> Layout<'a> {
        Layout { table: Table(table.to_vec()), delta, resolved: BTreeSet::new(), budget: 4_000_000 }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.table.0
    }

    /// Puts the features of a variation, by its index, in the place of those that they stand for. None where they are too far
    /// away from the list of features.
    pub(super) fn take_features(&mut self, variation: Option<u32>) -> Option<()> {
        const VARIATIONS: usize = 10;
        let has_variations = self.table.get(0)? == 1 && self.table.get(2)? >= 1;
        if let Some(index) = variation {
            let (features, variations) = (usize::from(self.table.get(6)?), self.table.long(VARIATIONS)?);
            let substitution = variations + self.table.long(variations + 8 + 8 * index as usize + 4)?;
            for record in 0..usize::from(self.table.get(substitution + 4)?) {
                let record = substitution + 6 + 6 * record;
                let feature = usize::from(self.table.get(record)?);
                let alternate = substitution + self.table.long(record + 2)?;
                let offset = u16::try_from(alternate.checked_sub(features)?).ok()?;
                self.table.set(features + 2 + 6 * feature + 4, offset)?;
            }
        }
        if has_variations {
            self.table.set(VARIATIONS, 0)?;
            self.table.set(VARIATIONS + 2, 0)?;
        }
        Some(())
    }

    /// Adds to every value and anchor what varies of it. None for a table that is damaged.
    pub(super) fn resolve_positions(&mut self) -> Option<()> {
        let lookups = usize::from(self.table.get(8)?);
        if lookups == 0 {
            return Some(());
        }
        for lookup in self.offsets(lookups, 2, self.table.get(lookups)?)? {
            let kind = self.table.get(lookup)?;
            for subtable in self.offsets(lookup, 6, self.table.get(lookup + 4)?)? {
                match kind {
                    9 => {
                        let (kind, offset) = (self.table.get(subtable + 2)?, self.table.long(subtable + 4)?);
                        self.subtable(kind, subtable.checked_add(offset)?)?;
                    }
                    _ => self.subtable(kind, subtable)?,
                }
            }
        }
        Some(())
    }

    /// Where offsets lead that are so far after the start of the table that they count from; those that lead nowhere are left
    /// out.
    fn offsets(&mut self, base: usize, after: usize, count: u16) -> Option<Vec<usize>> {
        let mut places = Vec::new();
        for index in 0..usize::from(count) {
            self.budget = self.budget.checked_sub(1)?;
            match self.table.get(base + after + 2 * index)? {
                0 => {}
                offset => places.push(base + usize::from(offset)),
            }
        }
        Some(places)
    }

    fn subtable(&mut self, kind: u16, at: usize) -> Option<()> {
        match (kind, self.table.get(at)?) {
            (1, format @ 1..=2) => self.singles(at, format),
            (2, 1) => {
                self.pairs(at)?;
                self.set_formats(at + 4, 2)
            }
            (2, 2) => {
                self.pairs_of_classes(at)?;
                self.set_formats(at + 4, 2)
            }
            (3, 1) => self.anchors(at, 6, self.table.get(at + 4)?.checked_mul(2)?),
            (4..=6, 1) => self.marks(kind, at),
            // Contexts have no values of their own.
            _ => Some(()),
        }
    }

    fn singles(&mut self, at: usize, format: u16) -> Option<()> {
        let values = self.table.get(at + 4)?;
        let (start, count) = match format {
            1 => (at + 6, 1),
            _ => (at + 8, usize::from(self.table.get(at + 6)?)),
        };
        (0..count).try_for_each(|index| self.value(start + index * size(values), values, at))?;
        self.set_formats(at + 4, 1)
    }

    /// Says of value records what they have once they are resolved.
    fn set_formats(&mut self, at: usize, count: usize) -> Option<()> {
        (0..count)
            .map(|index| at + 2 * index)
            .try_for_each(|at| self.table.set(at, resolved(self.table.get(at)?)))
    }

    fn pairs(&mut self, at: usize) -> Option<()> {
        let (first, second) = (self.table.get(at + 4)?, self.table.get(at + 6)?);
        let length = 2 + size(first) + size(second);
        for set in self.offsets(at, 10, self.table.get(at + 8)?)? {
            for pair in 0..usize::from(self.table.get(set)?) {
                let value = set + 2 + pair * length + 2;
                self.value(value, first, set)?;
                self.value(value + size(first), second, set)?;
            }
        }
        Some(())
    }

    fn pairs_of_classes(&mut self, at: usize) -> Option<()> {
        let (first, second) = (self.table.get(at + 4)?, self.table.get(at + 6)?);
        let count = usize::from(self.table.get(at + 12)?) * usize::from(self.table.get(at + 14)?);
        let length = size(first) + size(second);
        (0..count).try_for_each(|index| {
            let value = at + 16 + index * length;
            self.value(value, first, at)?;
            self.value(value + size(first), second, at)
        })
    }

    /// The anchors of marks, and of bases, ligatures or other marks that they are set on.
    fn marks(&mut self, kind: u16, at: usize) -> Option<()> {
        let classes = self.table.get(at + 6)?;
        let marks = at + usize::from(self.table.get(at + 8)?);
        for mark in 0..usize::from(self.table.get(marks)?) {
            self.anchors(marks, 2 + 4 * mark + 2, 1)?;
        }
        let bases = at + usize::from(self.table.get(at + 10)?);
        let count = self.table.get(bases)?;
        if kind != 5 {
            return self.anchors(bases, 2, count.checked_mul(classes)?);
        }
        for ligature in self.offsets(bases, 2, count)? {
            self.anchors(ligature, 2, self.table.get(ligature)?.checked_mul(classes)?)?;
        }
        Some(())
    }

    /// Adds to the anchors whose offsets are so far after the start of the table that they count from.
    fn anchors(&mut self, base: usize, after: usize, count: u16) -> Option<()> {
        for anchor in self.offsets(base, after, count)? {
            // Only the third format varies.
            if self.table.get(anchor)? == 3 {
                self.resolve(anchor + 6, anchor, anchor + 2)?;
                self.resolve(anchor + 8, anchor, anchor + 4)?;
            }
        }
        Some(())
    }

    /// Resolves a value record: up to four numbers, and up to four offsets of what varies of each. `base` is what they count
    /// from. Where only the offset is there, the number takes its room.
    fn value(&mut self, at: usize, format: u16, base: usize) -> Option<()> {
        self.budget = self.budget.checked_sub(1)?;
        if format & 0xf0 == 0 || !self.resolved.insert(at) {
            return Some(());
        }
        let mut numbers = [0_u16; 8];
        for (bit, number) in numbers.iter_mut().enumerate().take(4) {
            if has(format, bit) {
                *number = self.table.get(place(at, format, bit))?;
            }
            if has(format, bit + 4) {
                let delta = self.delta(place(at, format, bit + 4), base)?;
                *number = (*number as i16).saturating_add(delta) as u16;
            }
        }
        let format = resolved(format);
        (0..8)
            .filter(|bit| has(format, *bit))
            .try_for_each(|bit| self.table.set(place(at, format, bit), numbers[bit]))
    }

    /// Adds to a number what varies of it, and takes the offset of that out: so nothing is added twice.
    fn resolve(&mut self, offset: usize, base: usize, number: usize) -> Option<()> {
        self.table.add(number, self.delta(offset, base)?)?;
        self.table.set(offset, 0)
    }

    /// How much is added to a number, by the offset of the table that says so.
    fn delta(&self, offset: usize, base: usize) -> Option<i16> {
        /// The format of a table that varies a number, and is not for certain sizes on a screen.
        const VARIATION: u16 = 0x8000;
        let device = base + usize::from(self.table.get(offset)?);
        if device == base || self.table.get(device + 4)? != VARIATION {
            return Some(0);
        }
        let delta = (self.delta)(self.table.get(device)?, self.table.get(device + 2)?);
        Some(delta.unwrap_or_default())
    }
}

/// Whether a value record has a number (bits 0 to 3) or the offset of what varies of one (4 to 7).
fn has(format: u16, bit: usize) -> bool {
    format & (1 << bit) != 0
}

/// Where a record at some place has it.
fn place(at: usize, format: u16, bit: usize) -> usize {
    at + 2 * (format & ((1 << bit) - 1)).count_ones() as usize
}

/// What a record has once it is resolved, in as many bytes: a number for each offset that had none.
fn resolved(format: u16) -> u16 {
    let (numbers, offsets) = (format & 0xf, (format >> 4) & 0xf);
    numbers | offsets | (numbers & offsets) << 4
}

/// The bytes of a value record.
fn size(format: u16) -> usize {
    2 * (format & 0xff).count_ones() as usize
}

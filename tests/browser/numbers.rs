//! Slides that look random and are always the same.

use std::ops::RangeInclusive;

/// Numbers that look random and are always the same. Source: the constants of Numerical Recipes, "quick and dirty" generators.
pub(crate) struct Numbers(pub u32);

impl Numbers {
    /// One of a range.
    pub(crate) fn one_of(&mut self, range: RangeInclusive<u32>) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        range.start() + (self.0 >> 8) % (range.end() - range.start() + 1)
    }

    /// One of a list.
    pub(crate) fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.one_of(0..=list.len() as u32 - 1) as usize]
    }

    /// So many words.
    pub(crate) fn words(&mut self, count: RangeInclusive<u32>) -> String {
        const WORDS: [&str; 8] = ["lantern", "of", "harbours", "a", "clock", "weathering", "and", "tides"];
        (0..self.one_of(count)).map(|_| self.pick(&WORDS)).collect::<Vec<_>>().join(" ")
    }

    /// So many lines, each written by a function.
    pub(crate) fn lines(
        &mut self,
        count: RangeInclusive<u32>,
        line: impl Fn(&mut Numbers) -> String,
    ) -> String {
        (0..self.one_of(count)).map(|_| line(self)).collect::<Vec<_>>().join("\n")
    }
}

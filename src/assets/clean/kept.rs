//! What is kept of a file: stretches of it as they are, and a few bytes written anew.

use std::ops::Range;

/// The parts of a cleaned file, in their order. Nothing is copied before all of them are known.
#[derive(Debug)]
pub(super) struct Kept<'a> {
    whole: &'a [u8],
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Own(Range<usize>),
    New(Vec<u8>),
}

impl<'a> Kept<'a> {
    pub(super) fn of(whole: &'a [u8]) -> Kept<'a> {
        Kept { whole, parts: Vec::new() }
    }

    /// Keeps a stretch of the file, which lies within it.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        match self.parts.last_mut() {
            Some(Part::Own(last)) if last.end == range.start => last.end = range.end,
            _ => self.parts.push(Part::Own(range)),
        }
    }

    /// Writes bytes in the place of a stretch of the file.
    pub(super) fn replace(&mut self, range: Range<usize>, bytes: Vec<u8>) {
        match self.whole.get(range.clone()) {
            Some(own) if own == bytes => self.keep(range),
            _ => self.parts.push(Part::New(bytes)),
        }
    }

    /// How many bytes are kept so far.
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(|part| self.bytes(part).len()).sum()
    }

    /// The cleaned file; `None` if it is the file itself.
    pub(super) fn finish(self) -> Option<Vec<u8>> {
        if let [Part::Own(range)] = self.parts.as_slice()
            && *range == (0..self.whole.len())
        {
            return None;
        }
        let mut bytes = Vec::with_capacity(self.len());
        self.parts.iter().for_each(|part| bytes.extend_from_slice(self.bytes(part)));
        Some(bytes)
    }

    fn bytes<'p>(&'p self, part: &'p Part) -> &'p [u8] {
        match part {
            Part::Own(range) => self.whole.get(range.clone()).unwrap_or_default(),
            Part::New(bytes) => bytes,
        }
    }
}

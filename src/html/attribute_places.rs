//! Where the value of an attribute is in a slide's source.

use std::collections::BTreeMap;

use crate::text::{Slice, Span};

/// How often a value may be looked for in vain: a slide full of values that are written in another way than they
/// are read (with character references, say) must not cost its length for each of them.
const PATIENCE: usize = 64;

/// Finds values in a slide's source; equal values one after the other, in the order of the text.
pub(crate) struct AttributePlaces<'a> {
    source: Slice<'a>,
    /// For each value that was found, where to look for it next.
    next: BTreeMap<String, usize>,
    /// Where the last place ends: others are likely to be behind it.
    last: usize,
    misses: usize,
}

impl<'a> AttributePlaces<'a> {
    /// The places of attributes within `source`.
    pub(crate) fn new(source: Slice<'a>) -> AttributePlaces<'a> {
        AttributePlaces { source, next: BTreeMap::new(), last: 0, misses: 0 }
    }

    /// The place of `value`: within `known` where that is given, else the next place where it is, else the slide.
    pub(crate) fn of(&mut self, value: &str, known: Option<Span>) -> Span {
        let span = self.source.span;
        if let Some(known) = known {
            if known.source == span.source && span.start <= known.start && known.end <= span.end {
                self.last = (known.end - span.start) as usize;
            }
            return known;
        }
        self.find(value).unwrap_or(span)
    }

    fn find(&mut self, value: &str) -> Option<Span> {
        if value.is_empty() || self.misses >= PATIENCE {
            return None;
        }
        let text = self.source.text;
        let search = |from: usize| text.get(from..)?.find(value).map(|offset| from + offset);
        let offset = match self.next.get(value) {
            Some(&next) => search(next.max(self.last)).or_else(|| search(next)),
            None => search(self.last).or_else(|| search(0)),
        };
        let Some(start) = offset else {
            self.misses += 1;
            return None;
        };
        let range = start..start + value.len();
        self.next.insert(value.to_owned(), range.end);
        self.last = range.end;
        Some(self.source.span.part(range))
    }
}

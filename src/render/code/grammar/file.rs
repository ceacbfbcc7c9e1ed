//! The file of all grammars: an index of names, then each grammar by itself, packed with deflate (RFC 1951).
//!
//! `tests/grammars.rs` makes it from the grammars that bat and two-face collect. Numbers have seven bits a byte, the
//! lowest first, and the eighth bit where more follow; texts and lists begin with their length.

use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;

use super::branches::{Branches, Parts};
use super::needs::{Need, Needs};
use super::starts::Start;
use super::{Clears, ContextId, Pattern, Rule, Source, Turn};
use crate::render::code::paint::Paint;

static FILE: &[u8] = include_bytes!("grammars.bin");

/// A grammar, of which only the names are read until it is used.
pub(super) struct GrammarEntry {
    pub name: &'static str,
    /// Endings of files in this language, and whole names of such files.
    pub endings: Vec<&'static str>,
    packed: &'static [u8],
    /// How many bytes it has when it is unpacked.
    length: usize,
    content: OnceLock<Content>,
}

/// What a grammar says.
#[derive(Default)]
pub(super) struct Content {
    /// The number of the context in which a text begins.
    pub start: usize,
    /// What the scopes of the grammar mean, by their numbers.
    palette: Vec<Paint>,
    /// Where its expressions may be found, by numbers, too.
    starts: Vec<Start>,
    contexts: Vec<PackedContext>,
}

/// A context, which is read when a text first enters it: most texts enter few of a grammar's.
struct PackedContext {
    bytes: &'static [u8],
    source: OnceLock<Option<Source>>,
}

/// The index of the file.
pub(super) fn entries() -> Vec<GrammarEntry> {
    read_entries(FILE).unwrap_or_default()
}

fn read_entries(file: &'static [u8]) -> Option<Vec<GrammarEntry>> {
    let mut reader = GrammarReader(file);
    let mut entries = reader.list(|reader| {
        let (name, endings) = (reader.text()?, reader.list(GrammarReader::text)?);
        let (length, packed) = (reader.number()?, reader.number()?);
        // Where it is, is known once the index is read: here is only how long it is.
        let packed = file.get(..packed)?;
        Some(GrammarEntry { name, endings, packed, length, content: OnceLock::new() })
    })?;
    for entry in &mut entries {
        entry.packed = reader.take(entry.packed.len())?;
    }
    Some(entries)
}

impl GrammarEntry {
    /// What the grammar says, unpacked when it is first asked for and kept for the life of the program.
    pub(super) fn content(&self) -> &Content {
        self.content.get_or_init(|| {
            let mut bytes = Vec::with_capacity(self.length);
            let unpacked = DeflateDecoder::new(self.packed).read_to_end(&mut bytes).ok();
            unpacked.and_then(|_| GrammarReader(bytes.leak()).content()).unwrap_or_default()
        })
    }
}

impl Content {
    /// The context with a number; `None` if there is none.
    pub(super) fn context(&self, number: usize) -> Option<&Source> {
        let context = self.contexts.get(number)?;
        context.source.get_or_init(|| GrammarReader(context.bytes).context(self)).as_ref()
    }

    /// All contexts in their order.
    #[cfg(test)]
    pub(super) fn contexts(&self) -> impl Iterator<Item = &Source> {
        (0..self.contexts.len()).map_while(|number| self.context(number))
    }
}

/// What is left to be read. Everything gives none where the file is not what it should be.
struct GrammarReader(&'static [u8]);

impl GrammarReader {
    fn take(&mut self, length: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= usize::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn flag(&mut self) -> Option<bool> {
        self.number().map(|number| number == 1)
    }

    fn text(&mut self) -> Option<&'static str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn list<T>(&mut self, mut read: impl FnMut(&mut GrammarReader) -> Option<T>) -> Option<Vec<T>> {
        let length = self.number()?;
        (0..length).map(|_| read(self)).collect()
    }

    fn content(&mut self) -> Option<Content> {
        let start = self.number()?;
        let palette = self.list(|reader| reader.text().map(Paint::of))?;
        let starts =
            self.list(|reader| Some(Start { before: reader.letters()?, first: reader.letters()? }))?;
        let contexts = self.list(|reader| {
            let length = reader.number()?;
            Some(PackedContext { bytes: reader.take(length)?, source: OnceLock::new() })
        })?;
        Some(Content { start, palette, starts, contexts })
    }

    /// Letters of ASCII, each a bit, the lowest byte first.
    fn letters(&mut self) -> Option<u128> {
        self.take(size_of::<u128>())?.try_into().ok().map(u128::from_le_bytes)
    }

    /// What some scopes mean, by their numbers in the grammar's list.
    fn paints(&mut self, palette: &[Paint]) -> Option<Vec<Paint>> {
        self.list(|reader| palette.get(reader.number()?).copied())
    }

    fn id(&mut self) -> Option<ContextId> {
        Some(ContextId { grammar: self.number()?, context: self.number()? })
    }

    fn context(&mut self, content: &Content) -> Option<Source> {
        let palette = &content.palette;
        Some(Source {
            meta: self.paints(palette)?,
            meta_content: self.paints(palette)?,
            clears: match self.number()? {
                0 => None,
                1 => Some(Clears::All),
                layers => Some(Clears::Top(layers - 2)),
            },
            refers: self.flag()?,
            prototype: self.list(GrammarReader::id)?.pop(),
            patterns: self.list(|reader| match reader.number()? {
                0 => reader.id().map(Pattern::Include),
                _ => reader.rule(content).map(Box::new).map(Pattern::Rule),
            })?,
            context: OnceLock::new(),
        })
    }

    fn rule(&mut self, content: &Content) -> Option<Rule> {
        let palette = &content.palette;
        let expression = self.text()?;
        let start = *content.starts.get(self.number()?)?;
        let branches = self.list(|reader| {
            Some(Branches { start: reader.number()?, lengths: reader.list(GrammarReader::number)? })
        })?;
        let needs = Needs(self.list(|reader| {
            let texts = reader.list(GrammarReader::text)?;
            Some(Need {
                texts,
                ignores_case: reader.flag()?,
                is_word: reader.flag()?,
                is_behind: reader.flag()?,
            })
        })?);
        let refers = self.flag()?;
        let paints = self.paints(palette)?;
        let groups = self.list(|reader| Some((reader.number()?, reader.paints(palette)?)))?;
        let prototype = self.list(GrammarReader::id)?.pop();
        let (turn, contexts) = (self.number()?, self.list(GrammarReader::id)?);
        let turn = match turn {
            0 => Turn::Stay,
            1 => Turn::Leave,
            2 => Turn::Enter(contexts),
            _ => Turn::Exchange(contexts),
        };
        Some(Rule {
            expression,
            start,
            branches,
            needs,
            refers,
            paints,
            groups,
            turn,
            prototype,
            number: OnceLock::new(),
            compiled: OnceLock::new(),
            compiled_for_ascii: OnceLock::new(),
            parts: Parts::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grammar_can_be_unpacked_and_leads_only_to_contexts_that_are_there() {
        let entries = entries();
        assert!(entries.len() > 200, "{}", entries.len());
        let is_there = |id: &ContextId| {
            entries.get(id.grammar).is_some_and(|entry| id.context < entry.content().contexts.len())
        };
        for entry in &entries {
            let content = entry.content();
            assert!(content.start < content.contexts.len(), "{}", entry.name);
            assert_eq!(content.contexts().count(), content.contexts.len(), "{}", entry.name);
            for pattern in content.contexts().flat_map(|context| &context.patterns) {
                let ids = match pattern {
                    Pattern::Include(id) => std::slice::from_ref(id),
                    Pattern::Rule(rule) => match &rule.turn {
                        Turn::Enter(ids) | Turn::Exchange(ids) => ids.as_slice(),
                        Turn::Stay | Turn::Leave => &[],
                    },
                };
                assert!(ids.iter().all(is_there), "{}", entry.name);
            }
        }
    }

    #[test]
    fn a_file_that_ends_too_soon_has_no_grammars() {
        assert!(read_entries(&FILE[..1000]).is_none());
        assert!(read_entries(&FILE[..FILE.len() - 1]).is_none());
    }
}

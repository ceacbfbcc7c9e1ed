//! What a fence says besides its language, and where in the slide's source its text stands.

use std::ops::Range;

use crate::text::{Slice, Span};

/// The line after a fence's backticks: a language, and attributes such as `title="Sales"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info<'a> {
    pub language: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Info<'a> {
    /// Reads a line. A value stands in double or single quotes, or holds no space; a bare name is empty.
    pub fn read(line: &'a str) -> Info<'a> {
        let mut words = words(line).into_iter();
        let language = words.next().unwrap_or_default();
        let attributes = words.map(|word| match word.split_once('=') {
            Some((name, value)) => (name, unquoted(value)),
            None => (word, ""),
        });
        Info { language, attributes: attributes.collect() }
    }

    /// The value of an attribute.
    pub fn value(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// The attributes in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.attributes.iter().copied()
    }
}

/// Parts a line at its spaces, but for those in quotes.
fn words(line: &str) -> Vec<&str> {
    let (mut words, mut start, mut quote) = (Vec::new(), None, None);
    for (at, character) in line.char_indices() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => {
                quote = Some(character);
                start.get_or_insert(at);
            }
            (None, _) if character.is_whitespace() => {
                words.extend(start.take().map(|start| &line[start..at]))
            }
            (None, _) => _ = start.get_or_insert(at),
        }
    }
    words.extend(start.map(|start| &line[start..]));
    words
}

fn unquoted(value: &str) -> &str {
    let inside = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

/// Where a fence stands.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// From the backticks on; none for a listing in HTML.
    pub fence: Option<Span>,
    /// The slide.
    pub source: Slice<'a>,
}

impl<'a> Place<'a> {
    /// The source from the backticks on.
    fn text(self) -> Option<&'a str> {
        let start = self.fence?.start.checked_sub(self.source.span.start)? as usize;
        self.source.text.get(start..)
    }

    /// The line after the backticks.
    pub fn info(self) -> Option<&'a str> {
        let line = self.text()?.split('\n').next()?;
        line.starts_with(['`', '~']).then(|| line.trim_start_matches(['`', '~']).trim())
    }

    /// Where the fence begins; the slide's head where that is not known.
    pub fn head(self) -> Span {
        let line = self.info().and_then(|_| self.text()?.split('\n').next()).map_or(0, str::len);
        self.fence.map_or(self.source.span.head(), |fence| fence.part(0..line))
    }

    /// Where a stretch of the fence's text stands. A line of it may stand further in than it was.
    pub fn of(self, text: &str, range: Range<usize>) -> Span {
        let start = text.floor_char_boundary(range.start);
        let end = text.ceil_char_boundary(range.end).max(start);
        let number = text[..start].matches('\n').count();
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[line_start..].split('\n').next().unwrap_or_default();
        let found = self.text().filter(|_| self.info().is_some()).and_then(|whole| {
            let mut at = 0;
            let mut lines = whole.split_inclusive('\n');
            at += lines.by_ref().take(number + 1).map(str::len).sum::<usize>();
            let own = lines.next()?;
            Some(at + own.rfind(line)? + (start - line_start))
        });
        match (found, self.fence) {
            (Some(at), Some(fence)) => {
                let rest = line.len() - (start - line_start).min(line.len());
                let from = fence.start as usize - self.source.span.start as usize + at;
                self.source.span.part(from..from + (end - start).min(rest))
            }
            _ => self.head(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    #[test]
    fn a_line_holds_a_language_and_attributes() {
        let info = Info::read("chart type=\"bar\" title='A \"b\" c' file=a.csv stacked");
        assert_eq!(info.language, "chart");
        let all: Vec<_> = info.iter().collect();
        assert_eq!(all, [("type", "bar"), ("title", "A \"b\" c"), ("file", "a.csv"), ("stacked", "")]);
        assert_eq!(Info::read(""), Info::default());
        assert_eq!(Info::read("a b=\"c d").value("b"), Some("\"c d"));
    }

    #[test]
    fn a_place_in_a_fence_is_a_place_in_the_slide() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "- a\n\n  ```dot\n  one\n    two\n  ```\n".as_bytes(), &mut Vec::new());
        let source = sources.whole(id);
        let fence = source.span.part(7..source.text.len());
        let place = Place { fence: Some(fence), source };
        assert_eq!(place.info(), Some("dot"));
        assert_eq!(sources.text(place.of("one\n  two\n", 6..9)), "two");
        assert_eq!(sources.text(place.of("one\n  two\n", 6..60)), "two");
        assert_eq!(sources.text(place.head()), "```dot");
    }
}

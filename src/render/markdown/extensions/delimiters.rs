//! Pairs of signs around text: `[text]{.class}` is a span, `==text==` is marked.
//!
//! Which signs are signs, and which are code, parts of an address or escaped, only the Markdown parser knows; so a
//! slide that holds such signs is read twice: once to pair them, and once to write them. Both ends of a pair are
//! side by side in the same element, so that what is written is well nested.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::braces::Braces;
use crate::render::markdown::raw_html::opens_raw_text;

/// The signs of a slide, in the order of the text.
#[derive(Default)]
pub(crate) struct Delimiters {
    delimiters: Vec<Delimiter>,
    /// How many of them are passed.
    passed: usize,
}

/// One end of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delimiter {
    pub range: Range<usize>,
    pub name: &'static str,
    /// What it opens with; `None` if it closes.
    pub opens: Option<Vec<(String, String)>>,
}

/// What may still be closed, within one element.
#[derive(Default)]
struct Level {
    brackets: Vec<usize>,
    mark: Option<usize>,
}

impl Delimiters {
    /// Whether there can be any in a text.
    pub(crate) fn may_be_in(text: &str) -> bool {
        text.contains("]{") || text.contains("==")
    }

    /// Pairs the signs of a text, of which the parser gives `events`.
    pub(crate) fn find<'a>(
        text: &str,
        events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
    ) -> Delimiters {
        let mut finder = Finder { text, levels: vec![Level::default()], delimiters: Vec::new(), passed: 0 };
        let (mut inert, mut is_raw_text) = (0_usize, false);
        for (event, range) in events {
            match event {
                Event::Start(tag) => {
                    inert += usize::from(is_inert(&tag));
                    finder.levels.push(Level::default());
                }
                Event::End(tag) => {
                    inert -= usize::from(matches!(tag, TagEnd::CodeBlock | TagEnd::Image));
                    finder.levels.pop();
                }
                Event::InlineHtml(html) => is_raw_text = opens_raw_text(&html).unwrap_or(is_raw_text),
                // Text that the parser gives in another way than it is written holds no sign.
                Event::Text(told)
                    if inert == 0 && !is_raw_text && text.get(range.clone()) == Some(&*told) =>
                {
                    finder.text(range);
                }
                _ => {}
            }
        }
        let mut delimiters = finder.delimiters;
        delimiters.sort_by_key(|delimiter| delimiter.range.start);
        Delimiters { delimiters, passed: 0 }
    }

    /// The next one that is in `range`.
    pub(crate) fn next(&mut self, range: &Range<usize>) -> Option<Delimiter> {
        while let Some(delimiter) = self.delimiters.get(self.passed) {
            if delimiter.range.start >= range.end {
                return None;
            }
            self.passed += 1;
            if delimiter.range.start >= range.start {
                return Some(delimiter.clone());
            }
        }
        None
    }
}

fn is_inert(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::CodeBlock(_) | Tag::Image { .. })
}

struct Finder<'a> {
    text: &'a str,
    levels: Vec<Level>,
    delimiters: Vec<Delimiter>,
    /// Where the last braces end: what is before is read.
    passed: usize,
}

impl Finder<'_> {
    /// Looks at a stretch of plain text.
    fn text(&mut self, range: Range<usize>) {
        let bytes = self.text.as_bytes();
        let mut at = range.start.max(self.passed);
        while at < range.end {
            let is_sign = !(at == range.start && is_escaped(bytes, at));
            match bytes[at] {
                b'[' if is_sign => self.level().brackets.push(at),
                b']' if is_sign => {
                    if let Some(end) = self.bracket(at) {
                        (at, self.passed) = (end, end);
                        continue;
                    }
                }
                b'=' => {
                    let count = bytes[at..].iter().take_while(|byte| **byte == b'=').count();
                    if count == 2 && is_sign && at + 2 <= range.end {
                        self.mark(at);
                    }
                    at += count;
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    /// Closes a bracket; gives back where its braces end, where it has some.
    fn bracket(&mut self, at: usize) -> Option<usize> {
        let open = self.level().brackets.pop()?;
        let braces = Braces::read(&self.text[at + 1..])?;
        let end = at + 1 + braces.length;
        let level = self.level();
        level.mark = level.mark.filter(|mark| *mark < open);
        self.pair(open..open + 1, at..end, "span", braces.for_element());
        Some(end)
    }

    /// Opens or closes marked text. Within a word of ASCII `==` is a comparison.
    fn mark(&mut self, at: usize) {
        let before = self.text[..at].chars().next_back();
        let after = self.text[at + 2..].chars().next();
        let touches = |side: Option<char>| side.is_some_and(|it| !it.is_whitespace());
        let is_word = |side: Option<char>| side.is_some_and(|it| it.is_ascii_alphanumeric());
        let level = self.level();
        match level.mark {
            Some(open) if touches(before) && !is_word(after) && at > open + 2 => {
                level.mark = None;
                level.brackets.retain(|bracket| *bracket < open);
                self.pair(open..open + 2, at..at + 2, "mark", Vec::new());
            }
            _ if touches(after) && !is_word(before) => level.mark = Some(at),
            _ => {}
        }
    }

    fn pair(
        &mut self,
        open: Range<usize>,
        close: Range<usize>,
        name: &'static str,
        attributes: Vec<(String, String)>,
    ) {
        self.delimiters.push(Delimiter { range: open, name, opens: Some(attributes) });
        self.delimiters.push(Delimiter { range: close, name, opens: None });
    }
}

/// Whether an odd number of backslashes is before a place.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

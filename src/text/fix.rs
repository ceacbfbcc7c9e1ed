//! Changes of a source that mend what a diagnostic is about.
//!
//! A fix is data: places in the normalised text, and what to write there. [`chosen`] picks those that go together, and
//! [`mend`] makes them in the file's own bytes, of which everything else stays as it is: the byte order mark, the line
//! ends, the last byte.

use std::collections::BTreeMap;
use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::line_ends::LineEnds;
use super::source::{Sources, normalise};
use super::span::SourceId;
use super::suggestion::Edit;

/// What to change in one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// In order; none meets another.
    pub edits: Vec<Edit>,
    /// How many fixes they are.
    pub fixes: usize,
}

/// The safe fixes of some diagnostics that can be made together.
///
/// A fix is made whole or not at all. Of two that meet, the first is made; the other may be once the text is read anew.
pub(crate) fn chosen(diagnostics: &[Diagnostic]) -> BTreeMap<SourceId, Chosen> {
    let mut taken: BTreeMap<(SourceId, u32), Edit> = BTreeMap::new();
    let mut chosen: BTreeMap<SourceId, Chosen> = BTreeMap::new();
    for fix in diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_deref()).filter(|fix| fix.is_safe)
    {
        let meets = |edit: &Edit| {
            let before = taken.range(..=(edit.at.source, edit.at.end)).next_back();
            before.is_some_and(|((source, _), other)| {
                *source == edit.at.source && other.at.end >= edit.at.start
            })
        };
        let Some(first) = fix.edits.first().filter(|_| !fix.edits.iter().any(meets)) else { continue };
        chosen.entry(first.at.source).or_default().fixes += 1;
        taken.extend(fix.edits.iter().map(|edit| ((edit.at.source, edit.at.start), edit.clone())));
    }
    for ((source, _), edit) in taken {
        chosen.entry(source).or_default().edits.push(edit);
    }
    chosen
}

/// The bytes of a file with some edits made, which are in order and do not meet.
///
/// `None` if the bytes are no longer those that `text` was made of, so that nobody's newer work is touched, and where
/// they are no UTF-8.
pub(crate) fn mend(bytes: &[u8], text: &str, edits: &[Edit]) -> Option<Vec<u8>> {
    let raw = std::str::from_utf8(bytes).ok().filter(|raw| normalise(raw) == text)?;
    let line_end = LineEnds::of(raw).most();
    let head = raw.len() - raw.strip_prefix('\u{FEFF}').unwrap_or(raw).len();
    let mut places = RawPlaces { raw, at: head, shown: 0 };
    let mut mended = String::with_capacity(raw.len());
    let mut done = 0;
    for edit in edits {
        let Range { start, end } = edit.at.range();
        let (start, end) = (places.raw_of(start)?, places.raw_of(end)?);
        mended.push_str(raw.get(done..start)?);
        mended.push_str(&edit.replacement.replace('\n', line_end));
        done = end;
    }
    mended.push_str(&raw[done..]);
    Some(mended.into_bytes())
}

/// Walks over a file's own text, and knows how far that is in the normalised one.
struct RawPlaces<'a> {
    raw: &'a str,
    at: usize,
    shown: usize,
}

impl RawPlaces<'_> {
    /// Where in the raw text a place of the normalised one is; places come in order.
    fn raw_of(&mut self, shown: usize) -> Option<usize> {
        while self.shown < shown {
            let rest = &self.raw[self.at..];
            let character = rest.chars().next()?;
            let (raw, normal) = match character {
                '\r' if rest.starts_with("\r\n") => (2, 1),
                '\0' => (1, '\u{FFFD}'.len_utf8()),
                other => (other.len_utf8(), other.len_utf8()),
            };
            self.at += raw;
            self.shown += normal;
        }
        (self.shown == shown).then_some(self.at)
    }
}

impl Diagnostic {
    /// Moves every place to the file that the author knows, where a text was derived from another.
    pub(crate) fn move_to_origin(&mut self, sources: &Sources) {
        self.fix_in_origin(sources);
        self.at = self.at.map(|at| sources.origin(at));
        self.related.iter_mut().for_each(|related| related.at = sources.origin(related.at));
    }

    /// Leaves out a fix that would change something else than it was made for: where a text was derived from another
    /// one, the places must hold the same there.
    pub(super) fn fix_in_origin(&mut self, sources: &Sources) {
        let Some(fix) = &mut self.fix else { return };
        for edit in &mut fix.edits {
            let origin = sources.origin(edit.at);
            if sources.text(origin) != sources.text(edit.at) {
                self.fix = None;
                return;
            }
            edit.at = origin;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Fix, Span};

    /// Replaces each `marked` word of a file by another.
    #[track_caller]
    fn check_mended(bytes: &str, edits: &[(&str, &str)], expected: &str) {
        let mut sources = Sources::default();
        let source = sources.add("a.md", bytes.as_bytes(), &mut Vec::new());
        let text = sources.get(source).text().to_owned();
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(marked, replacement)| {
                let start = text.find(marked).unwrap() as u32;
                let at = Span { source, start, end: start + marked.len() as u32 };
                Edit { at, replacement: (*replacement).into() }
            })
            .collect();
        let mended = mend(bytes.as_bytes(), &text, &edits).unwrap();
        assert_eq!(String::from_utf8(mended).unwrap(), expected);
    }

    #[test]
    fn everything_else_of_a_file_stays() {
        check_mended("\u{FEFF}é\r\nb\0c\rd", &[("b", "x\ny"), ("d", "")], "\u{FEFF}é\r\nx\r\ny\0c\r");
        check_mended("a\nb\r\nc\n", &[("b\n", "b\n")], "a\nb\nc\n");
        check_mended("\u{FEFF}\u{FEFF}a", &[("a", "b")], "\u{FEFF}\u{FEFF}b");
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_not_mended() {
        assert_eq!(mend(b"a\nb", "a\nc", &[]), None);
        assert_eq!(mend(b"a\xFF", "a\u{FFFD}", &[]), None);
        assert!(mend(b"a\r\nb", "a\nb", &[]).is_some());
    }

    #[test]
    fn of_fixes_that_meet_the_first_is_made() {
        let mut sources = Sources::default();
        let source = sources.add("a.md", b"abcdef", &mut Vec::new());
        let fix = |start, end| {
            let at = Span { source, start, end };
            Diagnostic::warning("x", at, "x").fix(Fix::safe("x", at, ""))
        };
        let chosen = &chosen(&[fix(2, 4), fix(4, 5), fix(0, 1), fix(3, 3)])[&source];
        let places: Vec<_> = chosen.edits.iter().map(|edit| edit.at.range()).collect();
        assert_eq!((places, chosen.fixes), (vec![0..1, 2..4], 2));
    }

    #[test]
    fn line_ends_are_told_apart() {
        let ends = LineEnds::of("a\nb\r\nc\rd\r");
        assert_eq!((ends.unix, ends.windows, ends.lone), (1, 1, 2));
        assert!(ends.are_mixed() && !LineEnds::of("a\r\nb\r\n").are_mixed());
    }
}

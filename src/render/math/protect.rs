//! Keeps Markdown out of formulas: in `$a_1 * b_2$` nothing is emphasised, and `\\` stays two backslashes.
//!
//! Before Markdown is read, each formula becomes a word that means nothing to it: a control character, two letters that
//! number it, and as many other control characters as make it as long as it was, so that every offset stays true.

use std::borrow::Cow;
use std::ops::Range;

use super::{blocks, find};
use crate::deck::{Math, MathKind};
use crate::html::markup::escape_text;
use crate::parse;
use crate::text::Slice;

const START: char = '\u{6}';
const FILL: char = '\u{e}';
const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A text whose formulas are kept from Markdown.
pub(crate) struct ProtectedFormulas<'a> {
    pub text: Cow<'a, str>,
    source: &'a str,
    /// In the order of the text.
    ranges: Vec<find::FormulaRange>,
    /// Whether backslashes are doubled in the source, as talks for another Markdown write them.
    is_escaped: bool,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ProtectedPart<'a> {
    Text(&'a str),
    Formula(&'a find::FormulaRange),
}

impl<'a> ProtectedFormulas<'a> {
    /// A text without formulas.
    fn none(source: Slice<'a>) -> ProtectedFormulas<'a> {
        ProtectedFormulas {
            text: Cow::Borrowed(source.text),
            source: source.text,
            ranges: Vec::new(),
            is_escaped: false,
        }
    }

    /// The text of a slide, with its formulas kept from Markdown as the settings of the deck ask for it.
    pub(crate) fn of(source: Slice<'a>, math: &Math) -> ProtectedFormulas<'a> {
        match math.kind {
            MathKind::Off => ProtectedFormulas::none(source),
            kind => ProtectedFormulas::new(source, kind == MathKind::OfPage),
        }
    }

    fn new(source: Slice<'a>, is_escaped: bool) -> ProtectedFormulas<'a> {
        let text = source.text;
        let may_hold =
            text.contains('$') || ["\\(", "\\[", "\\begin{"].iter().any(|sign| text.contains(sign));
        if !may_hold || text.contains([START, FILL]) {
            return ProtectedFormulas::none(source);
        }
        let inert = parse::inert(text);
        let (mut ranges, mut at) = (Vec::new(), 0);
        while let Some(next) = find::find(text, at, is_escaped) {
            let code = code_span(text, at, next.whole.start);
            match code.or_else(|| obstacle(text, &inert, &next.whole)) {
                Some(end) => at = end,
                None => {
                    at = next.whole.end;
                    ranges.push(next);
                }
            }
            if ranges.len() == DIGITS.len() * DIGITS.len() {
                break;
            }
        }
        if ranges.is_empty() {
            return ProtectedFormulas::none(source);
        }
        let (mut shielded, mut done) = (String::with_capacity(text.len()), 0);
        for (number, next) in ranges.iter().enumerate() {
            shielded.push_str(&text[done..next.whole.start]);
            shielded.push(START);
            let digits = [number / DIGITS.len(), number % DIGITS.len()];
            shielded.extend(digits.map(|digit| DIGITS[digit] as char));
            shielded.extend(std::iter::repeat_n(FILL, next.whole.len() - 3));
            done = next.whole.end;
        }
        shielded.push_str(&text[done..]);
        ProtectedFormulas { text: Cow::Owned(shielded), source: text, ranges, is_escaped }
    }

    /// The text and the formulas that a part of the shielded text stands for.
    pub(crate) fn parts<'b>(&'b self, part: &'b str) -> Vec<ProtectedPart<'b>> {
        let (mut parts, mut rest) = (Vec::new(), part);
        while let Some((before, after)) = rest.split_once(START).filter(|_| !self.ranges.is_empty()) {
            parts.push(ProtectedPart::Text(before));
            let digit = |at: usize| DIGITS.iter().position(|digit| after.as_bytes().get(at) == Some(digit));
            let number = digit(0).zip(digit(1)).map(|(high, low)| high * DIGITS.len() + low);
            let Some(range) = number.and_then(|number| self.ranges.get(number)) else {
                rest = after;
                continue;
            };
            parts.push(ProtectedPart::Formula(range));
            rest = after[2..].trim_start_matches(FILL);
        }
        parts.push(ProtectedPart::Text(rest));
        parts.retain(|part| *part != ProtectedPart::Text(""));
        parts
    }

    /// A part of the shielded text as its author wrote it.
    pub(crate) fn restore<'b>(&self, part: Cow<'b, str>) -> Cow<'b, str> {
        if self.ranges.is_empty() || !part.contains(START) {
            return part;
        }
        let restored = self.parts(&part).into_iter().map(|part| match part {
            ProtectedPart::Text(text) => text,
            ProtectedPart::Formula(range) => &self.source[range.whole.clone()],
        });
        Cow::Owned(restored.collect())
    }

    /// HTML that was made of the shielded text, with the formulas as text again.
    pub(crate) fn restore_html<'b>(&self, html: &'b str) -> Cow<'b, str> {
        if self.ranges.is_empty() {
            return Cow::Borrowed(html);
        }
        let mut restored = String::new();
        for part in self.parts(html) {
            match part {
                ProtectedPart::Text(text) => restored.push_str(text),
                ProtectedPart::Formula(range) if self.is_escaped => {
                    escape_text(&mut restored, &unescaped(&self.in_block(&range.whole)));
                }
                ProtectedPart::Formula(range) => {
                    escape_text(&mut restored, &self.in_block(&range.whole));
                }
            }
        }
        Cow::Owned(restored)
    }

    /// The TeX of a formula as it is meant.
    pub(crate) fn tex(&self, range: &find::FormulaRange) -> Cow<'a, str> {
        match self.is_escaped {
            true => Cow::Owned(unescaped(&self.in_block(&range.tex))),
            false => self.in_block(&range.tex),
        }
    }

    /// A part of the source without the marks of the quotes that it is in.
    fn in_block(&self, range: &Range<usize>) -> Cow<'a, str> {
        blocks::without_quotes(self.source, range.clone())
    }
}

/// The text without the backslashes that escape punctuation in Markdown.
///
/// Two at the end of a line stay: they are a new row, which Markdown would make no row of.
fn unescaped(text: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find('\\') {
        plain.push_str(&rest[..start]);
        let run = rest[start..].bytes().take_while(|&byte| byte == b'\\').count();
        rest = &rest[start + run..];
        let next = rest.chars().next();
        let is_row = run == 2 && next.is_none_or(char::is_whitespace);
        let is_escape = run % 2 == 1 && next.is_some_and(|next| next.is_ascii_punctuation());
        let left = if is_row { 2 } else { run.div_ceil(2) - usize::from(is_escape) };
        plain.extend(std::iter::repeat_n('\\', left));
    }
    plain.push_str(rest);
    plain
}

/// Where the code span ends in which `place` lies, of those that begin at or after `from`.
fn code_span(text: &str, from: usize, place: usize) -> Option<usize> {
    let length = |at: usize| text.as_bytes()[at..].iter().take_while(|&&byte| byte == b'`').count();
    let mut at = from;
    while let Some(start) = text[at..place].find('`').map(|offset| at + offset) {
        let run = length(start);
        at = start + run;
        if text[..start].ends_with('\\') {
            at = start + 1;
            continue;
        }
        let limit = text.floor_char_boundary((at + find::MOST).min(text.len()));
        let (mut end, mut closed) = (at, None);
        while let Some(next) = text[end..limit].find('`').map(|offset| end + offset) {
            end = (next + length(next)).min(limit);
            if end - next == run {
                closed = Some(end).filter(|_| !text[start..next].contains("\n\n"));
                break;
            }
        }
        match closed {
            Some(end) if end > place => return Some(end),
            Some(end) => at = end,
            None => {}
        }
        if at >= place {
            break;
        }
    }
    None
}

/// Where to look on when code, a comment or a tag is around a formula, begins it, or is in it.
///
/// A tag that lies within a formula is none: `$a <b and c> d$` compares.
fn obstacle(text: &str, inert: &[Range<usize>], whole: &Range<usize>) -> Option<usize> {
    if text[whole.clone()].contains('`') {
        return Some(whole.start + 1);
    }
    let next = inert.partition_point(|range| range.end <= whole.start);
    let range = inert.get(next).filter(|range| range.start < whole.end)?;
    let is_tag = text[range.start..].starts_with('<') && !text[range.start..].starts_with("<!--");
    let is_inside = range.start >= whole.start && range.end <= whole.end;
    match is_inside {
        true if is_tag => None,
        true => Some(whole.start + 1),
        false if range.start > whole.start => Some(whole.start + 1),
        false => Some(range.end.max(whole.start + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    #[track_caller]
    fn check(text: &str, formulas: &[&str]) {
        let mut sources = Sources::default();
        let id = sources.add("a.md", text.as_bytes(), &mut Vec::new());
        let shield = ProtectedFormulas::new(sources.whole(id), false);
        assert_eq!(shield.text.len(), text.len());
        assert_eq!(shield.restore(Cow::Borrowed(&*shield.text)), text);
        let parts = shield.parts(&shield.text);
        let range = parts.iter().filter_map(|part| match part {
            ProtectedPart::Formula(range) => Some(&text[range.tex.clone()]),
            ProtectedPart::Text(_) => None,
        });
        assert_eq!(range.collect::<Vec<_>>(), formulas, "in {text:?}");
    }

    #[test]
    fn doubled_backslashes_are_halved_but_those_of_a_row() {
        for (written, meant) in [
            (r"\\(a\_b\\)", r"\(a_b\)"),
            (r"\frac{a}{b} \\\\ c", r"\frac{a}{b} \\ c"),
            ("a \\\\\nb", "a \\\\\nb"),
            (r"\\{a\\}\\", r"\{a\}\\"),
        ] {
            assert_eq!(unescaped(written), meant, "{written}");
        }
    }

    #[test]
    fn a_formula_is_a_word_of_the_same_length() {
        check("a $b_1$ *c* $d$$$e$$", &["b_1"]);
        check("$a$ $b$\\(c\\)", &["a", "b", "c"]);
    }

    #[test]
    fn code_comments_and_attributes_hold_none() {
        check("`$a$` <!-- $b$ --> <i title=\"$c$\">$d$</i>\n\n    $e$\n\n```\n$f$\n```\n$g$", &["d", "g"]);
        check("$a `b$ c` d$", &[]);
        check("$a <b and c> d$", &["a <b and c> d"]);
    }
}

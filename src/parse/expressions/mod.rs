//! Separators and markers as reveal.js takes them: JavaScript's regular expressions.
//!
//! Most authors copy one of a few expressions, and those are a literal text with an anchor or two: they are matched by
//! hand. Others are read by [`syntax`] and matched by [`linear`], an automaton, or where that cannot be, by
//! [`counted`], which tries. Each step of either costs fuel, of which a text has as much as its length allows: no
//! expression of any author can run for ever. Text has no `\r` here, so that `\r?` means nothing.

mod counted;
mod linear;
mod syntax;

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::slide_break::{Break, Parts};
use crate::text::{Diagnostic, Span};
use counted::Counted;
use linear::Linear;
use syntax::Node;

/// The steps that a search may take for each byte of its text, and those that it may take besides.
const STEPS_PER_BYTE: u64 = 100;
const STEPS: u64 = 10_000;

/// How an expression is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Flags {
    /// Whether `^` and `$` match at each line, the flag `m`.
    is_multiline: bool,
    /// The flag `i`.
    ignores_case: bool,
}

/// A search that was ended since it took more steps than its text allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Overrun;

impl Overrun {
    /// What to tell the author; `what` is what the expression is for, `at` the text that it was looked for in.
    #[expect(clippy::unused_self, reason = "one overrun is like the other")]
    pub(super) fn diagnostic(self, what: &str, at: Span) -> Diagnostic {
        let message = format!(
            "the expression of the {what} takes too many steps on this text, so orate stopped looking"
        );
        Diagnostic::error("costly-expression", at.head(), message)
            .help("write a simpler expression, without lookaround and repetitions of repetitions")
    }
}

/// Why an expression is not taken: what is wrong, in lower case.
pub(super) fn check(expression: &str) -> Result<(), String> {
    let matcher = Matcher::new(expression, Flags { is_multiline: true, ignores_case: false })?;
    match matcher.find("", 0, &mut Search::new(&matcher, "")) {
        Ok(None) => Ok(()),
        Ok(Some(_)) => Err("it matches the empty text, so every letter would become a slide".into()),
        Err(Overrun) => Err("it takes too many steps".into()),
    }
}

/// The breaks that a horizontal and a vertical expression make; `None` if they cannot be read.
///
/// As reveal.js's Markdown plugin has it: both expressions are tried as one alternation with the flags `m` and `g`,
/// and a match that the horizontal one also matches alone, without flags, separates columns.
pub(super) fn breaks(
    text: &str,
    start: usize,
    horizontal: &str,
    vertical: Option<&str>,
) -> Result<Vec<Break>, Overrun> {
    let text = text.get(start..).unwrap_or_default();
    let mut breaks = match (Literal::read(horizontal), vertical.map(Literal::read)) {
        (Some(horizontal), None) => literal_breaks(text, &horizontal, None),
        (Some(horizontal), Some(Some(vertical))) => literal_breaks(text, &horizontal, Some(&vertical)),
        _ => matched_breaks(text, horizontal, vertical)?,
    };
    for separator in &mut breaks {
        separator.range = separator.range.start + start..separator.range.end + start;
    }
    Ok(breaks)
}

/// Where an expression matches, with the flags `m`, `g` and `i`; `None` if it cannot be read.
pub(super) fn matches(text: &str, expression: &str) -> Result<Vec<Range<usize>>, Overrun> {
    match Literal::read(expression) {
        Some(literal) if literal.text.is_ascii() => Ok(literal.places(text, true).collect()),
        _ => all_matches(text, expression, Flags { is_multiline: true, ignores_case: true }),
    }
}

fn all_matches(text: &str, expression: &str, flags: Flags) -> Result<Vec<Range<usize>>, Overrun> {
    let Some(matcher) = Matcher::of(expression, flags) else { return Ok(Vec::new()) };
    let mut search = Search::new(&matcher, text);
    let (mut matches, mut at) = (Vec::new(), 0);
    while let Some(range) = matcher.find(text, at, &mut search)? {
        at = range.end;
        if range.is_empty() {
            match text[at..].chars().next() {
                Some(passed) => at += passed.len_utf8(),
                None => break,
            }
        } else {
            matches.push(range);
        }
    }
    Ok(matches)
}

fn matched_breaks(text: &str, horizontal: &str, vertical: Option<&str>) -> Result<Vec<Break>, Overrun> {
    let either = vertical.map_or(horizontal.to_owned(), |vertical| format!("{horizontal}|{vertical}"));
    let Some(alone) = Matcher::of(horizontal, Flags::default()) else { return Ok(Vec::new()) };
    let ranges = all_matches(text, &either, Flags { is_multiline: true, ignores_case: false })?;
    let mut breaks = Vec::with_capacity(ranges.len());
    for range in ranges {
        let separator = &text[range.clone()];
        let parts_columns = alone.find(separator, 0, &mut Search::new(&alone, separator))?.is_some();
        breaks.push(Break { range, parts: if parts_columns { Parts::Columns } else { Parts::Slides } });
    }
    Ok(breaks)
}

/// An expression that is ready to be looked for.
#[derive(Debug)]
struct Matcher {
    linear: Option<Linear>,
    counted: Counted,
    /// Whether line ends other than `\n` count, which the automaton does not know.
    sees_lines: bool,
    /// What the last search has built of the automaton: it is built while it is used, and slides are short.
    spare: RefCell<Option<linear::Caches>>,
}

/// What a search remembers.
struct Search<'a> {
    matcher: &'a Matcher,
    caches: Option<linear::Caches>,
    /// How many steps are left.
    fuel: u64,
}

impl Search<'_> {
    fn new<'a>(matcher: &'a Matcher, text: &str) -> Search<'a> {
        let has_others = || text.contains(['\r', '\u{2028}', '\u{2029}']);
        let linear = matcher.linear.as_ref().filter(|_| !(matcher.sees_lines && has_others()));
        let caches = linear.map(|linear| matcher.spare.take().unwrap_or_else(|| linear.caches()));
        Search { matcher, caches, fuel: STEPS + STEPS_PER_BYTE * text.len() as u64 }
    }
}

impl Drop for Search<'_> {
    fn drop(&mut self) {
        // One that was full before has less room left than a new one, and would end earlier.
        if let Some(caches) = self.caches.take().filter(linear::Caches::is_like_new) {
            self.matcher.spare.replace(Some(caches));
        }
    }
}

thread_local! {
    /// Those that were used last: a marker is looked for in slide after slide.
    static USED: RefCell<Vec<(String, Flags, Rc<Matcher>)>> = const { RefCell::new(Vec::new()) };
}

impl Matcher {
    fn new(expression: &str, flags: Flags) -> Result<Matcher, String> {
        let (node, groups) = syntax::parse(expression)?;
        Ok(Matcher {
            linear: Linear::new(&node, flags),
            counted: Counted::new(&node, groups, flags),
            sees_lines: flags.is_multiline && has_anchor(&node),
            spare: RefCell::default(),
        })
    }

    fn of(expression: &str, flags: Flags) -> Option<Rc<Matcher>> {
        USED.with_borrow_mut(|used| {
            if let Some((.., matcher)) = used.iter().find(|it| it.0 == expression && it.1 == flags) {
                return Some(matcher.clone());
            }
            let matcher = Rc::new(Matcher::new(expression, flags).ok()?);
            used.truncate(3);
            used.insert(0, (expression.to_owned(), flags, matcher.clone()));
            Some(matcher)
        })
    }

    /// The first match from `from` on.
    fn find(
        &self,
        text: &str,
        from: usize,
        search: &mut Search<'_>,
    ) -> Result<Option<Range<usize>>, Overrun> {
        match (&self.linear, &mut search.caches) {
            (Some(linear), Some(caches)) => linear.find(text, from, caches, &mut search.fuel),
            _ => self.counted.find(text, from, &mut search.fuel),
        }
        .ok_or(Overrun)
    }
}

fn has_anchor(node: &Node) -> bool {
    match node {
        Node::Start | Node::End => true,
        Node::Group(_, node) => has_anchor(node),
        Node::Sequence(nodes) | Node::Alternatives(nodes) => nodes.iter().any(has_anchor),
        Node::Repeat(repeat) => has_anchor(&repeat.node),
        Node::Look(look) => has_anchor(&look.node),
        Node::Set(_) | Node::Boundary { .. } | Node::Reference(_) => false,
    }
}

fn literal_breaks(text: &str, horizontal: &Literal, vertical: Option<&Literal>) -> Vec<Break> {
    let mut columns = horizontal.places(text, false).peekable();
    let mut slides = vertical.map(|vertical| vertical.places(text, false)).into_iter().flatten().peekable();
    let (mut breaks, mut end) = (Vec::new(), 0);
    loop {
        while columns.next_if(|range| range.start < end).is_some() {}
        while slides.next_if(|range| range.start < end).is_some() {}
        let range = match (columns.peek(), slides.peek()) {
            (Some(column), Some(slide)) if slide.start < column.start => slide.clone(),
            (Some(column), _) => column.clone(),
            (None, Some(slide)) => slide.clone(),
            (None, None) => return breaks,
        };
        end = range.end;
        let parts =
            if horizontal.matches_alone(&text[range.clone()]) { Parts::Columns } else { Parts::Slides };
        breaks.push(Break { range, parts });
    }
}

/// An expression that is a text with or without anchors: `^\n---\n`, `^---$`, `<!-- Note -->`.
#[derive(Debug, PartialEq, Eq)]
struct Literal {
    at_line_start: bool,
    text: String,
    at_line_end: bool,
}

impl Literal {
    fn read(expression: &str) -> Option<Literal> {
        let (at_line_start, rest) = match expression.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, expression),
        };
        let mut text = String::new();
        let mut characters = rest.chars().peekable();
        let mut at_line_end = false;
        while let Some(character) = characters.next() {
            let literal = match character {
                '$' if characters.peek().is_none() => {
                    at_line_end = true;
                    break;
                }
                '\\' => match characters.next()? {
                    'n' => '\n',
                    'r' => {
                        characters.next_if_eq(&'?')?;
                        continue;
                    }
                    escaped if escaped.is_ascii_punctuation() => escaped,
                    _ => return None,
                },
                '\r' | '^' | '$' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' => {
                    return None;
                }
                other => other,
            };
            if matches!(characters.peek(), Some('*' | '+' | '?' | '{')) {
                return None;
            }
            text.push(literal);
        }
        (!text.is_empty()).then_some(Literal { at_line_start, text, at_line_end })
    }

    /// Every place of the text, also if they overlap. `ignoring_case` ignores the case of ASCII letters alone.
    fn places<'a>(&'a self, text: &'a str, ignoring_case: bool) -> impl Iterator<Item = Range<usize>> + 'a {
        let (mut from, needle) = (0, self.text.as_bytes());
        std::iter::from_fn(move || {
            loop {
                let start = find(text.as_bytes(), needle, from, ignoring_case)?;
                from = start + 1;
                let end = start + needle.len();
                let opens = !self.at_line_start || text[..start].chars().next_back().is_none_or(ends_line);
                let closes = !self.at_line_end || text[end..].chars().next().is_none_or(ends_line);
                if opens && closes {
                    return Some(start..end);
                }
            }
        })
    }

    /// Whether the expression matches somewhere in a text of its own, where `^` and `$` are the text's two ends.
    fn matches_alone(&self, text: &str) -> bool {
        match (self.at_line_start, self.at_line_end) {
            (false, false) => text.contains(&self.text),
            (true, false) => text.starts_with(&self.text),
            (false, true) => text.ends_with(&self.text),
            (true, true) => text == self.text,
        }
    }
}

fn find(text: &[u8], needle: &[u8], mut from: usize, ignoring_case: bool) -> Option<usize> {
    let first = *needle.first()?;
    loop {
        let other = if ignoring_case { change_case(first) } else { first };
        from += memchr::memchr2(first, other, text.get(from..)?)?;
        let candidate = text.get(from..from + needle.len())?;
        if candidate == needle || (ignoring_case && candidate.eq_ignore_ascii_case(needle)) {
            return Some(from);
        }
        from += 1;
    }
}

fn change_case(letter: u8) -> u8 {
    if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
}

/// What `^` and `$` take for a line end with the flag `m`.
fn ends_line(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests;

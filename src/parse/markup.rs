//! What stands within a line of Markdown and may hold what looks like a separator: comments, tags, code spans.
//!
//! Every search remembers what it found, so that a text of nothing but openings is still read once.

use std::ops::Range;

use super::line::ends_paragraph;

/// A tag with a quoted value is followed over this many lines at most: past it, a quote is taken for a slip.
const LONGEST_TAG: usize = 200;

/// Finds the next occurrence of something in one text, and remembers it for the next question.
pub struct Finder {
    needle: &'static [u8],
    /// The answer for every place from `asked` to `found`.
    asked: usize,
    found: Option<Option<usize>>,
}

impl Finder {
    /// A search for a needle in lower case; letters of both cases match it.
    pub fn new(needle: &'static str) -> Finder {
        Finder { needle: needle.as_bytes(), asked: 0, found: None }
    }

    /// Where the needle starts next, at `from` or later.
    pub fn next(&mut self, text: &str, from: usize) -> Option<usize> {
        match self.found {
            Some(found) if from >= self.asked && found.is_none_or(|found| found >= from) => found,
            _ => {
                let found = self.search(text.as_bytes(), from);
                (self.asked, self.found) = (from, Some(found));
                found
            }
        }
    }

    fn search(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let first = *self.needle.first()?;
        let mut at = from;
        loop {
            at += memchr::memchr(first, bytes.get(at..)?)?;
            let candidate = bytes.get(at..at + self.needle.len())?;
            if candidate.eq_ignore_ascii_case(self.needle) {
                return Some(at);
            }
            at += 1;
        }
    }
}

/// The tags of one text.
pub struct Tags {
    double: Finder,
    single: Finder,
}

/// A complete opening or closing tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// Just after the `>`.
    pub end: usize,
    /// Whether a quoted value is among its attributes.
    pub is_quoted: bool,
}

impl Default for Tags {
    fn default() -> Tags {
        Tags { double: Finder::new("\""), single: Finder::new("'") }
    }
}

impl Tags {
    /// The tag that starts at the `<` at `at`, where there is a complete one.
    ///
    /// Source: "Raw HTML" of the CommonMark specification; a quoted value may hold blank lines.
    pub fn read(&mut self, text: &str, at: usize) -> Option<Tag> {
        let bytes = text.as_bytes();
        let closing = bytes.get(at + 1) == Some(&b'/');
        let mut end = at + 1 + usize::from(closing);
        bytes.get(end).filter(|byte| byte.is_ascii_alphabetic())?;
        end = skip(bytes, end, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let mut is_quoted = false;
        loop {
            let spaced = skip(bytes, end, |byte| byte.is_ascii_whitespace());
            match bytes.get(spaced)? {
                b'>' => return Some(Tag { end: spaced + 1, is_quoted }),
                b'/' if !closing && bytes.get(spaced + 1) == Some(&b'>') => {
                    return Some(Tag { end: spaced + 2, is_quoted });
                }
                _ if closing || spaced == end => return None,
                _ => {}
            }
            let name = skip(bytes, spaced, |byte| {
                !byte.is_ascii_whitespace()
                    && !matches!(byte, b'"' | b'\'' | b'>' | b'/' | b'=' | b'<' | b'`')
            });
            if name == spaced {
                return None;
            }
            let equals = skip(bytes, name, |byte| byte.is_ascii_whitespace());
            if bytes.get(equals) != Some(&b'=') {
                end = name;
                continue;
            }
            let value = skip(bytes, equals + 1, |byte| byte.is_ascii_whitespace());
            end = match bytes.get(value)? {
                quote @ (b'"' | b'\'') => {
                    is_quoted = true;
                    self.quoted(text, value, *quote)?
                }
                _ => skip(bytes, value, |byte| {
                    !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>' | b'`')
                }),
            };
            if end == value {
                return None;
            }
        }
    }

    fn quoted(&mut self, text: &str, start: usize, quote: u8) -> Option<usize> {
        let finder = if quote == b'"' { &mut self.double } else { &mut self.single };
        let end = finder.next(text, start + 1)?;
        let lines = text.as_bytes().get(start..end)?.iter().filter(|byte| **byte == b'\n').take(LONGEST_TAG);
        (lines.count() < LONGEST_TAG).then_some(end + 1)
    }
}

fn skip(bytes: &[u8], from: usize, passes: impl Fn(u8) -> bool) -> usize {
    from + bytes.get(from..).unwrap_or_default().iter().take_while(|byte| passes(**byte)).count()
}

/// The runs of backticks of one paragraph, and what code they enclose.
#[derive(Default)]
pub struct CodeSpans {
    paragraph: Range<usize>,
    /// Length and place of each run, in that order.
    runs: Vec<(usize, usize)>,
}

impl CodeSpans {
    /// Where the code ends that the backticks at `at` open; none where no run of the same length follows.
    ///
    /// `is_one_line` says that the code must end on the line it begins on, as in a heading.
    pub fn end(&mut self, text: &str, at: usize, is_one_line: bool) -> Option<usize> {
        if !self.paragraph.contains(&at) {
            self.read(text.as_bytes(), at, is_one_line);
        }
        let length = run(text.as_bytes(), at);
        let next = self.runs.partition_point(|other| *other <= (length, at));
        self.runs.get(next).filter(|other| other.0 == length).map(|other| other.1 + length)
    }

    /// Lists the runs from `at` to the end of its paragraph.
    fn read(&mut self, bytes: &[u8], at: usize, is_one_line: bool) {
        let mut end = line_end(bytes, at);
        while !is_one_line && end < bytes.len() {
            let next = line_end(bytes, end + 1);
            if ends_paragraph(bytes.get(end + 1..next).unwrap_or_default()) {
                break;
            }
            end = next;
        }
        self.paragraph = at..end;
        self.runs.clear();
        let mut from = at;
        while let Some(found) =
            bytes.get(from..end).and_then(|rest| rest.iter().position(|byte| *byte == b'`'))
        {
            let length = run(bytes, from + found);
            self.runs.push((length, from + found));
            from += found + length;
        }
        self.runs.sort_unstable();
    }
}

/// How many backticks stand at `at`.
pub fn run(bytes: &[u8], at: usize) -> usize {
    skip(bytes, at, |byte| byte == b'`') - at
}

/// Where the line of `at` ends: at its `\n`, or at the end of the text.
pub fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at.min(bytes.len()) + memchr::memchr(b'\n', rest).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_tag(text: &str, tag: Option<&str>) {
        let found = Tags::default().read(text, 0).map(|tag| &text[..tag.end]);
        assert_eq!(found, tag);
    }

    #[test]
    fn a_tag_ends_after_its_last_value() {
        check_tag("<img alt=\"a > b\"> c", Some("<img alt=\"a > b\">"));
        check_tag("<a href=x data-y disabled/>b", Some("<a href=x data-y disabled/>"));
        check_tag("</div >b", Some("</div >"));
    }

    #[test]
    fn what_is_no_complete_tag_is_text() {
        check_tag("<b c=\"d", None);
        check_tag("<3", None);
        check_tag("<a b=\"c\"d>", None);
        check_tag("</a b>", None);
    }

    #[test]
    fn a_value_may_hold_blank_lines() {
        check_tag("<p title='a\n\n\nb'>", Some("<p title='a\n\n\nb'>"));
    }

    #[track_caller]
    fn check_code_span(text: &str, code: Option<&str>) {
        assert_eq!(CodeSpans::default().end(text, 0, false).map(|end| &text[..end]), code);
    }

    #[test]
    fn a_code_span_ends_at_a_run_of_the_same_length() {
        check_code_span("``a`b`` c``", Some("``a`b``"));
        check_code_span("`a", None);
    }

    #[test]
    fn a_code_span_stays_in_its_paragraph() {
        check_code_span("`a\nb`", Some("`a\nb`"));
        check_code_span("`a\n\nb`", None);
        check_code_span("`a\n# b`", None);
    }

    #[test]
    fn a_finder_answers_for_earlier_places_too() {
        let mut finder = Finder::new("</pre");
        let text = "a</PRE>b</pre>";
        assert_eq!(finder.next(text, 2), Some(8));
        assert_eq!(finder.next(text, 0), Some(1));
        assert_eq!(finder.next(text, 9), None);
    }
}

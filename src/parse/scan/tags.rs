//! Opening and closing tags: a quoted value in one may hold what looks like a separator.

use crate::parse::finder::Finder;

/// A tag with a quoted value is followed over this many lines at most: past it, a quote is taken for a slip.
const LONGEST_TAG: usize = 200;

/// The tags of one text.
pub(super) struct Tags {
    double: Finder,
    single: Finder,
}

/// A complete opening or closing tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag {
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
    pub(super) fn read(&mut self, text: &str, at: usize) -> Option<Tag> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_tag(text: &str, expected: Option<&str>) {
        let tag = Tags::default().read(text, 0).map(|tag| &text[..tag.end]);
        assert_eq!(tag, expected);
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
}

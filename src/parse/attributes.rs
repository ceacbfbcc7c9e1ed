//! Attribute comments: `<!-- .slide: data-state="x" -->` and `<!-- .element: class="fragment" -->`.
//!
//! Reads what authors write, not only what reveal.js understands: values in either kind of quotes or in none, empty
//! ones, bare names, typographic quotes, and any white space between. A later attribute replaces an earlier one, `class` too. Values are
//! taken as they are, since a browser decodes no entities in a comment either.

use std::ops::Range;

use crate::deck::{Attribute, Attributes};
use crate::text::Slice;

/// What an attribute comment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttributeComment {
    /// The slide or the element.
    pub target: Target,
    /// In the order in which they are written; a later one replaces an earlier one of the same name.
    pub attributes: Attributes,
    /// What could not be understood, by its place in the comment's text.
    pub unclear: Vec<Range<usize>>,
}

/// What an attribute comment speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The slide that contains it.
    Slide,
    /// The element before it, or the one around it.
    Element,
}

/// Reads the text between `<!--` and `-->`. None for any other comment.
///
/// The colon after `.slide` or `.element` may be missing where the comment begins with it. Further in, among other
/// words, reveal.js would find it too: there `.slide` needs its colon, and only what reveal.js takes for an attribute
/// is one, so that prose about slides stays prose.
pub(crate) fn attribute_comment(text: &str) -> Option<AttributeComment> {
    read(text, |_| None)
}

/// The same, with the place of each attribute.
pub(super) fn attribute_comment_at(comment: Slice<'_>) -> Option<AttributeComment> {
    read(comment.text, |range| Some(comment.span.part(range)))
}

fn read(text: &str, place: impl Fn(Range<usize>) -> Option<crate::text::Span>) -> Option<AttributeComment> {
    let (target, start, is_prose) = find_target(text)?;
    let mut comment = AttributeComment { target, attributes: Attributes::default(), unclear: Vec::new() };
    let first_line = text[start..].find('\n').map_or(text.len(), |length| start + length);
    let mut reader = Reader { text, at: start };
    while let Some(token) = reader.token() {
        let is_further_line = token.range().start > first_line;
        if comment.attributes.is_full() {
            comment.unclear.push(token.range());
            break;
        }
        match token {
            // Past the first line, which is all that reveal.js reads, what looks like prose is prose.
            Token::Unclear(_) | Token::Bare { is_strict: false, .. } if is_further_line => {
                comment.unclear.push(token.range());
                break;
            }
            Token::Unclear(range) if !is_prose => comment.unclear.push(range),
            Token::Pair { is_strict: false, .. } | Token::Bare { is_strict: false, .. } if is_prose => {}
            Token::Pair { name, value, range, .. } => {
                comment.attributes.set(Attribute { name, value, at: place(range) });
            }
            Token::Bare { name, range, .. } => {
                comment.attributes.set(Attribute { name, value: String::new(), at: place(range) });
            }
            Token::Unclear(_) => {}
        }
    }
    Some(comment)
}

/// Which target a comment names, where its attributes begin, and whether other words come first.
fn find_target(text: &str) -> Option<(Target, usize, bool)> {
    let head = text.len() - text.trim_start().len();
    for (word, target) in [(".element", Target::Element), (".slide", Target::Slide)] {
        if let Some(rest) = text[head..].strip_prefix(word)
            && rest.chars().next().is_none_or(|next| next.is_whitespace() || next == ':')
        {
            let rest = rest.trim_start_matches([' ', '\t']).strip_prefix(':').unwrap_or(rest);
            return Some((target, text.len() - rest.len(), false));
        }
    }
    let further = |word: &str| text.find(word).map(|at| at + word.len());
    if let Some(at) = further(".element:").or_else(|| further(".element ")) {
        return Some((Target::Element, at, true));
    }
    further(".slide:").map(|at| (Target::Slide, at, true))
}

/// A piece of a comment. `is_strict` says that reveal.js would read it too: double quotes around something, or a bare
/// `data-` name.
enum Token {
    Pair { name: String, value: String, range: Range<usize>, is_strict: bool },
    Bare { name: String, range: Range<usize>, is_strict: bool },
    Unclear(Range<usize>),
}

impl Token {
    fn range(&self) -> Range<usize> {
        match self {
            Token::Pair { range, .. } | Token::Bare { range, .. } | Token::Unclear(range) => range.clone(),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn token(&mut self) -> Option<Token> {
        self.take(char::is_whitespace);
        let start = self.at;
        let name = self.take(is_in_name).to_lowercase();
        if name.is_empty() {
            self.take(|character| !character.is_whitespace() && !is_in_name(character));
            return (self.at > start).then_some(Token::Unclear(start..self.at));
        }
        let end = self.at;
        self.take(char::is_whitespace);
        if !self.rest().starts_with('=') {
            self.at = end;
            let is_strict = name.starts_with("data-");
            let is_name =
                name.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | ':' | '@'));
            return Some(match is_name {
                true => Token::Bare { name, range: start..end, is_strict },
                false => Token::Unclear(start..end),
            });
        }
        self.at += 1;
        self.take(char::is_whitespace);
        Some(match self.value() {
            Some((value, is_strict)) => Token::Pair { name, value, range: start..self.at, is_strict },
            None => Token::Unclear(start..self.at),
        })
    }

    /// The value that comes next, and whether reveal.js would read it. None where its quotes are never closed.
    fn value(&mut self) -> Option<(String, bool)> {
        let first = self.rest().chars().next().unwrap_or_default();
        let Some(closing) = closing_quotes(first) else {
            return Some((self.take(|character| !character.is_whitespace()).to_owned(), false));
        };
        let quote = first;
        self.at += first.len_utf8();
        let Some(length) = self.rest().find(closing) else {
            self.at = self.text.len();
            return None;
        };
        let value = self.rest()[..length].to_owned();
        self.at += length;
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        let is_full = quote == '"' && !value.is_empty();
        Some((value, is_full))
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn take(&mut self, passes: impl Fn(char) -> bool) -> &str {
        let rest = &self.text[self.at..];
        let length = rest.find(|character| !passes(character)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }
}

/// What may close a value after its opening quote: typographic ones, which word processors set, close each other.
fn closing_quotes(opening: char) -> Option<&'static [char]> {
    match opening {
        '"' => Some(&['"']),
        '\'' => Some(&['\'']),
        '“' | '”' | '„' => Some(&['“', '”']),
        '‘' | '’' | '‚' => Some(&['‘', '’']),
        '«' => Some(&['»']),
        _ => None,
    }
}

fn is_in_name(character: char) -> bool {
    !character.is_whitespace()
        && !character.is_control()
        && !matches!(character, '"' | '\'' | '>' | '<' | '/' | '=' | ',' | ';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_comment(text: &str, expected: Option<&str>) {
        let shown = attribute_comment(text).map(|comment| {
            let pairs =
                comment.attributes.iter().map(|attribute| format!(" {}={}", attribute.name, attribute.value));
            let unclear = comment.unclear.iter().map(|range| format!(" ?{}", &text[range.clone()]));
            format!("{:?}{}", comment.target, pairs.chain(unclear).collect::<String>())
        });
        assert_eq!(shown.as_deref(), expected);
    }

    #[test]
    fn values_may_be_quoted_or_not_empty_or_missing() {
        check_comment(
            " .slide: a=\"1 2\" b='3 \"4\"' c=5 d=\"\" hidden data-x ",
            Some("Slide a=1 2 b=3 \"4\" c=5 d= hidden= data-x="),
        );
    }

    #[test]
    fn typographic_quotes_are_quotes() {
        check_comment(".slide: a=“1 2” b=„3“ c=‘4’ d=«5»", Some("Slide a=1 2 b=3 c=4 d=5"));
        check_comment(".slide: a=“1", Some("Slide ?a=“1"));
    }

    #[test]
    fn white_space_of_any_kind_parts_attributes() {
        check_comment(".element:\tclass=\"a\"\n\tid = b", Some("Element class=a id=b"));
        check_comment(" .slide: a=\"1\"b=\"2\" ", Some("Slide a=1 b=2"));
    }

    #[test]
    fn a_colon_may_be_missing() {
        check_comment(" .element class=\"a\" ", Some("Element class=a"));
        check_comment(" .slide data-state=x ", Some("Slide data-state=x"));
        check_comment(" .slide: ", Some("Slide"));
        check_comment(" .element : class=\"a\" ", Some("Element class=a"));
    }

    #[test]
    fn a_later_value_replaces_an_earlier_one() {
        check_comment(".slide: class=\"a\" CLASS=\"b\"", Some("Slide class=b"));
    }

    #[test]
    fn entities_are_not_decoded() {
        check_comment(".slide: data-background=\"a?b&amp;c\"", Some("Slide data-background=a?b&amp;c"));
    }

    #[test]
    fn what_cannot_be_understood_is_told() {
        check_comment(".slide: a=\"1\" = b", Some("Slide a=1 b= ?="));
        check_comment(".slide: a=\"1", Some("Slide ?a=\"1"));
        check_comment(".slide: class=a, 2x", Some("Slide class=a, ?2x"));
    }

    #[test]
    fn reading_ends_at_the_first_further_line_of_prose() {
        check_comment(".slide: a=\"1\"\n b=2\n## c\n d=3", Some("Slide a=1 b=2 ?##"));
    }

    #[test]
    fn prose_is_prose() {
        check_comment(" a comment ", None);
        check_comment(" the .elements of style ", None);
        check_comment(" see .element class=\"a\" here ", Some("Element class=a"));
        check_comment(" the .slide class is nice ", None);
    }
}

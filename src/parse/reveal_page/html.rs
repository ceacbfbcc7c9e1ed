//! The tags, comments and texts of an HTML page, with the place of each.
//!
//! As much of a browser's tokenizer as tells a page's sections apart: names and attributes in lower case, values with
//! their character references decoded, and elements whose content is text (`script`, `title`) taken whole. A tree is
//! not built here; `render` repairs what a slide holds.

use std::ops::Range;

use super::references::decode;
use crate::deck::{Attribute, Attributes, elements};
use crate::parse::finder::Finder;
use crate::text::Slice;

/// Elements whose content is text alone, in which character references are decoded.
const DECODED: &[&str] = &["textarea", "title"];

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    /// A start tag.
    Start(Start),
    /// An end tag.
    End {
        /// In lower case.
        name: String,
    },
    /// Whole, from `<!--` to `-->`.
    Comment,
    /// Character references are not decoded yet.
    Text,
    /// The content of an element that holds text alone; whether its character references mean anything.
    Raw {
        /// Whether a browser decodes its character references.
        is_decoded: bool,
    },
}

/// A start tag.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Start {
    /// In lower case.
    pub name: String,
    /// Each with the place of its value, or of its name where it has none.
    pub attributes: Attributes,
}

impl Start {
    /// Whether the element is closed by its own start tag.
    pub(crate) fn is_void(&self) -> bool {
        elements::is_void(&self.name)
    }
}

/// Every piece of a page and its range, in order; together they are the page.
pub(crate) fn tokens(page: Slice<'_>) -> Vec<(Token, Range<usize>)> {
    let mut reader = Reader { page, at: 0, comment_end: Finder::new("-->"), tokens: Vec::new() };
    while reader.at < page.text.len() {
        reader.next();
    }
    reader.tokens
}

struct Reader<'a> {
    page: Slice<'a>,
    at: usize,
    comment_end: Finder,
    tokens: Vec<(Token, Range<usize>)>,
}

impl Reader<'_> {
    fn next(&mut self) {
        let start = self.at;
        let rest = &self.page.text[start..];
        if rest.starts_with("<!--") {
            let end =
                self.comment_end.next(self.page.text, start + 2).map_or(self.page.text.len(), |end| end + 3);
            return self.push(Token::Comment, end);
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            let end = rest.find('>').map_or(self.page.text.len(), |length| start + length + 1);
            return self.push(Token::Comment, end);
        }
        let after = rest.strip_prefix("</").or_else(|| rest.strip_prefix('<'));
        if after.is_some_and(|after| after.starts_with(|first: char| first.is_ascii_alphabetic())) {
            return self.tag(rest.starts_with("</"));
        }
        // A `<` that begins no tag is text.
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let length = rest[first..].find('<').map_or(rest.len(), |length| first + length);
        self.push(Token::Text, start + length);
    }

    fn push(&mut self, token: Token, end: usize) {
        self.tokens.push((token, self.at..end));
        self.at = end;
    }

    fn tag(&mut self, is_end: bool) {
        let text = self.page.text;
        let mut at = self.at + if is_end { 2 } else { 1 };
        let name = take(text, &mut at, |it| !it.is_ascii_whitespace() && !matches!(it, '/' | '>'))
            .to_ascii_lowercase();
        let mut attributes = Attributes::default();
        loop {
            take(text, &mut at, |it| it.is_ascii_whitespace() || it == '/');
            match text[at..].chars().next() {
                None => break,
                Some('>') => {
                    at += 1;
                    break;
                }
                Some(_) => {
                    let attribute = self.attribute(&mut at);
                    if !attributes.is_full() && attributes.get(&attribute.name).is_none() {
                        attributes.set(attribute);
                    }
                }
            }
        }
        if is_end {
            return self.push(Token::End { name }, at);
        }
        self.push(Token::Start(Start { name: name.clone(), attributes }), at);
        let is_decoded = DECODED.contains(&name.as_str());
        if is_decoded || elements::is_raw_text(&name) {
            let end = raw_end(text, at, &name);
            if end > at {
                self.push(Token::Raw { is_decoded }, end);
            }
        }
    }

    fn attribute(&self, at: &mut usize) -> Attribute {
        let text = self.page.text;
        let start = *at;
        // A name may begin with `=`.
        let first = text[start..].chars().next().map_or(0, char::len_utf8);
        *at += first;
        take(text, at, |it| !it.is_ascii_whitespace() && !matches!(it, '/' | '>' | '='));
        let name = text[start..*at].to_ascii_lowercase();
        let end = *at;
        take(text, at, |it| it.is_ascii_whitespace());
        if !text[*at..].starts_with('=') {
            *at = end;
            return Attribute { name, value: String::new(), at: Some(self.page.part(start..end).span) };
        }
        *at += 1;
        take(text, at, |it| it.is_ascii_whitespace());
        let value = match text[*at..].chars().next() {
            Some(quote @ ('"' | '\'')) => {
                *at += 1;
                let value = *at..*at + take(text, at, |it| it != quote).len();
                *at = (*at + 1).min(text.len());
                value
            }
            _ => *at..*at + take(text, at, |it| !it.is_ascii_whitespace() && it != '>').len(),
        };
        let place = self.page.part(if value.is_empty() { start..end } else { value.clone() }).span;
        Attribute { name, value: decode(&text[value]), at: Some(place) }
    }
}

/// Steps over all characters that pass, and gives them.
fn take<'a>(text: &'a str, at: &mut usize, passes: impl Fn(char) -> bool) -> &'a str {
    let rest = &text[*at..];
    let length = rest.find(|it| !passes(it)).unwrap_or(rest.len());
    *at += length;
    &rest[..length]
}

/// Where the text of an element ends: at its end tag, or at the end of the page.
fn raw_end(text: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(length) = text[at..].find("</") {
        let end = at + length;
        let after = &text[end + 2..];
        let is_name = after.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let ends = |rest: &str| {
            rest.chars().next().is_none_or(|it| it.is_ascii_whitespace() || matches!(it, '/' | '>'))
        };
        if is_name && ends(&after[name.len()..]) {
            return end;
        }
        at = end + 2;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    #[track_caller]
    fn check_tokens(html: &str, expected: &[&str]) {
        let mut sources = Sources::default();
        let id = sources.add("index.html", html.as_bytes(), &mut Vec::new());
        let shown: Vec<String> = tokens(sources.whole(id))
            .into_iter()
            .map(|(token, range)| match token {
                Token::Start(start) => {
                    let attributes = start.attributes.iter().map(|it| format!(" {}={}", it.name, it.value));
                    format!("<{}{}>", start.name, attributes.collect::<String>())
                }
                Token::End { name } => format!("</{name}>"),
                Token::Comment => "comment".to_owned(),
                Token::Text => html[range].to_owned(),
                Token::Raw { .. } => format!("raw:{}", &html[range]),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn tags_have_names_and_attributes() {
        check_tokens(
            "a<SECTION ID='x' data-y hidden=1 z=\"&lt;b\">é</section >",
            &["a", "<section id=x data-y= hidden=1 z=<b>", "é", "</section>"],
        );
    }

    #[test]
    fn a_comment_hides_tags() {
        check_tokens("<!-- <section> --><br/><!doctype html>", &["comment", "<br>", "comment"]);
        check_tokens("<!-- <section>", &["comment"]);
    }

    #[test]
    fn text_elements_are_taken_whole() {
        check_tokens("<script>a<b></i></SCRIPT >", &["<script>", "raw:a<b></i>", "</script>"]);
        check_tokens("<title>a<b>", &["<title>", "raw:a<b>"]);
    }

    #[test]
    fn what_is_no_tag_is_text() {
        check_tokens("a < b <3 é<", &["a ", "< b ", "<3 é", "<"]);
        check_tokens("<a b=\"c", &["<a b=c>"]);
        check_tokens("<a b", &["<a b=>"]);
    }
}

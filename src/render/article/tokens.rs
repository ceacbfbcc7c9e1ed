//! The tags and texts of HTML that [`crate::html::write`] wrote, where `<` always begins a tag and `>` always ends one.

use crate::deck::elements;

/// Elements that say nothing to a reader, with what is in them.
const LEFT_OUT: &[&str] =
    &["script", "style", "template", "noscript", "iframe", "object", "embed", "canvas", "link", "meta"];

pub(super) fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#13;", " ")
        .replace("&amp;", "&")
}

/// Each attribute, by its name and as it is written.
pub(super) fn each(attributes: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = attributes;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let name = &rest[..rest.find(['=', ' ']).unwrap_or(rest.len())];
        if name.is_empty() {
            return None;
        }
        let end = match rest[name.len()..].strip_prefix("=\"") {
            Some(value) => name.len() + 2 + value.find('"').map_or(value.len(), |end| end + 1),
            None => name.len(),
        };
        let whole;
        (whole, rest) = rest.split_at(end);
        Some((name, whole))
    })
}

pub(super) enum Token<'a> {
    Text(&'a str),
    Open { name: &'a str, attributes: &'a str },
    Close(&'a str),
}

/// What is in some HTML, comments and what says nothing to a reader left out.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// Whether styles are left out, too.
    drops_styles: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(html: &'a str) -> Tokens<'a> {
        Tokens { rest: html, drops_styles: true }
    }

    /// The same with the styles, for what is still a slide.
    pub(super) fn with_styles(html: &'a str) -> Tokens<'a> {
        Tokens { rest: html, drops_styles: false }
    }

    /// Goes on behind `end`; at the end of everything where there is none.
    fn skip(&mut self, end: &str) {
        self.rest = self.rest.split_once(end).map_or("", |(_, rest)| rest);
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let text = &self.rest[..self.rest.find('<').unwrap_or(self.rest.len())];
            if !text.is_empty() {
                self.rest = &self.rest[text.len()..];
                return Some(Token::Text(text));
            }
            if self.rest.starts_with("<!--") {
                self.skip("-->");
                continue;
            }
            let (tag, rest) = self.rest.strip_prefix('<')?.split_once('>')?;
            self.rest = rest;
            if let Some(name) = tag.strip_prefix('/') {
                return Some(Token::Close(name));
            }
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            let is_notes = name == "aside" && attributes.contains("notes");
            let is_kept_style = name == "style" && !self.drops_styles;
            if !is_notes && (is_kept_style || !LEFT_OUT.contains(&name)) {
                return Some(Token::Open { name, attributes });
            }
            if !elements::is_void(name) {
                self.skip(&format!("</{name}>"));
            }
        }
    }
}

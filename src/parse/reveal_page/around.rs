//! What a page shows around its slides: headers, logos, wrappers, and the classes of its `.reveal`.
//!
//! It becomes a template of the page: the body as the page has it, with the slides in their place. Left out are
//! comments, scripts, and what belongs to the head of a page, which is read elsewhere (`head`, `styles`).

use std::ops::Range;

use super::html::{Start, Token};
use crate::deck::Attribute;
use crate::text::{Slice, SourceId, Sources};

/// What a template begins with that changes the body of orate's page.
const HEAD: &str = "{% extends \"orate/page.html\" %}\n{% block body -%}\n";

/// Elements that show nothing, or nothing without their script; with what is in them.
const UNSEEN: &[&str] = &["script", "style", "link", "meta", "title", "template", "noscript", "base"];

/// The template for what a page shows around its slides; `None` if that is no more than orate's own page has.
pub(super) fn read(
    page: SourceId,
    tokens: &[(Token, Range<usize>)],
    sources: &mut Sources,
) -> Option<SourceId> {
    let frame = Frame::of(tokens)?;
    let whole = sources.whole(page);
    // Text with this mark of templates could not be kept from being read as a template.
    if whole.text.contains("endraw") {
        return None;
    }
    let mut writer =
        Writer { page: whole, tokens, text: HEAD.to_owned(), parts: Vec::new(), has_more: false };
    writer.body(&frame);
    if !writer.has_more {
        return None;
    }
    writer.text.push_str("{%- endblock %}\n");
    let Writer { text, parts, .. } = writer;
    Some(sources.derive(page, text, parts))
}

/// The pieces of a page that hold its slides, each by its place among all pieces.
struct Frame {
    body: Range<usize>,
    reveal: Range<usize>,
    slides: Range<usize>,
}

impl Frame {
    fn of(tokens: &[(Token, Range<usize>)]) -> Option<Frame> {
        let has_class = |at: usize, class: &str| matches!(&tokens[at].0, Token::Start(start) if start.attributes.has_class(class));
        let body = tokens.iter().position(|(token, _)| is_start(token, "body"))?;
        let slides = (body..tokens.len()).find(|&at| has_class(at, "slides"))?;
        let is_around = |at: &usize| has_class(*at, "reveal") && end_of(tokens, *at) > slides;
        let reveal = (body..slides).rev().find(is_around)?;
        let last = |name: &str| tokens.iter().rposition(|(token, _)| is_end(token, name));
        let end = last("body").or_else(|| last("html"));
        let (reveal, slides) = (reveal..end_of(tokens, reveal), slides..end_of(tokens, slides));
        let body = body + 1..end.unwrap_or(tokens.len());
        // Tags that do not match leave no frame to rely on.
        (slides.end < reveal.end && reveal.end < body.end).then_some(Frame { body, reveal, slides })
    }
}

fn is_start(token: &Token, name: &str) -> bool {
    matches!(token, Token::Start(start) if start.name == name)
}

fn is_end(token: &Token, name: &str) -> bool {
    matches!(token, Token::End { name: other } if other == name)
}

/// The place of the end tag of the element that begins at `at`; behind everything if it has none.
fn end_of(tokens: &[(Token, Range<usize>)], at: usize) -> usize {
    let (Token::Start(start), _) = &tokens[at] else { return at };
    let mut depth = 0_usize;
    for (place, (token, _)) in tokens.iter().enumerate().skip(at) {
        if is_start(token, &start.name) {
            depth += 1;
        } else if is_end(token, &start.name) {
            depth -= 1;
            if depth == 0 {
                return place;
            }
        }
    }
    tokens.len()
}

struct Writer<'a> {
    page: Slice<'a>,
    tokens: &'a [(Token, Range<usize>)],
    text: String,
    /// Where parts of the page begin, in the template and in the page.
    parts: Vec<(u32, u32)>,
    /// Whether there is something that orate's own page has not.
    has_more: bool,
}

impl Writer<'_> {
    fn body(&mut self, frame: &Frame) {
        let mut at = frame.body.start;
        while at < frame.body.end {
            if at == frame.slides.start {
                self.tag(at, "slides");
                self.text.push_str("\n{{ slides -}}\n");
                at = frame.slides.end;
                self.copy(at);
            } else if at == frame.reveal.start {
                self.tag(at, "reveal");
            } else if at == frame.reveal.end {
                self.text.push_str("{{ running }}");
                self.copy(at);
            } else {
                at = self.piece(at);
            }
            at += 1;
        }
    }

    /// Takes a piece that the page has beside its slides, and gives the place of the last one that belongs to it.
    fn piece(&mut self, at: usize) -> usize {
        match &self.tokens[at].0 {
            Token::Start(start) if UNSEEN.contains(&start.name.as_str()) => {
                return if start.is_void() { at } else { end_of(self.tokens, at) };
            }
            Token::Comment => return at,
            Token::Start(_) => {
                self.has_more = true;
                self.copy(at);
            }
            Token::Text => {
                self.has_more |= !self.page.text[self.tokens[at].1.clone()].trim().is_empty();
                self.copy(at);
            }
            Token::End { .. } | Token::Raw { .. } => self.copy(at),
        }
        at
    }

    /// Copies a piece as the page has it; what a template would take for its own is not one.
    fn copy(&mut self, at: usize) {
        let Some((_, range)) = self.tokens.get(at) else { return };
        let text = &self.page.text[range.clone()];
        let is_raw = ["{{", "{%", "{#"].iter().any(|mark| text.contains(mark));
        self.text.push_str(if is_raw { "{% raw %}" } else { "" });
        let start = self.page.part(range.clone()).span.start;
        self.parts.push((u32::try_from(self.text.len()).unwrap_or_default(), start));
        self.text.push_str(text);
        self.text.push_str(if is_raw { "{% endraw %}" } else { "" });
    }

    /// Writes the tag of the deck or of its slides. A page may hide them until its script has run; here none does.
    fn tag(&mut self, at: usize, class: &str) {
        let Token::Start(start) = &self.tokens[at].0 else { return };
        let is_usual = |it: &Attribute| it.name == "class" && it.value.trim() == class;
        if is_hiding(start) {
            let classes = start.attributes.get("class").map_or(class, |it| it.value.trim());
            self.has_more |= classes != class;
            self.text.push_str(&format!("<{} class=\"{}\">", start.name, classes.replace('"', "")));
        } else {
            self.has_more |= !start.attributes.iter().all(is_usual);
            self.copy(at);
        }
    }
}

fn is_hiding(start: &Start) -> bool {
    let style = start.attributes.value("style").unwrap_or_default().to_ascii_lowercase();
    ["display", "visibility", "opacity"].iter().any(|property| style.contains(property))
}

//! How what orate understands beyond reveal.js is written: divs, spans and marked text, attributes in braces.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::MarkdownWriter;
use super::extensions::runs::{Piece, pieces};
use super::extensions::{Braces, Delimiter, Delimiters, DivFenceKind, is_columns};
use super::inline::{self, Rules};
use crate::html::builder::Build;
use crate::text::Diagnostic;

/// What of it was begun, and how far it is read.
#[derive(Default)]
pub(super) struct Extended {
    pub delimiters: Delimiters,
    pub diagnostics: Vec<Diagnostic>,
    /// Up to where the text was read as something else.
    pub read: usize,
    /// Elements that begin in attributes, whose ends are passed over too.
    passed: Vec<Range<usize>>,
    /// How many quotes, items and footnotes are open.
    depth: usize,
    divs: Vec<Div>,
}

/// A div that is open.
struct Div {
    name: &'static str,
    /// How many quotes, items and footnotes it is in.
    depth: usize,
    fence: Range<usize>,
    /// Whether a column is open in it that a line `+++` parts from the next.
    has_parts: bool,
}

impl<'a, B: Build> MarkdownWriter<'a, '_, B> {
    /// The braces that are right after something.
    pub(super) fn braces(&self, end: usize) -> Option<Braces> {
        let after = self.source.text.get(end..).filter(|_| self.dialect.extensions)?;
        if after.starts_with('{') { Braces::read(after) } else { None }
    }

    /// Passes over the braces that are right after something.
    pub(super) fn pass_braces(&mut self, end: usize) {
        if let Some(braces) = self.braces(end) {
            self.state.extended.read = end + braces.length;
        }
    }

    /// What of an event is still to be written, as its author wrote it.
    pub(super) fn unread(
        &mut self,
        event: Event<'a>,
        range: Range<usize>,
    ) -> Option<(Event<'a>, Range<usize>)> {
        let extended = &mut self.state.extended;
        if range.start < extended.read || !extended.passed.is_empty() {
            match event {
                Event::End(_) if extended.passed.last() == Some(&range) => {
                    extended.passed.pop();
                    return None;
                }
                Event::End(_) => {}
                Event::Start(_) if range.start < extended.read => {
                    extended.passed.push(range);
                    return None;
                }
                Event::Text(_) if range.start < extended.read && extended.read < range.end => {
                    let rest = extended.read..range.end;
                    return Some((Event::Text(self.source.text[rest.clone()].into()), rest));
                }
                _ if range.start < extended.read => return None,
                _ => {}
            }
        }
        let event = match event {
            _ if self.fences.is_empty() => event,
            Event::Text(text) => Event::Text(self.with_fences(text, &range)),
            Event::Html(text) => Event::Html(self.with_fences(text, &range)),
            Event::InlineHtml(text) => Event::InlineHtml(self.with_fences(text, &range)),
            Event::Code(text) => Event::Code(self.with_fences(text, &range)),
            other => other,
        };
        Some((event, range))
    }

    fn with_fences(&self, text: CowStr<'a>, range: &Range<usize>) -> CowStr<'a> {
        match self.fences.restore(Cow::Borrowed(&text), range) {
            Cow::Owned(restored) => restored.into(),
            Cow::Borrowed(_) => text,
        }
    }

    /// Writes text with spans and marks in it, of which `first` comes first.
    pub(super) fn delimited(&mut self, range: Range<usize>, first: Delimiter) {
        let (mut at, mut next) = (range.start, Some(first));
        while let Some(delimiter) = next {
            let text = self.shielded.text.get(at..delimiter.range.start).unwrap_or_default().to_owned();
            self.text(&text);
            self.flush();
            match delimiter.opens {
                Some(attributes) => self.build.open(delimiter.name, &borrowed(&attributes), None),
                None => {
                    self.build.close(delimiter.name);
                    self.state.extended.read = self.state.extended.read.max(delimiter.range.end);
                }
            }
            at = delimiter.range.end;
            next = self.state.extended.delimiters.next(&(at..range.end.max(at)));
        }
        let rest = self.shielded.text.get(at..range.end).unwrap_or_default().to_owned();
        self.text(&rest);
    }

    /// Writes a run of text with what rises, sinks and is an emoji in it.
    pub(super) fn run(&mut self, text: &str, escaped: &[usize]) {
        for piece in pieces(text, escaped) {
            match piece {
                Piece::Text(start, text) => {
                    let within = |at: &&usize| (start..start + text.len()).contains(*at);
                    let escaped: Vec<_> = escaped.iter().filter(within).map(|at| at - start).collect();
                    let rules = Rules { links: !self.is_in_link(), escaped: &escaped, extensions: true };
                    self.parts(&inline::parts(&self.shielded.restore(text), rules));
                }
                Piece::Sub(text) => self.element("sub", &[], &self.shielded.restore(text)),
                Piece::Sup(text) => self.element("sup", &[], &self.shielded.restore(text)),
                Piece::Emoji(emoji) => self.build.text(emoji),
            }
        }
    }

    /// Follows quotes, items and footnotes, which end the divs in them.
    pub(super) fn follow(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::Item | Tag::FootnoteDefinition(_)) => {
                self.state.extended.depth += 1;
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition) => {
                self.end_divs(self.state.extended.depth);
                self.state.extended.depth = self.state.extended.depth.saturating_sub(1);
            }
            _ => {}
        }
    }

    /// Ends the divs that are at least that deep and were not closed.
    pub(super) fn end_divs(&mut self, depth: usize) {
        while let Some(div) = self.state.extended.divs.pop_if(|div| div.depth >= depth) {
            let at = self.source.span.part(div.fence.clone());
            let around = if depth == 0 { "its slide" } else { "what it is in" };
            self.state.extended.diagnostics.push(
                Diagnostic::warning(
                    "unclosed-div",
                    at,
                    format!("this div never ends, and is ended with {around}"),
                )
                .help("end it with a line `:::`; what ends a slide ends it, too"),
            );
            self.close_div(&div);
        }
    }

    /// Writes an HTML block that is a fence. False where it is none.
    pub(super) fn div_fence(&mut self, html: &str, range: &Range<usize>) -> bool {
        let Some(fence) = self.fences.block(html, range).cloned() else { return false };
        let depth = self.state.extended.depth;
        match fence.kind {
            DivFenceKind::Open { attributes, has_parts } => {
                let is_notes = attributes.iter().any(|(name, classes)| {
                    let is_notes = |class: &str| class.eq_ignore_ascii_case("notes");
                    name == "class" && classes.split_ascii_whitespace().any(is_notes)
                });
                let name = if is_notes { "aside" } else { "div" };
                let has_parts = has_parts && is_columns(&attributes);
                let at = Some(self.source.span.part(fence.range.clone()));
                self.build.open(name, &borrowed(&attributes), at);
                self.build.text("\n");
                if has_parts {
                    self.open_line("div", &[("class", "column")]);
                }
                self.state.extended.divs.push(Div { name, depth, fence: fence.range, has_parts });
            }
            DivFenceKind::Part => match self.state.extended.divs.last() {
                Some(div) if div.has_parts && div.depth == depth => {
                    self.close_line("div");
                    self.open_line("div", &[("class", "column")]);
                }
                None if self.dialect.is_parted && depth == 0 => {
                    self.build.void("hr", &[("class", "orate-part")], None);
                    self.build.text("\n");
                }
                _ => {
                    self.element("p", &[], "+++");
                    self.build.text("\n");
                }
            },
            DivFenceKind::Close => match self.state.extended.divs.pop_if(|div| div.depth == depth) {
                Some(div) => self.close_div(&div),
                None => self.state.extended.diagnostics.push(
                    Diagnostic::warning(
                        "stray-div-end",
                        self.source.span.part(fence.range),
                        "this ends no div",
                    )
                    .help("take it out, or begin a div before it, on the same slide: `::: name`"),
                ),
            },
        }
        true
    }

    fn close_div(&mut self, div: &Div) {
        if div.has_parts {
            self.close_line("div");
        }
        self.close_line(div.name);
    }
}

/// Attributes as they are written.
pub(super) fn borrowed(attributes: &[(String, String)]) -> Vec<(&str, &str)> {
    attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Adds attributes from braces to those that an element has; they win.
pub(super) fn with_braces<'b>(attributes: &mut Vec<(&'b str, &'b str)>, braces: &'b [(String, String)]) {
    for (name, value) in braces {
        match attributes.iter_mut().find(|(known, _)| known == name) {
            Some(known) => known.1 = value,
            None => attributes.push((name, value)),
        }
    }
}

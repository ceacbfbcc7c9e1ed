//! The sections of a page.

use std::collections::HashMap;
use std::ops::Range;

use super::Expressions;
use super::html::{Start, Token};
use super::inline::{self, Mapped};
use crate::deck::{Attribute, Attributes, Placed};
use crate::text::{Diagnostic, Fix, Slice, SourceId, Span};

/// How deep sections may be nested; reveal.js knows two levels.
const DEEPEST: usize = 32;

/// A section of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    /// A section of Markdown.
    Markdown(Box<Markdown>),
    /// A slide in HTML.
    Html {
        /// Those of the `section`.
        attributes: Attributes,
        /// With its tags.
        whole: Span,
        /// Between its tags.
        inner: Span,
    },
    /// Sections one below the other.
    Stack {
        /// Those of the `section`.
        attributes: Attributes,
        /// With its tags.
        whole: Span,
        /// The sections in it, in order.
        parts: Vec<Part>,
    },
}

impl Part {
    /// The section with its tags.
    pub(crate) fn whole(&self) -> Span {
        match self {
            Part::Markdown(markdown) => markdown.whole,
            Part::Html { whole, .. } | Part::Stack { whole, .. } => *whole,
        }
    }
}

/// A section of Markdown: `section[data-markdown]`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Markdown {
    /// Those of the slides, without what only says how to read the text.
    pub attributes: Attributes,
    /// The section with its tags.
    pub whole: Span,
    /// Where its Markdown is.
    pub text: Text,
    /// What separates its slides and notes.
    pub expressions: Expressions,
    /// What else reveal.js would take attribute comments by.
    pub slide_comments: Option<Placed<String>>,
    /// What else reveal.js would take the attribute comments of elements by.
    pub element_comments: Option<Placed<String>>,
}

/// Where the Markdown of a section is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Text {
    /// In a file; none until it is handed in, and where it is missing.
    File {
        /// As the page writes it.
        address: Placed<String>,
        /// The encoding of the file, if the page names it.
        charset: Option<Placed<String>>,
        /// The text, once it was read.
        source: Option<SourceId>,
    },
    /// In the page.
    Inline(Inline),
}

/// A text in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inline {
    /// One that was found and is not a source yet.
    Number(usize),
    /// One that is a source.
    Source(SourceId),
}

/// A text that was found in the page, and is to become a source.
pub(super) struct Derived {
    pub number: usize,
    pub text: String,
    pub parts: Vec<(u32, u32)>,
}

/// Whether there is an element for slides.
pub(super) fn has_slides(tokens: &[(Token, Range<usize>)]) -> bool {
    tokens
        .iter()
        .any(|(token, _)| matches!(token, Token::Start(start) if start.attributes.has_class("slides")))
}

/// The sections of a page: those of `.slides`, or where there is none, those at the top.
pub(super) fn read(
    page: Slice<'_>,
    tokens: &[(Token, Range<usize>)],
    derived: &mut Vec<Derived>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Part> {
    let is_page = has_slides(tokens);
    let mut reader = Reader {
        page,
        tokens,
        derived,
        diagnostics,
        open: Vec::new(),
        names: HashMap::new(),
        open_parts: 0,
        parts: Vec::new(),
        is_inside: !is_page,
        is_too_deep: false,
    };
    reader.read();
    let stray_end = !is_page && reader.parts.is_empty();
    let parts = reader.parts;
    if stray_end && !page.text.trim().is_empty() {
        // A file of HTML without sections is one slide.
        return vec![Part::Html { attributes: Attributes::default(), whole: page.span, inner: page.span }];
    }
    parts
}

/// Gives a text that became a source to the section it belongs to.
pub(super) fn fill(parts: &mut [Part], number: usize, id: SourceId) {
    each_markdown(parts, &mut |markdown| {
        if markdown.text == Text::Inline(Inline::Number(number)) {
            markdown.text = Text::Inline(Inline::Source(id));
        }
    });
}

/// Gives a file to the sections that name it.
pub(super) fn supply(parts: &mut [Part], name: &str, file: SourceId) {
    each_markdown(parts, &mut |markdown| {
        if let Text::File { address, source, .. } = &mut markdown.text
            && address.value == name
        {
            *source = Some(file);
        }
    });
}

fn each_markdown(parts: &mut [Part], change: &mut impl FnMut(&mut Markdown)) {
    for part in parts {
        match part {
            Part::Markdown(markdown) => change(markdown),
            Part::Stack { parts, .. } => each_markdown(parts, change),
            Part::Html { .. } => {}
        }
    }
}

/// Every section of Markdown, in order.
pub(crate) fn markdown(parts: &[Part]) -> Vec<&Markdown> {
    let mut sections: Vec<&Markdown> = Vec::new();
    for part in parts {
        match part {
            Part::Markdown(markdown) => sections.push(markdown),
            Part::Stack { parts, .. } => sections.extend(markdown(parts)),
            Part::Html { .. } => {}
        }
    }
    sections
}

/// An element that was opened and is not closed yet.
struct Open<'a> {
    start: &'a Start,
    /// The start tag, by its place among the pieces.
    token: usize,
    /// Whether it is a section that becomes a part.
    is_part: bool,
    is_slides: bool,
    /// The parts that are directly in it.
    parts: Vec<Part>,
    /// The first thing in it that can be seen and is not a section.
    other: Option<Range<usize>>,
}

struct Reader<'a, 'b> {
    page: Slice<'a>,
    tokens: &'b [(Token, Range<usize>)],
    derived: &'b mut Vec<Derived>,
    diagnostics: &'b mut Vec<Diagnostic>,
    open: Vec<Open<'b>>,
    /// How often an element of each name is open.
    names: HashMap<&'b str, usize>,
    /// How many of those that are open become parts.
    open_parts: usize,
    parts: Vec<Part>,
    /// Whether this is in the element for slides.
    is_inside: bool,
    /// Whether sections stood too deep in each other.
    is_too_deep: bool,
}

impl<'b> Reader<'_, 'b> {
    fn read(&mut self) {
        let tokens = self.tokens;
        for (at, (token, range)) in tokens.iter().enumerate() {
            match token {
                Token::Start(start) => self.start(at, start, range),
                Token::End { name } => self.end(at, name),
                Token::Text if !self.page.text[range.clone()].trim().is_empty() => self.other(range.clone()),
                _ => {}
            }
        }
        while !self.open.is_empty() {
            self.close(tokens.len());
        }
    }

    fn start(&mut self, at: usize, start: &'b Start, range: &Range<usize>) {
        let is_slides = !self.is_inside
            && start.attributes.has_class("slides")
            && self.open.iter().all(|open| !open.is_slides);
        let parent_takes_parts = match self.open.last() {
            Some(parent) => parent.is_part || parent.is_slides,
            None => self.is_inside,
        };
        let mut is_part = start.name == "section" && parent_takes_parts;
        if is_part && self.open_parts == DEEPEST {
            is_part = false;
            if !std::mem::replace(&mut self.is_too_deep, true) {
                self.diagnostics.push(too_deep(self.page.part(range.clone()).span));
            }
        }
        if !is_part
            && !matches!(start.name.as_str(), "script" | "style" | "template" | "link" | "meta" | "title")
        {
            self.other(range.clone());
        }
        if !start.is_void() {
            let open = Open { start, token: at, is_part, is_slides, parts: Vec::new(), other: None };
            self.open.push(open);
            self.open_parts += usize::from(is_part);
            *self.names.entry(&start.name).or_default() += 1;
        }
    }

    /// Notes what can be seen in the innermost element.
    fn other(&mut self, range: Range<usize>) {
        if let Some(open) = self.open.last_mut().filter(|open| open.other.is_none()) {
            open.other = Some(range);
        }
    }

    /// Closes the innermost element of that name, and what is open in it; an end tag without a start means nothing.
    fn end(&mut self, at: usize, name: &str) {
        if self.names.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        let Some(depth) = self.open.iter().rposition(|open| open.start.name == name) else { return };
        while self.open.len() > depth {
            self.close(at);
        }
    }

    /// Closes the innermost element before the piece `at`.
    fn close(&mut self, at: usize) {
        let Some(open) = self.open.pop() else { return };
        self.open_parts -= usize::from(open.is_part);
        self.names.entry(&open.start.name).and_modify(|count| *count -= 1);
        if open.is_slides {
            if let Some(other) = open.other {
                self.diagnostics.push(stray(self.page.part(other)));
            }
            self.parts.extend(open.parts);
        } else if open.is_part {
            let part = self.part(open, at);
            match self.open.last_mut() {
                Some(parent) => parent.parts.push(part),
                None => self.parts.push(part),
            }
        }
    }

    fn part(&mut self, open: Open<'_>, end: usize) -> Part {
        let inner = self.tokens[open.token].1.end
            ..self.tokens.get(end).map_or(self.page.text.len(), |(_, range)| range.start);
        let closes = matches!(&self.tokens.get(end), Some((Token::End { name }, _)) if name == "section");
        let whole_end = if closes { self.tokens[end].1.end } else { inner.end };
        let whole = self.page.part(self.tokens[open.token].1.start..whole_end).span;
        let mut attributes = open.start.attributes.clone();
        let address = attributes.get("data-markdown").cloned();
        match address {
            Some(address) if !address.value.trim().is_empty() || open.parts.is_empty() => {
                let charset = placed(&mut attributes, "data-charset");
                let text =
                    self.text(address, charset, &self.tokens[open.token + 1..end.min(self.tokens.len())]);
                let expressions = Expressions {
                    horizontal: placed(&mut attributes, "data-separator"),
                    vertical: placed(&mut attributes, "data-separator-vertical"),
                    notes: placed(&mut attributes, "data-separator-notes"),
                };
                self.outdated(&attributes);
                let slide_comments = attributes.get("data-attributes").cloned().map(place);
                let element_comments = attributes.get("data-element-attributes").cloned().map(place);
                Part::Markdown(Box::new(Markdown {
                    attributes: own(attributes),
                    whole,
                    text,
                    expressions,
                    slide_comments,
                    element_comments,
                }))
            }
            _ if open.parts.is_empty() => Part::Html { attributes, whole, inner: self.page.part(inner).span },
            _ => {
                if let Some(other) = open.other {
                    self.diagnostics.push(stray(self.page.part(other)));
                }
                Part::Stack { attributes: own(attributes), whole, parts: open.parts }
            }
        }
    }

    /// Tells of attributes that reveal.js does not read any more.
    fn outdated(&mut self, attributes: &Attributes) {
        for attribute in attributes.iter().filter(|attribute| is_outdated(attribute)) {
            let Some(at) = attribute.at else { continue };
            let name = attribute.name.as_str();
            let meant = if name == "data-notes" { "data-separator-notes" } else { "data-separator-vertical" };
            // The place is that of the value, and the name is before it.
            let before = &self.page.text[..(at.start - self.page.span.start) as usize];
            let Some(start) = before.to_ascii_lowercase().rfind(name) else { continue };
            let at = self.page.part(start..start + name.len()).span;
            let message = format!("reveal.js no longer reads `{name}`, so it separates nothing");
            self.diagnostics.push(
                Diagnostic::warning("outdated-attribute", at, message)
                    .help(format!("use `{meant}`"))
                    .fix(Fix::suggested(format!("write `{meant}`"), at, meant)),
            );
        }
    }

    fn text(
        &mut self,
        address: Attribute,
        charset: Option<Placed<String>>,
        tokens: &[(Token, Range<usize>)],
    ) -> Text {
        if !address.value.trim().is_empty() {
            return Text::File { address: place(address), charset, source: None };
        }
        let Mapped { text, parts } = inline::markdown(self.page, tokens, self.diagnostics);
        let number = self.derived.len();
        self.derived.push(Derived { number, text, parts });
        Text::Inline(Inline::Number(number))
    }
}

fn place(attribute: Attribute) -> Placed<String> {
    Placed { value: attribute.value, at: attribute.at }
}

/// Takes out an attribute that says something; an empty one says nothing, as in reveal.js.
fn placed(attributes: &mut Attributes, name: &str) -> Option<Placed<String>> {
    attributes.take(name).map(place).filter(|placed| !placed.value.is_empty())
}

/// The attributes that a section hands on to its slides.
fn own(attributes: Attributes) -> Attributes {
    let is_reading = |name: &str| {
        ["data-markdown", "data-separator", "data-vertical"].iter().any(|prefix| name.starts_with(prefix))
    };
    let is_own = |attribute: &&Attribute| !is_reading(&attribute.name) && !is_outdated(attribute);
    attributes.iter().filter(is_own).cloned().collect()
}

/// Whether an attribute is a name that reveal.js 2 had for an expression.
fn is_outdated(attribute: &Attribute) -> bool {
    match attribute.name.as_str() {
        "data-vertical" => true,
        // It holds notes today.
        "data-notes" => attribute.value.starts_with('^'),
        _ => false,
    }
}

fn too_deep(at: Span) -> Diagnostic {
    Diagnostic::error("too-deep", at, format!("sections are nested more than {DEEPEST} deep"))
        .help("close the sections before this one; orate makes no slides of those within it")
}

fn stray(other: Slice<'_>) -> Diagnostic {
    let line = other.text.lines().next().map_or(0, str::len);
    Diagnostic::warning(
        "outside-slides",
        other.part(0..line).span,
        "this is outside the slides, so orate leaves it out",
    )
    .help("put it into a slide, or into the template of the page")
}

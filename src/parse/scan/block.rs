//! The block structure of a slide, line by line.

use super::inline::InlineMode;
use super::{DEEPEST, Scanner, Step};
use crate::parse::line::{Cursor, Fence, is_blank, is_heading, is_rule, is_underline, line_end, list_marker};
use crate::parse::slide_break::Break;

/// A block that contains others.
#[derive(Clone, Copy)]
pub(super) enum Container {
    Quote,
    /// A list item, whose content begins `width` columns into it. One that is still empty ends at a blank line.
    Item {
        width: usize,
        is_empty: bool,
    },
}

/// The block that the last line was part of, and that the next may go on with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    None,
    Paragraph,
    /// Indented code, which began at this place.
    Code(usize),
    /// HTML up to the next blank line.
    Html,
    /// The content of a raw element that is never closed: up to the end of the slide.
    Raw,
}

/// Elements whose content is not Markdown, and what closes them.
pub(super) const RAW: [(&str, &str); 4] =
    [("script", "</script"), ("style", "</style"), ("pre", "</pre"), ("textarea", "</textarea")];

/// Elements that begin an HTML block. Source: "HTML blocks" of the CommonMark specification, kind 6.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];

/// How a line's HTML begins.
enum Html {
    Comment,
    /// A raw element, by its place in [`RAW`].
    Raw(usize),
    Block,
}

/// What a line begins.
enum Opening {
    Fence(Fence),
    Html(Html),
    /// A heading or a rule.
    Line,
    Quote,
    /// A list item, whose marker is so many bytes wide.
    Item {
        marker: usize,
    },
}

impl<'a> Scanner<'a> {
    /// Reads the line that starts at `start`.
    pub(super) fn line(&mut self, start: usize) -> Step {
        if let Some(slide_end) = self.break_within(start..start)
            && !self.code_goes_on(&slide_end)
        {
            return Step::Break(slide_end);
        }
        let mut cursor = Cursor::new(self.line_at(start));
        let matched = self.enter_containers(&mut cursor);
        if cursor.is_blank() {
            return self.blank_line(start, matched);
        }
        self.block(start, cursor, matched)
    }

    /// Steps into as many of the open containers as the line goes on with.
    pub(super) fn enter_containers(&self, cursor: &mut Cursor<'a>) -> usize {
        for (index, container) in self.containers.iter().enumerate() {
            match container {
                Container::Quote => {
                    let mut inner = *cursor;
                    inner.skip_indentation();
                    if cursor.indentation() > 3 || !inner.rest().starts_with(b">") {
                        return index;
                    }
                    *cursor = inner;
                    enter_quote(cursor);
                }
                Container::Item { is_empty, .. } if cursor.is_blank() => {
                    if *is_empty {
                        return index;
                    }
                }
                Container::Item { width, .. } if cursor.indentation() >= *width => {
                    cursor.skip_columns(*width);
                }
                Container::Item { .. } => return index,
            }
        }
        self.containers.len()
    }

    fn blank_line(&mut self, start: usize, matched: usize) -> Step {
        if matched < self.containers.len() {
            self.containers.truncate(matched);
            self.leaf = Leaf::None;
        } else if matches!(self.leaf, Leaf::Paragraph | Leaf::Html) {
            self.leaf = Leaf::None;
        }
        self.plain(start)
    }

    /// Steps over a line with nothing in it to read: blank, or code.
    fn plain(&mut self, start: usize) -> Step {
        let end = self.line_end(start);
        match self.break_within(start + 1..end) {
            Some(next) if !matches!(self.leaf, Leaf::Code(_)) => Step::Break(next),
            Some(next) if next.range.start == end && !self.code_goes_on(&next) => Step::Break(next),
            _ => Step::To(end + 1),
        }
    }

    /// Whether a break is between two lines of the same indented code.
    fn code_goes_on(&self, separator: &Break) -> bool {
        let Leaf::Code(start) = self.leaf else { return false };
        let mut at = separator.range.start;
        if at <= start {
            return false;
        }
        if self.bytes.get(at) == Some(&b'\n') && self.bytes.get(at - 1) != Some(&b'\n') {
            at += 1;
        }
        while at < self.bytes.len() && is_blank(self.line_at(at)) {
            at = line_end(self.bytes, at) + 1;
        }
        let mut cursor = Cursor::new(self.line_at(at));
        self.enter_containers(&mut cursor) == self.containers.len()
            && !cursor.is_blank()
            && cursor.indentation() >= 4
    }

    /// Reads a line that is not blank, past the containers it goes on with.
    fn block(&mut self, start: usize, mut cursor: Cursor<'a>, matched: usize) -> Step {
        if let Some(Container::Item { is_empty, .. }) = self.containers.last_mut() {
            *is_empty = false;
        }
        let mut is_lazy = false;
        if matched < self.containers.len() {
            is_lazy = self.leaf == Leaf::Paragraph;
            if !is_lazy {
                self.close_to(matched);
            }
        } else if matches!(self.leaf, Leaf::Html | Leaf::Raw) {
            return self.inline(start, InlineMode::Html);
        }
        loop {
            if cursor.indentation() >= 4 {
                return self.indented(start, cursor);
            }
            let indentation = cursor.indentation();
            cursor.skip_indentation();
            let rest = cursor.rest();
            let at = start + cursor.offset();
            if let Some(slide_end) = self.break_within(start..at) {
                return Step::Break(slide_end);
            }
            let in_paragraph = self.leaf == Leaf::Paragraph && !is_lazy;
            if in_paragraph && is_underline(rest) {
                self.leaf = Leaf::None;
                return self.inline(at, InlineMode::Line);
            }
            let Some(opening) = self.opening(at, rest, in_paragraph) else {
                self.leaf = Leaf::Paragraph;
                return self.inline(at, InlineMode::Text);
            };
            if is_lazy {
                self.close_to(matched);
                is_lazy = false;
            }
            self.leaf = Leaf::None;
            match opening {
                Opening::Fence(fence) => return self.fence(start, at, fence),
                Opening::Html(html) => return self.html_block(at, html),
                Opening::Line => return self.inline(at, InlineMode::Line),
                _ if self.containers.len() >= DEEPEST => return self.inline(at, InlineMode::Line),
                Opening::Quote => {
                    self.containers.push(Container::Quote);
                    enter_quote(&mut cursor);
                }
                Opening::Item { marker } => self.enter_item(&mut cursor, indentation, marker),
            }
            if cursor.is_blank() {
                return self.plain(start);
            }
        }
    }

    /// The block that a line begins at `at` with `rest`, past its containers; `None` for a paragraph's text.
    fn opening(&mut self, at: usize, rest: &[u8], in_paragraph: bool) -> Option<Opening> {
        if let Some(fence) = Fence::read(rest) {
            return Some(Opening::Fence(fence));
        }
        if let Some(html) = self.html(at, self.leaf == Leaf::Paragraph) {
            return Some(Opening::Html(html));
        }
        if is_heading(rest) || is_rule(rest) {
            return Some(Opening::Line);
        }
        if rest.starts_with(b">") {
            return Some(Opening::Quote);
        }
        let (marker, interrupts) = list_marker(rest)?;
        (interrupts || !in_paragraph).then_some(Opening::Item { marker })
    }

    fn close_to(&mut self, containers: usize) {
        self.containers.truncate(containers);
        self.leaf = Leaf::None;
    }

    fn indented(&mut self, start: usize, cursor: Cursor<'a>) -> Step {
        if self.leaf == Leaf::Paragraph {
            return self.inline(start + cursor.offset(), InlineMode::Text);
        }
        let end = self.line_end(start);
        let began = match self.leaf {
            Leaf::Code(began) => began,
            _ => start + cursor.offset(),
        };
        self.leaf = Leaf::Code(began);
        for stretches in [&mut self.current.inert, &mut self.current.code] {
            match stretches.last_mut() {
                Some(code) if code.start == began => code.end = end,
                _ => stretches.push(began..end),
            }
        }
        self.plain(start)
    }

    /// Steps over the marker of a list item, and the white space that belongs to it.
    fn enter_item(&mut self, cursor: &mut Cursor<'a>, indentation: usize, marker: usize) {
        cursor.skip_bytes(marker);
        let space = match cursor.indentation() {
            _ if cursor.is_blank() => 1,
            space @ 1..=4 => space,
            _ => 1,
        };
        cursor.skip_columns(space);
        let is_empty = cursor.is_blank();
        self.containers.push(Container::Item { width: indentation + marker + space, is_empty });
    }

    /// The HTML block that a line begins at `at`.
    fn html(&mut self, at: usize, in_paragraph: bool) -> Option<Html> {
        let line = self.bytes.get(at..).filter(|line| line.starts_with(b"<"))?;
        match interrupting_html(line) {
            Some(Html::Raw(_)) if line.starts_with(b"</") => None,
            None if !in_paragraph => {
                let tag = self.tags.read(self.text, at)?;
                let line = self.line_end(at);
                (tag.end <= line && is_blank(self.bytes.get(tag.end..line)?)).then_some(Html::Block)
            }
            html => html,
        }
    }

    fn html_block(&mut self, at: usize, html: Html) -> Step {
        match html {
            Html::Comment => {}
            Html::Block => self.leaf = Leaf::Html,
            Html::Raw(raw) => match self.raw_ends[raw].next(self.text, at) {
                Some(end) => {
                    // The content is not Markdown, and parting it would break the page.
                    self.current.inert.push(at..end);
                    return self.inline(end, InlineMode::Html);
                }
                None => self.leaf = Leaf::Raw,
            },
        }
        self.inline(at, InlineMode::Html)
    }
}

/// Whether a line, after its indentation, begins HTML that ends the paragraph before it.
pub(crate) fn begins_html_block(line: &str) -> bool {
    interrupting_html(line.as_bytes()).is_some()
}

fn interrupting_html(line: &[u8]) -> Option<Html> {
    let rest = line.strip_prefix(b"<")?;
    if rest.starts_with(b"!--") {
        return Some(Html::Comment);
    }
    let name = rest.strip_prefix(b"/").unwrap_or(rest);
    let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    let (name, after) = (name.get(..length)?, name.get(length));
    if !after.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')) {
        return None;
    }
    let is_named = |other: &&str| name.eq_ignore_ascii_case(other.as_bytes());
    match RAW.iter().position(|(element, _)| is_named(element)) {
        Some(raw) => Some(Html::Raw(raw)),
        None => BLOCKS.iter().any(is_named).then_some(Html::Block),
    }
}

fn enter_quote(cursor: &mut Cursor<'_>) {
    cursor.skip_bytes(1);
    cursor.skip_columns(1);
}

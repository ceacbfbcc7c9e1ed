//! Which lines need a mark.
//!
//! Lists, fences and paragraphs are followed as far as it takes to know that, not as far as CommonMark would.

use std::ops::Range;

use super::{Continuation, JOINT};
use crate::parse::{attribute_comment, begins_html_block, ends_paragraph};

/// The indentation of each line that needs a mark, and which one.
pub(super) fn marks(text: &str) -> Vec<(Range<usize>, Continuation)> {
    if text.contains(JOINT) {
        return Vec::new();
    }
    let (mut places, mut reader, mut start) = (Vec::new(), LineReader::default(), 0);
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let content = line.trim_start_matches(' ');
        let indentation = line.len() - content.len();
        let way = reader.line(content.trim_end(), indentation, lines.peek().copied());
        places.extend(way.map(|way| (start..start + indentation, way)));
        start += line.len();
    }
    places
}

/// Where attribute comments stand before the text of an item on the same line, in ascending order: `- <!-- .element: … --> **a**`.
///
/// For CommonMark such a line is HTML; with a joint before the comment it is text.
pub(crate) fn leading_comments(text: &str) -> Vec<usize> {
    if !text.contains("<!--") {
        return Vec::new();
    }
    let (mut places, mut start) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let mut content = line.trim_start_matches([' ', '\t', '>']);
        let mut is_item = false;
        while let Some(length) = marker_length(content) {
            content = content[length..].trim_start_matches(' ');
            is_item = true;
        }
        if is_item && comments_before_text(content) {
            places.push(start + line.len() - content.len());
        }
        start += line.len();
    }
    if !places.is_empty() {
        let code = crate::parse::code(text);
        places.retain(|at| !code.iter().any(|range| range.contains(at)));
    }
    places
}

/// Whether a line begins with attribute comments, and goes on with something else.
fn comments_before_text(mut line: &str) -> bool {
    let mut has_comment = false;
    while let Some((comment, after)) = line.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        if attribute_comment(comment).is_none() {
            return false;
        }
        (line, has_comment) = (after.trim_start(), true);
    }
    has_comment && !line.is_empty()
}

/// A list item that is open.
struct Item {
    /// The column where its text begins.
    inside: usize,
    /// The sign before that text, of a number the one after it.
    sign: u8,
}

/// What a line may go on with.
#[derive(Default)]
struct LineReader {
    /// The open list items, the outermost first.
    items: Vec<Item>,
    /// Whether the line before was text: of the innermost item, or of a paragraph.
    is_text: bool,
    /// The sign of the fence that is open.
    fence: Option<u8>,
    /// What ends the author's HTML that is open; `None` for a blank line.
    html: Option<&'static str>,
    /// Whether the line before was text of a quote.
    is_quoted: bool,
    /// The table that is open in an item, or in a quote, though its lines are not.
    table: Option<TableIn>,
}

/// What holds a table whose lines are not in it, as marked reads them.
#[derive(Clone, Copy)]
enum TableIn {
    /// With the column where its text begins.
    Item(usize),
    Quote,
}

impl TableIn {
    fn line(self, indentation: usize, is_head: bool) -> Continuation {
        match self {
            TableIn::Item(inside) => {
                Continuation::InItem { spaces: inside.saturating_sub(indentation), is_head }
            }
            TableIn::Quote => Continuation::InQuote { is_head },
        }
    }
}

impl LineReader {
    /// Reads a line; says what mark it needs.
    fn line(&mut self, content: &str, indentation: usize, next: Option<&str>) -> Option<Continuation> {
        if let Some(sign) = self.fence {
            self.fence = self.fence.filter(|_| fence(content) != Some(sign));
            return None;
        }
        if let Some(end) = self.html {
            let is_over = if end.is_empty() { content.is_empty() } else { content.contains(end) };
            self.html = self.html.filter(|_| !is_over);
            return None;
        }
        if let Some(table) = self.table {
            if !begins_other(content) {
                return Some(table.line(indentation, false));
            }
            self.table = None;
        }
        if content.is_empty() {
            (self.is_text, self.is_quoted) = (false, false);
            return None;
        }
        if let Some(table) = self.table_in(content, indentation, next) {
            (self.table, self.is_text, self.is_quoted) = (Some(table), false, false);
            return Some(table.line(indentation, !content.starts_with('|')));
        }
        self.is_quoted = match content.strip_prefix('>') {
            Some(inside) => !inside.trim().is_empty(),
            None => self.is_quoted && !begins_other(content),
        };
        let Some(inside) = self.items.last().map(|item| item.inside) else {
            return self.outside(content, indentation, next);
        };
        let ends_text = self.is_text
            && match indentation.checked_sub(inside) {
                Some(further) => {
                    further < 4
                        && (is_lone_tag(content) || is_later_item(content) || is_bare_table(content, next))
                }
                None => {
                    begins_with_tag(content)
                        || content.starts_with('#')
                        || (is_later_item(content) && !self.is_in_list(content))
                }
            };
        let goes_on = self.is_text && !ends_text && marker_length(content).is_none();
        if !goes_on || fence(content).is_some() {
            while self.items.last().is_some_and(|item| indentation < item.inside) {
                self.items.pop();
            }
        }
        self.begin(content, indentation);
        ends_text.then_some(Continuation::Ends)
    }

    /// What holds the table that begins on a line, if it is the item or the quote of the text before.
    fn table_in(&self, content: &str, indentation: usize, next: Option<&str>) -> Option<TableIn> {
        let item = self.items.last().filter(|item| self.is_text && indentation < item.inside);
        let quote = self.items.is_empty() && self.is_quoted && indentation < 4;
        if !(item.is_some() || quote) || begins_other(content) || !is_table(content, next) {
            return None;
        }
        Some(item.map_or(TableIn::Quote, |item| TableIn::Item(item.inside)))
    }

    /// Reads a line that no list item holds.
    fn outside(&mut self, content: &str, indentation: usize, next: Option<&str>) -> Option<Continuation> {
        let is_html = begins_html_block(content);
        if is_html && self.is_text && (1..4).contains(&indentation) {
            return Some(Continuation::GoesOn);
        }
        if self.is_text && is_later_item(content) {
            return None;
        }
        let was_text = self.is_text;
        let is_code = indentation > 3 && !was_text;
        self.begin(content, indentation);
        if self.items.is_empty() && self.fence.is_none() {
            self.is_text =
                !(is_html || is_code || content.contains('|') || ends_paragraph(content.as_bytes()));
            if is_html || (!was_text && is_lone_tag(content)) {
                self.is_text = false;
                let end = if content.starts_with("<!--") { "-->" } else { "" };
                self.html = Some(end).filter(|end| end.is_empty() || !content.contains(end));
            }
        }
        (was_text && indentation < 4 && is_bare_table(content, next)).then_some(Continuation::Ends)
    }

    /// Whether an item goes on with a list that is open.
    fn is_in_list(&self, content: &str) -> bool {
        marker(content).is_some_and(|length| {
            self.items.iter().any(|item| content.as_bytes().get(length - 1) == Some(&item.sign))
        })
    }

    /// Steps into the items that begin on a line, and the fence.
    fn begin(&mut self, content: &str, indentation: usize) {
        let (mut content, mut column) = (content, indentation);
        while let (Some(sign), Some(length)) = (marker(content), marker_length(content)) {
            column += length;
            self.items.push(Item { inside: column, sign: content.as_bytes()[sign - 1] });
            content = &content[length..];
        }
        self.fence = fence(content);
        self.is_text = self.fence.is_none();
    }
}

/// Whether a line begins something that is not a row of a table, or is blank.
fn begins_other(content: &str) -> bool {
    content.is_empty()
        || content.starts_with(['#', '>'])
        || marker(content).is_some()
        || fence(content).is_some()
        || begins_with_tag(content)
}

/// The sign of a fence that a line opens or closes.
fn fence(line: &str) -> Option<u8> {
    (line.starts_with("```") || line.starts_with("~~~")).then(|| line.as_bytes()[0])
}

fn begins_with_tag(line: &str) -> bool {
    let mut characters = line.bytes();
    characters.next() == Some(b'<')
        && characters.next().is_some_and(|it| it.is_ascii_alphabetic())
        && line.contains('>')
}

/// Whether there is nothing but one tag.
fn is_lone_tag(line: &str) -> bool {
    let Some(inside) = line.strip_prefix('<').and_then(|tag| tag.strip_suffix('>')) else {
        return false;
    };
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let end = name.find(|it: char| !(it.is_ascii_alphanumeric() || it == '-')).unwrap_or(name.len());
    // An address in angle brackets is none.
    let is_named = name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name[end..].chars().next().is_none_or(|it| it.is_whitespace() || it == '/');
    is_named && !inside.contains('>')
}

/// Whether a line is an item that ends no text in CommonMark: it counts from something else than one, or is empty.
fn is_later_item(line: &str) -> bool {
    marker(line).is_some_and(|length| match line.as_bytes()[length - 1] {
        // Under text, a dash alone makes a heading of it.
        b'-' => false,
        b'*' | b'+' => line.len() == length,
        _ => line.len() == length || line[..length - 1].parse::<u32>() != Ok(1),
    })
}

/// Whether a line is the head of a table.
fn is_table(line: &str, next: Option<&str>) -> bool {
    let is_rule = |rule: &str| rule.contains('-') && rule.trim().bytes().all(|it| b"|:- ".contains(&it));
    line.contains('|') && next.is_some_and(|next| next.contains('|') && is_rule(next))
}

/// Whether a line is the head of a table that has no bar before it. With one, it ends a paragraph in CommonMark, too.
fn is_bare_table(line: &str, next: Option<&str>) -> bool {
    let cells = |line: &str| line.trim().trim_end_matches('|').split('|').count();
    !line.starts_with('|') && is_table(line, next) && next.is_some_and(|next| cells(line) == cells(next))
}

/// The length of a list item's marker, which a space follows or nothing.
fn marker(line: &str) -> Option<usize> {
    let digits = line.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let length = match line.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..10).contains(&digits) => digits + 1,
        _ => return None,
    };
    line.as_bytes().get(length).is_none_or(|&it| it == b' ').then_some(length)
}

/// The length of a list item's marker and the space after it; `None` for an item that is empty.
pub(crate) fn marker_length(line: &str) -> Option<usize> {
    let marker = marker(line)?;
    let space = line[marker..].bytes().take_while(|&it| it == b' ').count();
    match space {
        0 => None,
        1..=4 => Some(marker + space),
        _ => Some(marker + 1),
    }
}

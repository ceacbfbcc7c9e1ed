//! Edges: `-->`, `-- text -->`, `-.->|text|`, `<==>`, `~~~`, and what else joins two nodes.

use rusty_mermaid_diagrams::flowchart::ir::{ArrowEnd, StrokeType};

use super::super::cursor::Cursor;
use super::super::text::label;
use super::Unreadable;

/// How two nodes are joined.
pub(crate) struct Link {
    pub(crate) label: Option<String>,
    pub(crate) stroke: StrokeType,
    pub(crate) start: ArrowEnd,
    pub(crate) end: ArrowEnd,
    /// In rows.
    pub(crate) length: i32,
    /// Whether it only holds its nodes apart.
    pub(crate) is_unseen: bool,
}

/// Whether a text begins with an edge.
pub(crate) fn begins(text: &str) -> bool {
    let text = text.strip_prefix(['<', 'x', 'o']).unwrap_or(text);
    ["--", "==", "-.", "~~~"].iter().any(|line| text.starts_with(line))
}

/// The name of an edge, if there is one: `e1@-->`.
pub(crate) fn name<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    let mut ahead = *cursor;
    let name = ahead.take_while(|it| it.is_alphanumeric() || it == '_');
    if name.is_empty() || !ahead.eat("@") || !begins(ahead.rest()) {
        return None;
    }
    *cursor = ahead;
    Some(name)
}

/// The edge that is here, if there is one.
pub(crate) fn link(cursor: &mut Cursor<'_>) -> Result<Option<Link>, Unreadable> {
    if !begins(cursor.rest()) {
        return Ok(None);
    }
    let whole = *cursor;
    let start = arrow(cursor, '<');
    let rest = cursor.rest();
    if rest.starts_with("~~~") {
        let length = cursor.take_while(|it| it == '~').len() as i32 - 2;
        let (stroke, end) = (StrokeType::Normal, ArrowEnd::None);
        return Ok(Some(Link { label: None, stroke, start: ArrowEnd::None, end, length, is_unseen: true }));
    }
    let stroke = match &rest[..2] {
        "==" => StrokeType::Thick,
        "-." => StrokeType::Dotted,
        _ => StrokeType::Normal,
    };
    let line = Line(stroke);
    let mut written = None;
    let Some((end, length)) = line.end(cursor) else {
        cursor.take(2);
        written = Some(label(line.text(cursor).ok_or_else(|| unended(whole, stroke))?));
        let (end, length) = line.end(cursor).ok_or_else(|| unended(whole, stroke))?;
        return Ok(Some(Link { label: written, stroke, start, end, length, is_unseen: false }));
    };
    let mut ahead = *cursor;
    ahead.skip_spaces();
    if ahead.eat("|") {
        let text = ahead.rest();
        let close = closing(text).ok_or_else(|| whole.unreadable("`|` after the text of an edge"))?;
        written = Some(label(ahead.take(close)));
        ahead.eat("|");
        *cursor = ahead;
    }
    Ok(Some(Link { label: written, stroke, start, end, length, is_unseen: false }))
}

/// Where the bar is that ends a text, outside quotes.
fn closing(text: &str) -> Option<usize> {
    let mut is_quoted = false;
    let bar = text.char_indices().find(|&(_, letter)| {
        is_quoted ^= letter == '"';
        letter == '|' && !is_quoted
    });
    bar.map(|(at, _)| at).or_else(|| text.find('|'))
}

fn unended(whole: Cursor<'_>, stroke: StrokeType) -> Unreadable {
    let end = match stroke {
        StrokeType::Normal => "-->",
        StrokeType::Thick => "==>",
        StrokeType::Dotted => ".->",
    };
    whole.unreadable(&format!("`{end}` after the text of an edge"))
}

/// An arrow's tip, if there is one; `open` is how the usual one is written.
fn arrow(cursor: &mut Cursor<'_>, open: char) -> ArrowEnd {
    let tips = [(open, ArrowEnd::Arrow), ('x', ArrowEnd::Cross), ('o', ArrowEnd::Circle)];
    let tip = tips.into_iter().find(|(letter, _)| cursor.peek() == Some(*letter));
    tip.map_or(ArrowEnd::None, |(letter, arrow)| {
        cursor.take(letter.len_utf8());
        arrow
    })
}

/// What an edge is drawn with.
#[derive(Clone, Copy)]
struct Line(StrokeType);

impl Line {
    /// The end of an edge, if there is one, and how many rows it crosses: `-->`, `---`, `--x`, `-.->`.
    fn end(self, cursor: &mut Cursor<'_>) -> Option<(ArrowEnd, i32)> {
        let mut ahead = *cursor;
        let length = match self.0 {
            StrokeType::Dotted => {
                ahead.eat("-");
                let dots = ahead.take_while(|it| it == '.').len();
                if dots == 0 || !ahead.eat("-") {
                    return None;
                }
                let end = arrow(&mut ahead, '>');
                *cursor = ahead;
                return Some((end, dots as i32));
            }
            StrokeType::Thick => ahead.take_while(|it| it == '=').len(),
            StrokeType::Normal => ahead.take_while(|it| it == '-').len(),
        };
        let end = arrow(&mut ahead, '>');
        // An open end is one dash of the line itself.
        let length = if end == ArrowEnd::None { length.saturating_sub(1) } else { length };
        if length < 2 {
            return None;
        }
        *cursor = ahead;
        Some((end, length as i32 - 1))
    }

    /// The text within an edge, up to where the edge goes on.
    fn text<'a>(self, cursor: &mut Cursor<'a>) -> Option<&'a str> {
        let rest = cursor.rest();
        let mut is_quoted = false;
        for (at, letter) in rest.char_indices() {
            is_quoted ^= letter == '"';
            let goes_on = match self.0 {
                StrokeType::Normal => rest[at..].starts_with("--"),
                StrokeType::Thick => rest[at..].starts_with("=="),
                StrokeType::Dotted => [".-", "-.", ".."].iter().any(|line| rest[at..].starts_with(line)),
            };
            if letter == '\n' && !is_quoted {
                return None;
            }
            if goes_on && !is_quoted && self.end(&mut Cursor::new(rest, at)).is_some() {
                return Some(cursor.take(at));
            }
        }
        None
    }
}

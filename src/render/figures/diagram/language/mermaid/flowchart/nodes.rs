//! Nodes: a name, and perhaps a shape with a text, a class, and data in `@{…}`.

use std::ops::Range;

use rusty_mermaid_core::Shape;
use rusty_mermaid_diagrams::flowchart::ir::FlowVertex;

use super::super::cursor::Cursor;
use super::super::text::{has_icon, label};
use super::shapes::{OPENERS, named};
use super::{EXPECTED, FlowReader, Unreadable};

/// A key and its value in `@{…}`.
struct Datum<'a> {
    place: Range<usize>,
    key: &'a str,
    value: &'a str,
}

impl<'a> FlowReader<'a> {
    /// Reads a node, and gives its name.
    pub(super) fn node(&mut self) -> Result<String, Unreadable> {
        let start = self.cursor;
        let name = name(&mut self.cursor);
        if name.is_empty() {
            return Err(start.unreadable(EXPECTED));
        }
        self.add(name);
        if let Some((shape, text)) = self.shape()? {
            let node = self.vertex(name);
            (node.shape, node.label) = (shape, text);
        }
        self.cursor_class(name);
        while self.cursor.rest().starts_with("@{") {
            self.node_data(name)?;
            self.cursor_class(name);
        }
        Ok(name.to_owned())
    }

    /// Reads `e1@{ animate: true }`, if that is here and `e1` is an edge.
    pub(super) fn is_link_data(&mut self) -> Result<bool, Unreadable> {
        let start = self.cursor;
        let name = name(&mut self.cursor);
        if !self.cursor.rest().starts_with("@{") || !self.link_names.contains(&name) {
            self.cursor = start;
            return Ok(false);
        }
        if self.data()?.iter().any(|datum| datum.key.starts_with("anim")) {
            self.remarks.push(Unreadable {
                at: start.at()..self.cursor.at(),
                message: "an edge of a diagram does not move".into(),
                help: "leave this line out".into(),
            });
        }
        Ok(true)
    }

    /// Adds a node where it is named first, and puts it into the subgraph that is open.
    fn add(&mut self, name: &str) {
        if self.diagram.vertex(name).is_none() {
            self.diagram.vertices.push(FlowVertex::new(name, name, Shape::Rect));
        }
        let Some((group, _)) = self.open.last() else { return };
        let inside = &mut self.diagram.subgraphs[*group].node_ids;
        if !inside.iter().any(|other| other == name) {
            inside.push(name.to_owned());
        }
    }

    fn vertex(&mut self, name: &str) -> &mut FlowVertex {
        let at = self.diagram.vertices.iter().position(|node| node.id == name);
        // The node was added when its name was read.
        let at = at.unwrap_or(self.diagram.vertices.len() - 1);
        &mut self.diagram.vertices[at]
    }

    /// `:::name` behind a node.
    fn cursor_class(&mut self, node: &str) {
        if self.cursor.eat(":::") {
            let class = name(&mut self.cursor).to_owned();
            self.vertex(node).classes.push(class);
        }
    }

    /// A text within a shape, if there is one.
    fn shape(&mut self) -> Result<Option<(Shape, String)>, Unreadable> {
        let start = self.cursor;
        let Some((open, ends)) = OPENERS.iter().find(|(open, _)| start.rest().starts_with(open)) else {
            return Ok(None);
        };
        self.cursor.take(open.len());
        let Some((text, shape, length)) = enclosed(self.cursor.rest(), ends) else {
            let close = ends[0].0;
            return Err(start.unreadable(&format!("`{close}` after the text of a node")));
        };
        if has_icon(text) {
            self.remarks.push(no_icon(start.at()..self.cursor.at() + length));
        }
        self.cursor.take(length);
        Ok(Some((shape, label(text))))
    }

    /// `@{ shape: circle, label: "text" }` behind a node.
    fn node_data(&mut self, name: &str) -> Result<(), Unreadable> {
        for Datum { place, key, value } in self.data()? {
            match key {
                "shape" => match named(value) {
                    Some((shape, is_exact)) => {
                        self.vertex(name).shape = shape;
                        if !is_exact {
                            self.remarks.push(no_shape(value, place));
                        }
                    }
                    None => return Err(unknown_shape(value, place)),
                },
                "label" => self.vertex(name).label = label(value),
                "icon" | "img" => self.remarks.push(no_icon(place)),
                _ => {}
            }
        }
        Ok(())
    }

    /// The keys and values of `@{…}`, with their places.
    fn data(&mut self) -> Result<Vec<Datum<'a>>, Unreadable> {
        let start = self.cursor;
        self.cursor.eat("@{");
        let (inside, from) = (self.cursor.rest(), self.cursor.at());
        let mut is_quoted = false;
        let end = inside.char_indices().find(|&(_, letter)| {
            is_quoted ^= letter == '"';
            letter == '}' && !is_quoted
        });
        let Some((end, _)) = end else { return Err(start.unreadable("`}` after the data of a node")) };
        self.cursor.take(end + 1);
        let mut pairs = Vec::new();
        let (mut at, mut is_quoted) = (0, false);
        for (stop, letter) in inside[..end].char_indices().chain([(end, ',')]) {
            is_quoted ^= letter == '"';
            if !(letter == ',' || letter == '\n') || is_quoted && stop < end {
                continue;
            }
            if let Some((key, value)) = inside[at..stop].split_once(':') {
                let value = value.trim().trim_matches(['"', '\'']);
                pairs.push(Datum { place: from + at..from + stop, key: key.trim(), value });
            }
            at = (stop + 1).min(end);
        }
        Ok(pairs)
    }
}

/// The name of a node. A dash is a part of it unless an edge begins there.
fn name<'a>(cursor: &mut Cursor<'a>) -> &'a str {
    let rest = cursor.rest();
    let end = rest.char_indices().find(|&(at, letter)| {
        let next = rest[at + letter.len_utf8()..].chars().next();
        let is_part = match letter {
            '-' => at > 0 && next.is_some_and(|next| next.is_alphanumeric() || next == '_'),
            '=' => at > 0 && next.is_some_and(char::is_alphanumeric),
            '.' => next.is_some_and(|next| next != '-' && !next.is_whitespace()),
            _ if letter.is_ascii() => letter.is_ascii_alphanumeric() || "_!#$%'*+?\\/`".contains(letter),
            _ => !letter.is_whitespace(),
        };
        !is_part || rest[at..].starts_with("%%")
    });
    cursor.take(end.map_or(rest.len(), |(at, _)| at))
}

/// The text up to the end of a shape, the shape, and how long both are. Brackets within the text come in pairs, where they can.
fn enclosed<'a>(text: &'a str, ends: &[(&str, Shape)]) -> Option<(&'a str, Shape, usize)> {
    let ended = |at: usize| ends.iter().find(|(end, _)| text[at..].starts_with(end));
    let quoted = text.trim_start();
    if let Some(length) = quoted.strip_prefix('"').and_then(|inside| inside.find('"')) {
        let close = text.len() - quoted.len() + length + 2;
        let close = close + text[close..].len() - text[close..].trim_start().len();
        if let Some((end, shape)) = ended(close) {
            return Some((&text[..close], *shape, close + end.len()));
        }
    }
    let mut depth = 0_usize;
    let paired = text.char_indices().find(|&(at, letter)| {
        let is_end = depth == 0 && ended(at).is_some();
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_end
    });
    let paired = paired.map(|(at, _)| at).filter(|at| !text[..*at].contains('\n'));
    let at = paired.or_else(|| text.char_indices().map(|(at, _)| at).find(|&at| ended(at).is_some()))?;
    ended(at).map(|(end, shape)| (&text[..at], *shape, at + end.len()))
}

fn no_icon(at: Range<usize>) -> Unreadable {
    Unreadable {
        at,
        message: "diagrams have no icons and no pictures: this node shows its text alone".into(),
        help: "write the sign itself, such as an emoji, into the text".into(),
    }
}

fn no_shape(name: &str, at: Range<usize>) -> Unreadable {
    Unreadable {
        at,
        message: format!("the shape `{name}` is drawn as a plain box"),
        help: "choose one of those that docs/diagrams.md lists".into(),
    }
}

fn unknown_shape(name: &str, at: Range<usize>) -> Unreadable {
    let help = match super::shapes::nearest_to(name) {
        Some(other) => format!("did you mean `{other}`?"),
        None => "write `rect`, `rounded`, `diamond`, `circle`, `cyl`, `hex` …".into(),
    };
    Unreadable { at, message: format!("no shape is called `{name}`"), help }
}

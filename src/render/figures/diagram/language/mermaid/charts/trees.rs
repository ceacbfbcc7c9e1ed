//! Trees by the indentation of their lines: mind maps, boards and treemaps.

use rusty_mermaid_diagrams::kanban::ir::{KanbanBoard, KanbanCard, KanbanColumn, Priority};
use rusty_mermaid_diagrams::mindmap::ir::{MindmapDiagram, MindmapNode, MindmapShape};
use rusty_mermaid_diagrams::treemap::ir::{TreemapDiagram, TreemapNode};

use super::super::source::Source;
use super::super::statements::{Statement, class};
use super::super::text::label;
use super::{Unreadable, behind, empty, indentation, lines, wrong};
use crate::render::figures::diagram::language::NESTED;

/// A tree that is read line by line.
struct Branches<T> {
    /// The way to the last line: how far each is indented.
    path: Vec<(usize, T)>,
    roots: Vec<T>,
    put: fn(&mut T, T),
}

impl<T> Branches<T> {
    fn new(put: fn(&mut T, T)) -> Branches<T> {
        Branches { path: Vec::new(), roots: Vec::new(), put }
    }

    /// Adds a line below the last that is indented less.
    fn add(&mut self, indentation: usize, node: T) {
        self.close(indentation);
        self.path.push((indentation, node));
    }

    /// Puts all that is indented at least as much below what it belongs to.
    fn close(&mut self, indentation: usize) {
        while self.path.last().is_some_and(|(other, _)| *other >= indentation) {
            let Some((_, node)) = self.path.pop() else { return };
            match self.path.last_mut() {
                Some((_, parent)) => (self.put)(parent, node),
                None => self.roots.push(node),
            }
        }
    }

    fn finish(mut self) -> Vec<T> {
        self.close(0);
        self.roots
    }
}

fn too_deep(line: &Statement<'_>) -> Unreadable {
    Unreadable {
        at: line.at.clone(),
        message: format!("this diagram has more than {NESTED} parts within others"),
        help: "part it into several".into(),
    }
}

/// A middle and its branches, and what is not drawn of it.
pub(crate) fn mindmap(source: &Source) -> Result<(MindmapDiagram, Vec<Unreadable>), Unreadable> {
    let mut remarks = Vec::new();
    let mut branches: Branches<MindmapNode> = Branches::new(|parent, child| parent.children.push(child));
    for line in lines(source) {
        if line.text.starts_with("::icon(") {
            remarks.push(Unreadable {
                at: line.at,
                message: "a mind map has no icons".into(),
                help: "write the sign itself, such as an emoji, into the text".into(),
            });
            continue;
        }
        if class(line.text).is_some() {
            remarks.push(Unreadable {
                at: line.at,
                message: "the branches of a mind map have the theme's colours".into(),
                help: "leave the class out".into(),
            });
            continue;
        }
        if branches.path.len() > NESTED {
            return Err(too_deep(&line));
        }
        branches.add(indentation(source, &line), node(line.text));
        if !branches.roots.is_empty() {
            return Err(Unreadable {
                at: line.at,
                message: "a mind map has one middle only".into(),
                help: "indent this line, so that it is a branch of the first".into(),
            });
        }
    }
    match branches.finish().pop() {
        Some(root) => Ok((MindmapDiagram { root }, remarks)),
        None => Err(empty(source, "a middle, and branches that are indented below it")),
    }
}

/// A node with its shape: `id((text))`.
fn node(text: &str) -> MindmapNode {
    let shapes = [
        ("((", "))", MindmapShape::Circle),
        ("))", "((", MindmapShape::Bang),
        ("{{", "}}", MindmapShape::Hexagon),
        ("[", "]", MindmapShape::Rect),
        ("(", ")", MindmapShape::RoundedRect),
        (")", "(", MindmapShape::Cloud),
    ];
    for (open, close, shape) in shapes {
        let inside = text.find(open).zip(text.strip_suffix(close));
        let inside = inside.and_then(|(at, rest)| Some((&text[..at], rest.get(at + open.len()..)?)));
        if let Some((id, inside)) = inside
            && !id.contains(char::is_whitespace)
            && !inside.is_empty()
        {
            return MindmapNode { shape, ..MindmapNode::new(label(inside)) };
        }
    }
    MindmapNode::new(label(text))
}

/// Columns with cards below them.
pub(crate) fn kanban(source: &Source) -> Result<KanbanBoard, Unreadable> {
    let expected = "a column, or below it and indented a card: `id[Text]`";
    let mut board = KanbanBoard::new();
    let mut level = None;
    for line in lines(source) {
        let (text, data) = line.text.split_once("@{").unwrap_or((line.text, ""));
        let (id, title) = titled(text.trim());
        let indentation = indentation(source, &line);
        if indentation <= *level.get_or_insert(indentation) {
            board.columns.push(KanbanColumn { id, label: title, cards: Vec::new() });
            continue;
        }
        let mut card = KanbanCard::new(id, title);
        card_data(data.trim_end_matches('}'), &mut card).ok_or_else(|| {
            wrong(&line, "`@{ assigned: 'name', ticket: 'number', priority: 'High' }` behind a card")
        })?;
        board.columns.last_mut().ok_or_else(|| wrong(&line, expected))?.cards.push(card);
    }
    if board.columns.is_empty() { Err(empty(source, expected)) } else { Ok(board) }
}

fn titled(text: &str) -> (String, String) {
    let inside = text.split_once('[').and_then(|(id, rest)| Some((id, rest.strip_suffix(']')?)));
    let inside =
        inside.or_else(|| text.split_once('(').and_then(|(id, rest)| Some((id, rest.strip_suffix(')')?))));
    match inside.filter(|(id, _)| !id.contains(char::is_whitespace)) {
        Some((id, title)) => (id.to_owned(), label(title)),
        None => (text.to_owned(), label(text)),
    }
}

fn card_data(data: &str, card: &mut KanbanCard) -> Option<()> {
    for part in data.split(',').filter(|part| !part.trim().is_empty()) {
        let (key, value) = part.split_once(':')?;
        let value = label(value.trim().trim_matches('\''));
        match key.trim() {
            "assigned" => card.assigned = Some(value),
            "ticket" => card.ticket = Some(value),
            "priority" => {
                card.priority = Some(match value.to_ascii_lowercase().as_str() {
                    "very high" => Priority::VeryHigh,
                    "high" => Priority::High,
                    "medium" => Priority::Medium,
                    "low" => Priority::Low,
                    "very low" => Priority::VeryLow,
                    _ => return None,
                });
            }
            "icon" | "label" => {}
            _ => return None,
        }
    }
    Some(())
}

/// Areas within areas.
pub(crate) fn treemap(source: &Source) -> Result<TreemapDiagram, Unreadable> {
    let expected = "a section such as `\"Name\"`, or below it and indented an area such as `\"Name\": 10`";
    let mut branches: Branches<TreemapNode> = Branches::new(|parent, child| {
        parent.value = None;
        parent.children.push(child);
    });
    for line in lines(source).iter().filter(|line| behind(line.text, "classDef").is_none()) {
        if branches.path.len() > NESTED {
            return Err(too_deep(line));
        }
        let text = line.text.split(":::").next().unwrap_or_default().trim();
        let quoted = text.strip_prefix('"').and_then(|inside| inside.split_once('"'));
        let (name, value) = match quoted {
            Some((name, rest)) => (name, rest.trim().trim_start_matches([':', ',']).trim()),
            None => text.rsplit_once(':').map_or((text, ""), |(name, value)| (name, value.trim())),
        };
        let number = value.parse::<f64>().ok().filter(|number| *number > 0.0 && *number < 1e15);
        if number.is_none() && !value.is_empty() {
            return Err(wrong(line, expected));
        }
        let node = TreemapNode { name: label(name), value: number, children: Vec::new() };
        branches.add(indentation(source, line), node);
    }
    let roots = branches.finish();
    match roots.iter().any(|root| root.total_value() > 0.0) {
        true => Ok(TreemapDiagram { roots }),
        false => Err(empty(source, "areas such as `\"Name\": 10`")),
    }
}

/// How many sections and areas there are.
pub(crate) fn treemap_size(nodes: &[TreemapNode]) -> usize {
    nodes.iter().map(|node| 1 + treemap_size(&node.children)).sum()
}

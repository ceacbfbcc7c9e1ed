//! What a diagram shows, in words, for those who do not see it.

pub(crate) mod charts;

use rusty_mermaid_diagrams::class::ir::{ClassDiagram, RelationType};
use rusty_mermaid_diagrams::flowchart::ir::{ArrowEnd, FlowDiagram};
use rusty_mermaid_diagrams::gantt::ir::{GanttChart, TaskEnd, TaskStart};
use rusty_mermaid_diagrams::pie::ir::PieChart;
use rusty_mermaid_diagrams::sequence::ir::{SequenceDiagram, SequenceItem};
use rusty_mermaid_diagrams::state::ir::{StateDiagram, StateKind, StateNode, StateTransition};

use super::mermaid::style::is_seen;
use crate::render::figures::diagram::label::plain_lines;

/// How long a description may be, in bytes: a listener cannot leaf back.
const LIMIT: usize = 1500;

fn words(label: &str) -> String {
    plain_lines(label).join(" ")
}

/// Sentences with semicolons between them, until there are too many.
fn sentences(parts: impl IntoIterator<Item = String>) -> String {
    let mut text = String::new();
    for part in parts {
        if text.len() + part.len() > LIMIT {
            text.push_str("; and more");
            break;
        }
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(&part);
    }
    if !text.is_empty() {
        text.push('.');
    }
    text
}

fn with_label(sentence: String, label: Option<&str>) -> String {
    match label.map(words).filter(|label| !label.is_empty()) {
        Some(label) => format!("{sentence} ({label})"),
        None => sentence,
    }
}

/// Says what leads to what.
pub(super) fn flowchart(diagram: &FlowDiagram) -> String {
    let label = |id: &str| diagram.vertex(id).map_or_else(|| id.to_owned(), |node| words(&node.label));
    let seen = diagram.edges.iter().enumerate().filter(|(number, _)| is_seen(diagram, *number));
    let edges = seen.map(|(_, edge)| {
        let (src, dst) = (label(&edge.src), label(&edge.dst));
        let sentence = match (edge.start_arrow, edge.end_arrow) {
            (ArrowEnd::None, ArrowEnd::None) => format!("{src} and {dst} are linked"),
            (ArrowEnd::None, _) => format!("{src} leads to {dst}"),
            (_, ArrowEnd::None) => format!("{dst} leads to {src}"),
            _ => format!("{src} and {dst} lead to each other"),
        };
        with_label(sentence, edge.label.as_deref())
    });
    let is_alone = |id: &str| {
        let mut edges = diagram.edges.iter().enumerate();
        !edges.any(|(number, edge)| (edge.src == id || edge.dst == id) && is_seen(diagram, number))
    };
    let alone = diagram.vertices.iter().filter(|node| is_alone(&node.id)).map(|node| words(&node.label));
    let groups = diagram.subgraphs.iter().map(|group| {
        let inside: Vec<_> = group.node_ids.iter().map(|id| label(id)).collect();
        format!(
            "{} holds {}",
            words(group.label.as_deref().unwrap_or(group.id.trim_start_matches('\u{1}'))),
            inside.join(", ")
        )
    });
    sentences(edges.chain(alone).chain(groups))
}

/// Says who sends what to whom.
pub(super) fn sequence(diagram: &SequenceDiagram) -> String {
    let label = |id: &str| diagram.participant(id).map_or_else(|| id.to_owned(), |actor| words(&actor.label));
    let mut parts = Vec::new();
    let mut left: Vec<&SequenceItem> = diagram.items.iter().rev().collect();
    while let Some(item) = left.pop() {
        match item {
            SequenceItem::Message(message) => {
                let text = message.label.as_deref().map(words).unwrap_or_default();
                parts.push(format!("{} to {}: {text}", label(&message.from), label(&message.to)));
            }
            SequenceItem::Note(note) => parts.push(format!("note: {}", words(&note.text))),
            SequenceItem::Activation(_) => {}
            SequenceItem::Fragment(fragment) => {
                let first = fragment.sections.first().and_then(|section| section.label.as_deref());
                let condition = words(fragment.label.as_deref().or(first).unwrap_or_default());
                parts.push(format!("{:?} {condition}", fragment.kind).to_lowercase());
                left.extend(fragment.sections.iter().rev().flat_map(|section| section.items.iter().rev()));
            }
        }
    }
    sentences(parts)
}

/// Says how classes are related.
pub(super) fn classes(diagram: &ClassDiagram) -> String {
    let relations = diagram.relationships.iter().map(|relation| {
        let is = |kind| relation.from_type == Some(kind);
        let was = |kind| relation.to_type == Some(kind);
        let (from, to) = (&relation.from_id, &relation.to_id);
        let sentence = if is(RelationType::Extension) {
            format!("{to} extends {from}")
        } else if was(RelationType::Extension) {
            format!("{from} extends {to}")
        } else if is(RelationType::Composition) || is(RelationType::Aggregation) {
            format!("{from} has {to}")
        } else if was(RelationType::Composition) || was(RelationType::Aggregation) {
            format!("{to} has {from}")
        } else if was(RelationType::Dependency) {
            format!("{from} depends on {to}")
        } else if is(RelationType::Dependency) {
            format!("{to} depends on {from}")
        } else {
            format!("{from} and {to} belong together")
        };
        with_label(sentence, relation.label.as_deref())
    });
    let classes = diagram.classes.iter().map(|class| {
        let members = class.members.iter().chain(&class.methods).map(|member| words(&member.display_text()));
        let members: Vec<_> = members.collect();
        match members.is_empty() {
            true => format!("class {}", class.id),
            false => format!("class {} with {}", class.id, members.join(", ")),
        }
    });
    sentences(classes.chain(relations))
}

/// Says which state goes to which.
pub(super) fn states(diagram: &StateDiagram) -> String {
    let mut nodes: Vec<&StateNode> = Vec::new();
    let mut transitions: Vec<&StateTransition> = diagram.transitions.iter().collect();
    let mut left: Vec<&StateNode> = diagram.states.iter().collect();
    while let Some(node) = left.pop() {
        nodes.push(node);
        if let StateKind::Composite { children, transitions: inner, regions, .. } = &node.kind {
            left.extend(children.iter().chain(regions.iter().flat_map(|region| &region.children)));
            transitions.extend(inner.iter().chain(regions.iter().flat_map(|region| &region.transitions)));
        }
    }
    let label = |id: &str, is_start: bool| {
        let node = nodes.iter().find(|node| node.id == id);
        match node.and_then(|node| node.label.as_deref()) {
            Some(label) => words(label),
            None if id.contains("[*]") || id.contains("start") || id.contains("_end") => {
                if is_start { "the start" } else { "the end" }.to_owned()
            }
            None => id.to_owned(),
        }
    };
    sentences(transitions.iter().map(|transition| {
        let sentence = format!("{} goes to {}", label(&transition.src, true), label(&transition.dst, false));
        with_label(sentence, transition.label.as_deref())
    }))
}

/// Says when each task begins and how long it takes.
pub(super) fn plan(chart: &GanttChart) -> String {
    let tasks = chart.sections.iter().flat_map(|section| {
        let name = section.name.clone().unwrap_or_default();
        section.tasks.iter().map(move |task| {
            let from = match &task.start {
                TaskStart::Date(date) => format!(" from {date}"),
                TaskStart::After(other) => format!(" after {other}"),
                TaskStart::Auto => String::new(),
            };
            let to = match &task.end {
                TaskEnd::Date(date) => format!(" until {date}"),
                TaskEnd::Duration(length) => format!(" for {length}"),
                TaskEnd::Auto => String::new(),
            };
            let section = if name.is_empty() { String::new() } else { format!("{name}: ") };
            format!("{section}{}{from}{to}", task.name)
        })
    });
    sentences(tasks)
}

/// Says how large each slice is.
pub(super) fn slices(chart: &PieChart) -> String {
    let total = chart.total();
    sentences(chart.slices.iter().map(|slice| {
        let share = if total > 0.0 { slice.value / total * 100.0 } else { 0.0 };
        format!("{}: {} ({share:.0} %)", slice.label, slice.value)
    }))
}

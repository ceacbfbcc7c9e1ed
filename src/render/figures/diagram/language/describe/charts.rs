//! What the kinds of lists and trees show, in words.

use rusty_mermaid_diagrams::er::ir::{Cardinality, ErDiagram};
use rusty_mermaid_diagrams::gitgraph::ir::{GitGraph, GitStatement};
use rusty_mermaid_diagrams::journey::ir::JourneyDiagram;
use rusty_mermaid_diagrams::kanban::ir::KanbanBoard;
use rusty_mermaid_diagrams::mindmap::ir::{MindmapDiagram, MindmapNode};
use rusty_mermaid_diagrams::packet::ir::PacketDiagram;
use rusty_mermaid_diagrams::quadrant::ir::QuadrantChart;
use rusty_mermaid_diagrams::radar::ir::RadarChart;
use rusty_mermaid_diagrams::requirement::ir::RequirementDiagram;
use rusty_mermaid_diagrams::sankey::ir::SankeyDiagram;
use rusty_mermaid_diagrams::timeline::ir::TimelineDiagram;
use rusty_mermaid_diagrams::treemap::ir::{TreemapDiagram, TreemapNode};
use rusty_mermaid_diagrams::xychart::ir::{AxisDef, XyChart};

use super::{sentences, with_label, words};

fn list(parts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    parts.into_iter().map(|part| words(part.as_ref())).collect::<Vec<_>>().join(", ")
}

/// Says what is committed, branched and merged.
pub(crate) fn git(graph: &GitGraph) -> String {
    sentences(graph.statements.iter().map(|statement| match statement {
        GitStatement::Commit { id, tag, .. } => {
            let name = id.as_deref().map(|id| format!("commit {}", words(id)));
            with_label(name.unwrap_or_else(|| "commit".into()), tag.as_deref())
        }
        GitStatement::Branch { name, .. } => format!("branch {}", words(name)),
        GitStatement::Checkout(name) => format!("go on with {}", words(name)),
        GitStatement::Merge { branch, tag, .. } => {
            with_label(format!("merge {}", words(branch)), tag.as_deref())
        }
        GitStatement::CherryPick { id, .. } => format!("cherry-pick {}", words(id)),
    }))
}

/// Says what happened when.
pub(crate) fn timeline(diagram: &TimelineDiagram) -> String {
    let tasks = diagram.sections.iter().flat_map(|section| &section.tasks);
    sentences(tasks.map(|task| format!("{}: {}", words(&task.name), list(&task.events))))
}

/// Says who likes what how much.
pub(crate) fn journey(diagram: &JourneyDiagram) -> String {
    let tasks = diagram.sections.iter().flat_map(|section| &section.tasks);
    sentences(
        tasks.map(|task| format!("{}: {} of 5 for {}", words(&task.name), task.score, list(&task.actors))),
    )
}

/// Says where each point is.
pub(crate) fn quadrant(chart: &QuadrantChart) -> String {
    let names = chart.quadrants.iter().flatten().map(|name| words(name));
    let points =
        chart.points.iter().map(|point| format!("{} at {}, {}", words(&point.label), point.x, point.y));
    sentences(points.chain(names))
}

/// Says the values of each series.
pub(crate) fn xy(chart: &XyChart) -> String {
    let categories = match &chart.x_axis {
        AxisDef::Band { categories, .. } => &categories[..],
        AxisDef::Linear { .. } => &[],
    };
    sentences(chart.plots.iter().map(|plot| {
        let values = plot.values.iter().enumerate().map(|(number, value)| match categories.get(number) {
            Some(name) => format!("{} {value}", words(name)),
            None => value.to_string(),
        });
        let values: Vec<_> = values.collect();
        let name = plot.label.as_deref().map(|label| format!("{}: ", words(label)));
        format!("{}{}", name.unwrap_or_default(), values.join(", "))
    }))
}

/// Says how much flows where.
pub(crate) fn sankey(diagram: &SankeyDiagram) -> String {
    let links = diagram.links.iter();
    sentences(links.map(|link| format!("{} to {}: {}", words(&link.source), words(&link.target), link.value)))
}

/// Says the values of each curve.
pub(crate) fn radar(chart: &RadarChart) -> String {
    sentences(chart.curves.iter().map(|curve| {
        let pairs = chart.axes.iter().zip(&curve.values);
        let values: Vec<_> = pairs.map(|(axis, value)| format!("{} {value}", words(&axis.label))).collect();
        format!("{}: {}", words(&curve.label), values.join(", "))
    }))
}

/// Says which bits are what.
pub(crate) fn packet(diagram: &PacketDiagram) -> String {
    let fields = diagram.fields.iter();
    sentences(fields.map(|field| format!("bits {} to {}: {}", field.start, field.end, words(&field.label))))
}

/// Says what is in each column.
pub(crate) fn kanban(board: &KanbanBoard) -> String {
    sentences(board.columns.iter().map(|column| {
        let cards = column.cards.iter().map(|card| &card.label);
        format!("{}: {}", words(&column.label), list(cards))
    }))
}

/// Says what each section holds.
pub(crate) fn treemap(diagram: &TreemapDiagram) -> String {
    let mut parts = Vec::new();
    let mut left: Vec<&TreemapNode> = diagram.roots.iter().rev().collect();
    while let Some(node) = left.pop() {
        match node.children.is_empty() {
            true => parts.push(format!("{}: {}", words(&node.name), node.total_value())),
            false => {
                parts.push(format!(
                    "{} holds {}",
                    words(&node.name),
                    list(node.children.iter().map(|it| &it.name))
                ));
                left.extend(node.children.iter().rev());
            }
        }
    }
    sentences(parts)
}

/// Says which branches each node has.
pub(crate) fn mindmap(diagram: &MindmapDiagram) -> String {
    let mut parts = Vec::new();
    let mut left: Vec<&MindmapNode> = vec![&diagram.root];
    while let Some(node) = left.pop() {
        if !node.children.is_empty() {
            parts.push(format!("{}: {}", words(&node.text), list(node.children.iter().map(|it| &it.text))));
        }
        left.extend(node.children.iter().rev());
    }
    match parts.is_empty() {
        true => sentences([words(&diagram.root.text)]),
        false => sentences(parts),
    }
}

/// Says how entities are related, and what each has.
pub(crate) fn entities(diagram: &ErDiagram) -> String {
    let name = |id: &str| diagram.entity(id).map_or_else(|| words(id), |entity| words(entity.display_name()));
    let relations = diagram.relationships.iter().map(|relation| {
        let count = match relation.cardinality_b {
            Cardinality::ExactlyOne => "one",
            Cardinality::ZeroOrOne => "at most one",
            Cardinality::OneOrMore => "one or more",
            Cardinality::ZeroOrMore => "any number of",
        };
        let sentence = format!("{} to {count} {}", name(&relation.entity_a), name(&relation.entity_b));
        with_label(sentence, relation.label.as_deref())
    });
    let entities = diagram.entities.iter().filter(|entity| !entity.attributes.is_empty()).map(|entity| {
        format!("{} has {}", words(entity.display_name()), list(entity.attributes.iter().map(|it| &it.name)))
    });
    sentences(relations.chain(entities))
}

/// Says what is required, and what does it.
pub(crate) fn requirements(diagram: &RequirementDiagram) -> String {
    let requirements = diagram.requirements.iter().map(|requirement| {
        let sentence = format!("{} {}", requirement.display_type(), words(&requirement.name));
        with_label(sentence, requirement.text.as_deref())
    });
    let relations = diagram.relationships.iter();
    let relations =
        relations.map(|it| format!("{} {} {}", words(&it.src), it.rel_type.label(), words(&it.dst)));
    sentences(requirements.chain(relations))
}

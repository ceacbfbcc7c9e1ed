//! Several edges between the same two states or classes, which the library cannot rank where there are groups (see
//! [`detour`](super::detour)): the first is laid out, and the others bow out beside it.

use std::collections::HashSet;

use rusty_mermaid_core::{Point, SimpleTextMeasure, TextMeasure, TextStyle};
use rusty_mermaid_diagrams::class::bridge::{ClassEdgeLayout, LayoutResult as ClassLayout};
use rusty_mermaid_diagrams::class::ir::{ClassDiagram, ClassRelation, LineType};
use rusty_mermaid_diagrams::common::layout::{EdgeLayout, StrokeType};
use rusty_mermaid_diagrams::state::bridge::LayoutResult as StateLayout;
use rusty_mermaid_diagrams::state::ir::{StateDiagram, StateKind, StateNode, StateTransition};

/// How far each further edge is beside the one before, and its text below that one's, in pixels.
const ASIDE: (f64, f64) = (26.0, 18.0);

/// Takes out of a diagram with namespaces all but the first relation between any two classes.
pub(super) fn part_classes(diagram: &mut ClassDiagram) -> Vec<ClassRelation> {
    if diagram.namespaces.is_empty() {
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let mut is_first = |relation: &ClassRelation| {
        relation.from_id == relation.to_id || seen.insert(pair(&relation.from_id, &relation.to_id))
    };
    let all = std::mem::take(&mut diagram.relationships);
    let (first, others) = all.into_iter().partition(|relation| is_first(relation));
    diagram.relationships = first;
    others
}

/// Draws the relations again that were taken out before the layout.
pub(super) fn join_classes(layout: &mut ClassLayout, others: Vec<ClassRelation>) {
    for relation in others {
        let edges = layout.edges.iter().map(|edge| &edge.edge);
        let Some(mut edge) = beside(edges, &relation.from_id, &relation.to_id, relation.label) else {
            continue;
        };
        edge.stroke = match relation.line_type {
            LineType::Solid => StrokeType::Normal,
            LineType::Dotted => StrokeType::Dotted,
        };
        layout.edges.push(ClassEdgeLayout {
            edge,
            from_type: relation.from_type,
            to_type: relation.to_type,
            cardinality_from: relation.cardinality_from,
            cardinality_to: relation.cardinality_to,
        });
    }
}

/// Takes out of a diagram with composite states all but the first transition between any two states of a level.
pub(super) fn part_states(diagram: &mut StateDiagram) -> Vec<StateTransition> {
    let mut others = Vec::new();
    if diagram.states.iter().any(StateNode::is_composite) {
        part_level(&mut diagram.transitions, &mut others);
        part_below(&mut diagram.states, &mut others);
    }
    others
}

fn part_below(states: &mut [StateNode], others: &mut Vec<StateTransition>) {
    for state in states {
        if let StateKind::Composite { children, transitions, regions, .. } = &mut state.kind {
            // What is in regions is in the state as well, and is drawn once.
            part_level(transitions, others);
            part_below(children, others);
            for region in regions {
                part_level(&mut region.transitions, &mut Vec::new());
                part_below(&mut region.children, &mut Vec::new());
            }
        }
    }
}

fn part_level(transitions: &mut Vec<StateTransition>, others: &mut Vec<StateTransition>) {
    let mut seen = HashSet::new();
    let mut is_first = |arrow: &StateTransition| match arrow.src == "[*]" || arrow.dst == "[*]" {
        true => seen.insert((arrow.src.clone(), format!("{} to", arrow.dst))),
        false => arrow.src == arrow.dst || seen.insert(pair(&arrow.src, &arrow.dst)),
    };
    let all = std::mem::take(transitions);
    let (first, later): (Vec<_>, Vec<_>) = all.into_iter().partition(|arrow| is_first(arrow));
    *transitions = first;
    others.extend(later);
}

/// Draws the transitions again that were taken out before the layout.
pub(super) fn join_states(layout: &mut StateLayout, others: Vec<StateTransition>) {
    for arrow in others {
        let edge = beside(layout.edges.iter(), &arrow.src, &arrow.dst, arrow.label);
        layout.edges.extend(edge);
    }
}

fn pair(one: &str, other: &str) -> (String, String) {
    (one.min(other).to_owned(), one.max(other).to_owned())
}

/// An edge that bows out beside those that are there between the same nodes; `None` if there is none.
fn beside<'a>(
    edges: impl Iterator<Item = &'a EdgeLayout>,
    src: &str,
    dst: &str,
    label: Option<String>,
) -> Option<EdgeLayout> {
    let are_same = |edge: &&EdgeLayout| pair(&edge.src, &edge.dst) == pair(src, dst);
    let all: Vec<_> = edges.filter(are_same).collect();
    let first = *all.first()?;
    let (start, end) = (*first.points.first()?, *first.points.last()?);
    let (number, middle) = (all.len() as f64, first.points[first.points.len() / 2]);
    let middle = match first.points.len() {
        2 => Point::new(f64::midpoint(start.x, end.x), f64::midpoint(start.y, end.y)),
        _ => middle,
    };
    let middle = Point::new(middle.x + ASIDE.0 * number, middle.y + ASIDE.1 * number);
    let mut points = vec![start, middle, end];
    if first.src != src {
        points.reverse();
    }
    let style = TextStyle { font_size: 12.0, ..TextStyle::default() };
    let size = |label: &String| SimpleTextMeasure::default().measure(label, &style);
    let label_size = label.as_ref().map(size).map(|size| (size.width, size.height));
    Some(EdgeLayout {
        src: src.into(),
        dst: dst.into(),
        points,
        label,
        label_size,
        stroke: first.stroke,
        start_arrow: first.start_arrow,
        end_arrow: first.end_arrow,
        custom_style: first.custom_style.clone(),
    })
}

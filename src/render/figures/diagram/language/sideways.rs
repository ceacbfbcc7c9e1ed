//! State diagrams that the library cannot lay out as such become flowcharts: those that lie on their side, and those with
//! an arrow that leads into a composite state or out of it, or several that join one with others.

use std::collections::{HashMap, HashSet};

use rusty_mermaid_core::{Direction, Shape};
use rusty_mermaid_diagrams::common::styling::{StyleProperty, StyleStmt};
use rusty_mermaid_diagrams::flowchart::ir::{
    ArrowEnd, FlowDiagram, FlowEdge, FlowSubGraph, FlowVertex, StrokeType,
};
use rusty_mermaid_diagrams::state::ir::{StateDiagram, StateKind, StateNode, StateNote, StateTransition};

use super::scene::role;

/// The flowchart of a state diagram; `None` for one that the library lays out well itself.
pub(super) fn as_flow(diagram: &StateDiagram) -> Option<FlowDiagram> {
    let mut levels = Levels::default();
    levels.read(&diagram.states, &diagram.transitions, None);
    let lies = matches!(diagram.direction, Direction::LR | Direction::RL);
    if levels.has_regions || !(lies || levels.crosses() || levels.doubles() || levels.fans()) {
        return None;
    }
    let mut writer = StateWriter { levels: &levels, flow: FlowDiagram::new(diagram.direction) };
    writer.level(&diagram.states, &diagram.transitions, &diagram.notes, None);
    let mut flow = writer.flow;
    flow.class_defs = diagram.class_defs.clone();
    flow.style_stmts.extend(diagram.style_stmts.iter().cloned());
    Some(flow)
}

/// At which level each state is: in which composite state, the innermost that names it.
#[derive(Default)]
struct Levels<'a> {
    places: HashMap<&'a str, (usize, Option<&'a str>)>,
    /// The level of each arrow's two ends as it is written, and of its own.
    arrows: Vec<(&'a str, &'a str, Option<&'a str>)>,
    has_regions: bool,
    depth: usize,
}

impl<'a> Levels<'a> {
    fn read(&mut self, states: &'a [StateNode], arrows: &'a [StateTransition], inside: Option<&'a str>) {
        for state in states {
            let place = self.places.entry(&state.id).or_insert((self.depth, inside));
            if place.0 < self.depth {
                *place = (self.depth, inside);
            }
            if let StateKind::Composite { children, transitions, regions, .. } = &state.kind {
                self.has_regions |= !regions.is_empty();
                self.depth += 1;
                self.read(children, transitions, Some(&state.id));
                self.depth -= 1;
            }
        }
        self.arrows.extend(arrows.iter().map(|arrow| (arrow.src.as_str(), arrow.dst.as_str(), inside)));
    }

    fn place(&self, id: &str) -> Option<&'a str> {
        self.places.get(id).and_then(|(_, inside)| *inside)
    }

    /// Whether an arrow names a state of another level than its own.
    fn crosses(&self) -> bool {
        let is_other = |id: &str, inside| id != "[*]" && self.place(id) != inside;
        self.arrows.iter().any(|(src, dst, inside)| is_other(src, *inside) || is_other(dst, *inside))
    }
}

impl Levels<'_> {
    /// Whether several arrows lead out of a composite state, or into one: the library puts their other ends into each other.
    fn fans(&self) -> bool {
        let groups: HashSet<&str> = self.places.values().filter_map(|(_, inside)| *inside).collect();
        let several = |ends: &mut dyn Iterator<Item = &str>| {
            let mut seen = HashSet::new();
            ends.filter(|id| groups.contains(id)).any(|id| !seen.insert(id.to_owned()))
        };
        several(&mut self.arrows.iter().map(|(src, ..)| *src))
            || several(&mut self.arrows.iter().map(|(_, dst, _)| *dst))
    }

    /// Whether there are composite states, and two arrows between the same states.
    fn doubles(&self) -> bool {
        let mut seen = HashSet::new();
        let has_groups = self.places.values().any(|(depth, _)| *depth > 0);
        let pair = |(src, dst, inside): &(&'_ str, &'_ str, Option<&'_ str>)| {
            let (src, dst) = (src.to_string(), dst.to_string());
            (src.clone().min(dst.clone()), src.max(dst), inside.map(str::to_owned))
        };
        has_groups
            && !self.arrows.iter().filter(|(src, dst, _)| src != dst).all(|arrow| seen.insert(pair(arrow)))
    }
}

struct StateWriter<'a> {
    levels: &'a Levels<'a>,
    flow: FlowDiagram,
}

impl StateWriter<'_> {
    /// Writes a level, and gives the names of what is in it: states, and composite states.
    fn level(
        &mut self,
        states: &[StateNode],
        arrows: &[StateTransition],
        notes: &[StateNote],
        inside: Option<&str>,
    ) -> (Vec<String>, Vec<String>) {
        let (mut nodes, mut groups) = (Vec::new(), Vec::new());
        for state in states {
            if self.levels.place(&state.id) != inside {
                continue;
            }
            let label = state.label.clone().unwrap_or_else(|| state.id.clone());
            if let StateKind::Composite { direction, children, transitions, notes, .. } = &state.kind {
                let (node_ids, subgraph_ids) = self.level(children, transitions, notes, Some(&state.id));
                let (id, label) = (state.id.clone(), Some(label));
                self.flow.subgraphs.push(FlowSubGraph {
                    id,
                    label,
                    direction: *direction,
                    node_ids,
                    subgraph_ids,
                });
                groups.push(state.id.clone());
                continue;
            }
            let (shape, label) = match state.kind {
                StateKind::Choice => (Shape::Diamond, state.label.clone().unwrap_or_default()),
                StateKind::History => (Shape::Circle, "H".into()),
                StateKind::Fork | StateKind::Join => (Shape::Rect, state.label.clone().unwrap_or_default()),
                _ => (Shape::RoundedRect, label),
            };
            let classes = state.classes.clone();
            self.flow.vertices.push(FlowVertex { classes, ..FlowVertex::new(&state.id, label, shape) });
            nodes.push(state.id.clone());
        }
        for arrow in arrows {
            let end = |writer: &mut Self, id: &str, is_start: bool, nodes: &mut Vec<String>| match id {
                "[*]" => writer.dot(inside, is_start, nodes),
                id => id.to_owned(),
            };
            let src = end(self, &arrow.src, true, &mut nodes);
            let dst = end(self, &arrow.dst, false, &mut nodes);
            self.flow.edges.push(FlowEdge { label: arrow.label.clone(), ..FlowEdge::new(src, dst) });
        }
        for (number, note) in notes.iter().enumerate() {
            let id = format!("{}[note]_{number}", inside.unwrap_or_default());
            self.flow.vertices.push(FlowVertex::new(&id, &note.text, Shape::Rect));
            self.paint(&id, "note");
            let (stroke, end_arrow) = (StrokeType::Dotted, ArrowEnd::None);
            self.flow.edges.push(FlowEdge { stroke, end_arrow, ..FlowEdge::new(&note.state_id, &id) });
            nodes.push(id);
        }
        (nodes, groups)
    }

    /// The beginning or the end of a level.
    fn dot(&mut self, inside: Option<&str>, is_start: bool, nodes: &mut Vec<String>) -> String {
        let end = if is_start { "start" } else { "end" };
        let id = format!("{}[*]_{end}", inside.map(|inside| format!("{inside}.")).unwrap_or_default());
        if !nodes.contains(&id) {
            let shape = if is_start { Shape::Circle } else { Shape::DoubleCircle };
            self.flow.vertices.push(FlowVertex::new(&id, "", shape));
            self.paint(&id, if is_start { "edge" } else { "ground" });
            nodes.push(id.clone());
        }
        id
    }

    fn paint(&mut self, id: &str, name: &str) {
        let fill = StyleProperty { key: "fill".into(), value: role(name).to_string() };
        self.flow.style_stmts.push(StyleStmt { ids: vec![id.to_owned()], styles: vec![fill] });
    }
}

//! Several edges between the same two nodes, where there are groups: the library ranks the nodes of such a graph wrongly,
//! and then for ever higher (rusty-mermaid-dagre 0.2.0 does not join them, as dagre does, before its network simplex).
//!
//! All but the first of them lead through a node of their own while the graph is laid out, which holds their text, and is
//! taken out afterwards.

use std::collections::{HashMap, HashSet};

use rusty_mermaid_core::{Point, Shape};
use rusty_mermaid_diagrams::common::layout::EdgeLayout;
use rusty_mermaid_diagrams::flowchart::bridge::LayoutResult;
use rusty_mermaid_diagrams::flowchart::ir::{FlowDiagram, FlowEdge, FlowVertex};

/// An edge that leads through a node of its own.
pub(super) struct Detour {
    /// The node that is there for it alone.
    node: String,
    edge: FlowEdge,
    /// Whether it was laid out from its end to its start, as the first between its nodes is.
    is_turned: bool,
}

/// Leads edges through nodes of their own, where the library needs that.
pub(super) fn part(diagram: &mut FlowDiagram) -> Vec<Detour> {
    let mut detours = Vec::new();
    if diagram.subgraphs.is_empty() {
        return detours;
    }
    let mut first: HashSet<(String, String)> = HashSet::new();
    let parents = parents(diagram);
    for number in 0..diagram.edges.len() {
        let edge = diagram.edges[number].clone();
        let (there, back) = ((edge.src.clone(), edge.dst.clone()), (edge.dst.clone(), edge.src.clone()));
        let is_turned = first.contains(&back);
        if edge.src == edge.dst || !is_turned && first.insert(there.clone()) {
            continue;
        }
        // No author can write this name.
        let node = format!("\u{1}{number}");
        let (src, dst) = if is_turned { back } else { there };
        let label = edge.label.clone().unwrap_or_default();
        diagram.vertices.push(FlowVertex::new(&node, label, Shape::Rect));
        if let (Some(&parent), Some(&other)) = (parents.get(&src), parents.get(&dst))
            && parent == other
        {
            diagram.subgraphs[parent].node_ids.push(node.clone());
        }
        // The first half keeps the number, by which styles are given.
        diagram.edges[number] = FlowEdge { label: None, dst: node.clone(), src, ..edge.clone() };
        diagram.edges.push(FlowEdge::new(&node, dst));
        detours.push(Detour { node, edge, is_turned });
    }
    detours
}

/// In which group, by its number, each node is.
fn parents(diagram: &FlowDiagram) -> HashMap<String, usize> {
    let mut parents = HashMap::new();
    for (number, group) in diagram.subgraphs.iter().enumerate() {
        for id in group.node_ids.iter().chain(&group.subgraph_ids) {
            parents.entry(id.clone()).or_insert(number);
        }
    }
    parents
}

/// Makes one edge again of each that was led through a node of its own.
pub(super) fn join(layout: &mut LayoutResult, detours: Vec<Detour>) {
    for Detour { node, edge, is_turned } in detours {
        let Some(at) = layout.nodes.iter().position(|other| other.id == node) else { continue };
        let place = layout.nodes.remove(at);
        let mut take = |is_half: &dyn Fn(&EdgeLayout) -> bool| {
            let at = layout.edges.iter().position(is_half)?;
            Some(layout.edges.remove(at))
        };
        let halves = (take(&|half| half.dst == node), take(&|half| half.src == node));
        let (Some(mut half), Some(other)) = halves else { continue };
        half.points.pop();
        half.points.push(Point::new(place.x, place.y));
        half.points.extend(other.points.into_iter().skip(1));
        if is_turned {
            half.points.reverse();
        }
        let size = (place.width - 2.0 * PADDING.0, place.height - 2.0 * PADDING.1);
        let label_size = edge.label.as_ref().map(|_| size);
        layout.edges.push(EdgeLayout {
            src: edge.src,
            dst: edge.dst,
            label: edge.label,
            label_size,
            start_arrow: edge.start_arrow,
            end_arrow: edge.end_arrow,
            ..half
        });
    }
}

/// What the library puts around the text of a node, on each side.
const PADDING: (f64, f64) = (16.0, 8.0);

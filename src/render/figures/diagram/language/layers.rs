//! A scene in layers: which of its elements come with which step.

use std::collections::BTreeMap;

use rusty_mermaid_core::{Primitive, Scene};
use rusty_mermaid_diagrams::common::layout::EdgeLayout;

use super::scene::{White, written};
use crate::render::figures::diagram::steps::Steps;
use crate::render::figures::figure::SvgLayer;

/// A scene that is shown at once.
pub(super) fn whole(scene: &Scene, white: White) -> Vec<SvgLayer> {
    vec![SvgLayer { is_step: false, svg: written(scene, white).concat() }]
}

/// A node of a diagram, and where it is drawn.
pub(super) struct PlacedNode<'a> {
    name: &'a str,
    center: (f64, f64),
    size: (f64, f64),
}

impl<'a> PlacedNode<'a> {
    /// A node by its name, its middle and its size.
    pub(super) fn new(name: &'a str, center: (f64, f64), size: (f64, f64)) -> PlacedNode<'a> {
        PlacedNode { name, center, size }
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        (x - self.center.0).abs() <= self.size.0 / 2.0 + 1.0
            && (y - self.center.1).abs() <= self.size.1 / 2.0 + 1.0
    }
}

/// The elements of a scene by the step that shows them: a node's own, an edge's when both its ends are there.
pub(super) fn layers(
    scene: &Scene,
    nodes: &[PlacedNode<'_>],
    edges: &[&EdgeLayout],
    steps: &Steps,
) -> Vec<SvgLayer> {
    if steps.is_empty() {
        return whole(scene, White::Own);
    }
    let mut svg_by_step: BTreeMap<Option<usize>, String> = BTreeMap::new();
    for (element, svg) in scene.elements().iter().zip(written(scene, White::Own)) {
        let step = step(&element.primitive, nodes, edges, steps);
        svg_by_step.entry(step).or_default().push_str(&svg);
    }
    svg_by_step.into_iter().map(|(step, svg)| SvgLayer { is_step: step.is_some(), svg }).collect()
}

/// The step that shows an element, counted from 0; `None` if it is there from the start.
fn step(
    primitive: &Primitive,
    nodes: &[PlacedNode<'_>],
    edges: &[&EdgeLayout],
    steps: &Steps,
) -> Option<usize> {
    let of_edge = |edge: &EdgeLayout| steps.of(&edge.src).max(steps.of(&edge.dst));
    let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1) < 16.0;
    let center = match primitive {
        Primitive::Path { segments, marker_start: None, marker_end: None, style, .. }
            if style.fill.is_some() =>
        {
            let ends: Vec<_> = segments.iter().filter_map(|segment| segment.endpoint()).collect();
            let node = nodes.iter().find(|node| ends.iter().all(|end| node.holds((end.x, end.y))));
            return node.and_then(|node| steps.of(node.name));
        }
        Primitive::Path { segments, .. } => {
            let first = segments.first().and_then(|segment| segment.endpoint())?;
            let last = segments.iter().rev().find_map(|segment| segment.endpoint())?;
            let edge = edges.iter().find(|edge| match (edge.points.first(), edge.points.last()) {
                (Some(from), Some(to)) => {
                    near((from.x, from.y), (first.x, first.y)) && near((to.x, to.y), (last.x, last.y))
                }
                _ => false,
            });
            return edge.and_then(|edge| of_edge(edge));
        }
        Primitive::Rect { bbox, .. } => (bbox.x, bbox.y),
        Primitive::Circle { center, .. }
        | Primitive::Ellipse { center, .. }
        | Primitive::Arc { center, .. } => (center.x, center.y),
        Primitive::Text { position, .. } => (position.x, position.y),
        Primitive::Polygon { points, .. } => {
            let count = points.len().max(1) as f64;
            let sum = points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.x, sum.1 + point.y));
            (sum.0 / count, sum.1 / count)
        }
        Primitive::Group { .. } => return None,
    };
    if let Some(node) = nodes.iter().find(|node| node.holds(center)) {
        return steps.of(node.name);
    }
    let label = edges.iter().find(|edge| {
        edge.label.is_some()
            && edge.points.get(edge.points.len() / 2).is_some_and(|mid| near((mid.x, mid.y), center))
    });
    label.and_then(|edge| of_edge(edge))
}

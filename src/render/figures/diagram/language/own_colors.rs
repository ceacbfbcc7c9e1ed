//! Colours that an author gives to texts and groups of a graph, which the library leaves out (rusty-mermaid 0.2.0).
//!
//! Text on a colour of the author's own is black or white, whichever is easier to read, unless the author says which: a theme's
//! text would be light on light in a dark theme.

use rusty_mermaid_core::{Color, Point, Primitive, Scene, TextAnchor};
use rusty_mermaid_diagrams::common::layout::{EdgeLayout, NodeLayout};
use rusty_mermaid_diagrams::common::rendering::apply_style_properties;
use rusty_mermaid_diagrams::common::styling::StyleProperty;
use rusty_mermaid_diagrams::flowchart::bridge::LayoutResult;
use rusty_mermaid_diagrams::flowchart::ir::FlowDiagram;

use super::scene::role;

/// The property that says where lines of a text begin: `start` or `end`.
pub(super) const ALIGN: &str = "text-align";

/// The colour that nobody sees.
pub(super) const CLEAR: &str = "#00000000";

/// The colour that stands for an edge's.
pub(super) const EDGE: &str = "#c9cb03";

/// How far the text of a node is from its sides.
const PADDING: f64 = 12.0;

/// The scene with the author's colours for texts and groups.
pub(super) fn paint(scene: Scene, layout: &LayoutResult, diagram: &FlowDiagram) -> Scene {
    if diagram.style_stmts.is_empty() && diagram.class_defs.is_empty() && diagram.link_styles.is_empty() {
        return scene;
    }
    let mut painted = Scene::new(scene.width, scene.height);
    let mut group_text = None;
    for element in scene.elements() {
        let mut primitive = element.primitive.clone();
        match &mut primitive {
            Primitive::Rect { bbox, style, .. } => {
                let group = layout
                    .subgraphs
                    .iter()
                    .find(|group| (group.x, group.y, group.width) == (bbox.x, bbox.y, bbox.width));
                if let Some(group) = group {
                    let own = of_id(diagram, &group.id);
                    apply_style_properties(style, &own);
                    group_text = text_color(&own);
                }
            }
            Primitive::Text { position, anchor, style, .. } => {
                if *anchor == TextAnchor::Start {
                    style.fill = group_text.take().or(style.fill);
                } else if let Some(node) = layout.nodes.iter().find(|node| is_within(node, *position)) {
                    let own = of_id(diagram, &node.id);
                    style.fill = text_color(&own).or(style.fill);
                    align(&own, node, position, anchor);
                } else if let Some(edge) = layout.edges.iter().find(|edge| is_label(edge, *position)) {
                    style.fill = text_color(&of_edge(diagram, edge)).or(style.fill);
                }
            }
            _ => {}
        }
        painted.push(primitive);
    }
    painted
}

fn is_within(node: &NodeLayout, at: Point) -> bool {
    (node.x - at.x).abs() < 0.1 && (node.y - at.y).abs() < node.height / 2.0
}

fn is_label(edge: &EdgeLayout, at: Point) -> bool {
    let middle = edge.points.get(edge.points.len() / 2);
    edge.label.is_some() && middle.is_some_and(|middle| (middle.x - at.x).hypot(middle.y - at.y) < 0.1)
}

/// The properties of a node or a group: those of its classes, then its own.
fn of_id(diagram: &FlowDiagram, id: &str) -> Vec<StyleProperty> {
    let node = diagram.vertex(id);
    let classes = node.into_iter().flat_map(|node| node.classes.iter().map(String::as_str));
    let classes = node.map(|_| "default").into_iter().chain(classes);
    let of_class = |name: &str| diagram.class_defs.iter().rfind(|class| class.name == name);
    let of_classes = classes.filter_map(of_class).flat_map(|class| class.styles.iter());
    let own = diagram.style_stmts.iter().filter(|own| own.ids.iter().any(|other| other == id));
    of_classes.chain(own.flat_map(|own| own.styles.iter())).cloned().collect()
}

fn of_edge(diagram: &FlowDiagram, edge: &EdgeLayout) -> Vec<StyleProperty> {
    let number = diagram
        .edges
        .iter()
        .position(|other| (&other.src, &other.dst, &other.label) == (&edge.src, &edge.dst, &edge.label));
    let own = diagram
        .link_styles
        .iter()
        .filter(|own| own.is_default || number.is_some_and(|number| own.indices.contains(&number)));
    let own = own.flat_map(|own| own.styles.iter()).filter(|property| property.key == "color");
    own.cloned().collect()
}

/// The colour of a text: its own, or what is easiest to read on the colour behind it.
fn text_color(own: &[StyleProperty]) -> Option<Color> {
    let of =
        |key: &str| own.iter().rfind(|property| property.key == key).map(|property| property.value.as_str());
    let ground = of("fill").filter(|fill| *fill != EDGE).and_then(Color::from_css);
    let readable = |ground: Color| match ground.luminance() > 0.36 {
        _ if ground.a < 128 => role("ink"),
        true => Color::BLACK,
        false => Color::WHITE,
    };
    of("color").and_then(Color::from_css).or(ground.map(readable))
}

/// Lets the lines of a text begin at a side of its node.
fn align(own: &[StyleProperty], node: &NodeLayout, position: &mut Point, anchor: &mut TextAnchor) {
    let Some(side) = own.iter().rfind(|property| property.key == ALIGN) else { return };
    let reach = (node.width / 2.0 - PADDING).max(0.0);
    (*anchor, position.x) = match side.value.as_str() {
        "start" => (TextAnchor::Start, node.x - reach),
        _ => (TextAnchor::End, node.x + reach),
    };
}

//! What an edge of DOT looks like.

use rusty_mermaid_diagrams::common::layout::{ArrowEnd, StrokeType};
use rusty_mermaid_diagrams::common::styling::StyleProperty;
use rusty_mermaid_diagrams::flowchart::ir::{FlowDiagram, FlowEdge, FlowLinkStyle};

use super::super::Unreadable;
use super::super::mermaid::style::hide;
use super::attributes::Attribute;
use super::color::color;
use super::label::{self, Names};

/// Heads that are arrows, whatever they are filled with.
const ARROWS: [&str; 6] = ["empty", "halfopen", "inv", "normal", "open", "vee"];

/// Adds an edge to a diagram.
pub(super) fn push(
    diagram: &mut FlowDiagram,
    (from, to): (&str, &str),
    is_directed: bool,
    attributes: &[Attribute],
    remarks: &mut Vec<Unreadable>,
) {
    let mut edge = FlowEdge::new(from, to);
    let number = diagram.edges.len();
    let value = |name: &str| attributes.iter().rev().find(|attribute| attribute.name == name);
    let word = |name: &str| value(name).map(|attribute| attribute.value.text.as_str());
    let styles: Vec<&str> = word("style").unwrap_or_default().split(',').map(str::trim).collect();
    if styles.iter().any(|style| matches!(*style, "dashed" | "dotted")) {
        edge.stroke = StrokeType::Dotted;
    } else if styles.contains(&"bold") {
        edge.stroke = StrokeType::Thick;
    }
    let (start, end) = match word("dir") {
        Some("none") => (false, false),
        Some("both") => (true, true),
        Some("back") => (true, false),
        Some("forward") => (false, true),
        _ => (false, is_directed),
    };
    let mut head = |is_there: bool, name: &str| match value(name).filter(|_| is_there) {
        Some(head) => arrow(head, remarks),
        None if is_there => ArrowEnd::Arrow,
        None => ArrowEnd::None,
    };
    edge.start_arrow = head(start, "arrowtail");
    edge.end_arrow = head(end, "arrowhead");
    edge.minlen = word("minlen").and_then(|length| length.parse().ok()).unwrap_or(1).clamp(1, 10);
    let mark = if is_directed { "->" } else { "--" };
    let object = format!("{from}{mark}{to}");
    let names = Names { graph: "", object: &object, ends: (from, to) };
    // There is one place for text on an edge: what belongs to its ends is before and after the rest.
    let texts = ["taillabel", "label", "xlabel", "headlabel"].into_iter().filter_map(value);
    let texts =
        texts.map(|attribute| label::text(&attribute.value, &names).0).filter(|text| !text.is_empty());
    let texts: Vec<String> = texts.collect();
    edge.label = (!texts.is_empty() && !styles.contains(&"invis")).then(|| texts.join(" · "));
    diagram.edges.push(edge);
    if styles.contains(&"invis") {
        return hide(diagram, vec![number]);
    }
    let own = [
        ("stroke", word("color").and_then(color)),
        (
            "stroke-width",
            word("penwidth")
                .and_then(|width| width.parse::<f64>().ok())
                .map(|width| (width * 1.5).to_string()),
        ),
        ("color", word("fontcolor").and_then(color)),
    ];
    let own =
        own.into_iter().filter_map(|(key, value)| Some(StyleProperty { key: key.to_owned(), value: value? }));
    let styles: Vec<_> = own.collect();
    if !styles.is_empty() {
        diagram.link_styles.push(FlowLinkStyle { indices: vec![number], is_default: false, styles });
    }
}

/// The head that is drawn for one of Graphviz, which may be several in a row: `crowodot`.
fn arrow(attribute: &Attribute, remarks: &mut Vec<Unreadable>) -> ArrowEnd {
    let name = attribute.value.text.as_str();
    // `o` is an outline, `l` and `r` are one half of a head.
    let plain = name.trim_start_matches(['o', 'l', 'r']);
    match name {
        "none" => return ArrowEnd::None,
        name if name.contains("dot") => return ArrowEnd::Circle,
        name if ARROWS.contains(&name) || ARROWS.contains(&plain) => return ArrowEnd::Arrow,
        _ => {}
    }
    let message = format!("orate draws the arrow head `{name}` as an arrow");
    if remarks.iter().all(|other| other.message != message) {
        let help = "write `normal`, `dot` or `none`, or say in a label what it means".into();
        remarks.push(Unreadable { at: attribute.at.clone(), message, help });
    }
    ArrowEnd::Arrow
}

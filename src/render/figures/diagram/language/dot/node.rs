//! What a node or a cluster of DOT looks like.

use rusty_mermaid_core::Shape;
use rusty_mermaid_diagrams::common::styling::StyleProperty;
use rusty_mermaid_diagrams::flowchart::ir::FlowVertex;

use super::super::Unreadable;
use super::super::own_colors::{ALIGN, CLEAR, EDGE};
use super::attributes::Attribute;
use super::color::color;
use super::label::{self, Align, Names, Value};
use crate::text::nearest;

/// The shapes that have a counterpart.
const SHAPES: [(&str, Shape); 25] = [
    ("box", Shape::Rect),
    ("circle", Shape::Circle),
    ("cylinder", Shape::Cylinder),
    ("diamond", Shape::Diamond),
    ("doublecircle", Shape::DoubleCircle),
    ("egg", Shape::Stadium),
    ("ellipse", Shape::Stadium),
    ("hexagon", Shape::Hexagon),
    ("invtrapezium", Shape::TrapezoidAlt),
    ("Mcircle", Shape::Circle),
    ("Mdiamond", Shape::Diamond),
    ("Mrecord", Shape::RoundedRect),
    ("Msquare", Shape::Rect),
    ("none", Shape::Rect),
    ("oval", Shape::Stadium),
    ("parallelogram", Shape::Parallelogram),
    ("plain", Shape::Rect),
    ("plaintext", Shape::Rect),
    ("point", Shape::Circle),
    ("record", Shape::Rect),
    ("rect", Shape::Rect),
    ("rectangle", Shape::Rect),
    ("rpromoter", Shape::Asymmetric),
    ("square", Shape::Rect),
    ("trapezium", Shape::Trapezoid),
];

/// The shapes that are plain boxes here.
const BOXES: &str = "assembly box3d cds component doubleoctagon fivepoverhang folder house insulator invhouse \
    invtriangle larrow lpromoter noverhang note octagon pentagon polygon primersite promoter \
    proteasesite proteinstab rarrow restrictionsite ribosite rnastab septagon signature star tab \
    terminator threepoverhang triangle tripleoctagon underline utr Mrecord";

/// The attributes that a node or a cluster was given, the last of each name.
#[derive(Debug, Default)]
pub(super) struct NodeStyle {
    label: Option<Value>,
    shape: Option<String>,
    styles: Vec<String>,
    color: Option<String>,
    fill: Option<String>,
    ground: Option<String>,
    font: Option<String>,
    width: Option<String>,
    is_double: bool,
    align: Option<Align>,
    classes: Vec<String>,
    pub(super) remarks: Vec<Unreadable>,
}

impl NodeStyle {
    /// Takes an attribute.
    pub(super) fn set(&mut self, attribute: &Attribute) {
        let value = attribute.value.text.as_str();
        match attribute.name.as_str() {
            "label" => self.label = Some(attribute.value.clone()),
            "shape" => self.shape = Some(self.checked_shape(value, attribute)),
            "style" => self.styles = value.split(',').map(|style| style.trim().to_owned()).collect(),
            "color" | "pencolor" => self.color = color(value),
            "fillcolor" => self.fill = color(value),
            "bgcolor" => self.ground = color(value),
            "fontcolor" => self.font = color(value),
            "penwidth" => self.width = value.parse::<f64>().ok().map(|width| (width * 1.5).to_string()),
            "peripheries" => self.is_double = value == "2",
            "class" => self.classes = value.split_whitespace().map(str::to_owned).collect(),
            _ => {}
        }
    }

    fn checked_shape(&mut self, shape: &str, attribute: &Attribute) -> String {
        let names = || SHAPES.iter().map(|(name, _)| *name).chain(BOXES.split(' '));
        if !names().any(|name| name == shape) {
            let help = nearest(shape, names()).map_or_else(
                || "write `box`, `ellipse`, `circle`, `diamond` or another shape of Graphviz".to_owned(),
                |name| format!("did you mean `{name}`?"),
            );
            let message = format!("`{shape}` is no shape of a node: it is drawn as a box");
            self.remarks.push(Unreadable { at: attribute.at.clone(), message, help });
        }
        shape.to_owned()
    }

    /// Gives a node its text, shape and classes.
    pub(super) fn apply(&mut self, node: &mut FlowVertex, names: &Names<'_>) {
        let default = Value::plain("\\N".to_owned());
        let (text, align) = label::text(self.label.as_ref().unwrap_or(&default), names);
        self.align = Some(align).filter(|align| *align != Align::Center);
        node.label = if self.is_unseen() || self.is("point") { String::new() } else { text };
        node.classes.clone_from(&self.classes);
        if let Some(shape) = &self.shape {
            let known = SHAPES.iter().find(|(name, _)| name == shape);
            node.shape = known.map_or(Shape::Rect, |(_, shape)| *shape);
        }
        // Only corners can be round.
        if node.shape == Shape::Rect && self.styles.iter().any(|style| style == "rounded") {
            node.shape = Shape::RoundedRect;
        }
        if self.is_double && matches!(node.shape, Shape::Circle | Shape::Stadium) {
            node.shape = Shape::DoubleCircle;
        }
    }

    /// The fields of a record, as they are written.
    pub(super) fn record(&self) -> Option<&str> {
        let label = self.label.as_ref().filter(|label| !label.is_html)?;
        (self.is("record") || self.is("Mrecord")).then_some(label.text.as_str())
    }

    fn is(&self, shape: &str) -> bool {
        self.shape.as_deref() == Some(shape)
    }

    fn is_unseen(&self) -> bool {
        self.styles.iter().any(|style| style == "invis")
    }

    /// Its own colours and lines, as properties of Mermaid.
    pub(super) fn properties(&self, is_cluster: bool) -> Vec<StyleProperty> {
        let has = |name: &str| self.styles.iter().any(|style| style == name);
        let is_filled = ["filled", "radial", "striped", "wedged"].into_iter().any(has);
        let fill = match is_filled {
            true => self.fill.clone().or(self.color.clone()).or(Some("#d3d3d3".to_owned())),
            false => self.ground.clone().filter(|_| is_cluster),
        };
        let is_bare = ["none", "plain", "plaintext", "underline"].iter().any(|shape| self.is(shape));
        let is_hidden = self.is_unseen();
        let clear = |is: bool| is.then(|| CLEAR.to_owned());
        let point = self.is("point").then(|| self.color.clone().unwrap_or(EDGE.to_owned()));
        let dashes = [("dashed", "6 4"), ("dotted", "2 3")].into_iter().find(|(name, _)| has(name));
        let align = self.align.map(|align| if align == Align::Left { "start" } else { "end" }.to_owned());
        let all = [
            ("fill", clear(is_hidden).or(point).or(fill).or(clear(is_bare))),
            ("stroke", clear(is_hidden || is_bare).or(self.color.clone())),
            ("stroke-width", self.width.clone().or(has("bold").then(|| "3.5".to_owned()))),
            ("stroke-dasharray", dashes.map(|(_, dashes)| dashes.to_owned())),
            ("color", self.font.clone()),
            (ALIGN, align),
        ];
        all.into_iter()
            .filter_map(|(key, value)| Some(StyleProperty { key: key.to_owned(), value: value? }))
            .collect()
    }
}

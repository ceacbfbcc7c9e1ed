//! DOT: the language of Graphviz, as far as it says what is connected with what.
//!
//! Nodes, edges, clusters and their labels, the direction, common shapes and line styles are understood, and laid out
//! like a flowchart. Colours and fonts are the theme's; ports, ranks and sizes have no effect.
//!
//! Source: the grammar at <https://graphviz.org/doc/info/lang.html>.

use std::ops::Range;

use rusty_mermaid_core::{Direction, Shape};
use rusty_mermaid_diagrams::common::layout::{ArrowEnd, StrokeType};
use rusty_mermaid_diagrams::flowchart::ir::{FlowDiagram, FlowEdge, FlowSubGraph, FlowVertex};

use super::dot_record;
use super::mermaid::flow_picture;
use super::mermaid::source::Source;
use super::{EDGES, Language, NESTED, NODES, Unreadable};
use crate::render::budget::Account;
use crate::render::figures::diagram::label::plain_lines;
use crate::render::figures::diagram::picture::Picture;
use crate::render::figures::diagram::steps::Steps;

/// The language of Graphviz.
pub(super) struct Dot;

impl Language for Dot {
    fn draw(&self, text: &str, steps: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable> {
        let tokens = tokens(text)?;
        let mut reader = DotReader {
            text,
            tokens,
            at: 0,
            diagram: FlowDiagram::new(Direction::TB),
            title: None,
            directed: true,
            records: Vec::new(),
            remarks: Vec::new(),
        };
        let head = reader.graph()?;
        reader.read_records();
        let mut picture = flow_picture(&reader.diagram, &Source::whole(text, head), steps, account)?;
        picture.kind = "Graph";
        picture.title = reader.title.clone();
        picture.heading = reader.title;
        picture.remarks = reader.remarks;
        Ok(picture)
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A name or a number.
    Name(String),
    /// A name in quotes, or in `<…>`, which is not a keyword.
    Quoted(String),
    /// One of `{}[]=;,:` or `->` or `--`.
    Mark(&'static str),
}

fn wrong(at: Range<usize>, text: &str, expected: &str) -> Unreadable {
    let excerpt: String = text[at.clone()].chars().take(40).collect();
    let message = match excerpt.as_str() {
        "" => "this graph ends too early".to_owned(),
        found => format!("`{found}` cannot be read here"),
    };
    Unreadable { at, message, help: format!("expected {expected}") }
}

fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Unreadable> {
    const MARKS: [&str; 11] = ["->", "--", "{", "}", "[", "]", "=", ";", ",", ":", "+"];
    let mut tokens: Vec<(Token, Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let is_line_start = text[line..at].trim().is_empty();
        if first.is_whitespace() {
            at += first.len_utf8();
        } else if rest.starts_with("//") || first == '#' && is_line_start {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            let end = rest.find("*/").ok_or_else(|| wrong(at..at + 2, text, "`*/` after it"))?;
            at += end + 2;
        } else if first == '"' {
            let end = quoted_end(rest).ok_or_else(|| wrong(at..at + 1, text, "a second quote"))?;
            let inside = rest[1..end].replace("\\\n", "").replace("\\\"", "\"");
            let inside = match tokens.as_slice() {
                // `"a" + "b"` is one name.
                [.., (Token::Quoted(before), _), (Token::Mark("+"), _)] => {
                    let whole = format!("{before}{inside}");
                    tokens.truncate(tokens.len() - 2);
                    whole
                }
                _ => inside,
            };
            tokens.push((Token::Quoted(lines(&inside)), at..at + end + 1));
            at += end + 1;
        } else if first == '<' {
            let end = html_end(rest).ok_or_else(|| wrong(at..at + 1, text, "`>` after it"))?;
            tokens.push((Token::Quoted(rest[1..end].to_owned()), at..at + end + 1));
            at += end + 1;
        } else if let Some(mark) = MARKS.into_iter().find(|mark| rest.starts_with(mark)) {
            tokens.push((Token::Mark(mark), at..at + mark.len()));
            at += mark.len();
        } else if first.is_alphanumeric() || matches!(first, '_' | '.' | '-') {
            let is_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '.');
            let length = rest[first.len_utf8()..]
                .find(|it| !is_name(it))
                .map_or(rest.len(), |end| end + first.len_utf8());
            tokens.push((Token::Name(rest[..length].to_owned()), at..at + length));
            at += length;
        } else {
            return Err(wrong(at..at + first.len_utf8(), text, "a name, `->`, `--`, `{`, `}` or `[`"));
        }
    }
    Ok(tokens)
}

/// A text whose lines end with `\\n`, `\\l` or `\\r`; the last may end nothing.
fn lines(text: &str) -> String {
    let text = ["\\l", "\\r"].iter().fold(text, |text, end| text.strip_suffix(end).unwrap_or(text));
    ["\\n", "\\l", "\\r"].iter().fold(text.to_owned(), |text, end| text.replace(end, "<br>"))
}

fn quoted_end(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices()
        .skip(1)
        .find(|&(_, it)| {
            let ends = it == '"' && !is_escaped;
            is_escaped = it == '\\' && !is_escaped;
            ends
        })
        .map(|(at, _)| at)
}

fn html_end(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices()
        .find(|&(_, it)| {
            depth += match it {
                '<' => 1,
                '>' => -1,
                _ => 0,
            };
            depth == 0
        })
        .map(|(at, _)| at)
}

/// Attributes that nodes and edges get, innermost last.
#[derive(Clone, Default)]
struct Defaults {
    node: Vec<(String, String)>,
    edge: Vec<(String, String)>,
}

struct DotReader<'a> {
    text: &'a str,
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    diagram: FlowDiagram,
    title: Option<String>,
    directed: bool,
    /// The nodes whose labels are records.
    records: Vec<String>,
    /// What of the source is not drawn.
    remarks: Vec<Unreadable>,
}

impl DotReader<'_> {
    /// Reads the graph, and gives the place of the word that begins it.
    fn graph(&mut self) -> Result<Range<usize>, Unreadable> {
        if self.keyword("strict") {
            self.at += 1;
        }
        let head = self.place();
        self.directed = match self.word() {
            Some("digraph") => true,
            Some("graph") => false,
            _ => return Err(wrong(head, self.text, "`digraph {` or `graph {`")),
        };
        self.at += 1;
        if self.name().is_some() {
            self.at += 1;
        }
        self.expect("{", "`{`")?;
        let mut defaults = Defaults::default();
        self.statements(&mut defaults, None, 0)?;
        if self.at < self.tokens.len() {
            return Err(wrong(self.place(), self.text, "nothing after the last `}`"));
        }
        Ok(head)
    }

    /// Reads up to and with a `}`. Gives the names of all nodes in it.
    fn statements(
        &mut self,
        defaults: &mut Defaults,
        cluster: Option<usize>,
        depth: usize,
    ) -> Result<Vec<String>, Unreadable> {
        let mut all = Vec::new();
        loop {
            match self.token() {
                None => return Err(wrong(self.text.len()..self.text.len(), self.text, "`}`")),
                Some(Token::Mark("}")) => {
                    self.at += 1;
                    return Ok(all);
                }
                Some(Token::Mark(";" | ",")) => self.at += 1,
                Some(_) => all.extend(self.statement(defaults, cluster, depth)?),
            }
        }
    }

    fn statement(
        &mut self,
        defaults: &mut Defaults,
        cluster: Option<usize>,
        depth: usize,
    ) -> Result<Vec<String>, Unreadable> {
        if let Some(word @ ("graph" | "node" | "edge")) = self.word() {
            let word = word.to_owned();
            self.at += 1;
            let attributes = self.attributes()?;
            match word.as_str() {
                "node" => defaults.node.extend(attributes),
                "edge" => defaults.edge.extend(attributes),
                _ => attributes.into_iter().for_each(|(name, value)| self.set(&name, value, cluster)),
            }
            return Ok(Vec::new());
        }
        if let (Some(name), Some((Token::Mark("="), _))) = (self.name(), self.tokens.get(self.at + 1)) {
            self.at += 2;
            let Some(value) = self.name() else { return Err(wrong(self.place(), self.text, "a value")) };
            self.at += 1;
            self.set(&name, value, cluster);
            return Ok(Vec::new());
        }
        let mut ends = vec![self.end(defaults, cluster, depth)?];
        while let Some(Token::Mark(mark @ ("->" | "--"))) = self.token() {
            if (*mark == "->") != self.directed {
                let expected = if self.directed {
                    "`->`, since this is a `digraph`"
                } else {
                    "`--`, since this is a `graph`"
                };
                return Err(wrong(self.place(), self.text, expected));
            }
            self.at += 1;
            ends.push(self.end(defaults, cluster, depth)?);
        }
        let attributes = self.attributes()?;
        if let [(names, true)] = ends.as_slice() {
            names.iter().for_each(|name| self.style_node(name, &attributes));
        }
        let attributes: Vec<_> = defaults.edge.iter().cloned().chain(attributes).collect();
        for pair in ends.windows(2) {
            for (from, to) in pair[0].0.iter().flat_map(|from| pair[1].0.iter().map(move |to| (from, to))) {
                if self.diagram.edges.len() > EDGES {
                    break;
                }
                self.diagram.edges.push(edge(from, to, self.directed, &attributes));
            }
        }
        Ok(ends.into_iter().flat_map(|(names, _)| names).collect())
    }

    /// One end of an edge: a node, and true, or all nodes of a subgraph.
    fn end(
        &mut self,
        defaults: &mut Defaults,
        cluster: Option<usize>,
        depth: usize,
    ) -> Result<(Vec<String>, bool), Unreadable> {
        let is_subgraph = self.keyword("subgraph");
        if !is_subgraph && self.token() != Some(&Token::Mark("{")) {
            let Some(name) = self.name() else {
                return Err(wrong(self.place(), self.text, "the name of a node, or `}`"));
            };
            self.at += 1;
            while self.token() == Some(&Token::Mark(":")) {
                self.at += 2;
            }
            self.node(&name, defaults, cluster);
            return Ok((vec![name], true));
        }
        let place = self.place();
        self.at += usize::from(is_subgraph);
        let name = if is_subgraph { self.name() } else { None };
        self.at += usize::from(name.is_some());
        self.expect("{", "`{`")?;
        if depth >= NESTED {
            return Err(wrong(place, self.text, "fewer subgraphs within each other"));
        }
        let own = name.filter(|name| name.starts_with("cluster")).map(|name| self.cluster(&name, cluster));
        let names = self.statements(&mut defaults.clone(), own.or(cluster), depth + 1)?;
        Ok((names, false))
    }

    /// The cluster of that name, which is the same wherever it is. In DOT nodes and clusters have names of their own
    /// kinds, so one of each may have the same.
    fn cluster(&mut self, name: &str, parent: Option<usize>) -> usize {
        let id = format!("\u{1}{name}");
        if let Some(index) = self.diagram.subgraphs.iter().position(|cluster| cluster.id == id) {
            return index;
        }
        if let Some(parent) = parent.and_then(|parent| self.diagram.subgraphs.get_mut(parent)) {
            parent.subgraph_ids.push(id.clone());
        }
        self.diagram.subgraphs.push(FlowSubGraph {
            id,
            label: None,
            direction: None,
            node_ids: Vec::new(),
            subgraph_ids: Vec::new(),
        });
        self.diagram.subgraphs.len() - 1
    }

    fn node(&mut self, name: &str, defaults: &Defaults, cluster: Option<usize>) {
        if self.diagram.vertex(name).is_none() {
            // One more than allowed, so that the check of sizes refuses the graph.
            if self.diagram.vertices.len() > NODES {
                return;
            }
            self.diagram.vertices.push(FlowVertex::new(name, name, Shape::Stadium));
            self.style_node(name, &defaults.node);
        }
        let is_free = self.diagram.parent_subgraph(name).is_none();
        if let Some(cluster) = cluster.and_then(|cluster| self.diagram.subgraphs.get_mut(cluster))
            && is_free
        {
            cluster.node_ids.push(name.to_owned());
        }
    }

    /// Writes the fields of records, whichever of their attributes came first.
    fn read_records(&mut self) {
        let is_row = matches!(self.diagram.direction, Direction::TB | Direction::BT);
        for node in self.diagram.vertices.iter_mut().filter(|node| self.records.contains(&node.id)) {
            node.label = dot_record::text(&node.label, is_row);
        }
    }

    fn style_node(&mut self, name: &str, attributes: &[(String, String)]) {
        let is_record = |(key, value): &(String, String)| key == "shape" && value.ends_with("record");
        if attributes.iter().any(is_record) && !self.records.iter().any(|other| other == name) {
            self.records.push(name.to_owned());
        }
        let Some(node) = self.diagram.vertices.iter_mut().find(|node| node.id == name) else { return };
        for (attribute, value) in attributes {
            match attribute.as_str() {
                "label" => node.label = value.replace("\\N", name),
                "class" => node.classes.extend(value.split_whitespace().map(str::to_owned)),
                "shape" => {
                    node.shape = match value.as_str() {
                        "circle" => Shape::Circle,
                        "doublecircle" => Shape::DoubleCircle,
                        "diamond" => Shape::Diamond,
                        "hexagon" => Shape::Hexagon,
                        "cylinder" => Shape::Cylinder,
                        "parallelogram" => Shape::Parallelogram,
                        "trapezium" => Shape::Trapezoid,
                        "ellipse" | "oval" => Shape::Stadium,
                        "Mrecord" => Shape::RoundedRect,
                        _ => Shape::Rect,
                    }
                }
                "style" if value.contains("rounded") => node.shape = Shape::RoundedRect,
                _ => {}
            }
        }
    }

    /// An attribute of the graph or of a cluster.
    fn set(&mut self, name: &str, value: String, cluster: Option<usize>) {
        match (name, cluster) {
            ("rankdir", None) => {
                self.diagram.direction = match value.as_str() {
                    "LR" => Direction::LR,
                    "RL" => Direction::RL,
                    "BT" => Direction::BT,
                    _ => Direction::TB,
                }
            }
            ("label", None) => self.title = Some(plain_lines(&value).join(" ")),
            ("label", Some(cluster)) => self.diagram.subgraphs[cluster].label = Some(value),
            _ => {}
        }
    }

    /// `[name=value, …]`, as often as it is there.
    fn attributes(&mut self) -> Result<Vec<(String, String)>, Unreadable> {
        let mut all = Vec::new();
        while self.token() == Some(&Token::Mark("[")) {
            self.at += 1;
            while self.token() != Some(&Token::Mark("]")) {
                let Some(name) = self.name() else {
                    return Err(wrong(self.place(), self.text, "an attribute, or `]`"));
                };
                let start = self.place().start;
                self.at += 1;
                let mut value = "true".to_owned();
                if self.token() == Some(&Token::Mark("=")) {
                    self.at += 1;
                    value = self.name().ok_or_else(|| wrong(self.place(), self.text, "a value"))?;
                    self.at += 1;
                }
                if name.eq_ignore_ascii_case("image") {
                    let end = self.tokens.get(self.at - 1).map_or(start, |(_, at)| at.end);
                    self.remarks.push(no_picture(start..end));
                }
                all.push((name.to_lowercase(), value));
                while let Some(Token::Mark("," | ";")) = self.token() {
                    self.at += 1;
                }
            }
            self.at += 1;
        }
        Ok(all)
    }

    fn token(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn place(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.text.len()..self.text.len(), |(_, at)| at.clone())
    }

    fn word(&self) -> Option<&str> {
        match self.token() {
            Some(Token::Name(name)) => Some(name),
            _ => None,
        }
    }

    fn keyword(&self, word: &str) -> bool {
        self.word().is_some_and(|other| other.eq_ignore_ascii_case(word))
    }

    fn name(&self) -> Option<String> {
        match self.token() {
            Some(Token::Name(name) | Token::Quoted(name)) => Some(name.clone()),
            _ => None,
        }
    }

    fn expect(&mut self, mark: &'static str, expected: &str) -> Result<(), Unreadable> {
        if self.token() != Some(&Token::Mark(mark)) {
            return Err(wrong(self.place(), self.text, expected));
        }
        self.at += 1;
        Ok(())
    }
}

fn no_picture(at: Range<usize>) -> Unreadable {
    Unreadable {
        at,
        message: "the nodes of a graph have no pictures here: this one shows its label alone".into(),
        help: "leave `image` out".into(),
    }
}

fn edge(from: &str, to: &str, directed: bool, attributes: &[(String, String)]) -> FlowEdge {
    let mut edge = FlowEdge::new(from, to);
    let mut ends = (false, directed);
    let (mut tail, mut beside, mut head) = (None, None, None);
    for (name, value) in attributes {
        match (name.as_str(), value.as_str()) {
            ("label", label) => edge.label = Some(label.to_owned()).filter(|label| !label.is_empty()),
            ("taillabel", label) => tail = Some(label),
            ("xlabel", label) => beside = Some(label),
            ("headlabel", label) => head = Some(label),
            ("style", "dashed" | "dotted") => edge.stroke = StrokeType::Dotted,
            ("style", "bold") => edge.stroke = StrokeType::Thick,
            ("dir", "none") => ends = (false, false),
            ("dir", "both") => ends = (true, true),
            ("dir", "back") => ends = (true, false),
            ("arrowhead", "none") => ends.1 = false,
            _ => {}
        }
    }
    // There is one place for text on an edge: what belongs to its ends is before and after the rest.
    let texts =
        [tail, edge.label.as_deref(), beside, head].into_iter().flatten().filter(|text| !text.is_empty());
    let texts: Vec<&str> = texts.collect();
    edge.label = (!texts.is_empty()).then(|| texts.join(" · "));
    let arrow = |is_there: bool| if is_there { ArrowEnd::Arrow } else { ArrowEnd::None };
    (edge.start_arrow, edge.end_arrow) = (arrow(ends.0), arrow(ends.1));
    edge
}

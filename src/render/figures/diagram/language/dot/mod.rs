//! DOT: the language of Graphviz, as far as it says what is connected with what.
//!
//! Nodes, edges, clusters and their labels, the direction, common shapes, colours and line styles are understood, and laid
//! out like a flowchart. [`attributes`] says which attributes are drawn, and which are reported.
//!
//! Source: the grammar at <https://graphviz.org/doc/info/lang.html>.

mod attributes;
mod color;
mod edge;
mod label;
mod node;
mod record;
mod tokens;

use std::collections::BTreeMap;
use std::ops::Range;

use rusty_mermaid_core::{Direction, Shape};
use rusty_mermaid_diagrams::flowchart::ir::{FlowDiagram, FlowStyleStmt, FlowSubGraph, FlowVertex};

use self::attributes::{Attribute, Subject};
use self::label::{Names, Value};
use self::node::NodeStyle;
use self::tokens::{Token, tokens};
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
            name: String::new(),
            title: None,
            directed: true,
            styles: BTreeMap::new(),
            remarks: Vec::new(),
        };
        let head = reader.graph()?;
        reader.finish();
        let mut picture = flow_picture(&reader.diagram, &Source::whole(text, head), steps, account)?;
        picture.kind = "Graph";
        picture.title = reader.title.clone();
        picture.heading = reader.title;
        picture.remarks = reader.remarks;
        Ok(picture)
    }
}

fn wrong(at: Range<usize>, text: &str, expected: &str) -> Unreadable {
    let excerpt: String = text[at.clone()].chars().take(40).collect();
    let message = match excerpt.as_str() {
        "" => "this graph ends too early".to_owned(),
        found => format!("`{found}` cannot be read here"),
    };
    Unreadable { at, message, help: format!("expected {expected}") }
}

/// Attributes that nodes and edges get, innermost last.
#[derive(Clone, Default)]
struct Defaults {
    node: Vec<Attribute>,
    edge: Vec<Attribute>,
}

struct DotReader<'a> {
    text: &'a str,
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    diagram: FlowDiagram,
    /// What the graph is called: `digraph name {`.
    name: String,
    title: Option<String>,
    directed: bool,
    /// What nodes and clusters are to look like, by their names.
    styles: BTreeMap<String, NodeStyle>,
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
        if let Some(name) = self.name() {
            self.name = name;
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
            let subject = match word.as_str() {
                "node" => Subject::Node,
                "edge" => Subject::Edge,
                _ => Subject::Graph,
            };
            let attributes = self.attributes(subject)?;
            match subject {
                Subject::Node => defaults.node.extend(attributes),
                Subject::Edge => defaults.edge.extend(attributes),
                Subject::Graph => attributes.iter().for_each(|attribute| self.set(attribute, cluster)),
            }
            return Ok(Vec::new());
        }
        if let (Some(name), Some((Token::Mark("="), _))) = (self.name(), self.tokens.get(self.at + 1)) {
            let start = self.place().start;
            self.at += 2;
            let Some(value) = self.value() else { return Err(wrong(self.place(), self.text, "a value")) };
            let attribute = Attribute { name: name.to_lowercase(), value, at: start..self.place().end };
            self.at += 1;
            self.report(&attribute, Subject::Graph);
            self.set(&attribute, cluster);
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
        let subject = if ends.len() > 1 { Subject::Edge } else { Subject::Node };
        let attributes = self.attributes(subject)?;
        if let [(names, true)] = ends.as_slice() {
            names.iter().for_each(|name| self.style_node(name, &attributes));
        }
        let attributes: Vec<_> = defaults.edge.iter().cloned().chain(attributes).collect();
        for pair in ends.windows(2) {
            for (from, to) in pair[0].0.iter().flat_map(|from| pair[1].0.iter().map(move |to| (from, to))) {
                if self.diagram.edges.len() > EDGES {
                    break;
                }
                edge::push(&mut self.diagram, (from, to), self.directed, &attributes, &mut self.remarks);
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
        for node in &mut self.diagram.vertices {
            if let Some(fields) = self.styles.get(&node.id).and_then(NodeStyle::record) {
                node.label = record::text(fields, is_row);
            }
        }
    }

    fn style_node(&mut self, name: &str, attributes: &[Attribute]) {
        let names = Names { graph: &self.name, object: name, ends: ("", "") };
        let Some(node) = self.diagram.vertices.iter_mut().find(|node| node.id == name) else { return };
        let style = self.styles.entry(name.to_owned()).or_default();
        attributes.iter().for_each(|attribute| style.set(attribute));
        style.apply(node, &names);
        self.remarks.append(&mut style.remarks);
    }

    /// An attribute of the graph or of a cluster.
    fn set(&mut self, attribute: &Attribute, cluster: Option<usize>) {
        let (name, value) = (attribute.name.as_str(), &attribute.value);
        let names = Names { graph: &self.name, object: &self.name, ends: ("", "") };
        match (name, cluster) {
            ("rankdir", None) => {
                self.diagram.direction = match value.text.as_str() {
                    "LR" => Direction::LR,
                    "RL" => Direction::RL,
                    "BT" => Direction::BT,
                    _ => Direction::TB,
                }
            }
            ("label", None) => self.title = Some(plain_lines(&label::text(value, &names).0).join(" ")),
            ("label", Some(cluster)) => {
                self.diagram.subgraphs[cluster].label = Some(label::text(value, &names).0);
            }
            (_, Some(cluster)) => {
                let id = self.diagram.subgraphs[cluster].id.clone();
                let style = self.styles.entry(id).or_default();
                style.set(attribute);
                self.remarks.append(&mut style.remarks);
            }
            _ => {}
        }
    }

    /// Gives nodes and clusters their own colours.
    fn finish(&mut self) {
        self.read_records();
        let clusters: Vec<_> = self.diagram.subgraphs.iter().map(|group| group.id.clone()).collect();
        for (id, style) in &self.styles {
            let styles = style.properties(clusters.contains(id));
            if !styles.is_empty() {
                self.diagram.style_stmts.push(FlowStyleStmt { ids: vec![id.clone()], styles });
            }
        }
    }

    /// `[name=value, …]`, as often as it is there.
    fn attributes(&mut self, subject: Subject) -> Result<Vec<Attribute>, Unreadable> {
        let mut all = Vec::new();
        while self.token() == Some(&Token::Mark("[")) {
            self.at += 1;
            while self.token() != Some(&Token::Mark("]")) {
                let Some(name) = self.name() else {
                    return Err(wrong(self.place(), self.text, "an attribute, or `]`"));
                };
                let start = self.place().start;
                self.at += 1;
                let mut value = Value::plain("true".to_owned());
                if self.token() == Some(&Token::Mark("=")) {
                    self.at += 1;
                    value = self.value().ok_or_else(|| wrong(self.place(), self.text, "a value"))?;
                    self.at += 1;
                }
                let end = self.tokens.get(self.at - 1).map_or(start, |(_, at)| at.end);
                let attribute = Attribute { name: name.to_lowercase(), value, at: start..end };
                self.report(&attribute, subject);
                all.push(attribute);
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
            Some(Token::Name(name)) => Some(name.clone()),
            Some(Token::Quoted(name)) => Some(name.text.clone()),
            _ => None,
        }
    }

    fn value(&self) -> Option<Value> {
        match self.token() {
            Some(Token::Quoted(value)) => Some(value.clone()),
            _ => self.name().map(Value::plain),
        }
    }

    /// Reports an attribute that is not drawn, the first time.
    fn report(&mut self, attribute: &Attribute, subject: Subject) {
        let Some(remark) = attributes::remark(attribute, subject) else { return };
        if self.remarks.iter().all(|other| other.message != remark.message) {
            self.remarks.push(remark);
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

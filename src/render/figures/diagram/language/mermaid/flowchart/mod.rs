//! Flowcharts: the source of one to the library's model of it.
//!
//! The library's own reader lets a name swallow the dashes behind it, and knows neither `&` nor `;`, nor `@{…}` (rusty-mermaid
//! 0.2.0), so that orate reads flowcharts itself and leaves the layout to the library.
//!
//! Source: the lexer and grammar of mermaid.js 11, `flow.jison`.

mod links;
mod nodes;
mod shapes;

use std::ops::Range;

use rusty_mermaid_core::Direction;
use rusty_mermaid_diagrams::common::styling::ClassDef;
use rusty_mermaid_diagrams::flowchart::ir::{
    FlowDiagram, FlowEdge, FlowLinkStyle, FlowStyleStmt, FlowSubGraph,
};

use self::links::Link;
use super::cursor::{Cursor, unreadable};
use super::source::Source;
use super::style;
use super::text::label;
use super::{Remarked, Unreadable};

/// What a statement of a flowchart may be.
const EXPECTED: &str = "a node such as `A[text]`, an edge such as `A --> B`, `subgraph` or `end`";

/// Reads a flowchart.
pub(crate) fn read(source: &Source) -> Result<Remarked<FlowDiagram>, Unreadable> {
    let mut cursor = Cursor::new(&source.plain, source.head.end);
    cursor.skip_spaces();
    let direction = direction(&mut cursor);
    cursor.skip_spaces();
    if !cursor.is_end() {
        return Err(cursor.unreadable("a direction: `TB`, `BT`, `LR` or `RL`"));
    }
    let mut reader = FlowReader {
        cursor,
        text: &source.plain,
        diagram: FlowDiagram::new(direction.unwrap_or(Direction::TB)),
        open: Vec::new(),
        link_names: Vec::new(),
        unseen: Vec::new(),
        classes: Vec::new(),
        remarks: Vec::new(),
    };
    reader.statements()?;
    Ok(reader.finish())
}

/// A direction, if there is one.
fn direction(cursor: &mut Cursor<'_>) -> Option<Direction> {
    let words = [
        ("TB", Direction::TB),
        ("TD", Direction::TB),
        ("BT", Direction::BT),
        ("LR", Direction::LR),
        ("RL", Direction::RL),
    ];
    let marks = [("v", Direction::TB), ("^", Direction::BT), (">", Direction::LR), ("<", Direction::RL)];
    words.into_iter().chain(marks).find(|(word, _)| cursor.eat_word(word)).map(|(_, direction)| direction)
}

struct FlowReader<'a> {
    cursor: Cursor<'a>,
    text: &'a str,
    diagram: FlowDiagram,
    /// The subgraphs that are open, by their numbers, innermost last, and where each begins.
    open: Vec<(usize, Range<usize>)>,
    /// The names that edges have: `e1@-->`.
    link_names: Vec<&'a str>,
    /// Edges that only hold their nodes apart, by their numbers.
    unseen: Vec<usize>,
    /// What `class` statements give to which nodes.
    classes: Vec<(Vec<String>, String)>,
    remarks: Vec<Unreadable>,
}

impl<'a> FlowReader<'a> {
    fn statements(&mut self) -> Result<(), Unreadable> {
        loop {
            self.cursor.skip_blank();
            if self.cursor.rest().is_empty() {
                return match self.open.last() {
                    None => Ok(()),
                    Some((_, place)) => Err(Unreadable {
                        at: place.clone(),
                        message: "this `subgraph` has no end".into(),
                        help: "write `end` on a line of its own after its nodes".into(),
                    }),
                };
            }
            self.statement()?;
            self.cursor.skip_spaces();
            if !self.cursor.is_end() {
                return Err(self.cursor.unreadable(EXPECTED));
            }
        }
    }

    fn statement(&mut self) -> Result<(), Unreadable> {
        let start = self.cursor;
        let word = self.cursor.take_while(|it| it.is_ascii_alphabetic());
        let ends = self.cursor.is_end();
        let is_spaced = self.cursor.rest().starts_with([' ', '\t']);
        self.cursor.skip_spaces();
        if ends || is_spaced && !links::begins(self.cursor.rest()) {
            match word {
                "subgraph" => return self.subgraph(start.place()),
                "end" if ends || self.cursor.is_end() => return self.end(start),
                "direction" => return self.direction(),
                "classDef" => return self.class_def(),
                "class" => return self.class(),
                "style" => return self.style(),
                "linkStyle" => return self.link_style(),
                "click" | "href" | "call" => {
                    self.click(start);
                    return Ok(());
                }
                _ => {}
            }
        }
        self.cursor = start;
        self.chain()
    }

    /// `A & B --> C --> D`.
    fn chain(&mut self) -> Result<(), Unreadable> {
        if self.is_link_data()? {
            return Ok(());
        }
        let mut before = self.nodes()?;
        loop {
            self.cursor.skip_spaces();
            let name = links::name(&mut self.cursor);
            let Some(link) = links::link(&mut self.cursor)? else {
                return match name {
                    Some(_) => Err(self.cursor.unreadable("an edge such as `-->` after its name")),
                    None => Ok(()),
                };
            };
            self.link_names.extend(name);
            self.cursor.skip_spaces();
            let after = self.nodes()?;
            self.edges(&before, &after, &link);
            before = after;
        }
    }

    fn edges(&mut self, before: &[String], after: &[String], link: &Link) {
        for (src, dst) in before.iter().flat_map(|src| after.iter().map(move |dst| (src, dst))) {
            if link.is_unseen {
                self.unseen.push(self.diagram.edges.len());
            }
            self.diagram.edges.push(FlowEdge {
                src: src.clone(),
                dst: dst.clone(),
                label: link.label.clone().filter(|label| !label.is_empty()),
                stroke: link.stroke,
                start_arrow: link.start,
                end_arrow: link.end,
                minlen: link.length,
            });
        }
    }

    fn nodes(&mut self) -> Result<Vec<String>, Unreadable> {
        let mut nodes = vec![self.node()?];
        loop {
            let before = self.cursor;
            self.cursor.skip_spaces();
            if !self.cursor.eat("&") {
                self.cursor = before;
                return Ok(nodes);
            }
            self.cursor.take_while(char::is_whitespace);
            nodes.push(self.node()?);
        }
    }

    /// `subgraph name[title]`, `subgraph "title"`, `subgraph title of several words`.
    fn subgraph(&mut self, place: Range<usize>) -> Result<(), Unreadable> {
        let line = self.cursor.take_statement();
        let (name, title) = match line.split_once('[') {
            Some((name, title)) if !line.starts_with('"') && !name.trim().contains(' ') => {
                let Some(title) = title.trim_end().strip_suffix(']') else {
                    return Err(unreadable(self.text, place, "`]` after the title of a subgraph"));
                };
                (name.trim().to_owned(), Some(label(title)))
            }
            _ if line.is_empty() => (format!("\u{1}{}", self.diagram.subgraphs.len()), Some(String::new())),
            _ => {
                let title = label(line);
                (title.replace(' ', "_"), Some(title))
            }
        };
        let number = self.diagram.subgraphs.len();
        if let Some((outer, _)) = self.open.last() {
            self.diagram.subgraphs[*outer].subgraph_ids.push(name.clone());
        }
        self.diagram.subgraphs.push(FlowSubGraph {
            id: name,
            label: title,
            direction: None,
            node_ids: Vec::new(),
            subgraph_ids: Vec::new(),
        });
        self.open.push((number, place));
        Ok(())
    }

    fn end(&mut self, start: Cursor<'a>) -> Result<(), Unreadable> {
        match self.open.pop() {
            Some(_) => Ok(()),
            None => Err(Unreadable {
                at: start.place(),
                message: "this `end` ends nothing".into(),
                help: "leave it out, or open a `subgraph` before it".into(),
            }),
        }
    }

    fn direction(&mut self) -> Result<(), Unreadable> {
        let Some(direction) = direction(&mut self.cursor) else {
            return Err(self.cursor.unreadable("`TB`, `BT`, `LR` or `RL`"));
        };
        match self.open.last() {
            Some((group, _)) => self.diagram.subgraphs[*group].direction = Some(direction),
            None => self.diagram.direction = direction,
        }
        Ok(())
    }

    fn class_def(&mut self) -> Result<(), Unreadable> {
        let (names, styles) = self.names_and_properties()?;
        let defs = names.into_iter().map(|name| ClassDef { name, styles: styles.clone() });
        self.diagram.class_defs.extend(defs);
        Ok(())
    }

    fn style(&mut self) -> Result<(), Unreadable> {
        let (ids, styles) = self.names_and_properties()?;
        self.diagram.style_stmts.push(FlowStyleStmt { ids, styles });
        Ok(())
    }

    fn class(&mut self) -> Result<(), Unreadable> {
        let names = self.names();
        let class = self.cursor.take_statement();
        if names.is_empty() || class.is_empty() {
            return Err(self.cursor.unreadable("names of nodes and a class: `class A,B important`"));
        }
        self.classes.push((names, class.to_owned()));
        Ok(())
    }

    /// `linkStyle 0,1 stroke:red`; how a curve bends is the theme's.
    fn link_style(&mut self) -> Result<(), Unreadable> {
        let start = self.cursor;
        let names = self.names();
        if self.cursor.eat_word("interpolate") {
            self.cursor.skip_spaces();
            self.cursor.take_while(|it| !it.is_whitespace() && it != ';');
            self.cursor.skip_spaces();
        }
        let is_default = names.iter().any(|name| name == "default");
        let mut indices = Vec::new();
        for name in names.iter().filter(|_| !is_default) {
            match name.parse::<usize>() {
                Ok(number) => indices.push(number),
                Err(_) => {
                    return Err(start.unreadable("numbers of edges, from 0: `linkStyle 0,1 stroke:red`"));
                }
            }
        }
        let styles = self.properties();
        self.diagram.link_styles.push(FlowLinkStyle { indices, is_default, styles });
        Ok(())
    }

    /// A drawing is one picture for those who do not see it, which can lead to one address only.
    fn click(&mut self, start: Cursor<'a>) {
        self.cursor.take_statement();
        self.remarks.push(no_links(start.at()..self.cursor.at()));
    }

    fn names_and_properties(
        &mut self,
    ) -> Result<(Vec<String>, Vec<rusty_mermaid_diagrams::common::styling::StyleProperty>), Unreadable> {
        let names = self.names();
        if names.is_empty() {
            return Err(self.cursor.unreadable("a name and properties: `style A fill:#f9f,stroke:#333`"));
        }
        Ok((names, self.properties()))
    }

    /// `A, B` up to a space.
    fn names(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        loop {
            let name = self.cursor.take_while(|it| !it.is_whitespace() && !",;".contains(it));
            self.cursor.skip_spaces();
            if name.is_empty() {
                return names;
            }
            names.push(name.to_owned());
            if !self.cursor.eat(",") {
                return names;
            }
            self.cursor.skip_spaces();
        }
    }

    fn properties(&mut self) -> Vec<rusty_mermaid_diagrams::common::styling::StyleProperty> {
        let at = self.cursor.at();
        let (properties, remarks) = style::properties(self.cursor.take_statement(), at);
        self.remarks.extend(remarks);
        properties
    }

    fn finish(mut self) -> Remarked<FlowDiagram> {
        for (names, class) in self.classes {
            let nodes = self.diagram.vertices.iter_mut().filter(|node| names.contains(&node.id));
            nodes.for_each(|node| node.classes.push(class.clone()));
            let is_group = |name: &String| self.diagram.subgraphs.iter().any(|group| group.id == *name);
            let ids: Vec<_> = names.into_iter().filter(is_group).collect();
            if let Some(def) = self.diagram.class_defs.iter().rfind(|def| def.name == class) {
                self.diagram.style_stmts.push(FlowStyleStmt { ids, styles: def.styles.clone() });
            }
        }
        style::hide(&mut self.diagram, self.unseen);
        Remarked { value: self.diagram, remarks: self.remarks }
    }
}

/// Says that a node leads nowhere.
pub(crate) fn no_links(at: Range<usize>) -> Unreadable {
    Unreadable {
        at,
        message: "orate makes no links of the nodes of a diagram, and calls no functions".into(),
        help: "write the link below the diagram, and leave this line out".into(),
    }
}

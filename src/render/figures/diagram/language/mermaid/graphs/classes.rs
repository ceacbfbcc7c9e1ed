//! Class diagrams.
//!
//! Source: the grammar of mermaid.js 11, `classDiagram.jison`.

use std::ops::Range;

use rusty_mermaid_core::Direction;
use rusty_mermaid_diagrams::class::ir::{
    ClassDiagram, ClassNode, ClassNote, ClassRelation, LineType, Namespace, RelationType,
};
use rusty_mermaid_diagrams::class::parser::parse_member_string;

use super::super::cursor::unreadable;
use super::super::flowchart::no_links;
use super::super::source::Source;
use super::super::statements::{class, name, quoted, statements};
use super::super::text::label;
use super::super::{Remarked, Unreadable};
use super::{Styles, class_names, direction};

const EXPECTED: &str = "a class such as `class A { +name() }`, or a relation such as `A <|-- B : text`";

/// Reads a class diagram.
pub(crate) fn read(source: &Source) -> Result<Remarked<ClassDiagram>, Unreadable> {
    let opens = |line: &str| {
        let start = line.trim_start();
        let is_block = start.starts_with("class ") || start.starts_with("namespace ");
        line.find('{').filter(|_| is_block)
    };
    let mut reader = ClassReader {
        text: &source.plain,
        diagram: ClassDiagram::new(Direction::TB),
        open: None,
        namespace: None,
        styles: Styles::default(),
        remarks: Vec::new(),
    };
    for statement in statements(source, opens) {
        reader.statement(statement.text, statement.at)?;
    }
    let open = reader.open.take().map(|(_, at)| at).or(reader.namespace.take().map(|(_, at)| at));
    match open {
        Some(at) => Err(Unreadable {
            at,
            message: "this `{` is not closed".into(),
            help: "write `}` on a line of its own after it".into(),
        }),
        None => Ok(reader.finish()),
    }
}

struct ClassReader<'a> {
    text: &'a str,
    diagram: ClassDiagram,
    /// The class whose members are read, by its number, and where it begins.
    open: Option<(usize, Range<usize>)>,
    /// The namespace that is read, by its number, and where it begins.
    namespace: Option<(usize, Range<usize>)>,
    styles: Styles,
    remarks: Vec<Unreadable>,
}

impl ClassReader<'_> {
    fn statement(&mut self, line: &str, at: Range<usize>) -> Result<(), Unreadable> {
        if let Some((class, _)) = self.open {
            match line {
                "}" => self.open = None,
                line => self.member(class, line),
            }
            return Ok(());
        }
        if self.styles.read(line, &at) {
            return Ok(());
        }
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match word {
            "}" if self.namespace.take().is_some() => Ok(()),
            "direction" if direction(rest).is_some() => {
                self.diagram.direction = direction(rest).unwrap_or(Direction::TB);
                Ok(())
            }
            "namespace" if rest.ends_with('{') => {
                self.namespace(rest.trim_end_matches('{').trim(), at);
                Ok(())
            }
            "note" => self.note(rest, at),
            "click" | "link" | "callback" => {
                self.remarks.push(no_links(at));
                Ok(())
            }
            "cssClass" => self.css_class(rest, at),
            "class" if rest.contains(',') && !rest.contains(['~', '[', '{', '<']) => self.css_class(rest, at),
            "class" => self.class(rest, at),
            _ if line.starts_with("<<") => self.annotation(line, at),
            _ => self.relation_or_member(line, at),
        }
    }

    /// The number of a class, which is there from here on, and what follows its name.
    fn named<'t>(&mut self, text: &'t str) -> Option<(usize, &'t str)> {
        let text = text.trim_start();
        let (id, mut rest) = match text.strip_prefix('`').and_then(|inside| inside.split_once('`')) {
            Some((id, rest)) => (id, rest),
            None => (name(text), &text[name(text).len()..]),
        };
        if id.is_empty() {
            return None;
        }
        let number = self.diagram.classes.iter().position(|class| class.id == id).unwrap_or_else(|| {
            self.diagram.classes.push(ClassNode::new(id));
            if let Some((namespace, _)) = &self.namespace {
                self.diagram.namespaces[*namespace].class_ids.push(id.to_owned());
            }
            self.diagram.classes.len() - 1
        });
        let namespace = self.namespace.as_ref().map(|(at, _)| self.diagram.namespaces[*at].id.clone());
        let node = &mut self.diagram.classes[number];
        node.namespace = node.namespace.take().or(namespace);
        if let Some((generic, behind)) = rest.strip_prefix('~').and_then(generic) {
            node.generic_type = Some(generic.to_owned());
            rest = behind;
        }
        if let Some((css, behind)) = class(rest) {
            node.css_classes.push(css.to_owned());
            rest = behind;
        }
        Some((number, rest))
    }

    /// `A~T~["label"]:::css <<interface>> {`.
    fn class(&mut self, rest: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let wrong = |text: &str| unreadable(text, at.clone(), EXPECTED);
        let (number, rest) = self.named(rest).ok_or_else(|| wrong(self.text))?;
        let mut rest = rest.trim_start();
        if let Some((title, behind)) = rest.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
            self.diagram.classes[number].label = Some(label(title));
            rest = behind.trim_start();
        }
        if let Some((css, behind)) = class(rest) {
            self.diagram.classes[number].css_classes.push(css.to_owned());
            rest = behind.trim_start();
        }
        if let Some((annotation, behind)) = rest.strip_prefix("<<").and_then(|inside| inside.split_once(">>"))
        {
            self.diagram.classes[number].annotations.push(label(annotation));
            rest = behind.trim_start();
        }
        match rest {
            "" => Ok(()),
            "{" => {
                self.open = Some((number, at));
                Ok(())
            }
            _ => Err(wrong(self.text)),
        }
    }

    fn member(&mut self, class: usize, line: &str) {
        let class = &mut self.diagram.classes[class];
        if let Some((annotation, _)) = line.strip_prefix("<<").and_then(|inside| inside.split_once(">>")) {
            class.annotations.push(label(annotation));
            return;
        }
        // Lines between members are drawn anyway.
        if line.chars().all(|it| "-.=_".contains(it)) {
            return;
        }
        let member = parse_member_string(&label(line));
        if member.is_method() { class.methods.push(member) } else { class.members.push(member) }
    }

    fn annotation(&mut self, line: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let parts = line.strip_prefix("<<").and_then(|inside| inside.split_once(">>"));
        let named = parts.and_then(|(annotation, rest)| Some((annotation, self.named(rest)?)));
        match named {
            Some((annotation, (number, rest))) if rest.trim().is_empty() => {
                self.diagram.classes[number].annotations.push(label(annotation));
                Ok(())
            }
            _ => Err(unreadable(self.text, at, "`<<interface>> Name`")),
        }
    }

    fn namespace(&mut self, id: &str, at: Range<usize>) {
        let id = label(id);
        self.diagram.namespaces.push(Namespace { id, parent: None, class_ids: Vec::new() });
        self.namespace = Some((self.diagram.namespaces.len() - 1, at));
    }

    /// `"text"`, `for A "text"`.
    fn note(&mut self, rest: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let (class_id, rest) = match rest.strip_prefix("for ").and_then(|rest| self.named(rest)) {
            Some((number, rest)) => (Some(self.diagram.classes[number].id.clone()), rest.trim_start()),
            None => (None, rest),
        };
        let Some((text, _)) = quoted(rest) else {
            return Err(unreadable(self.text, at, "`note \"text\"` or `note for A \"text\"`"));
        };
        self.diagram.notes.push(ClassNote { text: label(text), class_id });
        // The library lays out none (rusty-mermaid 0.2.0).
        self.remarks.push(Unreadable {
            at,
            message: "orate does not draw the notes of a class diagram".into(),
            help: "write them below the diagram, or as an annotation: `<<text>> Name`".into(),
        });
        Ok(())
    }

    fn css_class(&mut self, rest: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let Some((names, css)) = class_names(rest) else {
            return Err(unreadable(self.text, at, "`cssClass \"A,B\" important`"));
        };
        for name in names {
            if let Some((number, _)) = self.named(name) {
                self.diagram.classes[number].css_classes.push(css.to_owned());
            }
        }
        Ok(())
    }

    /// `A "1" <|-- "*" B : text`, `A : +member`, `A`.
    fn relation_or_member(&mut self, line: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let (from, rest) = self.named(line).ok_or_else(|| unreadable(self.text, at.clone(), EXPECTED))?;
        let rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(());
        }
        if let Some(member) = rest.strip_prefix(':') {
            self.member(from, member.trim());
            return Ok(());
        }
        let (cardinality_from, rest) = cardinality(rest);
        let operator = Operator::read(rest);
        let (operator, rest) = operator.ok_or_else(|| unreadable(self.text, at.clone(), EXPECTED))?;
        let (cardinality_to, rest) = cardinality(rest.trim_start());
        let (to, rest) = self.named(rest).ok_or_else(|| unreadable(self.text, at.clone(), EXPECTED))?;
        let text = rest.trim().strip_prefix(':').map(label);
        if text.is_none() && !rest.trim().is_empty() {
            return Err(unreadable(self.text, at, EXPECTED));
        }
        self.diagram.relationships.push(ClassRelation {
            from_id: self.diagram.classes[from].id.clone(),
            to_id: self.diagram.classes[to].id.clone(),
            from_type: operator.from,
            to_type: operator.to,
            line_type: operator.line,
            label: text.filter(|text| !text.is_empty()),
            cardinality_from,
            cardinality_to,
        });
        Ok(())
    }

    fn finish(mut self) -> Remarked<ClassDiagram> {
        self.diagram.class_defs = self.styles.class_defs;
        self.diagram.style_stmts = self.styles.statements;
        self.remarks.extend(self.styles.remarks);
        Remarked { value: self.diagram, remarks: self.remarks }
    }
}

/// The type between tildes, which may hold others: `List~List~int~~`.
fn generic(inside: &str) -> Option<(&str, &str)> {
    let line_end = inside.find(['"', ':', '{', '[', ' ']).unwrap_or(inside.len());
    let close = inside[..line_end].rfind('~').or_else(|| inside.find('~'))?;
    Some((&inside[..close], &inside[close + 1..]))
}

fn cardinality(text: &str) -> (Option<String>, &str) {
    match quoted(text) {
        Some((text, rest)) => (Some(label(text)), rest.trim_start()),
        None => (None, text),
    }
}

/// How two classes are related.
struct Operator {
    from: Option<RelationType>,
    line: LineType,
    to: Option<RelationType>,
}

impl Operator {
    /// The operator that a text begins with, and what follows it.
    fn read(text: &str) -> Option<(Operator, &str)> {
        let from = [
            ("<|", RelationType::Extension),
            ("<", RelationType::Dependency),
            ("*", RelationType::Composition),
            ("o", RelationType::Aggregation),
            ("()", RelationType::Lollipop),
        ];
        let to = [
            ("|>", RelationType::Extension),
            (">", RelationType::Dependency),
            ("*", RelationType::Composition),
            ("o", RelationType::Aggregation),
            ("()", RelationType::Lollipop),
        ];
        let strip = |text, marks: [(&'static str, RelationType); 5]| -> (Option<RelationType>, &str) {
            let mark =
                marks.into_iter().find_map(|(mark, kind)| Some((kind, str::strip_prefix(text, mark)?)));
            mark.map_or((None, text), |(kind, rest)| (Some(kind), rest))
        };
        let (from, rest) = strip(text, from);
        let (line, rest) = match rest.strip_prefix("--") {
            Some(rest) => (LineType::Solid, rest),
            None => (LineType::Dotted, rest.strip_prefix("..")?),
        };
        let (to, rest) = strip(rest, to);
        Some((Operator { from, line, to }, rest))
    }
}

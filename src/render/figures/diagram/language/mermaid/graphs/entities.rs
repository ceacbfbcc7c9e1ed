//! Entity-relationship diagrams.
//!
//! Source: the grammar of mermaid.js 11, `erDiagram.jison`.

use std::ops::Range;

use rusty_mermaid_core::Direction;
use rusty_mermaid_diagrams::er::ir::{
    Attribute, Cardinality, Entity, ErDiagram, ErRelation, Identification, KeyType,
};

use super::super::cursor::unreadable;
use super::super::source::Source;
use super::super::statements::{class, name, quoted, statements};
use super::super::text::label;
use super::super::{Remarked, Unreadable};
use super::{Styles, class_names, direction};

const EXPECTED: &str = "a relation such as `A ||--o{ B : has`, or an entity such as `A { string name }`";

/// The ends of relations on the left, and in words; on the right they are mirrored.
const ENDS: [(&str, &str, Cardinality); 4] = [
    ("||", "||", Cardinality::ExactlyOne),
    ("|o", "o|", Cardinality::ZeroOrOne),
    ("}|", "|{", Cardinality::OneOrMore),
    ("}o", "o{", Cardinality::ZeroOrMore),
];

const WORDS: [(&str, Cardinality); 12] = [
    ("one or zero", Cardinality::ZeroOrOne),
    ("zero or one", Cardinality::ZeroOrOne),
    ("one or more", Cardinality::OneOrMore),
    ("one or many", Cardinality::OneOrMore),
    ("zero or more", Cardinality::ZeroOrMore),
    ("zero or many", Cardinality::ZeroOrMore),
    ("only one", Cardinality::ExactlyOne),
    ("many(1)", Cardinality::OneOrMore),
    ("many(0)", Cardinality::ZeroOrMore),
    ("1+", Cardinality::OneOrMore),
    ("0+", Cardinality::ZeroOrMore),
    ("1", Cardinality::ExactlyOne),
];

/// Reads an entity-relationship diagram.
pub(crate) fn read(source: &Source) -> Result<Remarked<ErDiagram>, Unreadable> {
    let opens = |line: &str| {
        let is_relation = line.contains("--") || line.contains("..");
        line.find('{').filter(|_| !is_relation)
    };
    let mut reader = EntityReader {
        text: &source.plain,
        diagram: ErDiagram::new(Direction::TB),
        open: None,
        styles: Styles::default(),
    };
    for statement in statements(source, opens) {
        reader.statement(statement.text, statement.at)?;
    }
    match reader.open {
        Some((_, at)) => Err(Unreadable {
            at,
            message: "this `{` is not closed".into(),
            help: "write `}` on a line of its own after the attributes".into(),
        }),
        None => {
            reader.diagram.class_defs = reader.styles.class_defs;
            reader.diagram.style_stmts = reader.styles.statements;
            Ok(Remarked { value: reader.diagram, remarks: reader.styles.remarks })
        }
    }
}

struct EntityReader<'a> {
    text: &'a str,
    diagram: ErDiagram,
    /// The entity whose attributes are read, by its number, and where it begins.
    open: Option<(usize, Range<usize>)>,
    styles: Styles,
}

impl EntityReader<'_> {
    fn statement(&mut self, line: &str, at: Range<usize>) -> Result<(), Unreadable> {
        if let Some((entity, _)) = self.open {
            if line == "}" {
                self.open = None;
                return Ok(());
            }
            let attribute = attribute(line);
            let attribute =
                attribute.ok_or_else(|| unreadable(self.text, at, "an attribute: `string name PK`"))?;
            self.diagram.entities[entity].attributes.push(attribute);
            return Ok(());
        }
        if self.styles.read(line, &at) {
            return Ok(());
        }
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match (word, direction(rest), class_names(rest)) {
            ("direction", Some(direction), _) => {
                self.diagram.direction = direction;
                Ok(())
            }
            ("class", _, Some((names, css))) => {
                for name in names {
                    if let Some((number, _)) = self.named(name) {
                        self.diagram.entities[number].css_classes.push(css.to_owned());
                    }
                }
                Ok(())
            }
            _ => self.entity_or_relation(line, at),
        }
    }

    /// The number of an entity, which is there from here on, and what follows it.
    fn named<'t>(&mut self, text: &'t str) -> Option<(usize, &'t str)> {
        let text = text.trim_start();
        let (id, mut rest) = quoted(text).unwrap_or_else(|| text.split_at(name(text).len()));
        if id.is_empty() {
            return None;
        }
        let number = self.diagram.entities.iter().position(|entity| entity.id == id).unwrap_or_else(|| {
            self.diagram.entities.push(Entity::new(id));
            self.diagram.entities.len() - 1
        });
        let entity = &mut self.diagram.entities[number];
        if let Some((alias, behind)) = rest.trim_start().strip_prefix('[').and_then(|it| it.split_once(']')) {
            entity.alias = Some(label(alias));
            rest = behind;
        }
        if let Some((css, behind)) = class(rest.trim_start()) {
            entity.css_classes.push(css.to_owned());
            rest = behind;
        }
        Some((number, rest.trim_start()))
    }

    fn entity_or_relation(&mut self, line: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let wrong = |text: &str| unreadable(text, at.clone(), EXPECTED);
        let (first, rest) = self.named(line).ok_or_else(|| wrong(self.text))?;
        match rest {
            "" => return Ok(()),
            "{" => {
                self.open = Some((first, at));
                return Ok(());
            }
            _ => {}
        }
        let (from, rest) = end(rest, true).ok_or_else(|| wrong(self.text))?;
        let (identification, rest) = line_of(rest).ok_or_else(|| wrong(self.text))?;
        let (to, rest) = end(rest, false).ok_or_else(|| wrong(self.text))?;
        let (second, rest) = self.named(rest).ok_or_else(|| wrong(self.text))?;
        let text = rest.strip_prefix(':').map(label);
        if text.is_none() && !rest.is_empty() {
            return Err(wrong(self.text));
        }
        self.diagram.relationships.push(ErRelation {
            entity_a: self.diagram.entities[first].id.clone(),
            entity_b: self.diagram.entities[second].id.clone(),
            cardinality_a: from,
            cardinality_b: to,
            identification,
            label: text.filter(|text| !text.is_empty()),
        });
        Ok(())
    }
}

/// The end of a relation that a text begins with, and what follows it.
fn end(text: &str, is_left: bool) -> Option<(Cardinality, &str)> {
    let text = text.trim_start();
    let marks = ENDS.iter().map(|(left, right, kind)| (if is_left { *left } else { *right }, *kind));
    marks.chain(WORDS).find_map(|(mark, kind)| Some((kind, text.strip_prefix(mark)?)))
}

/// The line of a relation that a text begins with, and what follows it.
fn line_of(text: &str) -> Option<(Identification, &str)> {
    let text = text.trim_start();
    let lines = [
        ("--", Identification::Identifying),
        ("..", Identification::NonIdentifying),
        (".-", Identification::NonIdentifying),
        ("-.", Identification::NonIdentifying),
        ("optionally to", Identification::NonIdentifying),
        ("to", Identification::Identifying),
    ];
    lines.into_iter().find_map(|(line, kind)| Some((kind, text.strip_prefix(line)?)))
}

/// `string name PK, FK "comment"`.
fn attribute(line: &str) -> Option<Attribute> {
    let (line, comment) = match line.split_once('"') {
        Some((line, comment)) => (line, Some(label(comment.trim_end_matches('"')))),
        None => (line, None),
    };
    let mut words = line.split_whitespace();
    let attr_type = words.next()?.to_owned();
    let name = words.next()?.to_owned();
    let keys = words.flat_map(|word| word.split(',')).filter(|key| !key.is_empty());
    let key = |key: &str| match key {
        "PK" => Some(KeyType::PrimaryKey),
        "FK" => Some(KeyType::ForeignKey),
        "UK" => Some(KeyType::UniqueKey),
        _ => None,
    };
    let keys = keys.map(key).collect::<Option<Vec<_>>>()?;
    Some(Attribute { attr_type, name, keys, comment })
}

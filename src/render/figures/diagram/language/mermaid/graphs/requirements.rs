//! Requirement diagrams.
//!
//! Source: the grammar of mermaid.js 11, `requirementDiagram.jison`.

use std::ops::Range;

use rusty_mermaid_core::Direction;
use rusty_mermaid_diagrams::requirement::ir::{
    DesignElement, RelationshipType, ReqRelation, Requirement, RequirementDiagram, RequirementType,
    RiskLevel, VerifyMethod,
};

use super::super::cursor::unreadable;
use super::super::source::Source;
use super::super::statements::{class, name, quoted, statements};
use super::super::text::label;
use super::super::{Remarked, Unreadable};
use super::{Styles, class_names, direction};

const EXPECTED: &str = "`requirement name {`, `element name {`, or a relation such as `a - satisfies -> b`";

const KINDS: [(&str, RequirementType); 6] = [
    ("requirement", RequirementType::Requirement),
    ("functionalRequirement", RequirementType::FunctionalRequirement),
    ("interfaceRequirement", RequirementType::InterfaceRequirement),
    ("performanceRequirement", RequirementType::PerformanceRequirement),
    ("physicalRequirement", RequirementType::PhysicalRequirement),
    ("designConstraint", RequirementType::DesignConstraint),
];

const RELATIONS: [(&str, RelationshipType); 7] = [
    ("contains", RelationshipType::Contains),
    ("copies", RelationshipType::Copies),
    ("derives", RelationshipType::Derives),
    ("satisfies", RelationshipType::Satisfies),
    ("verifies", RelationshipType::Verifies),
    ("refines", RelationshipType::Refines),
    ("traces", RelationshipType::Traces),
];

/// Reads a requirement diagram.
pub(crate) fn read(source: &Source) -> Result<Remarked<RequirementDiagram>, Unreadable> {
    let mut reader = RequirementReader {
        text: &source.plain,
        diagram: RequirementDiagram::new(Direction::TB),
        open: None,
        styles: Styles::default(),
    };
    for statement in statements(source, |line| line.find('{')) {
        reader.statement(statement.text, statement.at)?;
    }
    if let Some((_, at)) = reader.open {
        return Err(Unreadable {
            at,
            message: "this `{` is not closed".into(),
            help: "write `}` on a line of its own after it".into(),
        });
    }
    reader.diagram.class_defs = reader.styles.class_defs;
    reader.diagram.style_stmts = reader.styles.statements;
    Ok(Remarked { value: reader.diagram, remarks: reader.styles.remarks })
}

/// What is being read.
#[derive(Clone, Copy)]
enum Open {
    Requirement,
    Element,
}

struct RequirementReader<'a> {
    text: &'a str,
    diagram: RequirementDiagram,
    open: Option<(Open, Range<usize>)>,
    styles: Styles,
}

impl RequirementReader<'_> {
    fn statement(&mut self, line: &str, at: Range<usize>) -> Result<(), Unreadable> {
        if let Some((open, _)) = self.open {
            if line == "}" {
                self.open = None;
                return Ok(());
            }
            return self.property(open, line, at);
        }
        if self.styles.read(line, &at) {
            return Ok(());
        }
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        if let (true, Some(body)) = (word != "class", rest.trim().strip_suffix('{')) {
            return self.block(word, body.trim(), at);
        }
        match (word, direction(rest), class_names(rest)) {
            ("direction", Some(direction), _) => self.diagram.direction = direction,
            ("class", _, Some((names, css))) => self.give_class(&names, css),
            _ => self.relation(line, at)?,
        }
        Ok(())
    }

    fn give_class(&mut self, names: &[&str], css: &str) {
        let requirements = self.diagram.requirements.iter_mut().map(|it| (&it.name, &mut it.css_classes));
        let elements = self.diagram.elements.iter_mut().map(|it| (&it.name, &mut it.css_classes));
        for (name, classes) in requirements.chain(elements) {
            if names.contains(&name.as_str()) {
                classes.push(css.to_owned());
            }
        }
    }

    fn block(&mut self, word: &str, rest: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let (name, rest) = named(rest).ok_or_else(|| unreadable(self.text, at.clone(), EXPECTED))?;
        let classes = class(rest.trim_start()).map(|(css, _)| css.to_owned()).into_iter().collect();
        if word == "element" {
            self.diagram.elements.push(DesignElement { css_classes: classes, ..DesignElement::new(name) });
            self.open = Some((Open::Element, at));
            return Ok(());
        }
        let Some((_, kind)) = KINDS.iter().find(|(other, _)| *other == word) else {
            return Err(unreadable(self.text, at, EXPECTED));
        };
        self.diagram.requirements.push(Requirement { css_classes: classes, ..Requirement::new(name, *kind) });
        self.open = Some((Open::Requirement, at));
        Ok(())
    }

    fn property(&mut self, open: Open, line: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let expected = match open {
            Open::Requirement => {
                "`id: …`, `text: …`, `risk: low`, `medium` or `high`, or `verifymethod: test`, `analysis` …"
            }
            Open::Element => "`type: …` or `docref: …`",
        };
        let wrong = || unreadable(self.text, at.clone(), expected);
        let (key, value) = line.split_once(':').ok_or_else(wrong)?;
        let value = label(value);
        match (open, key.trim().to_ascii_lowercase().as_str()) {
            (Open::Requirement, key) => {
                let Some(requirement) = self.diagram.requirements.last_mut() else { return Ok(()) };
                match key {
                    "id" => requirement.id = Some(value),
                    "text" => requirement.text = Some(value),
                    "risk" => requirement.risk = Some(risk(&value).ok_or_else(wrong)?),
                    "verifymethod" => requirement.verify_method = Some(method(&value).ok_or_else(wrong)?),
                    _ => return Err(wrong()),
                }
            }
            (Open::Element, key) => {
                let Some(element) = self.diagram.elements.last_mut() else { return Ok(()) };
                match key {
                    "type" => element.elem_type = Some(value),
                    "docref" => element.docref = Some(value),
                    _ => return Err(wrong()),
                }
            }
        }
        Ok(())
    }

    /// `a - satisfies -> b`, `b <- satisfies - a`.
    fn relation(&mut self, line: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let read = relation(line).ok_or_else(|| unreadable(self.text, at.clone(), EXPECTED))?;
        for end in [&read.src, &read.dst] {
            let is_known = self.diagram.requirements.iter().any(|other| other.name == *end)
                || self.diagram.elements.iter().any(|other| other.name == *end);
            // An end may be described further down; that is looked up where all was read.
            if !is_known
                && !self.text.contains(&format!("{end} "))
                && !self.text.contains(&format!("{end}\""))
            {
                return Err(unreadable(self.text, at, "names of requirements and elements of this diagram"));
            }
        }
        self.diagram.relationships.push(read);
        Ok(())
    }
}

fn named(text: &str) -> Option<(String, &str)> {
    let (name, rest) = quoted(text).unwrap_or_else(|| text.split_at(name(text).len()));
    (!name.is_empty()).then(|| (name.to_owned(), rest))
}

fn relation(line: &str) -> Option<ReqRelation> {
    let (first, rest) = named(line)?;
    let rest = rest.trim_start();
    let (is_back, rest) = match rest.strip_prefix("<-") {
        Some(rest) => (true, rest.trim_start()),
        None => (false, rest.strip_prefix('-')?.trim_start()),
    };
    let (rel_type, rest) =
        RELATIONS.iter().find_map(|(word, kind)| Some((*kind, rest.strip_prefix(word)?)))?;
    let rest = rest.trim_start().strip_prefix(if is_back { "-" } else { "->" })?;
    let (second, rest) = named(rest.trim_start())?;
    let (src, dst) = if is_back { (second, first) } else { (first, second) };
    rest.trim().is_empty().then_some(ReqRelation { src, dst, rel_type })
}

fn risk(value: &str) -> Option<RiskLevel> {
    match value.to_ascii_lowercase().as_str() {
        "low" => Some(RiskLevel::Low),
        "medium" => Some(RiskLevel::Medium),
        "high" => Some(RiskLevel::High),
        _ => None,
    }
}

fn method(value: &str) -> Option<VerifyMethod> {
    match value.to_ascii_lowercase().as_str() {
        "analysis" => Some(VerifyMethod::Analysis),
        "demonstration" => Some(VerifyMethod::Demonstration),
        "inspection" => Some(VerifyMethod::Inspection),
        "test" => Some(VerifyMethod::Test),
        _ => None,
    }
}

//! State, class and entity-relationship diagrams: the source of one to the library's model of it.
//!
//! The library's own readers take fewer names than mermaid.js and go past what they do not know (rusty-mermaid 0.2.0), so
//! that orate reads these kinds itself.

pub(crate) mod classes;
pub(crate) mod entities;
pub(crate) mod requirements;
pub(crate) mod states;

use std::ops::Range;

use rusty_mermaid_core::Direction;
use rusty_mermaid_diagrams::common::styling::{ClassDef, StyleStmt};

use super::Unreadable;
use super::style;

/// The direction of a word.
fn direction(word: &str) -> Option<Direction> {
    match word.trim() {
        "TB" | "TD" => Some(Direction::TB),
        "BT" => Some(Direction::BT),
        "LR" => Some(Direction::LR),
        "RL" => Some(Direction::RL),
        _ => None,
    }
}

/// `classDef` and `style` lines, which every kind has.
#[derive(Default)]
struct Styles {
    class_defs: Vec<ClassDef>,
    statements: Vec<StyleStmt>,
    remarks: Vec<Unreadable>,
}

impl Styles {
    /// Reads a line, if it is one of these. `at` is where it is.
    fn read(&mut self, line: &str, at: &Range<usize>) -> bool {
        let Some((word, rest)) = line.split_once(char::is_whitespace) else { return false };
        let Some((names, properties)) = rest.trim_start().split_once(char::is_whitespace) else {
            return false;
        };
        if !matches!(word, "classDef" | "style") || !properties.contains(':') {
            return false;
        }
        let (styles, remarks) = style::properties(properties, at.end - properties.len());
        self.remarks.extend(remarks);
        let names = names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        match word {
            "classDef" => {
                self.class_defs.extend(names.map(|name| ClassDef { name, styles: styles.clone() }));
            }
            _ => self.statements.push(StyleStmt { ids: names.collect(), styles }),
        }
        true
    }
}

/// The names and the class of `A,B important`.
fn class_names(rest: &str) -> Option<(Vec<&str>, &str)> {
    let (names, class) = rest.trim().rsplit_once(char::is_whitespace)?;
    Some((names.trim_matches('"').split(',').map(str::trim).collect(), class))
}

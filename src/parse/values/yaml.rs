//! YAML as a tree of values.
//!
//! Every size is bounded, so that a few lines of aliases cannot grow into a billion values.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned, budget, options};

use super::{Node, Pair, Table, Value};
use crate::text::{Diagnostic, Slice, Span};

/// Front matter holds a few values; this many are past all sense.
const MOST_NODES: usize = 10_000;

/// Reads a YAML document that is a mapping. What is wrong with it is reported, and then nothing of it is kept.
pub(crate) fn read(text: Slice<'_>, diagnostics: &mut Vec<Diagnostic>) -> Table {
    let options = options! {
        budget: budget! {
            max_nodes: MOST_NODES,
            max_events: 4 * MOST_NODES,
            max_aliases: 100,
            max_anchors: 100,
            max_depth: 32,
            max_documents: 1,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MOST_NODES },
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text.text, options) {
        Ok(raw) => match node(text, raw).value {
            Value::Table(pairs) => pairs,
            _ => Table::new(),
        },
        Err(error) => {
            let at = error.location().map_or(text.span.head(), |location| span(text, location));
            let message = message(&error);
            let diagnostic = Diagnostic::error("settings-syntax", at, message.clone());
            // Two pairs on one line: nearly always a title with a colon.
            diagnostics.push(match message.contains("mapping values") {
                true => diagnostic.help("put a value with a colon in it into quotes: `title: \"One: two\"`"),
                false => diagnostic,
            });
            Table::new()
        }
    }
}

/// What the reader says, without the place it says it of.
fn message(error: &serde_saphyr::Error) -> String {
    let message = error.without_snippet().to_string();
    let message = message.lines().next().unwrap_or_default();
    let message = message.split(" at line ").next().unwrap_or(message);
    let message = message.strip_prefix("error: ").unwrap_or(message);
    format!("this front matter is not YAML: {message}")
}

/// A value as it comes from the reader, with the reader's own places.
enum Raw {
    Nothing,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Table(Vec<(Spanned<String>, Spanned<Raw>)>),
}

fn node(text: Slice<'_>, raw: Spanned<Raw>) -> Node {
    let at = span(text, raw.referenced);
    let value = match raw.value {
        Raw::Nothing => Value::Nothing,
        Raw::Bool(value) => Value::Bool(value),
        Raw::Integer(value) => Value::Integer(value),
        Raw::Float(value) => Value::Float(value),
        Raw::Text(value) => Value::Text(value),
        Raw::List(values) => Value::List(values.into_iter().map(|value| node(text, value)).collect()),
        Raw::Table(pairs) => Value::Table(
            pairs
                .into_iter()
                .map(|(key, value)| Pair {
                    at: span(text, key.referenced),
                    key: key.value,
                    node: node(text, value),
                })
                .collect(),
        ),
    };
    Node { value, at }
}

/// A place of the reader as a span: the scalar it names, or the rest of the line where it names only a start.
fn span(text: Slice<'_>, location: Location) -> Span {
    let start = location.span().byte_offset().map_or_else(
        || offset(text.text, location.line() as usize, location.column() as usize),
        |offset| offset as usize,
    );
    let start = text.text.floor_char_boundary(start);
    let rest = text.text.get(start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default().trim_end().len();
    let length = match location.span().byte_len() {
        Some(length @ 1..) => rest.floor_char_boundary(length as usize),
        _ => line,
    };
    let length = rest.get(..length).unwrap_or_default().trim_end().len();
    text.span.part(start..start + length)
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let line_start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let line = text.get(line_start..).unwrap_or_default();
    line_start + line.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(i64::try_from(value).map_or(Raw::Float(value as f64), Raw::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Raw, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = sequence.next_element()? {
            values.push(value);
        }
        Ok(Raw::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Raw::Table(pairs))
    }
}

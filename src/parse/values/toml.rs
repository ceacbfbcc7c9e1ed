//! TOML as a tree of values.

use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::super::line::line_end;
use super::{Node, Pair, Table, Value};
use crate::text::{Diagnostic, Slice};

/// Reads a TOML document. What is wrong with it is reported, once a line, and the lines without a mistake are kept.
pub fn read(text: Slice<'_>, diagnostics: &mut Vec<Diagnostic>) -> Table {
    let (table, errors) = DeTable::parse_recoverable(text.text);
    let mut broken: Vec<Range<usize>> = Vec::new();
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        let range = text.text.floor_char_boundary(range.start)..text.text.floor_char_boundary(range.end);
        let line = line_of(text.text, range.start);
        if !broken.contains(&line) {
            broken.push(line);
            diagnostics.push(Diagnostic::error("settings-syntax", text.span.part(range), error.message()));
        }
    }
    let mut pairs = pairs(text, table.get_ref());
    pairs.retain(|pair| {
        let (start, end) = (pair.at.start - text.span.start, pair.node.at.end - text.span.start);
        let is_table = matches!(pair.node.value, Value::Table(_));
        let lines = start as usize..if is_table { start } else { end.max(start) } as usize;
        !broken.iter().any(|line| line.start <= lines.end && lines.start <= line.end)
    });
    pairs
}

/// The line that an offset lies on.
fn line_of(text: &str, offset: usize) -> Range<usize> {
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    start..line_end(text.as_bytes(), offset)
}

fn pairs(text: Slice<'_>, table: &DeTable<'_>) -> Table {
    let mut pairs: Table = table
        .iter()
        .map(|(key, value)| Pair {
            key: key.get_ref().to_string(),
            at: text.span.part(key.span()),
            node: node(text, value),
        })
        .collect();
    pairs.sort_by_key(|pair| pair.at.start);
    pairs
}

fn node(text: Slice<'_>, value: &Spanned<DeValue<'_>>) -> Node {
    Node { value: plain(text, value.get_ref()), at: text.span.part(value.span()) }
}

fn plain(text: Slice<'_>, value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(string) => Value::Text(string.to_string()),
        DeValue::Integer(integer) => match i64::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(integer) => Value::Integer(integer),
            Err(_) => Value::Float(integer.as_str().parse().unwrap_or(f64::INFINITY)),
        },
        DeValue::Float(float) => Value::Float(float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(values) => Value::List(values.iter().map(|value| node(text, value)).collect()),
        DeValue::Table(table) => Value::Table(pairs(text, table)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    #[track_caller]
    fn check_keys(text: &str, keys: &[&str], mistakes: usize) {
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let id = sources.add("orate.toml", text.as_bytes(), &mut diagnostics);
        let table = read(sources.whole(id), &mut diagnostics);
        assert_eq!(table.iter().map(|pair| pair.key.as_str()).collect::<Vec<_>>(), keys);
        assert_eq!(diagnostics.len(), mistakes);
    }

    #[test]
    fn keys_come_in_the_order_of_the_text() {
        check_keys("b = 1\na = 2\n[d]\n[c]\n", &["b", "a", "d", "c"], 0);
    }

    #[test]
    fn a_broken_line_takes_no_other_with_it() {
        check_keys("a = 1\nb = = 2\nc = \"x\nd = 3\n[e]\nf = 4", &["a", "d", "e"], 2);
        check_keys("a = 1\n[e]\nf = = 4", &["a", "e"], 1);
    }
}

//! TOML as a tree of values.

use std::collections::BTreeMap;
use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::super::line::line_end;
use super::{Node, Pair, Table, Value};
use crate::text::{Diagnostic, Slice};

/// Reads a TOML document. What is wrong with it is reported, once a line, and the lines without a mistake are kept.
pub(crate) fn read(text: Slice<'_>, diagnostics: &mut Vec<Diagnostic>) -> Table {
    let (table, errors) = DeTable::parse_recoverable(text.text);
    let mut broken = BrokenLines::default();
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        let range = text.text.floor_char_boundary(range.start)..text.text.floor_char_boundary(range.end);
        if !broken.touch(range.start..range.start) {
            broken.insert(line_of(text.text, range.start));
            diagnostics.push(Diagnostic::error("settings-syntax", text.span.part(range), error.message()));
        }
    }
    let mut pairs = pairs(text, table.get_ref());
    pairs.retain(|pair| {
        let offset = |place: u32| (place - text.span.start) as usize;
        let (start, end) = (offset(pair.at.start), offset(pair.node.at.end));
        match pair.node.value {
            // A table begins with its header, which is before or after its first key.
            Value::Table(_) => ![start, offset(pair.node.at.start)].iter().any(|at| broken.touch(*at..*at)),
            _ => !broken.touch(start..end.max(start)),
        }
    });
    pairs
}

/// Lines with a mistake: where each starts, and where it ends.
#[derive(Default)]
struct BrokenLines(BTreeMap<usize, usize>);

impl BrokenLines {
    fn insert(&mut self, line: Range<usize>) {
        self.0.insert(line.start, line.end);
    }

    /// Whether one of them has a place in common with a stretch, whose end counts.
    fn touch(&self, stretch: Range<usize>) -> bool {
        let last = self.0.range(..=stretch.end).next_back();
        last.is_some_and(|(_, end)| stretch.start <= *end)
    }
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
    fn each_line_is_reported_once_and_loses_its_keys() {
        check_keys("a = 1\nb = = 2 = 3\nc = 4\n[e]\nf = 5", &["a", "c", "e"], 1);
        let lines: String = (0..30_000).map(|number| format!("a{number} = = 1\nb{number} = 1\n")).collect();
        let keys: Vec<String> = (0..30_000).map(|number| format!("b{number}")).collect();
        check_keys(&lines, &keys.iter().map(String::as_str).collect::<Vec<_>>(), 30_000);
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

//! Comma-separated values become rows and series of numbers.
//!
//! Source: RFC 4180, and what spreadsheets write: semicolons where the comma is for decimals, tabs, a per cent sign.

use std::ops::Range;

use super::Unreadable;

/// How long a text of values may be, in bytes.
pub(super) const LIMIT: usize = 64 << 10;

/// How many rows and how many series a chart may have.
pub(super) const ROWS: usize = 1000;
/// How many series a chart may have.
pub(super) const SERIES: usize = 6;

/// The values of a chart.
#[derive(Debug, PartialEq)]
pub(super) struct Data {
    /// What the first column is called.
    pub head: String,
    /// The first column, row by row.
    pub labels: Vec<String>,
    pub series: Vec<Series>,
    /// What is behind every number: `%`, or nothing.
    pub unit: String,
    /// Where each label is.
    pub places: Vec<Range<usize>>,
}

/// One column of numbers.
#[derive(Debug, PartialEq)]
pub(super) struct Series {
    pub name: String,
    /// By row; `None` for an empty cell.
    pub values: Vec<Option<f64>>,
}

struct Cell {
    text: String,
    at: Range<usize>,
}

impl Data {
    /// Reads a text whose first row may be a heading: it is one if it holds no number behind its first cell.
    pub(super) fn read(text: &str) -> Result<Data, Unreadable> {
        if text.len() > LIMIT {
            return Err(wrong(
                0..0,
                format!("these values take more than {} KiB", LIMIT >> 10),
                "show fewer",
            ));
        }
        let separator = separator(text);
        let mut rows = rows(text, separator)?;
        let is_decimal_comma = separator != ',';
        let columns = columns(&rows)?;
        let is_heading = |cells: &[Cell]| {
            cells[1..]
                .iter()
                .all(|cell| number(&cell.text, is_decimal_comma).is_none() && !cell.text.is_empty())
        };
        let head = is_heading(&rows[0]).then(|| rows.remove(0));
        check_rows(&rows)?;
        let name = |column: usize| head.as_ref().map_or(String::new(), |head| head[column].text.clone());
        let series =
            (1..columns).map(|column| Series { name: name(column), values: Vec::with_capacity(rows.len()) });
        let mut cells = rows.iter().flat_map(|row| row.iter().skip(1)).filter(|cell| !cell.text.is_empty());
        let unit = if cells.all(|cell| cell.text.ends_with('%')) { "%" } else { "" };
        let mut data = Data {
            head: name(0),
            labels: Vec::new(),
            series: series.collect(),
            unit: unit.into(),
            places: Vec::new(),
        };
        rows.iter().try_for_each(|row| data.add(row, is_decimal_comma))?;
        Ok(data)
    }

    /// Adds a row, which has as many cells as there are columns.
    fn add(&mut self, row: &[Cell], is_decimal_comma: bool) -> Result<(), Unreadable> {
        let columns = self.series.len() + 1;
        if row.len() != columns {
            let at = row[0].at.start..row[row.len() - 1].at.end;
            let message = format!("this row has {} cells, and the first has {columns}", row.len());
            let help = "leave a cell empty where there is no number; put a text with a comma in quotes";
            return Err(wrong(at, message, help));
        }
        self.labels.push(row[0].text.clone());
        self.places.push(row[0].at.clone());
        for (series, cell) in self.series.iter_mut().zip(&row[1..]) {
            let value = number(&cell.text, is_decimal_comma);
            if value.is_none() && !cell.text.is_empty() {
                let message = format!("`{}` is no number", cell.text);
                return Err(wrong(cell.at.clone(), message, "write `1234.5`"));
            }
            series.values.push(value.filter(|_| !cell.text.is_empty()));
        }
        Ok(())
    }

    /// Every number.
    pub(super) fn values(&self) -> impl Iterator<Item = f64> {
        self.series.iter().flat_map(|series| series.values.iter().flatten().copied())
    }
}

/// How many columns there are, by the first row.
fn columns(rows: &[Vec<Cell>]) -> Result<usize, Unreadable> {
    let Some(first) = rows.first() else {
        let help = "write rows such as `Monday, 12`, or name a `file`";
        return Err(wrong(0..0, "this chart has no values", help));
    };
    if first.len() < 2 {
        let at = first.first().map_or(0..0, |cell| cell.at.clone());
        return Err(wrong(at, "this row has one value", "write a name and a number: `Monday, 12`"));
    }
    if first.len() > SERIES + 1 {
        let message = format!("this chart has {} series, and the limit is {SERIES}", first.len() - 1);
        return Err(wrong(first[SERIES + 1].at.clone(), message, "part it into several charts"));
    }
    Ok(first.len())
}

/// Refuses too many rows below the heading, and none.
fn check_rows(rows: &[Vec<Cell>]) -> Result<(), Unreadable> {
    if let Some(row) = rows.get(ROWS) {
        let message = format!("this chart has {} rows, and the limit is {ROWS}", rows.len());
        return Err(wrong(row[0].at.clone(), message, "sum them up"));
    }
    if rows.is_empty() {
        return Err(wrong(0..0, "this chart has no rows", "write rows such as `Monday, 12`"));
    }
    Ok(())
}

fn wrong(at: Range<usize>, message: impl Into<String>, help: &str) -> Unreadable {
    Unreadable { at, message: message.into(), help: help.into() }
}

/// What parts cells: of comma, semicolon and tab, the one that the first row has most of outside quotes.
fn separator(text: &str) -> char {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut is_quoted = false;
    let bare: String = line
        .chars()
        .filter(|&it| {
            is_quoted ^= it == '"';
            !is_quoted
        })
        .collect();
    let count = |separator| bare.matches(separator).count();
    if count('\t') > 0 {
        '\t'
    } else if count(';') > 0 {
        ';'
    } else {
        ','
    }
}

/// The cells of every row that is not blank and no remark (`#`).
fn rows(text: &str, separator: char) -> Result<Vec<Vec<Cell>>, Unreadable> {
    let mut rows = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let line = text[at..].split('\n').next().unwrap_or_default();
        if line.trim().is_empty() || line.starts_with('#') {
            at += line.len() + 1;
            continue;
        }
        let mut row = Vec::new();
        loop {
            let (cell, end) = cell(text, at, separator)?;
            row.push(cell);
            at = end;
            match text[at..].chars().next() {
                Some(next) if next == separator => at += next.len_utf8(),
                _ => break,
            }
        }
        at += 1;
        rows.push(row);
    }
    Ok(rows)
}

/// The cell that begins at `start`, and where it ends.
fn cell(text: &str, start: usize, separator: char) -> Result<(Cell, usize), Unreadable> {
    let is_end = |it: char| it == '\n' || it == separator;
    let rest = &text[start..];
    let space = rest.len() - rest.trim_start_matches([' ', '\u{A0}']).len();
    if !rest[space..].starts_with('"') {
        let length = rest.find(is_end).unwrap_or(rest.len());
        let trimmed = rest[..length].trim();
        let from = start + space.min(length);
        return Ok((Cell { text: trimmed.to_owned(), at: from..from + trimmed.len() }, start + length));
    }
    let open = start + space;
    let mut value = String::new();
    let mut at = open + 1;
    loop {
        let Some(close) = text[at..].find('"').map(|close| at + close) else {
            return Err(wrong(
                open..open + 1,
                "this quote is never closed",
                "write a second one, or leave both out",
            ));
        };
        value.push_str(&text[at..close]);
        at = close + 1;
        if !text[at..].starts_with('"') {
            break;
        }
        value.push('"');
        at += 1;
    }
    let after = text[at..].find(is_end).unwrap_or(text.len() - at);
    if !text[at..at + after].trim().is_empty() {
        return Err(wrong(
            at..at + after,
            "this follows a quote",
            "put the whole cell in quotes, quotes in it twice",
        ));
    }
    Ok((Cell { text: value.trim().to_owned(), at: open..at }, at + after))
}

/// A number as people write it. Nothing that is not finite.
pub(super) fn number(text: &str, is_decimal_comma: bool) -> Option<f64> {
    let text = text.strip_suffix('%').unwrap_or(text).trim();
    let text: String =
        text.chars().filter(|it| !matches!(it, '_' | '\'' | '’' | ' ' | '\u{A0}' | '\u{202F}')).collect();
    let text = text.replace('\u{2212}', "-");
    let text = match is_decimal_comma && text.contains(',') {
        true => text.replace('.', "").replace(',', "."),
        false => text,
    };
    let is_plain =
        text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
    text.parse().ok().filter(|value: &f64| is_plain && value.is_finite() && value.abs() < 1e15)
}

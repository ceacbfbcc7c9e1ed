//! Labels of DOT: texts with escapes, and tables and lines of HTML.
//!
//! Source: <https://graphviz.org/docs/attr-types/escString/> and <https://graphviz.org/doc/info/shapes.html#html>.

use crate::html::parse::document;
use crate::html::tree::{NodeKind, ROOT};
use crate::render::figures::diagram::label::literal;

/// The value of an attribute, or a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Value {
    /// As it is written, escapes and tags included.
    pub(super) text: String,
    /// Whether it is between `<` and `>`.
    pub(super) is_html: bool,
}

impl Value {
    /// A text, with or without quotes.
    pub(super) fn plain(text: String) -> Value {
        Value { text, is_html: false }
    }

    /// What is between `<` and `>`.
    pub(super) fn html(text: String) -> Value {
        Value { text, is_html: true }
    }
}

/// What the escapes of a label stand for.
pub(super) struct Names<'a> {
    /// `\G`
    pub(super) graph: &'a str,
    /// `\N` of a node, `\E` of an edge.
    pub(super) object: &'a str,
    /// `\T` and `\H`
    pub(super) ends: (&'a str, &'a str),
}

/// Where the lines of a label begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Align {
    Left,
    Center,
    Right,
}

/// The text of a label as the layout reads it, with `<br>` between its lines, and where the first of them begins.
pub(super) fn text(value: &Value, names: &Names<'_>) -> (String, Align) {
    match value.is_html {
        true => {
            let lines: Vec<_> = html_text(&value.text).lines().map(literal).collect();
            (lines.join("<br>"), html_align(&value.text))
        }
        false => escaped(&value.text, names),
    }
}

fn escaped(text: &str, names: &Names<'_>) -> (String, Align) {
    let (mut lines, mut line, mut align) = (Vec::new(), String::new(), None);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let escape = if letter == '\\' { letters.next() } else { None };
        match (letter, escape) {
            ('\n', _) => lines.push(std::mem::take(&mut line)),
            ('\\', Some(end @ ('n' | 'l' | 'r'))) => {
                lines.push(std::mem::take(&mut line));
                align.get_or_insert(match end {
                    'l' => Align::Left,
                    'r' => Align::Right,
                    _ => Align::Center,
                });
            }
            ('\\', Some('G')) => line.push_str(names.graph),
            ('\\', Some('N' | 'E' | 'L')) => line.push_str(names.object),
            ('\\', Some('T')) => line.push_str(names.ends.0),
            ('\\', Some('H')) => line.push_str(names.ends.1),
            ('\\', escape) => line.extend(escape),
            (letter, _) => line.push(letter),
        }
    }
    // What follows the last `\l` is a line only if it says anything.
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    let lines: Vec<_> = lines.iter().map(|line| literal(line)).collect();
    (lines.join("<br>"), align.unwrap_or(Align::Center))
}

/// Whether the first line of a label of HTML ends with `<br align="left"/>`, or its first cell is aligned.
fn html_align(html: &str) -> Align {
    let lower = html.to_ascii_lowercase();
    let place = lower.find("align=").map(|at| lower[at + 6..].trim_start_matches(['"', '\'']));
    match place {
        Some(side) if side.starts_with("left") => Align::Left,
        Some(side) if side.starts_with("right") => Align::Right,
        _ => Align::Center,
    }
}

/// The text of HTML: a line for each row of a table, with bars between its cells.
fn html_text(html: &str) -> String {
    let (tree, _) = document(html);
    let mut text = String::new();
    for id in tree.below(ROOT) {
        match &tree.node(id).kind {
            NodeKind::Text(part) => text.push_str(&part.replace('\n', " ")),
            NodeKind::Element(element) => match element.name.as_ref() {
                "br" | "tr" => text.push('\n'),
                "td" if tree.previous(id).is_some() => text.push_str(" │ "),
                _ => {}
            },
            _ => {}
        }
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &Value, expected: &str, align: Align) {
        let names = Names { graph: "G", object: "n", ends: ("a", "b") };
        let (read, begin) = text(value, &names);
        assert_eq!((read.replace(['\u{2060}'], "").as_str(), begin), (expected, align));
    }

    #[test]
    fn escapes_are_names_and_ends_of_lines() {
        check(&Value::plain("\\N in \\G".into()), "n in G", Align::Center);
        check(&Value::plain("one\\ltwo\\l".into()), "one<br>two", Align::Left);
        check(&Value::plain("one\\r\\\\two".into()), "one<br>\\two", Align::Right);
        check(&Value::plain("\\T to \\H".into()), "a to b", Align::Center);
        check(&Value::plain("List<b> 2**3".into()), "List&lt;b&gt; 2**3", Align::Center);
    }

    #[test]
    fn tables_of_html_are_rows_with_bars_between_cells() {
        let table = "<TABLE BORDER=\"0\"><TR><TD PORT=\"a\">one</TD><TD><B>two</B></TD></TR><HR/>\n<TR><TD COLSPAN=\"2\">three<BR/>four &lt;5</TD></TR></TABLE>";
        check(&Value::html(table.into()), "one │ two<br>three<br>four &lt;5", Align::Center);
        check(&Value::html("a<BR ALIGN=\"LEFT\"/>b".into()), "a<br>b", Align::Left);
    }
}

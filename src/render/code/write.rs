//! Kinds and lines become HTML: as few elements as will do, and the text between them as it was.

use std::ops::Range;

use super::lines::{Lines, Marks};
use super::paint::{HighlightKind, Run};
use crate::html::markup::escape_text;

/// A listing, with an element around each stretch that is of a kind, and, where there are marks, around each line.
///
/// `runs` are about what is shown. What is not shown is there all the same, and hidden.
pub(super) fn listing(lines: &Lines<'_>, runs: &[Run], marks: Option<&Marks>) -> String {
    let text = lines.text();
    let mut html = String::with_capacity(text.len() * 3);
    hide(&mut html, lines.head);
    match marks {
        Some(marks) => marked(&mut html, lines, runs, marks),
        None => {
            let indentations = indentations(lines);
            stretches(&mut html, &text, 0..text.len(), runs, &|html, range| {
                let inside = |(at, _): &&(usize, &str)| range.contains(at);
                let mut done = range.start;
                for (at, indentation) in indentations.iter().filter(inside) {
                    escape_text(html, &text[done..*at]);
                    hide(html, indentation);
                    done = *at;
                }
                escape_text(html, &text[done..range.end]);
            });
        }
    }
    hide(&mut html, lines.tail);
    html
}

/// The lines of a listing, each an element, and their ends between them.
fn marked(html: &mut String, lines: &Lines<'_>, runs: &[Run], marks: &Marks) {
    let text = lines.text();
    let mut start = 0;
    for (index, line) in lines.lines.iter().enumerate() {
        let number = index as u32 + 1;
        let element = element(line.sign);
        html.push('<');
        html.push_str(element);
        html.push_str(if marks.means(number) {
            " class=\"orate-line highlight-line\""
        } else {
            " class=\"orate-line\""
        });
        if let Some(first) = marks.first_number {
            html.push_str(&format!(" data-line-number=\"{}\"", first.saturating_add(index as u32)));
        }
        html.push('>');
        hide(html, line.indentation);
        if marks.are_signed {
            html.push_str("<span class=\"orate-sign\">");
            html.push_str(line.sign);
            html.push_str("</span>");
        }
        let end = start + line.text.len();
        // Runs end in order: the first that reaches into this line is where its kinds begin.
        let runs = &runs[runs.partition_point(|run| run.end <= start)..];
        stretches(html, &text, start..end, runs, &|html, range| escape_text(html, &text[range]));
        html.push_str("</");
        html.push_str(element);
        html.push('>');
        html.push_str(line.end);
        start = end + line.end.len();
    }
}

/// What a line is, by its sign.
fn element(sign: &str) -> &'static str {
    match sign {
        "+" => "ins",
        "-" => "del",
        _ => "span",
    }
}

/// A part of a text with an element around each stretch that is of a kind.
///
/// Space has no colour: where it is between two stretches of one kind it joins them, else it is left outside.
pub(super) fn stretches(
    html: &mut String,
    text: &str,
    whole: Range<usize>,
    runs: &[Run],
    put: &dyn Fn(&mut String, Range<usize>),
) {
    let (mut written, mut start, mut open) = (whole.start, whole.start, None);
    for run in runs {
        if start >= whole.end {
            break;
        }
        let end = run.end.min(whole.end);
        let Some(part) = text.get(start..end) else { continue };
        let word = start + part.len() - part.trim_start().len()..start + part.trim_end().len();
        start = end;
        if word.is_empty() {
            continue;
        }
        if run.kind != open {
            close(html, open);
            put(html, written..word.start);
            written = word.start;
            if let Some(kind) = run.kind {
                html.push_str("<span class=\"");
                html.push_str(kind.class());
                html.push_str("\">");
            }
            open = run.kind;
        }
        put(html, written..word.end);
        written = word.end;
    }
    close(html, open);
    put(html, written..whole.end);
}

/// What is not shown at the head of lines, and where in the shown text that is.
fn indentations<'a>(lines: &Lines<'a>) -> Vec<(usize, &'a str)> {
    let mut at = 0;
    let mut indentations = Vec::new();
    for line in &lines.lines {
        indentations.extend((!line.indentation.is_empty()).then_some((at, line.indentation)));
        at += line.text.len() + line.end.len();
    }
    indentations
}

fn close(html: &mut String, open: Option<HighlightKind>) {
    if open.is_some() {
        html.push_str("</span>");
    }
}

/// Text that is there and not shown.
pub(super) fn hide(html: &mut String, text: &str) {
    if !text.is_empty() {
        html.push_str("<span hidden>");
        escape_text(html, text);
        html.push_str("</span>");
    }
}

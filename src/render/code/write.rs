//! Kinds become HTML: as few elements as will do, and the text between them as it was.

use super::paint::{Kind, Run};
use crate::render::markup::escape_text;

/// A text with an element around each stretch that is of a kind.
///
/// Space has no colour: where it stands between two stretches of one kind it joins them, else it is left outside.
pub fn spans(text: &str, runs: &[Run]) -> String {
    let mut html = String::with_capacity(text.len() * 3);
    // What is written, and the end of the last word, up to which what is open goes on.
    let (mut written, mut start, mut open) = (0, 0, None);
    for run in runs {
        let Some(part) = text.get(start..run.end) else { continue };
        let word = start + part.len() - part.trim_start().len()..start + part.trim_end().len();
        start = run.end;
        if word.is_empty() {
            continue;
        }
        if run.kind != open {
            close(&mut html, open);
            escape_text(&mut html, &text[written..word.start]);
            written = word.start;
            if let Some(kind) = run.kind {
                html.push_str("<span class=\"");
                html.push_str(kind.class());
                html.push_str("\">");
            }
            open = run.kind;
        }
        escape_text(&mut html, &text[written..word.end]);
        written = word.end;
    }
    close(&mut html, open);
    escape_text(&mut html, &text[written..]);
    html
}

fn close(html: &mut String, open: Option<Kind>) {
    if open.is_some() {
        html.push_str("</span>");
    }
}

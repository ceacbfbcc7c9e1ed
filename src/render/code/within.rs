//! A listing that holds elements keeps them: each of its texts is coloured where it is, and none is moved.

use std::ops::Range;

use super::lines::Lines;
use super::paint::Run;
use super::write;
use crate::html::markup::escape_text;
use crate::html::tree::{Finished, NodeId, NodeKind, Tree};

/// The texts of a listing, with where each is in the whole; `None` if it holds what is not text of its own: a
/// script, a drawing, a field.
pub(super) fn texts(tree: &Tree, code: NodeId) -> Option<Vec<(NodeId, Range<usize>)>> {
    const OTHER: &[&str] = &[
        "script", "style", "template", "svg", "math", "textarea", "select", "button", "iframe", "video",
        "pre",
    ];
    let (mut texts, mut at) = (Vec::new(), 0);
    for id in tree.below(code) {
        match &tree.node(id).kind {
            NodeKind::Text(text) => {
                texts.push((id, at..at + text.len()));
                at += text.len();
            }
            NodeKind::Finished(_) => return None,
            _ if tree.element(id).is_some_and(|element| OTHER.contains(&&*element.name)) => return None,
            _ => {}
        }
    }
    Some(texts)
}

/// Colours the texts of a listing. `text` is all of them, `runs` are about what `lines` show of it.
pub(super) fn colour(
    tree: &mut Tree,
    texts: Vec<(NodeId, Range<usize>)>,
    text: &str,
    lines: &Lines<'_>,
    runs: &[Run],
) {
    let shown = shown(lines);
    let runs = placed(runs, &shown);
    for (id, whole) in texts {
        let mut html = String::new();
        let mut at = whole.start;
        let first = shown.partition_point(|stretch| stretch.end <= whole.start);
        for stretch in shown[first..].iter().take_while(|stretch| stretch.start < whole.end) {
            let stretch = stretch.start.max(whole.start)..stretch.end.min(whole.end);
            write::hide(&mut html, &text[at..stretch.start]);
            let runs = &runs[runs.partition_point(|run| run.end <= stretch.start)..];
            at = stretch.end;
            write::stretches(&mut html, text, stretch, runs, &|html, range| escape_text(html, &text[range]));
        }
        write::hide(&mut html, &text[at..whole.end]);
        tree.node_mut(id).kind = NodeKind::Finished(Finished { html, text: text[whole].to_owned() });
    }
}

/// The stretches of a text that its lines show, joined where they meet.
fn shown(lines: &Lines<'_>) -> Vec<Range<usize>> {
    let (mut shown, mut at): (Vec<Range<usize>>, usize) = (Vec::new(), lines.head.len());
    for line in &lines.lines {
        let start = at + line.indentation.len() + line.sign.len();
        at = start + line.text.len() + line.end.len();
        match shown.last_mut().filter(|last| last.end == start) {
            Some(last) => last.end = at,
            None => shown.push(start..at),
        }
    }
    shown
}

/// Runs about what is shown, as runs about the whole.
fn placed(runs: &[Run], shown: &[Range<usize>]) -> Vec<Run> {
    let mut stretches = shown.iter();
    let (mut stretch, mut before) = (stretches.next().cloned().unwrap_or_default(), 0);
    let place = |run: &Run| {
        while run.end > before + stretch.len() {
            let Some(next) = stretches.next() else { break };
            before += stretch.len();
            stretch = next.clone();
        }
        Run { end: stretch.start + (run.end - before).min(stretch.len()), ..*run }
    };
    runs.iter().map(place).collect()
}

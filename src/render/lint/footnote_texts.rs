//! Footnotes whose text nothing on their slide refers to, and those that have two.

use std::collections::HashSet;

use crate::html::tree::{ROOT, Tree};
use crate::text::{Diagnostic, Slice};

/// Reports them, where the numbers of a slide's footnotes show that there are any.
pub(super) fn check(tree: &Tree, source: Slice<'_>) -> Vec<Diagnostic> {
    let numbers = |class: &str| -> Vec<String> {
        let has_class =
            |&id: &_| tree.element(id).is_some_and(|it| it.attributes.value("class") == Some(class));
        tree.below(ROOT).filter(has_class).map(|id| tree.text(id)).collect()
    };
    let labels = numbers("footnote-definition-label");
    if labels.is_empty() {
        return Vec::new();
    }
    let marks: HashSet<String> = numbers("footnote-reference").into_iter().collect();
    let is_odd =
        labels.iter().enumerate().any(|(at, label)| !marks.contains(label) || labels[..at].contains(label));
    if is_odd { odd_texts(source) } else { Vec::new() }
}

fn odd_texts(source: Slice<'_>) -> Vec<Diagnostic> {
    let code = crate::parse::code(source.text);
    let (mut texts, mut marks) = (Vec::new(), HashSet::new());
    for (at, _) in source.text.match_indices("[^") {
        let Some(length) = source.text[at..].find(']') else { break };
        if code.iter().any(|range| range.contains(&at)) {
            continue;
        }
        let range = at..at + length + 1;
        let name = source.text[at + 2..at + length].to_lowercase();
        let line = source.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let begins_line = source.text[line..at].trim_matches([' ', '>']).is_empty();
        match begins_line && source.text[range.end..].starts_with(':') {
            true => texts.push((name, range)),
            false => _ = marks.insert(name),
        }
    }
    let mut diagnostics = Vec::new();
    for (number, (name, range)) in texts.iter().enumerate() {
        let (message, help) = if texts[..number].iter().any(|(other, _)| other == name) {
            (
                format!("the footnote `{name}` has a text already"),
                "keep one of them, or give this one a name of its own".to_owned(),
            )
        } else if !marks.contains(name) {
            (
                format!("nothing on this slide refers to the footnote `{name}`"),
                format!("write `[^{name}]` where it belongs, or take its text out"),
            )
        } else {
            continue;
        };
        diagnostics
            .push(Diagnostic::warning("literal-markup", source.part(range.clone()).span, message).help(help));
    }
    diagnostics
}

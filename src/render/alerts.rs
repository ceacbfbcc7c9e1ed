//! Alerts that the Markdown parser leaves as quotes: with a title of their own (`> [!NOTE] Read this`), with a sign for
//! folding, and of the kinds that other tools have beside GitHub's five.
//!
//! Source: <https://help.obsidian.md/callouts>, whose kinds are drawn as the nearest of GitHub's.

use super::markdown::words::WordsOf;
use crate::deck::Attributes;
use crate::html::tree::{Element, NodeId, NodeKind, ROOT, Tree};
use crate::parse::attribute_comment;

/// The kinds, by the number of their names in [`WordsOf`], and what else they are called.
const KINDS: [(&str, &[&str]); 5] = [
    (
        "note",
        &[
            "info", "abstract", "summary", "tldr", "todo", "question", "help", "faq", "example", "quote",
            "cite",
        ],
    ),
    ("tip", &["hint", "success", "check", "done"]),
    ("important", &[]),
    ("warning", &["attention"]),
    ("caution", &["danger", "error", "failure", "fail", "missing", "bug"]),
];

/// The kinds as an author may write them.
pub(super) fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().flat_map(|(name, others)| [*name].into_iter().chain(others.iter().copied()))
}

/// Makes alerts of quotes that begin with `[!kind]`.
pub(super) fn complete(tree: &mut Tree, words: WordsOf) {
    let quotes: Vec<NodeId> = tree.below(ROOT).filter(|&id| tree.is(id, "blockquote")).collect();
    for quote in quotes {
        let paragraph = tree.children(quote).find(|&child| tree.element(child).is_some());
        let Some(paragraph) = paragraph.filter(|&child| tree.is(child, "p")) else { continue };
        let Some(first) = tree.children(paragraph).next() else { continue };
        let NodeKind::Text(text) = &tree.node(first).kind else { continue };
        if mark(text).is_none() {
            continue;
        }
        move_comments(tree, quote, paragraph);
        let NodeKind::Text(text) = &tree.node(first).kind else { continue };
        let Some((number, own)) = mark(text) else { continue };
        let (title, rest) = own.split_once('\n').map_or((own, None), |(title, rest)| (title, Some(rest)));
        let is_whole_line = rest.is_some() || tree.children(paragraph).nth(1).is_none();
        let (title, rest) = (title.trim().to_owned(), rest.map(str::to_owned));
        let class = format!("markdown-alert markdown-alert-{}", KINDS[number].0);
        if let Some(element) = tree.element_mut(quote) {
            element.attributes.add_class(&class);
        }
        let heading =
            tree.create_element(Element::html("p", Attributes::of([("class", "markdown-alert-title")])));
        tree.insert_before(paragraph, heading);
        tree.insert_text_before(paragraph, "\n");
        let usual = words.words().alerts[number];
        tree.append_text(heading, if title.is_empty() && is_whole_line { usual } else { &title });
        if !is_whole_line {
            tree.append_text(heading, if title.is_empty() { "" } else { " " });
        }
        tree.detach(first);
        match rest {
            Some(rest) => put_first(tree, paragraph, &rest),
            None => move_line(tree, paragraph, heading),
        }
        if tree.text(heading).trim().is_empty() && tree.below(heading).all(|id| tree.element(id).is_none()) {
            tree.append_text(heading, usual);
        }
        if tree.children(paragraph).next().is_none() {
            tree.detach(paragraph);
        }
    }
}

/// Moves attribute comments of an alert's first line behind the alert, whose they are.
fn move_comments(tree: &mut Tree, quote: NodeId, paragraph: NodeId) {
    let is_line = |id: &NodeId| !matches!(&tree.node(*id).kind, NodeKind::Text(text) if text.contains('\n'));
    let is_attributes = |id: &NodeId| matches!(&tree.node(*id).kind, NodeKind::Comment(text) if attribute_comment(text).is_some());
    let comments: Vec<NodeId> = tree.children(paragraph).take_while(is_line).filter(is_attributes).collect();
    let Some(parent) = tree.parent(quote).filter(|_| !comments.is_empty()) else { return };
    let next = tree.children(parent).skip_while(|&child| child != quote).nth(1);
    for comment in comments {
        tree.detach(comment);
        match next {
            Some(next) => tree.insert_before(next, comment),
            None => tree.append(parent, comment),
        }
    }
}

fn put_first(tree: &mut Tree, paragraph: NodeId, text: &str) {
    let first = tree.children(paragraph).next();
    match first {
        Some(first) => tree.insert_text_before(first, text),
        None => tree.append_text(paragraph, text),
    }
}

/// Moves what is left of the first line into the title: words that are set in some way.
fn move_line(tree: &mut Tree, paragraph: NodeId, heading: NodeId) {
    let children: Vec<NodeId> = tree.children(paragraph).collect();
    for child in children {
        if let NodeKind::Text(text) = &tree.node(child).kind
            && let Some((line, rest)) = text.split_once('\n')
        {
            let (line, rest) = (line.to_owned(), rest.to_owned());
            tree.append_text(heading, &line);
            tree.detach(child);
            put_first(tree, paragraph, &rest);
            return;
        }
        tree.detach(child);
        tree.append(heading, child);
    }
}

/// The number of the kind that a text begins with, and what follows it.
fn mark(text: &str) -> Option<(usize, &str)> {
    let (name, rest) = text.trim_start().strip_prefix("[!")?.split_once(']')?;
    // Obsidian has metadata after a bar.
    let name = name.split('|').next()?.trim().to_ascii_lowercase();
    let number = KINDS.iter().position(|(kind, others)| *kind == name || others.contains(&name.as_str()))?;
    Some((number, rest.strip_prefix(['+', '-']).unwrap_or(rest)))
}

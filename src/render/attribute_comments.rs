//! Attribute comments: `<!-- .element: class="fragment" -->` gives its attributes to what is before it.
//!
//! Source: what reveal.js 6.0.2's Markdown plugin does with such comments, tried case by case.

use crate::deck::Attributes;
use crate::html::tree::{NodeId, NodeKind, ROOT, Step, Tree};
use crate::parse::{Target, attribute_comment};
use crate::text::{Diagnostic, Slice};

/// What attribute comments come to beside the attributes of elements.
#[derive(Default)]
pub(super) struct AppliedComments {
    /// What an `.element` comment meant for the slide itself, which it does where it is before every element.
    pub slide: Attributes,
    /// Comments at the end of an item that reveal.js gives to a word of it: their texts.
    pub misdirected: Vec<String>,
}

/// Applies every attribute comment of a tree and takes it out.
///
/// `.slide:` comments are only taken out: `parse` has read them. At the end of an item, reveal.js gives the attributes to the
/// bold word, the code or the link before the comment, or to the paragraph of a loose list; `has_items` gives them to the item.
pub(super) fn apply(tree: &mut Tree, has_items: bool) -> AppliedComments {
    let (mut slide, mut misdirected) = (Attributes::default(), Vec::new());
    let comments = find(tree);
    for AttachedComment { comment, target, attributes } in &comments {
        let Some(target) = *target else { continue };
        let mut target = item_for_list(tree, target, *comment);
        if let Some(item) = item_for_word(tree, target, *comment) {
            if has_items {
                target = item;
            } else if let NodeKind::Comment(text) = &tree.node(*comment).kind
                && !tree.is(target, "p")
            {
                misdirected.push(text.clone());
            }
        }
        for attribute in attributes.iter() {
            match tree.element_mut(target) {
                Some(element) => element.attributes.set(attribute.clone()),
                None => slide.set(attribute.clone()),
            }
        }
    }
    // Only now: a comment still is between its neighbours while the others look for their targets.
    comments.iter().for_each(|attached| tree.detach(attached.comment));
    AppliedComments { slide, misdirected }
}

struct AttachedComment {
    comment: NodeId,
    /// The element, or the slide, that gets the attributes; `None` for a `.slide:` comment.
    target: Option<NodeId>,
    attributes: Attributes,
}

/// Every attribute comment, with the nearest element before it that is not a line break, else its parent.
fn find(tree: &Tree) -> Vec<AttachedComment> {
    let mut comments = Vec::new();
    // For each open element, its last child so far that can be a target.
    let mut before: Vec<Option<NodeId>> = Vec::new();
    for step in tree.walk(ROOT) {
        match step {
            Step::Leave(id) => {
                before.pop();
                if let (Some(element), Some(before)) = (tree.element(id), before.last_mut())
                    && !element.is("br")
                {
                    *before = Some(id);
                }
            }
            Step::Enter(id) => {
                if let NodeKind::Comment(text) = &tree.node(id).kind
                    && let Some(read) = attribute_comment(text)
                {
                    let parent = tree.parent(id).unwrap_or(ROOT);
                    let target = match read.target {
                        Target::Slide => None,
                        Target::Element => Some(before.last().copied().flatten().unwrap_or(parent)),
                    };
                    comments.push(AttachedComment { comment: id, target, attributes: read.attributes });
                }
                before.push(None);
            }
        }
    }
    comments
}

/// The last item of a list that a comment follows without a blank line between; else the target itself.
fn item_for_list(tree: &Tree, target: NodeId, comment: NodeId) -> NodeId {
    let is_list = tree.element(target).is_some_and(|element| element.is("ul") || element.is("ol"));
    let is_after_blank_line = tree.previous(comment).is_some_and(
        |previous| matches!(&tree.node(previous).kind, NodeKind::Text(text) if has_blank_line(text)),
    );
    if !is_list || is_after_blank_line {
        return target;
    }
    std::iter::successors(tree.last_child(target), |&child| tree.previous(child))
        .find(|&child| tree.element(child).is_some_and(|element| element.is("li")))
        .unwrap_or(target)
}

/// The item that a comment is meant for, where it is at the end of the item's text, or before all of it, and its target is a
/// word of that text or the paragraph that holds it.
fn item_for_word(tree: &Tree, target: NodeId, comment: NodeId) -> Option<NodeId> {
    const WORDS: [&str; 12] =
        ["strong", "em", "b", "i", "code", "a", "del", "mark", "span", "math", "sub", "sup"];
    let parent = tree.parent(comment)?;
    let is_word =
        target != parent && tree.element(target).is_some_and(|it| WORDS.iter().any(|name| it.is(name)));
    let is_paragraph = target == parent && tree.is(parent, "p");
    let block = if tree.is(parent, "p") { tree.parent(parent)? } else { parent };
    let is_first =
        parent == block || tree.children(block).find(|&child| tree.element(child).is_some()) == Some(parent);
    let is_item = tree.is(block, "li") && is_first && (is_word || is_paragraph);
    (is_item && ends_line(tree, parent, comment)).then_some(block)
}

/// Whether nothing of a line follows a comment, and no other attribute comment is before it there.
fn ends_line(tree: &Tree, parent: NodeId, comment: NodeId) -> bool {
    let children: Vec<NodeId> = tree.children(parent).collect();
    let Some(place) = children.iter().position(|&child| child == comment) else { return false };
    let is_alone = children[..place].iter().all(|&child| match &tree.node(child).kind {
        NodeKind::Comment(text) => attribute_comment(text).is_none(),
        _ => true,
    });
    let rest = children[place + 1..].iter().find_map(|&child| match &tree.node(child).kind {
        NodeKind::Text(text) if text.trim().is_empty() && !text.contains('\n') => None,
        NodeKind::Text(text) => Some(text.trim_start_matches([' ', '\t']).starts_with('\n')),
        NodeKind::Element(element) => {
            Some(element.is("ul") || element.is("ol") || element.is("p") || element.is("pre"))
        }
        _ => None,
    });
    is_alone && rest.unwrap_or(true)
}

/// Says of comments that reveal.js gives to words that were meant for items.
pub(super) fn misdirected(comments: &[String], source: Slice<'_>) -> Vec<Diagnostic> {
    let mut seen: Vec<(&str, usize)> = Vec::new();
    let mut diagnostics = Vec::new();
    for comment in comments {
        let from = seen.iter().rev().find(|(other, _)| other == comment).map_or(0, |(_, end)| *end);
        let Some(at) = source.text[from..].find(comment.as_str()).map(|at| from + at) else { continue };
        seen.push((comment, at + comment.len()));
        let place = source.part(at..at + comment.len()).trim().span;
        diagnostics.push(
            Diagnostic::warning(
                "element-target",
                place,
                "reveal.js gives these attributes to the word before, and not to the item",
            )
            .help("write the comment at the beginning of the item, or set `extensions = true`"),
        );
    }
    diagnostics
}

/// Whether a line of the text that both begins and ends in it is blank.
fn has_blank_line(text: &str) -> bool {
    let lines: Vec<_> = text.split('\n').collect();
    lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
}

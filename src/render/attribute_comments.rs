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
/// bold word, the code or the link before the comment, or to the paragraph of a loose list; `has_items` gives them to the item, as it
/// gives those at the end of a heading or a cell to the whole of it, and keeps the classes that an element has.
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
                && tree.is(item, "li")
            {
                misdirected.push(text.clone());
            }
        }
        for attribute in attributes.iter() {
            match tree.element_mut(target) {
                // What orate names itself, such as alerts and columns, keeps its name.
                Some(element) if has_items && attribute.name == "class" => {
                    element.attributes.add_class(&attribute.value);
                }
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
                        Target::Element => {
                            let before = before.last().copied().flatten();
                            Some(before.filter(|&before| !is_alert_title(tree, before)).unwrap_or(parent))
                        }
                    };
                    comments.push(AttachedComment { comment: id, target, attributes: read.attributes });
                }
                before.push(None);
            }
        }
    }
    comments
}

/// Whether it is the title that an alert has from orate: attributes after it are the alert's.
fn is_alert_title(tree: &Tree, id: NodeId) -> bool {
    tree.element(id).is_some_and(|it| it.attributes.value("class") == Some("markdown-alert-title"))
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

/// The item, heading or cell that a comment is meant for, where it is at the end of its text, or before all of it, and its target
/// is a word of that text or the paragraph that holds it.
fn item_for_word(tree: &Tree, target: NodeId, comment: NodeId) -> Option<NodeId> {
    const WORDS: [&str; 12] =
        ["strong", "em", "b", "i", "code", "a", "del", "mark", "span", "math", "sub", "sup"];
    let parent = tree.parent(comment)?;
    let is_word =
        target != parent && tree.element(target).is_some_and(|it| WORDS.iter().any(|name| it.is(name)));
    let is_paragraph = target == parent && tree.is(parent, "p");
    let block = if tree.is(parent, "p") { tree.parent(parent)? } else { parent };
    let first = tree.children(block).find(|&child| tree.element(child).is_some());
    // The comment is on a line of its own below the only paragraph before it.
    let is_below = parent == block && Some(target) == first && tree.is(target, "p");
    let is_first = parent == block || first == Some(parent);
    let is_item = tree.is(block, "li") && is_first && (is_word || is_paragraph || is_below);
    let is_whole = !tree.is(parent, "p") && is_word && BLOCKS.iter().any(|name| tree.is(block, name));
    let is_at_start = is_paragraph && starts_line(tree, parent, comment);
    ((is_item || is_whole) && (is_at_start || ends_line(tree, parent, comment))).then_some(block)
}

/// What has one line of text, beside items.
const BLOCKS: [&str; 8] = ["h1", "h2", "h3", "h4", "h5", "h6", "td", "th"];

fn is_attribute_comment(tree: &Tree, id: NodeId) -> bool {
    matches!(&tree.node(id).kind, NodeKind::Comment(text) if attribute_comment(text).is_some())
}

fn is_blank(tree: &Tree, id: NodeId) -> bool {
    matches!(&tree.node(id).kind, NodeKind::Text(text) if text.trim().is_empty() && !text.contains('\n'))
}

/// Whether nothing but other attribute comments is before a comment in its paragraph.
fn starts_line(tree: &Tree, parent: NodeId, comment: NodeId) -> bool {
    tree.children(parent)
        .take_while(|&child| child != comment)
        .all(|child| is_blank(tree, child) || is_attribute_comment(tree, child))
}

/// Whether nothing of a line but other attribute comments follows a comment, and none stands further to the front.
fn ends_line(tree: &Tree, parent: NodeId, comment: NodeId) -> bool {
    let children: Vec<NodeId> = tree.children(parent).collect();
    let Some(place) = children.iter().position(|&child| child == comment) else { return false };
    let before = children[..place].iter().rev();
    let is_alone = before
        .skip_while(|&&child| is_blank(tree, child) || is_attribute_comment(tree, child))
        .all(|&child| !is_attribute_comment(tree, child));
    let rest = children[place + 1..].iter().find_map(|&child| match &tree.node(child).kind {
        _ if is_blank(tree, child) || is_attribute_comment(tree, child) => None,
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
            .help(
                "write the comment before that word, with some text before it (`&zwnj;` will do), or set `extensions = true`",
            ),
        );
    }
    diagnostics
}

/// Whether a line of the text that both begins and ends in it is blank.
fn has_blank_line(text: &str) -> bool {
    let lines: Vec<_> = text.split('\n').collect();
    lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
}

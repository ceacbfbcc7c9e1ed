//! Attribute comments: `<!-- .element: class="fragment" -->` gives its attributes to what is before it.
//!
//! Source: what reveal.js 6.0.2's Markdown plugin does with such comments, tried case by case.

use crate::deck::Attributes;
use crate::html::tree::{NodeId, NodeKind, ROOT, Step, Tree};
use crate::parse::{Target, attribute_comment};

/// Applies every attribute comment of a tree and takes it out.
///
/// `.slide:` comments are only taken out: `parse` has read them. Gives back what an `.element` comment meant for
/// the slide itself, which it does where it is before every element.
pub(super) fn apply(tree: &mut Tree) -> Attributes {
    let mut slide = Attributes::default();
    let comments = find(tree);
    for AttachedComment { comment, target, attributes } in &comments {
        let Some(target) = *target else { continue };
        let target = item_for_list(tree, target, *comment);
        for attribute in attributes.iter() {
            match tree.element_mut(target) {
                Some(element) => element.attributes.set(attribute.clone()),
                None => slide.set(attribute.clone()),
            }
        }
    }
    // Only now: a comment still is between its neighbours while the others look for their targets.
    comments.iter().for_each(|attached| tree.detach(attached.comment));
    slide
}

struct AttachedComment {
    comment: NodeId,
    /// The element, or the slide, that gets the attributes; none for a `.slide:` comment.
    target: Option<NodeId>,
    attributes: Attributes,
}

/// Every attribute comment, with the nearest element before it that is no line break, else its parent.
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

/// Whether a line of the text that both begins and ends in it is blank.
fn has_blank_line(text: &str) -> bool {
    let lines: Vec<_> = text.split('\n').collect();
    lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
}

//! A small tree of elements, texts and comments: what a slide is while it is being worked on.
//!
//! Nodes live in one vector and name each other by number, so that a tree 100,000 levels deep costs no stack:
//! everything here and everything that walks a [`Tree`] goes from node to node in a loop. Adjacent texts are
//! one text, as in a browser.

use std::borrow::Cow;

use super::hole::LinkedCode;
use crate::deck::Attributes;
use crate::text::Span;

/// Names a node of one tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(u32);

/// The slide itself: every tree has this node, and it has no parent.
pub(crate) const ROOT: NodeId = NodeId(0);

/// A tree of nodes below [`ROOT`].
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

/// One node, and where it hangs.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub kind: NodeKind,
    /// Where the author wrote it, where that is known.
    pub at: Option<Span>,
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    first: Option<NodeId>,
    last: Option<NodeId>,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Root,
    Element(Element),
    Text(String),
    /// What is between `<!--` and `-->`.
    Comment(String),
    /// What is written already: highlighted code, a formula.
    Finished(Finished),
    /// The QR code of a link that is on another slide.
    Code(LinkedCode),
}

/// HTML of our own making, which nothing looks into again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finished {
    pub html: String,
    /// What it says, for those who only read text.
    pub text: String,
}

/// A tag and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    /// As it is written: in lower case for HTML, with its capitals for SVG.
    pub name: Cow<'static, str>,
    pub vocabulary: Vocabulary,
    pub attributes: Attributes,
}

/// Whose element names these are: `style` is one thing in HTML and another in SVG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vocabulary {
    Html,
    Svg,
    MathMl,
}

impl Element {
    /// An element of HTML.
    pub(crate) fn html(name: &'static str, attributes: Attributes) -> Element {
        Element { name: name.into(), vocabulary: Vocabulary::Html, attributes }
    }

    /// An element of SVG.
    pub(crate) fn svg(name: &'static str, attributes: Attributes) -> Element {
        Element { name: name.into(), vocabulary: Vocabulary::Svg, attributes }
    }

    /// Whether this is the HTML element of that name.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.vocabulary == Vocabulary::Html && self.name == name
    }
}

impl Node {
    fn new(kind: NodeKind, at: Option<Span>) -> Node {
        Node { kind, at, parent: None, previous: None, next: None, first: None, last: None }
    }
}

/// One step of a walk around a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Enter(NodeId),
    Leave(NodeId),
}

impl Default for Tree {
    fn default() -> Tree {
        Tree { nodes: vec![Node::new(NodeKind::Root, None)] }
    }
}

impl Tree {
    /// How many nodes were made, those that hang nowhere among them.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Looks a node up.
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// Looks a node up, to change it.
    pub(crate) fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// The element that a node is.
    pub(crate) fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.node(id).kind {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The element that a node is, to change it.
    pub(crate) fn element_mut(&mut self, id: NodeId) -> Option<&mut Element> {
        match &mut self.node_mut(id).kind {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The node that this one hangs below; `None` for the root and for one that hangs nowhere.
    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    /// The node before this one below the same parent.
    pub(crate) fn previous(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).previous
    }

    /// The last node below this one.
    pub(crate) fn last_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).last
    }

    /// The children in their order.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.node(id).first, |&child| self.node(child).next)
    }

    /// Makes a node that hangs nowhere yet.
    pub(crate) fn create(&mut self, kind: NodeKind, at: Option<Span>) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node::new(kind, at));
        id
    }

    /// Makes an element that hangs nowhere yet.
    pub(crate) fn create_element(&mut self, element: Element) -> NodeId {
        self.create(NodeKind::Element(element), None)
    }

    /// Adds an element below `parent`, after its other children.
    pub(crate) fn append_element(&mut self, parent: NodeId, element: Element) -> NodeId {
        let id = self.create_element(element);
        self.append(parent, id);
        id
    }

    /// Adds finished HTML below `parent`, after its other children. `text` is what it says to those who only read text.
    pub(crate) fn append_finished(&mut self, parent: NodeId, html: String, text: &str) {
        let id = self.create(NodeKind::Finished(Finished { html, text: text.to_owned() }), None);
        self.append(parent, id);
    }

    /// Puts a node in the place of another, which then hangs nowhere.
    pub(crate) fn replace(&mut self, old: NodeId, new: NodeId) {
        self.insert_before(old, new);
        self.detach(old);
    }

    /// Whether a node is the HTML element of that name.
    pub(crate) fn is(&self, id: NodeId, name: &str) -> bool {
        self.element(id).is_some_and(|element| element.is(name))
    }

    /// Hangs a node that hangs nowhere below `parent`, after its other children.
    pub(crate) fn append(&mut self, parent: NodeId, child: NodeId) {
        let last = self.node(parent).last;
        self.place(child, Some(parent), last, None);
    }

    /// Adds text below `parent`, to the text that is last there where one does.
    pub(crate) fn append_text(&mut self, parent: NodeId, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(last) = self.node(parent).last
            && let NodeKind::Text(existing) = &mut self.node_mut(last).kind
        {
            existing.push_str(text);
            return;
        }
        let node = self.create(NodeKind::Text(text.to_owned()), None);
        self.append(parent, node);
    }

    /// Hangs a node that hangs nowhere right before `sibling`.
    pub(crate) fn insert_before(&mut self, sibling: NodeId, node: NodeId) {
        let (parent, previous) = (self.node(sibling).parent, self.node(sibling).previous);
        self.place(node, parent, previous, Some(sibling));
    }

    /// Adds text right before `sibling`, to the text that is there where one does.
    pub(crate) fn insert_text_before(&mut self, sibling: NodeId, text: &str) {
        if let Some(previous) = self.node(sibling).previous
            && let NodeKind::Text(existing) = &mut self.node_mut(previous).kind
        {
            existing.push_str(text);
            return;
        }
        let node = self.create(NodeKind::Text(text.to_owned()), None);
        self.insert_before(sibling, node);
    }

    fn place(
        &mut self,
        node: NodeId,
        parent: Option<NodeId>,
        previous: Option<NodeId>,
        next: Option<NodeId>,
    ) {
        let placed = self.node_mut(node);
        (placed.parent, placed.previous, placed.next) = (parent, previous, next);
        match previous {
            Some(previous) => self.node_mut(previous).next = Some(node),
            None => parent.into_iter().for_each(|parent| self.node_mut(parent).first = Some(node)),
        }
        match next {
            Some(next) => self.node_mut(next).previous = Some(node),
            None => parent.into_iter().for_each(|parent| self.node_mut(parent).last = Some(node)),
        }
    }

    /// Takes a node, with all below it, out of its place.
    pub(crate) fn detach(&mut self, id: NodeId) {
        let node = self.node_mut(id);
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        match previous {
            Some(previous) => self.node_mut(previous).next = next,
            None => parent.into_iter().for_each(|parent| self.node_mut(parent).first = next),
        }
        match next {
            Some(next) => self.node_mut(next).previous = previous,
            None => parent.into_iter().for_each(|parent| self.node_mut(parent).last = previous),
        }
    }

    /// Moves every child of `from` below `to`, after the children that are there.
    pub(crate) fn move_children(&mut self, from: NodeId, to: NodeId) {
        while let Some(child) = self.node(from).first {
            self.detach(child);
            self.append(to, child);
        }
    }

    /// Takes the paragraph away from around text that is nothing else. False where there is more than one.
    pub(crate) fn unwrap_paragraph(&mut self) -> bool {
        let is_blank =
            |id: &NodeId| matches!(&self.node(*id).kind, NodeKind::Text(text) if text.trim().is_empty());
        let blocks: Vec<NodeId> = self.children(ROOT).collect();
        let shown: Vec<NodeId> = blocks.iter().copied().filter(|id| !is_blank(id)).collect();
        if let [paragraph] = shown.as_slice()
            && self.element(*paragraph).is_some_and(|it| it.is("p"))
        {
            blocks.iter().for_each(|&id| self.detach(id));
            self.move_children(*paragraph, ROOT);
            return true;
        }
        false
    }

    /// Hangs a copy of all that is in another tree below `parent`, after its other children.
    pub(crate) fn graft(&mut self, parent: NodeId, other: &Tree) {
        let mut above = vec![parent];
        for step in other.walk(ROOT) {
            match step {
                Step::Enter(ROOT) | Step::Leave(ROOT) => {}
                Step::Enter(id) => {
                    let node = other.node(id);
                    let copy = self.create(node.kind.clone(), node.at);
                    self.append(*above.last().unwrap_or(&parent), copy);
                    above.push(copy);
                }
                Step::Leave(_) => _ = above.pop(),
            }
        }
    }

    /// The step after `step` on the way around `top`; none after leaving it.
    pub(crate) fn step(&self, top: NodeId, step: Step) -> Option<Step> {
        match step {
            Step::Enter(id) => Some(self.node(id).first.map_or(Step::Leave(id), Step::Enter)),
            Step::Leave(id) if id == top => None,
            Step::Leave(id) => self.node(id).next.map(Step::Enter).or(self.parent(id).map(Step::Leave)),
        }
    }

    /// The way around a node: into it, around each child, and out of it.
    pub(crate) fn walk(&self, top: NodeId) -> impl Iterator<Item = Step> {
        std::iter::successors(Some(Step::Enter(top)), move |&step| self.step(top, step))
    }

    /// Everything below a node, in the order of the text.
    pub(crate) fn below(&self, top: NodeId) -> impl Iterator<Item = NodeId> {
        self.walk(top).filter_map(move |step| match step {
            Step::Enter(id) if id != top => Some(id),
            _ => None,
        })
    }

    /// All text below a node, comments left out.
    pub(crate) fn text(&self, top: NodeId) -> String {
        let mut text = String::new();
        for id in self.below(top) {
            match &self.node(id).kind {
                NodeKind::Text(part) | NodeKind::Finished(Finished { text: part, .. }) => text.push_str(part),
                NodeKind::Root | NodeKind::Element(_) | NodeKind::Comment(_) | NodeKind::Code(_) => {}
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tree: &mut Tree, name: &'static str) -> NodeId {
        tree.create_element(Element::html(name, Attributes::default()))
    }

    #[test]
    fn a_walk_enters_and_leaves_every_node_in_the_order_of_the_text() {
        let mut tree = Tree::default();
        let (list, item) = (element(&mut tree, "ul"), element(&mut tree, "li"));
        tree.append(ROOT, list);
        tree.append(list, item);
        tree.append_text(item, "a");
        tree.append_text(item, "b");
        tree.append_text(ROOT, "c");
        assert_eq!(tree.text(ROOT), "abc");
        assert_eq!(tree.below(ROOT).count(), 4, "adjacent texts are one");
        tree.detach(list);
        assert_eq!(tree.text(ROOT), "c");
    }

    #[test]
    fn a_node_is_placed_before_another() {
        let mut tree = Tree::default();
        let (first, second) = (element(&mut tree, "a"), element(&mut tree, "b"));
        tree.append(ROOT, second);
        tree.insert_before(second, first);
        tree.insert_text_before(second, "x");
        let order: Vec<_> = tree.children(ROOT).map(|id| tree.node(id).kind.clone()).collect();
        assert!(matches!(
            order.as_slice(),
            [NodeKind::Element(one), NodeKind::Text(_), NodeKind::Element(two)] if one.is("a") && two.is("b")
        ));
    }

    #[test]
    fn a_very_deep_tree_is_walked_without_a_deep_stack() {
        let mut tree = Tree::default();
        let mut at = ROOT;
        for _ in 0..100_000 {
            let next = element(&mut tree, "blockquote");
            tree.append(at, next);
            at = next;
        }
        assert_eq!(tree.walk(ROOT).count(), 200_002);
    }
}

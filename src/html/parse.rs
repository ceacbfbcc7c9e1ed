//! HTML as an author wrote it becomes a tree, repaired the way a browser repairs it.
//!
//! reveal.js hands a slide's HTML to the browser, which closes what was left open, takes `<div …/>` for an open
//! `div`, and drops end tags without a start. Doing the same here means that a slide looks as it did there, and
//! that no slide can break the one after it. Parsing is html5ever's; this module only lets it build our [`Tree`].

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{
    Attribute as ParsedAttribute, ParseOpts, QualName, local_name, ns, parse_document, parse_fragment,
};

use super::tree::{Element, NodeId, NodeKind, ROOT, Tree, Vocabulary};
use crate::deck::{Attribute, Attributes, MOST_ATTRIBUTES};
use crate::text::{SourceId, Span};

/// The attribute that carries the place of an element through HTML text: `START-END`, byte offsets of the source.
///
/// Only [`super::builder::HtmlText`] writes it, and it never reaches a page.
pub(crate) const PLACE: &str = "data-orate-at";

/// How deep elements may be in each other. Browsers put what is deeper than 512 beside instead of inside.
pub(crate) const DEPTH: u32 = 1000;

/// How much is parsed between two looks at the depth, in bytes: less than makes a deep tree slow.
const STRETCH: usize = 4096;

/// The same where elements are this deep in each other already: each that follows may be repeated as often.
const SHORT_STRETCH: usize = 256;
const DEEP: u32 = 100;

/// HTML as it was understood.
pub(crate) struct Repaired {
    pub tree: Tree,
    /// Why what follows a place was left out, and about where that is, in bytes; `None` if nothing was.
    pub cut: Option<(Cut, usize)>,
}

/// Why HTML was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Elements stood more than [`DEPTH`] deep in each other.
    Depth,
    /// More elements would have come of it than [`most_nodes`]: a browser repeats `b` and its like in each paragraph
    /// after one that did not close them.
    Repeated,
    /// A tag had more than [`MOST_ATTRIBUTES`].
    Attributes,
}

/// How many nodes may come of HTML of some length.
fn most_nodes(length: usize) -> usize {
    5_000 + length / 2
}

/// Parses HTML as the content of a `section`.
///
/// `whole` is the stretch that places may name: a [`PLACE`] outside of it is not believed.
pub(crate) fn parse(html: &str, whole: Span) -> Repaired {
    let sink = Sink::new(whole);
    let options = ParseOpts {
        // What is in `noscript` is read as elements, so that it is repaired, too.
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let context = QualName::new(None, ns!(html), local_name!("section"));
    let mut parser = parse_fragment(sink, options, context, Vec::new(), false);
    let overfull = overfull_tag(html);
    let mut rest = &html[..overfull.unwrap_or(html.len())];
    let mut cut = overfull.map(|at| (Cut::Attributes, at));
    let most = most_nodes(html.len());
    while !rest.is_empty() {
        let sink = &parser.tokenizer.sink.sink;
        if let Some(reason) = sink.reason_to_stop(most) {
            cut = Some((reason, rest.as_ptr() as usize - html.as_ptr() as usize));
            break;
        }
        let length = if sink.depths.borrow().deepest > DEEP { SHORT_STRETCH } else { STRETCH };
        let (stretch, after) = rest.split_at(rest.floor_char_boundary(length));
        parser.process(stretch.into());
        rest = after;
    }
    let Parsed { mut tree, top, .. } = parser.finish();
    // A fragment is parsed into an `html` element of the parser's own, below a document of its own.
    if let Some(top) = top {
        tree.detach(top);
        tree.move_children(top, ROOT);
    }
    Repaired { tree, cut }
}

/// Where the first tag begins that has more attributes than are read: each is compared with all others.
fn overfull_tag(html: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'<', bytes.get(at..)?).map(|found| at + found) {
        let name = bytes[start + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let is_tag = bytes.get(start + 1).is_some_and(u8::is_ascii_alphabetic);
        at = start + 1 + name;
        if !is_tag {
            continue;
        }
        let (end, attributes) = attributes_from(bytes, at);
        if attributes > MOST_ATTRIBUTES {
            return Some(start);
        }
        at = end;
        // What a script or a style says holds no tags.
        let raw = &bytes[start + 1..start + 1 + name];
        if raw.eq_ignore_ascii_case(b"script") || raw.eq_ignore_ascii_case(b"style") {
            at += memchr::memmem::find(bytes.get(at..)?, b"</")?;
        }
    }
    None
}

/// How many repairs of a page are reported.
const TOLD: usize = 20;

/// Parses a whole page; gives its tree, and the first things in it that a browser has to mend, with their lines.
pub(crate) fn document(page: &str) -> (Tree, Vec<(u64, String)>) {
    let options = ParseOpts {
        // A page with scripts reads what is in `noscript` as a text.
        tree_builder: TreeBuilderOpts { exact_errors: true, ..TreeBuilderOpts::default() },
        tokenizer: TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() },
    };
    let nowhere = Span { source: SourceId::default(), start: 0, end: 0 };
    let sink = Sink { mended: Some(RefCell::default()), ..Sink::new(nowhere) };
    let parsed = parse_document(sink, options).one(StrTendril::from(page));
    (parsed.tree, parsed.mended)
}

/// The end of a tag of which `at` is after its name, and about how many attributes it has.
fn attributes_from(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let (mut attributes, mut quote, mut is_between, mut before) = (0, None, false, b' ');
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match (byte, quote) {
            (b'>', None) => break,
            // Elsewhere a quote is part of a name or a value.
            (b'"' | b'\'', None) if before == b'=' => quote = Some(byte),
            (_, Some(open)) if open == byte => (quote, is_between) = (None, true),
            (b'/', None) => is_between = true,
            (_, None) if byte.is_ascii_whitespace() => is_between = before != b'=',
            (_, None) => attributes += usize::from(std::mem::take(&mut is_between)),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    (at, attributes)
}

/// What html5ever builds.
struct Sink {
    tree: RefCell<Tree>,
    depths: RefCell<Depths>,
    /// The element that html5ever hangs into the document.
    top: Cell<Option<NodeId>>,
    whole: Span,
    line: Cell<u64>,
    /// Repairs of a document, with their lines, where the caller asks for them.
    mended: Option<RefCell<Vec<(u64, String)>>>,
}

/// How deep each element was hung.
#[derive(Default)]
struct Depths {
    of: HashMap<NodeId, u32>,
    deepest: u32,
}

struct Parsed {
    tree: Tree,
    top: Option<NodeId>,
    mended: Vec<(u64, String)>,
}

/// A node, with the name that html5ever asks for again and again.
#[derive(Clone, Debug)]
struct Handle {
    id: NodeId,
    name: Option<QualName>,
}

impl Handle {
    fn unnamed(id: NodeId) -> Handle {
        Handle { id, name: None }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Parsed;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Parsed {
        let mended = self.mended.map(RefCell::into_inner).unwrap_or_default();
        Parsed { tree: self.tree.into_inner(), top: self.top.get(), mended }
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        if let Some(mended) = &self.mended
            && mended.borrow().len() < TOLD
        {
            mended.borrow_mut().push((self.line.get(), message.into_owned()));
        }
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(line);
    }

    fn get_document(&self) -> Handle {
        Handle::unnamed(ROOT)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        target.name.as_ref().expect("html5ever asks for the name of elements alone")
    }

    fn create_element(&self, name: QualName, attributes: Vec<ParsedAttribute>, _: ElementFlags) -> Handle {
        let (element, at) = self.element(&name, attributes);
        let id = self.tree.borrow_mut().create(NodeKind::Element(element), at);
        Handle { id, name: Some(name) }
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        Handle::unnamed(self.tree.borrow_mut().create(NodeKind::Comment(text.to_string()), None))
    }

    fn create_pi(&self, target: StrTendril, _data: StrTendril) -> Handle {
        // HTML has no processing instructions: its tokenizer makes comments of them.
        Handle::unnamed(self.tree.borrow_mut().create(NodeKind::Comment(target.to_string()), None))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => {
                if parent.id == ROOT {
                    self.top.set(Some(child.id));
                }
                self.note_depth(parent.id, &child);
                tree.detach(child.id);
                tree.append(parent.id, child.id);
            }
            NodeOrText::AppendText(text) => tree.append_text(parent.id, &text),
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous_element: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.tree.borrow().parent(element.id).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous_element, child);
        }
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => {
                if let Some(parent) = tree.parent(sibling.id) {
                    self.note_depth(parent, &child);
                }
                tree.detach(child.id);
                tree.insert_before(sibling.id, child.id);
            }
            NodeOrText::AppendText(text) => tree.insert_text_before(sibling.id, &text),
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<ParsedAttribute>) {
        let mut tree = self.tree.borrow_mut();
        let Some(element) = tree.element_mut(target.id) else { return };
        for attribute in attributes {
            let attribute = own_attribute(&attribute);
            if element.attributes.get(&attribute.name).is_none() {
                element.attributes.set(attribute);
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.tree.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.tree.borrow_mut().move_children(node.id, new_parent.id);
    }
}

impl Sink {
    fn new(whole: Span) -> Sink {
        Sink {
            tree: RefCell::default(),
            depths: RefCell::default(),
            top: Cell::new(None),
            whole,
            line: Cell::new(1),
            mended: None,
        }
    }

    /// Notes how deep an element hangs; what the parser moves later may be off by as much as it was moved.
    fn note_depth(&self, parent: NodeId, child: &Handle) {
        if child.name.is_some() {
            let mut depths = self.depths.borrow_mut();
            let depth = depths.of.get(&parent).copied().unwrap_or(0) + 1;
            depths.of.insert(child.id, depth);
            depths.deepest = depths.deepest.max(depth);
        }
    }

    fn reason_to_stop(&self, most_nodes: usize) -> Option<Cut> {
        if self.depths.borrow().deepest > DEPTH {
            return Some(Cut::Depth);
        }
        (self.tree.borrow().len() > most_nodes).then_some(Cut::Repeated)
    }

    /// The element of that name, and its place.
    fn element(&self, name: &QualName, attributes: Vec<ParsedAttribute>) -> (Element, Option<Span>) {
        let vocabulary = match name.ns {
            ns!(svg) => Vocabulary::Svg,
            ns!(mathml) => Vocabulary::MathMl,
            _ => Vocabulary::Html,
        };
        // `plaintext` has no end tag: written out again, it would swallow the rest of the deck.
        let name = match &*name.local {
            "plaintext" if vocabulary == Vocabulary::Html => "pre",
            name => name,
        };
        let mut attributes: Attributes = attributes.iter().map(own_attribute).collect();
        let at = attributes.take(PLACE).and_then(|place| self.place(&place.value));
        (Element { name: Cow::Owned(name.to_owned()), vocabulary, attributes }, at)
    }

    /// The stretch that a [`PLACE`] names.
    fn place(&self, value: &str) -> Option<Span> {
        let (start, end) = value.split_once('-')?;
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        let is_inside = self.whole.start <= start && start <= end && end <= self.whole.end;
        is_inside.then_some(Span { start, end, ..self.whole })
    }
}

fn own_attribute(attribute: &ParsedAttribute) -> Attribute {
    let local = &attribute.name.local;
    let name = match &attribute.name.prefix {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{local}"),
        _ => local.to_string(),
    };
    Attribute { name, value: attribute.value.to_string(), at: None }
}

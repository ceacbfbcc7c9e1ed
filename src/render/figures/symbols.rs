//! Symbols of another drawing: a `use` that names a file of the project becomes a copy of what it names.
//!
//! A browser takes such a symbol from a file of the same server alone, and from no file at all where the deck was opened
//! from disk; a copy is there everywhere. Source: SVG 2, section 5.5, "The `use` element".

use std::collections::BTreeSet;

use crate::assets::{Address, Content};
use crate::deck::{Attribute, Attributes};
use crate::html::attribute_places::AttributePlaces;
use crate::html::base_folders::BaseFolders;
use crate::html::parse;
use crate::html::tree::{Element, NodeId, NodeKind, ROOT, Step, Tree, Vocabulary};
use crate::render::files::Files;
use crate::text::{Diagnostic, Fingerprint, Slice, Span, nearest};

/// The most elements that a symbol may need beside itself: gradients, patterns, other symbols.
const NEEDED_LIMIT: usize = 200;

/// The longest drawing that symbols are taken from, in bytes.
const LENGTH_LIMIT: usize = 4 << 20;

/// Puts a copy in the place of each `use` of a slide that names a file of the project.
///
/// One whose file is missing stays, and is reported with the other missing files.
pub(crate) fn place(
    tree: &mut Tree,
    source: Slice<'_>,
    bases: &BaseFolders<'_>,
    files: &mut Files<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let uses: Vec<NodeId> = tree.below(ROOT).filter(|id| file_of(tree, *id).is_some()).collect();
    if uses.is_empty() {
        return;
    }
    let mut places = AttributePlaces::new(source);
    for id in uses {
        let Some(Named { attribute, path, fragment }) = file_of(tree, id) else { continue };
        let at = places.of(&attribute.value, attribute.at.or(tree.node(id).at));
        let Ok(Some(file)) = files.named(bases.of(at), &path) else { continue };
        let Content::Bytes(bytes) = &file.content else { continue };
        if bytes.len() > LENGTH_LIMIT {
            continue;
        }
        let drawing = parse::parse(&String::from_utf8_lossy(bytes), at).tree;
        match target(&drawing, &fragment) {
            Some(symbol) => {
                let prefix = format!("orate-{}-", Fingerprint::of(file.path.as_bytes()).short());
                Copier { tree, drawing: &drawing, prefix, needed: Vec::new() }.replace(id, symbol);
            }
            None => diagnostics.push(no_symbol(&drawing, &file.path, &fragment, at)),
        }
    }
}

/// What a `use` names.
struct Named {
    attribute: Attribute,
    path: String,
    /// The id of an element; empty for the whole drawing.
    fragment: String,
}

fn file_of(tree: &Tree, id: NodeId) -> Option<Named> {
    let element = tree.element(id).filter(|it| it.vocabulary == Vocabulary::Svg && it.name == "use")?;
    let attribute = element.attributes.get("href").or_else(|| element.attributes.get("xlink:href"))?;
    let Address::File { path, suffix } = Address::of(&attribute.value) else { return None };
    let fragment = suffix.split_once('#').map_or("", |(_, fragment)| fragment);
    let decoded = crate::assets::percent_decoded;
    Some(Named { attribute: attribute.clone(), path: decoded(path), fragment: decoded(fragment) })
}

/// The element of a drawing that a fragment names, or the drawing itself.
fn target(drawing: &Tree, fragment: &str) -> Option<NodeId> {
    let is_drawing = |id: &NodeId| drawing.element(*id).is_some_and(|it| it.name == "svg");
    match fragment {
        "" => drawing.below(ROOT).find(is_drawing),
        id => with_id(drawing, id),
    }
}

fn with_id(drawing: &Tree, id: &str) -> Option<NodeId> {
    let has_id =
        |node: &NodeId| drawing.element(*node).is_some_and(|it| it.attributes.value("id") == Some(id));
    drawing.below(ROOT).find(has_id)
}

/// Copies an element of a drawing into a slide, with all that it needs.
struct Copier<'a> {
    tree: &'a mut Tree,
    drawing: &'a Tree,
    /// Put before each id, so that drawings do not take each other's gradients.
    prefix: String,
    /// The ids that the copy names.
    needed: Vec<String>,
}

impl Copier<'_> {
    fn replace(mut self, used: NodeId, symbol: NodeId) {
        let mut outer = self.tree.element(used).map(|it| it.attributes.clone()).unwrap_or_default();
        ["href", "xlink:href"].iter().for_each(|name| _ = outer.take(name));
        let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| outer.take(name));
        let is_viewport =
            self.drawing.element(symbol).is_some_and(|it| it.name == "symbol" || it.name == "svg");
        if !is_viewport {
            let shift = [&x, &y].map(|it| it.as_ref().map_or("0", |it| it.value.as_str()).to_owned());
            if shift != ["0", "0"] {
                let own = outer.value("transform").unwrap_or_default();
                let value = format!("{own} translate({} {})", shift[0], shift[1]);
                outer.set(Attribute::new("transform", value.trim()));
            }
        }
        let group = self.tree.create_element(Element::svg("g", outer));
        self.tree.replace(used, group);
        if is_viewport {
            let view = self.viewport(symbol, [x, y, width, height]);
            let view = self.tree.append_element(group, view);
            let children: Vec<NodeId> = self.drawing.children(symbol).collect();
            children.into_iter().for_each(|child| self.copy(child, view));
        } else {
            self.copy(symbol, group);
        }
        self.copy_needed(symbol, group);
    }

    /// What clips and scales a symbol: its own view box in the place that the `use` gives.
    fn viewport(&self, symbol: NodeId, places: [Option<Attribute>; 4]) -> Element {
        let own = self.drawing.element(symbol).map(|it| it.attributes.clone()).unwrap_or_default();
        let mut attributes = Attributes::default();
        for attribute in own.iter().filter(|it| !it.name.starts_with("xmlns") && it.name != "id") {
            attributes.set(self.prefixed(attribute));
        }
        places.into_iter().flatten().for_each(|place| attributes.set(place));
        Element::svg("svg", attributes)
    }

    fn copy(&mut self, node: NodeId, parent: NodeId) {
        let mut above = vec![parent];
        let drawing = self.drawing;
        for step in drawing.walk(node) {
            match step {
                Step::Enter(id) => {
                    let mut kind = drawing.node(id).kind.clone();
                    if let NodeKind::Element(element) = &mut kind {
                        let attributes = std::mem::take(&mut element.attributes);
                        self.needed.extend(attributes.iter().flat_map(ids_named));
                        element.attributes = attributes.iter().map(|it| self.prefixed(it)).collect();
                    }
                    let copy = self.tree.create(kind, None);
                    self.tree.append(*above.last().unwrap_or(&parent), copy);
                    above.push(copy);
                }
                Step::Leave(_) => _ = above.pop(),
            }
        }
    }

    /// Copies what the copy names and does not hold.
    fn copy_needed(&mut self, symbol: NodeId, group: NodeId) {
        let mut known: BTreeSet<String> =
            self.drawing.below(symbol).filter_map(|id| self.id_of(id)).collect();
        known.extend(self.id_of(symbol));
        let mut definitions = None;
        while let Some(id) = self.needed.pop() {
            let Some(node) = with_id(self.drawing, &id).filter(|_| known.len() < NEEDED_LIMIT + 1000) else {
                continue;
            };
            if !known.insert(id) {
                continue;
            }
            let definitions = *definitions.get_or_insert_with(|| {
                self.tree.append_element(group, Element::svg("defs", Attributes::default()))
            });
            known.extend(self.drawing.below(node).filter_map(|id| self.id_of(id)));
            self.copy(node, definitions);
        }
    }

    fn id_of(&self, node: NodeId) -> Option<String> {
        self.drawing.element(node)?.attributes.value("id").map(str::to_owned)
    }

    /// An attribute with the ids in it prefixed.
    fn prefixed(&self, attribute: &Attribute) -> Attribute {
        let mut value = attribute.value.clone();
        if attribute.name == "id" {
            value.insert_str(0, &self.prefix);
        } else {
            for id in ids_named(attribute) {
                value = value.replace(&format!("#{id}"), &format!("#{}{id}", self.prefix));
            }
        }
        Attribute { name: attribute.name.clone(), value, at: None }
    }
}

/// The ids that an attribute of a drawing names: `#id` as an address, or in `url(#id)`.
fn ids_named(attribute: &Attribute) -> BTreeSet<String> {
    let value = attribute.value.as_str();
    let is_link = matches!(attribute.name.as_str(), "href" | "xlink:href");
    let whole = value.trim().strip_prefix('#').filter(|_| is_link).map(str::to_owned);
    let parts = value.split("url(").skip(1).filter_map(|part| {
        let part = part.trim_start_matches(['"', '\'', ' ']).strip_prefix('#')?;
        Some(part.split(['"', '\'', ')', ' ']).next()?.to_owned())
    });
    whole.into_iter().chain(parts).filter(|id| !id.is_empty()).collect()
}

fn no_symbol(drawing: &Tree, path: &str, fragment: &str, at: Span) -> Diagnostic {
    let ids: Vec<&str> =
        drawing.below(ROOT).filter_map(|id| drawing.element(id)?.attributes.value("id")).collect();
    let message = format!("the drawing `{path}` has no element `{fragment}`");
    let diagnostic = Diagnostic::error("missing-symbol", at, message).about(fragment);
    match nearest(fragment, ids.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `#{near}`?")),
        None => diagnostic.help("name an element of the drawing by its `id`"),
    }
}

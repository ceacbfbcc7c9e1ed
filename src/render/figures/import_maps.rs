//! Import maps: the files of the talk that a map names become part of it, with what they import.
//!
//! From disk a browser loads no file that a module imports, and beside the page there is none; a module in a `data:` address is
//! there everywhere. Source: the HTML standard, "Import maps".

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::assets::{Content, data_uri, folder, is_above, join_path};
use crate::html::base_folders::BaseFolders;
use crate::html::script;
use crate::html::tree::{NodeId, NodeKind, ROOT, Tree};
use crate::render::files::Files;
use crate::text::{Diagnostic, Slice, Span};

/// The most files that an import map may bring with it.
const LIMIT: usize = 200;

/// Puts the files that import maps of a slide name into them, and reports those that are missing.
pub(crate) fn place(
    tree: &mut Tree,
    source: Slice<'_>,
    bases: &BaseFolders<'_>,
    files: &mut Files<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let is_map = |id: &NodeId| {
        let element = tree.element(*id).filter(|it| it.is("script"));
        element.and_then(|it| it.attributes.value("type")).is_some_and(|kind| kind.trim() == "importmap")
    };
    let maps: Vec<NodeId> = tree.below(ROOT).filter(is_map).collect();
    for id in maps {
        let text = tree.text(id);
        let Ok(Value::Object(mut map)) = serde_json::from_str(&text) else { continue };
        let start = source.text.find(&text);
        let whole = start.map(|start| source.span.part(start..start + text.len()));
        let head = whole.or(tree.node(id).at).unwrap_or(source.span.head());
        let place = |name: &str| match (start, text.find(name)) {
            (Some(start), Some(at)) => source.span.part(start + at..start + at + name.len()),
            _ => head,
        };
        let mut modules = Modules { files, waiting: Vec::new(), known: BTreeSet::new() };
        for (name, value) in addresses(&mut map) {
            let at = place(&name);
            match modules.named(bases.of(at), &name) {
                Some(uri) => *value = uri.into(),
                None => diagnostics.push(missing(&name, at)),
            }
        }
        let (imported, lost) = modules.imported();
        diagnostics.extend(lost.iter().map(|path| missing(path, head)));
        if let Value::Object(imports) = map.entry("imports").or_insert_with(|| Map::new().into()) {
            imports.extend(imported);
        }
        let node = tree.children(id).find(|child| matches!(tree.node(*child).kind, NodeKind::Text(_)));
        if let Some(node) = node {
            tree.node_mut(node).kind = NodeKind::Text(Value::Object(map).to_string());
        }
    }
}

/// The relative addresses of a map, each with the value that holds it.
fn addresses(map: &mut Map<String, Value>) -> Vec<(String, &mut Value)> {
    let mut values = Vec::new();
    for (key, part) in map.iter_mut() {
        let Value::Object(part) = part else { continue };
        match key.as_str() {
            "imports" => values.extend(part.values_mut()),
            "scopes" => {
                values.extend(part.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut));
            }
            _ => {}
        }
    }
    let named = |value: &mut Value| {
        value.as_str().filter(|name| name.starts_with("./") || name.starts_with("../")).map(str::to_owned)
    };
    values.into_iter().filter_map(|value| Some((named(value)?, value))).collect()
}

/// The modules of a map.
struct Modules<'f, 'l> {
    files: &'f mut Files<'l>,
    /// The paths of those that others import, yet to be read.
    waiting: Vec<String>,
    known: BTreeSet<String>,
}

impl Modules<'_, '_> {
    /// A module that the map names, as a `data:` address; `None` if there is no such file.
    fn named(&mut self, base: &str, name: &str) -> Option<String> {
        let file = self.files.named(base, name).ok()??;
        self.embedded(&file.path, &file.content)
    }

    fn embedded(&mut self, path: &str, content: &Content) -> Option<String> {
        let Content::Bytes(bytes) = content else { return None };
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        let names: Vec<String> = script::imports(&text).into_iter().map(str::to_owned).collect();
        for name in names.iter().filter(|name| name.starts_with("./") || name.starts_with("../")) {
            let Some(imported) = join_path(folder(path), name).filter(|path| !is_above(path)) else {
                continue;
            };
            for quote in ['"', '\''] {
                text = text
                    .replace(&format!("{quote}{name}{quote}"), &format!("{quote}{}{quote}", key(&imported)));
            }
            if self.known.len() < LIMIT && self.known.insert(imported.clone()) {
                self.waiting.push(imported);
            }
        }
        Some(data_uri("text/javascript", text.as_bytes()))
    }

    /// What the modules import from each other, by the names that they have in the map, and the paths where nothing is.
    fn imported(mut self) -> (Map<String, Value>, Vec<String>) {
        let (mut imports, mut lost) = (Map::new(), Vec::new());
        while let Some(path) = self.waiting.pop() {
            let file = self.files.find(&path).ok().flatten();
            match file.and_then(|file| self.embedded(&path, &file.content)) {
                Some(uri) => _ = imports.insert(key(&path), uri.into()),
                None => lost.push(path),
            }
        }
        (imports, lost)
    }
}

/// The name in a map of a file that a module imports.
fn key(path: &str) -> String {
    format!("orate/{path}")
}

fn missing(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error("missing-file", at, format!("no file named `{name}`"))
        .about(name)
        .help("give a path relative to this slide, or to the project's folder")
}

//! Scripts on slides that import files of the talk: each name becomes the address of the module that it names.

use crate::html::base_folders::BaseFolders;
use crate::html::script::modules::{Obstacle, linked};
use crate::html::script::{imports, is_run};
use crate::html::tree::{NodeId, NodeKind, ROOT, Tree};
use crate::render::files::Files;
use crate::text::{Diagnostic, Slice, Span};

/// Embeds the modules that scripts of a slide import, and reports those that are missing or cannot be embedded.
pub(crate) fn place(
    tree: &mut Tree,
    source: Slice<'_>,
    bases: &BaseFolders<'_>,
    files: &mut Files<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let is_script = |id: &NodeId| {
        tree.element(*id).is_some_and(|it| it.is("script") && is_run(it.attributes.value("type")))
    };
    let scripts: Vec<NodeId> = tree.below(ROOT).filter(is_script).collect();
    for id in scripts {
        let text = tree.text(id);
        let mut names = imports(&text).into_iter().filter(|name| name.starts_with(['.', '/']));
        let Some(first) = names.next() else { continue };
        let start = source.text.find(&text);
        let whole = start.map(|start| source.span.part(start..start + text.len()));
        let head = whole.or(tree.node(id).at).unwrap_or(source.span.head());
        let place = |name: &str| match (whole, text.find(name)) {
            (Some(whole), Some(at)) => whole.part(at..at + name.len()),
            _ => head,
        };
        if let Some(rooted) = [first].into_iter().chain(names).find(|name| name.starts_with('/')) {
            diagnostics.push(inline_import(
                rooted,
                place(rooted),
                "looks for the file at the root of a server",
            ));
            continue;
        }
        match linked(&text, bases.of(head), &mut |path| files.find(path).ok().flatten()) {
            Ok(linked) => {
                let node =
                    tree.children(id).find(|child| matches!(tree.node(*child).kind, NodeKind::Text(_)));
                if let Some(node) = node {
                    tree.node_mut(node).kind = NodeKind::Text(linked);
                }
            }
            Err(Obstacle::Missing { importer: None, name, .. }) => {
                diagnostics.push(missing(&name, place(&name), None));
            }
            Err(Obstacle::Missing { importer: Some(importer), name, .. }) => {
                diagnostics.push(missing(&name, place(first), Some(&importer)));
            }
            Err(Obstacle::NeedsServer(why)) => {
                diagnostics.push(inline_import(first, place(first), &why));
            }
        }
    }
}

fn missing(name: &str, at: Span, importer: Option<&str>) -> Diagnostic {
    let of = importer.map(|importer| format!(", which `{importer}` imports")).unwrap_or_default();
    Diagnostic::error("missing-file", at, format!("no file named `{name}`{of}"))
        .about(name)
        .help("modules import files by their whole names, from the folder of the file that imports them: `./lib/x.js`")
}

/// Says that a script on a slide imports a module that only a server could give it.
fn inline_import(name: &str, at: Span, why: &str) -> Diagnostic {
    Diagnostic::error("inline-import", at, format!("a script on a slide cannot import `{name}`: it {why}"))
        .about(name)
        .help("put the script into a file, and write `<script type=\"module\" src=\"js/demo.js\"></script>`")
}

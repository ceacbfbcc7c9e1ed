//! What a script of a slide does that the policy of the page forbids.

use crate::html::script;
use crate::html::tree::{ROOT, Tree};
use crate::text::{Diagnostic, Slice, Span};

/// Reports everything in the scripts of a slide that will not work.
pub(super) fn forbidden(tree: &Tree, source: Slice<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut from = 0;
    for id in tree.below(ROOT) {
        let Some(element) = tree.element(id).filter(|it| it.is("script")) else { continue };
        if !is_run(element.attributes.value("type")) {
            continue;
        }
        let text = tree.text(id);
        let start = source.text.get(from..).and_then(|rest| rest.find(&text)).map(|at| from + at);
        let imports = script::imports(&text).into_iter().filter(|name| name.starts_with(['.', '/']));
        for name in imports {
            let place = start.zip(text.find(name));
            let at = place.map(|(start, at)| source.span.part(start + at..start + at + name.len()));
            let at = at.or(tree.node(id).at).unwrap_or(source.span.head());
            diagnostics.push(inline_import(name, at));
        }
        for found in script::forbidden(&text) {
            let at = match start {
                Some(start) => source.span.part(start + found.at.start..start + found.at.end),
                None => tree.node(id).at.unwrap_or(source.span.head()),
            };
            diagnostics.push(script::diagnostic(&found, at));
        }
        from = start.map_or(from, |start| start + text.len());
    }
    diagnostics
}

/// Says that a script on a slide imports a file, which it would look for beside the page.
fn inline_import(name: &str, at: Span) -> Diagnostic {
    let message = format!("a script on a slide cannot import `{name}`: orate finds only what files import");
    Diagnostic::error("inline-import", at, message)
        .about(name)
        .help("put the script into a file, and write `<script type=\"module\" src=\"js/demo.js\"></script>`")
}

/// Whether the text of a `script` of a type is run, and no data.
fn is_run(kind: Option<&str>) -> bool {
    let kind = kind.unwrap_or_default().trim().to_ascii_lowercase();
    matches!(kind.as_str(), "" | "module" | "text/javascript" | "application/javascript")
}

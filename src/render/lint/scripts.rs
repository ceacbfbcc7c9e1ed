//! What a script of a slide does that the policy of the page forbids.

use crate::html::script;
use crate::html::tree::{ROOT, Tree};
use crate::text::{Diagnostic, Slice};

/// Reports everything in the scripts of a slide that will not work.
pub(super) fn forbidden(tree: &Tree, source: Slice<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut from = 0;
    for id in tree.below(ROOT) {
        let Some(element) = tree.element(id).filter(|it| it.is("script")) else { continue };
        if !script::is_run(element.attributes.value("type")) {
            continue;
        }
        let text = tree.text(id);
        let start = source.text.get(from..).and_then(|rest| rest.find(&text)).map(|at| from + at);
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

//! The time of a talk as one JSON object; `docs/timing.md` describes it.

use serde_json::{Value, json};

use crate::cli::report::{self, Context, Count};
use crate::site::Timing;
use crate::site::timing::{Part, Spent};
use crate::text::{Diagnostic, Places, Sources};

/// The form's number, as that of a build's report.
const VERSION: u32 = 1;

/// The object in one line.
pub(super) fn object(
    project: &str,
    timing: &Timing,
    diagnostics: &[Diagnostic],
    sources: &Sources,
) -> String {
    let count = Count::of(diagnostics);
    let mut object = json!({
        "version": VERSION,
        "project": project,
        "words_per_minute": timing.words_per_minute,
        "too_long": timing.is_too_long(),
        "parts": parts(&timing.parts, &mut Places::new(sources), sources),
        "diagnostics": report::entries(diagnostics, &Context { sources, prefix: "" }),
        "errors": count.errors,
        "warnings": count.warnings,
    });
    extend(&mut object, spent(&timing.whole));
    format!("{object}\n")
}

/// The object for all variants, in one line: that without a name comes first.
pub(super) fn variants(
    project: &str,
    timings: &[(&str, &Timing)],
    diagnostics: &[Diagnostic],
    sources: &Sources,
) -> String {
    let variant = |(name, timing): &(&str, &Timing)| {
        let mut object = json!({
            "variant": name,
            "slides": timing.slides().count(),
            "too_long": timing.is_too_long(),
        });
        extend(&mut object, spent(&timing.whole));
        object
    };
    let variants: Vec<Value> = timings.iter().map(variant).collect();
    let diagnostics = report::entries(diagnostics, &Context { sources, prefix: "" });
    let object =
        json!({ "version": VERSION, "project": project, "variants": variants, "diagnostics": diagnostics });
    format!("{object}\n")
}

fn parts(list: &[Part], places: &mut Places<'_>, sources: &Sources) -> Vec<Value> {
    list.iter()
        .map(|part| match part {
            Part::Section(section) => {
                let parts = parts(&section.parts, places, sources);
                let mut object = json!({ "kind": "section", "title": section.title, "parts": parts });
                extend(&mut object, spent(&section.spent));
                object
            }
            Part::Slide(slide) => {
                let at = sources.origin(slide.at);
                json!({
                    "kind": "slide",
                    "number": slide.number,
                    "title": slide.title,
                    "file": sources.get(at.source).name,
                    "line": places.place(at.source, at.start).line,
                    "own": slide.own,
                    "words": slide.words,
                    "spoken": slide.spoken,
                    "planned": slide.planned,
                    "over": slide.over(),
                    "hidden": slide.is_hidden,
                })
            }
        })
        .collect()
}

fn spent(spent: &Spent) -> Value {
    json!({
        "budget": spent.budget,
        "planned": spent.planned,
        "needed": spent.needed,
        "spoken": spent.spoken,
        "over": spent.over(),
        "under": spent.under(),
        "open": spent.open,
    })
}

fn extend(object: &mut Value, more: Value) {
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
}

//! Diagnostics as SARIF, which code hosts show beside a change.
//!
//! Source: Static Analysis Results Interchange Format 2.1.0, an OASIS standard.

use serde_json::{Value, json};

use super::{Context, VERSION};
use crate::assets::percent_encoded;
use crate::text::{Diagnostic, Fix, Places, Span};

/// The table of codes says in a few words what each of them means.
const DOCUMENTATION: &str = include_str!("../../../docs/diagnostics.md");

/// Diagnostics as one SARIF object in one line.
pub(crate) fn sarif(diagnostics: &[Diagnostic], context: &Context<'_>) -> String {
    let mut writer = Writer { context, places: Places::new(context.sources) };
    let mut codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let results: Vec<_> = diagnostics.iter().map(|diagnostic| writer.result(diagnostic, &codes)).collect();
    let rules: Vec<_> = codes.iter().map(|code| rule(code)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "orate",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
                "properties": { "reportVersion": VERSION },
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log}\n")
}

fn rule(code: &str) -> Value {
    let row = format!("| `{code}` |");
    let meaning = DOCUMENTATION.lines().find_map(|line| {
        let cells = line.strip_prefix(&row)?;
        Some(cells.split('|').nth(1)?.trim().replace('`', "'"))
    });
    json!({ "id": code, "shortDescription": { "text": meaning.unwrap_or_else(|| code.to_owned()) } })
}

struct Writer<'a> {
    context: &'a Context<'a>,
    places: Places<'a>,
}

impl Writer<'_> {
    fn result(&mut self, diagnostic: &Diagnostic, codes: &[&str]) -> Value {
        let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
        let mut result = json!({
            "ruleId": diagnostic.code,
            "ruleIndex": codes.binary_search(&diagnostic.code).unwrap_or_default(),
            "level": diagnostic.severity.name(),
            "message": { "text": format!("{}{help}", diagnostic.message) },
        });
        if let Some(at) = diagnostic.at {
            result["locations"] = json!([{ "physicalLocation": self.location(at) }]);
        }
        let related = diagnostic.related.iter().enumerate();
        let related: Vec<_> = related
            .map(|(index, related)| {
                let message = json!({ "text": related.message });
                json!({ "id": index, "message": message, "physicalLocation": self.location(related.at) })
            })
            .collect();
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
        if let Some(fix) = &diagnostic.fix {
            result["fixes"] = json!([self.fix(fix)]);
        }
        result
    }

    fn fix(&mut self, fix: &Fix) -> Value {
        let replacements: Vec<_> = fix
            .edits
            .iter()
            .map(|edit| {
                json!({
                    "deletedRegion": self.region(edit.at),
                    "insertedContent": { "text": edit.replacement },
                })
            })
            .collect();
        let file = fix.edits.first().map(|edit| self.file(edit.at));
        json!({
            "description": { "text": fix.message },
            "artifactChanges": [{ "artifactLocation": file, "replacements": replacements }],
        })
    }

    fn location(&mut self, at: Span) -> Value {
        json!({ "artifactLocation": self.file(at), "region": self.region(at) })
    }

    fn file(&self, at: Span) -> Value {
        json!({ "uri": uri(&format!("{}{}", self.context.prefix, self.context.sources.get(at.source).name)) })
    }

    fn region(&mut self, at: Span) -> Value {
        let start = self.places.place(at.source, at.start);
        let end = self.places.place(at.source, at.end);
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        })
    }
}

/// A path as an address: relative to where the command runs, unless it was named from the root.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let root = if path.starts_with('/') { "file://" } else { "" };
    format!("{root}{}", percent_encoded(&path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    #[test]
    fn a_result_has_its_rule_its_place_and_its_fix() {
        let mut sources = Sources::default();
        let source = sources.add("slides/a b.md", "é ![](b.svg)\n".as_bytes(), &mut Vec::new());
        let at = Span { source, start: 7, end: 12 };
        let diagnostics = [
            Diagnostic::warning("same-name", None, "two names"),
            Diagnostic::error("missing-image", at, "no image")
                .related(at, "here")
                .fix(Fix::safe("name it", at, "c.svg")),
        ];
        let text = sarif(&diagnostics, &Context { sources: &sources, prefix: "talks/ha/" });
        let log: Value = serde_json::from_str(&text).unwrap();
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "missing-image");
        assert_eq!(run["tool"]["driver"]["rules"][0]["shortDescription"]["text"], "an image does not exist");
        let [first, second] = [&run["results"][0], &run["results"][1]];
        assert_eq!(
            (&first["ruleIndex"], &first["level"], &first["locations"]),
            (&1.into(), &"warning".into(), &Value::Null)
        );
        let place = &second["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "talks/ha/slides/a%20b.md");
        assert_eq!(
            place["region"],
            json!({ "startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 12 })
        );
        let replacement = &second["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(replacement["insertedContent"]["text"], "c.svg");
        assert_eq!(uri("/talk/é.md"), "file:///talk/%C3%A9.md");
    }
}

//! Diagnostics for the preview's windows: with the line that is meant, and the address that opens an editor there.

use std::path::Path;

use serde::Serialize;

use crate::assets::percent_encoded;
use crate::text::{Diagnostic, Places, Sources};

/// How many diagnostics a window shows.
const SHOWN: usize = 50;

/// How to open an editor.
pub(super) struct Editor<'a> {
    /// An address with `{file}`, `{line}` and `{column}` in it.
    pub address: &'a str,
    /// The talk's folder.
    pub folder: &'a Path,
}

#[derive(Serialize)]
struct OverlayMessage<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    excerpt: Option<Excerpt<'a>>,
    editor: Option<String>,
}

#[derive(Serialize)]
struct Excerpt<'a> {
    before: &'a str,
    marked: &'a str,
    after: &'a str,
}

/// The first diagnostics as JSON, errors before all else.
pub(super) fn overlay(diagnostics: &[Diagnostic], sources: &Sources, editor: &Editor<'_>) -> String {
    let mut places = Places::new(sources);
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| diagnostic.severity);
    let messages: Vec<OverlayMessage<'_>> = sorted
        .into_iter()
        .take(SHOWN)
        .map(|diagnostic| {
            let at = diagnostic.at;
            let file = at.map(|at| sources.get(at.source).name.as_str());
            let place = at.map(|at| places.place(at.source, at.start));
            let excerpt = at.map(|at| places.excerpt(at)).map(|excerpt| Excerpt {
                before: &excerpt.text[..excerpt.marked.start],
                marked: &excerpt.text[excerpt.marked.clone()],
                after: &excerpt.text[excerpt.marked.end..],
            });
            OverlayMessage {
                severity: diagnostic.severity.name(),
                code: diagnostic.code,
                message: &diagnostic.message,
                help: diagnostic.help.as_deref(),
                file,
                line: place.map(|place| place.line),
                column: place.map(|place| place.column),
                excerpt,
                editor: file.zip(place).and_then(|(file, place)| {
                    Some(editor.open(file, place.line, place.column)).filter(|_| !editor.address.is_empty())
                }),
            }
        })
        .collect();
    serde_json::to_string(&messages).expect("text can be written as JSON")
}

/// JSON of diagnostics without the places of this machine: what lies in the talk's folder is named from there, what lies in
/// the home folder from `~`.
pub(super) fn without_places(overlay: String, folder: &Path) -> String {
    let real = std::fs::canonicalize(folder).ok();
    let home = std::env::home_dir().filter(|home| home.components().count() > 1);
    let folders = [(Some(folder.to_owned()), ""), (real, ""), (home, "~/")];
    let is_end =
        |next: Option<char>| next.is_none_or(|next| !next.is_alphanumeric() && next != '-' && next != '_');
    folders.into_iter().fold(overlay, |mut text, (place, name)| {
        let Some(place) = place.filter(|place| place.is_absolute()) else { return text };
        // As it is between quotes in JSON.
        let quoted = serde_json::Value::from(place.display().to_string()).to_string();
        let place = quoted.trim_matches('"').trim_end_matches('/');
        let mut from = 0;
        while let Some(at) = text[from..].find(place).map(|at| from + at) {
            let end = at + place.len();
            if !is_end(text[end..].chars().next()) {
                from = end;
                continue;
            }
            let rest = text[end..].trim_start_matches(['/', '\\']);
            let name = if name.is_empty() && text.len() - rest.len() == end { "." } else { name };
            text.replace_range(at..text.len() - rest.len(), name);
            from = at + name.len();
        }
        text
    })
}

impl Editor<'_> {
    fn open(&self, file: &str, line: usize, column: usize) -> String {
        let path = self.folder.join(file).display().to_string().replace('\\', "/");
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        self.address
            .replace("{file}", &percent_encoded(&path))
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Sources, Span};

    #[test]
    fn places_of_this_machine_are_named_from_the_talk() {
        let overlay =
            r#"[{"message":"cannot read `/talk/a/slides/1.md`: no; `/talk/ab` and `/talk/a` stay"}]"#;
        let named = r#"[{"message":"cannot read `slides/1.md`: no; `/talk/ab` and `.` stay"}]"#;
        assert_eq!(without_places(overlay.into(), Path::new("/talk/a")), named);
    }

    #[test]
    fn a_message_has_its_line_in_three_parts_and_a_way_to_the_editor() {
        let mut sources = Sources::default();
        let source = sources.add("slides/a b.md", "é ![](b.svg) x\n".as_bytes(), &mut Vec::new());
        let at = Span { source, start: 7, end: 12 };
        let diagnostics = [
            Diagnostic::warning("w", None, "second"),
            Diagnostic::error("e", at, "no image").help("put it there"),
        ];
        let editor = Editor { address: "vscode://file{file}:{line}:{column}", folder: Path::new("/talk") };
        let text = overlay(&diagnostics, &sources, &editor);
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            read[0]["excerpt"],
            serde_json::json!({ "before": "é ![](", "marked": "b.svg", "after": ") x" })
        );
        assert_eq!(read[0]["editor"], "vscode://file/talk/slides/a%20b.md:1:7");
        assert_eq!((&read[1]["message"], &read[1]["file"]), (&"second".into(), &serde_json::Value::Null));
    }
}

//! What a build has to say as one JSON object; `docs/diagnostics.md` describes it.

use serde::Serialize;

use super::{Context, Count};
use crate::api;
use crate::html::{Permissions, Use};
use crate::site::Uncleaned;
use crate::text::{Diagnostic, Sources};

/// The form's number. It changes where a reader of the old form would go wrong; new keys do not change it.
pub(crate) const VERSION: u32 = 1;

/// What a build has to say.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    version: u32,
    /// The talk as it was named on the command line: files are named from here.
    project: String,
    diagnostics: Vec<Entry>,
    errors: usize,
    warnings: usize,
    /// The page that was written; `None` if nothing was.
    pub output: Option<String>,
    /// How many files the output has, the manifest not counted.
    pub files: usize,
    /// Their length in bytes, together.
    pub bytes: u64,
    pub slides: usize,
    /// Whether the output holds speaker notes.
    pub notes: bool,
    /// What the page loads from elsewhere.
    pub elsewhere: Vec<Elsewhere>,
    /// Of a public build: what goes out as it is, since orate cannot clean it.
    uncleaned: Vec<UncleanedFile>,
}

/// A file that goes out although it may hold more than one sees.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct UncleanedFile {
    /// Its path in the project, or `data:` and the media type of what is in an address.
    file: String,
    /// `film`, `document` and so on.
    kind: &'static str,
}

/// What a talk gives away as it is; `folder` is put before the names of its files.
pub(crate) fn uncleaned_files(uncleaned: &[Uncleaned], folder: &str) -> Vec<UncleanedFile> {
    let file =
        |name: &str| if name.starts_with("data:") { name.to_owned() } else { format!("{folder}{name}") };
    uncleaned.iter().map(|each| UncleanedFile { file: file(&each.name), kind: each.why.name() }).collect()
}

/// An origin that a page loads from.
#[derive(Debug, Serialize)]
pub(crate) struct Elsewhere {
    origin: String,
    /// As what: `image`, `player` and so on.
    what: &'static str,
}

#[derive(Debug, Serialize)]
struct Entry {
    severity: &'static str,
    code: &'static str,
    message: String,
    help: Option<String>,
    #[serde(flatten)]
    place: Stretch,
    related: Vec<Other>,
    fix: Option<Mending>,
}

#[derive(Debug, Serialize)]
struct Mending {
    message: String,
    safe: bool,
    edits: Vec<Replacement>,
}

#[derive(Debug, Serialize)]
struct Replacement {
    #[serde(flatten)]
    place: Stretch,
    replacement: String,
}

#[derive(Debug, Serialize)]
struct Other {
    message: String,
    #[serde(flatten)]
    place: Stretch,
}

/// A stretch of a file; lines and columns count from 1, columns in characters, and the end is not included.
#[derive(Debug, Default, Serialize)]
struct Stretch {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

impl Entry {
    fn within(mut self, folder: &str) -> Entry {
        let places =
            std::iter::once(&mut self.place).chain(self.related.iter_mut().map(|other| &mut other.place));
        places.filter_map(|place| place.file.as_mut()).for_each(|file| file.insert_str(0, folder));
        self
    }
}

impl Report {
    /// A report of diagnostics and of nothing written.
    pub(crate) fn new(project: &str, diagnostics: &[Diagnostic], context: &Context<'_>) -> Report {
        let count = Count::of(diagnostics);
        Report {
            version: VERSION,
            project: project.to_owned(),
            diagnostics: written(diagnostics, context.sources).collect(),
            errors: count.errors,
            warnings: count.warnings,
            output: None,
            files: 0,
            bytes: 0,
            slides: 0,
            notes: false,
            elsewhere: Vec::new(),
            uncleaned: Vec::new(),
        }
    }

    /// Adds what a page loads from elsewhere.
    pub(crate) fn load(&mut self, permissions: &Permissions) {
        for (kind, origins) in &permissions.origins {
            let what = match kind {
                Use::Image => "image",
                Use::Media => "media",
                Use::Frame => "frame",
                Use::Player => "player",
                Use::Style => "style",
                Use::Font => "font",
                Use::Script => "script",
                Use::Object => "object",
                Use::Form => "form",
                Use::Connection => "connection",
                Use::Manifest => "manifest",
            };
            self.elsewhere.extend(origins.iter().map(|origin| Elsewhere { origin: origin.clone(), what }));
        }
    }

    /// Adds what a talk gives away as it is; its files are named from `folder`.
    pub(crate) fn give_away(&mut self, uncleaned: &[Uncleaned], folder: &str) {
        self.uncleaned.extend(uncleaned_files(uncleaned, folder));
    }

    /// Adds the diagnostics of a talk whose files are named from `folder`, itself named from the project.
    pub(crate) fn add(&mut self, diagnostics: &[Diagnostic], context: &Context<'_>, folder: &str) {
        let entries = written(diagnostics, context.sources).map(|entry| entry.within(folder));
        self.diagnostics.extend(entries);
        let count = Count::of(diagnostics);
        self.errors += count.errors;
        self.warnings += count.warnings;
    }

    /// The object in one line.
    pub(crate) fn to_line(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers can be written as JSON") + "\n"
    }
}

/// Diagnostics as a list of objects.
pub(crate) fn entries(diagnostics: &[Diagnostic], context: &Context<'_>) -> serde_json::Value {
    let entries: Vec<_> = written(diagnostics, context.sources).collect();
    serde_json::to_value(entries).expect("strings and numbers can be written as JSON")
}

/// Diagnostics as they are written, with their places looked up.
fn written(diagnostics: &[Diagnostic], sources: &Sources) -> impl Iterator<Item = Entry> {
    api::located(diagnostics, sources).into_iter().map(Entry::from)
}

impl From<api::Diagnostic> for Entry {
    fn from(diagnostic: api::Diagnostic) -> Entry {
        Entry {
            severity: diagnostic.severity.name(),
            code: diagnostic.code,
            message: diagnostic.message,
            help: diagnostic.help,
            place: diagnostic.at.map(Stretch::from).unwrap_or_default(),
            related: diagnostic.related.into_iter().map(Other::from).collect(),
            fix: diagnostic.fix.map(Mending::from),
        }
    }
}

impl From<api::Related> for Other {
    fn from(related: api::Related) -> Other {
        Other { message: related.message, place: related.at.into() }
    }
}

impl From<api::Fix> for Mending {
    fn from(fix: api::Fix) -> Mending {
        let edits = fix.edits.into_iter();
        let edits = edits.map(|edit| Replacement { place: edit.at.into(), replacement: edit.replacement });
        Mending { message: fix.message, safe: fix.is_safe, edits: edits.collect() }
    }
}

impl From<api::Span> for Stretch {
    fn from(span: api::Span) -> Stretch {
        Stretch {
            file: Some(span.file),
            line: Some(span.line),
            column: Some(span.column),
            end_line: Some(span.end_line),
            end_column: Some(span.end_column),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Fix, Span};

    #[test]
    fn the_object_has_the_documented_keys() {
        let mut sources = Sources::default();
        let source = sources.add("slides/a.md", "é ![](b.svg)\n".as_bytes(), &mut Vec::new());
        let at = Span { source, start: 7, end: 12 };
        let diagnostics = [
            Diagnostic::warning("same-name", None, "two names"),
            Diagnostic::error("missing-image", at, "no image")
                .help("put it there")
                .related(at, "here")
                .fix(Fix::suggested("name it", at, "c.svg")),
        ];
        let context = Context { sources: &sources, prefix: "" };
        let place = r#""file":"slides/a.md","line":1,"column":7,"end_line":1,"end_column":12"#;
        let nowhere = r#""file":null,"line":null,"column":null,"end_line":null,"end_column":null"#;
        let expected = [
            r#"{"version":1,"project":"talk","diagnostics":["#,
            r#"{"severity":"warning","code":"same-name","message":"two names","help":null,"#,
            nowhere,
            r#","related":[],"fix":null},"#,
            r#"{"severity":"error","code":"missing-image","message":"no image","help":"put it there","#,
            place,
            r#","related":[{"message":"here","#,
            place,
            r#"}],"fix":{"message":"name it","safe":false,"edits":[{"#,
            place,
            r#","replacement":"c.svg"}]}}],"errors":1,"warnings":1,"output":null,"files":0,"bytes":0,"slides":0,"notes":false,"elsewhere":[],"uncleaned":[]}"#,
            "\n",
        ];
        assert_eq!(Report::new("talk", &diagnostics, &context).to_line(), expected.concat());
    }
}

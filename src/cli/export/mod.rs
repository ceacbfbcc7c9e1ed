//! `orate export`: a talk becomes files that can be sent or printed.

mod handout;
mod notes;
mod pdf;
mod pictures;

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use super::arguments::{Export, ExportForm, ExportTalk};
use super::browser::failed;
use super::closing::{amount, prefix, span_of, with_help};
use super::report::{self, Context, Count, counted};
use super::{Outcome, access, say};
pub(super) use pdf::unfinished;

use crate::assets::Library;
use crate::shell::browser::BrowserError;
use crate::shell::export::FileError;
use crate::shell::project;
use crate::site::{self, Built, Options};
use crate::text::{Diagnostic, Sources};

pub(super) fn run(arguments: &Export) -> Outcome {
    match &arguments.form {
        ExportForm::Handout(arguments) => handout::run(arguments),
        ExportForm::Notes(arguments) => notes::run(arguments),
        ExportForm::Pdf(arguments) => pdf::run(arguments),
        ExportForm::Png(arguments) => pictures::run(arguments),
    }
}

/// What was written, to be told at the end.
#[derive(Default)]
struct Written {
    files: Vec<PathBuf>,
    bytes: u64,
    /// How many pages, pictures or whatever the files hold.
    count: usize,
    /// What one of them is called: `page`.
    thing: &'static str,
    /// What there is to say about them.
    diagnostics: Vec<Diagnostic>,
}

/// Why nothing was written.
enum ExportError {
    Browser(BrowserError),
    File(FileError),
    /// Something that was asked for is not there.
    Wrong(Diagnostic),
}

impl From<BrowserError> for ExportError {
    fn from(error: BrowserError) -> ExportError {
        ExportError::Browser(error)
    }
}

impl From<FileError> for ExportError {
    fn from(error: FileError) -> ExportError {
        ExportError::File(error)
    }
}

impl ExportError {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            ExportError::Browser(error) => failed(error),
            ExportError::File(error) => {
                with_help(Diagnostic::error(error.code(), None, error.to_string()), error.help())
            }
            ExportError::Wrong(diagnostic) => diagnostic.clone(),
        }
    }
}

/// A deck that was built, and what it was built from.
struct Deck<'a> {
    built: &'a Built,
    /// The folder of the talk.
    folder: &'a Path,
    library: &'a dyn Library,
}

/// Builds the talk, lets `make` write files of it, and reports.
fn export(talk: &ExportTalk, make: impl FnOnce(&Deck<'_>) -> Result<Written, ExportError>) -> Outcome {
    let start = Instant::now();
    let access = access::of_build(talk.distrust, talk.programs);
    let project = match project::open_talk(&talk.path, &access) {
        Ok(project) => project,
        Err(error) => {
            let diagnostic = Diagnostic::error(error.code(), None, error.to_string());
            return refuse(talk, with_help(diagnostic, error.help()));
        }
    };
    access::ask(&access, &project::programs_of(&talk.path));
    let options = Options {
        variant: talk.variant.clone(),
        public: talk.public,
        trust: access.trust,
        ..Options::default()
    };
    let built = site::build_deck(&project, &options);
    let mut report = Report { talk, built: &built, diagnostics: built.diagnostics.clone(), written: None };
    if !super::build::is_worth_writing(&built, &options) {
        return report.end(Outcome::DeckHasErrors, start);
    }
    let deck = Deck { built: &built, folder: project::folder(&talk.path), library: &*project.library };
    let outcome = match make(&deck) {
        Ok(mut written) => {
            report.diagnostics.append(&mut written.diagnostics);
            report.written = Some(written);
            if built.has_errors() { Outcome::DeckHasErrors } else { Outcome::Fine }
        }
        Err(error) => {
            report.diagnostics.push(error.diagnostic());
            Outcome::Failed
        }
    };
    report.end(outcome, start)
}

/// What an export ended with, to be told one way or the other.
struct Report<'a> {
    talk: &'a ExportTalk,
    built: &'a Built,
    diagnostics: Vec<Diagnostic>,
    written: Option<Written>,
}

impl Report<'_> {
    fn end(mut self, outcome: Outcome, start: Instant) -> Outcome {
        self.diagnostics = report::sorted(std::mem::take(&mut self.diagnostics));
        let said = if self.talk.json { self.as_json() } else { self.as_text(start) };
        if said == Outcome::Fine { outcome } else { said }
    }

    fn as_json(&self) -> Outcome {
        let context = Context { sources: &self.built.sources, prefix: "" };
        say(object(self.talk, &self.diagnostics, &context, self.written.as_ref()).as_bytes())
    }

    fn as_text(&self, start: Instant) -> Outcome {
        let prefix = prefix(&self.talk.path);
        let printed = report::printed(&self.diagnostics, self.talk.quiet);
        report::print(&printed, &Context { sources: &self.built.sources, prefix: &prefix });
        match &self.written {
            _ if self.talk.quiet => Outcome::Fine,
            None => {
                report::remark("nothing was written");
                Outcome::Fine
            }
            Some(written) => say(closing(written, start).as_bytes()),
        }
    }
}

/// `wrote 14 pages to talk.pdf (92 kB) in 1.2 s`
fn closing(written: &Written, start: Instant) -> String {
    let place = match written.files.as_slice() {
        [file] => file.display().to_string(),
        files => {
            let folder = files.first().and_then(|file| file.parent()).unwrap_or(Path::new("."));
            folder.join("").display().to_string()
        }
    };
    format!(
        "wrote {} to {} ({}) in {}\n",
        counted(written.count, written.thing),
        report::visible(&place),
        amount(written.bytes),
        span_of(start.elapsed())
    )
}

/// Tells of what kept an export from beginning.
fn refuse(talk: &ExportTalk, diagnostic: Diagnostic) -> Outcome {
    let context = Context { sources: &Sources::default(), prefix: "" };
    let diagnostics = [diagnostic];
    if talk.json {
        say(object(talk, &diagnostics, &context, None).as_bytes());
    } else {
        report::print(&diagnostics, &context);
    }
    Outcome::Failed
}

/// The report as one JSON object; `docs/export.md` describes it.
fn object(
    talk: &ExportTalk,
    diagnostics: &[Diagnostic],
    context: &Context<'_>,
    written: Option<&Written>,
) -> String {
    let count = Count::of(diagnostics);
    let files: Vec<String> = written.map_or_else(Vec::new, |written| {
        written.files.iter().map(|file| file.display().to_string()).collect()
    });
    let report = json!({
        "version": report::VERSION,
        "project": talk.path.display().to_string(),
        "diagnostics": report::entries(diagnostics, context),
        "errors": count.errors,
        "warnings": count.warnings,
        "files": files,
        "bytes": written.map_or(0, |written| written.bytes),
        "pages": written.map_or(0, |written| written.count),
    });
    format!("{report}\n")
}

/// A file in this folder that is named after the talk.
fn named_after(talk: &ExportTalk, extension: &str) -> PathBuf {
    let path = std::path::absolute(&talk.path).unwrap_or_else(|_| talk.path.clone());
    let path = std::fs::canonicalize(&path).unwrap_or(path);
    let name = if path.is_dir() { path.file_name() } else { path.file_stem() };
    let name = name.map_or_else(|| "talk".into(), |name| name.to_string_lossy().into_owned());
    PathBuf::from(format!("{name}{extension}"))
}

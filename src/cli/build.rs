//! `orate build`: a talk on disk becomes a folder of plain files.

use std::path::Path;
use std::time::{Duration, Instant};

use super::arguments::{Build, BuildOptions};
use super::closing::{amount, elsewhere, names_beside, page, prefix, refused, reported, span_of, with_help};
use super::collection::Recorder;
use super::pdf_beside::{PrintedPdfs, print_pdfs};
use super::report::{self, Context, Report, counted};
use super::{Outcome, access, collection, say};
use crate::shell::build_record::RecordPlace;
use crate::shell::output::{self, Destination};
use crate::shell::project::{self, OpenError, Opened};
use crate::site::{self, Built, Options};
use crate::text::{Diagnostic, Sources};

pub(super) fn run(build: &Build) -> Outcome {
    let start = Instant::now();
    let arguments = &build.options;
    let destination = || {
        let chosen = Destination::choose(&arguments.request());
        chosen.map_err(|error| fail(arguments, refused(&error)))
    };
    let record = collection::record_place(arguments);
    if let Some(report) = record.as_ref().and_then(RecordPlace::unchanged) {
        return collection::up_to_date(arguments, &report, start);
    }
    let access = access::of_build(arguments.distrust, arguments.programs);
    let (opened, readings) = match project::open_noted(&arguments.path, &access) {
        Ok(opened) => opened,
        Err(error) => return unreadable(arguments, &error),
    };
    access::ask(&access, &opened.programs(&arguments.path));
    let destination = match destination() {
        Ok(destination) => destination,
        Err(outcome) => return outcome,
    };
    let project = match opened {
        Opened::Talk(project) => project,
        Opened::Collection(site) => {
            let record = record.map(|place| Recorder { place, readings });
            return collection::run(build, &site, (&destination, record.as_ref()), start);
        }
    };
    let options = Options { with_pdf: true, ..arguments.options(access.trust) };
    let mut built = site::build(&project, &options);
    let is_worth_writing = is_worth_writing(&built, &options);
    let printed = match is_worth_writing.then(|| print(build, &built)).transpose() {
        Ok(printed) => printed.unwrap_or_default(),
        Err(diagnostic) => return fail(arguments, diagnostic),
    };
    built.site.files.extend(printed.files);
    let mut diagnostics = [built.diagnostics.clone(), printed.diagnostics].concat();
    let is_written = is_worth_writing;
    let outcome = match is_written.then(|| write(&built, &destination, &mut diagnostics)) {
        Some(Outcome::Fine) | None if built.has_errors() => Outcome::DeckHasErrors,
        Some(outcome) => outcome,
        None => Outcome::DeckHasErrors,
    };
    let diagnostics = report::sorted(diagnostics);
    let report =
        BuildReport { arguments, built: &built, diagnostics, page: &page(arguments), outcome, is_written };
    if arguments.json { report.as_json() } else { report.as_text(start.elapsed()) }
}

/// Prints the PDF that the settings want beside a deck for the public.
fn print(build: &Build, built: &Built) -> Result<PrintedPdfs, Diagnostic> {
    let Build { options, browser } = build;
    let deck = (built, project::folder(&options.path).to_owned());
    print_pdfs(std::iter::once(deck), browser, !options.quiet && !options.json)
}

/// Whether a deck with errors is written all the same.
///
/// A speaker wants to look at what there is, and the exit code keeps a script from going on. What is to be given
/// away must have no errors: an unclosed fence, say, could show notes to the audience.
pub(super) fn is_worth_writing(built: &Built, options: &Options) -> bool {
    let has_page = built.site.files.contains_key("index.html") && built.deck.slides().next().is_some();
    has_page && !(built.has_errors() && options.public)
}

/// Writes the site, and adds what there is to say about that.
fn write(built: &Built, destination: &Destination, diagnostics: &mut Vec<Diagnostic>) -> Outcome {
    match output::write(&built.site, destination) {
        Ok(written) => {
            diagnostics.extend(reported(&written, &destination.folder));
            Outcome::Fine
        }
        Err(error) => {
            diagnostics.push(refused(&error));
            Outcome::Failed
        }
    }
}

/// The result of a build, to be printed as text or as JSON.
struct BuildReport<'a> {
    arguments: &'a BuildOptions,
    built: &'a Built,
    diagnostics: Vec<Diagnostic>,
    page: &'a Path,
    outcome: Outcome,
    is_written: bool,
}

impl BuildReport<'_> {
    fn as_json(&self) -> Outcome {
        let context = Context { sources: &self.built.sources, prefix: "" };
        let project = self.arguments.path.display().to_string();
        let mut report = Report::new(&project, &self.diagnostics, &context);
        report.slides = self.slides();
        report.notes = self.built.with_notes > 0;
        report.load(&self.built.permissions);
        report.give_away(&self.built.uncleaned, "");
        if self.is_written && self.outcome != Outcome::Failed {
            report.output = Some(self.page.display().to_string());
            report.files = self.built.site.files.len();
            report.bytes = self.built.site.files.values().map(site::Output::size).sum();
        }
        match say(report.to_line().as_bytes()) {
            Outcome::Fine => self.outcome,
            failed => failed,
        }
    }

    fn as_text(&self, time: Duration) -> Outcome {
        let prefix = prefix(&self.arguments.path);
        let printed = report::printed(&self.diagnostics, self.arguments.quiet);
        report::print(&printed, &Context { sources: &self.built.sources, prefix: &prefix });
        match self.outcome {
            outcome if self.arguments.quiet => outcome,
            Outcome::Fine => say(self.closing(time).as_bytes()),
            Outcome::DeckHasErrors => {
                report::remark(&if self.is_written { self.written() } else { self.not_written() });
                Outcome::DeckHasErrors
            }
            outcome => outcome,
        }
    }

    fn slides(&self) -> usize {
        self.built.deck.slides().count()
    }

    /// `built 14 slides in dist/index.html (48 kB) in 6 ms`, and that it holds notes where it does.
    fn closing(&self, time: Duration) -> String {
        let files = &self.built.site.files;
        let page = files.get("index.html").map_or(0, site::Output::size);
        let all: u64 = files.values().map(site::Output::size).sum();
        let beside = match files.len().saturating_sub(1) {
            0 => String::new(),
            others => format!(" and {} beside it ({})", counted(others, "file"), amount(all - page)),
        };
        let names = names_beside(files.keys().map(String::as_str));
        let notes = if self.built.with_notes > 0 && !self.arguments.public {
            "; it holds your speaker notes: use --public for a deck to give away"
        } else {
            ""
        };
        let elsewhere = elsewhere(&self.built.permissions);
        format!(
            "built {} in {} ({}){beside} in {}{notes}\n{names}{elsewhere}",
            counted(self.slides(), "slide"),
            report::visible(&self.page.display().to_string()),
            amount(page),
            span_of(time),
        )
    }

    /// What became of the output where the deck has errors and can be looked at.
    fn written(&self) -> String {
        let page = report::visible(&self.page.display().to_string()).into_owned();
        format!("built {} in {page} all the same, for you to look at", counted(self.slides(), "slide"))
    }

    /// What became of the output where the deck has errors.
    fn not_written(&self) -> String {
        let page = self.page.display().to_string();
        let old = if self.page.exists() {
            format!("; {page} is still the deck of an earlier build")
        } else {
            String::new()
        };
        format!("nothing was written{old}")
    }
}

/// Tells that the talk cannot be read.
fn unreadable(arguments: &BuildOptions, error: &OpenError) -> Outcome {
    let diagnostic = Diagnostic::error(error.code(), None, error.to_string());
    fail(arguments, with_help(diagnostic, error.help()))
}

/// Tells of what kept a build from beginning.
pub(super) fn fail(arguments: &BuildOptions, diagnostic: Diagnostic) -> Outcome {
    let context = Context { sources: &Sources::default(), prefix: "" };
    if arguments.json {
        let project = arguments.path.display().to_string();
        say(Report::new(&project, &[diagnostic], &context).to_line().as_bytes());
    } else {
        report::print(&[diagnostic], &context);
    }
    Outcome::Failed
}

//! `orate build` in a folder that is a site of several talks.

use std::time::Instant;

use super::arguments::{Build, BuildOptions};
use super::closing::{amount, elsewhere, page, prefix, refused, reported, span_of};
use super::pdf_beside::{PrintedPdfs, print_pdfs};
use super::report::{self, Context, Count, Report, counted};
use super::{Outcome, access, say};
use crate::html::Permissions;
use crate::shell::build_record::{BuildReport, RecordPlace};
use crate::shell::output::{self, Destination};
use crate::shell::project::{self, Readings};
use crate::site::collection::{BuiltCollection, Collection, build_collection};
use crate::site::{Options, Output};
use crate::text::Diagnostic;

/// What remembers a build.
pub(super) struct Recorder {
    pub place: RecordPlace,
    pub readings: Readings,
}

/// Where the last build of a site is remembered; `None` for a talk alone, and where nothing can be remembered.
pub(super) fn record_place(arguments: &BuildOptions) -> Option<RecordPlace> {
    let destination = Destination::choose(&arguments.request()).ok()?;
    let how = format!("{arguments:?} {}", report::has_colours());
    RecordPlace::of(&arguments.path, &destination, &how)
}

/// Reports a site that is as the last build left it, and would be built the same.
pub(super) fn up_to_date(arguments: &BuildOptions, last: &BuildReport, start: Instant) -> Outcome {
    if let Some(json) = &last.json {
        return say(json.as_bytes());
    }
    report::write(&last.messages);
    if arguments.quiet {
        return Outcome::Fine;
    }
    let BuildReport { what, end, .. } = last;
    say(format!("up to date: {what}, checked in {}{end}", span_of(start.elapsed())).as_bytes())
}

/// Builds the site, writes it, and tells of both. `start` is when the command began. A build without errors is remembered,
/// any other one is not.
pub(super) fn run(
    build: &Build,
    site: &Collection,
    (destination, recorder): (&Destination, Option<&Recorder>),
    start: Instant,
) -> Outcome {
    if let Some(recorder) = recorder {
        recorder.place.forget();
    }
    let arguments = &build.options;
    let options = Options { with_pdf: true, ..arguments.options(access::trust(arguments.distrust)) };
    let mut built = build_collection(site, &options);
    // What is to be given away must have no errors; what is not can be looked at.
    let is_held_back = built.talks.is_empty() || (built.has_errors() && arguments.public);
    let printed = match is_held_back {
        true => Ok(PrintedPdfs::default()),
        false => print(build, &built),
    };
    let is_printed = printed.is_ok();
    match printed {
        Ok(printed) => {
            built.site.files.extend(printed.files);
            built.diagnostics.extend(printed.diagnostics);
        }
        Err(diagnostic) => built.diagnostics.push(diagnostic),
    }
    let is_written = !is_held_back && is_printed;
    let mut outcome = match (is_printed, is_written) {
        (false, _) => Outcome::Failed,
        (true, false) => Outcome::DeckHasErrors,
        (true, true) if built.has_errors() => Outcome::DeckHasErrors,
        (true, true) => Outcome::Fine,
    };
    match is_written.then(|| output::write(&built.site, destination)) {
        Some(Ok(written)) => built.diagnostics.extend(reported(&written, &destination.folder)),
        Some(Err(error)) => {
            built.diagnostics.push(refused(&error));
            outcome = Outcome::Failed;
        }
        None => {}
    }
    built.diagnostics = report::sorted(built.diagnostics);
    let report =
        CollectionReport { arguments, built: &built, is_written: is_written && outcome != Outcome::Failed };
    if let Some(Recorder { place, readings }) =
        recorder.filter(|_| outcome == Outcome::Fine && follows_from_files(&built))
    {
        place.remember(readings, report.as_record());
    }
    if arguments.json {
        return match say(report.json().as_bytes()) {
            Outcome::Fine => outcome,
            failed => failed,
        };
    }
    report.print();
    match outcome {
        outcome if arguments.quiet => outcome,
        Outcome::Fine => say(report.closing(start).as_bytes()),
        Outcome::DeckHasErrors if !is_written => {
            report::remark("nothing was written");
            outcome
        }
        outcome => outcome,
    }
}

/// Whether a site follows from its files alone, and not from what programs make of them.
fn follows_from_files(built: &BuiltCollection) -> bool {
    let talks = built.talks.iter().chain(&built.withheld);
    talks
        .map(|(_, talk)| talk)
        .all(|talk| talk.pdf.is_none() && talk.deck.settings.reading.diagrams.is_empty())
}

/// Prints the PDFs that settings want beside decks for the public.
fn print(build: &Build, built: &BuiltCollection) -> Result<PrintedPdfs, Diagnostic> {
    let Build { options, browser } = build;
    let site = project::folder(&options.path);
    let decks = built.talks.iter().map(|(path, built)| (built, site.join(folder_of("", path))));
    print_pdfs(decks, browser, !options.quiet && !options.json)
}

struct CollectionReport<'a> {
    arguments: &'a BuildOptions,
    built: &'a BuiltCollection,
    is_written: bool,
}

impl CollectionReport<'_> {
    /// The diagnostics of the site and of each talk, with what each is about and what to put before its files' names.
    fn each(&self) -> impl Iterator<Item = (&[Diagnostic], Context<'_>, String)> {
        let own = (self.built.diagnostics.as_slice(), &self.built.sources, String::new());
        let talks = self.built.talks.iter().map(|(path, built)| {
            let folder = folder_of("", path);
            (built.diagnostics.as_slice(), &built.sources, folder)
        });
        std::iter::once(own)
            .chain(talks)
            .map(|(diagnostics, sources, folder)| (diagnostics, Context { sources, prefix: "" }, folder))
    }

    fn json(&self) -> String {
        let project = self.arguments.path.display().to_string();
        let mut report = Report::new(&project, &[], &Context { sources: &self.built.sources, prefix: "" });
        for (diagnostics, context, folder) in self.each() {
            report.add(diagnostics, &context, &folder);
        }
        report.slides = self.slides();
        report.notes = self.has_notes();
        report.load(&self.permissions());
        self.built
            .talks
            .iter()
            .for_each(|(path, built)| report.give_away(&built.uncleaned, &folder_of("", path)));
        if self.is_written {
            report.output = Some(page(self.arguments).display().to_string());
            report.files = self.built.site.files.len();
            report.bytes = self.built.site.files.values().map(Output::size).sum();
        }
        report.to_line()
    }

    /// The same for a build that finds it unchanged.
    fn as_record(&self) -> BuildReport {
        let (what, end) = self.summary();
        let json = self.arguments.json.then(|| self.json());
        BuildReport { json, messages: self.messages(), what, end }
    }

    fn print(&self) {
        report::write(&self.messages());
    }

    /// The diagnostics as they are printed.
    fn messages(&self) -> String {
        let here = prefix(&self.arguments.path);
        let (mut text, mut all) = (String::new(), Count::default());
        for (diagnostics, context, folder) in self.each() {
            let prefix = format!("{here}{folder}");
            let printed = report::printed(diagnostics, self.arguments.quiet);
            text.push_str(&report::written_out(&printed, &Context { prefix: &prefix, ..context }));
            let count = Count::of(&printed);
            all = Count { errors: all.errors + count.errors, warnings: all.warnings + count.warnings };
        }
        if all != Count::default() {
            text.push_str(&format!("{all}\n"));
        }
        text
    }

    fn slides(&self) -> usize {
        self.built.talks.iter().map(|(_, built)| built.slides.len()).sum()
    }

    /// What all decks together load from elsewhere.
    fn permissions(&self) -> Permissions {
        let mut permissions = Permissions::default();
        self.built.talks.iter().for_each(|(_, built)| permissions.extend(&built.permissions));
        permissions
    }

    fn has_notes(&self) -> bool {
        self.built.talks.iter().any(|(_, built)| built.with_notes > 0)
    }

    /// `built 12 talks (340 slides) in dist/index.html: 96 files (4.1 MB) in 120 ms`.
    fn closing(&self, start: Instant) -> String {
        let (what, end) = self.summary();
        format!("built {what} in {}{end}", span_of(start.elapsed()))
    }

    /// What was built, and what there is to say at the end.
    fn summary(&self) -> (String, String) {
        let files = &self.built.site.files;
        let notes = if self.has_notes() && !self.arguments.public {
            "; it holds your speaker notes: use --public for a site to give away"
        } else {
            ""
        };
        let elsewhere = elsewhere(&self.permissions());
        let what = format!(
            "{} ({}) in {}: {} ({})",
            counted(self.built.talks.len(), "talk"),
            counted(self.slides(), "slide"),
            report::visible(&page(self.arguments).display().to_string()),
            counted(files.len(), "file"),
            amount(files.values().map(Output::size).sum()),
        );
        (what, format!("{notes}\n{elsewhere}"))
    }
}

/// A talk that is one file is named from the folder that the file is in.
pub(super) fn folder_of(here: &str, path: &str) -> String {
    let is_file = path.ends_with(".md") || path.ends_with(".markdown");
    let folder = if is_file { path.rsplit_once('/').map_or("", |(folder, _)| folder) } else { path };
    if folder.is_empty() { here.to_owned() } else { format!("{here}{folder}/") }
}

//! What `serve` and `watch` have in common: one line for each rebuild.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::closing::{prefix, span_of, with_help};
use super::report::{self, Context, Count, Report, counted};
use super::say;
use crate::shell::project::OpenError;
use crate::shell::session::{self, Reporter, SiteProblem};
use crate::shell::watch::Watching;
use crate::site::{Built, Difference};
use crate::text::{Diagnostic, Sources};

/// Reports rebuilds of one talk, as lines or as JSON.
#[derive(Clone)]
pub(super) struct RebuildReporter {
    pub project: String,
    prefix: String,
    pub json: bool,
    pub quiet: bool,
    /// Which of several talks it is, as each line begins; else empty.
    name: String,
    /// The last line that reported an error.
    last: Option<String>,
    /// The last error that kept the audience's deck from being shown.
    last_of_audience: Option<String>,
    /// By slide, the last warnings that the author's window had about it.
    seen: HashMap<String, Vec<String>>,
}

/// How many slides' warnings are remembered.
const MOST_SEEN: usize = 1000;

impl RebuildReporter {
    pub(super) fn new(path: &Path, json: bool, quiet: bool) -> RebuildReporter {
        RebuildReporter {
            project: path.display().to_string(),
            prefix: prefix(path),
            json,
            quiet,
            name: String::new(),
            last: None,
            last_of_audience: None,
            seen: HashMap::new(),
        }
    }

    /// Tells of one of several talks.
    pub(super) fn named(self, name: &str) -> RebuildReporter {
        RebuildReporter { name: format!("{name}: "), ..self }
    }

    /// Says something that is not a rebuild.
    pub(super) fn note(&self, event: &str, text: &str, facts: Value) {
        if self.json {
            let mut object = json!({ "event": event });
            if let (Some(object), Value::Object(facts)) = (object.as_object_mut(), facts) {
                object.extend(facts);
            }
            say(format!("{object}\n").as_bytes());
        } else if !self.quiet {
            say(format!("{text}\n").as_bytes());
        }
    }

    /// Says how the talk is watched, where that is not as one would expect.
    pub(super) fn note_watching(&self, watching: &Watching) {
        if let Watching::Polling(why) = watching {
            let text = format!(
                "the system does not tell of changes ({why}), so the talk is looked at twice a second"
            );
            self.note("polling", &text, json!({ "reason": why }));
        }
    }

    /// Tells of a rebuild. `what` says what has changed.
    pub(super) fn built(&mut self, built: &Built, what: &str, took: Duration) {
        let diagnostics = report::sorted(built.diagnostics.clone());
        let context = Context { sources: &built.sources, prefix: &self.prefix };
        if self.json {
            self.last = None;
            return self.object(&diagnostics, &built.sources, built.deck.slides().count(), took);
        }
        let count = Count::of(&diagnostics);
        if let Some(error) = report::first(&diagnostics, &context) {
            return self.remark(error);
        }
        let is_mended = self.last.take().is_some();
        if self.quiet && !is_mended {
            return;
        }
        let warnings = if count == Count::default() { String::new() } else { format!("; {count}") };
        let slides = counted(built.deck.slides().count(), "slide");
        say(format!("{}{slides}, {what} in {}{warnings}\n", self.name, span_of(took)).as_bytes());
    }

    /// Tells that the talk cannot be read.
    pub(super) fn unreadable(&mut self, error: &OpenError, took: Duration) {
        let diagnostic = with_help(Diagnostic::error(error.code(), None, error.to_string()), error.help());
        let sources = Sources::default();
        if self.json {
            self.object(std::slice::from_ref(&diagnostic), &sources, 0, took);
        } else {
            let context = Context { sources: &sources, prefix: &self.prefix };
            report::first(std::slice::from_ref(&diagnostic), &context)
                .into_iter()
                .for_each(|line| self.remark(line));
        }
    }

    /// Tells of an error, unless it was the last thing told.
    pub(super) fn remark(&mut self, line: String) {
        if self.last.as_ref() != Some(&line) {
            report::remark(&line);
            self.last = Some(line);
        }
    }

    /// Prints a rebuild as JSON.
    fn object(&self, diagnostics: &[Diagnostic], sources: &Sources, slides: usize, took: Duration) {
        let mut report = Report::new(&self.project, diagnostics, &Context { sources, prefix: "" });
        report.slides = slides;
        print(json!({ "event": "built", "milliseconds": took.as_secs_f64() * 1000.0 }), &report);
    }
}

/// Prints an event with a report as one line of JSON.
fn print(mut object: Value, report: &Report) {
    let report: Value = serde_json::from_str(&report.to_line()).unwrap_or_default();
    if let (Some(object), Value::Object(report)) = (object.as_object_mut(), report) {
        object.extend(report);
    }
    say(format!("{object}\n").as_bytes());
}

impl Reporter for RebuildReporter {
    fn watching(&mut self, watching: &Watching) {
        self.note_watching(watching);
    }

    fn built(&mut self, built: &Built, difference: Option<&Difference>, time: Duration) {
        let what = difference.map_or("built".to_owned(), changed);
        RebuildReporter::built(self, built, &what, time);
    }

    fn unreadable(&mut self, error: &OpenError, time: Duration) {
        RebuildReporter::unreadable(self, error, time);
    }

    fn looked(&mut self, slide: &str, diagnostics: &[Diagnostic], sources: &Sources) {
        let context = Context { sources, prefix: &self.prefix };
        let lines: Vec<String> =
            diagnostics.iter().map(|diagnostic| report::line(diagnostic, &context)).collect();
        if self.seen.len() >= MOST_SEEN {
            self.seen.clear();
        }
        let before = self.seen.insert(slide.to_owned(), lines.clone()).unwrap_or_default();
        if lines == before {
            return;
        }
        if self.json {
            let report = Report::new(&self.project, diagnostics, &Context { sources, prefix: "" });
            return print(json!({ "event": "looked", "slide": slide }), &report);
        }
        // One that stays is not repeated.
        for line in lines.iter().filter(|line| !self.quiet && !before.contains(line)) {
            report::remark(&format!("{}{line}", self.name));
        }
    }

    fn audience_stays(&mut self, built: Option<&Built>) {
        let error = built.and_then(|built| {
            report::first(&built.diagnostics, &Context { sources: &built.sources, prefix: "" })
        });
        if error != self.last_of_audience {
            error
                .iter()
                .for_each(|error| report::remark(&format!("the audience's deck stays as it was: {error}")));
            self.last_of_audience = error;
        }
    }
}

/// What has changed, for people.
fn changed(difference: &Difference) -> String {
    if difference.reload {
        return "page loaded anew".into();
    }
    let mut what = Vec::new();
    let added = difference.columns.as_ref().map_or(0, |columns| columns.added.len());
    match difference.slides.len() {
        0 => {}
        count => what.push(format!("{} changed", counted(count, "slide"))),
    }
    if added > 0 {
        what.push(format!("{added} added"));
    } else if difference.columns.is_some() {
        what.push("order changed".into());
    }
    if difference.style.is_some() {
        what.push("style changed".into());
    }
    if what.is_empty() { "nothing to see changed".into() } else { what.join(", ") }
}

/// Reports what happens to a site of talks: each talk by its address, and errors of the site itself.
pub(super) struct SiteReporter {
    prefix: String,
    json: bool,
    quiet: bool,
    /// The last line that reported an error of the site.
    last: Option<String>,
}

impl SiteReporter {
    pub(super) fn new(path: &Path, json: bool, quiet: bool) -> SiteReporter {
        SiteReporter { prefix: prefix(path), json, quiet, last: None }
    }

    /// Reports an error, unless it was the last one.
    fn remark(&mut self, line: Option<String>) {
        if line != self.last {
            line.iter().for_each(|line| report::remark(line));
            self.last = line;
        }
    }
}

impl session::SiteReporter for SiteReporter {
    fn talk(&self, path: &Path, address: &str) -> Box<dyn Reporter> {
        Box::new(RebuildReporter::new(path, self.json, self.quiet).named(address))
    }

    fn pages(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        let line = report::first(diagnostics, &Context { sources, prefix: &self.prefix });
        self.remark(line);
    }

    fn pages_stay(&mut self, problem: SiteProblem<'_>) {
        self.remark(Some(match problem {
            SiteProblem::NoSite => "this folder is a site no longer: `[site]` is gone".into(),
            SiteProblem::Unreadable(error) => error.to_string(),
        }));
    }

    fn audience_pages_stay(&mut self) {
        report::remark(
            "the audience's pages around the decks stay as they were: a public build of this site has errors",
        );
    }
}

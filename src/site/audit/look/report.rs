//! What was seen, as diagnostics: each fault once, however often it was seen.

use std::collections::BTreeSet;

use super::help::help;
use super::observed::{Blocked, BrokenRequest, Finding, ScriptError, Sighting, View};
use super::place::{Places, as_written};
use crate::render;
use crate::site::{Built, lints};
use crate::text::{Diagnostic, Span, without_secrets};

/// Reports what was seen of a deck. `origin` is the address at which the browser had it.
pub(crate) fn report(
    built: &Built,
    sightings: &[Sighting],
    origin: &str,
    is_public: bool,
) -> Vec<Diagnostic> {
    let mut reporter = Reporter { places: Places::new(built), origin, faults: Vec::new() };
    for sighting in sightings {
        sighting.findings.iter().for_each(|finding| reporter.finding(finding, sighting.view));
        sighting.blocked.iter().for_each(|blocked| reporter.blocked(blocked));
        sighting.requests.iter().for_each(|request| reporter.request(request));
        sighting.errors.iter().for_each(|error| reporter.error(error));
    }
    // The build reports that already.
    let is_told = |fault: &Fault| fault.code == "blocked" && is_blocked_script(built, fault.at);
    reporter.faults.retain(|fault| !is_told(fault));
    let views: Vec<View> = sightings.iter().map(|sighting| sighting.view).collect();
    let mut diagnostics: Vec<Diagnostic> =
        reporter.faults.into_iter().map(|fault| fault.diagnostic(&views)).collect();
    let options = render::Options { public: is_public, check: true, ..render::Options::default() };
    lints::set_levels(&mut diagnostics, &built.deck.settings.reading.lints, options);
    lints::in_order(&mut diagnostics, &built.sources);
    diagnostics
}

/// Whether the build reports, in the same line, something that the policy forbids a script.
fn is_blocked_script(built: &Built, at: Option<Span>) -> bool {
    let line = |at: Span| {
        let at = built.sources.origin(at);
        (at.source, built.sources.get(at.source).place(at.start).line)
    };
    let reported = built.diagnostics.iter().filter(|diagnostic| diagnostic.code == "blocked-script");
    at.is_some_and(|at| reported.filter_map(|diagnostic| diagnostic.at).any(|other| line(other) == line(at)))
}

/// A fault, and where it was seen.
struct Fault {
    code: &'static str,
    at: Option<Span>,
    /// What tells it from another of the same place: the element and the edge.
    key: String,
    message: String,
    help: Option<&'static str>,
    /// Pixels of the worst case.
    pixels: f64,
    /// Where it was seen; empty for what does not depend on that.
    views: BTreeSet<View>,
}

impl Fault {
    /// The fault with where it is seen, unless that is at every shape of screen: a page to scroll has faults of its own.
    fn diagnostic(self, views: &[View]) -> Diagnostic {
        let seen = |view: &View| self.views.contains(view);
        let is_everywhere = views.iter().filter(|view| view.is_canvas).all(seen);
        let names: Vec<&str> =
            views.iter().filter(|view| seen(view) && view.is_screen).map(|view| view.name).collect();
        let message = match is_everywhere || names.is_empty() {
            true => self.message,
            false => format!("{}, {}", self.message, names.join(" and ")),
        };
        let diagnostic = Diagnostic::warning(self.code, self.at, message);
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

struct Reporter<'a> {
    places: Places<'a>,
    origin: &'a str,
    faults: Vec<Fault>,
}

impl Reporter<'_> {
    fn finding(&mut self, finding: &Finding, view: View) {
        let Some(code) = finding.lint() else { return };
        let at = self.places.of_element(&finding.slide, (finding.h, finding.v), finding.at.as_deref());
        self.add(Fault {
            code,
            at,
            key: format!(
                "{} {} {}",
                finding.slide,
                finding.element,
                finding.side.as_deref().unwrap_or_default()
            ),
            message: finding.message(),
            help: help(code),
            pixels: finding.pixels.unwrap_or_default(),
            views: [view].into(),
        });
    }

    fn blocked(&mut self, blocked: &Blocked) {
        let Blocked { directive, address, .. } = blocked;
        let what = match address.as_str() {
            "inline" if directive.starts_with("script") => "an inline script".to_owned(),
            "inline" => "an inline style".to_owned(),
            "eval" => "`eval` and what is like it".to_owned(),
            "data" | "blob" => format!("an address that begins with `{address}:`"),
            address => format!("`{}`", without_secrets(as_written(address, self.origin))),
        };
        let written = as_written(address, self.origin);
        let in_page = || self.in_page(&blocked.file, blocked.line, blocked.column);
        let at = self.places.of_places(&blocked.places);
        let at = at.or_else(|| self.places.of_address(written)).or_else(in_page);
        let at = at.or_else(|| self.in_file(&blocked.file));
        self.add(Fault {
            code: "blocked",
            at,
            key: format!("{directive} {address}"),
            message: format!("the policy of the page blocks {what} (`{directive}`)"),
            help: help("blocked"),
            pixels: 0.0,
            views: BTreeSet::new(),
        });
    }

    fn request(&mut self, request: &BrokenRequest) {
        let written = as_written(&request.address, self.origin);
        let at = self.places.of_places(&request.places).or_else(|| self.places.of_address(written));
        self.add(Fault {
            code: "broken-request",
            at,
            key: request.address.clone(),
            message: format!("`{}` cannot be loaded: {}", without_secrets(written), request.reason),
            help: help("broken-request"),
            pixels: 0.0,
            views: BTreeSet::new(),
        });
    }

    fn error(&mut self, error: &ScriptError) {
        let in_page = self.in_page(&error.file, error.line, error.column);
        let in_file = || {
            let written = as_written(&error.file, self.origin);
            let written = written.split(['?', '#']).next().unwrap_or(written);
            self.places.of_address(written).or_else(|| self.in_file(&error.file))
        };
        let line = match in_page {
            None if error.line > 0 => format!(", in line {} of its file", error.line),
            _ => String::new(),
        };
        let at = in_page.or_else(in_file);
        self.add(Fault {
            code: "script-error",
            at,
            key: error.message.clone(),
            message: format!("a script fails: {}{line}", error.message),
            help: help("script-error"),
            pixels: 0.0,
            views: BTreeSet::new(),
        });
    }

    /// Where something in the page's own text is written.
    fn in_page(&self, file: &str, line: usize, column: usize) -> Option<Span> {
        let path = file.strip_prefix(self.origin)?;
        let is_page = matches!(path.split(['?', '#']).next(), Some("" | "/" | "/index.html"));
        if is_page && line > 0 { self.places.of_page(line, column) } else { None }
    }

    /// Where the talk names a file of its own, by the address at which the browser had it.
    fn in_file(&self, file: &str) -> Option<Span> {
        let path = file.strip_prefix(self.origin)?.trim_start_matches('/').split(['?', '#']).next()?;
        if path.is_empty() { None } else { self.places.of_file(path) }
    }

    /// Adds a fault, or what is new about one that is known.
    fn add(&mut self, fault: Fault) {
        let is_same =
            |other: &&mut Fault| (other.code, other.at, &other.key) == (fault.code, fault.at, &fault.key);
        match self.faults.iter_mut().find(is_same) {
            None => self.faults.push(fault),
            Some(known) => {
                known.views.extend(fault.views);
                if fault.pixels > known.pixels {
                    (known.pixels, known.message) = (fault.pixels, fault.message);
                }
            }
        }
    }
}

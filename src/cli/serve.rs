//! `orate serve`: a talk on disk becomes a deck in the browser, which changes as the talk does.

use std::io;
use std::process::{Command, Stdio};

use serde_json::json;

use super::arguments::Serve;
use super::live::{RebuildReporter, SiteReporter};
use super::report::{self, Context, remark};
use super::{Outcome, access};
use crate::shell::permission::{self, Access, Resolved};
use crate::shell::project::{self, OpenError, Opened};
use crate::shell::serve::{Address, Bound, Doors, Ready};
use crate::shell::session::{self, SessionOptions, TalkSession, Visibility};
use crate::site::Options;
use crate::site::collection::Collection;
use crate::text::{Diagnostic, Sources};

pub(super) fn run(arguments: &Serve) -> Outcome {
    if !arguments.path.exists() {
        let missing = OpenError::Missing(arguments.path.clone());
        return fail(missing.code(), &missing.to_string(), missing.help());
    }
    let ready = match Ready::new() {
        Ok(ready) => ready,
        Err(error) => return not_served(&error),
    };
    let bound = match (Address { host: arguments.host, port: arguments.port }).bind() {
        Ok(bound) => bound,
        Err(error) => return fail(error.code(), &error.to_string(), error.help()),
    };
    let access = access::of_build(arguments.distrust, arguments.programs);
    let opened = project::open(&arguments.path, &access);
    // A talk that cannot be read yet may name programs all the same, and be mended while it is served.
    let programs = match &opened {
        Ok(opened) => opened.programs(&arguments.path),
        Err(_) => project::programs_of(&arguments.path),
    };
    // A talk is read by the thread that watches it.
    let site = match opened {
        Ok(Opened::Collection(site)) => Some(*site),
        Ok(Opened::Talk(_)) | Err(_) => None,
    };
    access::ask(&access, &programs);
    access::keep_watchable(&access, &programs);
    let doors = match begin(arguments, access, site, &bound) {
        Ok(doors) => doors,
        Err(error) => return not_served(&error),
    };
    if arguments.open {
        open(&bound.url());
    }
    match ready.serve(bound, doors, arguments.follow) {
        Ok(()) => Outcome::Fine,
        Err(error) => not_served(&error),
    }
}

/// Begins to watch what is at the path; gives what is to be served.
fn begin(arguments: &Serve, access: Access, site: Option<Collection>, bound: &Bound) -> io::Result<Doors> {
    let (path, is_public) = (&arguments.path, bound.is_public());
    let options = SessionOptions {
        build: Options { variant: arguments.variant.clone(), trust: access.trust, ..Options::default() },
        access,
        editor: arguments.editor.clone(),
        visibility: if is_public { Visibility::Network } else { Visibility::ThisMachine },
    };
    let reporter = RebuildReporter::new(path, arguments.json, arguments.quiet);
    let notes = reporter.clone();
    if let Some(site) = site {
        announce(bound, &notes);
        let reporter = SiteReporter::new(path, arguments.json, arguments.quiet);
        return Ok(session::begin_site(path, site, options, Box::new(reporter)));
    }
    let talk = TalkSession::begin(path, &options, Box::new(reporter))?;
    notes.note_watching(talk.watching());
    announce(bound, &notes);
    let doors = talk.doors();
    drop(talk.run(|_| {}));
    Ok(doors)
}

fn not_served(error: &io::Error) -> Outcome {
    fail("not-served", &format!("the preview ended: {error}"), None)
}

/// Says where the deck is to be seen, and by whom.
fn announce(bound: &Bound, reporter: &RebuildReporter) {
    let url = bound.url();
    let audience = bound.audience_url();
    if bound.has_moved && !reporter.json {
        reporter.note("moved", "the usual port is taken, so another is used", json!({}));
    }
    let text = match &audience {
        None => format!("serving {} at {url} (Ctrl-C ends it)", shown(&reporter.project)),
        Some(audience) => {
            if !reporter.json
                && let Some(code) = bound.qr_code()
            {
                reporter.note("", &code, json!({}));
            }
            format!(
                "serving {} on the network (Ctrl-C ends it)\n  for the audience, without notes: {audience}\n  for the \
                 speaker, notes and all: {url}",
                shown(&reporter.project)
            )
        }
    };
    if audience.is_some() && reporter.quiet && !reporter.json {
        // Nobody can guess the addresses.
        remark(&text);
    }
    let facts = json!({
        "url": url,
        "audience": audience,
        "public": bound.is_public(),
        "moved": bound.has_moved,
    });
    reporter.note("serving", &text, facts);
}

fn shown(project: &str) -> String {
    if project == "." { "this talk".into() } else { format!("`{}`", report::visible(project)) }
}

/// Opens the browser, and does not wait for it.
fn open(url: &str) {
    let program = match () {
        () if cfg!(target_os = "macos") => "open",
        () if cfg!(windows) => "explorer",
        () => "xdg-open",
    };
    // What opens a browser is the system's, and never the talk's, wherever `PATH` leads.
    let folder = std::env::current_dir().unwrap_or_default();
    let Resolved::Found(path) = permission::resolve(program, &folder) else {
        return remark(&format!("cannot open the browser (there is no `{program}`); open {url}"));
    };
    let mut command = Command::new(path);
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        // Waited for, so that it leaves nothing behind when it has handed the address over.
        Ok(mut child) => drop(std::thread::spawn(move || child.wait())),
        Err(error) => remark(&format!("cannot open the browser (`{program}`: {error}); open {url}")),
    }
}

fn fail(code: &'static str, message: &str, help: Option<String>) -> Outcome {
    let mut diagnostic = Diagnostic::error(code, None, message);
    diagnostic.help = help;
    report::print(&[diagnostic], &Context { sources: &Sources::default(), prefix: "" });
    Outcome::Failed
}

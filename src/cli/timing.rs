//! `orate timing`: how long a talk takes, as a table or as JSON.

mod json;
mod table;

use super::arguments::Timing;
use super::build::{prefix, with_help};
use super::report::{self, Context, Count};
use super::{Outcome, say};
use crate::shell::project;
use crate::site::{self, Options};
use crate::text::{Diagnostic, Sources};

pub fn run(arguments: &Timing) -> Outcome {
    let name = arguments.path.display().to_string();
    let project = match project::open(&arguments.path) {
        Ok(project) => project,
        Err(error) => {
            let diagnostic =
                with_help(Diagnostic::error(error.code(), None, error.to_string()), error.help());
            return tell_failure(arguments, &name, &[diagnostic]);
        }
    };
    let timed = site::time(&project, &Options::default());
    let diagnostics = report::sorted(timed.diagnostics);
    let context = Context { sources: &timed.sources, prefix: &prefix(&arguments.path) };
    let said = if arguments.json {
        say(json::object(&name, &timed.timing, &diagnostics, &timed.sources).as_bytes())
    } else {
        report::print(&diagnostics, &context);
        say(table::table(&timed.timing).as_bytes())
    };
    match said {
        Outcome::Fine if timed.timing.is_too_long() || Count::of(&diagnostics).errors > 0 => {
            Outcome::DeckHasErrors
        }
        said => said,
    }
}

fn tell_failure(arguments: &Timing, name: &str, diagnostics: &[Diagnostic]) -> Outcome {
    let sources = Sources::default();
    if arguments.json {
        say(json::object(name, &site::Timing::default(), diagnostics, &sources).as_bytes());
    } else {
        report::print(diagnostics, &Context { sources: &sources, prefix: "" });
    }
    Outcome::Failed
}

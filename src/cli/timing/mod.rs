//! `orate timing`: how long a talk takes, as a table or as JSON.

mod json;
mod table;

use super::arguments::Timing;
use super::closing::{prefix, with_help};
use super::report::{self, Context, Count};
use super::{Outcome, access, say};
use crate::shell::permission::Access;
use crate::shell::project;
use crate::site::{self, Options, Project, Timed};
use crate::text::{Diagnostic, Sources};

pub(super) fn run(arguments: &Timing) -> Outcome {
    let name = arguments.path.display().to_string();
    let trust = access::trust(arguments.distrust);
    let project = match project::open_talk(&arguments.path, &Access::without_programs(trust)) {
        Ok(project) => project,
        Err(error) => {
            let diagnostic =
                with_help(Diagnostic::error(error.code(), None, error.to_string()), error.help());
            return tell_failure(arguments, &name, &[diagnostic]);
        }
    };
    if arguments.variants {
        return variants(arguments, &name, &project);
    }
    let options = Options { variant: arguments.variant.clone(), trust, ..Options::default() };
    let timed = site::time(&project, &options);
    let diagnostics = report::sorted(timed.diagnostics);
    let context = Context { sources: &timed.sources, prefix: &prefix(&arguments.path) };
    let printed = if arguments.json {
        say(json::object(&name, &timed.timing, &diagnostics, &timed.sources).as_bytes())
    } else {
        report::print(&diagnostics, &context);
        say(table::table(&timed.timing).as_bytes())
    };
    match printed {
        Outcome::Fine if timed.timing.is_too_long() || Count::of(&diagnostics).errors > 0 => {
            Outcome::DeckHasErrors
        }
        outcome => outcome,
    }
}

/// Times the talk without a variant, and each of its variants.
fn variants(arguments: &Timing, name: &str, project: &Project) -> Outcome {
    let trust = access::trust(arguments.distrust);
    let time = |variant: &str| {
        let variant = Some(variant.to_owned());
        site::time(project, &Options { variant, trust, ..Options::default() })
    };
    let plain = time("");
    let names = plain.variants.clone();
    let others = names.iter().map(|name| (name.clone(), time(name)));
    let all: Vec<(String, Timed)> = std::iter::once((String::new(), plain)).chain(others).collect();
    let diagnostics = report::sorted(all.iter().flat_map(|(_, timed)| timed.diagnostics.clone()).collect());
    let has_errors = Count::of(&diagnostics).errors > 0;
    // The sources are those of the project, whichever variant is made of them.
    let sources = &all[0].1.sources;
    if !arguments.json {
        report::print(&diagnostics, &Context { sources, prefix: &prefix(&arguments.path) });
    }
    let timings: Vec<(&str, &site::Timing)> =
        all.iter().map(|(name, timed)| (name.as_str(), &timed.timing)).collect();
    let text = match arguments.json {
        true => json::variants(name, &timings, &diagnostics, sources),
        false => table::variants(&timings),
    };
    let is_too_long = timings.iter().any(|(_, timing)| timing.is_too_long());
    match say(text.as_bytes()) {
        Outcome::Fine if is_too_long || has_errors => Outcome::DeckHasErrors,
        outcome => outcome,
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

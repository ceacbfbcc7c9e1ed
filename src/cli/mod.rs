//! The command line: arguments become calls of the shell, and what they give becomes reports and an exit code.
//!
//! Exit 0: fine. Exit 1: the deck has errors; it is written only to be looked at. Exit 2: the command was wrong, or the
//! machine refused something. Reports of a command go to standard output, what is wrong to standard error; with
//! `--json` there is one object on standard output and nothing else (`docs/diagnostics.md`).

#![expect(
    clippy::disallowed_methods,
    reason = "arguments, the terminal and the clock of the closing line are read here, and nowhere below"
)]

mod access;
mod allow;
mod arguments;
mod browser;
mod build;
mod check;
mod closing;
mod collection;
mod export;
mod import;
mod init;
#[cfg(feature = "serve")]
mod live;
mod pdf_beside;
mod publish;
mod report;
#[cfg(feature = "serve")]
mod serve;
mod themes;
mod timing;
#[cfg(feature = "serve")]
mod watch;
#[cfg(not(feature = "serve"))]
mod without_serve;

use std::ffi::OsString;
use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};
#[cfg(not(feature = "serve"))]
use {without_serve as serve, without_serve as watch};

use crate::render::catch_panic;
use crate::text::{Diagnostic, Sources};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    /// The author has something to mend.
    DeckHasErrors,
    /// The command was wrong, or the machine refused something.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Fine => 0,
            Outcome::DeckHasErrors => 1,
            Outcome::Failed => 2,
        })
    }
}

/// A panic that is caught becomes a diagnostic at its place; its trace would only be in the way.
fn keep_caught_panics_quiet() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        if !catch_panic::is_guarded() {
            print(panicked);
        }
    }));
}

/// Runs the command line of orate, as the program `orate` does. The first argument is the program's own name.
///
/// It reads and writes files, prints reports, and takes over what the process does when it panics or is asked to end.
/// Gives 0 where all is well, 1 where the talk has errors, and 2 where the command or the machine failed.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    keep_caught_panics_quiet();
    let outcome = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => match arguments.command {
            Command::Allow(arguments) => allow::run(&arguments),
            Command::Build(arguments) => build::run(&arguments),
            Command::Check(arguments) => check::run(&arguments),
            Command::Export(arguments) => export::run(&arguments),
            Command::Import(arguments) => import::run(&arguments),
            Command::Init(arguments) => init::run(&arguments),
            Command::Publish(arguments) => publish::run(&arguments),
            Command::Serve(arguments) => serve::run(&arguments),
            Command::Themes(arguments) => themes::run(&arguments),
            Command::Timing(arguments) => timing::run(&arguments),
            Command::Watch(arguments) => watch::run(&arguments.options),
            Command::Completions { shell } => {
                let mut script = Vec::new();
                clap_complete::generate(shell, &mut Arguments::command(), "orate", &mut script);
                say(&script)
            }
        },
        // Help and the version come as errors, too; clap knows which go to standard output.
        Err(error) => {
            let printed = error.print().and_then(|()| io::stdout().flush());
            match error.use_stderr() {
                true => Outcome::Failed,
                false => outcome_of(printed),
            }
        }
    };
    outcome.into()
}

/// Writes to standard output; where that fails, standard error says so once.
fn say(bytes: &[u8]) -> Outcome {
    let mut output = io::stdout().lock();
    outcome_of(output.write_all(bytes).and_then(|()| output.flush()))
}

/// What came of writing to standard output. A reader that has gone away (`orate completions bash | head`) is not a failure.
fn outcome_of(written: io::Result<()>) -> Outcome {
    static IS_REPORTED: AtomicBool = AtomicBool::new(false);
    let cause = match written {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => cause,
        _ => return Outcome::Fine,
    };
    // A preview writes a line with every save.
    if !IS_REPORTED.swap(true, Ordering::Relaxed) {
        let message = format!("cannot write to standard output: {cause}");
        let diagnostic = Diagnostic::error("standard-output", None, message)
            .help("what the command did is kept, and its report is not whole: write the report elsewhere");
        report::print(&[diagnostic], &report::Context { sources: &Sources::default(), prefix: "" });
    }
    Outcome::Failed
}

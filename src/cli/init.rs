//! `orate init`: a talk to start from.

use std::path::Path;

use super::arguments::Init;
use super::report::{self, Context, counted};
use super::{Outcome, say};
use crate::shell::starter;
use crate::text::{Diagnostic, Sources};

pub fn run(arguments: &Init) -> Outcome {
    match starter::lay_out(&arguments.folder) {
        Ok(_) if arguments.quiet => Outcome::Fine,
        Ok(files) => say(closing(&arguments.folder, files.len()).as_bytes()),
        Err(error) => {
            let mut diagnostic = Diagnostic::error("init-failed", None, error.to_string());
            diagnostic.help = error.help();
            report::print(&[diagnostic], &Context { sources: &Sources::default(), prefix: "" });
            Outcome::Failed
        }
    }
}

/// What was made, and what to do next.
fn closing(folder: &Path, files: usize) -> String {
    let (place, next) = if folder == Path::new(".") {
        ("this folder".to_owned(), "orate build".to_owned())
    } else {
        let name = folder.display().to_string();
        let quoted = if name.contains([' ', '\'', '"', '$', '&', ';', '(']) {
            format!("'{}'", name.replace('\'', r"'\''"))
        } else {
            name.clone()
        };
        (format!("`{}`", report::visible(&name)), format!("orate build {}", report::visible(&quoted)))
    };
    format!("made a talk of {} in {place}; build it with\n\n    {next}\n", counted(files, "file"))
}

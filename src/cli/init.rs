//! `orate init`: a talk to start from.

use std::path::Path;

use super::arguments::{CodeHost, Init};
use super::report::{self, Context, counted};
use super::{Outcome, say};
use crate::shell::starter;
use crate::shell::workflow::{self, Host};
use crate::text::{Diagnostic, Sources};

pub(super) fn run(arguments: &Init) -> Outcome {
    let message = match arguments.ci {
        Some(host) => workflow::lay_out(&arguments.folder, known(host)).map(|path| {
            let path = path.display().to_string();
            let path = report::visible(path.strip_prefix("./").unwrap_or(&path)).into_owned();
            format!("wrote {path}; read it, commit it, and see docs/publish.md\n")
        }),
        None => starter::lay_out(&arguments.folder).map(|files| closing(&arguments.folder, files.len())),
    };
    match message {
        Ok(_) if arguments.quiet => Outcome::Fine,
        Ok(message) => say(message.as_bytes()),
        Err(error) => {
            let mut diagnostic = Diagnostic::error("init-failed", None, error.to_string());
            diagnostic.help = error.help();
            report::print(&[diagnostic], &Context { sources: &Sources::default(), prefix: "" });
            Outcome::Failed
        }
    }
}

fn known(host: CodeHost) -> Host {
    match host {
        CodeHost::Github => Host::GitHub,
        CodeHost::Gitlab => Host::GitLab,
        CodeHost::Forgejo => Host::Forgejo,
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
    let made = counted(files, "file");
    format!(
        "made a talk of {made} in {place}; build it with\n\n    {next}\n\nIt has the theme `ink`; `orate themes gallery` shows the others.\n"
    )
}

//! `orate watch`: a talk on disk becomes a folder of plain files, again whenever it changes.

use super::Outcome;
use super::arguments::Watch;
use super::build::{amount, is_worth_writing, refused};
use super::live::Teller;
use super::report::{self, Context};
use crate::shell::output::{self, Destination, Request};
use crate::shell::project::{self, OpenError};
use crate::shell::watch::{self, Events as _, Look, Looker, System};
use crate::site::{Options, Output, Preview};
use crate::text::{Diagnostic, Sources};

pub fn run(arguments: &Watch) -> Outcome {
    if !arguments.path.exists() {
        let missing = OpenError::Missing(arguments.path.clone());
        return fail(Diagnostic {
            help: missing.help(),
            ..Diagnostic::error(missing.code(), None, missing.to_string())
        });
    }
    let request = Request {
        folder: arguments.output.as_deref(),
        project: project::folder(&arguments.path),
        force: arguments.force,
    };
    let destination = match Destination::choose(&request) {
        Ok(destination) => destination,
        Err(error) => return fail(refused(&error)),
    };
    let options = Options { public: arguments.public, single_file: arguments.single_file };
    let mut teller = Teller::new(&arguments.path, arguments.json, arguments.quiet);
    let mut looker = Looker::for_output(&arguments.path, options);
    let mut system = System::watch(&arguments.path, Some(&destination.folder));
    let look = looker.look(|_| true);
    system.looked(&looker);
    teller.note_watching(&system);
    take(&mut teller, &destination, &options, &looker, look);
    watch::run(&mut system, &mut looker, |looker, look| {
        take(&mut teller, &destination, &options, looker, look)
    });
    Outcome::Fine
}

/// Writes what a look has shown, and tells of it.
fn take(teller: &mut Teller, destination: &Destination, options: &Options, looker: &Looker, look: Look) {
    let Preview { built, .. } = match look {
        Look::Same | Look::Disturbed => return,
        Look::Built(preview) => *preview,
        Look::Unreadable(error) => {
            teller.unreadable(&error, looker.took());
            return;
        }
    };
    let mut what = "nothing written".to_owned();
    if is_worth_writing(&built, options) {
        match output::write(&built.site, destination) {
            Ok(_) => {
                let page = built.site.files.get("index.html").map_or(0, Output::size);
                what = format!("written ({})", amount(page));
            }
            Err(error) => return teller.remark(format!("error: {error}")),
        }
    }
    teller.built(&built, &what, looker.took());
}

fn fail(diagnostic: Diagnostic) -> Outcome {
    report::print(&[diagnostic], &Context { sources: &Sources::default(), prefix: "" });
    Outcome::Failed
}

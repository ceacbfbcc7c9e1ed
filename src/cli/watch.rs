//! `orate watch`: a talk on disk becomes a folder of plain files, again whenever it changes.

use super::arguments::BuildOptions;
use super::build::is_worth_writing;
use super::closing::{amount, refused};
use super::live::RebuildReporter;
use super::report::{self, Context};
use super::{Outcome, access};
use crate::shell::output::{self, Destination};
use crate::shell::project::{self, OpenError};
use crate::shell::watch::{self, Events as _, News, Poll, Poller, SharedWatcher, SystemEvents};
use crate::site::{Options, Output, Preview};
use crate::text::{Diagnostic, Sources};

pub(super) fn run(arguments: &BuildOptions) -> Outcome {
    if !arguments.path.exists() {
        let missing = OpenError::Missing(arguments.path.clone());
        return fail(Diagnostic {
            help: missing.help(),
            ..Diagnostic::error(missing.code(), None, missing.to_string())
        });
    }
    let destination = match Destination::choose(&arguments.request()) {
        Ok(destination) => destination,
        Err(error) => return fail(refused(&error)),
    };
    let access = access::of_build(arguments.distrust, arguments.programs);
    access::ask(&access, &project::programs_of(&arguments.path));
    let options = arguments.options(access.trust);
    let reporter = RebuildReporter::new(&arguments.path, arguments.json, arguments.quiet);
    let mut writer =
        Writer { reporter, destination: &destination, options: options.clone(), has_been_good: false };
    let mut poller = Poller::for_output(&arguments.path, options).with_access(access);
    let mut system = SystemEvents::watch(&arguments.path, Some(&destination.folder), &SharedWatcher::new());
    let poll = poller.look(|_| true);
    system.looked(&poller);
    writer.reporter.note_watching(&system.watching());
    writer.take(&poller, poll);
    watch::run(&mut system, &mut poller, |poller, news| match news {
        News::Poll(poll) => writer.take(poller, poll),
        News::Watching(watching) => writer.reporter.note_watching(&watching),
    });
    Outcome::Fine
}

/// Writes what a poll has shown, and reports it.
struct Writer<'a> {
    reporter: RebuildReporter,
    destination: &'a Destination,
    options: Options,
    /// Whether a deck without errors was written: no other takes its place.
    has_been_good: bool,
}

impl Writer<'_> {
    fn take(&mut self, poller: &Poller, poll: Poll) {
        let Preview { built, .. } = match poll {
            Poll::Unchanged | Poll::Disturbed => return,
            Poll::Built { preview, .. } => *preview,
            Poll::Unreadable(error) => {
                self.reporter.unreadable(&error, poller.duration());
                return;
            }
        };
        let mut what = "nothing written".to_owned();
        let is_last_good_kept = self.has_been_good && built.has_errors();
        if is_worth_writing(&built, &self.options) && !is_last_good_kept {
            match output::write(&built.site, self.destination) {
                Ok(_) => {
                    let page = built.site.files.get("index.html").map_or(0, Output::size);
                    what = format!("written ({})", amount(page));
                    self.has_been_good |= !built.has_errors();
                }
                Err(error) => return self.reporter.remark(format!("error: {error}")),
            }
        }
        self.reporter.built(&built, &what, poller.duration());
    }
}

fn fail(diagnostic: Diagnostic) -> Outcome {
    report::print(&[diagnostic], &Context { sources: &Sources::default(), prefix: "" });
    Outcome::Failed
}

//! A preview session: a talk or a site of talks on disk becomes what windows show, save after save.
//!
//! [`TalkSession`] watches one talk, [`site`] a site: each deck at its own address, and the pages around them. The speaker
//! sees each save, with an [`overlay`] where the deck has errors; the audience sees the last deck that a public build made
//! ([`audience`]). Nothing is printed here: whoever runs a session reports it ([`Reporter`]).

mod audience;
mod author;
mod empty;
mod look;
mod overlay;
mod site;
mod talk;
mod theme;

use std::path::Path;
use std::time::Duration;

pub(crate) use site::{SiteProblem, begin_site};
pub(crate) use talk::TalkSession;

use crate::shell::permission::Access;
use crate::shell::project::OpenError;
use crate::shell::watch::Watching;
use crate::site::{Built, Difference, Options};
use crate::text::{Diagnostic, Sources};

/// How a session shows talks.
#[derive(Clone)]
pub(crate) struct SessionOptions {
    /// How the speaker's deck is built.
    pub build: Options,
    pub access: Access,
    /// The address that opens an editor, with `{file}`, `{line}` and `{column}` in it; empty for none.
    pub editor: String,
    pub visibility: Visibility,
}

/// Who can see a preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    ThisMachine,
    /// Whoever has the address; so the audience gets a deck of its own.
    Network,
}

/// Reports what happens to one talk.
pub(crate) trait Reporter: Send {
    /// How the talk is watched from now on.
    fn watching(&mut self, watching: &Watching);

    /// The talk was built. `difference` is what changed in the windows; `None` if they show it for the first time, or where
    /// it has errors.
    fn built(&mut self, built: &Built, difference: Option<&Difference>, time: Duration);

    /// The talk cannot be read.
    fn unreadable(&mut self, error: &OpenError, time: Duration);

    /// The author's own window has measured a slide. Called from another thread than the rest.
    fn looked(&mut self, slide: &str, diagnostics: &[Diagnostic], sources: &Sources);

    /// The audience's deck stays as it was, since a public build of the talk has errors; `None` if it has not.
    fn audience_stays(&mut self, built: Option<&Built>);
}

/// Reports what happens to a site of talks.
pub(crate) trait SiteReporter: Send {
    /// What reports on the talk at a path, whose deck is at `address` in the site.
    fn talk(&self, path: &Path, address: &str) -> Box<dyn Reporter>;

    /// The pages of the site were built.
    fn pages(&mut self, diagnostics: &[Diagnostic], sources: &Sources);

    /// The pages of the site stay as they were.
    fn pages_stay(&mut self, problem: SiteProblem<'_>);

    /// The audience's pages stay as they were, since a public build of the site has errors.
    fn audience_pages_stay(&mut self);
}

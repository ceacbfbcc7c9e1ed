//! One talk that is watched and shown.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::audience::Audience;
use super::author::{AuthorWindow, SharedReporter};
use super::empty::empty_deck;
use super::{Reporter, SessionOptions, Visibility};
use crate::deck::Settings;
use crate::shell::project::{self, OpenError};
use crate::shell::serve::{DeckState, Doors, Routes};
use crate::shell::watch::{self, Events as _, News, Poll, Poller, SharedWatcher, SystemEvents, Watching};
use crate::site::{Options, Parts, Preview, Project, Site};
use crate::text::{Diagnostic, Sources};

/// A talk that was read for the first time, and is shown from [`TalkSession::run`] on.
///
/// All builds of a talk are made by one thread: an allocator gives each thread memory of its own, so what one build has freed
/// is there for the next.
pub(crate) struct TalkSession {
    doors: Doors,
    first: FirstLook,
    /// What lets the thread go on.
    start: Sender<OnChange>,
    /// Says that the talk is shown.
    shown: Receiver<()>,
}

/// Gets each project that was read anew.
type OnChange = Box<dyn FnMut(Arc<Project>) + Send>;

/// What is known of a talk once it was read.
struct FirstLook {
    watching: Watching,
    stop: Box<dyn Fn() + Send>,
}

impl TalkSession {
    /// Begins to watch the talk at a path, and reads it. Fails where the system gives no thread for it.
    pub(crate) fn begin(
        path: &Path,
        options: &SessionOptions,
        reporter: Box<dyn Reporter>,
    ) -> io::Result<TalkSession> {
        let folder = std::path::absolute(project::folder(path)).unwrap_or_default();
        let audience = (options.visibility == Visibility::Network).then(|| Audience::new(&folder));
        let state = Arc::new(DeckState::new(folder));
        let show = Show::new(path, state, audience, options, reporter);
        TalkSession::watch(path, options, &SharedWatcher::new(), None, show)
    }

    /// The same for a talk that has its place in a site, whose talks share a watcher.
    pub(super) fn watch(
        path: &Path,
        options: &SessionOptions,
        watcher: &SharedWatcher,
        inherited: Option<Settings>,
        show: Show,
    ) -> io::Result<TalkSession> {
        let mut poller = Poller::for_preview(path, options.build.clone())
            .with_access(options.access)
            .with_audience(options.visibility == Visibility::Network)
            .with_theme(show.author.trial.choice());
        if let Some(settings) = inherited {
            poller = poller.inheriting(settings);
        }
        let doors = show.doors();
        let (read, first) = mpsc::channel();
        let (start, started) = mpsc::channel();
        let (show_first, shown) = mpsc::channel();
        let events = SystemEvents::watch(path, None, watcher);
        let build = move || {
            let talk = WatchedTalk::read(events, poller, show, &read);
            if let Ok(changed) = started.recv() {
                talk.run(changed, &show_first);
            }
        };
        thread::Builder::new().spawn(build)?;
        let first = first.recv().map_err(|_| io::Error::other("the talk could not be read"))?;
        Ok(TalkSession { doors, first, start, shown })
    }

    /// What is to be served.
    pub(crate) fn doors(&self) -> Doors {
        self.doors.clone()
    }

    /// How the talk is watched.
    pub(crate) fn watching(&self) -> &Watching {
        &self.first.watching
    }

    /// Shows the talk, and from then on every change of it. `changed` gets each project that was read anew. Gives what ends
    /// the session from another thread.
    pub(crate) fn run(self, changed: impl FnMut(Arc<Project>) + Send + 'static) -> Box<dyn Fn() + Send> {
        // Where the thread has ended, nothing more is shown.
        let _ = self.start.send(Box::new(changed));
        let _ = self.shown.recv();
        self.first.stop
    }
}

/// A talk on the thread that builds it.
struct WatchedTalk {
    show: Show,
    poller: Poller,
    events: SystemEvents,
    first: Poll,
}

impl WatchedTalk {
    /// Reads the talk for the first time, and says so.
    fn read(
        mut events: SystemEvents,
        mut poller: Poller,
        show: Show,
        read: &Sender<FirstLook>,
    ) -> WatchedTalk {
        show.author.trial.set_wake(Box::new(events.wake_handle()));
        let first = poller.look(|_| true);
        events.looked(&poller);
        let stop = Box::new(events.stop_handle());
        let look = FirstLook { watching: events.watching(), stop };
        let _ = read.send(look);
        WatchedTalk { show, poller, events, first }
    }

    /// Shows the talk as it was read, and then each change until the session ends.
    fn run(self, mut changed: OnChange, shown: &Sender<()>) {
        let WatchedTalk { mut show, mut poller, mut events, first } = self;
        show.take(&poller, first);
        let _ = shown.send(());
        watch::run(&mut events, &mut poller, |poller, news| match news {
            News::Poll(poll) => {
                let project = project_of(&poll);
                show.take(poller, poll);
                project.into_iter().for_each(&mut changed);
            }
            News::Watching(watching) => show.reporter.lock().watching(&watching),
        });
    }
}

fn project_of(poll: &Poll) -> Option<Arc<Project>> {
    match poll {
        Poll::Built { project, .. } => Some(project.clone()),
        Poll::Unchanged | Poll::Unreadable(_) | Poll::Disturbed => None,
    }
}

/// Puts each build of a talk before the windows, and reports it.
pub(super) struct Show {
    state: Arc<DeckState>,
    /// In a preview on a network.
    audience: Option<Audience>,
    reporter: SharedReporter,
    author: Arc<AuthorWindow>,
}

impl Show {
    pub(super) fn new(
        path: &Path,
        state: Arc<DeckState>,
        audience: Option<Audience>,
        options: &SessionOptions,
        reporter: Box<dyn Reporter>,
    ) -> Show {
        let reporter = SharedReporter::new(reporter);
        let author =
            Arc::new(AuthorWindow::new(path, options.editor.clone(), audience.is_some(), reporter.clone()));
        let listener = author.clone();
        state.listen(Arc::new(move |message| listener.answer(message)));
        Show { state, audience, reporter, author }
    }

    /// What is to be served.
    fn doors(&self) -> Doors {
        let audience = self.audience.as_ref().map(Audience::state);
        Doors {
            speaker: Arc::new(Routes::of_one(self.state.clone())),
            audience: audience.map(|state| Arc::new(Routes::of_one(state))),
        }
    }

    fn take(&mut self, poller: &Poller, poll: Poll) {
        match poll {
            Poll::Unchanged | Poll::Disturbed => {}
            Poll::Built { preview, audience, .. } => {
                let has_errors = preview.built.has_errors();
                self.take_preview(*preview, poller);
                self.show_audience(audience, has_errors);
            }
            Poll::Unreadable(error) => {
                self.reporter.lock().unreadable(&error, poller.duration());
                self.mark_stale(&[unreadable(&error)], &Sources::default(), None);
            }
        }
    }

    /// Where the speaker's deck has errors, the audience's deck stays as it was.
    fn show_audience(&mut self, preview: Option<Box<Preview>>, has_errors: bool) {
        if let (Some(audience), Some(preview)) = (&mut self.audience, preview)
            && (!has_errors || preview.built.privacy.is_withheld)
        {
            audience.take(*preview, &mut **self.reporter.lock());
        }
    }

    fn take_preview(&mut self, Preview { mut built, parts }: Preview, poller: &Poller) {
        let time = poller.duration();
        let site = std::mem::take(&mut built.site);
        if built.has_errors() {
            self.reporter.lock().built(&built, None, time);
            return self.mark_stale(&built.diagnostics, &built.sources, parts.map(|parts| (site, parts)));
        }
        let Some(parts) = parts else { return };
        self.author.show(built, |built| {
            let difference = self.state.show(site, parts, None);
            self.reporter.lock().built(built, difference.as_deref(), time);
        });
    }

    /// Lays what is wrong over the last good deck; where there is none yet, over the deck that could be made.
    fn mark_stale(&self, diagnostics: &[Diagnostic], sources: &Sources, deck: Option<(Site, Parts)>) {
        let messages = self.author.messages(diagnostics, sources);
        if self.state.has_been_good() {
            return self.state.mark_stale(messages);
        }
        let (site, parts) = deck.or_else(|| empty_deck(&Options::default())).unwrap_or_default();
        self.state.show(site, parts, Some(messages));
    }
}

/// Says why a talk cannot be read.
pub(super) fn unreadable(error: &OpenError) -> Diagnostic {
    Diagnostic { help: error.help(), ..Diagnostic::error(error.code(), None, error.to_string()) }
}

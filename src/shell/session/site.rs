//! A folder that is a site of several talks: each deck at its own address, changed in place as if it were served alone, and
//! the pages around them loaded anew when they change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::audience::{Audience, DeckAddress};
use super::talk::Show;
use super::{SessionOptions, SiteReporter, TalkSession, Visibility};
use crate::deck::Settings;
use crate::shell::project::{self, OpenError, Opened, Outline};
use crate::shell::serve::{DeckState, Doors, Routes};
use crate::shell::watch::SharedWatcher;
use crate::site::collection::{Collection, CollectionMemo, TalkPlace, preview_collection, talk_places};
use crate::site::{Options, Project};

/// How often to look at the site's own settings and templates, and for talks that come and go.
const POLL: Duration = Duration::from_millis(500);

/// How long to wait for another talk that changes at the same time.
const PAUSE: Duration = Duration::from_millis(80);

/// Why the pages of a site stay as they were.
pub(crate) enum SiteProblem<'a> {
    /// Its settings do not make it a site any longer.
    NoSite,
    Unreadable(&'a OpenError),
}

/// Begins to watch a site and each of its talks; gives what is to be served.
pub(crate) fn begin_site(
    path: &Path,
    collection: Collection,
    options: SessionOptions,
    reporter: Box<dyn SiteReporter>,
) -> Doors {
    let folder = std::path::absolute(path).unwrap_or_default();
    let side = |build: Options| {
        let around = Arc::new(DeckState::new(folder.clone()));
        Side {
            routes: Arc::new(Routes::of_a_site(around.clone())),
            around,
            build,
            memo: CollectionMemo::default(),
        }
    };
    let speaker = side(options.build.clone());
    let public = Options { public: true, ..options.build.clone() };
    let audience = (options.visibility == Visibility::Network).then(|| side(public));
    let doors = Doors {
        speaker: speaker.routes.clone(),
        audience: audience.as_ref().map(|audience| audience.routes.clone()),
    };
    let (sender, receiver) = mpsc::channel();
    let mut session = SiteSession {
        path: path.to_owned(),
        options,
        reporter,
        speaker,
        audience,
        running: BTreeMap::new(),
        watcher: SharedWatcher::new(),
        sender,
        outline: project::outline(path),
        collection,
        are_audience_pages_old: false,
    };
    session.follow_talks();
    session.show_pages();
    thread::spawn(move || session.watch(&receiver));
    doors
}

/// A talk that was read anew.
struct ChangedTalk {
    /// From the site's folder.
    path: String,
    project: Arc<Project>,
}

/// What one door of the site leads to.
struct Side {
    /// The pages around the decks.
    around: Arc<DeckState>,
    routes: Arc<Routes>,
    /// How the pages are built.
    build: Options,
    memo: CollectionMemo,
}

/// A site that is watched.
struct SiteSession {
    path: PathBuf,
    options: SessionOptions,
    reporter: Box<dyn SiteReporter>,
    speaker: Side,
    /// On a network.
    audience: Option<Side>,
    /// By the path of the talk.
    running: BTreeMap<String, RunningTalk>,
    /// Of all talks.
    watcher: SharedWatcher,
    /// Where talks tell that they changed.
    sender: Sender<ChangedTalk>,
    outline: Option<Outline>,
    /// The site, with each talk as it was last read.
    collection: Collection,
    /// Whether the audience's pages could not be built anew.
    are_audience_pages_old: bool,
}

/// Where a talk is shown, at each door.
#[derive(Clone)]
struct DeckStates {
    speaker: Arc<DeckState>,
    audience: Option<Arc<DeckState>>,
}

/// A talk that is watched.
struct RunningTalk {
    folder: String,
    inherited: Settings,
    states: DeckStates,
    /// As it was last read; `None` if it could not be read yet.
    project: Option<Arc<Project>>,
    stop: Box<dyn Fn() + Send>,
}

impl SiteSession {
    fn watch(mut self, receiver: &Receiver<ChangedTalk>) {
        loop {
            match receiver.recv_timeout(POLL) {
                Ok(changed) => {
                    self.take(changed);
                    while let Ok(changed) = receiver.recv_timeout(PAUSE) {
                        self.take(changed);
                    }
                    // A talk's own settings may give it another address.
                    self.follow_talks();
                    self.show_pages();
                }
                Err(RecvTimeoutError::Timeout) => {
                    let outline = project::outline(&self.path);
                    if outline != self.outline {
                        self.outline = outline;
                        self.read_again();
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Takes over a talk that was read anew.
    fn take(&mut self, ChangedTalk { path, project }: ChangedTalk) {
        if let Some(running) = self.running.get_mut(&path) {
            running.project = Some(project);
        }
    }

    /// Reads the site's own settings and templates, and which talks it has.
    fn read_again(&mut self) {
        match project::open(&self.path, &self.options.access) {
            Ok(Opened::Collection(collection)) => {
                self.collection = *collection;
                self.follow_talks();
                self.show_pages();
            }
            Ok(Opened::Talk(_)) => self.reporter.pages_stay(SiteProblem::NoSite),
            Err(error) => self.reporter.pages_stay(SiteProblem::Unreadable(&error)),
        }
    }

    /// Begins to watch talks that are new or have another place, and ends it for those that are gone.
    fn follow_talks(&mut self) {
        for talk in &mut self.collection.talks {
            let project = self.running.get(&talk.path).and_then(|running| running.project.clone());
            project.into_iter().for_each(|project| talk.project = project);
        }
        let places = talk_places(&self.collection);
        let is_gone = |path: &String| !places.iter().any(|place| place.path == *path);
        let gone: Vec<String> = self.running.keys().filter(|path| is_gone(path)).cloned().collect();
        gone.iter().for_each(|path| drop(self.end(path)));
        for place in places {
            let is_running = self.running.get(&place.path).is_some_and(|running| {
                running.folder == place.folder && running.inherited == place.inherited
            });
            if !is_running {
                // The windows of a talk that begins anew follow the state that they know.
                let ended = self.end(&place.path).filter(|ended| ended.folder == place.folder);
                self.begin(place, ended.map(|ended| ended.states));
            }
        }
        for talk in &mut self.collection.talks {
            let project = self.running.get(&talk.path).and_then(|running| running.project.clone());
            project.into_iter().for_each(|project| talk.project = project);
        }
    }

    /// Shows the pages around the decks, at each door. Where a public build has errors, the audience's pages stay.
    fn show_pages(&mut self) {
        let Side { build, memo, around, .. } = &mut self.speaker;
        let pages = preview_collection(&self.collection, build, memo);
        self.reporter.pages(&pages.diagnostics, &self.collection.sources);
        around.show_pages(pages.site);
        let Some(Side { build, memo, around, .. }) = &mut self.audience else { return };
        let pages = preview_collection(&self.collection, build, memo);
        let are_old = pages.has_errors && pages.has_talks;
        if !are_old {
            around.show_pages(pages.site);
        } else if !self.are_audience_pages_old {
            self.reporter.audience_pages_stay();
        }
        self.are_audience_pages_old = are_old;
    }

    /// Ends the watching of a talk.
    fn end(&mut self, path: &str) -> Option<RunningTalk> {
        let running = self.running.remove(path)?;
        (running.stop)();
        self.speaker.routes.set(&running.folder, None);
        self.audience.iter().for_each(|audience| audience.routes.set(&running.folder, None));
        Some(running)
    }

    /// Begins to watch a talk, and shows it at its place.
    fn begin(&mut self, place: TalkPlace, states: Option<DeckStates>) {
        let path = self.path.join(&place.path);
        let state =
            || Arc::new(DeckState::new(std::path::absolute(project::folder(&path)).unwrap_or_default()));
        let states = states.unwrap_or_else(|| DeckStates {
            speaker: state(),
            audience: self.audience.as_ref().map(|_| state()),
        });
        let audience = self.audience.as_ref().zip(states.audience.clone()).map(|(side, state)| {
            let address = DeckAddress { routes: side.routes.clone(), folder: place.folder.clone() };
            Audience::at(address, state)
        });
        let reporter = self.reporter.talk(&path, place.folder.trim_end_matches('/'));
        let show = Show::new(&path, states.speaker.clone(), audience, &self.options, reporter);
        let session =
            TalkSession::watch(&path, &self.options, &self.watcher, Some(place.inherited.clone()), show);
        // Without a thread for it the talk is not shown yet: the next look at the site tries again.
        let Ok(session) = session else { return };
        let project = session.project();
        let (sender, path) = (self.sender.clone(), place.path.clone());
        let stop = session.run(move |project| drop(sender.send(ChangedTalk { path: path.clone(), project })));
        let running = RunningTalk {
            folder: place.folder.clone(),
            inherited: place.inherited,
            states: states.clone(),
            project,
            stop,
        };
        self.speaker.routes.set(&place.folder, Some(states.speaker));
        self.running.insert(place.path, running);
    }
}

//! A folder that is a site of several talks: each deck at its own address, changed in place as if it were served alone, and
//! the pages around them loaded anew when they change.
//!
//! A deck is built and watched by itself from the moment when somebody asks for it ([`SiteSession::open`]). Of all other
//! talks only what lists and the search tell is known; one watcher tells which of them changed ([`changes`]). Pages are
//! made when somebody asks for them ([`side`]).

mod changes;
mod side;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use self::changes::{Changes, TalkFolders};
use self::side::Side;
use super::audience::{Audience, DeckAddress};
use super::talk::Show;
use super::{Reporter, SessionOptions, SiteReporter, TalkSession, Visibility};
use crate::deck::Settings;
use crate::shell::project::{self, OpenError, Opened, Outline};
use crate::shell::serve::{DeckState, Doors, Maker};
use crate::shell::watch::{FolderWatch, SharedWatcher};
use crate::site::collection::{Collection, TalkPlace, talk_places};
use crate::site::{Built, Options, Project};

/// How often to look at the site where the system does not tell of changes.
const POLL: Duration = Duration::from_millis(500);

/// How long to wait for another change at the same time.
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
    let public = Options { public: true, ..options.build.clone() };
    let speaker = Side::new(&folder, options.build.clone());
    let audience = (options.visibility == Visibility::Network).then(|| Side::new(&folder, public));
    let doors = Doors {
        speaker: speaker.routes.clone(),
        audience: audience.as_ref().map(|audience| audience.routes.clone()),
    };
    let (sender, receiver) = mpsc::channel();
    doors.speaker.make_with(maker(&sender, AskedAt::Speaker));
    doors.audience.iter().for_each(|routes| routes.make_with(maker(&sender, AskedAt::Audience)));
    let watcher = SharedWatcher::new();
    let written = Mutex::new(sender.clone());
    let files = FolderWatch::new(&watcher, &folder, move |path| {
        let sender = written.lock().unwrap_or_else(PoisonError::into_inner);
        drop(sender.send(Message::Written(path.map(Path::to_owned))));
    });
    let mut session = SiteSession {
        path: folder,
        options,
        reporter,
        speaker,
        audience,
        running: BTreeMap::new(),
        reporters: BTreeMap::new(),
        watcher,
        files,
        sender,
        outline: project::outline(path),
        collection,
        places: Vec::new(),
        folders: TalkFolders::default(),
        // What was written since the site was read, before it was watched.
        changes: Changes { are_all: true, is_site: true, ..Changes::default() },
        last_change: Some(Instant::now()),
        waiting: Vec::new(),
        is_report_due: true,
    };
    session.watch_folders();
    session.follow_talks();
    thread::spawn(move || session.watch(&receiver));
    doors
}

/// Has the session make what somebody asks for at a door.
fn maker(sender: &Sender<Message>, door: AskedAt) -> Maker {
    let sender = Mutex::new(sender.clone());
    Box::new(move |path| {
        let (made, is_made) = mpsc::channel();
        let request = Request { door, path: path.to_owned(), made };
        let sent = sender.lock().unwrap_or_else(PoisonError::into_inner).send(Message::Asked(request));
        // The session drops the other end when it has done what it can.
        if sent.is_ok() {
            let _ = is_made.recv();
        }
    })
}

/// What the session hears.
enum Message {
    /// A talk that is watched by itself was read anew.
    Changed(ChangedTalk),
    /// A file was written, came or went; `None` if that may be any.
    Written(Option<PathBuf>),
    Asked(Request),
}

/// A talk that was read anew.
struct ChangedTalk {
    /// From the site's folder.
    path: String,
    project: Arc<Project>,
}

/// Which door somebody is at.
#[derive(Clone, Copy)]
enum AskedAt {
    Speaker,
    Audience,
}

/// Somebody waits for a file.
struct Request {
    door: AskedAt,
    /// From the top of the site.
    path: String,
    /// Dropped when the file is there, or cannot be made.
    #[expect(dead_code, reason = "whoever waits hears that it is dropped")]
    made: Sender<()>,
}

/// A site that is watched.
struct SiteSession {
    /// Absolute.
    path: PathBuf,
    options: SessionOptions,
    reporter: Box<dyn SiteReporter>,
    speaker: Side,
    /// On a network.
    audience: Option<Side>,
    /// The talks that are built and watched by themselves, by their paths.
    running: BTreeMap<String, RunningTalk>,
    /// Who reports on other talks, by their paths.
    reporters: BTreeMap<String, Box<dyn Reporter>>,
    /// Of all talks.
    watcher: SharedWatcher,
    files: FolderWatch,
    sender: Sender<Message>,
    outline: Option<Outline>,
    /// The site, with each talk as it was last read.
    collection: Collection,
    /// In the order of the talks.
    places: Vec<TalkPlace>,
    folders: TalkFolders,
    changes: Changes,
    /// When something changed that is yet to be looked at.
    last_change: Option<Instant>,
    /// Those who ask for pages while talks are taken in.
    waiting: Vec<Request>,
    /// Whether what there is to say about the site itself may be something else.
    is_report_due: bool,
}

/// Where a talk is shown, at each door.
#[derive(Clone)]
struct DeckStates {
    speaker: Arc<DeckState>,
    audience: Option<Arc<DeckState>>,
}

/// A talk that is built and watched by itself.
struct RunningTalk {
    folder: String,
    inherited: Settings,
    states: DeckStates,
    /// As it was read after a change; `None` if it has not changed since it runs.
    project: Option<Arc<Project>>,
    stop: Box<dyn Fn() + Send>,
}

impl SiteSession {
    fn watch(mut self, receiver: &Receiver<Message>) {
        loop {
            let message = match self.wait() {
                Some(wait) => receiver.recv_timeout(wait),
                None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match message {
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) => self.go_on(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// How long to wait for a message; `None` if there is nothing to do without one.
    fn wait(&self) -> Option<Duration> {
        match self.last_change {
            Some(last) => Some(PAUSE.saturating_sub(last.elapsed())),
            None if self.is_behind() => Some(Duration::ZERO),
            None => self.files.polling().map(|_| POLL),
        }
    }

    /// Whether talks are yet to be taken in.
    fn is_behind(&self) -> bool {
        !self.speaker.is_current || self.audience.as_ref().is_some_and(|audience| !audience.is_current)
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Changed(ChangedTalk { path, project }) => {
                if let Some(running) = self.running.get_mut(&path) {
                    running.project = Some(project);
                    self.last_change = Some(Instant::now());
                }
            }
            Message::Written(path) => self.note(path.as_deref()),
            Message::Asked(request) => self.answer(request),
        }
    }

    /// Remembers what a change may concern.
    fn note(&mut self, path: Option<&Path>) {
        match path.map(|path| path.strip_prefix(&self.path)) {
            Some(Ok(path)) => {
                let name = path.to_string_lossy().replace('\\', "/");
                self.folders.note(&name, &mut self.changes);
                // A folder that has come is to be watched.
                self.changes.is_site |= self.path.join(path).is_dir();
            }
            Some(Err(_)) | None => self.changes.everything(),
        }
        self.last_change = Some(Instant::now());
    }

    /// Does what is to be done while nobody says anything: follows changes, and then takes in talks.
    fn go_on(&mut self) {
        if self.last_change.take().is_some() {
            self.follow_changes();
        } else if self.is_behind() {
            self.catch_up();
        } else {
            self.changes.is_site = true;
            self.follow_changes();
        }
    }

    fn follow_changes(&mut self) {
        let changes = std::mem::take(&mut self.changes);
        if changes.is_site || changes.are_all {
            let outline = project::outline(&self.path);
            if outline != self.outline {
                self.outline = outline;
                self.read_again(&changes);
                return self.watch_folders();
            }
            self.watch_folders();
        }
        for talk in &mut self.collection.talks {
            // One that is watched by itself says when it has changed.
            if changes.concern(&talk.path) && !self.running.contains_key(&talk.path) {
                let path = self.path.join(&talk.path);
                match project::open_talk(&path, &self.options.access) {
                    Ok(project) => talk.project = Arc::new(project),
                    Err(error) => self.reporter.talk(&path, &talk.path).unreadable(&error, Duration::ZERO),
                }
            }
        }
        self.follow_talks();
    }

    /// Reads the site's own settings and templates, and which talks it has.
    fn read_again(&mut self, changes: &Changes) {
        match project::open(&self.path, &self.options.access) {
            Ok(Opened::Collection(collection)) => {
                let last = std::mem::replace(&mut self.collection, *collection);
                let last: BTreeMap<String, Arc<Project>> =
                    last.talks.into_iter().map(|talk| (talk.path, talk.project)).collect();
                for talk in &mut self.collection.talks {
                    // The same value says that nothing has changed.
                    let same = last.get(&talk.path).filter(|_| !changes.concern(&talk.path));
                    same.into_iter().for_each(|project| talk.project = project.clone());
                }
                self.is_report_due = true;
                self.follow_talks();
            }
            Ok(Opened::Talk(_)) => self.reporter.pages_stay(SiteProblem::NoSite),
            Err(error) => self.reporter.pages_stay(SiteProblem::Unreadable(&error)),
        }
    }

    /// Begins anew to watch talks that have another place, ends it for those that are gone, and has all that changed taken in.
    fn follow_talks(&mut self) {
        for talk in &mut self.collection.talks {
            let project = self.running.get(&talk.path).and_then(|running| running.project.clone());
            project.into_iter().for_each(|project| talk.project = project);
        }
        let places = talk_places(&self.collection);
        let has_news = self.places != places || self.is_report_due;
        self.places = places;
        let paths: BTreeSet<&str> = self.places.iter().map(|place| place.path.as_str()).collect();
        let gone = self.running.keys().filter(|path| !paths.contains(path.as_str()));
        let gone: Vec<String> = gone.cloned().collect();
        self.reporters.retain(|path, _| paths.contains(path.as_str()));
        gone.iter().for_each(|path| drop(self.end(path)));
        let is_polled = self.files.polling().is_some();
        for number in 0..self.places.len() {
            let place = &self.places[number];
            let running = self.running.get(&place.path);
            let is_in_place = |running: &RunningTalk| {
                running.folder == place.folder && running.inherited == place.inherited
            };
            if !running.map_or(!is_polled, is_in_place) {
                let place = place.clone();
                // The windows of a talk that begins anew follow the state that they know.
                let ended = self.end(&place.path).filter(|ended| ended.folder == place.folder);
                self.begin(place, ended.map(|ended| ended.states));
            }
        }
        for side in [Some(&mut self.speaker), self.audience.as_mut()].into_iter().flatten() {
            side.is_current = false;
            side.has_news |= has_news;
        }
    }

    /// Watches the folders that there are now.
    fn watch_folders(&mut self) {
        self.folders = TalkFolders::new(&self.path, &self.collection);
        self.files.watch(&project::site_folders(&self.path, &self.collection));
    }

    /// Takes in some of the talks that changed; when it has all, windows load the pages anew.
    fn catch_up(&mut self) {
        if !self.speaker.is_current {
            let start = Instant::now();
            let built = self.speaker.update(&self.collection);
            // They are built side by side.
            let time = start.elapsed() / u32::try_from(built.len().max(1)).unwrap_or(u32::MAX);
            built.iter().for_each(|(number, built)| self.report(*number, built, time));
            if self.speaker.is_current && self.speaker.has_news {
                self.show_pages();
            }
        } else if let Some(audience) = self.audience.as_mut().filter(|audience| !audience.is_current) {
            let was_held = audience.are_held;
            audience.update(&self.collection);
            if audience.is_current && audience.has_news {
                audience.show_pages(&self.collection, true);
                if audience.are_held && !was_held {
                    self.reporter.audience_pages_stay();
                }
            }
        }
        if !self.is_behind() {
            std::mem::take(&mut self.waiting).into_iter().for_each(|request| self.answer(request));
        }
    }

    /// Lets the speaker's windows load the pages around the decks anew.
    fn show_pages(&mut self) {
        if std::mem::take(&mut self.is_report_due) {
            let diagnostics = self.speaker.show_pages(&self.collection, false);
            self.reporter.pages(&diagnostics, &self.collection.sources);
        } else {
            self.speaker.forget_pages();
        }
    }

    /// Reports a talk whose deck nobody looks at.
    fn report(&mut self, number: usize, built: &Built, time: Duration) {
        let path = &self.collection.talks[number].path;
        if !self.running.contains_key(path) {
            let address = self.places[number].folder.trim_end_matches('/');
            let reporter = self.reporters.entry(path.clone());
            let reporter = reporter.or_insert_with(|| self.reporter.talk(&self.path.join(path), address));
            reporter.built(built, None, time);
        }
    }

    /// Makes what somebody asks for, if there is such a file; once all talks are taken in, where it tells of them.
    fn answer(&mut self, request: Request) {
        let (folder, name) = request.path.split_at(request.path.find('/').map_or(0, |slash| slash + 1));
        let number = self.places.iter().position(|place| place.folder == folder);
        if let Some(number) = number.filter(|_| matches!(name, "" | "index.html")) {
            return self.open(number);
        }
        if self.is_behind() {
            return self.waiting.push(request);
        }
        let side = match (request.door, &mut self.audience) {
            (AskedAt::Audience, Some(audience)) => audience,
            _ => &mut self.speaker,
        };
        let diagnostics = match number {
            Some(number) => side.make_talk(&self.collection, number, folder),
            None => side.make_around(&self.collection),
        };
        let is_there = side.around.has(&with_index(&request.path));
        if !diagnostics.is_empty() && matches!(request.door, AskedAt::Speaker) {
            self.reporter.pages(&diagnostics, &self.collection.sources);
        }
        // A file of the deck itself.
        number.filter(|_| !is_there).into_iter().for_each(|number| self.open(number));
    }

    /// Builds the deck of the talk of that number, and watches the talk by itself from now on.
    fn open(&mut self, number: usize) {
        let place = self.places[number].clone();
        if !self.running.contains_key(&place.path) {
            self.reporters.remove(&place.path);
            self.begin(place, None);
        }
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
        let (sender, path) = (self.sender.clone(), place.path.clone());
        let stop = session.run(move |project| {
            drop(sender.send(Message::Changed(ChangedTalk { path: path.clone(), project })));
        });
        let running = RunningTalk {
            folder: place.folder.clone(),
            inherited: place.inherited,
            states: states.clone(),
            project: None,
            stop,
        };
        self.speaker.routes.set(&place.folder, Some(states.speaker));
        self.running.insert(place.path, running);
    }
}

/// The file that an address stands for: a folder is its first page.
fn with_index(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

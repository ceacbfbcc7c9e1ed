//! What the system tells of a talk's files, as [`Event`]s.
//!
//! Only the folders that the talk is read from are watched, each by itself: so neither the output nor an installed
//! package wakes anybody. Where the system cannot watch, or says nothing of what other machines write, the talk is
//! looked at twice a second instead.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use notify::EventKind;
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};

use super::shared::{SharedWatcher, Subscription};
use super::{Event, Events, Poller, Watching};
use crate::shell::project::{ReadPaths, is_ignored};

/// How often to look where the system does not tell.
const POLL: Duration = Duration::from_millis(500);

/// How often to see whether the talk's folder is still the same one. No event tells of a folder above it.
const HEARTBEAT: Duration = Duration::from_secs(2);

/// The same, while there is no such folder.
const ABSENCE: Duration = Duration::from_millis(200);

/// The system's own events.
pub(crate) struct SystemEvents {
    start: Instant,
    talk: PathBuf,
    receiver: Receiver<Event>,
    sender: Sender<Event>,
    subscription: Subscription,
    /// What is watched, and which file or folder of that name it was.
    watched: BTreeMap<PathBuf, u64>,
    talk_paths: Arc<Mutex<WatchedTalk>>,
    polling: Option<String>,
    root: Option<(PathBuf, u64)>,
    last_tick: Instant,
    last_poll: Instant,
}

/// What the talk is read from, to tell its files from others beside them.
#[derive(Default)]
struct WatchedTalk {
    read_paths: Arc<ReadPaths>,
    /// Where the site is written to.
    output: Option<PathBuf>,
}

impl SystemEvents {
    /// Begins to watch the talk at a path; which files, each look says. What happens in `output` is our own
    /// doing. Several talks may share a watcher.
    pub(crate) fn watch(talk: &Path, output: Option<&Path>, watcher: &SharedWatcher) -> SystemEvents {
        let (sender, receiver) = mpsc::channel();
        let talk_paths = WatchedTalk { output: output.map(Path::to_owned), ..WatchedTalk::default() };
        let talk_paths = Arc::new(Mutex::new(talk_paths));
        let (ours, theirs) = (talk_paths.clone(), sender.clone());
        let subscription = watcher.listen(move |event| {
            let talk_paths = ours.lock().unwrap_or_else(PoisonError::into_inner);
            for event in translated(event, &talk_paths) {
                let _ = theirs.send(event);
            }
        });
        let polling = watcher.error().or_else(|| remote(talk));
        let now = Instant::now();
        SystemEvents {
            start: now,
            talk: talk.to_owned(),
            receiver,
            sender,
            subscription,
            watched: BTreeMap::new(),
            talk_paths,
            polling,
            root: identity(talk),
            last_tick: now,
            last_poll: now,
        }
    }

    /// What ends the watching from another thread.
    pub(crate) fn stop_handle(&self) -> impl Fn() + Send + use<> {
        let sender = self.sender.clone();
        move || drop(sender.send(Event::Stop))
    }

    /// What has the talk looked at from another thread, though nothing was written.
    pub(crate) fn wake_handle(&self) -> impl Fn() + Send + use<> {
        let (sender, talk) = (self.sender.clone(), self.talk.clone());
        move || drop(sender.send(Event::Saved(talk.clone())))
    }

    /// An event that time alone brings: the talk's folder is another, or it is time to poll.
    fn tick(&mut self) -> Option<Event> {
        let interval = if self.root.is_some() { HEARTBEAT } else { ABSENCE };
        if self.last_tick.elapsed() >= interval {
            self.last_tick = Instant::now();
            let root = identity(&self.talk);
            if root != self.root {
                self.root = root;
                self.forget();
                return Some(Event::Rescan);
            }
        }
        if self.polling.is_some() && self.last_poll.elapsed() >= POLL {
            self.last_poll = Instant::now();
            return Some(Event::Saved(self.talk.clone()));
        }
        None
    }

    fn received(&mut self, event: Event) -> Event {
        if event == Event::Rescan {
            // What is watched may have gone, and another come by its name.
            self.forget();
        }
        event
    }

    /// Stops watching what was watched, since the names stand for something else now.
    fn forget(&mut self) {
        for path in std::mem::take(&mut self.watched).into_keys() {
            self.subscription.unwatch(&path);
        }
    }

    /// How long nothing needs to be done by the clock alone.
    fn rest(&self) -> Duration {
        let beat = if self.root.is_some() { HEARTBEAT } else { ABSENCE };
        let beat = beat.saturating_sub(self.last_tick.elapsed());
        match self.polling {
            Some(_) => beat.min(POLL.saturating_sub(self.last_poll.elapsed())),
            None => beat,
        }
    }
}

impl Events for SystemEvents {
    fn next(&mut self, wait: Option<Duration>) -> Option<Event> {
        let end = wait.map(|wait| Instant::now() + wait);
        loop {
            if let Ok(event) = self.receiver.try_recv() {
                return Some(self.received(event));
            }
            if let Some(event) = self.tick() {
                return Some(event);
            }
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                return None;
            }
            let rest = left.map_or(self.rest(), |left| left.min(self.rest()));
            match self.receiver.recv_timeout(rest.max(Duration::from_millis(1))) {
                Ok(event) => return Some(self.received(event)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Some(Event::Stop),
            }
        }
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn watching(&self) -> Watching {
        self.polling.clone().map_or(Watching::System, Watching::Polling)
    }

    fn looked(&mut self, poller: &Poller) {
        let read_paths = poller.read_paths();
        self.talk_paths.lock().unwrap_or_else(PoisonError::into_inner).read_paths = read_paths.clone();
        let wanted: BTreeMap<PathBuf, u64> = read_paths
            .folders
            .iter()
            .chain(&read_paths.shared)
            .filter_map(|path| Some((path.clone(), identity(path)?.1)))
            .collect();
        for (path, old) in std::mem::take(&mut self.watched) {
            if wanted.get(&path) == Some(&old) {
                self.watched.insert(path, old);
            } else {
                self.subscription.unwatch(&path);
            }
        }
        let mut is_new = false;
        for (path, number) in wanted {
            if self.watched.contains_key(&path) {
                continue;
            }
            match self.subscription.watch(&path, number) {
                Ok(()) => {
                    self.watched.insert(path, number);
                    is_new = true;
                }
                // It went in the meantime, and its folder will tell.
                Err(_) if !path.exists() => {}
                Err(error) => {
                    self.polling.get_or_insert(error.to_string());
                }
            }
        }
        if self.watched.is_empty() && self.polling.is_none() {
            // There was no talk. One that comes by the same name may be given the number of the old one, too.
            self.root = None;
        }
        if is_new {
            // No event reports what was written between the look and the watching.
            let _ = self.sender.send(Event::Saved(self.talk.clone()));
        }
    }
}

/// Which file or folder a path stands for, with its path without symbolic links.
pub(super) fn identity(path: &Path) -> Option<(PathBuf, u64)> {
    let real = fs::canonicalize(path).ok()?;
    let metadata = fs::metadata(&real).ok()?;
    Some((real, number(&metadata)))
}

#[cfg(unix)]
fn number(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_metadata: &fs::Metadata) -> u64 {
    0
}

/// Why the system cannot know what is written to a folder; `None` if it can.
#[cfg(target_os = "linux")]
pub(super) fn remote(path: &Path) -> Option<String> {
    /// Of `statfs(2)`: NFS, the three of SMB, 9P (as between Windows and its Linux), FUSE, and two of virtual machines.
    const REMOTE: [u64; 8] =
        [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x0102_1997, 0x6573_5546, 0x786f_4256, 0x7c7c_6673];
    let kind = rustix::fs::statfs(path).ok()?.f_type as u64 & 0xffff_ffff;
    REMOTE.contains(&kind).then(|| "the talk lies on another machine's disk".to_owned())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn remote(_path: &Path) -> Option<String> {
    None
}

/// What an event of the system means for the talk.
fn translated(event: &notify::Result<notify::Event>, talk_paths: &WatchedTalk) -> Vec<Event> {
    let Ok(event) = event else { return vec![Event::Rescan] };
    if event.need_rescan() {
        return vec![Event::Rescan];
    }
    let make: fn(PathBuf) -> Event = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Event::Saved,
        EventKind::Access(_) => return Vec::new(),
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Event::Saved,
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => Event::Removed,
        // Events reported both ends already.
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => return Vec::new(),
        EventKind::Create(CreateKind::Folder) => Event::Saved,
        // Where the system does not tell of files being closed, every write is taken for the last.
        EventKind::Modify(_) | EventKind::Create(_) if !cfg!(target_os = "linux") => Event::Saved,
        _ => Event::Changing,
    };
    event.paths.iter().filter_map(|path| concerned(make(path.clone()), talk_paths)).collect()
}

/// The event as it concerns the talk: of a file that the talk does not know, it is a hint at most.
fn concerned(event: Event, talk_paths: &WatchedTalk) -> Option<Event> {
    let (Event::Saved(path) | Event::Changing(path) | Event::Removed(path)) = &event else {
        return Some(event);
    };
    if talk_paths.output.as_ref().is_some_and(|output| path.starts_with(output)) {
        return None;
    }
    // What was watched has itself gone, moved, or changed its mode.
    if talk_paths.read_paths.folders.contains(path) {
        return Some(Event::Rescan);
    }
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if is_ignored(name) && !talk_paths.read_paths.files.contains(path) {
        return None;
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let is_text = matches!(ending, "md" | "markdown" | "html" | "css" | "toml");
    if talk_paths.read_paths.files.contains(path) || is_text || path.is_dir() {
        return Some(event);
    }
    match event {
        Event::Saved(path) => Some(Event::Changing(path)),
        other => Some(other),
    }
}

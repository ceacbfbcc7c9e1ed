//! `orate serve` in a folder that is a site of several talks: each deck at its own address, changed in place as if it were
//! served alone, and the pages around them loaded anew when they are others.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::Show;
use super::audience::{self, Audience};
use crate::cli::arguments::Serve;
use crate::cli::live::RebuildReporter;
use crate::cli::report::{self, Context, remark};
use crate::deck::Settings;
use crate::shell::permission::Access;
use crate::shell::project;
use crate::shell::serve::{DeckState, Doors, Routes};
use crate::shell::watch::{self, Events as _, News, Poll, Poller, SystemEvents};
use crate::site::Options;
use crate::site::collection::{Collection, TalkPlace, preview_collection};

/// How often to see whether the site's own settings and templates are others, or its talks.
const POLL: Duration = Duration::from_millis(500);

/// How long to wait for another talk that changes at the same time.
const PAUSE: Duration = Duration::from_millis(80);

/// Begins to watch a site and each of its talks; gives what is to be served. `is_public` is whether a network can see it.
pub fn begin(arguments: &Serve, programme: Collection, access: Access, is_public: bool) -> Doors {
    let folder = std::path::absolute(&arguments.path).unwrap_or_default();
    let side = || {
        let around = Arc::new(DeckState::new(folder.clone()));
        Side { stages: Arc::new(Routes::of_a_site(around.clone())), around }
    };
    let (speaker, audience) = (side(), is_public.then(side));
    let doors = Doors {
        speaker: speaker.stages.clone(),
        audience: audience.as_ref().map(|audience| audience.stages.clone()),
    };
    let (changed, heard) = mpsc::channel();
    let options = Options { variant: arguments.variant.clone(), trust: access.trust, ..Options::default() };
    let mut site = Site {
        path: arguments.path.clone(),
        options,
        access,
        json: arguments.json,
        quiet: arguments.quiet,
        editor: arguments.editor.clone(),
        speaker,
        audience,
        running: BTreeMap::new(),
        changed,
        outline: project::outline(&arguments.path),
        told: None,
        is_held_back: false,
    };
    site.show(programme);
    thread::spawn(move || site.watch(&heard));
    doors
}

/// What one door of the site leads to.
struct Side {
    /// The pages around the decks.
    around: Arc<DeckState>,
    stages: Arc<Routes>,
}

/// A site that is watched.
struct Site {
    path: PathBuf,
    options: Options,
    access: Access,
    json: bool,
    quiet: bool,
    editor: String,
    speaker: Side,
    /// On a network.
    audience: Option<Side>,
    /// By the path of the talk.
    running: BTreeMap<String, Running>,
    /// Where talks tell that they are others.
    changed: Sender<()>,
    outline: Option<String>,
    /// The last trouble that was told.
    told: Option<String>,
    /// Whether the audience's pages could not be built anew.
    is_held_back: bool,
}

/// Where a talk is shown, at each door.
#[derive(Clone)]
struct OnStage {
    speaker: Arc<DeckState>,
    audience: Option<Arc<DeckState>>,
}

/// A talk that is watched.
struct Running {
    folder: String,
    inherited: Settings,
    shown: OnStage,
    stop: Box<dyn Fn() + Send>,
}

impl Site {
    fn watch(mut self, heard: &Receiver<()>) {
        loop {
            match heard.recv_timeout(POLL) {
                Ok(()) => while heard.recv_timeout(PAUSE).is_ok() {},
                Err(RecvTimeoutError::Timeout) => {
                    let outline = project::outline(&self.path);
                    if outline == self.outline {
                        continue;
                    }
                    self.outline = outline;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
            match project::open_collection(&self.path, &self.access) {
                Ok(Some(programme)) => self.show(programme),
                Ok(None) => self.tell(Some("this folder is a site no longer: `[site]` is gone".into())),
                Err(error) => self.tell(Some(error.to_string())),
            }
        }
    }

    /// Shows the site's pages, and begins with talks that are new.
    fn show(&mut self, programme: Collection) {
        let (built, seats) = preview_collection(programme, &self.options);
        let prefix = crate::cli::closing::prefix(&self.path);
        let context = Context { sources: &built.sources, prefix: &prefix };
        self.tell(report::first(&built.diagnostics, &context));
        let is_gone = |path: &String| !seats.iter().any(|seat| seat.path == *path);
        let gone: Vec<String> = self.running.keys().filter(|path| is_gone(path)).cloned().collect();
        gone.iter().for_each(|path| drop(self.end(path)));
        for seat in seats {
            let is_running = self
                .running
                .get(&seat.path)
                .is_some_and(|running| running.folder == seat.folder && running.inherited == seat.inherited);
            if !is_running {
                // The windows of a talk that is begun anew hear from the stage that they know.
                let stage = self.end(&seat.path).filter(|(folder, _)| *folder == seat.folder);
                self.begin(seat, stage.map(|(_, shown)| shown));
            }
        }
        self.speaker.around.show_pages(built.site);
        self.show_audience();
    }

    /// Shows the audience the pages of a public build. Where it has errors, the last pages stay.
    fn show_audience(&mut self) {
        let Some(audience) = &self.audience else { return };
        let options = Options { public: true, ..self.options.clone() };
        let Ok(Some(programme)) = project::open_collection(&self.path, &self.access) else { return };
        let (built, _) = preview_collection(programme, &options);
        let is_held_back = built.has_errors() && !built.talks.is_empty();
        if !is_held_back {
            audience.around.show_pages(built.site);
        }
        if is_held_back && !self.is_held_back {
            remark(
                "the audience's pages around the decks stay as they were: a public build of this site has errors",
            );
        }
        self.is_held_back = is_held_back;
    }

    /// Ends the watching of a talk; gives where it was shown.
    fn end(&mut self, path: &str) -> Option<(String, OnStage)> {
        let running = self.running.remove(path)?;
        (running.stop)();
        self.speaker.stages.set(&running.folder, None);
        self.audience.iter().for_each(|audience| audience.stages.set(&running.folder, None));
        Some((running.folder, running.shown))
    }

    fn begin(&mut self, seat: TalkPlace, shown: Option<OnStage>) {
        let path = self.path.join(&seat.path);
        let folder = std::path::absolute(project::folder(&path)).unwrap_or_default();
        let stage = || Arc::new(DeckState::new(folder.clone()));
        let shown = shown.unwrap_or_else(|| OnStage {
            speaker: stage(),
            audience: self.audience.as_ref().map(|_| stage()),
        });
        let name = seat.folder.trim_end_matches('/');
        let teller = RebuildReporter::new(&path, self.json, self.quiet).named(name);
        let audience = self.audience.as_ref().zip(shown.audience.clone()).map(|(side, stage)| {
            Audience::seated(
                audience::Seat { stages: side.stages.clone(), folder: seat.folder.clone() },
                stage,
            )
        });
        let stage = shown.speaker.clone();
        let mut show = Show { stage, audience, teller, editor: self.editor.clone(), folder };
        let mut looker = Poller::for_preview(&path, self.options.clone())
            .with_access(self.access)
            .inheriting(seat.inherited.clone())
            .with_audience(self.audience.is_some());
        let mut system = SystemEvents::watch(&path, None);
        let stop = Box::new(system.stopper());
        let look = looker.look(|_| true);
        system.looked(&looker);
        show.take(&looker, look);
        self.speaker.stages.set(&seat.folder, Some(shown.speaker.clone()));
        let changed = self.changed.clone();
        thread::spawn(move || {
            watch::run(&mut system, &mut looker, |looker, news| match news {
                News::Poll(Poll::Same | Poll::Disturbed) => {}
                News::Poll(look) => {
                    show.take(looker, look);
                    let _ = changed.send(());
                }
                News::Watching(watching) => show.teller.note_watching(&watching),
            });
        });
        self.running
            .insert(seat.path, Running { folder: seat.folder, inherited: seat.inherited, shown, stop });
    }

    /// Tells of a trouble, unless it was the last thing told.
    fn tell(&mut self, trouble: Option<String>) {
        if trouble != self.told {
            trouble.iter().for_each(|trouble| remark(trouble));
            self.told = trouble;
        }
    }
}

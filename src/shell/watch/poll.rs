//! A talk on disk, looked at again and again, becomes a preview whenever it is another than before.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Event;
use crate::deck::Settings;
use crate::parse::{Entry, SettingsFile};
use crate::shell::permission::Access;
use crate::shell::project::{self, FileCache, FileResult, OpenError, ReadPaths};
use crate::site::{self, Memo, Options, Preview, Project};
use crate::text::{Diagnostic, Fingerprint, SourceId, Sources};

/// From what age on a lock of git's is taken for one that was left behind.
const STALE: Duration = Duration::from_mins(1);

/// What a look has shown.
pub(crate) enum Poll {
    /// The talk is as it was.
    Unchanged,
    /// It was read and built; for the audience as well, where somebody asked for that.
    Built { project: Arc<Project>, preview: Box<Preview>, audience: Option<Box<Preview>> },
    /// It cannot be read.
    Unreadable(OpenError),
    /// Something was written to while it was read, so what was read may be half of it.
    Disturbed,
}

/// The theme that a talk is to be shown in, whatever its settings say; another thread may change it.
pub(crate) type ThemeChoice = Arc<Mutex<Option<String>>>;

/// Looks at one talk, and remembers what it saw.
pub(crate) struct Poller {
    path: PathBuf,
    options: Options,
    theme: ThemeChoice,
    access: Access,
    /// The commands of the last build, and what decided what they drew.
    programs: Vec<(Vec<String>, Fingerprint)>,
    inherited: Option<Settings>,
    /// Whether what is built is to be changed in place.
    is_preview: bool,
    cache: Arc<FileCache>,
    memo: Memo,
    /// What is remembered of the deck without what is private, where that is built, too.
    audience: Option<Memo>,
    /// What was last read, or the trouble it gave.
    last: Option<Result<Facts, String>>,
    read_paths: Arc<ReadPaths>,
    duration: Duration,
}

/// What a project is, as far as it can be compared.
#[derive(PartialEq)]
struct Facts {
    sources: Sources,
    settings: Option<SettingsFile>,
    entries: Vec<Entry>,
    single: bool,
    templates: BTreeMap<String, SourceId>,
    diagnostics: Vec<Diagnostic>,
}

impl Poller {
    /// Looks at the talk at a path (a folder, or one Markdown file), to show it while it is written.
    pub(crate) fn for_preview(path: &Path, options: Options) -> Poller {
        Poller { is_preview: true, ..Poller::for_output(path, options) }
    }

    /// Looks at the talk at a path, to write what is built.
    pub(crate) fn for_output(path: &Path, options: Options) -> Poller {
        Poller {
            path: path.to_owned(),
            options,
            theme: ThemeChoice::default(),
            access: Access::default(),
            programs: Vec::new(),
            inherited: None,
            is_preview: false,
            duration: Duration::ZERO,
            cache: Arc::default(),
            memo: Memo::default(),
            audience: None,
            last: None,
            read_paths: Arc::default(),
        }
    }

    /// Looks at a talk that may do on this machine what `access` says: else it starts no program.
    pub(crate) fn with_access(self, access: Access) -> Poller {
        Poller { access, ..self }
    }

    /// Shows the talk in the theme that `theme` says at each look.
    pub(crate) fn with_theme(self, theme: ThemeChoice) -> Poller {
        Poller { theme, ..self }
    }

    /// Looks at a talk of a site, which takes over these settings where it has none of its own.
    pub(crate) fn inheriting(self, settings: Settings) -> Poller {
        Poller { inherited: Some(settings), ..self }
    }

    /// Builds, each time, a second deck without what is the speaker's alone.
    pub(crate) fn with_audience(self, is_wanted: bool) -> Poller {
        Poller { audience: is_wanted.then(Memo::default), ..self }
    }

    /// What the last look has looked at.
    pub(crate) fn read_paths(&self) -> &Arc<ReadPaths> {
        &self.read_paths
    }

    /// How long the last look took.
    pub(crate) fn duration(&self) -> Duration {
        self.duration
    }

    /// Reads a file anew at the next look.
    pub(crate) fn invalidate(&self, path: &Path) {
        self.cache.invalidate(path);
    }

    /// Takes a file as it was at the next look, since it is being written to.
    pub(crate) fn hold(&self, path: &Path) {
        self.cache.hold(path);
    }

    /// Whether an event is about a file that is read.
    pub(crate) fn concerns(&self, event: &Event) -> bool {
        match event {
            Event::Saved(path) | Event::Changing(path) | Event::Removed(path) => {
                self.read_paths.files.contains(path)
            }
            Event::Rescan | Event::Stop => true,
        }
    }

    /// Whether git is changing the files: it keeps its index locked from the first to the last of them.
    pub(crate) fn is_checked_out_anew(&self) -> bool {
        let path = std::path::absolute(&self.path).unwrap_or_else(|_| self.path.clone());
        path.ancestors().map(|folder| folder.join(".git")).find(|git| git.exists()).is_some_and(|git| {
            // In a linked work tree `.git` is a file that says where the folder is.
            let elsewhere = std::fs::read_to_string(&git).ok();
            let elsewhere = elsewhere.as_deref().and_then(|text| text.strip_prefix("gitdir:")).map(str::trim);
            let folder = elsewhere.map_or(git.clone(), |elsewhere| git.with_file_name(elsewhere));
            let lock = std::fs::metadata(folder.join("index.lock")).and_then(|lock| lock.modified());
            lock.is_ok_and(|since| since.elapsed().is_ok_and(|age| age < STALE))
        })
    }

    /// Holds no file any longer.
    pub(crate) fn release(&self) {
        self.cache.release();
    }

    /// Whether a file was taken as it was by the last look, since it is being written to.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.cache.is_unsettled()
    }

    /// Reads every file anew at the next look.
    pub(crate) fn invalidate_all(&self) {
        self.read_paths.files.iter().for_each(|path| self.cache.invalidate(path));
    }

    /// Reads the talk, and builds it where it has changed.
    ///
    /// `is_calm` is asked when it was read: where it was not, nothing is built.
    pub(crate) fn look(&mut self, is_calm: impl FnOnce(&Poller) -> bool) -> Poll {
        let start = Instant::now();
        let look = self.read_and_build(is_calm);
        self.duration = start.elapsed();
        look
    }

    fn read_and_build(&mut self, is_calm: impl FnOnce(&Poller) -> bool) -> Poll {
        let before = self.cache.begin();
        let opened = project::open_talk_with(&self.path, &self.cache, &self.access);
        let opened = match opened {
            Ok(project) => Arc::new(project),
            Err(error) => {
                self.read_paths = self.cache.read_paths();
                let message = error.to_string();
                if matches!(&self.last, Some(Err(last)) if *last == message) {
                    return Poll::Unchanged;
                }
                if !is_calm(self) {
                    return Poll::Disturbed;
                }
                self.last = Some(Err(message));
                return Poll::Unreadable(error);
            }
        };
        let project = Project { inherited: self.inherited.clone(), ..(*opened).clone() };
        // In a fixed order, so that what is found first does not depend on the order of a map.
        let is_same_library =
            before.found.iter().all(|(name, old)| is_same(old, &project.library.find(name)));
        // What is allowed, and the scripts that draw, change without the talk.
        let is_same_program =
            |(command, old): &(Vec<String>, Fingerprint)| project.programs.fingerprint(command) == *old;
        let are_same_programs = self.programs.iter().all(is_same_program);
        let facts = Facts::of(&project);
        let theme = self.theme.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_same = is_same_library && are_same_programs && theme == self.options.theme;
        if is_same && matches!(&self.last, Some(Ok(last)) if *last == facts) {
            self.read_paths = self.cache.read_paths();
            return Poll::Unchanged;
        }
        if !is_calm(self) {
            // What was found is what the next look compares with.
            self.read_paths = self.cache.read_paths();
            self.last = None;
            return Poll::Disturbed;
        }
        self.options.theme = theme;
        let preview = if self.is_preview {
            site::preview(&project, &self.options, &mut self.memo)
        } else {
            let built = site::rebuild(&project, &self.options, &mut self.memo);
            Preview { built, parts: None }
        };
        let commands =
            preview.built.deck.settings.reading.diagrams.iter().map(|program| program.command.clone());
        self.programs =
            commands.map(|command| (command.clone(), project.programs.fingerprint(&command))).collect();
        let public = Options { public: true, ..self.options.clone() };
        let audience = self.audience.as_mut().map(|memo| Box::new(site::preview(&project, &public, memo)));
        self.last = Some(Ok(facts));
        self.read_paths = self.cache.read_paths();
        Poll::Built { project: opened, preview: Box::new(preview), audience }
    }
}

/// Whether a file is as it was: the cache gives the same bytes where they are equal.
fn is_same(old: &FileResult, new: &FileResult) -> bool {
    use crate::assets::Content;
    match (old, new) {
        (Ok(None), Ok(None)) => true,
        (Ok(Some(old)), Ok(Some(new))) => {
            old.path == new.path
                && match (&old.content, &new.content) {
                    (Content::Bytes(old), Content::Bytes(new)) => Arc::ptr_eq(old, new) || old == new,
                    (old, new) => old.fingerprint() == new.fingerprint(),
                }
        }
        (Err(old), Err(new)) => old == new,
        _ => false,
    }
}

impl Facts {
    fn of(project: &Project) -> Facts {
        let Project { sources, settings, entries, single, templates, diagnostics, .. } = project.clone();
        Facts { sources, settings, entries, single, templates, diagnostics }
    }
}

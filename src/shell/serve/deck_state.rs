//! What the windows show: the last good deck, and what is wrong with a newer one.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use super::changes::Changes;
use crate::site::{Difference, Output, Parts, Site};

/// How many earlier decks are kept for windows that show them.
const HISTORY: usize = 32;

/// How many slides all of them may have together: the lists of a very long talk are not kept as often.
const HISTORY_SLIDES: usize = 40_000;

/// What the windows show. Set by one thread, looked at by the server.
pub(crate) struct DeckState {
    sender: watch::Sender<Shown>,
    history: Mutex<VecDeque<Shown>>,
    has_been_good: AtomicBool,
    listener: Mutex<Option<Listener>>,
    /// Where files lie that are too large to be held.
    pub(super) folder: PathBuf,
}

/// Answers what a window says, if there is anything to say to it. Called by the server, which waits for it.
pub(crate) type Listener = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// One state of the deck.
#[derive(Clone, Default)]
pub(crate) struct Shown {
    /// Counts the good decks since the server began.
    pub revision: u64,
    /// The files beside the page.
    pub files: Arc<BTreeMap<String, Output>>,
    /// The page.
    pub parts: Option<Arc<Parts>>,
    /// What is wrong with the deck as it is on disk, as JSON; `None` if it is the one shown.
    pub trouble: Option<Arc<str>>,
    /// Whether the deck on disk is a later one, which has errors.
    pub is_stale: bool,
    /// What to change in a window that shows an earlier deck.
    pub(super) changes: Arc<Changes>,
}

impl DeckState {
    /// The state of the talk in a folder, of which nothing is shown yet.
    pub(crate) fn new(folder: PathBuf) -> DeckState {
        DeckState {
            sender: watch::Sender::new(Shown::default()),
            history: Mutex::default(),
            has_been_good: AtomicBool::new(false),
            listener: Mutex::default(),
            folder,
        }
    }

    /// Shows a deck in every window; with `trouble` where it is not what its author meant. Gives what changes in a window
    /// that shows the deck before; `None` if there was none.
    pub(crate) fn show(&self, site: Site, parts: Parts, trouble: Option<String>) -> Option<Arc<Difference>> {
        let before = self.now();
        let parts = Arc::new(parts);
        let changes = Changes::between(before.parts.as_deref(), &parts);
        let difference = changes.last();
        let shown = Shown {
            revision: before.revision + 1,
            files: Arc::new(site.files),
            parts: Some(parts),
            trouble: trouble.map(Into::into),
            is_stale: false,
            changes: Arc::new(changes),
        };
        if shown.trouble.is_none() {
            self.has_been_good.store(true, Ordering::Relaxed);
        }
        let oldest: Vec<Shown> = {
            let mut history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
            history.push_back(shown.clone());
            let surplus = excess(&history);
            history.drain(..surplus).collect::<Vec<_>>()
        };
        self.sender.send_replace(shown);
        // They may be large, and nobody waits for them any longer.
        drop(oldest);
        difference
    }

    /// Shows the pages of a site in every window.
    pub(crate) fn show_pages(&self, site: Site) {
        let revision = self.sender.borrow().revision + 1;
        self.sender.send_replace(Shown { revision, files: Arc::new(site.files), ..Shown::default() });
    }

    /// Adds pages of a site that were made for somebody who asks, and forgets those below `old`. Windows show what they
    /// show.
    pub(crate) fn add_pages(&self, site: Site, old: Option<&str>) {
        self.sender.send_if_modified(|shown| {
            let files = Arc::make_mut(&mut shown.files);
            old.into_iter().for_each(|old| files.retain(|name, _| !name.starts_with(old)));
            files.extend(site.files);
            false
        });
    }

    /// Whether there is a file of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        let shown = self.sender.borrow();
        (name == "index.html" && shown.parts.is_some()) || shown.files.contains_key(name)
    }

    /// Lays what is wrong over the deck that is shown.
    pub(crate) fn mark_stale(&self, trouble: String) {
        self.sender.send_modify(|shown| (shown.trouble, shown.is_stale) = (Some(trouble.into()), true));
    }

    /// Sets who answers what windows say; nobody does before.
    pub(crate) fn listen(&self, listener: Listener) {
        *self.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }

    /// The answer to what a window says.
    pub(super) fn answer(&self, message: &str) -> Option<String> {
        let listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        listener(message)
    }

    /// Whether there was a deck without errors yet.
    pub(crate) fn has_been_good(&self) -> bool {
        self.has_been_good.load(Ordering::Relaxed)
    }

    /// The deck that is shown.
    pub(crate) fn now(&self) -> Shown {
        self.sender.borrow().clone()
    }

    /// The deck that is shown and every one after it.
    pub(super) fn follow(&self) -> watch::Receiver<Shown> {
        self.sender.subscribe()
    }

    /// The deck of a window that was loaded earlier.
    pub(super) fn earlier(&self, revision: u64) -> Option<Arc<Parts>> {
        let history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        history.iter().find(|shown| shown.revision == revision)?.parts.clone()
    }
}

/// How many of the oldest decks are too many; the newest one never is.
fn excess(history: &VecDeque<Shown>) -> usize {
    let mut slides = 0;
    let is_kept = |(index, shown): &(usize, &Shown)| {
        slides += shown.parts.as_ref().map_or(0, |parts| parts.slides.len());
        *index == 0 || (*index < HISTORY && slides <= HISTORY_SLIDES)
    };
    history.len() - history.iter().rev().enumerate().take_while(is_kept).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_decks_are_kept_up_to_a_number_and_the_newest_always() {
        let state = DeckState::new(PathBuf::new());
        for _ in 0..HISTORY + 2 {
            state.show(Site::default(), Parts::default(), None);
        }
        let newest = state.now().revision;
        assert!(state.earlier(newest).is_some());
        assert!(state.earlier(newest + 1 - HISTORY as u64).is_some());
        assert!(state.earlier(newest - HISTORY as u64).is_none());
    }
}

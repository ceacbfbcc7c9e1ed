//! Which state an address belongs to: that of the one deck, or of a site those of its decks and of the pages around them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::access::Door;
use super::deck_state::DeckState;

/// What is behind each door of a preview. The two share no state, so no request at one is answered from the other.
#[derive(Clone)]
pub(crate) struct Doors {
    pub speaker: Arc<Routes>,
    /// `None` if only this machine can ask.
    pub audience: Option<Arc<Routes>>,
}

impl Doors {
    pub(super) fn behind(&self, door: Door) -> Option<&Arc<Routes>> {
        match door {
            Door::Speaker => Some(&self.speaker),
            Door::Audience => self.audience.as_ref(),
        }
    }
}

/// Every state behind one door.
#[derive(Default)]
pub(crate) struct Routes {
    /// By the folder of the deck's address: empty, or with `/` at its end.
    decks: RwLock<BTreeMap<String, Arc<DeckState>>>,
    /// Every other page and file of a site.
    around: Option<Arc<DeckState>>,
    /// What makes files of a site that are made when somebody asks for them.
    maker: OnceLock<Maker>,
}

/// Makes the file at an address of a site, if it has one, and returns when it is there to be found.
pub(crate) type Maker = Box<dyn Fn(&str) + Send + Sync>;

impl Routes {
    /// One deck, at the top.
    pub(crate) fn of_one(state: Arc<DeckState>) -> Routes {
        Routes { decks: RwLock::new([(String::new(), state)].into()), ..Routes::default() }
    }

    /// A site, whose decks are yet to come.
    pub(crate) fn of_a_site(around: Arc<DeckState>) -> Routes {
        Routes { around: Some(around), ..Routes::default() }
    }

    /// Sets what makes files when somebody asks for them; only the first one counts.
    pub(crate) fn make_with(&self, maker: Maker) {
        // There is one session for a site.
        let _ = self.maker.set(maker);
    }

    /// Whether a file is yet to be made, if there is one at this address.
    pub(super) fn awaits(&self, path: &str) -> bool {
        self.maker.get().is_some() && self.find(path).is_none_or(|(state, name)| !state.has(&name))
    }

    /// Makes the file at an address; waits for it.
    pub(super) fn make(&self, path: &str) {
        self.maker.get().into_iter().for_each(|make| make(path));
    }

    /// Puts a deck where its address is, `ha/` for instance; or takes it away.
    pub(crate) fn set(&self, folder: &str, state: Option<Arc<DeckState>>) {
        let mut decks = self.decks.write().unwrap_or_else(PoisonError::into_inner);
        match state {
            Some(state) => drop(decks.insert(folder.to_owned(), state)),
            None => drop(decks.remove(folder)),
        }
    }

    fn deck(&self, folder: &str) -> Option<Arc<DeckState>> {
        self.decks.read().unwrap_or_else(PoisonError::into_inner).get(folder).cloned()
    }

    /// The state that has a file, and the file's name on it. A folder is its first page.
    pub(crate) fn find(&self, path: &str) -> Option<(Arc<DeckState>, String)> {
        let path = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        let at = if self.around.is_some() { path.find('/').map_or(0, |slash| slash + 1) } else { 0 };
        let (folder, name) = path.split_at(at);
        let deck = self.deck(folder).filter(|deck| self.around.is_none() || deck.has(name));
        match deck {
            Some(deck) => Some((deck, name.to_owned())),
            None => Some((self.around.clone()?, path)),
        }
    }

    /// The state that a page in a folder hears from.
    pub(crate) fn state_in(&self, folder: &str) -> Option<Arc<DeckState>> {
        self.deck(folder).or_else(|| self.around.clone())
    }
}

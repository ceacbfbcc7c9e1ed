//! What to change in windows that show an earlier deck: computed once, and not for each window.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::deck_state::Shown;
use crate::site::{Difference, Parts, difference};

/// What to change in windows, by the revision of the deck that they show.
#[derive(Default)]
pub struct Changes {
    /// From the deck before this one, where there was one.
    last: Option<Arc<Difference>>,
    /// As JSON, by the revision that a window shows: made for the first window that asks.
    messages: Mutex<BTreeMap<u64, Arc<str>>>,
}

impl Changes {
    /// The changes that lead to a deck whose page is `parts`, from the one that is shown before it.
    pub fn since(before: &Shown, parts: &Parts) -> Changes {
        let last = before.parts.as_ref().map(|old| Arc::new(difference(old, parts)));
        Changes { last, messages: Mutex::default() }
    }

    /// What changes in a window that shows the deck before; none where there was none.
    pub fn last(&self) -> Option<Arc<Difference>> {
        self.last.clone()
    }

    /// What a window has to change that shows the deck of `revision`, of which the page was `base`, so that it shows `deck`.
    pub fn message(&self, revision: Option<u64>, base: Option<&Parts>, deck: &Shown) -> Arc<str> {
        let Some(revision) = revision.filter(|_| base.is_some()) else { return json(&reload()) };
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        let message = || match (&self.last, base, &deck.parts) {
            (Some(last), ..) if revision + 1 == deck.revision => json(last),
            (_, Some(base), Some(parts)) => json(&difference(base, parts)),
            _ => json(&reload()),
        };
        messages.entry(revision).or_insert_with(message).clone()
    }
}

fn reload() -> Difference {
    Difference { reload: true, ..Difference::default() }
}

fn json(difference: &Difference) -> Arc<str> {
    serde_json::to_string(difference).expect("text can be written as JSON").into()
}

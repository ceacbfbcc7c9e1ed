//! What to change in windows that show an earlier deck: computed once, and not for each window.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::site::{Difference, Parts, difference};

/// What to change in windows, by the revision of the deck that they show.
#[derive(Default)]
pub(super) struct Changes {
    /// From the deck before this one, where there was one.
    last: Option<Arc<Difference>>,
    /// As JSON, by the revision that a window shows: made for the first window that asks.
    messages: Mutex<BTreeMap<u64, Arc<str>>>,
}

impl Changes {
    /// The changes from the page `old`, where one is shown, to the page `new`.
    pub(super) fn between(old: Option<&Parts>, new: &Parts) -> Changes {
        let last = old.map(|old| Arc::new(difference(old, new)));
        Changes { last, messages: Mutex::default() }
    }

    /// What changes in a window that shows the deck before; `None` if there was none.
    pub(super) fn last(&self) -> Option<Arc<Difference>> {
        self.last.clone()
    }

    /// What changes in a window that shows the page `old` of an earlier deck, so that it shows `new`, as JSON.
    pub(super) fn message(&self, old: (u64, &Parts), new: (u64, &Parts)) -> Arc<str> {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        let message = || match &self.last {
            Some(last) if old.0 + 1 == new.0 => json(last),
            _ => json(&difference(old.1, new.1)),
        };
        messages.entry(old.0).or_insert_with(message).clone()
    }
}

/// A change as windows read it.
pub(super) fn json(difference: &Difference) -> Arc<str> {
    serde_json::to_string(difference).expect("text can be written as JSON").into()
}

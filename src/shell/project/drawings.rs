//! What programs have drawn, kept from one build to the next.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::render::Failure;
use crate::text::Fingerprint;

/// How many drawings are kept.
const KEPT: usize = 256;

/// What a program has drawn, or why it has not.
pub(super) type Answer = Result<Arc<[u8]>, Failure>;

/// What programs have drawn, by command and source.
#[derive(Default)]
pub(super) struct Drawings {
    kept: Mutex<HashMap<Fingerprint, Arc<Mutex<Option<Answer>>>>>,
    /// The commands that were announced.
    announced: Mutex<HashSet<Fingerprint>>,
}

impl Drawings {
    /// The place of a drawing: who holds it draws, and others wait.
    pub(super) fn place(&self, name: Fingerprint) -> Arc<Mutex<Option<Answer>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT && !kept.contains_key(&name) {
            kept.clear();
        }
        kept.entry(name).or_default().clone()
    }

    /// Calls `announce` the first time that a command is about to start.
    pub(super) fn announce(&self, name: Fingerprint, announce: impl FnOnce()) {
        let mut announced = self.announced.lock().unwrap_or_else(PoisonError::into_inner);
        if announced.insert(name) {
            // Within the lock: no other thread starts it before this one has reported it.
            announce();
        }
    }
}

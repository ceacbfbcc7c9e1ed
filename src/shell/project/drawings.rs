//! What programs have drawn, kept from one build to the next.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::render::Failure;
use crate::text::Fingerprint;

/// How many drawings are kept.
const KEPT: usize = 256;

/// What a program has drawn, or why it has not.
pub type Answer = Result<Arc<[u8]>, Failure>;

/// What programs have drawn, by command and source.
#[derive(Default)]
pub struct Drawings(Mutex<HashMap<Fingerprint, Arc<Mutex<Option<Answer>>>>>);

impl Drawings {
    /// The place of a drawing: who holds it draws, and others wait.
    pub fn place(&self, name: Fingerprint) -> Arc<Mutex<Option<Answer>>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT && !kept.contains_key(&name) {
            kept.clear();
        }
        kept.entry(name).or_default().clone()
    }
}

//! The author's own window: it hears what is wrong with the deck, and says what it has measured of it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::overlay::{Editor, overlay, without_places};
use super::theme::ThemeTrial;
use super::{Reporter, look};
use crate::shell::project;
use crate::site::Built;
use crate::text::{Diagnostic, Sources};

/// What is needed to answer the author's own window, from the thread of the server.
pub(super) struct AuthorWindow {
    reporter: SharedReporter,
    editor: String,
    folder: PathBuf,
    /// Whether others can open this window's address: then it shows no places of this machine.
    is_on_network: bool,
    /// The theme in which the talk is tried.
    pub trial: ThemeTrial,
    /// The deck that the windows show.
    shown: Mutex<Option<look::Shown>>,
}

/// Reports from the thread that watches, and from the server's.
#[derive(Clone)]
pub(super) struct SharedReporter(Arc<Mutex<Box<dyn Reporter>>>);

impl SharedReporter {
    pub(super) fn new(reporter: Box<dyn Reporter>) -> SharedReporter {
        SharedReporter(Arc::new(Mutex::new(reporter)))
    }

    /// Waits for whoever reports just now.
    pub(super) fn lock(&self) -> MutexGuard<'_, Box<dyn Reporter>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AuthorWindow {
    /// The window of the talk at a path.
    pub(super) fn new(
        path: &Path,
        editor: String,
        is_on_network: bool,
        reporter: SharedReporter,
    ) -> AuthorWindow {
        let folder = std::path::absolute(project::folder(path)).unwrap_or_default();
        let trial = ThemeTrial::new(path, folder.clone());
        AuthorWindow { reporter, editor, folder, is_on_network, trial, shown: Mutex::default() }
    }

    /// Puts a deck before the windows by `show`, and keeps what they may say of it. A window that has measured it meanwhile
    /// waits, since its lines are those of this deck.
    pub(super) fn show(&self, built: Built, show: impl FnOnce(&Built)) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        show(&built);
        *shown = Some(look::Shown::new(built));
    }

    /// The diagnostics as a window shows them.
    pub(super) fn messages(&self, diagnostics: &[Diagnostic], sources: &Sources) -> String {
        // An address that opens an editor says where the talk lies, and is of use on this machine alone.
        let address = if self.is_on_network { "" } else { self.editor.as_str() };
        let messages = overlay(diagnostics, sources, &Editor { address, folder: &self.folder });
        if self.is_on_network { without_places(messages, &self.folder) } else { messages }
    }

    /// Tries or keeps a theme; or reports what a window has measured, and gives it the places. None where it says something
    /// else.
    pub(super) fn answer(&self, message: &str) -> Option<String> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = shown.as_ref()?;
        if let Some(answer) = self.trial.answer(message, shown) {
            return Some(answer);
        }
        let (slide, diagnostics) = shown.read(message)?;
        self.reporter.lock().looked(&slide, &diagnostics, &shown.sources);
        Some(format!("{{\"look\":{}}}", self.messages(&diagnostics, &shown.sources)))
    }
}

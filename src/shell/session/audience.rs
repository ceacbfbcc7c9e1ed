//! What the audience of a preview on a network sees: the last deck that a public build would make, or nothing.

use std::path::Path;
use std::sync::Arc;

use super::Reporter;
use super::empty::empty_deck;
use crate::shell::serve::{DeckState, Routes};
use crate::site::{Options, Preview};

/// The audience's side of one deck.
pub(super) struct Audience {
    state: Arc<DeckState>,
    /// In a site, where the deck has its address: one that is not for the public has none.
    address: Option<DeckAddress>,
    /// Whether a deck is shown.
    is_shown: bool,
}

/// The address of a deck in a site.
pub(super) struct DeckAddress {
    pub routes: Arc<Routes>,
    /// With `/` at its end.
    pub folder: String,
}

impl Audience {
    /// The audience of the talk in a folder, which sees nothing yet.
    pub(super) fn new(folder: &Path) -> Audience {
        let state = Arc::new(DeckState::new(folder.to_owned()));
        let mut audience = Audience { state, address: None, is_shown: true };
        audience.withdraw();
        audience
    }

    /// The audience of a talk of a site, which has no address before there is something to show. Windows that are open
    /// follow `state`.
    pub(super) fn at(address: DeckAddress, state: Arc<DeckState>) -> Audience {
        Audience { state, address: Some(address), is_shown: false }
    }

    pub(super) fn state(&self) -> Arc<DeckState> {
        self.state.clone()
    }

    /// Shows a deck, unless it has errors, which keep it from being given away: then the last one stays, and that is
    /// reported. A talk that has become a draft is shown no longer.
    pub(super) fn take(&mut self, Preview { mut built, parts }: Preview, reporter: &mut dyn Reporter) {
        if built.privacy.is_withheld {
            self.withdraw();
        } else if built.has_errors() {
            return reporter.audience_stays(Some(&built));
        } else if let Some(parts) = parts {
            self.state.show(std::mem::take(&mut built.site), parts, None);
            self.route(Some(self.state()));
            self.is_shown = true;
        }
        reporter.audience_stays(None);
    }

    /// Takes away what is shown.
    fn withdraw(&mut self) {
        if !std::mem::replace(&mut self.is_shown, false) {
            return;
        }
        let public = Options { public: true, ..Options::default() };
        let (site, parts) = empty_deck(&public).unwrap_or_default();
        self.state.show(site, parts, None);
        self.route(None);
    }

    fn route(&self, state: Option<Arc<DeckState>>) {
        if let Some(DeckAddress { routes, folder }) = &self.address {
            routes.set(folder, state);
        }
    }
}

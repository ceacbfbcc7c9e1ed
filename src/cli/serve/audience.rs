//! What the audience of a preview on a network sees: the last deck that a public build would make, or nothing.

use std::path::Path;
use std::sync::Arc;

use super::{empty_deck, report};
use crate::cli::report::{Context, remark};
use crate::shell::serve::{DeckState, Routes};
use crate::site::Preview;

/// The audience's side of one deck.
pub struct Audience {
    stage: Arc<DeckState>,
    /// In a site, where the deck has its address: one that is not for the public has none.
    seat: Option<Seat>,
    /// Whether a deck is shown.
    is_shown: bool,
    /// What the speaker was told last.
    told: Option<String>,
}

/// Where a deck of a site has its address.
pub struct Seat {
    pub stages: Arc<Routes>,
    /// With `/` at its end.
    pub folder: String,
}

impl Audience {
    /// The audience of the talk in a folder, which sees nothing yet.
    pub fn new(folder: &Path) -> Audience {
        let stage = Arc::new(DeckState::new(folder.to_owned()));
        let mut audience = Audience { stage, seat: None, is_shown: true, told: None };
        audience.withdraw();
        audience
    }

    /// The audience of a talk of a site, which has no address before there is something to show. Windows that are open hear
    /// from `stage`.
    pub fn seated(seat: Seat, stage: Arc<DeckState>) -> Audience {
        Audience { stage, seat: Some(seat), is_shown: false, told: None }
    }

    pub fn stage(&self) -> Arc<DeckState> {
        self.stage.clone()
    }

    /// Shows a deck, unless something in it keeps it from being given away: then the last one stays, and the speaker is
    /// told. A talk that has become a draft is shown no longer.
    pub fn take(&mut self, Preview { built, parts }: Preview) {
        let trouble = if built.privacy.is_withheld {
            self.withdraw();
            None
        } else if built.has_errors() {
            report::first(&built.diagnostics, &Context { sources: &built.sources, prefix: "" })
        } else {
            if let Some(parts) = parts {
                self.stage.show(built.site, Arc::new(parts), None);
                self.seat(Some(self.stage()));
                self.is_shown = true;
            }
            None
        };
        if trouble != self.told {
            trouble
                .iter()
                .for_each(|trouble| remark(&format!("the audience's deck stays as it was: {trouble}")));
            self.told = trouble;
        }
    }

    /// Takes away what is shown.
    pub fn withdraw(&mut self) {
        if !std::mem::replace(&mut self.is_shown, false) {
            return;
        }
        let (site, parts) = empty_deck(true).unwrap_or_default();
        self.stage.show(site, Arc::new(parts), None);
        self.seat(None);
    }

    fn seat(&self, stage: Option<Arc<DeckState>>) {
        if let Some(Seat { stages, folder }) = &self.seat {
            stages.set(folder, stage);
        }
    }
}

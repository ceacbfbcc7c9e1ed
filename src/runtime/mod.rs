//! What the browser gets: the runtime's committed bundle, its base style, and the themes.
//!
//! The TypeScript and CSS beside this file become `dist/` by `npm run build`; the bundle is committed, so that
//! building and installing orate needs only cargo.

mod math_font;

pub use math_font::MathPieces;

/// A deck's script and base style, packed for those who will open it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// The deck as it is given away.
    Audience,
    /// The deck to speak from: the same, with the speaker's window and what points at a slide.
    Presenter,
}

impl Edition {
    /// Defines `window.Reveal`, and starts itself where the page holds a deck's configuration block.
    pub const fn script(self) -> &'static str {
        match self {
            Self::Audience => include_str!("dist/orate.js"),
            Self::Presenter => include_str!("dist/presenter.js"),
        }
    }

    /// The structure of a deck, of its views, and of the page without scripts; themes come on top.
    pub const fn style(self) -> &'static str {
        match self {
            Self::Audience => include_str!("dist/orate.css"),
            Self::Presenter => include_str!("dist/presenter.css"),
        }
    }
}

/// What a page runs before the runtime where it shows code: steps, and a button to copy it.
pub const LISTINGS_SCRIPT: &str = include_str!("dist/listings.js");

/// What a page runs before the runtime where something stands on every slide: it puts that on paper.
pub const RUNNING_SCRIPT: &str = include_str!("dist/running.js");

/// What a page runs before the runtime where it shows films, sounds or players of others: it puts the latter in the place
/// of their plates, and all of them on paper.
pub const PLAYERS_SCRIPT: &str = include_str!("dist/players.js");

/// What a page runs while its talk is written, before the runtime: it changes the page in place as the preview's
/// server tells it.
pub const LIVE_SCRIPT: &str = include_str!("dist/live.js");

/// What the pages of a site of talks look like.
pub const SITE_STYLE: &str = include_str!("dist/site.css");

/// What a talk to be read looks like, on top of that: drawings, code and formulas as on slides.
pub const TRANSCRIPT_STYLE: &str = include_str!("dist/transcript.css");

/// What the page runs on which a site of talks is searched.
pub const SEARCH_SCRIPT: &str = include_str!("dist/search.js");

/// What a page of a site of talks runs while they are written: it is loaded anew when it is another.
pub const SITE_LIVE_SCRIPT: &str = include_str!("dist/site-live.js");

/// The service worker of a site that works offline; it wants `orateFiles` before it.
pub const OFFLINE_SCRIPT: &str = include_str!("dist/offline.js");

/// What a page runs to start that worker; it wants `orateWorker` before it.
pub const VISIT_SCRIPT: &str = include_str!("dist/visit.js");

/// How a slide is set, whatever the theme: it lies under every theme, in a cascade layer of its own.
pub const SLIDE_STYLE: &str = include_str!("dist/themes/slide.css");

/// How a slide is set where its Markdown says more than reveal.js understands; it lies in the same layer.
pub const LAYOUT_STYLE: &str = include_str!("dist/themes/layout.css");

/// What the built-in slide templates look like; it lies in the same layer.
pub const TEMPLATES_STYLE: &str = include_str!("dist/themes/templates.css");

/// What stands on every slide, and where; it lies in the same layer.
pub const RUNNING_STYLE: &str = include_str!("dist/themes/running.css");

/// What films, sounds and the plates of players look like; it lies in the same layer.
pub const PLAYERS_STYLE: &str = include_str!("dist/themes/players.css");

/// The themes that come with orate, by name.
pub const THEMES: &[(&str, &str)] =
    &[("white", include_str!("dist/themes/white.css")), ("black", include_str!("dist/themes/black.css"))];

/// The style sheet of a built-in theme.
pub fn theme(name: &str) -> Option<&'static str> {
    THEMES.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundles_can_stand_within_a_page() {
        for edition in [Edition::Audience, Edition::Presenter] {
            assert!(!edition.script().contains("</script") && !edition.script().contains("<!--"));
            assert!(!edition.style().contains("</style"));
        }
        for script in [LIVE_SCRIPT, LISTINGS_SCRIPT, RUNNING_SCRIPT, PLAYERS_SCRIPT] {
            assert!(!script.contains("</script") && !script.contains("<!--"));
        }
        assert!(
            THEMES
                .iter()
                .map(|(_, style)| style)
                .chain([&SLIDE_STYLE, &LAYOUT_STYLE, &TEMPLATES_STYLE, &RUNNING_STYLE, &PLAYERS_STYLE])
                .all(|style| !style.contains("</style"))
        );
    }
}

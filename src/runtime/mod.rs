//! What the browser gets: the runtime's committed bundle, its base style, and the themes.
//!
//! The TypeScript and CSS beside this file become `dist/` by `npm run build`; the bundle is committed, so that
//! building and installing orate needs only cargo.

#[cfg(test)]
mod contrast;
mod math_font;
pub(crate) mod theme_fonts;
mod themes;

pub(crate) use math_font::MathPieces;
pub(crate) use theme_fonts::{FontFamily, theme_font_files};
pub(crate) use themes::{OWN_STYLE, PLACING_STYLE, Palette, Rgb, THEMES, Theme, theme};

/// A deck's script and base style, packed for those who will open it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edition {
    /// The deck as it is given away.
    Audience,
    /// The deck to speak from: the same, with the speaker's window and what points at a slide.
    Presenter,
}

impl Edition {
    /// Defines `window.Reveal`, and starts itself where the page holds a deck's configuration block.
    pub(crate) const fn script(self) -> &'static str {
        match self {
            Self::Audience => include_str!("dist/orate.js"),
            Self::Presenter => include_str!("dist/presenter.js"),
        }
    }

    /// The structure of a deck, of its views, and of the page without scripts; themes come on top.
    pub(crate) const fn style(self) -> &'static str {
        match self {
            Self::Audience => include_str!("dist/orate.css"),
            Self::Presenter => include_str!("dist/presenter.css"),
        }
    }
}

/// What a page runs before the runtime where it shows code: steps, and a button to copy it.
pub(crate) const LISTINGS_SCRIPT: &str = include_str!("dist/listings.js");

/// What a page runs before the runtime where slides are lent something while they are printed: header, footer, number.
pub(crate) const PRINT_SCRIPT: &str = include_str!("dist/print.js");

/// What a page runs before the runtime where it shows films, sounds or players of others: it puts the latter in the place
/// of their plates, and all of them on paper.
pub(crate) const PLAYERS_SCRIPT: &str = include_str!("dist/players.js");

/// What a page runs before the runtime where slides are fitted to their room.
pub(crate) const FIT_SCRIPT: &str = include_str!("dist/fit.js");

/// What a page runs before the runtime where slides are centred as in reveal.js.
pub(crate) const CENTERING_SCRIPT: &str = include_str!("dist/centering.js");

/// What a page runs before the runtime where pictures, films or pages open large.
pub(crate) const LIGHTBOX_SCRIPT: &str = include_str!("dist/lightbox.js");

/// What a page to speak from runs before the runtime where it shows films: the speaker starts and stops them.
pub(crate) const FILMS_SCRIPT: &str = include_str!("dist/films.js");

/// What a page runs before the runtime where slides move into one another.
pub(crate) const AUTO_ANIMATE_SCRIPT: &str = include_str!("dist/auto-animate.js");

/// What a page runs before the runtime where its slides are there as PDF: the menu leads to it.
pub(crate) const PDF_SCRIPT: &str = include_str!("dist/pdf.js");

/// What a deck runs before the runtime where it is part of a site: its menu and its help lead to the pages around it.
pub(crate) const HOME_SCRIPT: &str = include_str!("dist/home.js");

/// What those links look like after the last slide.
pub(crate) const HOME_STYLE: &str = include_str!("dist/home.css");

/// What the first page of a site runs: talks that are still to come stand apart.
pub(crate) const UPCOMING_SCRIPT: &str = include_str!("dist/upcoming.js");

/// What looks at slides as they are shown: it defines `orateLook`, and no deck that is given away holds it.
pub(crate) const LOOK_SCRIPT: &str = include_str!("dist/look.js");

/// What a page runs while its talk is written, before the runtime: it changes the page in place as the preview's
/// server tells it.
pub(crate) const LIVE_SCRIPT: &str = include_str!("dist/live.js");

/// What is sent into a page that is printed: it waits until all is there, and says which sheet is which slide. No page
/// holds it.
pub(crate) const PAPER_SCRIPT: &str = include_str!("dist/paper.js");

/// What is sent into a page that is looked at: it tells what its policy blocks and what does not load. No page holds it.
pub(crate) const OBSERVE_SCRIPT: &str = include_str!("dist/observe.js");

/// What lies under the styles of slides on a cover: a slide that no script lays out.
pub(crate) const COVER_STYLE: &str = include_str!("dist/cover.css");

/// What a cover runs whose slide cannot be laid out by style alone.
pub(crate) const COVER_SCRIPT: &str = include_str!("dist/cover.js");

/// What the pages of a site of talks look like.
pub(crate) const SITE_STYLE: &str = include_str!("dist/site.css");

/// What a talk to be read looks like, on top of that: drawings, code and formulas as on slides.
pub(crate) const TRANSCRIPT_STYLE: &str = include_str!("dist/transcript.css");

/// What the page runs on which a site of talks is searched.
pub(crate) const SEARCH_SCRIPT: &str = include_str!("dist/search.js");

/// What a page of a site of talks runs while they are written: it is loaded anew when it is another.
pub(crate) const SITE_LIVE_SCRIPT: &str = include_str!("dist/site-live.js");

/// The service worker of a site that works offline; it wants `orateFiles` before it.
pub(crate) const OFFLINE_SCRIPT: &str = include_str!("dist/offline.js");

/// What a page runs to start that worker; it wants `orateWorker` before it.
pub(crate) const VISIT_SCRIPT: &str = include_str!("dist/visit.js");

/// How a slide is set, whatever the theme: it lies under every theme, in a cascade layer of its own.
pub(crate) const SLIDE_STYLE: &str = include_str!("dist/themes/slide.css");

/// How a slide of a talk for reveal.js is set, in place of [`SLIDE_STYLE`].
pub(crate) const REVEAL_STYLE: &str = include_str!("dist/themes/reveal.css");

/// What all themes of reveal.js say, on top of [`REVEAL_STYLE`].
pub(crate) const REVEAL_THEME_STYLE: &str = include_str!("dist/themes/reveal-theme.css");

/// How a slide is set where its Markdown says more than reveal.js understands; it lies in the same layer.
pub(crate) const LAYOUT_STYLE: &str = include_str!("dist/themes/layout.css");

/// What the built-in slide templates look like; it lies in the same layer.
pub(crate) const TEMPLATES_STYLE: &str = include_str!("dist/themes/templates.css");

/// What is on every slide, and where; it lies in the same layer.
pub(crate) const RUNNING_STYLE: &str = include_str!("dist/themes/running.css");

/// What becomes of slides that are fitted, in a layer over the theme's.
pub(crate) const FIT_STYLE: &str = include_str!("dist/themes/fit.css");

/// What films, sounds and the plates of players look like; it lies in the same layer.
pub(crate) const PLAYERS_STYLE: &str = include_str!("dist/themes/players.css");

/// The themes of reveal.js by their names, each the values that it sets on top of [`REVEAL_THEME_STYLE`].
const REVEAL_THEMES: &[(&str, &str)] = &[
    ("beige", include_str!("dist/themes/reveal/beige.css")),
    ("black", include_str!("dist/themes/reveal/black.css")),
    ("black-contrast", include_str!("dist/themes/reveal/black-contrast.css")),
    ("blood", include_str!("dist/themes/reveal/blood.css")),
    ("dracula", include_str!("dist/themes/reveal/dracula.css")),
    ("league", include_str!("dist/themes/reveal/league.css")),
    ("moon", include_str!("dist/themes/reveal/moon.css")),
    ("night", include_str!("dist/themes/reveal/night.css")),
    ("serif", include_str!("dist/themes/reveal/serif.css")),
    ("simple", include_str!("dist/themes/reveal/simple.css")),
    ("sky", include_str!("dist/themes/reveal/sky.css")),
    ("solarized", include_str!("dist/themes/reveal/solarized.css")),
    ("white", include_str!("dist/themes/reveal/white.css")),
    ("white-contrast", include_str!("dist/themes/reveal/white-contrast.css")),
    // What the themes of older releases have become.
    ("default", include_str!("dist/themes/reveal/league.css")),
    ("white_contrast_compact_verbatim_headers", include_str!("dist/themes/reveal/white-contrast.css")),
];

/// A theme of reveal.js by its name: the values that it sets on top of [`REVEAL_THEME_STYLE`].
pub(crate) fn reveal_theme(name: &str) -> Option<&'static str> {
    REVEAL_THEMES.iter().find(|(theme, _)| *theme == name).map(|(_, style)| *style)
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
        for script in
            [LIVE_SCRIPT, LISTINGS_SCRIPT, PRINT_SCRIPT, PLAYERS_SCRIPT, FIT_SCRIPT, CENTERING_SCRIPT]
        {
            assert!(!script.contains("</script") && !script.contains("<!--"));
        }
        assert!(
            THEMES
                .iter()
                .map(|theme| &theme.style)
                .chain([
                    &SLIDE_STYLE,
                    &REVEAL_STYLE,
                    &REVEAL_THEME_STYLE,
                    &LAYOUT_STYLE,
                    &TEMPLATES_STYLE,
                    &RUNNING_STYLE,
                    &PLAYERS_STYLE,
                    &FIT_STYLE,
                    &OWN_STYLE,
                    &PLACING_STYLE,
                ])
                .all(|style| !style.contains("</style"))
        );
    }
}

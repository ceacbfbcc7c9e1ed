//! What a page is run and styled by: one script and one style, with those parts that the talk needs.

use std::borrow::Cow;
use std::sync::Arc;

use crate::assets::{Plan, Role};
use crate::deck::{Attributes, Column, MathFont, Settings};
use crate::html::{Markup, Piece};
use crate::render::{Rendered, Running};
use crate::runtime::{self, Edition, MathPieces};

use super::theme::Appearance;

/// What a page has script and style for besides those that every page has.
#[derive(Clone, Copy)]
pub(in crate::site) struct Needs {
    /// Whether the page is changed while it is shown.
    pub live: bool,
    /// Whether its author looks at it, so that it says what is wrong with its slides.
    pub look: bool,
    pub templates: bool,
    pub listings: bool,
    pub running: bool,
    /// Whether slides are lent something while they are printed.
    pub print: bool,
    pub players: bool,
    /// Whether slides are fitted to their room.
    pub fit: bool,
    /// Whether slides are centred as in reveal.js.
    pub centering: bool,
    /// Whether something may open large.
    pub lightbox: bool,
    /// Whether there may be films that the speaker starts.
    pub films: bool,
    /// Whether slides may move into one another.
    pub auto_animate: bool,
    /// Whether its menu leads to a PDF.
    pub pdf: bool,
    /// Whether it is part of a site, to which it leads.
    pub home: bool,
}

/// What decides what a page needs.
#[derive(Clone, Copy)]
pub(in crate::site) struct Contents<'a> {
    pub settings: &'a Settings,
    pub columns: &'a [Column<'a>],
    pub rendered: &'a [Arc<Rendered>],
    pub running: &'a Running,
    /// Whether scripts or templates of the talk may change what its slides say of themselves.
    pub has_own_code: bool,
    /// Whether the slides are there as PDF.
    pub has_pdf: bool,
}

impl Needs {
    /// Those of a page that is changed while it is shown: with all of them, no edit changes its script.
    /// `look` is whether its author looks at it.
    pub(crate) fn of_preview(look: bool) -> Needs {
        Needs {
            live: true,
            look,
            templates: true,
            listings: true,
            running: true,
            print: true,
            players: true,
            fit: true,
            centering: true,
            lightbox: true,
            films: true,
            auto_animate: true,
            pdf: true,
            home: false,
        }
    }

    /// Those of slides, and of what is shown on every one of them.
    pub(crate) fn of(contents: Contents<'_>) -> Needs {
        let Contents { settings, columns, rendered, running, has_own_code, has_pdf } = contents;
        let any = |is_needed: fn(&Rendered) -> bool| rendered.iter().any(|slide| is_needed(slide));
        let sections = || columns.iter().map(|column| &column.section().attributes);
        let any_attributes = |are_such: fn(&Attributes) -> bool| {
            rendered.iter().map(|slide| &slide.attributes).chain(sections()).any(are_such)
        };
        Needs {
            live: false,
            look: false,
            templates: any(|slide| slide.layout.is_some()),
            listings: any(|slide| slide.facts.has_listings),
            running: !running.content.is_empty(),
            print: !running.content.is_empty()
                || settings.page.has_slide_numbers()
                || any(|slide| slide.content.references().iter().any(|file| file.role == Role::Link)),
            players: any(|slide| slide.facts.has_players),
            centering: !settings.reading.extensions
                && settings.page.reveal.get("center").is_none_or(|is_centered| is_centered != false),
            fit: settings.least_fit().is_some() || any_attributes(Attributes::have_fit),
            lightbox: has_own_code
                || settings.page.reveal.get("previewLinks").is_some_and(|opens| opens != false)
                || any(|slide| slide.facts.has_previews)
                || names_previews(&running.content),
            films: has_own_code || any(|slide| slide.facts.has_films),
            auto_animate: has_own_code || any_attributes(|own| own.get("data-auto-animate").is_some()),
            pdf: has_pdf,
            home: false,
        }
    }
}

/// Whether what is on every slide says of something that it opens large.
fn names_previews(content: &Markup) -> bool {
    content.pieces().iter().any(|piece| match piece {
        Piece::Html(html) => html.contains("data-preview-"),
        Piece::Image(image) => image.attributes.iter().any(|it| it.name.starts_with("data-preview-")),
        _ => false,
    })
}

/// The page's one script.
pub(in crate::site) fn script(edition: Edition, needs: Needs) -> Cow<'static, str> {
    let before: Vec<_> = [
        (needs.look, runtime::LOOK_SCRIPT),
        (needs.live, runtime::LIVE_SCRIPT),
        (needs.listings, runtime::LISTINGS_SCRIPT),
        (needs.print, runtime::PRINT_SCRIPT),
        (needs.players, runtime::PLAYERS_SCRIPT),
        (needs.fit, runtime::FIT_SCRIPT),
        (needs.centering, runtime::CENTERING_SCRIPT),
        (needs.lightbox, runtime::LIGHTBOX_SCRIPT),
        (needs.films && edition == Edition::Presenter, runtime::FILMS_SCRIPT),
        (needs.auto_animate, runtime::AUTO_ANIMATE_SCRIPT),
        (needs.pdf, runtime::PDF_SCRIPT),
        (needs.home, runtime::HOME_SCRIPT),
    ]
    .into_iter()
    .filter_map(|(is_needed, script)| is_needed.then_some(script))
    .collect();
    if before.is_empty() {
        return Cow::Borrowed(edition.script());
    }
    Cow::Owned(format!("{}\n{}", before.join("\n"), edition.script()))
}

/// The page's one style, but for the images that are used more than once.
#[derive(Debug, Default)]
pub(in crate::site) struct PageStyle {
    /// The page's own fonts, cut to what is in it.
    pub fonts: String,
    /// The font of its formulas.
    pub math: String,
    /// The size of its slides.
    pub canvas: String,
    /// What other decks with the same theme have, too: the runtime's base, and what orate has of the theme.
    pub common: String,
    /// The style sheets of the talk.
    pub own: String,
}

impl PageStyle {
    /// All of it. What is common comes after the canvas and has no say in it, so both orders mean the same.
    pub(in crate::site) fn whole(&self) -> String {
        [&*self.fonts, &self.math, &self.canvas, &self.common, &self.own, "\n"].concat()
    }

    /// What stays in a page that shares the rest with others.
    pub(in crate::site) fn rest(&self) -> String {
        [&*self.fonts, &self.canvas, &self.own].concat()
    }
}

/// The style of a page, but for its fonts.
pub(in crate::site) fn style(
    settings: &Settings,
    edition: Edition,
    needs: Needs,
    appearance: &Appearance,
    plan: &Plan,
) -> PageStyle {
    let size = settings.page.canvas();
    let layout = if settings.reading.extensions { runtime::LAYOUT_STYLE } else { "" };
    let templates = if needs.templates { runtime::TEMPLATES_STYLE } else { "" };
    let running = if needs.running { runtime::RUNNING_STYLE } else { "" };
    let players = if needs.players { runtime::PLAYERS_STYLE } else { "" };
    let fit = if needs.fit { runtime::FIT_STYLE } else { "" };
    let home = if needs.home { runtime::HOME_STYLE } else { "" };
    let least = settings.least_fit().map_or_else(String::new, |percent| format!(";--slide-fit:{percent}%"));
    let common = format!(
        "{}\n{}\n{layout}{templates}{running}{players}{fit}{home}{}",
        edition.style(),
        appearance.slide_style(),
        appearance.built_in_css(),
    );
    PageStyle {
        canvas: format!(":root{{--slide-width:{}px;--slide-height:{}px{least}}}\n", size.width, size.height),
        common,
        own: appearance.css_of_talk(plan),
        ..PageStyle::default()
    }
}

/// The font of the formulas, where there are any and no other is asked for.
pub(in crate::site) fn math_style(settings: &Settings, rendered: &[Arc<Rendered>]) -> String {
    let mut letters = MathPieces::default();
    if settings.reading.math.font == MathFont::BuiltIn {
        rendered.iter().for_each(|slide| letters.extend(slide.facts.letters));
    }
    letters.style()
}

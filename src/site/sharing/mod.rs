//! What is shown where an address of a deck is shared: a card for the talk, and one for each slide that asks for it.
//!
//! A card belongs to a page, and whoever shows cards looks no further than what is before `#`. So a slide that asks
//! for a card (`<!-- .slide: card -->`) has a page of its own, `slide/ID/`, which says what the slide is called and leads
//! on to it. Cards are fetched by their whole address, so there are none where the deck's own is not known.

#[cfg_attr(not(feature = "cards"), path = "card/absent.rs")]
pub(super) mod card;

use std::collections::BTreeMap;

use serde::Serialize;

use self::card::Card;
use super::page::policy::Policy;
use super::page::theme::nearest_theme;
use super::templates::{Template, Templates, Values};
use crate::assets::Output;
use crate::deck::{ColorScheme, Date, Occasion, Settings, address_below, shown_date};
use crate::html::Permissions;
use crate::render::Rendered;
use crate::runtime::{self, Palette, THEMES, Theme};
use crate::text::{Diagnostic, Feature, Noted, Sources, Span};

/// The name of the picture, beside the page that it stands for.
pub(super) const CARD: &str = "card.png";

/// The card of a talk.
pub(super) fn talk_card(settings: &Settings, title: &str) -> Option<Vec<u8>> {
    let newest = newest(settings);
    let event = settings.event.as_ref().or(newest.map(|given| &given.event));
    let date = settings.date.as_ref().or(newest.and_then(|given| given.date.as_ref()));
    let day = date.map(|date| shown_date(date, &settings.language));
    let authors = settings.author.join(", ");
    let below = [Some(&authors), event, day.as_ref()];
    let below: Vec<&str> =
        below.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
    Card { title, below: &below.join(" · "), palette: palette(settings) }.draw()
}

/// The last time that a talk was given.
fn newest(settings: &Settings) -> Option<&Occasion> {
    let editions = settings.listing.editions.iter();
    editions.max_by_key(|edition| edition.date.as_deref().and_then(Date::parse))
}

/// The theme by which a card and a cover get their colours, the default one where a talk's is a file, and whether it is
/// dark.
pub(super) fn theme(settings: &Settings) -> (&'static Theme, bool) {
    let name = settings.page.theme.value.as_str();
    let theme = nearest_theme(name).and_then(runtime::theme).unwrap_or(&THEMES[0]);
    let is_dark = match settings.page.appearance.as_ref().map(|scheme| scheme.value) {
        Some(ColorScheme::Dark) => true,
        Some(ColorScheme::Light | ColorScheme::Auto) => false,
        None => theme.is_dark,
    };
    (theme, is_dark)
}

/// The colours of a talk's card.
pub(super) fn palette(settings: &Settings) -> Palette {
    let (theme, is_dark) = theme(settings);
    if is_dark { theme.dark } else { theme.light }
}

/// The name by which `site.css` has the colours of a talk's cover: `ink-light`.
pub(super) fn look(settings: &Settings) -> String {
    let (theme, is_dark) = theme(settings);
    format!("{}-{}", theme.name, if is_dark { "dark" } else { "light" })
}

/// What the pages of slides are made from.
pub(super) struct Slides<'a> {
    pub settings: &'a Settings,
    /// The deck's.
    pub title: &'a str,
    pub rendered: &'a [std::sync::Arc<Rendered>],
    /// By slide.
    pub ids: &'a [Option<String>],
    pub templates: &'a Templates,
    pub sources: &'a Sources,
}

/// What the template of such a page sees under the name `slide`.
#[derive(Serialize)]
struct Shared<'a> {
    id: &'a str,
    title: &'a str,
    /// The whole address of this page.
    url: String,
    /// The whole address of its card.
    image: Option<String>,
}

/// Why a slide has no card, and what to do.
const NO_ADDRESS: (&str, &str) = ("the address of the deck is not known", "set `url = \"https://…/\"`");
const NO_ID: (&str, &str) = ("the slide has no id", "give it one: `<!-- .slide: id=\"name\" card -->`");
const NO_LETTERS: (&str, &str) = (
    "its title is too long, or in letters that cannot be drawn",
    "give it another: `<!-- .slide: card=\"A short title\" -->`",
);

fn no_card(at: Option<Span>, reason: &str, help: &str) -> Diagnostic {
    let message = format!("there is no card for this slide, since {reason}");
    Diagnostic::warning("no-card", at, message).help(help)
}

/// Files of a site by their paths.
type Files = BTreeMap<String, Output>;

impl Slides<'_> {
    /// The pages and cards of the slides that ask for one, and what keeps others from having any.
    pub(super) fn write(&self) -> Noted<Files> {
        let asking = self.rendered.iter().zip(self.ids).filter(|(rendered, _)| rendered.card.is_some());
        let each: Noted<Vec<Files>> =
            asking.map(|(rendered, id)| self.slide(rendered, id.as_deref())).collect();
        each.map(|files| files.into_iter().flatten().collect())
    }

    /// The page and the card of a slide that asks for them.
    fn slide(&self, rendered: &Rendered, id: Option<&str>) -> Noted<Files> {
        let at = rendered.card.as_ref().and_then(|card| card.at);
        let (Some(deck), Some(id)) = (&self.settings.publishing.url, id) else {
            let (reason, help) = if self.settings.publishing.url.is_none() { NO_ADDRESS } else { NO_ID };
            return Noted::from(Files::new()).note(no_card(at, reason, help));
        };
        let own = rendered.card.as_ref().map(|card| card.value.as_str());
        let title = own.filter(|own| !own.trim().is_empty()).or(rendered.facts.heading.as_deref());
        let title = title.unwrap_or(self.title);
        let url = address_below(&deck.value, &format!("slide/{id}/"));
        let card = self.card(title);
        let missing = card.is_none().then(|| match Feature::Cards.is_built_in() {
            true => no_card(at, NO_LETTERS.0, NO_LETTERS.1),
            false => Feature::Cards.missing(at),
        });
        let image = card.is_some().then(|| format!("{url}{CARD}"));
        let files = match self.page(&Shared { id, title, url, image }) {
            Ok(page) => {
                let page = (format!("slide/{id}/index.html"), Output::Bytes(page.into_bytes().into()));
                let card = card.map(|card| (format!("slide/{id}/{CARD}"), Output::Bytes(card.into())));
                Noted::from([page].into_iter().chain(card).collect::<Files>())
            }
            Err(diagnostic) => Noted::from(Files::new()).note(diagnostic),
        };
        files.note_all(missing)
    }

    /// The card of a slide; `None` if its title cannot be drawn.
    fn card(&self, title: &str) -> Option<Vec<u8>> {
        let below = [self.title, &self.settings.author.join(", ")].join(" · ");
        Card { title, below: below.trim_end_matches(" · "), palette: palette(self.settings) }.draw()
    }

    fn page(&self, slide: &Shared<'_>) -> Result<String, Diagnostic> {
        let policy = Policy {
            trust: Default::default(),
            permissions: &Permissions::NONE,
            script: "",
            style: "",
            shares_script: false,
            shares_style: false,
            has_files: false,
            asks_its_server: true,
            has_worker: false,
        };
        let values = Values::default().with("slide", slide).with("policy", &policy.content());
        self.templates.render(Template::SharedSlide, values, self.sources, None)
    }
}

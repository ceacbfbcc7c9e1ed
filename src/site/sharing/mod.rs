//! What is shown where an address of a deck is shared: a card for the talk, and one for each slide that asks for it.
//!
//! A card belongs to a page, and whoever shows cards looks no further than what stands before `#`. So a slide that asks
//! for a card (`<!-- .slide: card -->`) has a page of its own, `slide/ID/`, which says what the slide is called and leads
//! on to it. Cards are fetched by their whole address, so there are none where the deck's own is not known.

pub mod card;

use std::collections::BTreeMap;

use serde::Serialize;

use self::card::Card;
use super::page::policy::Policy;
use super::templates::{Template, Templates, Values};
use crate::assets::Output;
use crate::deck::Date;
use crate::deck::{Occasion, Settings};
use crate::html::Permissions;
use crate::render::Rendered;
use crate::text::{Diagnostic, Sources};

/// The name of the picture, beside the page that it stands for.
pub const CARD: &str = "card.png";

/// The card of a talk.
pub fn talk_card(settings: &Settings, title: &str) -> Option<Vec<u8>> {
    let newest = newest(settings);
    let event = settings.event.as_ref().or(newest.map(|given| &given.event));
    let date = settings.date.as_ref().or(newest.and_then(|given| given.date.as_ref()));
    let day = date.map(|date| shown(date, &settings.language));
    let authors = settings.author.join(", ");
    let below = [Some(&authors), event, day.as_ref()];
    let below: Vec<&str> =
        below.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
    Card { title, below: &below.join(" · "), theme: theme(settings) }.draw()
}

/// The last time that a talk was given.
fn newest(settings: &Settings) -> Option<&Occasion> {
    let editions = settings.listing.editions.iter();
    editions.max_by_key(|edition| edition.date.as_deref().and_then(Date::parse))
}

/// A date for people; as it was written where it is none.
pub fn shown(date: &str, language: &str) -> String {
    Date::parse(date).map_or_else(|| date.to_owned(), |day| day.shown(language))
}

/// The name of the theme by which a card and a cover get their colours.
pub fn theme(settings: &Settings) -> &str {
    let theme = settings.theme.value.as_str();
    if theme.contains(['/', '.']) { "white" } else { theme }
}

/// What the pages of slides are made from.
pub struct Slides<'a> {
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

impl Slides<'_> {
    /// The pages and cards of the slides that ask for one, and what keeps others from having any.
    pub fn write(&self) -> (BTreeMap<String, Output>, Vec<Diagnostic>) {
        let (mut files, mut diagnostics) = (BTreeMap::new(), Vec::new());
        for (rendered, id) in self.rendered.iter().zip(self.ids) {
            let Some(asked) = &rendered.card else { continue };
            let missing = |what: &str, help: &str| {
                Diagnostic::warning(
                    "no-card",
                    asked.at,
                    format!("there is no card for this slide, since {what}"),
                )
                .help(help)
            };
            let Some(url) = &self.settings.url else {
                diagnostics
                    .push(missing("the address of the deck is not known", "set `url = \"https://…/\"`"));
                continue;
            };
            let Some(id) = id else {
                diagnostics
                    .push(missing("the slide has no id", "give it one: `<!-- .slide: id=\"name\" card -->`"));
                continue;
            };
            let title = Some(asked.value.as_str()).filter(|own| !own.trim().is_empty());
            let title = title.or(rendered.facts.heading.as_deref()).unwrap_or(self.title);
            let url = format!("{}/slide/{id}/", url.value.trim_end_matches('/'));
            let below = [self.title, &self.settings.author.join(", ")].join(" · ");
            let card =
                Card { title, below: below.trim_end_matches(" · "), theme: theme(self.settings) }.draw();
            if card.is_none() {
                diagnostics.push(missing(
                    "its title is too long, or in letters that cannot be drawn",
                    "give it another: `<!-- .slide: card=\"A short title\" -->`",
                ));
            }
            let image = card.is_some().then(|| format!("{url}{CARD}"));
            match self.page(&Shared { id, title, url, image }) {
                Ok(page) => {
                    files.insert(format!("slide/{id}/index.html"), Output::Bytes(page.into_bytes().into()))
                }
                Err(diagnostic) => {
                    diagnostics.push(diagnostic);
                    continue;
                }
            };
            files.extend(card.map(|card| (format!("slide/{id}/{CARD}"), Output::Bytes(card.into()))));
        }
        (files, diagnostics)
    }

    fn page(&self, slide: &Shared) -> Result<String, Diagnostic> {
        let policy = Policy {
            trust: Default::default(),
            permissions: &Permissions::NONE,
            script: "",
            style: "",
            has_files: false,
            asks_its_server: true,
            has_worker: false,
        };
        let values = Values::default().with("slide", slide).with("policy", &policy.content());
        self.templates.render(Template::SharedSlide, values, self.sources, None)
    }
}

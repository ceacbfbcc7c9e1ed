//! A talk to be read: its slides, one after the other, with what was said, as an article.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Built;
use crate::assets::{Library, Output, Plan, Rules};
use crate::deck::Embed;
use crate::render::{self, Permissions};
use crate::site::page;

/// What the page to read is made from.
#[derive(Clone, Debug, Default)]
pub struct Transcript {
    pub slides: Vec<Leaf>,
    /// The pictures, beside the page.
    pub files: BTreeMap<String, Output>,
    /// What the slides load from elsewhere.
    pub permissions: Permissions,
}

/// One slide of it.
#[derive(Clone, Debug, Serialize)]
pub struct Leaf {
    /// The id of the slide in the deck, else its number.
    pub id: String,
    /// Where the slide is in the deck: `#/id` or `#/h/v`.
    pub hash: String,
    /// Counted from 1.
    pub number: usize,
    /// The text of its first heading.
    pub title: Option<String>,
    /// Whether the first heading is in the content.
    pub has_heading: bool,
    /// As HTML.
    pub content: String,
    /// What was said, as HTML; empty where that is not told.
    pub notes: String,
    /// Everything, in words.
    #[serde(skip)]
    pub words: String,
}

/// Makes an article of a deck. It tells what the deck holds, notes included; a public deck holds none.
pub fn of(built: &Built, library: &dyn Library) -> Transcript {
    // Pictures go beside the page, so that the words are there at once.
    let rules = Rules { embed: Embed::Never, limit: 0, single_file: false };
    let plan = Plan::make(library, rules, built.slides.iter().flat_map(|slide| slide.rendered.references()));
    let holes = page::Holes { plan: &plan, links: &built.links };
    let mut transcript = Transcript { files: plan.outputs().clone(), ..Transcript::default() };
    for (index, slide) in built.slides.iter().enumerate() {
        let rendered = &slide.rendered;
        let content = page::fill(&rendered.content, holes);
        let notes = rendered.notes.as_ref().map(|notes| page::fill(notes, holes)).unwrap_or_default();
        let words = [render::words(&content), render::words(&notes)].join(" ");
        let number = index + 1;
        let content = render::article(&content);
        if content.trim().is_empty() && notes.is_empty() {
            continue;
        }
        transcript.permissions.extend(&rendered.permissions);
        transcript.slides.push(Leaf {
            hash: slide
                .id
                .as_ref()
                .map_or_else(|| format!("#/{}/{}", slide.h, slide.v), |id| format!("#/{id}")),
            id: slide.id.clone().unwrap_or_else(|| format!("slide-{number}")),
            number,
            title: rendered.heading.clone(),
            has_heading: content.contains("<h2"),
            content,
            notes: render::article(&notes).replace("<h2", "<h3").replace("</h2>", "</h3>"),
            words: words.trim().to_owned(),
        });
    }
    // Nothing of the author's runs in an article.
    transcript.permissions.scripts.clear();
    transcript.permissions.handlers.clear();
    transcript
}

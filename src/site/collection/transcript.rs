//! A talk to be read: its slides, one after the other, with what was said, as an article.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::{Built, BuiltSlide, Options, Purpose};
use crate::assets::{Library, Output, Plan, Rules};
use crate::deck::Embed;
use crate::html::Permissions;
use crate::render::{self, ArticleOptions};
use crate::site::page;
use crate::site::page::cover::ROOT;
use crate::site::timing::SlideTime;

/// What the page to read is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Transcript {
    pub slides: Vec<Leaf>,
    /// The pictures, beside the page.
    pub files: BTreeMap<String, Output>,
    /// What the slides load from elsewhere.
    pub permissions: Permissions,
}

/// One slide of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Leaf {
    /// The id of the slide in the deck, else its number.
    pub id: String,
    /// Where the slide is in the deck: `#/id` or `#/h/v`.
    pub hash: String,
    /// Counted from 1.
    pub number: usize,
    /// The text of its first heading.
    pub title: Option<String>,
    /// When it comes, from the start of the talk: `12:30`; `None` if nothing says how long slides take.
    pub time: Option<String>,
    /// The same for machines: `PT750S`.
    pub duration: Option<String>,
    /// As HTML.
    pub content: String,
    /// What was said, as HTML; empty if that is not told.
    pub notes: String,
    /// Everything, in words.
    #[serde(skip)]
    pub words: String,
}

/// How many slides are there before their pictures wait to be scrolled to.
const AT_ONCE: usize = 2;

/// Makes an article of a deck. It tells what the deck holds, notes included; a public deck holds none.
pub(super) fn of(built: &Built, library: &dyn Library, options: &Options, purpose: Purpose) -> Transcript {
    // Pictures go beside the page, so that the words are there at once.
    let root = if purpose == Purpose::Build { ROOT } else { "" };
    let rules = Rules { embed: Embed::Never, limit: 0, single_file: false, public: options.public, root };
    let references = built.slides.iter().flat_map(|slide| slide.rendered.references());
    // The deck's own build has reported what is wrong with the same files.
    let plan = Plan::make(library, rules, references, built.opened.clone()).value;
    let holes = page::Holes { plan: &plan, links: &built.links, are_late: false };
    let mut transcript = Transcript { files: plan.outputs().clone(), ..Transcript::default() };
    let anchors = anchors(built);
    let times = times(built);
    for (index, slide) in built.slides.iter().enumerate() {
        let rendered = &slide.rendered;
        let content = page::fill(&rendered.content, holes);
        let notes = rendered.notes.as_ref().map(|notes| page::fill(notes, holes)).unwrap_or_default();
        let words = [render::words(&content), render::words(&notes)].join(" ");
        let number = index + 1;
        let anchor = |target: &str| anchors.get(target).cloned();
        let reading = |rank| ArticleOptions { rank, is_lazy: number > AT_ONCE, anchor: &anchor };
        let content = render::article(&content, &reading(2));
        if content.trim().is_empty() && notes.is_empty() {
            continue;
        }
        transcript.permissions.extend(&rendered.permissions);
        let second = times.as_ref().and_then(|times| times.get(index));
        transcript.slides.push(Leaf {
            hash: slide
                .id
                .as_ref()
                .map_or_else(|| format!("#/{}/{}", slide.h, slide.v), |id| format!("#/{id}")),
            id: id_of(slide, number),
            number,
            title: rendered.facts.heading.clone(),
            time: second.map(|second| format!("{}:{:02}", second / 60, second % 60)),
            duration: second.map(|second| format!("PT{second}S")),
            content,
            notes: render::article(&notes, &reading(3)),
            words: words.trim().to_owned(),
        });
    }
    // Nothing of the author's runs in an article, and it has the page's style.
    transcript.permissions.has_style = false;
    transcript.permissions.scripts.clear();
    transcript.permissions.handlers.clear();
    transcript
}

fn id_of(slide: &BuiltSlide, number: usize) -> String {
    slide.id.clone().unwrap_or_else(|| format!("slide-{number}"))
}

/// The ids of the article by what links within the deck say: `/intro`, `intro`, `/2/1`, and `/2` for a column.
fn anchors(built: &Built) -> HashMap<String, String> {
    let mut anchors = HashMap::new();
    for (index, slide) in built.slides.iter().enumerate() {
        let id = id_of(slide, index + 1);
        anchors.insert(format!("/{}/{}", slide.h, slide.v), id.clone());
        if slide.v == 0 {
            anchors.insert(format!("/{}", slide.h), id.clone());
        }
        if slide.id.is_some() {
            anchors.insert(format!("/{id}"), id.clone());
            anchors.insert(id.clone(), id);
        }
    }
    anchors
}

/// The second at which each slide comes; `None` if neither the author nor any notes say how long slides take.
fn times(built: &Built) -> Option<Vec<u32>> {
    let is_known = built.timing.slides().any(|slide| slide.own.is_some() || slide.spoken > 0);
    let sum = |sum: &mut u32, time: &SlideTime| {
        let start = *sum;
        *sum += time.planned;
        Some(start)
    };
    is_known.then(|| built.timing.slides().scan(0, sum).collect())
}

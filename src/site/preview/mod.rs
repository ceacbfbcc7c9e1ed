//! A site while its talk is written: the same page, in parts that can be changed one by one.
//!
//! The page of a preview differs from that of a build in four things: every slide bears a key, a `meta` element
//! holds what the server says to the page, the script that changes the page is before the runtime, and the
//! policy lets it hear from its server.

pub(super) mod difference;
pub(super) mod memo;

use std::collections::HashMap;
use std::sync::Arc;

use self::memo::Shown;
use super::Built;
use super::page::frame::Frame;
use super::page::{ShownColumn, Slides};
use crate::deck::{Column, Slide};
use crate::render::Rendered;
use crate::runtime::Edition;
use crate::text::{Fingerprint, Sources};

/// A deck to look at while it is written.
pub(crate) struct Preview {
    /// Without the page, which is made of its parts when somebody asks for it.
    pub built: Built,
    /// `None` if there is no page.
    pub parts: Option<Parts>,
}

/// The page in parts.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// In the order of the talk.
    pub slides: Vec<Part>,
    pub columns: Vec<ShownColumn>,
    /// Everything else.
    pub frame: Frame,
}

/// One slide of the page.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Names the slide's source: an edited slide has another key.
    pub key: String,
    pub shown: Arc<Shown>,
    rendered: Arc<Rendered>,
}

impl Part {
    /// The text of the first heading.
    pub(crate) fn heading(&self) -> Option<&str> {
        self.rendered.facts.heading.as_deref()
    }

    /// Whether there is a script that runs only when a page is loaded.
    pub(crate) fn has_scripts(&self) -> bool {
        !self.rendered.permissions.scripts.is_empty()
    }
}

/// A key for each slide: the head of its source's hash, with a number where several slides have the same source. That of a
/// slide for the audience says nothing of its notes.
pub(super) fn keys(columns: &[Column<'_>], sources: &Sources, edition: Edition) -> Vec<String> {
    let mut seen: HashMap<Fingerprint, usize> = HashMap::new();
    let key = |slide: &Slide| {
        let fingerprint = match edition {
            Edition::Audience => Fingerprint::of(sources.text(slide.body.span()).trim().as_bytes()),
            Edition::Presenter => slide.fingerprint,
        };
        let count = seen.entry(fingerprint).or_default();
        *count += 1;
        let short = fingerprint.short();
        if *count == 1 { short } else { format!("{short}-{count}") }
    };
    columns.iter().flat_map(|column| column.slides).map(key).collect()
}

impl Parts {
    /// The parts of a page. `keys` name the slides; without them, nothing in the page can be changed.
    pub(crate) fn new(keys: &[String], rendered: &[Arc<Rendered>], shown: Slides, frame: Frame) -> Parts {
        let keys = keys.iter().cloned().chain(std::iter::repeat(String::new()));
        let slides = keys.zip(rendered).zip(shown.slides);
        let slides = slides.map(|((key, rendered), shown)| Part { key, shown, rendered: rendered.clone() });
        Parts { slides: slides.collect(), columns: shown.columns, frame }
    }

    /// The whole page. `live` is what its server says to it.
    pub(crate) fn page(&self, live: &str) -> String {
        self.frame.write(&self.columns, self.slides.iter().map(|slide| &slide.shown), live)
    }
}

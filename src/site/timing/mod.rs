//! How long a talk takes: the time meant for each slide, and the time that its notes take to say.
//!
//! A slide's time is the author's own (`data-timing`), else what its notes take at the speaking rate. What may take a
//! time as a whole, a section with a budget or the talk with its duration, is filled: what its slides leave of it is
//! shared evenly, and where their notes take more than there is, all of them get less. The command prints these
//! numbers, and the speaker's window counts with them.

mod share;

use std::sync::Arc;

use serde_json::{Map, Value};

use self::share::{Shares, Work};
use crate::deck::{self, Attributes, Content, Deck, Section, Slide};
use crate::render::Rendered;
use crate::text::{Diagnostic, Noted, Span};

/// The time of a talk, in whole seconds throughout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Timing {
    pub whole: Spent,
    /// How fast notes are spoken.
    pub words_per_minute: u32,
    /// Whether the author gives any time: else there is nothing to be early or late against.
    pub is_asked: bool,
    pub parts: Vec<Part>,
}

/// A section or a slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Section(SectionTime),
    Slide(SlideTime),
}

/// What a section or the whole talk may take, and what it takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent {
    /// What it may take.
    pub budget: Option<u32>,
    /// What is meant for its slides, together.
    pub planned: u32,
    /// What its parts claim: their own times, else what their notes take.
    pub needed: u32,
    /// What the notes take.
    pub spoken: u32,
    /// How many slides claim nothing.
    pub open: usize,
}

/// The time of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SectionTime {
    /// The author's title; `None` if there is no title of its own.
    pub title: Option<String>,
    pub spent: Spent,
    pub parts: Vec<Part>,
}

/// The time of a slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SlideTime {
    /// The place in the talk, counted from 1.
    pub number: usize,
    /// The text of the first heading.
    pub title: Option<String>,
    pub at: Span,
    /// The author's own time.
    pub own: Option<u32>,
    /// How many words its notes have.
    pub words: usize,
    /// What the notes take.
    pub spoken: u32,
    /// What is meant for it.
    pub planned: u32,
    /// Whether the audience does not get to see it.
    pub is_hidden: bool,
}

impl Spent {
    /// Seconds by which more is claimed than there is.
    pub(crate) fn over(&self) -> u32 {
        self.budget.map_or(0, |budget| self.needed.saturating_sub(budget))
    }

    /// Seconds that nothing claims.
    pub(crate) fn under(&self) -> u32 {
        self.budget.map_or(0, |budget| budget.saturating_sub(self.needed))
    }
}

impl SlideTime {
    /// Seconds that the notes take beyond the author's own time.
    pub(crate) fn over(&self) -> u32 {
        self.own.map_or(0, |own| self.spoken.saturating_sub(own))
    }
}

impl Timing {
    /// Whether the talk takes so much more than it may that it will not fit: more than a twentieth, since nobody
    /// speaks at one rate.
    pub(crate) fn is_too_long(&self) -> bool {
        self.whole.budget.is_some_and(|budget| self.whole.over() > budget / 20)
    }

    /// What is meant for each slide, in the order of the talk; nothing where the author gives no time at all.
    /// Slides that the runtime takes out have none.
    pub(crate) fn plan(&self) -> Option<Vec<u32>> {
        self.is_asked
            .then(|| self.slides().filter(|slide| !slide.is_hidden).map(|slide| slide.planned).collect())
    }

    /// Every slide, in the order of the talk.
    pub(crate) fn slides(&self) -> impl Iterator<Item = &SlideTime> {
        fn collect<'a>(parts: &'a [Part], slides: &mut Vec<&'a SlideTime>) {
            for part in parts {
                match part {
                    Part::Slide(slide) => slides.push(slide),
                    Part::Section(section) => collect(&section.parts, slides),
                }
            }
        }
        let mut slides = Vec::new();
        collect(&self.parts, &mut slides);
        slides.into_iter()
    }
}

/// Times a talk; `rendered` are its slides, in the order of the talk.
pub(crate) fn timing(deck: &Deck, rendered: &[Arc<Rendered>]) -> Noted<Timing> {
    let reveal = &deck.settings.page.reveal;
    let total = number(reveal, "totalTime").filter(|total| *total > 0.0);
    let each = number(reveal, "defaultTiming").filter(|_| total.is_none());
    let duration = deck.settings.speaking.duration.map(|duration| duration.as_secs_f64());
    let mut reader = Reader {
        rendered: rendered.iter(),
        rate: f64::from(deck.settings.speaking.words_per_minute),
        // What reveal.js shares it shares evenly, whatever the notes say.
        has_spoken: total.is_none(),
        shows_hidden: reveal.get("showHiddenSlides").is_some_and(|shows| *shows == Value::Bool(true)),
        work: Vec::new(),
        facts: Vec::new(),
        diagnostics: Vec::new(),
        is_asked: total.or(each).or(duration).is_some(),
    };
    let root = reader.sections(&deck.sections, false);
    let budget = total.or(duration.filter(|_| each.is_none()));
    let rules = Shares { each, minimum: number(reveal, "minimumTimePerSlide").unwrap_or(0.0) };
    let planned = share::share(&root, &reader.work, budget, &rules);
    let mut writer = Writer { ends: share::ends(&planned), facts: reader.facts.into_iter(), at: 0 };
    let (parts, mut whole) = writer.parts(&root, &deck.sections);
    whole.budget = total.or(duration).map(whole_seconds);
    let timing = Timing {
        whole,
        words_per_minute: deck.settings.speaking.words_per_minute,
        is_asked: reader.is_asked,
        parts,
    };
    Noted::new(timing, reader.diagnostics)
}

/// A number among reveal.js's settings; 0 and more.
fn number(reveal: &Map<String, Value>, name: &str) -> Option<f64> {
    reveal.get(name).and_then(Value::as_f64).filter(|number| *number >= 0.0)
}

fn whole_seconds(seconds: f64) -> u32 {
    // A conversion that saturates.
    seconds.round() as u32
}

/// A section, as far as time goes.
pub(crate) struct Group {
    budget: Option<f64>,
    parts: Vec<Member>,
}

/// What is in a section.
pub(crate) enum Member {
    Group(Group),
    /// By its place in the talk.
    Slide(usize),
}

/// What a column says of its slides.
#[derive(Clone, Copy)]
struct ColumnTimes {
    /// The time of the slide that is alone in it.
    given: Option<f64>,
    is_hidden: bool,
    is_uncounted: bool,
}

/// Reads what the talk says of time.
struct Reader<'a> {
    rendered: std::slice::Iter<'a, Arc<Rendered>>,
    rate: f64,
    has_spoken: bool,
    shows_hidden: bool,
    work: Vec<Work>,
    /// By slide.
    facts: Vec<SlideTime>,
    diagnostics: Vec<Diagnostic>,
    is_asked: bool,
}

impl Reader<'_> {
    fn sections(&mut self, sections: &[Section], is_hidden: bool) -> Group {
        let parts = sections.iter().map(|section| Member::Group(self.section(section, is_hidden))).collect();
        Group { budget: None, parts }
    }

    fn section(&mut self, section: &Section, is_hidden: bool) -> Group {
        let is_hidden = is_hidden || self.hides(&section.attributes);
        let own = section.duration.map(|duration| duration.as_secs_f64());
        self.is_asked |= own.is_some();
        match &section.content {
            // What is on a section of sections is on each of its columns too.
            Content::Sections(sections) => Group { budget: own, ..self.sections(sections, is_hidden) },
            Content::Slides(slides) => {
                let of_section = self.given(&section.attributes);
                // A slide that is alone in its column bears the column's attributes.
                let (budget, of_slide) =
                    if slides.len() > 1 { (of_section, None) } else { (None, of_section) };
                let around = ColumnTimes {
                    given: of_slide,
                    is_hidden,
                    is_uncounted: slides.len() == 1 && is_uncounted(&section.attributes),
                };
                let parts = slides.iter().map(|slide| Member::Slide(self.slide(slide, around))).collect();
                Group { budget: own.or(budget), parts }
            }
        }
    }

    fn slide(&mut self, slide: &Slide, around: ColumnTimes) -> usize {
        let rendered = self.rendered.next();
        let attributes = rendered.map_or(&slide.attributes, |rendered| &rendered.attributes);
        let is_hidden = around.is_hidden || self.hides(attributes);
        let counts = match attributes.get("data-visibility") {
            Some(_) => !is_uncounted(attributes),
            None => !around.is_uncounted,
        };
        let own = self.given(attributes).or(around.given);
        let words = rendered.map_or(0, |rendered| rendered.facts.words);
        let spoken = words as f64 * 60.0 / self.rate;
        self.work.push(match own {
            _ if is_hidden => Work::Fixed(0.0),
            Some(seconds) => Work::Fixed(seconds),
            None if !counts => Work::Fixed(0.0),
            None => Work::Open { spoken: if self.has_spoken { spoken } else { 0.0 } },
        });
        let number = self.facts.len() + 1;
        self.facts.push(SlideTime {
            number,
            title: rendered.and_then(|rendered| rendered.facts.heading.clone()),
            at: slide.span,
            own: own.filter(|_| !is_hidden).map(whole_seconds),
            words,
            spoken: whole_seconds(spoken),
            planned: 0,
            is_hidden,
        });
        number - 1
    }

    fn hides(&self, attributes: &Attributes) -> bool {
        !self.shows_hidden && attributes.value("data-visibility") == Some("hidden")
    }

    /// The seconds of a `data-timing`.
    fn given(&mut self, attributes: &Attributes) -> Option<f64> {
        let attribute = attributes.get("data-timing")?;
        let seconds = seconds(&attribute.value);
        match seconds {
            Some(_) => self.is_asked = true,
            None => self.diagnostics.push(
                Diagnostic::warning(
                    "wrong-timing",
                    attribute.at,
                    format!("`{}` is no length of time", attribute.value),
                )
                .help("write seconds, such as `data-timing=\"90\"`, or `1m30s`"),
            ),
        }
        seconds
    }
}

fn is_uncounted(attributes: &Attributes) -> bool {
    attributes.value("data-visibility") == Some("uncounted")
}

/// Seconds: a number, as reveal.js has it, or `1m30s`.
fn seconds(text: &str) -> Option<f64> {
    const DAY: f64 = 24.0 * 60.0 * 60.0;
    let seconds = match text.trim().parse::<f64>() {
        Ok(seconds) => seconds,
        Err(_) => deck::seconds(text)? as f64,
    };
    (0.0..=DAY).contains(&seconds).then_some(seconds)
}

/// Puts what was shared in its place.
struct Writer {
    /// When each slide ends.
    ends: Vec<u32>,
    facts: std::vec::IntoIter<SlideTime>,
    /// When the last one ended.
    at: u32,
}

impl Writer {
    fn parts(&mut self, group: &Group, sections: &[Section]) -> (Vec<Part>, Spent) {
        let mut parts = Vec::new();
        let mut spent = Spent { budget: group.budget.map(whole_seconds), ..Spent::default() };
        let mut titles = sections.iter();
        for member in &group.parts {
            match member {
                Member::Slide(index) => {
                    let Some(mut slide) = self.facts.next() else { continue };
                    let end = self.ends.get(*index).copied().unwrap_or(self.at);
                    slide.planned = end - self.at;
                    self.at = end;
                    spent.planned += slide.planned;
                    let claim = if slide.is_hidden { 0 } else { slide.own.unwrap_or(slide.spoken) };
                    spent.needed += claim;
                    spent.spoken += if slide.is_hidden { 0 } else { slide.spoken };
                    spent.open += usize::from(!slide.is_hidden && slide.own.is_none() && slide.words == 0);
                    parts.push(Part::Slide(slide));
                }
                Member::Group(inner) => {
                    let section = titles.next();
                    let below = match section.map(|section| &section.content) {
                        Some(Content::Sections(sections)) => sections.as_slice(),
                        _ => &[],
                    };
                    let (inner, of_inner) = self.parts(inner, below);
                    spent.planned += of_inner.planned;
                    spent.spoken += of_inner.spoken;
                    spent.needed += of_inner.budget.unwrap_or(of_inner.needed);
                    spent.open += if of_inner.budget.is_some() { 0 } else { of_inner.open };
                    let title = section.and_then(|section| section.title.clone());
                    parts.push(Part::Section(SectionTime { title, spent: of_inner, parts: inner }));
                }
            }
        }
        (parts, spent)
    }
}

#[cfg(test)]
mod tests;

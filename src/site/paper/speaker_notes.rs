//! What the speaker says, slide by slide: to be read apart from the deck.

use std::fmt::Write as _;

use crate::assets::{Library, Plan, Rules};
use crate::deck::Embed;
use crate::html::markup::escape_text;
use crate::render::{self, ArticleOptions, TextStyle, plain_text};
use crate::site::page::{Holes, fill};
use crate::site::{Built, BuiltSlide};

/// A slide, and its notes as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SlideNotes {
    /// Counted from 1 over the slides that are shown.
    pub number: usize,
    /// The text of its first heading.
    pub title: Option<String>,
    /// The slide's own language and direction, if it has one.
    pub language: Option<String>,
    pub direction: Option<String>,
    /// The notes, as HTML in which nothing runs and pictures are embedded; empty for none.
    pub html: String,
}

/// The notes of every slide that is shown, in the order of the talk.
pub(crate) fn speaker_notes(built: &Built, library: &dyn Library) -> Vec<SlideNotes> {
    let rules = Rules { embed: Embed::Always, limit: u64::MAX, single_file: true, public: false, root: "" };
    let shown: Vec<&BuiltSlide> =
        built.shown().into_iter().flatten().filter_map(|number| built.slides.get(number)).collect();
    // The deck's own build has reported what is wrong with the same files.
    let references = shown.iter().flat_map(|slide| slide.rendered.references());
    let plan = Plan::make(library, rules, references, built.opened.clone()).value;
    let holes = Holes { plan: &plan, links: &built.links, are_late: false };
    let notes = shown.iter().zip(1..).map(|(slide, number)| SlideNotes {
        number,
        title: slide.rendered.facts.heading.clone(),
        language: slide.rendered.attributes.value("lang").map(str::to_owned),
        direction: slide.rendered.attributes.value("dir").map(str::to_owned),
        html: of_slide(slide, holes),
    });
    notes.collect()
}

/// The notes in an attribute of the slide, in its own HTML, and below it, in this order.
fn of_slide(slide: &BuiltSlide, holes: Holes<'_>) -> String {
    let rendered = &slide.rendered;
    let mut html = String::new();
    if let Some(text) = rendered.attributes.value("data-notes") {
        html.push_str("<p>");
        escape_text(&mut html, text);
        html.push_str("</p>\n");
    }
    let content = fill(&rendered.content, holes);
    asides(&content).for_each(|aside| html.extend([aside, "\n"]));
    html.extend(rendered.notes.as_ref().map(|notes| fill(notes, holes)));
    let reading = ArticleOptions { rank: 3, is_lazy: false, anchor: &|_| None };
    render::article(&html, &reading).trim().to_owned()
}

/// The `aside` elements of notes in a slide's HTML, as orate writes it: `<` always begins a tag there.
fn asides(content: &str) -> impl Iterator<Item = &str> {
    content.split("<aside").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let class = attributes.split("class=\"").nth(1)?.split('"').next()?;
        let is_notes = class.split_ascii_whitespace().any(|class| class == "notes");
        is_notes.then(|| rest.split("</aside").next().unwrap_or(rest))
    })
}

/// The notes of a talk as one text: its title, and each slide with its number, heading and notes.
pub(crate) fn notes_text(title: &str, notes: &[SlideNotes], style: TextStyle) -> String {
    let mut text = match style {
        TextStyle::Markdown => format!("# {title}\n"),
        TextStyle::Plain => format!("{title}\n"),
    };
    for SlideNotes { number, title, html, .. } in notes {
        let title = title.as_deref().unwrap_or("—");
        let _ = match style {
            TextStyle::Markdown => writeln!(text, "\n## {number}. {title}"),
            TextStyle::Plain => writeln!(
                text,
                "\n{number}. {title}\n{}",
                "-".repeat(title.chars().count() + 2 + number.to_string().len())
            ),
        };
        if !html.is_empty() {
            let _ = writeln!(text, "\n{}", plain_text(html, style));
        }
    }
    text
}

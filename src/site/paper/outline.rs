//! The outline of a talk: its sections, and the slides in them.

use super::Sheet;
use crate::deck::{Column, Section};
use crate::site::{Built, BuiltSlide};

/// An entry of an outline, in the order of the talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// How many entries it lies below.
    pub(crate) depth: usize,
    pub(crate) title: String,
    /// The page that it leads to, counted from 0.
    pub(crate) page: usize,
}

/// The outline of a talk on these sheets. A section has an entry where it has a title, or else under the heading of its
/// first slide where that has more below it; a slide without a heading has none.
pub(crate) fn outline(built: &Built, sheets: &[Sheet]) -> Vec<Entry> {
    let mut writer = Writer { sheets, entries: Vec::new(), path: Vec::new() };
    let mut number = 0;
    for (column, numbers) in built.deck.columns().iter().zip(built.shown()) {
        let slides = numbers.into_iter().filter_map(|number| built.slides.get(number));
        let shown: Vec<Shown<'_>> =
            slides.zip(number..).map(|(slide, number)| Shown { slide, number }).collect();
        number += shown.len();
        writer.column(column, &shown);
    }
    writer.entries
}

/// A slide that is shown.
struct Shown<'a> {
    slide: &'a BuiltSlide,
    /// Counted from 0 over all that are shown.
    number: usize,
}

struct Writer<'a> {
    sheets: &'a [Sheet],
    entries: Vec<Entry>,
    /// The sections around the last column.
    path: Vec<&'a Section>,
}

impl<'a> Writer<'a> {
    fn column(&mut self, column: &Column<'a>, slides: &[Shown<'_>]) {
        let Some(first) = slides.first() else { return };
        let known = self
            .path
            .iter()
            .zip(&column.path)
            .take_while(|(one, other)| std::ptr::eq(**one, **other))
            .count();
        let mut depth = column.path[..known].iter().filter(|section| section.title.is_some()).count();
        for title in column.path[known..].iter().filter_map(|section| section.title.as_deref()) {
            self.push(depth, title, first);
            depth += 1;
        }
        self.path = column.path.clone();
        let is_titled = column.section().title.is_some();
        for (index, slide) in slides.iter().enumerate() {
            let Some(heading) = slide.slide.rendered.facts.heading.as_deref() else { continue };
            // The heading of a slide that opens its section often says the same.
            if index == 0 && is_titled && column.section().title.as_deref() == Some(heading) {
                continue;
            }
            let below = usize::from(index > 0 && !is_titled);
            self.push(depth + below, heading, slide);
        }
    }

    fn push(&mut self, depth: usize, title: &str, slide: &Shown<'_>) {
        let is_of_slide = |sheet: &&Sheet| sheet.slide == slide.number;
        let before = self.sheets.iter().take_while(|sheet| !is_of_slide(sheet));
        let page = before.map(|sheet| sheet.pages).sum();
        // An entry may lie one below the last, and no deeper.
        let depth = depth.min(self.entries.last().map_or(0, |last| last.depth + 1));
        if !title.is_empty() {
            self.entries.push(Entry { depth, title: title.to_owned(), page });
        }
    }
}

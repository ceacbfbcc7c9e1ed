//! The sections of a talk, as a slide lists them that says where the talk stands.

use std::sync::Arc;

use serde::Serialize;

use super::starts::Starts;
use super::{SlideFacts, places};
use crate::deck::Column;
use crate::render::Rendered;

/// The template with which a section begins.
const SECTION: &str = "section";

/// A section as an agenda shows it.
#[derive(Debug, Serialize)]
pub(super) struct AgendaEntry {
    title: String,
    /// The address of its first slide within the deck.
    address: String,
    /// The talk is in this section.
    is_here: bool,
    /// The talk has left this section.
    is_over: bool,
}

/// Where a section begins.
pub(super) struct SectionStart {
    title: String,
    address: String,
    /// The place of its first slide in the talk, counted from 0.
    index: usize,
}

/// The sections of a talk, as seen from a slide.
pub(super) fn at(
    columns: &[Column<'_>],
    rendered: &[Arc<Rendered>],
    starts: &Starts,
    slide: &SlideFacts<'_>,
) -> Vec<AgendaEntry> {
    let sections = sections(columns, rendered, starts);
    let here = sections.iter().rposition(|section| section.index < slide.number);
    let entry = |(place, section): (usize, SectionStart)| AgendaEntry {
        title: section.title,
        address: section.address,
        is_here: here == Some(place),
        is_over: here.is_some_and(|here| place < here),
    };
    sections.into_iter().enumerate().map(entry).collect()
}

/// Where the sections of a talk begin: at the slides with the template of that name; in a talk without any, at the columns
/// whose file or folder has a title.
pub(super) fn sections(
    columns: &[Column<'_>],
    rendered: &[Arc<Rendered>],
    starts: &Starts,
) -> Vec<SectionStart> {
    let slides: Vec<_> = places(columns).zip(rendered).zip(&starts.slides).enumerate().collect();
    let section = |title: Option<&str>, index: usize, (h, v): (usize, usize)| {
        let id = starts.slides[index].id.as_deref();
        let address = id.map_or_else(|| format!("#/{h}/{v}"), |id| format!("#/{id}"));
        Some(SectionStart { title: title?.to_owned(), address, index })
    };
    let title = |h: usize| columns[h].path.iter().rev().find_map(|section| section.title.as_deref());
    let of_templates = slides.iter().filter_map(|&(index, (((h, v), rendered), _))| {
        rendered.layout.as_ref().filter(|layout| layout.name == SECTION)?;
        section(rendered.facts.heading.as_deref().or_else(|| title(h)), index, (h, v))
    });
    let sections: Vec<_> = of_templates.collect();
    if !sections.is_empty() {
        return sections;
    }
    let mut last = None;
    let of_titles = slides.iter().filter_map(|&(index, (((h, v), _), _))| {
        let new = title(h).filter(|&title| last.replace(title) != Some(title));
        section(new, index, (h, v))
    });
    of_titles.collect()
}

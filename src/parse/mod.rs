//! Markdown files become a talk: a tree of sections and slides, with a place in its file for everything.
//!
//! A text goes through five steps: `front_matter` cuts off its settings, `breaks` finds possible separators,
//! `scan` drops those in code and comments, `notes` separates the slide from its notes, and `attributes` reads
//! the attribute comments. `settings` reads `orate.toml`. Nothing here fails: a text that cannot be understood stays
//! as it is, with a diagnostic.
//!
//! `render` reads the Markdown of a slide.

mod attributes;
mod breaks;
mod conventions;
mod expressions;
mod finder;
mod front_matter;
pub(crate) mod include;
mod line;
mod lint;
mod notes;
mod order;
pub(crate) mod region;
pub(crate) mod reveal_page;
mod scan;
mod settings;
mod slide_break;
mod slides;
mod talk;
mod values;

pub(crate) use attributes::{Target, attribute_comment};
pub(crate) use line::ends_paragraph;
pub(crate) use notes::is_notes_div;
pub(crate) use order::natural_order;
pub(crate) use scan::{begins_html_block, code, inert};
pub(crate) use settings::SettingsFile;

use crate::deck::{Deck, NotesMarker, Separator, Settings, When};
use crate::text::{Diagnostic, Slice, SourceId, Sources};

/// A file or folder of slides.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry {
    /// A file of Markdown.
    File(SourceId),
    /// In the order of the talk, which is that of [`natural_order`].
    Folder {
        /// The folder's name, with its number.
        name: String,
        /// What is in it, in the order of the talk.
        entries: Vec<Entry>,
    },
    /// A page of reveal.js, or a file of sections in HTML.
    RevealPage(Box<reveal_page::RevealPage>),
}

/// Everything that a talk is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manuscript<'a> {
    /// The texts of the talk.
    pub sources: &'a Sources,
    /// `orate.toml`, where there is one.
    pub settings: Option<&'a SettingsFile>,
    /// In the order of the talk.
    pub entries: &'a [Entry],
    /// Whether the talk is one file, whose front matter may hold what else is in `orate.toml`.
    pub single: bool,
    /// What holds where the talk says nothing: the settings of the site that it is part of.
    pub inherited: Option<&'a Settings>,
}

/// A talk and its diagnostics.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    /// The tree of slides.
    pub deck: Deck,
    /// In the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a talk.
pub(crate) fn parse(manuscript: &Manuscript<'_>) -> Parsed {
    talk::talk(manuscript, When::Always)
}

/// Reads a talk, and looks for everything that could be better in it.
pub(crate) fn check(manuscript: &Manuscript<'_>) -> Parsed {
    talk::talk(manuscript, When::Check)
}

/// The YAML between two lines `---` at the head of a text as JSON, and where the text goes on after it.
pub(crate) fn leading_yaml(
    whole: Slice<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(serde_json::Map<String, serde_json::Value>, usize)> {
    let (inner, end) = front_matter::between(whole, "---")?;
    Some((yaml(inner, diagnostics), end))
}

/// A mapping in YAML as JSON; empty if it is none.
pub(crate) fn yaml(
    text: Slice<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> serde_json::Map<String, serde_json::Value> {
    match values::Value::Table(values::read_yaml(text, diagnostics)).to_json() {
        serde_json::Value::Object(map) => map,
        _ => serde_json::Map::new(),
    }
}

/// What parts a text, and where notes begin.
pub(crate) type Convention<'a> = (&'a Separator, &'a NotesMarker);

/// Whether two conventions make the same slides of a text from `start` on.
pub(crate) fn reads_alike(
    whole: Slice<'_>,
    start: usize,
    one: Convention<'_>,
    other: Convention<'_>,
) -> bool {
    slides::are_alike(whole, start, one, other)
}

#[cfg(test)]
mod tests;

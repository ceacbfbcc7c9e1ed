//! Markdown files become a talk: a tree of sections and slides, with a place in its file for everything.
//!
//! Text goes through five hands: [`front_matter`] is cut off, [`breaks`] finds what the author's convention may part,
//! [`scan`] keeps of it what is not code or a comment, [`notes`] parts what is shown from what is said, and
//! [`attributes`] reads the attribute comments. [`settings`] reads `orate.toml`. Nothing here fails: what cannot be
//! understood is left as it is, and told in a diagnostic.
//!
//! The Markdown of a slide is not read here, but by `render`.

mod attributes;
mod breaks;
mod conventions;
mod expressions;
mod finder;
mod front_matter;
pub mod include;
mod line;
mod lint;
mod notes;
mod order;
pub mod region;
pub mod reveal_page;
mod scan;
mod settings;
mod slide_break;
mod slides;
mod talk;
mod values;

pub use attributes::{AttributeComment, Target, attribute_comment};
pub use line::ends_paragraph;
pub use notes::is_notes_div;
pub use order::natural_order;
pub use scan::{begins_html_block, code, inert};
pub use settings::SettingsFile;

use crate::deck::{Deck, NotesMarker, Separator, Settings, When};
use crate::text::{Diagnostic, Slice, SourceId, Sources};

/// What stands in the folder of slides.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
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
pub struct Manuscript<'a> {
    /// The texts of the talk.
    pub sources: &'a Sources,
    /// `orate.toml`, where there is one.
    pub settings: Option<&'a SettingsFile>,
    /// In the order of the talk.
    pub entries: &'a [Entry],
    /// Whether the talk is one file, whose front matter may hold what else stands in `orate.toml`.
    pub single: bool,
    /// What holds where the talk says nothing: the settings of the site that it is part of.
    pub inherited: Option<&'a Settings>,
}

/// A talk, and what there is to say about it, in the order of the text.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree of slides.
    pub deck: Deck,
    /// In the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a talk.
pub fn parse(manuscript: &Manuscript<'_>) -> Parsed {
    talk::talk(manuscript, When::Always)
}

/// Reads a talk, and looks for everything that could be better in it.
pub fn check(manuscript: &Manuscript<'_>) -> Parsed {
    talk::talk(manuscript, When::Check)
}

/// The YAML between two lines `---` at the head of a text as JSON, and where the text goes on after it.
pub fn leading_yaml(
    whole: Slice<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(serde_json::Map<String, serde_json::Value>, usize)> {
    let (inner, end) = front_matter::between(whole, "---")?;
    Some((yaml(inner, diagnostics), end))
}

/// A mapping in YAML as JSON; empty where it is none.
pub fn yaml(
    text: Slice<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> serde_json::Map<String, serde_json::Value> {
    match values::Value::Table(values::read_yaml(text, diagnostics)).to_json() {
        serde_json::Value::Object(map) => map,
        _ => serde_json::Map::new(),
    }
}

/// What parts a text, and where notes begin.
pub type Convention<'a> = (&'a Separator, &'a NotesMarker);

/// Whether two conventions make the same slides of a text from `start` on.
pub fn reads_alike(whole: Slice<'_>, start: usize, one: Convention<'_>, other: Convention<'_>) -> bool {
    slides::are_alike(whole, start, one, other)
}

/// The keys that `orate.toml` knows, in the order of their documentation.
pub fn deck_keys() -> impl Iterator<Item = &'static str> {
    settings::DECK.iter().map(|key| key.name)
}

/// The keys that a section's front matter knows, in the order of their documentation.
pub fn section_keys() -> impl Iterator<Item = &'static str> {
    settings::SECTION.iter().map(|key| key.name)
}

#[cfg(test)]
mod tests;

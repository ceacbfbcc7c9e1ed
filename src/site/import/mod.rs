//! A talk made for other tools becomes the files of a talk for orate.
//!
//! Three families are read: a page of reveal.js ([`mod@page`]), and Markdown for reveal-md or mkslides ([`markdown`]).
//! What comes out is a map of files and a report that accounts for all that went in: what became what, what was kept
//! as it is, what was left behind and what was not understood. Nothing is executed, and nothing is written here.

mod leftovers;
mod markdown;
mod page;
mod plugins;
mod settings;

use std::collections::BTreeMap;

pub(crate) use markdown::{Family, ForeignTalk, decks, is_named, options_of_commands};
pub(crate) use page::page;

use crate::deck::{NotesMarker, Separator, slug};
use crate::text::{Diagnostic, Slice, Span};

/// The files of an imported talk, and what became of the old one.
#[derive(Debug, Default)]
pub(crate) struct Imported {
    /// By their path in the new folder.
    pub files: BTreeMap<String, Content>,
    /// The folders of the talks in it; empty for the folder itself.
    pub talks: Vec<String>,
    /// In the order of the old talk.
    pub report: Vec<Line>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Text(String),
    /// The bytes of a file of the old talk, by its path there.
    Copy(String),
}

/// One thing of the old talk, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub fate: Fate,
    pub what: String,
    pub at: Option<Span>,
    /// What it became, or why it did not.
    pub into: String,
    /// The deck that it is about, by its file, where there are several.
    pub deck: Option<String>,
}

/// What became of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    /// It became something of orate.
    Turned,
    /// It is as it was.
    Kept,
    /// orate does nothing of the kind.
    LeftBehind,
    /// orate does not know what it means.
    NotUnderstood,
}

impl Fate {
    /// A name in kebab case.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Fate::Turned => "turned",
            Fate::Kept => "kept",
            Fate::LeftBehind => "left-behind",
            Fate::NotUnderstood => "not-understood",
        }
    }
}

impl Imported {
    fn tell(&mut self, fate: Fate, what: impl Into<String>, at: Option<Span>, into: impl Into<String>) {
        self.report.push(Line { fate, what: what.into(), at, into: into.into(), deck: None });
    }

    /// Adds files of the old talk that were not read, each with the reason.
    pub(crate) fn leave(&mut self, files: impl IntoIterator<Item = (String, &'static str)>) {
        for (name, why) in files {
            self.tell(Fate::LeftBehind, format!("`{name}`"), None, why);
        }
    }

    /// Tells that the talk says in its settings that it was written for reveal.js.
    fn tell_extensions(&mut self) {
        let into = "`extensions = false` in orate.toml, which can be taken out to write more than reveal.js understands";
        self.tell(Fate::Kept, "the Markdown of reveal.js", None, into);
    }

    /// Tells of placeholders that a script turned into QR codes.
    fn tell_qr_codes(&mut self, text: Slice<'_>, file: &str) {
        let lower = text.text.to_ascii_lowercase();
        for (at, _) in lower.match_indices("class=\"qrcode") {
            let start = lower[..at].rfind('<').unwrap_or(at);
            let end = lower[at..].find('>').map_or(lower.len(), |length| at + length + 1);
            let into =
                format!("kept in {file}; orate draws the code when the talk is built, without the script");
            self.tell(Fate::Kept, "a placeholder for a QR code", Some(text.part(start..end).span), into);
        }
    }
}

/// A file's name from a number and some words: `020-questions`.
fn file_name(number: usize, words: &str) -> String {
    let words = words.trim_start_matches(|first: char| first.is_ascii_digit() || matches!(first, '-' | '_'));
    let name = slug(words);
    let name: String = name.chars().take(60).collect();
    match name.trim_matches('-') {
        "" => format!("{number:02}"),
        name => format!("{number:02}-{name}"),
    }
}

/// The plainest convention that reads a text as the given one does.
fn plainest(
    whole: Slice<'_>,
    start: usize,
    convention: &(Separator, NotesMarker),
) -> (Separator, NotesMarker) {
    let usual = NotesMarker::Usual;
    let alike = |separator: &Separator, marker: &NotesMarker| {
        crate::parse::reads_alike(whole, start, (&convention.0, &convention.1), (separator, marker))
    };
    for separator in [Separator::BlankLines, Separator::Dashes, convention.0.clone()] {
        if alike(&separator, &usual) {
            return (separator, usual);
        }
        if alike(&separator, &convention.1) {
            return (separator, convention.1.clone());
        }
    }
    convention.clone()
}

#[cfg(test)]
mod tests;

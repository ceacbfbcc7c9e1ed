//! What comes of a build: a map of output files, and the facts of the talk that commands show.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::page::cover::Cover;
use super::{TalkLinks, Timing, privacy};
use crate::assets::{OpenedFiles, Output, Uncleaned};
use crate::deck::{Attributes, Column, Deck};
use crate::html::{Links, Permissions};
use crate::render::Rendered;
use crate::text::{Diagnostic, Severity, Sources};

/// What a build puts out: files by their path within the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Site {
    /// Paths are relative, with `/` on every system, and never lead upwards.
    pub files: BTreeMap<String, Output>,
}

/// What came of a build.
#[derive(Debug)]
pub(crate) struct Built {
    /// Without a page where a template failed.
    pub site: Site,
    /// Of a talk in a site: a slide that stands for it.
    pub cover: Option<Cover>,
    pub deck: Deck,
    /// How many slides hold notes that are in the page.
    pub with_notes: usize,
    /// The deck's title: the author's, else the first heading.
    pub title: String,
    /// In the order of the talk.
    pub slides: Vec<BuiltSlide>,
    pub elsewhere: TalkLinks,
    /// Where in the site the deck's PDF is to be, which a browser prints for it; `None` if no PDF is wanted.
    pub pdf: Option<String>,
    /// Of a public build: what was left out, and what was not.
    pub privacy: privacy::Collected,
    /// The links of all slides, for the codes that lead to them.
    pub links: Links,
    pub timing: Timing,
    /// What the page loads from elsewhere, and what it runs.
    pub permissions: Permissions,
    /// Pages of the talk's own and style sheets, with what they name.
    pub opened: OpenedFiles,
    /// Of a public build: the files that go out as they are, since they cannot be cleaned.
    pub uncleaned: Vec<Uncleaned>,
    /// Everything to tell the author, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into: those of the project, and style sheets read on the way.
    pub sources: Sources,
}

/// A slide of a deck that was built.
#[derive(Clone, Debug)]
pub(crate) struct BuiltSlide {
    /// Its id in the page; `None` if there is nothing to make one from.
    pub id: Option<String>,
    /// The column, counted from 0.
    pub h: usize,
    /// The place in the column, counted from 0.
    pub v: usize,
    pub rendered: Arc<Rendered>,
}

impl Built {
    /// By column, the numbers of the slides that the page shows: neither hidden ones nor those of a hidden stack. They count
    /// from 0 over all slides.
    pub(crate) fn shown(&self) -> Vec<Vec<usize>> {
        let is_hidden = |attributes: &Attributes| attributes.value("data-visibility") == Some("hidden");
        let mut next = 0;
        let mut of_column = |column: &Column<'_>| {
            let numbers = next..next + column.slides.len();
            next = numbers.end;
            let is_out = is_hidden(&column.section().attributes);
            let slide = |number: usize| self.slides.get(number);
            let is_shown = |number: &usize| {
                !is_out && slide(*number).is_some_and(|slide| !is_hidden(&slide.rendered.attributes))
            };
            numbers.filter(is_shown).collect()
        };
        self.deck.columns().iter().map(&mut of_column).collect()
    }

    /// Whether the deck is not what its author meant.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// How long a talk takes, and what there is to say about its slides.
#[derive(Debug)]
pub(crate) struct Timed {
    pub timing: Timing,
    /// The names of all variants, in the order of the alphabet.
    pub variants: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
}

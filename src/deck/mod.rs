//! The talk as values: a tree of sections and slides, their attributes, and the settings of the deck.
//!
//! Files and folders give the tree, `parse` builds it, `render` and `site` read it. It holds spans and no text:
//! the text stays in [`Sources`](crate::text::Sources). The two-dimensional grid that a browser steps through is
//! not stored but computed from the tree ([`Deck::columns`]).

mod address;
mod attributes;
mod date;
pub(crate) mod elements;
mod fit;
mod grid;
mod ids;
mod language;
mod lints;
mod listing;
mod publish;
mod running;
mod settings;
mod time;
mod translations;
mod trust;
mod variant;

pub(crate) use address::{address_below, script_scheme, unsafe_link_scheme};
pub(crate) use attributes::{Attribute, Attributes, MOST_ATTRIBUTES};
pub(crate) use date::{Date, shown_date};
pub(crate) use fit::{DATA_ATTRIBUTE as FIT_ATTRIBUTE, Fit};
pub(crate) use grid::Column;
pub(crate) use ids::{Names, slug};
pub(crate) use language::is_right_to_left;
pub(crate) use lints::{LINTS, Level, Lints, When, is_only_checked};
pub(crate) use listing::{Listing, Occasion, SiteLink, SiteSettings};
pub(crate) use publish::{
    Compression, Hosting, Publishing, Target, USUAL_REMOTE, branch_fault, remote_fault,
};
pub(crate) use running::{Logo, Running, SWITCHES};
pub(crate) use settings::*;
pub(crate) use time::seconds;
pub(crate) use translations::{Translations, translatable};
pub use trust::Trust;
pub(crate) use variant::{MARKS, Variant, names};

use std::time::Duration;

use crate::text::{Fingerprint, Span};

/// A whole talk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deck {
    /// The settings of `orate.toml`, and of front matter that applies to the whole deck.
    pub settings: Settings,
    /// The top of the tree, in the order of the talk.
    pub sections: Vec<Section>,
}

/// A part of the talk: a folder, a file, or a column of slides within a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Section {
    /// The author's own id, where there is one.
    pub id: Option<String>,
    /// The author's own title, for the menu and the outline; without one, the first heading serves.
    pub title: Option<String>,
    /// The attributes of the `section` element of each of its columns.
    pub attributes: Attributes,
    /// How long the section may take as a whole.
    pub duration: Option<Duration>,
    /// Its slides or its sections.
    pub content: Content,
}

/// What a section holds.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// A column of the grid: slides one below the other, at least one.
    Slides(Vec<Slide>),
    /// Sections of their own.
    Sections(Vec<Section>),
}

impl Default for Content {
    fn default() -> Content {
        Content::Sections(Vec::new())
    }
}

/// One slide.
#[derive(Clone, Debug)]
pub(crate) struct Slide {
    /// Where the slide is in its file, with its notes and without separators.
    pub span: Span,
    /// What the audience sees.
    pub body: Body,
    /// What only the speaker sees.
    pub notes: Option<Span>,
    /// From `<!-- .slide: … -->` comments, in their order, and from the section where the slide is a column alone.
    pub attributes: Attributes,
    /// Of the slide's own text: equal texts have equal fingerprints, whatever is around them. White space at its
    /// ends is left out: what the last slide of a file ends with depends on its place.
    pub fingerprint: Fingerprint,
}

/// The source of what the audience sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// Markdown, as reveal.js and orate's additions have it.
    Markdown(Span),
    /// Raw HTML, kept as it is: a `section` of an `index.html` without `data-markdown`.
    Html(Span),
}

impl Body {
    /// Where the source is.
    pub(crate) fn span(self) -> Span {
        match self {
            Body::Markdown(span) | Body::Html(span) => span,
        }
    }
}

impl Deck {
    /// Every slide, in the order of the talk.
    pub(crate) fn slides(&self) -> impl Iterator<Item = &Slide> {
        self.columns().into_iter().flat_map(|column| column.slides)
    }
}

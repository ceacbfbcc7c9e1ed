//! A rendered slide, and what the page has to know about it.

use super::budget::Spent;
use super::files::FileRead;
use super::layout::Layout;
use super::programs::Drawn;
use crate::assets::Reference;
use crate::deck::{Attribute, Attributes, Placed};
use crate::html::{LinkedCode, Links, Markup, Permissions};
use crate::runtime::MathPieces;
use crate::text::{Diagnostic, Span};

/// A slide as HTML, and what the page has to know about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rendered {
    /// What is in the slide's `section`.
    pub content: Markup,
    /// What is in its `aside.notes`; `None` for the public.
    pub notes: Option<Markup>,
    /// The slide's attributes, with those that an `.element` comment gave to the slide itself. They may still gain an
    /// id; [`super::attributes`] writes them.
    pub attributes: Attributes,
    /// The template of its own that the slide asks for.
    pub layout: Option<Box<Layout>>,
    /// Asks for a card and an address to share the slide by; its value is a title for that, if it is not empty.
    pub card: Option<Box<Attribute>>,
    pub facts: SlideFacts,
    pub targets: LinkTargets,
    /// What content and notes load from elsewhere and run.
    pub permissions: Permissions,
    /// The names of variants that its elements bear.
    pub variants: Vec<Placed<String>>,
    pub trace: RenderTrace,
    pub diagnostics: Vec<Diagnostic>,
}

/// What the outline, the timing and the choice of styles and scripts go by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SlideFacts {
    /// The text of the first heading.
    pub heading: Option<String>,
    /// How many words the speaker's notes have, of whichever kind they are.
    pub words: usize,
    /// How many steps the slide is shown in, after the first.
    pub fragments: usize,
    /// Whether the speaker has notes for this slide: its own, or an `aside.notes` in the author's HTML.
    pub has_notes: bool,
    /// Whether it shows code in a block of its own.
    pub has_listings: bool,
    /// Whether it shows films, sounds or players of others that are set as orate sets them.
    pub has_players: bool,
    /// Whether it has films, sounds or players of others, on it or behind it.
    pub has_films: bool,
    /// Whether something on it opens large: `data-preview-image` and the like.
    pub has_previews: bool,
    /// The pieces of the font that its formulas are set from.
    pub letters: MathPieces,
}

/// What links lead to, and which links the slide has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LinkTargets {
    /// The ids of elements in the content, each as often as it occurs.
    pub ids: Vec<String>,
    /// Elements in the content that have a name.
    pub anchors: Vec<Anchor>,
    /// Links within the deck.
    pub inner_links: Vec<Link>,
    /// The addresses of its links with ids, for the QR codes of other slides.
    pub links: Links,
}

/// What rendering the slide read, started and cost: by this a memo decides whether the slide is still current.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RenderTrace {
    /// The files of the project that it was made of.
    pub files: Vec<FileRead>,
    /// What programs have drawn of it.
    pub drawn: Drawn,
    /// What its drawings cost.
    pub spent: Spent,
    /// Whether it would be another slide in a deck with another address.
    pub names_deck: bool,
}

/// A link within the deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The address, from its `#` on.
    pub to: String,
    pub at: Span,
}

/// An element that a link can lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Anchor {
    /// Its value, as a link names it after `#`.
    pub name: String,
    pub at: Span,
    pub kind: AnchorKind,
}

/// What gives an element the name by which a link leads to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnchorKind {
    /// An `id`, which no other element may have.
    Id,
    /// The `id` of a part of an inline drawing that the drawing itself names: a gradient, say. A second part of that name in
    /// the deck is never shown. `drawing` counts the slide's drawings from 0.
    DrawingPart { drawing: usize },
    /// A name that others may have: a `data-id` is shared by those that are one in motion.
    Shared,
}

impl Rendered {
    /// Whether something is yet to be filled into content or notes: what became of a file or a link.
    pub(crate) fn has_holes(&self) -> bool {
        self.content.has_holes() || self.notes.as_ref().is_some_and(Markup::has_holes)
    }

    /// Every reference to a file of the project, in content and notes.
    pub(crate) fn references(&self) -> impl Iterator<Item = &Reference> {
        std::iter::once(&self.content).chain(&self.notes).flat_map(Markup::references)
    }

    /// The QR codes that wait for a link on another slide, in content and notes.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &LinkedCode> {
        std::iter::once(&self.content).chain(&self.notes).flat_map(Markup::codes)
    }
}

//! What is the speaker's alone: taken out of a public build ([`remove`]), listed as its author wrote it ([`mod@collect`]), and
//! looked for in the finished files ([`search`]).
//!
//! Private are speaker notes of every form, hidden slides, drafts and comments. What hides within a slide's own HTML is
//! taken out where the slide is rendered, by `render::facts`; the list made here shares no code with that, so that a slip
//! in one is found by the other.

mod collect;
mod remove;
pub(crate) mod search;

pub(crate) use collect::collect;
pub(crate) use remove::{with_marked_drafts, without_private};

use crate::deck::{Attributes, Column, Deck};
use crate::parse::attribute_comment;
use crate::text::Span;

/// The author's mark on slides and sections that are not ready.
const DRAFT: &str = "draft";

/// What a public build leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Notes,
    HiddenSlide,
    Draft,
    Comment,
}

impl Kind {
    /// What it is, in a sentence.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Notes => "speaker notes",
            Kind::HiddenSlide => "a hidden slide",
            Kind::Draft => "a draft",
            Kind::Comment => "a comment",
        }
    }
}

/// A stretch that is not for the public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Private {
    pub kind: Kind,
    pub at: Span,
    /// What must not be found: the source's text, or the value of an attribute that is there.
    pub text: String,
}

/// What is private in a talk and what is public, as its author wrote both.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collected {
    pub private: Vec<Private>,
    pub public: Vec<String>,
    /// Whether the talk had slides, and none of them is for the public.
    pub is_withheld: bool,
}

/// Whether no slide of a talk is for the public, though it has some.
pub(crate) fn is_withheld(deck: &Deck) -> bool {
    let is_private = |column: &Column<'_>| {
        column.path.iter().any(|section| kind_of(&section.attributes).is_some())
            || column.slides.iter().all(|slide| kind_of(&slide.attributes).is_some())
    };
    let columns = deck.columns();
    !columns.is_empty() && (deck.settings.draft.value || columns.iter().all(is_private))
}

/// Why a slide or section with these attributes is not for the public; `None` if it is.
fn kind_of(attributes: &Attributes) -> Option<Kind> {
    if attributes.get(DRAFT).is_some() {
        return Some(Kind::Draft);
    }
    (attributes.value("data-visibility") == Some("hidden")).then_some(Kind::HiddenSlide)
}

/// Whether a comment, with its ends, gives attributes to something.
fn is_attribute_comment(comment: &str) -> bool {
    let text = comment.trim_start_matches("<!--");
    attribute_comment(text.strip_suffix("-->").unwrap_or(text)).is_some()
}

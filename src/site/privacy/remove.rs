//! The deck without what is the speaker's alone, for a build that is given away; and with its drafts marked, for the speaker.

use super::{DRAFT, kind_of};
use crate::deck::{Attribute, Content, Deck, Section, Slide};

/// The attribute that holds notes on a slide or section.
const NOTES: &str = "data-notes";

/// Takes out the hidden slides, the drafts and, unless `with_notes`, the notes; a section that is left without slides goes
/// too. Nothing is left of a deck that is a draft as a whole.
pub(crate) fn without_private(mut deck: Deck, with_notes: bool) -> Deck {
    let sections = std::mem::take(&mut deck.sections).into_iter().filter(|_| !deck.settings.draft.value);
    deck.sections = sections.filter_map(|section| public_section(section, with_notes)).collect();
    deck
}

fn public_section(mut section: Section, with_notes: bool) -> Option<Section> {
    if kind_of(&section.attributes).is_some() {
        return None;
    }
    if !with_notes {
        section.attributes.take(NOTES);
    }
    section.content = match section.content {
        Content::Slides(slides) => {
            Content::Slides(slides.into_iter().filter_map(|slide| public_slide(slide, with_notes)).collect())
        }
        Content::Sections(sections) => Content::Sections(
            sections.into_iter().filter_map(|section| public_section(section, with_notes)).collect(),
        ),
    };
    let is_empty = match &section.content {
        Content::Slides(slides) => slides.is_empty(),
        Content::Sections(sections) => sections.is_empty(),
    };
    (!is_empty).then_some(section)
}

fn public_slide(mut slide: Slide, with_notes: bool) -> Option<Slide> {
    if kind_of(&slide.attributes).is_some() {
        return None;
    }
    if !with_notes {
        slide.notes = None;
        slide.attributes.take(NOTES);
    }
    Some(slide)
}

/// Gives every draft the attribute by which the style marks it for the speaker.
pub(crate) fn with_marked_drafts(mut deck: Deck) -> Deck {
    let is_draft = deck.settings.draft.value;
    deck.sections.iter_mut().for_each(|section| mark(section, is_draft));
    deck
}

fn mark(section: &mut Section, is_draft: bool) {
    let is_draft = section.attributes.take(DRAFT).is_some() || is_draft;
    match &mut section.content {
        Content::Sections(sections) => sections.iter_mut().for_each(|section| mark(section, is_draft)),
        Content::Slides(slides) => {
            for slide in slides {
                if slide.attributes.take(DRAFT).is_some() || is_draft {
                    let name = "data-orate-draft".to_owned();
                    slide.attributes.set(Attribute { name, value: String::new(), at: None });
                }
            }
        }
    }
}

//! The deck without what is the speaker's alone: for a build that is given away.

use crate::deck::{Attribute, Attributes, Content, Deck, Section, Slide};

/// Takes out the notes, the hidden slides and the drafts; a section that is left without slides goes too.
pub fn without_private(mut deck: Deck) -> Deck {
    deck.sections = deck.sections.into_iter().filter_map(public_section).collect();
    deck
}

fn public_section(mut section: Section) -> Option<Section> {
    if is_private(&section.attributes) {
        return None;
    }
    section.content = match section.content {
        Content::Slides(slides) => Content::Slides(slides.into_iter().filter_map(public_slide).collect()),
        Content::Sections(sections) => {
            Content::Sections(sections.into_iter().filter_map(public_section).collect())
        }
    };
    let is_empty = match &section.content {
        Content::Slides(slides) => slides.is_empty(),
        Content::Sections(sections) => sections.is_empty(),
    };
    (!is_empty).then_some(section)
}

fn public_slide(mut slide: Slide) -> Option<Slide> {
    if is_private(&slide.attributes) {
        return None;
    }
    slide.notes = None;
    slide.attributes.take("data-notes");
    Some(slide)
}

fn is_private(attributes: &Attributes) -> bool {
    attributes.value("data-visibility") == Some("hidden") || attributes.get(DRAFT).is_some()
}

/// The author's mark on slides and sections that are not ready.
const DRAFT: &str = "draft";

/// Gives every draft the attribute by which the style marks it for the speaker.
pub fn with_marked_drafts(mut deck: Deck) -> Deck {
    deck.sections.iter_mut().for_each(|section| mark(section, false));
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

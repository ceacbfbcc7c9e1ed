//! The deck without what is the speaker's alone: for a build that is given away.

use crate::deck::{Content, Deck, Section, Slide};

/// Takes out the notes and the hidden slides; a section that is left without slides goes too.
pub fn without_private(mut deck: Deck) -> Deck {
    deck.sections = deck.sections.into_iter().filter_map(public_section).collect();
    deck
}

fn public_section(mut section: Section) -> Option<Section> {
    if section.attributes.value("data-visibility") == Some("hidden") {
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
    if slide.is_hidden() {
        return None;
    }
    slide.notes = None;
    slide.attributes.take("data-notes");
    Some(slide)
}

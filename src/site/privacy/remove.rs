//! The deck without what is the speaker's alone, for a build that is given away; and what that was, to be looked for.

use crate::deck::{Attribute, Attributes, Content, Deck, Section, Slide};
use crate::parse::attribute_comment;
use crate::text::{Slice, Sources, Span};

/// Takes out the hidden slides, the drafts and, unless `with_notes`, the notes; a section that is left without slides goes too.
pub fn without_private(mut deck: Deck, with_notes: bool) -> Deck {
    deck.sections =
        deck.sections.into_iter().filter_map(|section| public_section(section, with_notes)).collect();
    deck
}

fn public_section(mut section: Section, with_notes: bool) -> Option<Section> {
    if is_private(&section.attributes) {
        return None;
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
    if is_private(&slide.attributes) {
        return None;
    }
    if !with_notes {
        slide.notes = None;
        slide.attributes.take("data-notes");
    }
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

/// What a public build leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Notes,
    HiddenSlide,
    Comment,
}

/// A stretch that is not for the public.
#[derive(Clone, Debug)]
pub struct Private {
    pub kind: Kind,
    pub at: Span,
    /// What is not to be found: the source's text, or the value of an attribute that stands there.
    pub text: String,
}

/// What is private in a deck and what is public, as its author wrote both.
#[derive(Clone, Debug, Default)]
pub struct Removed {
    pub private: Vec<Private>,
    pub public: Vec<String>,
}

/// Parts what a deck's slides say.
pub fn part(deck: &Deck, sources: &Sources, with_notes: bool) -> Removed {
    let mut parted = Removed::default();
    for section in &deck.sections {
        part_section(section, false, sources, with_notes, &mut parted);
    }
    parted
}

fn part_section(
    section: &Section,
    is_in_hidden: bool,
    sources: &Sources,
    with_notes: bool,
    parted: &mut Removed,
) {
    let is_hidden = is_in_hidden || is_private(&section.attributes);
    match &section.content {
        Content::Sections(sections) => {
            sections.iter().for_each(|section| part_section(section, is_hidden, sources, with_notes, parted))
        }
        Content::Slides(slides) => {
            for slide in slides {
                if is_hidden || is_private(&slide.attributes) {
                    parted.private.push(private(Kind::HiddenSlide, sources.slice(slide.span)));
                } else {
                    part_slide(slide, sources, with_notes, parted);
                }
            }
        }
    }
}

fn part_slide(slide: &Slide, sources: &Sources, with_notes: bool, parted: &mut Removed) {
    let body = sources.slice(slide.body.span());
    let mut rest = body.text;
    let mut public = String::new();
    let mut at = body.span.start;
    let mut is_code = false;
    while let Some(start) = rest.find("<!--") {
        is_code = ends_in_fence(&rest[..start], is_code);
        let end = rest[start..].find("-->").map_or(rest.len(), |end| start + end + "-->".len());
        public.push_str(&rest[..start]);
        let span = Span { start: at + start as u32, end: at + end as u32, ..body.span };
        // What an attribute comment says becomes part of the page; only what is private in it is not.
        let comment = &rest[start..end];
        if is_code || ends_in_code_span(&rest[..start]) {
            public.push_str(comment);
        } else if !is_attribute_comment(comment) {
            parted.private.push(private(Kind::Comment, sources.slice(span)));
        }
        rest = &rest[end..];
        at += end as u32;
    }
    public.push_str(rest);
    parted.public.push(public);
    if with_notes {
        parted.public.extend(slide.notes.map(|notes| sources.text(notes).to_owned()));
        return;
    }
    if let Some(notes) = slide.notes {
        parted.private.push(private(Kind::Notes, sources.slice(notes)));
    }
    if let Some(notes) = slide.attributes.get("data-notes") {
        let at = notes.at.unwrap_or_else(|| slide.span.head());
        parted.private.push(Private { kind: Kind::Notes, at, text: notes.value.clone() });
    }
}

/// Whether a comment, with its ends, gives attributes to something.
pub fn is_attribute_comment(comment: &str) -> bool {
    let text = comment.trim_start_matches("<!--");
    attribute_comment(text.strip_suffix("-->").unwrap_or(text)).is_some()
}

/// Whether code between fences is open where the text ends. Fences are looked for as they are usually written: what is
/// taken for a comment here is only ever looked for in vain.
fn ends_in_fence(text: &str, was_open: bool) -> bool {
    let is_fence = |line: &&str| ["```", "~~~"].iter().any(|fence| line.trim_start().starts_with(fence));
    was_open ^ (text.lines().filter(is_fence).count() % 2 == 1)
}

/// Whether the text ends in the middle of code in a line, or in a line that is code by its indentation.
fn ends_in_code_span(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or(text);
    line.starts_with("    ") || line.bytes().filter(|byte| *byte == b'`').count() % 2 == 1
}

fn private(kind: Kind, slice: Slice<'_>) -> Private {
    Private { kind, at: slice.span, text: slice.text.to_owned() }
}

impl Kind {
    /// What it is, in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Notes => "speaker notes",
            Kind::HiddenSlide => "a hidden slide or a draft",
            Kind::Comment => "a comment",
        }
    }
}

//! Images: what is in the brackets is their alternative text.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::MarkdownWriter;
use super::extended::with_braces;
use crate::html::address::encode_address;
use crate::html::builder::Build;

/// An image whose alternative text is still being read.
pub(super) struct Picture<'a> {
    pub address: CowStr<'a>,
    pub title: CowStr<'a>,
    /// The alternative text so far.
    pub text: String,
    pub range: Range<usize>,
    /// How many images within this one's text are open.
    pub nested: usize,
}

impl<'a, B: Build> MarkdownWriter<'a, '_, B> {
    /// Reads on in an image's text, of which only the text counts.
    pub(super) fn in_image(&mut self, event: Event<'a>) {
        let Some(picture) = &mut self.state.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => picture.nested += 1,
            Event::End(TagEnd::Image) if picture.nested > 0 => picture.nested -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::InlineHtml(text) => picture.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => picture.text.push('\n'),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(picture) = self.state.image.take() else { return };
        let end = picture.range.end;
        let braces = self.braces(end).unwrap_or_default().for_image();
        let place = self.place_of(&picture.address, picture.range);
        let address = encode_address(&picture.address);
        let mut attributes = vec![("src", address.as_str()), ("alt", picture.text.as_str())];
        attributes.extend((!picture.title.is_empty()).then_some(("title", &*picture.title)));
        with_braces(&mut attributes, &braces);
        self.build.void("img", &attributes, Some(self.source.span.part(place)));
        self.pass_braces(end);
    }

    /// Where in `range` an address is; the whole of it where it is written in another way.
    pub(super) fn place_of(&self, address: &str, range: Range<usize>) -> Range<usize> {
        let offset = if address.is_empty() { None } else { self.source.text[range.clone()].rfind(address) };
        offset.map_or(range.clone(), |at| range.start + at..range.start + at + address.len())
    }
}

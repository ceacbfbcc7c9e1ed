//! Keeps Markdown out of bare addresses: in `https://a.example/_b_` nothing is emphasised.
//!
//! marked reads an address before it looks for emphasis in it; pulldown-cmark does not know bare addresses. So
//! before it reads a slide, the signs of emphasis in an address become control characters, one byte for one byte
//! so that every offset stays true, and whatever it tells is read with the signs put back.

use std::borrow::Cow;

use super::autolink::{self, End};
use super::block_starts::Marked;
use crate::html::builder::Build;
use crate::render::math::ProtectedFormulas;
use crate::text::Span;

/// Signs that mean something within a word, and what stands for each: characters that no text holds.
const SIGNS: [(u8, u8); 4] = [(b'*', 0x01), (b'_', 0x02), (b'~', 0x03), (b'$', 0x04)];

/// A slide's text with its bare addresses kept from Markdown.
pub(super) struct ProtectedAddresses<'a> {
    pub text: Cow<'a, str>,
}

impl<'a> ProtectedAddresses<'a> {
    /// Exchanges the signs of emphasis in each bare address of a text.
    pub(super) fn new(text: &'a str, end: End) -> ProtectedAddresses<'a> {
        let has_address = text.contains("://") || text.contains("www.");
        let has_stand_in = text.bytes().any(|byte| (0x01..=0x04).contains(&byte));
        if !has_address || has_stand_in {
            return ProtectedAddresses { text: Cow::Borrowed(text) };
        }
        let mut shielded: Option<String> = None;
        let mut at = 0;
        while let Some(link) = autolink::find(text, at, end) {
            // What ends the text of a link is not part of an address in it.
            let address = &text[link.range.clone()];
            let end = ["](", "]["].iter().filter_map(|end| address.find(end)).min().unwrap_or(address.len());
            let (range, address) = (link.range.start..link.range.start + end, &address[..end]);
            at = range.end.max(link.range.start + 1);
            let has_sign = address.bytes().any(|byte| SIGNS.iter().any(|(sign, _)| *sign == byte));
            if has_sign && stands_bare(&text[..range.start]) {
                let text = shielded.get_or_insert_with(|| text.to_owned());
                text.replace_range(range, &translate(address, |(sign, stand_in)| (sign, stand_in)));
            }
        }
        ProtectedAddresses { text: shielded.map_or(Cow::Borrowed(text), Cow::Owned) }
    }

    /// The signs put back in a part of the text.
    pub(super) fn restore<'b>(&self, part: &'b str) -> Cow<'b, str> {
        let has_stand_in = || part.bytes().any(|byte| (0x01..=0x04).contains(&byte));
        match self.text {
            Cow::Owned(_) if has_stand_in() => {
                Cow::Owned(translate(part, |(sign, stand_in)| (stand_in, sign)))
            }
            _ => Cow::Borrowed(part),
        }
    }
}

/// Writes with the signs put back, and without the marks that were set.
pub(super) struct RestoredAddresses<'a, 'b, B> {
    pub build: &'b mut B,
    pub formulas: &'a ProtectedFormulas<'a>,
    pub shielded: &'a ProtectedAddresses<'a>,
    pub marked: &'a Marked<'a>,
}

impl<B: Build> RestoredAddresses<'_, '_, B> {
    fn restore<'c>(&self, part: &'c str) -> Cow<'c, str> {
        self.marked.restore(self.shielded.restore(part))
    }

    fn with(&mut self, attributes: &[(&str, &str)], write: impl FnOnce(&mut B, &[(&str, &str)])) {
        let is_plain =
            matches!((&self.shielded.text, &self.marked.text), (Cow::Borrowed(_), Cow::Borrowed(_)));
        if is_plain && matches!(self.formulas.text, Cow::Borrowed(_)) {
            return write(self.build, attributes);
        }
        let values: Vec<_> =
            attributes.iter().map(|(_, value)| self.formulas.restore(self.restore(value))).collect();
        let attributes: Vec<_> =
            attributes.iter().zip(&values).map(|((name, _), value)| (*name, &**value)).collect();
        write(self.build, &attributes);
    }
}

impl<B: Build> Build for RestoredAddresses<'_, '_, B> {
    fn open(&mut self, name: &'static str, attributes: &[(&str, &str)], at: Option<Span>) {
        self.with(attributes, |build, attributes| build.open(name, attributes, at));
    }

    fn close(&mut self, name: &'static str) {
        self.build.close(name);
    }

    fn void(&mut self, name: &'static str, attributes: &[(&str, &str)], at: Option<Span>) {
        self.with(attributes, |build, attributes| build.void(name, attributes, at));
    }

    fn text(&mut self, text: &str) {
        let text = self.restore(text);
        self.build.text(&text);
    }

    fn comment(&mut self, text: &str, at: Option<Span>) {
        let text = self.formulas.restore(self.restore(text));
        self.build.comment(&text, at);
    }

    fn raw(&mut self, html: &str) {
        let html = self.restore(html);
        self.build.raw(&html);
    }

    fn place(&mut self, at: Span) {
        self.build.place(at);
    }

    fn size(&self) -> usize {
        self.build.size()
    }
}

/// Whether an address after this text is one that Markdown does not know: no destination of a link, no definition,
/// no `<…>`. Markdown knows those itself, and allows no control characters in them.
fn stands_bare(before: &str) -> bool {
    let is_apart = before.is_empty() || before.ends_with([' ', '\t', '\n']);
    let before = before.trim_end_matches([' ', '\t', '\n']);
    is_apart && !before.ends_with('(') && !before.ends_with("]:")
}

/// The text with some ASCII characters exchanged for others.
fn translate(text: &str, direction: impl Fn((u8, u8)) -> (u8, u8)) -> String {
    let exchange = |character: char| {
        let pair = SIGNS.into_iter().map(&direction).find(|(from, _)| *from as char == character);
        pair.map_or(character, |(_, to)| to as char)
    };
    text.chars().map(exchange).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_of_an_address_come_back_as_they_were() {
        let text = "*a* https://a.example/_b_*c~d *e*";
        let shielded = ProtectedAddresses::new(text, End::Space);
        assert_eq!(shielded.text, "*a* https://a.example/\u{2}b\u{2}\u{1}c\u{3}d *e*");
        assert_eq!(shielded.restore(&shielded.text), text);
    }

    #[test]
    fn an_address_that_markdown_knows_is_left_alone() {
        let text = "[a](https://a.example/_b_) <https://a.example/_b_>\n\n[b]: https://a.example/_b_";
        assert_eq!(ProtectedAddresses::new(text, End::Space).text, text);
    }

    #[test]
    fn a_text_with_control_characters_of_its_own_is_left_alone() {
        let text = "\u{2} https://a.example/_b_";
        let shielded = ProtectedAddresses::new(text, End::Space);
        assert_eq!(shielded.restore(&shielded.text), text);
        assert_eq!(shielded.text, text);
    }
}

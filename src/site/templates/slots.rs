//! Slots: the places in a page that are filled after its template has been rendered.
//!
//! A template puts out a slot as it puts out any value. What it sees is one noncharacter of Unicode, and
//! [`without_marks`] takes noncharacters out of every other value and text of the template; so nothing that an author
//! writes can be taken for a slot. What the template made is split at them once.

use std::borrow::Cow;

use tera::{Map, Value};

/// A place in a page that is filled later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The Content-Security-Policy, which follows from everything else in the page.
    Policy,
    /// The deck's title, as escaped text.
    Title,
    /// The style sheets and the script that the page shares with others.
    Links,
    Style,
    Script,
    /// What the page tells the runtime, as JSON.
    Configuration,
    Slides,
    /// What the server of a preview says to the page.
    Live,
}

/// Every slot; the place in this list gives its mark.
const SLOTS: [Slot; 8] = [
    Slot::Policy,
    Slot::Title,
    Slot::Links,
    Slot::Style,
    Slot::Script,
    Slot::Configuration,
    Slot::Slides,
    Slot::Live,
];

/// The first of the 32 noncharacters U+FDD0 to U+FDEF, which Unicode keeps for the use of programs (section 23.7), and
/// which HTML does not allow in a page (section 13.1.7).
const FIRST_MARK: char = '\u{FDD0}';
const LAST_MARK: char = '\u{FDEF}';

impl Slot {
    /// What a template sees of the slot.
    pub(crate) fn mark(self) -> char {
        let place = SLOTS.iter().position(|slot| *slot == self).unwrap_or_default() as u32;
        char::from_u32(FIRST_MARK as u32 + place).unwrap_or(FIRST_MARK)
    }

    fn of(mark: char) -> Option<Slot> {
        SLOTS.get((mark as usize).checked_sub(FIRST_MARK as usize)?).copied()
    }
}

/// A piece of what a template made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Html(String),
    Slot(Slot),
}

/// HTML with slots, as a template made it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slotted {
    pieces: Vec<Piece>,
}

impl Slotted {
    /// Splits what a template put out at the marks in it.
    pub(crate) fn split(mut text: &str) -> Slotted {
        let mut pieces = Vec::new();
        while let Some((at, mark)) = text.char_indices().find(|(_, character)| is_mark(*character)) {
            let (html, rest) = text.split_at(at);
            pieces.extend((!html.is_empty()).then(|| Piece::Html(html.to_owned())));
            pieces.extend(Slot::of(mark).map(Piece::Slot));
            text = &rest[mark.len_utf8()..];
        }
        pieces.extend((!text.is_empty()).then(|| Piece::Html(text.to_owned())));
        Slotted { pieces }
    }

    /// The HTML and the slots, in their order.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    pub(crate) fn pieces_mut(&mut self) -> &mut [Piece] {
        &mut self.pieces
    }

    /// How often a slot occurs.
    pub(crate) fn count(&self, slot: Slot) -> usize {
        self.pieces.iter().filter(|piece| **piece == Piece::Slot(slot)).count()
    }

    /// The HTML with every slot left empty.
    pub(crate) fn html(&self) -> String {
        let html = self.pieces.iter().map(|piece| match piece {
            Piece::Html(html) => html.as_str(),
            Piece::Slot(_) => "",
        });
        html.collect()
    }

    /// The HTML before the first slot of a kind and the HTML after it; `None` if there is no such slot.
    pub(crate) fn around(&self, slot: Slot) -> Option<(String, String)> {
        let at = self.pieces.iter().position(|piece| *piece == Piece::Slot(slot))?;
        let part = |pieces: &[Piece]| Slotted { pieces: pieces.to_vec() }.html();
        Some((part(&self.pieces[..at]), part(&self.pieces[at + 1..])))
    }

    /// Puts other pieces before the first start tag of an element, where there is one in the template's own HTML.
    pub(crate) fn insert_before(&mut self, tag: &str, inserted: Slotted) {
        let place = self.pieces.iter().enumerate().find_map(|(index, piece)| match piece {
            Piece::Html(html) => {
                html.find(tag).map(|at| (index, html[..at].to_owned(), html[at..].to_owned()))
            }
            Piece::Slot(_) => None,
        });
        if let Some((index, before, after)) = place {
            let parts = [Piece::Html(before)].into_iter().chain(inserted.pieces).chain([Piece::Html(after)]);
            self.pieces.splice(index..=index, parts);
        }
    }
}

fn is_mark(character: char) -> bool {
    (FIRST_MARK..=LAST_MARK).contains(&character)
}

/// A text in which no character is a mark: each that was one becomes U+FFFD, which has as many bytes.
pub(super) fn without_marks(text: &str) -> Cow<'_, str> {
    match text.contains(is_mark) {
        true => text.replace(is_mark, "\u{FFFD}").into(),
        false => text.into(),
    }
}

/// A value in which no character is a mark.
pub(super) fn value_without_marks(value: &Value) -> Value {
    if let Some(text) = value.as_str() {
        return match without_marks(text) {
            Cow::Borrowed(_) => value.clone(),
            Cow::Owned(text) if value.is_safe() => Value::safe_string(&text),
            Cow::Owned(text) => Value::normal_string(&text),
        };
    }
    if let Some(parts) = value.as_array() {
        return Value::from(parts.iter().map(value_without_marks).collect::<Vec<_>>());
    }
    match value.as_map() {
        Some(map) => {
            let parts = map.iter().map(|(key, value)| (key.clone(), value_without_marks(value)));
            Value::from(parts.collect::<Map>())
        }
        None => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> Piece {
        Piece::Html(text.into())
    }

    #[test]
    fn a_text_is_split_at_its_marks_and_nowhere_else() {
        let text = format!("a{}{}é\u{FFFD}", Slot::Policy.mark(), Slot::Live.mark());
        let pieces = [html("a"), Piece::Slot(Slot::Policy), Piece::Slot(Slot::Live), html("é\u{FFFD}")];
        assert_eq!(Slotted::split(&text).pieces(), pieces);
        assert_eq!(Slotted::split("").pieces(), []);
        for slot in SLOTS {
            assert_eq!(Slot::of(slot.mark()), Some(slot));
        }
    }

    #[test]
    fn no_value_holds_a_mark() {
        let forged: String = SLOTS.iter().map(|slot| slot.mark()).chain([LAST_MARK]).collect();
        let value = Value::from(vec![Value::safe_string(&forged), Value::normal_string("a")]);
        let shown = format!("{:?}", value_without_marks(&value));
        assert!(!shown.contains(is_mark) && !shown.contains("fdd"), "{shown}");
        assert_eq!(without_marks(&forged).len(), forged.len());
    }

    #[test]
    fn pieces_go_before_the_first_tag_of_the_templates_own_html() {
        let mut page = Slotted::split(&format!("{}<p><script>x<script>", Slot::Style.mark()));
        page.insert_before("<script", Slotted::split(&Slot::Live.mark().to_string()));
        let pieces =
            [Piece::Slot(Slot::Style), html("<p>"), Piece::Slot(Slot::Live), html("<script>x<script>")];
        assert_eq!(page.pieces(), pieces);
        page.insert_before("<table", Slotted::split("no"));
        assert_eq!(page.pieces(), pieces);
    }
}

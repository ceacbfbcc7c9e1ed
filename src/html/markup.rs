//! HTML with holes: what a slide becomes before it is known where the files it names will be.
//!
//! A slide is rendered alone, and whether an image is embedded, shared or put beside the page is decided over the
//! whole site. So a rendered slide is text with places left open, each holding the reference that fills it.

use super::hole::LinkedCode;
use crate::assets::{Reference, Sheet};

/// HTML with holes for files of the project.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Markup {
    pieces: Vec<Piece>,
    /// Known without a look at the pieces, since most slides of a long talk have none.
    has_holes: bool,
}

/// A part of some markup.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// Finished HTML.
    Html(String),
    /// A whole `img` element; the file decides about `src`, `width` and `height`.
    Image(Image),
    /// The address of a file, within an attribute's value: to be escaped for double quotes.
    Url(Reference),
    /// CSS within an attribute's value (`style`): to be escaped for double quotes.
    Declarations(Sheet),
    /// The text of a `style` element.
    Style(Sheet),
    /// A document within an attribute's value (`srcdoc`): to be escaped for double quotes.
    Document(Markup),
    /// The QR code of a link on another slide.
    Code(LinkedCode),
}

/// An `img` element whose file is the project's.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Image {
    /// Every attribute but the one with the address.
    pub attributes: Vec<AttributeMarkup>,
    pub reference: Reference,
    /// The author wants it loaded only when its slide is near (`data-src`), which matters for a file beside the page.
    pub is_lazy: bool,
}

/// An attribute whose value may name files of the project.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AttributeMarkup {
    pub name: String,
    pub value: Vec<ValuePart>,
}

/// A part of an attribute's value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ValuePart {
    /// As the author means it, not yet escaped.
    Text(String),
    Url(Reference),
    /// The CSS of a `style` attribute.
    Declarations(Sheet),
    /// The document of a `srcdoc`.
    Document(Markup),
}

impl Markup {
    /// The parts in their order.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether nothing would be shown.
    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether there is anything to fill in.
    pub(crate) fn has_holes(&self) -> bool {
        self.has_holes
    }

    /// The parts among which there are holes.
    fn with_holes(&self) -> &[Piece] {
        if self.has_holes { &self.pieces } else { &[] }
    }

    /// Every reference to a file of the project, in the order of the text.
    pub(crate) fn references(&self) -> Vec<&Reference> {
        let mut references = Vec::new();
        for piece in self.with_holes() {
            match piece {
                Piece::Html(_) | Piece::Code(_) => {}
                Piece::Document(document) => references.extend(document.references()),
                Piece::Url(reference) => references.push(reference),
                Piece::Declarations(sheet) | Piece::Style(sheet) => references.extend(sheet.references()),
                Piece::Image(image) => {
                    references.push(&image.reference);
                    image.attributes.iter().for_each(|attribute| references.extend(attribute.references()));
                }
            }
        }
        references
    }

    /// The codes that wait for a link on another slide.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &LinkedCode> {
        self.with_holes().iter().filter_map(|piece| match piece {
            Piece::Code(wanted) => Some(wanted),
            _ => None,
        })
    }

    /// Gives back the room that finished markup does not need: a preview keeps thousands of slides.
    pub(crate) fn shrink_to_fit(&mut self) {
        for piece in &mut self.pieces {
            if let Piece::Html(html) = piece {
                html.shrink_to_fit();
            }
        }
    }

    /// Adds finished HTML at the end.
    pub(crate) fn push_html(&mut self, html: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Html(existing)) => existing.push_str(html),
            _ if html.is_empty() => {}
            _ => {
                if self.pieces.is_empty() {
                    // Most markup is one piece, a piece is large, and there are thousands of slides.
                    self.pieces.reserve_exact(1);
                }
                self.pieces.push(Piece::Html(html.to_owned()));
            }
        }
    }

    /// Adds a hole at the end.
    pub(crate) fn push(&mut self, piece: Piece) {
        self.has_holes |= !matches!(piece, Piece::Html(_));
        self.pieces.push(piece);
    }

    /// Adds text at the end, escaped.
    pub(crate) fn push_text(&mut self, text: &str) {
        self.edit(|html| escape_text(html, text));
    }

    /// Adds ` name="value"` at the end, escaped.
    pub(crate) fn push_attribute(&mut self, attribute: &AttributeMarkup) {
        self.edit(|html| {
            html.push(' ');
            html.push_str(&attribute.name);
            html.push_str("=\"");
        });
        for part in &attribute.value {
            match part {
                ValuePart::Text(text) => self.edit(|html| escape_value(html, text)),
                ValuePart::Url(reference) => self.push(Piece::Url(reference.clone())),
                ValuePart::Declarations(sheet) => self.push(Piece::Declarations(sheet.clone())),
                ValuePart::Document(document) => self.push(Piece::Document(document.clone())),
            }
        }
        self.push_html("\"");
    }

    /// Adds ` name="value"` at the end, where the value is text alone.
    pub(crate) fn push_plain_attribute(&mut self, name: &str, value: &str) {
        self.edit(|html| {
            for part in [" ", name, "=\""] {
                html.push_str(part);
            }
            escape_value(html, value);
            html.push('"');
        });
    }

    /// Lets `write` add to the HTML at the end.
    fn edit(&mut self, write: impl FnOnce(&mut String)) {
        if let Some(Piece::Html(html)) = self.pieces.last_mut() {
            return write(html);
        }
        let mut html = String::new();
        write(&mut html);
        self.push_html(&html);
    }
}

impl AttributeMarkup {
    /// An attribute with a plain value.
    pub(crate) fn plain(name: impl Into<String>, value: impl Into<String>) -> AttributeMarkup {
        AttributeMarkup { name: name.into(), value: vec![ValuePart::Text(value.into())] }
    }

    /// The references that the value holds.
    pub(crate) fn references(&self) -> Vec<&Reference> {
        let mut references = Vec::new();
        for part in &self.value {
            match part {
                ValuePart::Text(_) => {}
                ValuePart::Url(reference) => references.push(reference),
                ValuePart::Declarations(sheet) => references.extend(sheet.references()),
                ValuePart::Document(document) => references.extend(document.references()),
            }
        }
        references
    }
}

/// Appends text so that a browser reads it back as it is.
pub(crate) fn escape_text(html: &mut String, text: &str) {
    escape(html, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#13;"),
        _ => None,
    });
}

/// Appends the value of an attribute in double quotes so that a browser reads it back as it is.
pub(crate) fn escape_value(html: &mut String, value: &str) {
    escape(html, value, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\r' => Some("&#13;"),
        _ => None,
    });
}

/// The value of an attribute as it is written in double quotes.
pub(crate) fn escaped_value(value: &str) -> String {
    let mut html = String::with_capacity(value.len());
    escape_value(&mut html, value);
    html
}

fn escape(html: &mut String, text: &str, replacement: impl Fn(u8) -> Option<&'static str>) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(replacement) = replacement(byte) {
            html.push_str(&text[done..at]);
            html.push_str(replacement);
            done = at + 1;
        }
    }
    html.push_str(&text[done..]);
}

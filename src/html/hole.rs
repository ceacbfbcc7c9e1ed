//! What is left open in the HTML of one slide, since it takes another slide to fill it.

use std::collections::BTreeMap;

use crate::text::Span;

/// A place for the QR code of a link that is on another slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkedCode {
    /// The id of the link.
    pub link: String,
    /// Where the placeholder is.
    pub at: Span,
}

/// The addresses of links by their ids.
pub(crate) type Links = BTreeMap<String, String>;

//! What is written in the place of each reference.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Library, Reference};
use crate::deck::Embed;
use crate::text::Diagnostic;

/// When a file becomes part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    pub embed: Embed,
    /// In bytes; what is larger goes beside the page where `embed` is [`Embed::Auto`].
    pub limit: u64,
    /// Nothing may stand beside the page, whatever `embed` and `limit` say.
    pub single_file: bool,
}

/// The files that a site refers to, and what becomes of each.
#[derive(Debug, Default)]
pub struct Plan {
    style: String,
    outputs: BTreeMap<String, Output>,
    diagnostics: Vec<Diagnostic>,
}

/// What stands in the place of a reference.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<'a> {
    /// The address is not one of the project's (`https:`, `data:`, `#…`, empty): it stays as the author wrote it.
    AsWritten,
    /// There is no such file, or it cannot be shown; a diagnostic says so. An `img` is best left without `src`.
    Missing,
    /// An address: a data URI, or that of a file beside the page.
    Url { url: Cow<'a, str>, shape: Option<Shape> },
    /// The bytes stand in the style, once for all their uses. Only for [`Role::Image`](super::Role::Image).
    Shared {
        /// The custom property, `--orate-image-…`, for `background-image:var(…)`.
        property: &'a str,
        /// The address of a transparent image of the same shape, for `src`.
        stand_in: &'a str,
        shape: Option<Shape>,
    },
}

/// The intrinsic width and height of an image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// In CSS pixels.
    pub width: f64,
    /// In CSS pixels.
    pub height: f64,
    /// The image has no size of its own, only this ratio: an SVG with a `viewBox` and neither `width` nor
    /// `height`, which browsers make as wide as its surroundings. `width` and `height` attributes would shrink it.
    pub is_ratio: bool,
}

/// A file beside the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    Bytes(Arc<[u8]>),
    /// To be copied from a path of the project, since it is too large to hold.
    Copy {
        from: String,
        /// In bytes.
        size: u64,
    },
}

impl Plan {
    /// Looks up every reference of a site, and decides.
    ///
    /// References are to be given in the order of the talk; it decides which diagnostic comes first.
    pub fn make<'a>(
        _library: &dyn Library,
        _rules: Rules,
        _references: impl IntoIterator<Item = &'a Reference>,
    ) -> Plan {
        Plan::default()
    }

    /// What stands in the place of a reference that the plan was made with.
    pub fn answer(&self, _reference: &Reference) -> Answer<'_> {
        Answer::AsWritten
    }

    /// The text to put where only an address (or, in style, a whole CSS image or `url(…)`) can stand.
    ///
    /// For [`Role::Background`](super::Role::Background) this is `var(--orate-image-…)` where the file is part of
    /// the page, else an address; for [`Role::Style`](super::Role::Style) and [`Role::Font`](super::Role::Font)
    /// `url("…")` or `var(…)`; for all others an address, `about:invalid` where the file is missing. Not escaped
    /// for HTML.
    pub fn url<'a>(&'a self, reference: &'a Reference) -> Cow<'a, str> {
        Cow::Borrowed(&reference.address)
    }

    /// The style that holds the shared images, one custom property each; empty where there are none.
    pub fn style(&self) -> &str {
        &self.style
    }

    /// The files beside the page, by their path relative to it.
    pub fn outputs(&self) -> &BTreeMap<String, Output> {
        &self.outputs
    }

    /// What is wrong with the references and their files.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

//! The attributes of a `section` that holds slides, or of a slide.

use super::lint;
use crate::deck::Attributes;
use crate::html::references::Referrer;
use crate::html::{AttributeMarkup, Permissions};
use crate::text::{Diagnostic, Slice, Sources, Span};

/// Attributes of a `section` as markup, and what they need.
///
/// `whole` is where the section or slide is, for attributes that do not know their place.
pub(crate) fn attributes(
    sources: &Sources,
    attributes: &Attributes,
    whole: Span,
) -> (Vec<AttributeMarkup>, Permissions) {
    let mut referrer = Referrer::new(sources, whole);
    let attributes = referrer.section(attributes);
    (attributes, referrer.permissions)
}

/// What is strange about the attributes that a section has; `whole` is the text they are in.
pub(crate) fn section_lints(attributes: &Attributes, whole: Slice<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    lint::section_attributes(attributes, whole, &mut diagnostics);
    diagnostics
}

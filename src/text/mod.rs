//! Text with places: sources, spans, diagnostics and fingerprints.
//!
//! Bytes become a [`source::Source`] once, normalised; everything above this floor points into it with [`Span`]s, so
//! that every message can name a file, a line and a column. Nothing here knows what a slide is.

mod charset;
mod counted;
mod diagnostic;
mod feature;
mod file_text;
mod fingerprint;
mod fix;
mod line_ends;
mod nearest;
mod noted;
mod places;
mod secrets;
mod source;
mod span;
mod suggestion;

pub(crate) use charset::{WrongCharset, in_utf8};
pub(crate) use counted::counted;
pub use diagnostic::Severity;
pub(crate) use diagnostic::{Diagnostic, Related};
pub(crate) use feature::Feature;
pub(crate) use file_text::FileText;
pub(crate) use fingerprint::{Fingerprint, Hasher};
pub(crate) use fix::{chosen, mend};
pub(crate) use nearest::nearest;
pub(crate) use noted::Noted;
pub(crate) use places::Places;
pub(crate) use secrets::{program_name, without_arguments, without_secrets};
pub(crate) use source::{Slice, Sources, Thread};
pub(crate) use span::{SourceId, Span};
pub(crate) use suggestion::{Edit, Fix};

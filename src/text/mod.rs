//! Text with places: sources, spans, diagnostics and fingerprints.
//!
//! Bytes become a [`Source`] once, normalised; everything above this floor points into it with [`Span`]s, so
//! that every message can name a file, a line and a column. Nothing here knows what a slide is.

mod charset;
mod counted;
mod diagnostic;
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

pub use charset::{WrongCharset, in_utf8};
pub use counted::counted;
pub use diagnostic::{Diagnostic, Related, Severity};
pub use fingerprint::{Fingerprint, Hasher};
pub use fix::{Chosen, chosen, mend};
pub use line_ends::LineEnds;
pub use nearest::nearest;
pub use noted::Noted;
pub use places::{Excerpt, Places};
pub use secrets::{program_name, without_arguments, without_secrets};
pub use source::{Line, Place, Slice, Source, Sources, Thread};
pub use span::{SourceId, Span};
pub use suggestion::{Edit, Fix};

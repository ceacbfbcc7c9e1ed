//! Text with places: sources, spans, diagnostics and fingerprints.
//!
//! Bytes become a [`Source`] once, normalised; everything above this floor points into it with [`Span`]s, so
//! that whatever is said to the author can name a file, a line and a column. Nothing here knows what a slide is.

mod charset;
mod diagnostic;
mod fingerprint;
mod fix;
mod nearest;
mod source;

pub use charset::{WrongCharset, in_utf8};
pub use diagnostic::{Diagnostic, Related, Severity};
pub use fingerprint::{Fingerprint, Hasher};
pub use fix::{Chosen, Edit, Fix, LineEnds, chosen, mend};
pub use nearest::nearest;
pub use source::{Line, Place, Slice, Source, SourceId, Sources, Span, Thread};

//! What orate understands in Markdown beyond reveal.js: fenced divs ([`divs`]), attributes in braces ([`braces`]) on
//! images, links, code and spans, marked text ([`delimiters`]), sub- and superscript and the names of emoji ([`runs`]),
//! and, once the slide is a tree, lists that come item by item
//! ([`incremental`]), what authors know from other tools ([`habits`]), captions and pictures in a row ([`pictures`](crate::render::figures::pictures)).
//!
//! The syntax is that of pandoc and Quarto. Nothing here is looked at where the dialect has no extensions.

mod braces;
mod delimiters;
mod divs;
pub(in crate::render) mod habits;
pub(in crate::render) mod incremental;
pub(super) mod runs;

pub(in crate::render) use braces::Braces;
pub(super) use delimiters::{Delimiter, Delimiters};
pub(super) use divs::{DivFenceKind, DivFences, is_columns};

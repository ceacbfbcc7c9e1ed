//! HTML as a tree, read and written: what every slide is while it is rendered.
//!
//! [`parse`] reads HTML as a browser does, [`builder`] builds a [`tree`] without reading any, and [`write`] turns one into
//! [`Markup`]: HTML with holes for the files that it names ([`references`]).

pub mod address;
pub mod attribute_places;
pub mod base_folders;
pub mod builder;
pub mod elements;
pub mod hole;
pub mod inspect;
pub mod markup;
pub mod parse;
pub mod permissions;
pub mod references;
pub mod tree;
pub mod write;

pub use inspect::{Inspected, inspect};
pub use markup::{AttributeMarkup, Image, Markup, Piece, ValuePart, escape_text, escape_value};
pub use permissions::{Permissions, Use};

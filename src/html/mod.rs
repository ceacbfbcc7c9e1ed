//! HTML as a tree, read and written: what every slide is while it is rendered.
//!
//! [`parse`] reads HTML as a browser does, [`builder`] builds a [`tree`] without reading any, and [`mod@write`] turns one into
//! [`Markup`]: HTML with holes for the files that it names ([`references`]).

pub(crate) mod address;
pub(crate) mod attribute_places;
pub(crate) mod backgrounds;
pub(crate) mod base_folders;
pub(crate) mod builder;
pub(crate) mod hole;
pub(crate) mod inspect;
pub(crate) mod markup;
pub(crate) mod parse;
pub(crate) mod permissions;
pub(crate) mod references;
pub(crate) mod script;
pub(crate) mod tree;
pub(crate) mod untrusted;
pub(crate) mod write;

pub(crate) use hole::{LinkedCode, Links};
pub(crate) use inspect::{Inspected, inspect, names_in, permissions_of, references_of, text_of};
pub(crate) use markup::{AttributeMarkup, Image, Markup, Piece, ValuePart, escape_value, escaped_value};
pub(crate) use permissions::{Permissions, Use};

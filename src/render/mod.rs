//! The source of one slide becomes HTML, with holes for the files it names.
//!
//! Markdown is written as elements ([`markdown`]) into a small tree ([`crate::html::tree`]); raw HTML goes through a browser's
//! parser on the way ([`crate::html::parse`]), so that no slide can break another. On the tree, attribute comments find their
//! elements ([`attribute_comments`]); written out ([`crate::html::write`]), it names its files ([`crate::html::references`]).
//!
//! A slide is rendered alone: the same source, settings and files it reads give the same result, whatever is
//! around it. What a referenced
//! file is, what id a slide has and what page it is on is decided above.

mod alerts;
mod article;
mod attribute_comments;
mod budget;
pub(crate) mod catch_panic;
mod code;
mod context;
mod facts;
mod fence;
pub(crate) mod figures;
mod files;
mod footnotes;
mod layout;
mod lint;
mod markdown;
mod math;
mod places;
mod programs;
mod rendered;
mod running;
mod section;
mod slide;
mod variants;

#[cfg(test)]
mod tests;

pub(crate) use article::{ArticleOptions, Still, TextStyle, article, plain_text, still, words};
pub(crate) use budget::Budget;
pub(crate) use context::{Context, Options};
pub(crate) use files::Files;
pub(crate) use layout::Layout;
pub(crate) use math::check as check_math;
pub(crate) use places::PLACE;
pub(crate) use programs::{Failure, NoPrograms, Programs};
pub(crate) use rendered::{Anchor, AnchorKind, Link, Rendered};
pub(crate) use running::{Running, prose, running};
pub(crate) use section::{attributes, section_lints};
pub(crate) use slide::slide;

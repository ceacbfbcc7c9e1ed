//! The source of one slide becomes HTML, with holes for the files it names.
//!
//! Markdown is written as elements ([`markdown`]) into a small tree ([`html::tree`]); raw HTML goes through a browser's
//! parser on the way ([`html::parse`]), so that no slide can break another. On the tree, attribute comments find their
//! elements ([`attribute_comments`]); written out ([`html::write`]), it names its files ([`html::references`]).
//!
//! A slide is rendered alone: the same source, settings and files it reads give the same result, whatever stands
//! around it. What a referenced
//! file is, what id a slide has and what page it stands on is decided above.

mod article;
mod attribute_comments;
mod budget;
pub mod catch_panic;
mod code;
mod context;
mod facts;
mod fence;
pub mod figures;
mod files;
mod layout;
mod lint;
mod markdown;
mod math;
mod programs;
mod rendered;
mod running;
mod section;
mod slide;
mod variants;

#[cfg(test)]
mod tests;

pub use article::{ArticleOptions, article, words};
pub use budget::{Budget, Spent};
pub use context::{Context, Options};
pub use files::{FileRead, Files};
pub use layout::Layout;
pub use math::check as check_math;
pub use programs::{Drawn, Failure, NoPrograms, Programs};
pub use rendered::{Anchor, Link, LinkTargets, RenderTrace, Rendered, SlideFacts};
pub use running::{Running, running};
pub use section::{attributes, section_lints};
pub use slide::slide;

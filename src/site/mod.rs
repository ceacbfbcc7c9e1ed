//! From a project to a site: a map of output files, and everything there is to say about them.
//!
//! [`build()`] is the whole pipeline, and a function: the same project gives the same site, on every machine and
//! at every time. Its stages are in `build`. Reading the project and writing the site are `shell`'s.
//!
//! [`preview()`] is the same for a deck that is looked at while it is written: what it remembers from one build to
//! the next is in a [`Memo`] and changes nothing but the time it takes, and [`difference`] says what to change in
//! a page that shows the last one.

pub(crate) mod audit;
mod build;
mod built;
pub(crate) mod collection;
mod hosting;
pub(crate) mod import;
mod include;
mod links;
mod lints;
mod named_files;
mod page;
pub(crate) mod paper;
mod preview;
pub(crate) mod privacy;
mod project;
mod read;
mod sharing;
mod talk_links;
pub(crate) mod templates;
pub(crate) mod timing;
mod untrusted;
mod variant;

pub(crate) use build::{build, build_deck, check, check_with_places, preview, rebuild, time};
pub(crate) use built::{Built, BuiltSlide, Site, Timed};
pub(crate) use page::fonts::theme_font;
pub(crate) use page::live::with_live;
pub(crate) use preview::difference::{Difference, difference};
pub(crate) use preview::memo::Memo;
pub(crate) use preview::{Parts, Preview};
pub use project::Options;
pub(crate) use project::Project;
pub(crate) use talk_links::TalkLinks;
pub(crate) use timing::Timing;

pub(crate) use crate::assets::{Output, Uncleaned};

use build::Purpose;

/// From how many slides on more than one thread pays.
const MANY: usize = 64;

#[cfg(test)]
mod tests;

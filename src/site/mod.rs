//! From a project to a site: a map of output files, and everything there is to say about them.
//!
//! [`build()`] is the whole pipeline, and a function: the same project gives the same site, on every machine and
//! at every time. Its stages are in `build`. Reading the project and writing the site are `shell`'s.
//!
//! [`preview`] is the same for a deck that is looked at while it is written: what it remembers from one build to
//! the next is in a [`Memo`] and changes nothing but the time it takes, and [`difference`] says what to change in
//! a page that shows the last one.

pub mod audit;
mod build;
mod built;
pub mod collection;
mod hosting;
pub mod import;
mod include;
mod links;
mod lints;
mod page;
mod preview;
pub mod privacy;
mod project;
mod read;
mod sharing;
mod talk_links;
pub mod templates;
pub mod timing;
mod untrusted;
mod variant;

pub use build::{build, check, preview, rebuild, time};
pub use built::{Built, BuiltSlide, Site, Timed};
pub use page::live::with_live;
pub use page::theme::nearest_theme;
pub use page::{ShownColumn, Wrapper};
pub use preview::difference::{AddedColumn, Change, Difference, Splice, difference};
pub use preview::memo::{Memo, Shown};
pub use preview::{Part, Parts, Preview};
pub use project::{Options, Project};
pub use talk_links::TalkLinks;
pub use timing::Timing;

pub use crate::assets::{Output, Uncleaned};

use build::Purpose;

/// From how many slides on more than one thread pays.
const MANY: usize = 64;

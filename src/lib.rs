//! orate turns a folder of Markdown slides into a talk.
//!
//! Modules in the order a newcomer should read them; each knows only those above it in this list, which
//! `tests/architecture` holds. `ARCHITECTURE.md` is the map.

mod text;

mod deck;

mod parse;

mod assets;

mod runtime;

mod html;

mod render;

mod site;

mod api;

mod shell;

mod cli;

#[doc(hidden)]
pub use api::Preview;
pub use api::{Diagnostic, Edit, Fix, Project, Related, Site, Slide, Stretch, build, check};
pub use cli::run;
pub use deck::Trust;
pub use site::Options;
pub use text::Severity;

//! The thin shell around the core: what is read from the machine, and what is written to it.
//!
//! [`project`] reads a talk from disk into values, [`output`] puts a site in place, [`fix_files`] makes fixes in its files, [`links`] asks whether what it links to is still there, [`starter`] lays out a new
//! talk, [`watch`] notices when a talk is written to, [`serve`] shows a site to browsers, and [`session`] joins the two. What a slide means is decided below; what a command says is decided above.

#![expect(clippy::disallowed_methods, reason = "here the disk is touched, so that nothing below has to")]

pub(crate) mod browser;
pub(crate) mod build_record;
mod cache_folder;
pub(crate) mod confined;
pub(crate) mod export;
pub(crate) mod fix_files;
pub(crate) mod import;
mod interruption;
#[cfg_attr(not(feature = "links"), path = "links/absent.rs")]
pub(crate) mod links;
pub(crate) mod look;
pub(crate) mod output;
pub(crate) mod permission;
pub(crate) mod project;
pub(crate) mod publish;
mod scratch;
#[cfg(feature = "serve")]
pub(crate) mod serve;
#[cfg(feature = "serve")]
pub(crate) mod session;
pub(crate) mod starter;
#[cfg(feature = "serve")]
pub(crate) mod watch;
pub(crate) mod workflow;

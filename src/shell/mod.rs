//! The thin shell around the core: what is read from the machine, and what is written to it.
//!
//! [`project`] reads a talk from disk into values, [`output`] puts a site in place, [`fix_files`] makes fixes in its files, [`links`] asks whether what it links to is still there, [`starter`] lays out a new
//! talk, [`watch`] notices when a talk is written to, [`serve`] shows a site to browsers, and [`session`] joins the two. What a slide means is decided below; what a command says is decided above.

// Here the disk is touched, so that nothing below has to: the whole point of this floor.
#![allow(clippy::disallowed_methods)]

pub mod confined;
pub mod fix_files;
pub mod import;
mod interruption;
pub mod links;
pub mod output;
pub mod permission;
pub mod project;
pub mod publish;
pub mod serve;
pub mod session;
pub mod starter;
pub mod watch;
pub mod workflow;

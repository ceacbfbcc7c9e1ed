//! The real command line, run as a speaker runs it.

mod budgets;
mod build;
mod cards;
mod check;
mod collection;
#[cfg(unix)]
mod diagrams;
#[cfg(unix)]
mod hooks;
mod hostile;
mod hosting;
mod import;
mod include;
mod init;
mod interrupted;
mod lints;
mod malformed;
mod media;
#[cfg(unix)]
mod permission;
mod pictures;
mod public;
mod publish;
mod reports;
mod running;
mod secrets;
pub mod talk;
mod templates;
#[cfg(unix)]
mod terminal;
mod timing;
mod untrusted;
mod variants;

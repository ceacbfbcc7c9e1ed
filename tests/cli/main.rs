//! The real command line, run as a speaker runs it.

// Tests lay out folders and start the program: that is what they are for.
#![allow(clippy::disallowed_methods)]

mod build;
mod cards;
mod check;
#[cfg(unix)]
mod diagrams;
mod golden;
mod hostile;
mod hosting;
mod import;
mod include;
mod init;
mod interrupted;
mod lints;
mod malformed;
mod media;
mod programme;
mod public;
mod publish;
mod reports;
mod running;
mod talk;
mod templates;
mod timing;
mod variants;

//! The real command line, run as a speaker runs it.

mod budgets;
mod build;
mod cards;
mod check;
mod collection;
mod fonts;
mod hostile;
mod hosting;
mod import;
mod include;
mod init;
mod interrupted;
mod lints;
mod malformed;
mod media;
mod pictures;
mod publish;
mod reports;
mod running;
pub(crate) mod talk;
mod templates;
mod timing;
mod trust;
mod variants;

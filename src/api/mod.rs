//! The door for programs that build talks themselves: text in, HTML out.
//!
//! A [`Project`] is made of texts and bytes, [`build`] turns it into a [`Site`], and what orate reports about it
//! are [`Diagnostic`]s whose places are files, lines and columns. Nothing here touches a disk, a clock or a network.

mod diagnostic;
mod project;
mod site;

pub(crate) use self::diagnostic::located;
pub use self::diagnostic::{Diagnostic, Edit, Fix, Related, Span};
pub use self::project::Project;
pub use self::site::{Preview, Site, Slide, build, check};

#[cfg(test)]
mod tests;

//! The languages of diagrams that orate reads itself: [`mermaid`] and [`dot`].
//!
//! rusty-mermaid reads Mermaid and lays out graphs; orate draws what it lays out, in the theme's colours and fonts. A build
//! without the feature `diagrams` has `absent.rs` in the place of this file.

mod bounds;
mod describe;
mod detour;
mod dot;
mod layers;
mod letters;
mod mermaid;
mod outline;
mod own_colors;
mod scene;
mod sideways;
mod twins;

use super::Unreadable;
use super::picture::Picture;
use super::steps::Steps;
use crate::render::budget::Account;

/// How many nodes and how many edges a diagram may have.
const NODES: usize = 120;
const EDGES: usize = 240;

/// How many parts of a source may be within others.
const NESTED: usize = 60;

/// A language that diagrams are written in.
trait Language: Sync {
    /// Draws a source, or says where and why it cannot be read.
    fn draw(&self, source: &str, steps: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable>;
}

/// A language that orate draws itself.
#[derive(Clone, Copy)]
pub(crate) struct OwnLanguage(&'static dyn Language);

impl OwnLanguage {
    /// The language of that name, as a fence writes it.
    pub(super) fn named(name: &str) -> Option<OwnLanguage> {
        match name {
            "mermaid" => Some(OwnLanguage(&mermaid::Mermaid)),
            "dot" | "graphviz" => Some(OwnLanguage(&dot::Dot)),
            _ => None,
        }
    }

    /// Draws a source, or says where and why it cannot be read.
    pub(super) fn draw(
        self,
        source: &str,
        steps: &Steps,
        account: &Account<'_>,
    ) -> Result<Picture, Unreadable> {
        self.0.draw(source, steps, account)
    }
}

#[cfg(test)]
mod tests;

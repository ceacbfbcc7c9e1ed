//! In the place of the languages that orate reads itself, in a build without the feature `diagrams`: it knows their names
//! and draws nothing.

use super::Unreadable;
use super::picture::Picture;
use super::steps::Steps;
use crate::render::budget::Account;

/// A language that orate would draw itself.
#[derive(Clone, Copy)]
pub(crate) struct OwnLanguage;

impl OwnLanguage {
    pub(super) fn named(name: &str) -> Option<OwnLanguage> {
        matches!(name, "mermaid" | "dot" | "graphviz").then_some(OwnLanguage)
    }

    /// Never asked: [`super::draw`] reports that diagrams are left out.
    pub(super) fn draw(self, _: &str, _: &Steps, _: &Account<'_>) -> Result<Picture, Unreadable> {
        Err(Unreadable { at: 0..0, message: "diagrams are left out".into(), help: String::new() })
    }
}

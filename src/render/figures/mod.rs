//! What a slide shows beside its text: charts, diagrams, QR codes, films, sounds, pictures with captions.
//!
//! Each fence is dispatched by its language ([`draw_fences`]): it becomes a chart, a diagram or a listing.

pub(crate) mod chart;
pub(crate) mod diagram;
mod figure;
pub(crate) mod import_maps;
pub(crate) mod media;
pub(crate) mod modules;
pub(crate) mod pictures;
pub(crate) mod qr;
pub(crate) mod symbols;

use std::ops::Range;

use self::diagram::Drawer;
use super::code;
use super::fence::{Fence, FencePlace, FenceTools};
use crate::deck::Settings;
use crate::html::tree::{ROOT, Tree};
use crate::text::{Diagnostic, Slice};

/// What becomes of a fence.
enum FenceKind<'a> {
    Chart,
    Diagram(Drawer<'a>),
    Listing,
}

impl<'a> FenceKind<'a> {
    /// In a talk for reveal.js the source of a drawing is a listing like any other.
    fn of(language: &str, settings: &'a Settings) -> FenceKind<'a> {
        if !settings.reading.extensions {
            return FenceKind::Listing;
        }
        match Drawer::of(language, &settings.reading.diagrams) {
            Some(drawer) => FenceKind::Diagram(drawer),
            None if language == "chart" => FenceKind::Chart,
            None => FenceKind::Listing,
        }
    }
}

/// Makes a chart, a diagram or a highlighted listing of each fence in a tree.
pub(crate) fn draw_fences(tree: &mut Tree, source: Slice<'_>, tools: &mut FenceTools<'_, '_>) {
    let fences: Vec<Fence<'_>> = tree.below(ROOT).filter_map(|id| Fence::of(tree, id, source)).collect();
    for fence in &fences {
        match FenceKind::of(fence.language(tree), tools.settings) {
            FenceKind::Chart => chart::draw(tree, fence, tools),
            FenceKind::Diagram(drawer) => diagram::draw(tree, fence, drawer, tools),
            FenceKind::Listing => code::draw(tree, fence, tools),
        }
    }
}

/// Why a fence cannot be drawn.
#[derive(Debug, PartialEq)]
pub(crate) struct Unreadable {
    /// In the text of the fence, in bytes.
    at: Range<usize>,
    message: String,
    /// Empty for none.
    help: String,
}

impl Unreadable {
    /// The same as a diagnostic, for a fence that holds `text`.
    fn diagnostic(self, code: &'static str, place: FencePlace<'_>, text: &str) -> Diagnostic {
        let diagnostic = Diagnostic::error(code, place.of_range(text, self.at), self.message);
        if self.help.is_empty() { diagnostic } else { diagnostic.help(self.help) }
    }
}

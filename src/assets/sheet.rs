//! Style sheets with holes for the files they name.

use std::ops::Range;

use super::{Library, Plan, Reference};
use crate::text::{Diagnostic, SourceId, Sources, Span};

/// CSS with holes for the addresses in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pieces: Vec<Piece>,
}

/// A stretch of a [`Sheet`].
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Css(String),
    /// Stands for a whole `url(…)`, filled with [`Plan::url`].
    Url(Reference),
}

impl Sheet {
    /// The CSS of a `<style>` element or a `style` attribute. `base` is the folder of the file it stands in, and
    /// `at` tells where a stretch of the CSS stands. An `@import` keeps its place, with its address as a hole.
    pub fn of(css: &str, _base: &str, _at: impl Fn(Range<usize>) -> Span) -> Sheet {
        Sheet { pieces: vec![Piece::Css(css.to_owned())] }
    }

    /// A style sheet of the project, with the sheets it imports in the place of each `@import`.
    pub fn open(
        source: SourceId,
        sources: &mut Sources,
        _library: &dyn Library,
        _diagnostics: &mut Vec<Diagnostic>,
    ) -> Sheet {
        Sheet { pieces: vec![Piece::Css(sources.whole(source).text.to_owned())] }
    }

    /// The holes, in their order: addresses of every kind, outside ones among them.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Url(reference) => Some(reference),
            Piece::Css(_) => None,
        })
    }

    /// The CSS with every hole filled.
    pub fn fill(&self, plan: &Plan) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Css(css) => css.clone().into(),
                Piece::Url(reference) => plan.url(reference),
            })
            .collect()
    }
}

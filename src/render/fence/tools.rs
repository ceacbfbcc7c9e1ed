//! What the fences of a slide are drawn with.

use crate::deck::Settings;
use crate::html::base_folders::BaseFolders;
use crate::render::budget::Account;
use crate::render::files::Files;
use crate::render::programs::{Drawn, Programs};
use crate::text::Diagnostic;

/// What fences are drawn with, and where it is kept what they needed.
pub(crate) struct FenceTools<'a, 't> {
    pub settings: &'a Settings,
    /// The layout that the slide asks for; `None` in notes too.
    pub layout: Option<&'t str>,
    pub programs: &'a dyn Programs,
    /// What the drawings of this slide have cost.
    pub account: &'t Account<'a>,
    /// From which folders the files count that fences name.
    pub bases: &'t BaseFolders<'a>,
    /// Reads the files that fences name, and notes them, so that the slide is rendered anew when one changes.
    pub files: &'t mut Files<'a>,
    /// What programs did for the slide.
    pub drawn: &'t mut Drawn,
    pub listings: ListingStyle,
    /// Takes what there is to say about the fences.
    pub diagnostics: &'t mut Vec<Diagnostic>,
}

/// How the listings of a text are written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ListingStyle {
    /// An element a line, whether or not lines are numbered: the lines move when the slide changes.
    pub has_moving_lines: bool,
    /// How many characters a line may have; `None` if nobody sees the listings, or their font is not known.
    pub columns: Option<usize>,
}

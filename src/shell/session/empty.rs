//! What windows show where there is no deck yet.

use crate::assets::Memory;
use crate::site::{self, Memo, Options, Parts, Project, Site};
use crate::text::Sources;

/// A page without slides, for a talk that cannot be read yet, or is not for the audience.
pub(super) fn empty_deck(options: &Options) -> Option<(Site, Parts)> {
    let project = Project::new(Sources::default(), Vec::new(), Memory::default());
    let preview = site::preview(&project, options, &mut Memo::default());
    Some((preview.built.site, preview.parts?))
}

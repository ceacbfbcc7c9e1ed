//! What the pages of a site are made from, besides the talks.

use std::collections::BTreeMap;

use crate::assets::Library;
use crate::deck::{Settings, Trust};
use crate::text::{SourceId, Sources};

/// What the pages are made from, besides the talks.
pub(super) struct Pages<'a> {
    pub settings: &'a Settings,
    /// Whether they are given away.
    pub is_public: bool,
    /// Whether the pages work offline after one visit.
    pub is_offline: bool,
    /// Whether they are loaded anew while talks are written.
    pub is_live: bool,
    pub trust: Trust,
    pub sources: &'a Sources,
    /// The site's own files.
    pub library: &'a dyn Library,
    /// The site's own templates.
    pub templates: &'a BTreeMap<String, SourceId>,
}

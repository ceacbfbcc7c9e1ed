//! A project as values: what a build starts from.

use std::collections::BTreeMap;

use crate::assets::Library;
use crate::deck::{Occasion, Settings};
use crate::parse::Entry;
use crate::render::Programs;
use crate::text::{Diagnostic, SourceId, Sources};

/// Everything that a build needs, read before it begins; only the files that slides refer to are asked for later.
pub struct Project {
    /// Every text: settings, slides, templates.
    pub sources: Sources,
    /// `orate.toml`, where there is one.
    pub settings: Option<SourceId>,
    /// The talk's files and folders, in the order of the talk.
    pub entries: Vec<Entry>,
    /// Whether the talk is one file, named by itself, whose front matter holds the settings of the deck.
    pub single: bool,
    /// What holds where the talk says nothing: the settings of the site that it is part of.
    pub inherited: Option<Settings>,
    /// The one time that the deck is built for, and the last part of its address, where it was given more than once.
    pub edition: Option<(Occasion, String)>,
    /// The project's own templates, by their path within `templates/`.
    pub templates: BTreeMap<String, SourceId>,
    /// The files that slides and style sheets may refer to.
    pub library: Box<dyn Library>,
    /// What starts the programs that draw diagrams, where the settings name some.
    pub programs: Box<dyn Programs>,
    /// What was to say while the project was read.
    pub diagnostics: Vec<Diagnostic>,
}

//! A project as values, and how it is to be built: what a build starts from.

use std::collections::BTreeMap;

use crate::assets::Library;
use crate::deck::{Occasion, Settings, Trust};
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

/// How a project is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The variant to make; none for that of the settings.
    pub variant: Option<String>,
    /// For others: without notes, hidden slides, drafts, comments, and the tools to speak with.
    pub public: bool,
    /// Everything in one file, whatever the settings say.
    pub single_file: bool,
    /// Whether what the talk holds may act in its page.
    pub trust: Trust,
}

impl Options {
    /// Whether a host is to serve what comes out.
    pub(super) fn is_for_hosts(&self) -> bool {
        self.public && !self.single_file
    }
}

//! A project as values, and how it is to be built: what a build starts from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assets::Library;
use crate::deck::{Occasion, Settings, Trust};
use crate::parse::{Entry, SettingsFile};
use crate::render::{NoPrograms, Programs};
use crate::text::{Diagnostic, SourceId, Sources};

/// Everything that a build needs, read before it begins; only the files that slides refer to are asked for later.
///
/// A copy shares texts, files and programs with the original, and costs little.
#[derive(Clone)]
pub(crate) struct Project {
    /// Every text: settings, slides, templates.
    pub sources: Sources,
    /// `orate.toml`, where there is one.
    pub settings: Option<SettingsFile>,
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
    pub library: Arc<dyn Library>,
    /// What starts the programs that draw diagrams, where the settings name some.
    pub programs: Arc<dyn Programs>,
    /// What was to say while the project was read.
    pub diagnostics: Vec<Diagnostic>,
}

impl Project {
    /// A talk of these entries, which are in `sources`: without settings and templates, and without programs.
    pub(crate) fn new(sources: Sources, entries: Vec<Entry>, library: impl Library + 'static) -> Project {
        Project {
            sources,
            settings: None,
            entries,
            single: false,
            inherited: None,
            edition: None,
            templates: BTreeMap::new(),
            library: Arc::new(library),
            programs: Arc::new(NoPrograms),
            diagnostics: Vec::new(),
        }
    }

    /// The same talk as a part of a site, whose settings hold where its own say nothing.
    pub(crate) fn within(&self, inherited: Settings) -> Project {
        Project { inherited: Some(inherited), ..self.clone() }
    }

    /// The same talk as it was given at one event. `address` is the last part of the address of that deck.
    pub(crate) fn given_at(&self, event: Occasion, address: String) -> Project {
        Project { edition: Some((event, address)), ..self.clone() }
    }

    /// The text of the settings; where there are none, the first text of the talk.
    pub(super) fn settings_source(&self, sources: &Sources) -> Option<SourceId> {
        let own = self.settings.as_ref().map(|file| file.source);
        own.or_else(|| sources.iter().next().map(|(id, _)| id))
    }
}

/// How a project is built. The default is a deck to speak from, of a talk that is trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The variant to make; `None` for that of the settings.
    pub variant: Option<String>,
    /// For others: without notes, hidden slides, drafts, comments, and the tools to speak with.
    pub public: bool,
    /// Everything in one file, whatever the settings say.
    pub single_file: bool,
    /// The theme to show the talk in, by its name; `None` for that of the settings.
    pub theme: Option<String>,
    /// Whether what the talk holds may act in its page.
    pub trust: Trust,
    /// Whether a public build leads to the PDF that `pdf = true` asks for. Whoever says so has a browser print the deck,
    /// and puts the file beside it.
    pub with_pdf: bool,
}

impl Options {
    /// Whether a host is to serve what comes out.
    pub(super) fn is_for_hosts(&self) -> bool {
        self.public && !self.single_file
    }
}

//! A talk that is put together from texts and bytes.

use std::fmt;
use std::sync::Arc;

use crate::assets::Memory;
use crate::parse::{Entry, SettingsFile};
use crate::site;
use crate::text::{SourceId, Sources};

/// A talk as values: its slides, and what they need.
///
/// Texts are bytes, as files have them: orate reads UTF-8, with or without a byte order mark and with any kind of line
/// end, and reports what is wrong with others. Paths are relative to the folder that the talk would be on a disk, with
/// `/` between their parts: `slides/10-intro.md`, `images/logo.svg`. Diagnostics name them, and addresses in slides are
/// looked up among them.
///
/// A copy shares its texts and files with the original, and costs little.
#[derive(Clone)]
pub struct Project {
    /// All of it but the files.
    talk: site::Project,
    files: Memory,
}

impl Project {
    /// A talk of one file of Markdown, as `orate build talk.md` reads it: its front matter may hold what else is in
    /// [`settings`](Project::settings).
    pub fn from_markdown(path: impl Into<String>, text: impl AsRef<[u8]>) -> Project {
        let mut project = Project::new();
        let id = project.source(path.into(), text.as_ref());
        project.talk.entries.push(Entry::File(id));
        project.talk.single = true;
        project
    }

    /// A talk without slides yet, to be put together as `orate build` reads one from a folder: settings are a text of
    /// their own, and the front matter of a file of slides is about its section.
    ///
    /// Built without any slides, it has an empty page and the diagnostic `no-slides`.
    #[must_use]
    pub fn new() -> Project {
        Project {
            talk: site::Project::new(Sources::default(), Vec::new(), Memory::default()),
            files: Memory::default(),
        }
    }

    /// Sets the settings, in the TOML of `orate.toml`; they replace those that were set before.
    ///
    /// A key that is unknown or has a wrong value is a diagnostic of the build, and has no effect. What makes a site of
    /// several talks (`site`), and what publishes one, is for the program alone.
    #[must_use]
    pub fn settings(mut self, text: impl AsRef<[u8]>) -> Project {
        let id = self.source("orate.toml".to_owned(), text.as_ref());
        self.talk.settings = Some(SettingsFile::parse(self.talk.sources.whole(id)));
        self
    }

    /// Adds a file of Markdown after the slides that are there. Each file is a section of the talk, and folders below
    /// `slides/` are sections around it: `slides/partners/10-acme.md` is in the section `partners`.
    ///
    /// Slides are in the order of the calls; numbers in their paths decide nothing, unlike on a disk.
    #[must_use]
    pub fn slides(mut self, path: impl Into<String>, text: impl AsRef<[u8]>) -> Project {
        let path = path.into();
        let id = self.source(path.clone(), text.as_ref());
        insert(&mut self.talk.entries, path.strip_prefix("slides/").unwrap_or(&path), id);
        self
    }

    /// Adds a [Tera](https://keats.github.io/tera/) template, by its path within `templates/`: `slide.html` or
    /// `page.html` in place of the built-in one, `slides/NAME.html` for slides with `template="NAME"`.
    ///
    /// Where a template fails there is no page, and a diagnostic says why.
    #[must_use]
    pub fn template(mut self, path: impl Into<String>, text: impl AsRef<[u8]>) -> Project {
        let path = path.into();
        let id = self.source(format!("templates/{path}"), text.as_ref());
        self.talk.templates.insert(path, id);
        self
    }

    /// Adds a file that slides, style sheets or settings may name: a picture, a style sheet, a font, a film, a file of
    /// code. A file at the same path is replaced.
    #[must_use]
    pub fn file(mut self, path: impl Into<String>, bytes: impl AsRef<[u8]>) -> Project {
        self.files.insert(path, bytes.as_ref());
        self
    }

    /// The talk as the pipeline takes it.
    pub(super) fn talk(&self) -> site::Project {
        site::Project { library: Arc::new(self.files.clone()), ..self.talk.clone() }
    }

    fn source(&mut self, path: String, text: &[u8]) -> SourceId {
        self.talk.sources.add(path, text, &mut self.talk.diagnostics)
    }
}

impl fmt::Debug for Project {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<&str> = self.talk.sources.iter().map(|(_, source)| source.name.as_str()).collect();
        formatter.debug_struct("Project").field("texts", &texts).field("files", &self.files).finish()
    }
}

impl Default for Project {
    fn default() -> Project {
        Project::new()
    }
}

/// Puts a text in its folder, after what is there.
fn insert(entries: &mut Vec<Entry>, path: &str, id: SourceId) {
    let Some((folder, rest)) = path.split_once('/') else {
        entries.push(Entry::File(id));
        return;
    };
    let is_it = |entry: &&mut Entry| matches!(entry, Entry::Folder { name, .. } if name == folder);
    if let Some(Entry::Folder { entries, .. }) = entries.iter_mut().find(is_it) {
        return insert(entries, rest, id);
    }
    let mut within = Vec::new();
    insert(&mut within, rest, id);
    entries.push(Entry::Folder { name: folder.to_owned(), entries: within });
}

//! What the pages of a site share: style sheets, fonts and scripts, each a file whose name holds the hash of its content.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use crate::assets::Output;
use crate::text::Fingerprint;

/// A file that several pages name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SharedFile {
    /// From the page: `../assets/orate.1a2b3c4d5e.js`.
    pub path: String,
    text: Arc<[u8]>,
}

impl SharedFile {
    /// `root` leads from the page to the folder that has `assets/`; `name` is `orate.js` without the hash.
    pub(crate) fn new(root: &str, name: &str, text: &str) -> SharedFile {
        let hash = Fingerprint::of(text.as_bytes()).short();
        let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
        SharedFile { path: format!("{root}assets/{stem}.{hash}.{extension}"), text: text.as_bytes().into() }
    }

    /// The file by its path from the page.
    pub(crate) fn output(&self) -> (String, Output) {
        (self.path.clone(), Output::Bytes(self.text.clone()))
    }
}

/// The files that a deck shares with others of its site.
#[derive(Clone, Debug, Default)]
pub(crate) struct SharedParts {
    /// In the order in which they are laid one over the other.
    pub sheets: Vec<SharedFile>,
    pub script: Option<SharedFile>,
}

impl SharedParts {
    /// The elements by which the page loads them; empty if there are none.
    pub(crate) fn links(&self) -> String {
        let mut html = String::new();
        for sheet in &self.sheets {
            _ = writeln!(html, "<link rel=\"stylesheet\" href=\"{}\">", sheet.path);
        }
        if let Some(script) = &self.script {
            _ = writeln!(html, "<script src=\"{}\" data-orate></script>", script.path);
        }
        html
    }

    /// The files by their paths from the page.
    pub(crate) fn outputs(&self) -> BTreeMap<String, Output> {
        self.sheets.iter().chain(&self.script).map(SharedFile::output).collect()
    }
}

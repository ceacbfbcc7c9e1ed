//! Files that keep their folders in the site: the talk's own pages and everything that they name.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::path::percent_encoded;
use super::{Address, File, Reference, Role, media};
use crate::text::Span;

/// The folder of the site that holds them.
const FOLDER: &str = "files";

/// Pages of the talk's own, as an `iframe` shows them and links lead to them, and the files that those pages name.
///
/// Each is beside the deck under its path in the project, so that relative addresses in it lead where they led before,
/// and those that its scripts put together as well.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageFiles {
    files: BTreeMap<String, PageFile>,
}

/// One of the files.
#[derive(Clone, Debug)]
pub(super) struct PageFile {
    pub file: Arc<File>,
    /// Where the page is named that needs it.
    pub at: Span,
}

impl PageFiles {
    /// Adds a file that a page named at `at` needs. False where it is there already.
    pub(crate) fn insert(&mut self, file: &Arc<File>, at: Span) -> bool {
        let is_new = !self.files.contains_key(&file.path);
        if is_new {
            self.files.insert(file.path.clone(), PageFile { file: file.clone(), at });
        }
        is_new
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// The files by their paths in the project.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &PageFile)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// The address of a file relative to the deck; none of one that is not among them, or is not shown as a page.
    pub(super) fn address(&self, path: &str, role: Role) -> Option<String> {
        let is_shown = matches!(role, Role::Link | Role::Frame | Role::Object | Role::Module);
        (is_shown && self.files.contains_key(path)).then(|| percent_encoded(&place(path)))
    }
}

/// Where a file of the project is in the site.
pub(super) fn place(path: &str) -> String {
    // A file beside the talk's folder, which the talk may include, is not beside the site's.
    format!("{FOLDER}/{}", path.replace("../", "_/"))
}

/// Whether what a reference leads to is shown as a page, so that it needs what it names.
pub(crate) fn is_page(reference: &Reference, path: &str) -> bool {
    let is_ours = matches!(Address::of(&reference.address), Address::File { .. });
    let is_document = match media::type_of(path) {
        "text/html" => true,
        // Its icons are found from where it is.
        "application/manifest+json" => reference.role == Role::Link,
        // An image in an `img` loads nothing; as a document it does.
        "image/svg+xml" => matches!(reference.role, Role::Frame | Role::Object),
        _ => false,
    };
    is_ours && is_document && matches!(reference.role, Role::Link | Role::Frame | Role::Object)
}

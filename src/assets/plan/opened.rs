//! Files that were opened to know what they name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Output, Plan, Rules};
use crate::assets::page_files::PageFiles;
use crate::assets::{Reference, Role, Sheet, encode, media};
use crate::deck::Embed;
use crate::text::Fingerprint;

/// The folder of files beside the page.
const FOLDER: &str = "assets/";

/// Pages of the talk's own and style sheets that a slide or a template names, with what they name in turn.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpenedFiles {
    /// Pages, and the files that they name.
    pub pages: PageFiles,
    /// Style sheets by their paths.
    pub sheets: BTreeMap<String, Sheet>,
    /// Modules by their paths, each as an address that holds it with all that it imports.
    pub modules: BTreeMap<String, String>,
    /// The outside addresses that scripts of the talk ask for.
    pub connections: BTreeSet<String>,
    /// The outside addresses that modules of the talk import.
    pub imports: BTreeSet<String>,
    /// Where each style sheet is.
    addresses: BTreeMap<String, String>,
}

impl OpenedFiles {
    /// What the style sheets name.
    pub(super) fn references(&self) -> impl Iterator<Item = &Reference> {
        self.sheets.values().flat_map(Sheet::references)
    }

    /// Whether a file is among them in a role.
    pub(super) fn holds(&self, path: &str, role: Role) -> bool {
        match role {
            Role::Sheet | Role::Import => self.sheets.contains_key(path),
            Role::Module if self.modules.contains_key(path) => true,
            _ => self.pages.address(path, role).is_some(),
        }
    }

    /// The address of a file in a role; `suffix` is what followed its path.
    pub(super) fn address(&self, path: &str, role: Role, suffix: &str) -> Option<Cow<'_, str>> {
        match role {
            Role::Sheet | Role::Import => self.addresses.get(path).map(|address| address.as_str().into()),
            Role::Module if self.modules.contains_key(path) => {
                self.modules.get(path).map(|address| address.as_str().into())
            }
            _ => self.pages.address(path, role).map(|address| (address + suffix).into()),
        }
    }

    /// Decides where the style sheets are, and gives those that are files beside the page.
    ///
    /// One that names a file beside the page has to be one itself, since an address in a `data:` address leads nowhere.
    pub(super) fn place_sheets(&mut self, plan: &Plan, rules: Rules) -> Vec<(String, Output)> {
        let mut outputs = Vec::new();
        let folder = format!("{}{FOLDER}", rules.root);
        for (path, sheet) in &self.sheets {
            let css = sheet.fill(|reference| plan.url_from(reference, &folder));
            let needs_files = sheet.references().any(|reference| plan.is_beside(reference));
            let is_embedded = match rules.embed {
                _ if rules.single_file => true,
                _ if needs_files => false,
                Embed::Never => false,
                Embed::Always | Embed::Auto => css.len() as u64 <= rules.limit,
            };
            let address = match is_embedded {
                true => encode::data_uri("text/css", css.as_bytes()),
                false => {
                    let name = media::file_name(path).trim_end_matches(".css");
                    let stem = super::asset::plain(name, 40);
                    let short = Fingerprint::of(css.as_bytes()).short();
                    let place =
                        format!("{folder}{}.{short}.css", if stem.is_empty() { "style" } else { &stem });
                    outputs.push((place.clone(), Output::Bytes(Arc::from(css.into_bytes()))));
                    place
                }
            };
            self.addresses.insert(path.clone(), address);
        }
        outputs
    }
}

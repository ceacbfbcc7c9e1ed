//! A handout is printed: a page of its own, with pictures of the slides in it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::html::Permissions;
use crate::shell::browser::{Browser, BrowserError, BrowserOptions, DeckFiles};
use crate::site::{Output, Site};

/// Waits for every picture of the page.
const READY: &str =
    "Promise.all([...document.images].map((image) => image.decode().catch(() => {}))).then(() => true)";

/// Prints a page, which shows some pictures by their names.
pub(crate) fn print_page(
    page: String,
    pictures: BTreeMap<String, Vec<u8>>,
    options: &BrowserOptions,
) -> Result<Vec<u8>, BrowserError> {
    let mut site = Site::default();
    let bytes = |bytes: Vec<u8>| Output::Bytes(bytes.into());
    site.files.extend(pictures.into_iter().map(|(name, picture)| (name, bytes(picture))));
    site.files.insert("index.html".into(), bytes(page.into_bytes()));
    let permissions = Permissions::default();
    let files = DeckFiles { site: &site, folder: Path::new(""), permissions: &permissions };
    let mut browser = Browser::open(options, &files)?;
    browser.go("")?;
    browser.evaluate(READY)?;
    browser.print()
}

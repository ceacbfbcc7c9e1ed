//! Style sheets of the old talk, which its tool served from another place than the one where they are.

use std::collections::BTreeMap;

use super::ForeignTalk;
use crate::assets::{Address, Sheet, folder, join_path, percent_decoded, relative};
use crate::site::import::Content;

/// A style sheet as it finds its files where it is, and how many addresses were changed for that.
///
/// reveal-md serves style sheets from a folder of its own, so that `../images/a.svg` was the `images` beside the decks. An
/// address that leads nowhere is changed where the talk has one file alone whose path ends like it.
pub(super) fn taken(talk: &ForeignTalk<'_>, path: &str) -> (Content, usize) {
    let sheet = talk.sheets.iter().find(|id| talk.sources.get(**id).name == path);
    let Some(whole) = sheet.map(|id| talk.sources.whole(*id)) else {
        return (Content::Copy(path.to_owned()), 0);
    };
    let sheet = Sheet::of(whole.text, folder(path), |range| whole.span.part(range));
    let mut changed = BTreeMap::new();
    for reference in sheet.references() {
        let Address::File { path: address, .. } = Address::of(&reference.address) else { continue };
        let named = percent_decoded(address);
        let is_there = join_path(folder(path), &named).is_some_and(|path| talk.names.contains(&path));
        let tail = named.trim_start_matches("../").trim_start_matches("./").trim_start_matches('/');
        let mut alike = talk.names.iter().filter(|name| *name == tail || name.ends_with(&format!("/{tail}")));
        if let (false, Some(only), None) = (is_there || tail.is_empty(), alike.next(), alike.next()) {
            changed.insert(address.to_owned(), relative(folder(path), only));
        }
    }
    let mut text = whole.text.to_owned();
    // The longest first: one address may be the tail of another.
    let mut changes: Vec<_> = changed.iter().collect();
    changes.sort_by_key(|(address, _)| std::cmp::Reverse(address.len()));
    changes.iter().for_each(|(address, path)| text = text.replace(address.as_str(), path));
    if changes.is_empty() {
        (Content::Copy(path.to_owned()), 0)
    } else {
        (Content::Text(text), changes.len())
    }
}

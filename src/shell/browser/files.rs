//! What the browser is given when it asks for an address: the files of a deck, from memory or from disk, and nothing else
//! but what the deck itself loads from elsewhere.

use std::collections::BTreeSet;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::assets::{media_type, percent_decoded};
use crate::html::Permissions;
use crate::shell::confined;
use crate::site::{Built, Output, Site};

/// The origin at which a browser finds the deck. No request to it leaves the browser (`.invalid` is nobody's, RFC 2606).
pub(crate) const ORIGIN: &str = "https://deck.invalid";

/// How much of a file a request gets that asks for a part of it, in bytes: a browser comes back for more of a film.
const PART: u64 = 2 * 1024 * 1024;

/// The files of a deck, and where else its page may ask.
pub(crate) struct DeckFiles<'a> {
    pub(crate) site: &'a Site,
    /// The folder of the talk, which some files are read from.
    pub(crate) folder: &'a Path,
    /// What the page is allowed to load from elsewhere.
    pub(crate) permissions: &'a Permissions,
}

/// What a browser is given for an address.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    File {
        status: u16,
        headers: Vec<(&'static str, String)>,
        bytes: Vec<u8>,
    },
    /// It may ask the network.
    Network,
    /// It may not.
    Nothing,
}

impl<'a> DeckFiles<'a> {
    /// Those of a deck that was built. `folder` is that of the talk.
    pub(crate) fn of(built: &'a Built, folder: &'a Path) -> DeckFiles<'a> {
        DeckFiles { site: &built.site, folder, permissions: &built.permissions }
    }
}

impl DeckFiles<'_> {
    /// The answer to a request. `range` is the header of that name.
    pub(crate) fn answer(&self, address: &str, range: Option<&str>) -> Answer {
        let within = address.strip_prefix(ORIGIN).filter(|path| path.starts_with('/'));
        match within {
            Some(path) => self.file(path, range).unwrap_or_else(missing),
            None if self.allows(address) => Answer::Network,
            None => Answer::Nothing,
        }
    }

    /// The hosts outside that the deck asks.
    pub(crate) fn hosts(&self) -> Vec<String> {
        let origins = self.permissions.origins.values().flatten();
        let hosts: BTreeSet<&str> = origins.filter_map(|origin| host(origin)).collect();
        hosts.into_iter().map(str::to_owned).collect()
    }

    fn allows(&self, address: &str) -> bool {
        let is_within = |origin: &String| {
            address
                .strip_prefix(origin.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        };
        // What a page from elsewhere loads itself is its own affair, and its host may be another.
        self.permissions.origins.values().flatten().any(is_within)
    }

    fn file(&self, path: &str, range: Option<&str>) -> Option<Answer> {
        let path = percent_decoded(path.split(['?', '#']).next()?.trim_start_matches('/'));
        let path = if path.is_empty() { "index.html" } else { &path };
        // No address is above the page: what a deck shares with others of its site is asked for beside it.
        let above = |up: &str| self.site.files.get(&format!("{up}{path}"));
        let output = self.site.files.get(path).or_else(|| ["../", "../../"].into_iter().find_map(above))?;
        let size = output.size();
        let part = range.and_then(|range| part(range, size));
        let (start, end) = part.unwrap_or((0, size));
        let bytes = match output {
            Output::Bytes(bytes) => bytes.get(start as usize..end as usize)?.to_vec(),
            Output::Copy { from, .. } => {
                let mut file = confined::open_in(self.folder, from).ok()?;
                file.seek(SeekFrom::Start(start)).ok()?;
                let mut bytes = Vec::new();
                file.take(end - start).read_to_end(&mut bytes).ok()?;
                bytes
            }
        };
        let kind = match media_type(path) {
            text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
            other => other.to_owned(),
        };
        let mut headers = vec![("Content-Type", kind), ("Accept-Ranges", "bytes".to_owned())];
        if part.is_some() {
            headers.push(("Content-Range", format!("bytes {start}-{}/{size}", end - 1)));
        }
        Some(Answer::File { status: if part.is_some() { 206 } else { 200 }, headers, bytes })
    }
}

fn missing() -> Answer {
    Answer::File { status: 404, headers: Vec::new(), bytes: Vec::new() }
}

/// The part of a file that a header asks for, from its start to before its end; `None` for the whole.
fn part(range: &str, size: u64) -> Option<(u64, u64)> {
    let (first, last) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    let first: u64 = first.parse().ok()?;
    let last = last.parse().unwrap_or(u64::MAX).min(size.saturating_sub(1));
    (first <= last).then(|| (first, (last + 1).min(first + PART)))
}

/// The host of an origin, without its port.
fn host(origin: &str) -> Option<&str> {
    let (_, rest) = origin.split_once("://")?;
    match rest.strip_prefix('[') {
        Some(address) => address.split_once(']').map(|(address, _)| address),
        None => rest.split(':').next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::Use;

    #[track_caller]
    fn check(address: &str, range: Option<&str>, status: Option<u16>, bytes: &[u8]) {
        let mut site = Site::default();
        site.files.insert("index.html".into(), Output::Bytes((*b"page").into()));
        site.files.insert("assets/a b.css".into(), Output::Bytes((*b"style").into()));
        site.files.insert("../../assets/orate.1.js".into(), Output::Bytes((*b"script").into()));
        let mut permissions = Permissions::default();
        permissions.origins.entry(Use::Image).or_default().insert("https://pictures.example".into());
        let files = DeckFiles { site: &site, folder: Path::new("/nowhere"), permissions: &permissions };
        assert_eq!(files.hosts(), ["pictures.example"]);
        match (files.answer(address, range), status) {
            (Answer::File { status, bytes: actual, .. }, Some(expected)) => {
                assert_eq!((status, actual.as_slice()), (expected, bytes), "{address}");
            }
            (Answer::Network, Some(0)) | (Answer::Nothing, None) => {}
            (answer, _) => panic!("{address}: {answer:?}"),
        }
    }

    #[test]
    fn the_deck_is_there_and_nothing_else_is() {
        check("https://deck.invalid/", None, Some(200), b"page");
        check("https://deck.invalid/index.html?print-pdf#/2", None, Some(200), b"page");
        check("https://deck.invalid/assets/a%20b.css", None, Some(200), b"style");
        check("https://deck.invalid/assets/orate.1.js", None, Some(200), b"script");
        check("https://deck.invalid/../etc/passwd", None, Some(404), b"");
        check("https://deck.invalid.example/", None, None, b"");
        check("https://other.example/", None, None, b"");
        check("https://pictures.example/a.png", None, Some(0), b"");
        check("https://pictures.example.org/a.png", None, None, b"");
    }

    #[test]
    fn a_part_of_a_file_is_given_as_one() {
        check("https://deck.invalid/index.html", Some("bytes=1-2"), Some(206), b"ag");
        check("https://deck.invalid/index.html", Some("bytes=2-"), Some(206), b"ge");
        check("https://deck.invalid/index.html", Some("bytes=9-"), Some(200), b"page");
    }
}

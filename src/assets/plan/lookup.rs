//! From references to files, each read once.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::assets::path::{self, Unusable};
use crate::assets::{Address, File, Library, Reference, Refused, media};

/// What an address leads to.
#[derive(Clone, Debug)]
pub(super) enum Resolved {
    /// It is not one of the project's.
    Elsewhere,
    /// The file, and what follows the path from `?` or `#` on.
    File {
        file: Arc<File>,
        suffix: String,
    },
    /// There is nothing at the path.
    Nothing {
        path: String,
    },
    /// The file that is there has a name in other upper and lower case.
    OtherCase(Arc<File>),
    Unusable(Unusable),
    Refused(Refused),
}

/// What every address leads to, by the folder it counts from.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    targets: HashMap<String, HashMap<String, Resolved>>,
}

impl Lookup {
    /// Looks up all addresses. A path is asked for once, however many references lead to it.
    pub(super) fn make(library: &dyn Library, references: &[&Reference]) -> Lookup {
        let mut lookup = Lookup::default();
        let mut pending: Vec<PendingAddress<'_>> = Vec::new();
        for &reference in references {
            let (base, address) = (reference.base.as_str(), reference.address.as_str());
            if lookup.get(reference).is_none() {
                // Until the library has answered.
                lookup.put(base, address, Resolved::Elsewhere);
                if let Address::File { path, suffix } = Address::of(address) {
                    match places(base, path) {
                        Ok(candidates) => pending.push(PendingAddress { base, address, suffix, candidates }),
                        Err(unusable) => lookup.put(base, address, Resolved::Unusable(unusable)),
                    }
                }
            }
        }
        let mut answers = Files::default();
        let rounds = pending.iter().map(|address| address.candidates.len()).max().unwrap_or_default();
        for round in 0..rounds {
            let open = pending
                .iter()
                .filter(|address| !address.candidates.iter().take(round).any(|path| answers.holds(path)));
            let paths = open.filter_map(|address| address.candidates.get(round));
            let paths: Vec<&String> = paths.filter(|path| !answers.was_asked(path)).collect();
            let asked = Files::ask(library, paths.into_iter());
            answers.0.extend(asked.0);
        }
        let missing = pending.iter().flat_map(|address| &address.candidates);
        let spellings = Spellings::find(library, missing.filter(|path| !answers.holds(path)));
        let spelled = Files::ask(library, spellings.0.values());
        for pending in pending {
            let target = pending.resolve(&answers, (&spellings, &spelled));
            lookup.put(pending.base, pending.address, target);
        }
        lookup
    }

    /// What a reference leads to; `None` for one that was not looked up.
    pub(super) fn get(&self, reference: &Reference) -> Option<&Resolved> {
        self.targets.get(&reference.base)?.get(&reference.address)
    }

    fn put(&mut self, base: &str, address: &str, target: Resolved) {
        self.targets.entry(base.to_owned()).or_default().insert(address.to_owned(), target);
    }
}

/// Where the file of an address may be, the likeliest place first. An address that names a folder leads to the page that
/// servers show for one.
fn places(base: &str, path: &str) -> Result<Vec<String>, Unusable> {
    let near = path::candidates(base, path)?;
    let is_folder = path.ends_with('/') || path.ends_with("%2F") || matches!(path, "." | "..");
    let page = |folder: &String| path::join(folder, INDEX).filter(|page| !path::is_above(page));
    let pages: Vec<String> = near.iter().filter_map(page).collect();
    Ok(match is_folder {
        true => pages,
        // Servers add the slash that is missing.
        false if near.iter().all(|path| media::extension(path).is_empty()) => [near, pages].concat(),
        false => near,
    })
}

/// The page of a folder.
const INDEX: &str = "index.html";

/// The file that a reference leads to; `None` if it is not one of the project's.
pub(crate) fn resolve(library: &dyn Library, reference: &Reference) -> Option<Arc<File>> {
    let Address::File { path, .. } = Address::of(&reference.address) else { return None };
    let mut places = places(&reference.base, path).ok()?.into_iter();
    let found = places.find_map(|path| Some((library.find(&path).ok()??, path)));
    found.filter(|(file, path)| file.path == *path).map(|(file, _)| file)
}

/// An address that may lead to a file.
struct PendingAddress<'a> {
    base: &'a str,
    address: &'a str,
    suffix: &'a str,
    /// Where the file may be, the likeliest place first; at least one.
    candidates: Vec<String>,
}

impl PendingAddress<'_> {
    /// The first of the places at which there is a file, or why there is none.
    fn resolve(&self, files: &Files, (spellings, spelled): (&Spellings, &Files)) -> Resolved {
        let suffix = self.suffix.to_owned();
        for path in &self.candidates {
            match files.0.get(path) {
                Some(Ok(Some(file))) if file.path == *path => {
                    return Resolved::File { file: file.clone(), suffix };
                }
                Some(Ok(Some(file))) => return Resolved::OtherCase(file.clone()),
                Some(Err(refused)) => return Resolved::Refused(refused.clone()),
                Some(Ok(None)) | None => {}
            }
        }
        let mut named = self.candidates.iter().filter_map(|path| spelled.0.get(spellings.0.get(path)?));
        if let Some(file) = named.find_map(|result| result.as_ref().ok()?.clone()) {
            return Resolved::File { file, suffix };
        }
        Resolved::Nothing { path: self.candidates.first().cloned().unwrap_or_default() }
    }
}

/// The names that files have for paths that are spelled with other code points: macOS writes `é` as two, and an editor as one.
#[derive(Default)]
struct Spellings(HashMap<String, String>);

impl Spellings {
    fn find<'a>(library: &dyn Library, missing: impl Iterator<Item = &'a String>) -> Spellings {
        let normal = |name: &str| name.nfc().collect::<String>();
        let missing: Vec<&String> = missing.filter(|path| !path.is_ascii()).collect();
        if missing.is_empty() {
            return Spellings::default();
        }
        let names = library.names().into_iter().filter(|name| !name.is_ascii());
        let names: HashMap<String, String> = names.map(|name| (normal(&name), name)).collect();
        let found =
            missing.into_iter().filter_map(|path| Some((path.clone(), names.get(&normal(path))?.clone())));
        Spellings(found.collect())
    }
}

/// What a library gave for each path.
#[derive(Default)]
struct Files(HashMap<String, Result<Option<Arc<File>>, Refused>>);

impl Files {
    fn ask<'a>(library: &dyn Library, paths: impl Iterator<Item = &'a String>) -> Files {
        let mut paths: Vec<&String> = paths.collect();
        paths.sort_unstable();
        paths.dedup();
        Files(paths.into_par_iter().map(|path| (path.clone(), library.find(path))).collect())
    }

    fn was_asked(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Whether the library had an answer for a path other than that there is nothing.
    fn holds(&self, path: &str) -> bool {
        !matches!(self.0.get(path), None | Some(Ok(None)))
    }
}

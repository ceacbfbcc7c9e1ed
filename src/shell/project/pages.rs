//! A page of reveal.js, with the files it names, becomes an entry of the talk.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::{OpenError, Reader};
use crate::assets::Address;
use crate::deck::Placed;
use crate::parse::Entry;
use crate::parse::reveal_page::{self, RevealPage};
use crate::text::{Diagnostic, SourceId, WrongCharset, in_utf8};

/// A script of more bytes is a library, and holds no configuration.
const LARGEST_SCRIPT: u64 = 256 * 1024;

/// Whether a path is that of a page.
pub(super) fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|it| it.eq_ignore_ascii_case("html") || it.eq_ignore_ascii_case("htm"))
}

/// The page of that name, taken apart; `None` if there is none.
pub(super) fn read(reader: &mut Reader, name: &str) -> Result<Option<Entry>, OpenError> {
    let Some(page) = reader.read(name)? else { return Ok(None) };
    take_apart(reader, page).map(|index| Some(Entry::RevealPage(Box::new(index))))
}

/// The page of that name, where it is a deck of reveal.js. With `of_folder`, only one that reads Markdown from there.
pub(super) fn read_deck(
    reader: &mut Reader,
    name: &str,
    of_folder: Option<&str>,
) -> Result<Option<Entry>, OpenError> {
    if !reader.folder.join(name).is_file() {
        return Ok(None);
    }
    let Some(page) = reader.read(name)? else { return Ok(None) };
    if !reveal_page::is_deck(page, &reader.sources) {
        return Ok(None);
    }
    let index = reveal_page::read(page, &mut reader.sources);
    let is_of = |folder: &str| {
        index.wanted().iter().any(|(file, _)| file.value.trim_start_matches("./").starts_with(folder))
    };
    if of_folder.is_some_and(|folder| !is_of(folder)) {
        return Ok(None);
    }
    supplied(reader, index).map(|index| Some(Entry::RevealPage(Box::new(index))))
}

fn take_apart(reader: &mut Reader, page: SourceId) -> Result<RevealPage, OpenError> {
    let index = reveal_page::read(page, &mut reader.sources);
    supplied(reader, index)
}

/// Hands the page the files that it names.
fn supplied(reader: &mut Reader, mut index: RevealPage) -> Result<RevealPage, OpenError> {
    let page = reader.sources.get(index.page).name.clone();
    let base = page.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    for (file, charset) in index.wanted() {
        let paths = match paths(&base, &file) {
            Ok(paths) => paths,
            Err(wrong) => {
                reader.diagnostics.push(*wrong);
                continue;
            }
        };
        match read_first(reader, &paths, charset.as_ref())? {
            Some(found) => index.supply(&file.value, found),
            None => reader.diagnostics.push(missing(&file)),
        }
    }
    for script in index.scripts.clone() {
        let paths = paths(&base, &script).unwrap_or_default();
        let is_small = |path: &&String| {
            std::fs::metadata(reader.folder.join(path)).is_ok_and(|metadata| metadata.len() <= LARGEST_SCRIPT)
        };
        if let Some(path) = paths.iter().find(is_small)
            && let Some(text) = reader.read(path)?
        {
            index.read_script(text, &reader.sources);
        }
    }
    Ok(index)
}

/// The first of some files that is there.
fn read_first(
    reader: &mut Reader,
    paths: &[String],
    charset: Option<&Placed<String>>,
) -> Result<Option<SourceId>, OpenError> {
    for path in paths {
        if let Some(found) = reader.read_as(path, charset)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The paths of the talk that an address may mean, or what is wrong with it.
fn paths(base: &str, file: &Placed<String>) -> Result<Vec<String>, Box<Diagnostic>> {
    let Address::File { path, .. } = Address::of(&file.value) else { return Err(Box::new(elsewhere(file))) };
    crate::assets::candidates(base, path).map_err(|_| Box::new(outside(file)))
}

/// The bytes of a file of Markdown in UTF-8.
pub(super) fn decoded(
    bytes: Arc<[u8]>,
    charset: &Placed<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Arc<[u8]> {
    let (text, wrong) = in_utf8(&bytes, &charset.value);
    diagnostics.extend(wrong.map(|wrong| wrong_charset(wrong, charset)));
    match text {
        Cow::Borrowed(_) => bytes,
        Cow::Owned(text) => text.into(),
    }
}

fn wrong_charset(wrong: WrongCharset, charset: &Placed<String>) -> Diagnostic {
    let label = &charset.value;
    let (message, help) = match wrong {
        WrongCharset::Unknown => (
            format!("there is no encoding `{label}`, so the file is read as UTF-8"),
            "take `data-charset` out where the file is UTF-8, as nearly all are today",
        ),
        WrongCharset::IsUtf8 => (
            format!("the file is UTF-8, and no `{label}`"),
            "take `data-charset` out: reveal.js garbles every letter that is not plain ASCII",
        ),
        WrongCharset::Undefined => (
            format!("some bytes of the file mean nothing in `{label}`"),
            "save the file as UTF-8, and take `data-charset` out",
        ),
    };
    Diagnostic::warning("wrong-charset", charset.at, message).help(help)
}

fn missing(file: &Placed<String>) -> Diagnostic {
    Diagnostic::error("missing-file", file.at, format!("there is no file `{}`", file.value))
        .help("its slides are missing from the deck; names are compared letter by letter")
}

fn outside(file: &Placed<String>) -> Diagnostic {
    Diagnostic::error("outside-project", file.at, format!("`{}` leads out of the talk's folder", file.value))
        .help("copy the file into the talk; what lies outside is not read")
}

fn elsewhere(file: &Placed<String>) -> Diagnostic {
    Diagnostic::error("outside-project", file.at, format!("`{}` is no file of the talk", file.value))
        .help("save it beside the page: nothing is fetched from elsewhere")
}

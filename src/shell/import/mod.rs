//! A talk made for another tool is read from disk, and a new one written beside it.
//!
//! Its files show which tool it was made for. The old talk is only read; of the new folder, files that are there already
//! and differ are left as they are, so that importing twice changes nothing, and no work of the author is lost. Nothing
//! outside of either folder is read or written, whatever a symbolic link says.

mod listing;
mod markdown;
mod write;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub(crate) use write::{Written, write};

use super::permission::Access;
use super::project::{self, OpenError};
use crate::parse::Entry;
use crate::parse::reveal_page::Expressions;
use crate::site::Project;
use crate::site::import::{Imported, page};
use crate::text::Sources;

/// Why a talk was not imported.
#[derive(Debug)]
pub(crate) enum ImportError {
    /// It could not be read.
    Open(OpenError),
    /// There is nothing in it that is known.
    Unknown(PathBuf),
    /// A folder whose pages are decks of their own, by their names; none of them is `index.html`.
    Pages { folder: PathBuf, pages: Vec<String> },
    /// It is a talk for orate already.
    Ours(PathBuf),
    /// The system refused to read or write.
    Io { path: PathBuf, cause: io::Error },
}

/// An old talk and what would become of it.
pub(crate) struct Read {
    /// The folder of the old talk.
    pub folder: PathBuf,
    pub sources: Sources,
    pub imported: Imported,
    /// What it was made for, in words.
    pub family: &'static str,
}

/// Reads a talk: a folder, a page or a Markdown file.
pub(crate) fn read(source: &Path, expressions: &Expressions) -> Result<Read, ImportError> {
    let folder = project::folder(source);
    if source.is_dir() && source.join("orate.toml").exists() {
        return Err(ImportError::Ours(source.to_owned()));
    }
    let (listing, foreign) = (listing::list(folder), submodules(folder));
    let mut read = read_listed(source, folder, expressions, listing.names, &foreign)?;
    read.imported.leave(listing.left);
    Ok(read)
}

fn read_listed(
    source: &Path,
    folder: &Path,
    expressions: &Expressions,
    names: Vec<String>,
    foreign: &[String],
) -> Result<Read, ImportError> {
    let is_page = source
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("html") || it.eq_ignore_ascii_case("htm"));
    let has_page = source.is_dir() && source.join("index.html").is_file();
    if is_page || has_page {
        let path = if is_page { source.to_owned() } else { source.join("index.html") };
        match project::open_talk(&path, &Access::default()) {
            Ok(project) => return Ok(from_page(folder, &project, &names, foreign)),
            // A folder may hold a page of another kind beside its Markdown.
            Err(OpenError::NotADeck(_)) if has_page => {}
            Err(error) => return Err(ImportError::Open(error)),
        }
    }
    let pages = if source.is_dir() { other_decks(folder, &names) } else { Vec::new() };
    match (markdown::read(source, folder, names.clone(), foreign, expressions), pages.as_slice()) {
        (Err(ImportError::Unknown(_)), [page]) => {
            read_listed(&folder.join(page), folder, expressions, names, foreign)
        }
        (Err(ImportError::Unknown(_)), [_, _, ..]) => {
            Err(ImportError::Pages { folder: folder.to_owned(), pages })
        }
        (read, _) => read,
    }
}

/// The pages of a folder that are decks of reveal.js, by their names.
fn other_decks(folder: &Path, names: &[String]) -> Vec<String> {
    let is_page = |name: &&String| !name.contains('/') && (name.ends_with(".html") || name.ends_with(".htm"));
    let is_deck = |name: &&String| project::open_talk(&folder.join(name), &Access::default()).is_ok();
    names.iter().filter(is_page).filter(is_deck).cloned().collect()
}

fn from_page(folder: &Path, project: &Project, names: &[String], foreign: &[String]) -> Read {
    let mut imported = Imported::default();
    if let [Entry::RevealPage(index)] = project.entries.as_slice() {
        imported = page(project, index, names, foreign);
    }
    Read {
        folder: folder.to_owned(),
        sources: project.sources.clone(),
        imported,
        family: "a page of reveal.js",
    }
}

/// The folders of submodules, and those that are repositories of their own.
fn submodules(folder: &Path) -> Vec<String> {
    let text = listing::text_of(folder, ".gitmodules").unwrap_or_default();
    let named = text.lines().filter_map(|line| {
        let (key, path) = line.split_once('=')?;
        (key.trim() == "path").then(|| path.trim().trim_matches('/').to_owned())
    });
    let own = fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        entry.path().join(".git").exists().then_some(name)
    });
    let mut folders: Vec<String> = named.chain(own).filter(|path| !path.is_empty()).collect();
    folders.sort();
    folders.dedup();
    folders
}

impl ImportError {
    /// A stable name in kebab case, as diagnostics have one.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            ImportError::Open(error) => error.code(),
            ImportError::Unknown(_) | ImportError::Pages { .. } => "nothing-to-import",
            ImportError::Ours(_) => "imported-already",
            ImportError::Io { .. } => "import-failed",
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            ImportError::Open(error) => error.help(),
            ImportError::Unknown(_) => Some(
                "give a folder with an `index.html` of reveal.js, or with Markdown for reveal-md or mkslides"
                    .into(),
            ),
            ImportError::Pages { folder, pages } => {
                let paths: Vec<_> =
                    pages.iter().map(|page| folder.join(page).display().to_string()).collect();
                Some(format!("import one of them: `orate import {}`", paths.join("`, `orate import ")))
            }
            ImportError::Ours(_) => Some("build it: `orate build`".into()),
            ImportError::Io { .. } => None,
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportError::Open(error) => error.fmt(formatter),
            ImportError::Unknown(path) => {
                write!(formatter, "there is nothing to import in `{}`", path.display())
            }
            ImportError::Pages { folder, pages } => write!(
                formatter,
                "`{}` has no `index.html`, and {} other pages that are talks",
                folder.display(),
                pages.len()
            ),
            ImportError::Ours(path) => write!(formatter, "`{}` is a talk for orate already", path.display()),
            ImportError::Io { path, cause } => write!(formatter, "`{}`: {cause}", path.display()),
        }
    }
}

impl std::error::Error for ImportError {}

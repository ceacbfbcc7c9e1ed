//! A talk made for another tool is read from disk, and a new one written beside it.
//!
//! Which tool it was is told by its files. The old talk is only read; of the new folder, files that are there already
//! and differ are left as they are, so that importing twice changes nothing, and no work of the author is lost. Nothing
//! outside of either folder is read or written, whatever a symbolic link says.

mod listing;
mod write;

use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

pub use write::{Written, write};

use serde_json::{Map, Value};

use super::confined;
use super::permission::Access;
use super::project::{self, OpenError, TEXT_LIMIT};
use crate::parse::reveal_page::{Expressions, object as written_out};
use crate::parse::{Entry, yaml};
use crate::site::Project;
use crate::site::import::{Family, ForeignTalk, Imported, decks, is_named, page};
use crate::text::{Diagnostic, SourceId, Sources};

/// Configuration of mkslides, of which there may be one.
const MKSLIDES: [&str; 2] = ["mkslides.yml", "mkslides.yaml"];

/// Where mkslides looks for Markdown, beside its configuration: in the first of these that is there.
const MKSLIDES_FOLDERS: [&str; 2] = ["slides/", "docs/"];

/// Configuration of reveal-md, and what it hands to reveal.js. The first of two holds.
const REVEAL_MD: [&str; 2] = ["reveal-md.json5", "reveal-md.json"];
const REVEAL: [&str; 2] = ["reveal.json5", "reveal.json"];

/// Why a talk was not imported.
#[derive(Debug)]
pub enum ImportError {
    /// It could not be read.
    Open(OpenError),
    /// There is nothing in it that is known.
    Unknown(PathBuf),
    /// It is a talk for orate already.
    Ours(PathBuf),
    /// The system refused to read or write.
    Io { path: PathBuf, cause: io::Error },
}

/// An old talk and what would become of it.
pub struct Read {
    /// The folder of the old talk.
    pub folder: PathBuf,
    pub sources: Sources,
    pub imported: Imported,
    /// What it was made for, in words.
    pub family: &'static str,
}

/// Reads a talk: a folder, a page or a Markdown file.
pub fn read(source: &Path, asked: &Expressions) -> Result<Read, ImportError> {
    let folder = project::folder(source);
    if source.is_dir() && source.join("orate.toml").exists() {
        return Err(ImportError::Ours(source.to_owned()));
    }
    let (listing, foreign) = (listing::list(folder), submodules(folder));
    let mut read = read_listed(source, folder, asked, listing.names, &foreign)?;
    read.imported.leave(listing.left);
    Ok(read)
}

fn read_listed(
    source: &Path,
    folder: &Path,
    asked: &Expressions,
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
    from_markdown(source, folder, names, foreign, asked)
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

fn from_markdown(
    source: &Path,
    folder: &Path,
    names: Vec<String>,
    foreign: &[String],
    asked: &Expressions,
) -> Result<Read, ImportError> {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let alone = source.is_file().then(|| source.file_name().and_then(|name| name.to_str())).flatten();
    let first = |names: [&'static str; 2]| names.into_iter().find(|name| folder.join(name).is_file());
    let mut options_in = |name: &str| -> Result<Map<String, Value>, ImportError> {
        let id = add(&mut sources, folder, name, &mut diagnostics)?;
        Ok(object(&sources, id, &mut diagnostics))
    };
    // Its slides lie in a folder of their own, and its configuration beside that.
    let is_plain = |name: &&str| folder.join("..").join(name).symlink_metadata().is_ok_and(|it| it.is_file());
    let above = MKSLIDES.into_iter().find(is_plain).filter(|_| is_named_for_mkslides(folder));
    let (family, options, reveal) = match (first(MKSLIDES), above) {
        (Some(name), _) => (Family::MkSlides, options_in(name)?, Map::new()),
        (None, Some(name)) if first(REVEAL_MD).is_none() => {
            (Family::MkSlides, options_in(&format!("../{name}"))?, Map::new())
        }
        _ => {
            let mut options_of = |names| first(names).map_or(Ok(Map::new()), &mut options_in);
            (Family::RevealMd, options_of(REVEAL_MD)?, options_of(REVEAL)?)
        }
    };
    let is_in = |name: &str, within: &str| name.starts_with(within) && project::is_markdown_file(name);
    let within = MKSLIDES_FOLDERS
        .into_iter()
        .find(|within| first(MKSLIDES).is_some() && names.iter().any(|name| is_in(name, within)));
    let is_deck = |name: &&String| match (alone, within) {
        (Some(alone), _) => *name == alone,
        // There every file of Markdown is a deck.
        (None, Some(within)) => is_in(name, within),
        (None, None) => {
            project::is_slide_file(name)
                && (family == Family::MkSlides || is_named(&options, name))
                && !foreign.iter().any(|folder| name.starts_with(&format!("{folder}/")))
        }
    };
    let mut found = Vec::new();
    for name in names.iter().filter(is_deck) {
        found.push(add(&mut sources, folder, name, &mut diagnostics)?);
    }
    if found.is_empty() {
        return Err(ImportError::Unknown(source.to_owned()));
    }
    let given = ForeignTalk {
        family,
        sources: &sources,
        decks: &found,
        options,
        reveal,
        asked: asked.clone(),
        names: &names,
        foreign,
    };
    let mut imported = decks(&given);
    imported.diagnostics.extend(diagnostics);
    let family = match family {
        Family::RevealMd => "Markdown for reveal-md",
        Family::MkSlides => "Markdown for mkslides",
    };
    Ok(Read { folder: folder.to_owned(), sources, imported, family })
}

/// Whether a folder bears a name that mkslides looks for slides in.
fn is_named_for_mkslides(folder: &Path) -> bool {
    let name = fs::canonicalize(folder).ok().and_then(|folder| Some(folder.file_name()?.to_owned()));
    name.is_some_and(|name| MKSLIDES_FOLDERS.iter().any(|it| *it.trim_end_matches('/') == *name))
}

/// A mapping in JSON or YAML; what is neither is reported.
fn object(sources: &Sources, id: SourceId, diagnostics: &mut Vec<Diagnostic>) -> Map<String, Value> {
    let whole = sources.whole(id);
    let name = &sources.get(id).name;
    if name.ends_with(".json") || name.ends_with(".json5") {
        let options = written_out(whole.text);
        if options.is_none() {
            let message = "this is no object in JSON";
            diagnostics.push(
                Diagnostic::error("settings-syntax", whole.span.head(), message)
                    .help("comments, commas at ends and names without quotes are fine, as in JSON5"),
            );
        }
        return options.unwrap_or_default();
    }
    yaml(whole, diagnostics)
}

fn add(
    sources: &mut Sources,
    folder: &Path,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<SourceId, ImportError> {
    let path = folder.join(name);
    let mut bytes = Vec::new();
    let opened = match name.strip_prefix("../") {
        // Beside the folder of slides lies the configuration of mkslides, and nothing else is read there.
        Some(name) => fs::canonicalize(folder)
            .and_then(|folder| confined::open(&folder.parent().unwrap_or(&folder).join(name))),
        None => confined::open_in(folder, name),
    };
    let read = opened.and_then(|file| file.take(TEXT_LIMIT + 1).read_to_end(&mut bytes));
    match read {
        Ok(size) if size as u64 > TEXT_LIMIT => {
            return Err(ImportError::Open(OpenError::TooLarge { file: path, limit: TEXT_LIMIT }));
        }
        Ok(_) => {}
        Err(cause) => return Err(ImportError::Io { path, cause }),
    }
    Ok(sources.add(name, &bytes, diagnostics))
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
    let mut found: Vec<String> = named.chain(own).filter(|path| !path.is_empty()).collect();
    found.sort();
    found.dedup();
    found
}

impl ImportError {
    /// A stable name in kebab case, as diagnostics have one.
    pub fn code(&self) -> &'static str {
        match self {
            ImportError::Open(error) => error.code(),
            ImportError::Unknown(_) => "nothing-to-import",
            ImportError::Ours(_) => "imported-already",
            ImportError::Io { .. } => "import-failed",
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            ImportError::Open(error) => error.help(),
            ImportError::Unknown(_) => Some(
                "give a folder with an `index.html` of reveal.js, or with Markdown for reveal-md or mkslides"
                    .into(),
            ),
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
            ImportError::Ours(path) => write!(formatter, "`{}` is a talk for orate already", path.display()),
            ImportError::Io { path, cause } => write!(formatter, "`{}`: {cause}", path.display()),
        }
    }
}

impl std::error::Error for ImportError {}

//! A folder on disk, or one Markdown file, becomes a [`Project`]: values only, from here on.
//!
//! Texts (slides, settings, templates) are read now and in natural order; everything else is read by the
//! [`DiskLibrary`] when a slide asks for it. Nothing outside the talk's folder is read, whatever a symbolic link
//! says, but for code and slides of the repository that holds it ([`repository`](super::confined::repository)), and nothing that is not a plain file is
//! opened. What slides mean is `parse`'s.

mod collection;
mod drawings;
mod error;
mod file_cache;
mod ignored;
mod library;
mod opened;
mod pages;
mod programs;
mod slides;

use std::collections::BTreeMap;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) use collection::{Outline, outline, site_folders};
pub(crate) use error::OpenError;
pub(crate) use file_cache::{FileCache, FileResult, PATIENCE, ReadPaths, Readings};
pub(crate) use ignored::is_ignored;
pub(crate) use library::DiskLibrary;
pub(crate) use opened::{Opened, TalkPrograms, programs_of};

use self::programs::Starter;
use crate::deck::Placed;
use crate::parse::{Entry, SettingsFile, natural_order};
use crate::shell::confined::repository::is_gits_own;
use crate::shell::permission::Access;
use crate::site::Project;
use crate::text::{Diagnostic, SourceId, Sources};

/// The folder in which slides are looked for.
const SLIDES: &str = "slides";

/// The file that is looked for where there is no such folder.
const SINGLE: &str = "slides.md";

/// The page that is looked for where there is neither.
const PAGE: &str = "index.html";

/// The file with the settings.
const SETTINGS: &str = "orate.toml";

/// How much text a talk may have, in bytes: about a thousand times what a long one has.
pub(crate) const TEXT_LIMIT: u64 = 64 * 1024 * 1024;

/// Reads the talk in a folder, a page or a Markdown file, or the site of several talks in a folder whose settings make it
/// one. `access` says what the talks may do on this machine.
pub(crate) fn open(path: &Path, access: &Access) -> Result<Opened, OpenError> {
    open_noted(path, access).map(|(opened, _)| opened)
}

/// The same with what was read of a site, and what will be when it is built.
pub(crate) fn open_noted(path: &Path, access: &Access) -> Result<(Opened, Readings), OpenError> {
    let talk = |project| (Opened::Talk(Box::new(project)), Readings::default());
    if !path.is_dir() {
        return open_talk(path, access).map(talk);
    }
    let reader = Reader::new(path, &Arc::default(), access)?;
    if let Some(settings) = &reader.settings
        && let Some(site) = settings.own().site.clone()
    {
        let settings = settings.clone();
        let site = collection::read(reader, path, settings, &site);
        return site.map(|(site, readings)| (Opened::Collection(Box::new(site)), readings));
    }
    read_folder(reader, path).map(talk)
}

/// Reads one talk, in a folder, a page or a Markdown file.
pub(crate) fn open_talk(path: &Path, access: &Access) -> Result<Project, OpenError> {
    open_talk_with(path, &Arc::default(), access)
}

/// The same, with the files that were read before: one that has not changed since is not read again.
pub(crate) fn open_talk_with(
    path: &Path,
    cache: &Arc<FileCache>,
    access: &Access,
) -> Result<Project, OpenError> {
    let metadata = fs::metadata(path).map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound => OpenError::Missing(path.to_owned()),
        _ => OpenError::Read { path: path.to_owned(), cause },
    })?;
    if metadata.is_dir() {
        read_folder(Reader::new(path, cache, access)?, path)
    } else if metadata.is_file() && (is_markdown(path) || pages::is_page(path)) {
        open_file(path, cache, access)
    } else {
        Err(OpenError::NotATalk(path.to_owned()))
    }
}

/// The folder of the talk at a path: the path itself, or the folder that a single file lies in.
pub(crate) fn folder(path: &Path) -> &Path {
    if path.is_dir() {
        return path;
    }
    // A file's parent is empty where it is named alone.
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn read_folder(mut reader: Reader, path: &Path) -> Result<Project, OpenError> {
    let has_slides = reader.folder.join(SLIDES).is_dir();
    // A talk of reveal.js may keep its Markdown in `slides/`; then its page says what comes when.
    let page = match &reader.settings {
        None if has_slides => pages::read_deck(&mut reader, PAGE, Some("slides/"))?,
        _ => None,
    };
    let (entries, single) = if let Some(page) = page {
        (vec![page], false)
    } else if has_slides {
        (slides::read(&mut reader, SLIDES)?, false)
    } else if let Some(id) = reader.read(SINGLE)? {
        (vec![Entry::File(id)], true)
    } else if let Some(page) = pages::read_deck(&mut reader, PAGE, None)? {
        (vec![page], false)
    } else {
        return Err(no_slides(path, &reader.folder));
    };
    if entries.is_empty() && reader.diagnostics.is_empty() {
        return Err(OpenError::EmptySlides(path.join(SLIDES)));
    }
    reader.finish(entries, single)
}

fn open_file(path: &Path, cache: &Arc<FileCache>, access: &Access) -> Result<Project, OpenError> {
    let mut reader = Reader::new(folder(path), cache, access)?;
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| OpenError::NotATalk(path.to_owned()))?.to_owned();
    if pages::is_page(path) {
        let entries = pages::read_deck(&mut reader, &name, None)?;
        let page = entries.ok_or_else(|| OpenError::NotADeck(path.to_owned()))?;
        return reader.finish(vec![page], false);
    }
    let entries = reader.read(&name)?.map(Entry::File).into_iter().collect();
    reader.finish(entries, true)
}

/// The files below a folder, sorted, by their paths from there: without litter, outputs and installed packages.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    ignored::names_below(folder, "")
}

/// Whether the file of that path would be a slide file if it lay in the folder of slides.
pub(crate) fn is_slide_file(path: &str) -> bool {
    is_markdown(Path::new(path))
        && path.split('/').next_back().is_some_and(|name| !ignored::is_no_slide(name))
}

/// Whether a path is that of a Markdown file.
pub(crate) fn is_markdown_file(path: &str) -> bool {
    is_markdown(Path::new(path))
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
    })
}

fn no_slides(path: &Path, folder: &Path) -> OpenError {
    let mut markdown: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(|name| is_markdown(name) && name.to_str().is_none_or(|name| !ignored::is_no_slide(name)))
        .collect();
    markdown.sort();
    OpenError::NoSlides {
        folder: path.to_owned(),
        markdown: markdown.into_iter().map(|name| path.join(name)).collect(),
    }
}

/// What has been read of a talk so far.
struct Reader {
    folder: PathBuf,
    sources: Sources,
    settings: Option<SettingsFile>,
    diagnostics: Vec<Diagnostic>,
    /// How many more bytes of text may be read.
    left: u64,
    cache: Arc<FileCache>,
    access: Access,
}

/// A text of a talk as it lies on disk.
struct FoundFile {
    path: PathBuf,
    /// The same place without symbolic links.
    real: PathBuf,
    metadata: Metadata,
}

impl Reader {
    /// Opens a folder and reads the settings in it.
    fn new(folder: &Path, cache: &Arc<FileCache>, access: &Access) -> Result<Reader, OpenError> {
        let mut reader = Reader {
            folder: fs::canonicalize(folder).map_err(OpenError::read(folder))?,
            sources: Sources::default(),
            settings: None,
            diagnostics: Vec::new(),
            left: TEXT_LIMIT,
            cache: cache.clone(),
            access: *access,
        };
        reader.cache.note_folder(&reader.folder);
        // First, so that diagnostics about them come first.
        let settings = reader.read(SETTINGS)?;
        reader.settings = settings.map(|source| SettingsFile::parse(reader.sources.whole(source)));
        Ok(reader)
    }

    /// Takes in a text by its path in the talk; `None` if there is no such file, or it is refused.
    fn read(&mut self, name: &str) -> Result<Option<SourceId>, OpenError> {
        self.read_as(name, None)
    }

    /// The same for a text in the encoding of that name.
    fn read_as(
        &mut self,
        name: &str,
        charset: Option<&Placed<String>>,
    ) -> Result<Option<SourceId>, OpenError> {
        let path = self.folder.join(name);
        self.cache.note(&path);
        let metadata = match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => metadata,
            Ok(_) => {
                self.diagnostics.push(ignored::not_a_file(name));
                return Ok(None);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(OpenError::Read { path, cause }),
        };
        let real = fs::canonicalize(&path).map_err(OpenError::read(&path))?;
        if !real.strip_prefix(&self.folder).is_ok_and(|within| !is_gits_own(within)) {
            self.cache.note(&real);
            self.diagnostics.push(ignored::leads_out(name));
            return Ok(None);
        }
        self.take(name, FoundFile { path, real, metadata }, charset)
    }

    /// The same for a file that was found in a folder of the talk, which lies at `folder` without symbolic links: a
    /// plain file in it cannot lead astray.
    fn read_in(&mut self, folder: &Path, name: &str) -> Result<Option<SourceId>, OpenError> {
        let real = folder.join(name.rsplit('/').next().unwrap_or(name));
        match fs::symlink_metadata(&real) {
            Ok(metadata) if metadata.is_file() => {
                let path = self.folder.join(name);
                self.cache.note(&path);
                self.take(name, FoundFile { path, real, metadata }, None)
            }
            _ => self.read(name),
        }
    }

    fn take(
        &mut self,
        name: &str,
        file: FoundFile,
        charset: Option<&Placed<String>>,
    ) -> Result<Option<SourceId>, OpenError> {
        let FoundFile { path, real, metadata } = file;
        if self.cache.is_yet_to_be_written(&path, &metadata) {
            return Ok(None);
        }
        if real != path {
            self.cache.note(&real);
        }
        let Some(left) = self.left.checked_sub(metadata.len()) else {
            return Err(OpenError::TooLarge { file: path, limit: TEXT_LIMIT });
        };
        self.left = left;
        let text = self.cache.read(&path, &real, &metadata).map_err(OpenError::read(&path))?;
        Ok(Some(match charset {
            Some(charset) => {
                let bytes = pages::decoded(text.into_bytes(), charset, &mut self.diagnostics);
                self.sources.add(name, &bytes, &mut self.diagnostics)
            }
            None => self.sources.add_file(name, &text, &mut self.diagnostics),
        }))
    }

    /// Reads what every talk may have beside its slides.
    fn finish(mut self, entries: Vec<Entry>, single: bool) -> Result<Project, OpenError> {
        let mut templates = self.read_templates()?;
        if let Some(page) = around_slides(&entries) {
            templates.entry("page.html".to_owned()).or_insert(page);
        }
        self.diagnostics.extend(ignored::twins(&self.folder));
        let programs = Arc::new(Starter::new(self.folder.clone(), self.cache.clone(), self.access));
        let library = DiskLibrary::new(self.folder.clone(), self.cache);
        let library = Arc::new(library.for_talk(self.access.trust));
        Ok(Project {
            sources: self.sources,
            settings: self.settings,
            entries,
            single,
            inherited: None,
            edition: None,
            templates,
            library,
            programs,
            diagnostics: self.diagnostics,
        })
    }

    /// The project's own templates, by their paths within `templates/`.
    fn read_templates(&mut self) -> Result<BTreeMap<String, SourceId>, OpenError> {
        let mut templates = BTreeMap::new();
        if let Some(diagnostic) = ignored::folder_out(&self.folder, "templates") {
            self.diagnostics.push(diagnostic);
        }
        // One that comes into an empty folder is noticed, too.
        for folder in ignored::folders_below(&self.folder.join("templates"), usize::MAX) {
            self.cache.note_folder(&folder);
        }
        for path in ignored::names_below(&self.folder, "templates") {
            if let Some(name) = path.strip_prefix("templates/").filter(|name| name.ends_with(".html")) {
                let source = self.read(&path)?;
                templates.extend(source.map(|source| (name.to_owned(), source)));
            }
        }
        Ok(templates)
    }

    /// The names in a folder of the talk, in natural order, and what each is; `None` if there is no such folder.
    fn names(&mut self, folder: &str) -> Result<Vec<(String, FileType)>, OpenError> {
        let path = self.folder.join(folder);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Vec::new());
            }
            Err(cause) => return Err(OpenError::Read { path, cause }),
        };
        self.cache.note_folder(&path);
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(OpenError::read(&path))?;
            // It may have gone in the meantime.
            let Ok(kind) = entry.file_type() else { continue };
            match entry.file_name().into_string() {
                Ok(name) => names.push((name, kind)),
                Err(name) => self.diagnostics.push(ignored::not_unicode(folder, &name)),
            }
        }
        names.sort_by(|(one, _), (other, _)| {
            natural_order(stem(one), stem(other)).then_with(|| one.cmp(other))
        });
        Ok(names)
    }
}

/// The template that a page of reveal.js among the entries brings.
fn around_slides(entries: &[Entry]) -> Option<SourceId> {
    entries.iter().find_map(|entry| match entry {
        Entry::RevealPage(page) => page.around,
        _ => None,
    })
}

/// A name without the extension of Markdown, by which files are ordered among folders.
fn stem(name: &str) -> &str {
    if is_markdown(Path::new(name)) { name.rsplit_once('.').map_or(name, |(stem, _)| stem) } else { name }
}

#[cfg(test)]
mod tests;

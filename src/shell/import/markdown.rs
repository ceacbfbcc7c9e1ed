//! A folder of Markdown for reveal-md or mkslides: its configuration, and which of its files are decks.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use serde_json::{Map, Value};

use super::{ImportError, Read};
use crate::parse::reveal_page::{self, Expressions};
use crate::parse::yaml;
use crate::shell::confined;
use crate::shell::project::{self, OpenError, TEXT_LIMIT};
use crate::site::import::{Family, ForeignTalk, decks, is_named, options_of_commands};
use crate::text::{Diagnostic, SourceId, Sources};

/// Configuration of mkslides, of which there may be one.
const MKSLIDES: [&str; 2] = ["mkslides.yml", "mkslides.yaml"];

/// Where mkslides looks for Markdown, beside its configuration: in the first of these that is there.
const MKSLIDES_FOLDERS: [&str; 2] = ["slides/", "docs/"];

/// Configuration of reveal-md, and what it hands to reveal.js. The first of two holds.
const REVEAL_MD: [&str; 2] = ["reveal-md.json5", "reveal-md.json"];
const REVEAL: [&str; 2] = ["reveal.json5", "reveal.json"];

/// The scripts of a talk that npm runs.
const PACKAGE: &str = "package.json";

/// Reads the decks of a folder, or the one that is named.
pub(super) fn read(
    source: &Path,
    folder: &Path,
    names: Vec<String>,
    foreign: &[String],
    expressions: &Expressions,
) -> Result<Read, ImportError> {
    let mut files = Files { folder, sources: Sources::default(), diagnostics: Vec::new() };
    let configuration = Configuration::read(&mut files)?;
    let family = configuration.family;
    let alone = source.is_file().then(|| source.file_name().and_then(|name| name.to_str())).flatten();
    let slides_folder = configuration.slides_folder(&names);
    let is_deck = |name: &str| match (alone, slides_folder) {
        (Some(alone), _) => name == alone,
        // There every file of Markdown is a deck.
        (None, Some(slides)) => is_markdown_in(name, slides),
        (None, None) => {
            is_deck_file(name, &names)
                && (family == Family::MkSlides || is_named(&configuration.options, name))
                && !foreign.iter().any(|folder| name.starts_with(&format!("{folder}/")))
        }
    };
    let deck_names = names.iter().filter(|name| is_deck(name));
    let mut deck_files = deck_names.map(|name| files.add(name)).collect::<Result<Vec<_>, _>>()?;
    if alone.is_none() && slides_folder.is_none() && deck_files.len() > 1 {
        deck_files.retain(|file| !files.is_plain_readme(*file));
    }
    if deck_files.is_empty() {
        return Err(ImportError::Unknown(source.to_owned()));
    }
    // What a style sheet names shows whether it still finds its files; one that cannot be read stays as it is.
    let style_sheets = names.iter().filter(|name| name.ends_with(".css"));
    let sheets: Vec<SourceId> = style_sheets.filter_map(|name| files.add(name).ok()).collect();
    let mut imported = decks(&ForeignTalk {
        family,
        sources: &files.sources,
        decks: &deck_files,
        sheets: &sheets,
        options: configuration.options,
        reveal: configuration.reveal,
        of_script: configuration.of_script,
        expressions: expressions.clone(),
        names: &names,
        foreign,
    });
    imported.diagnostics.extend(files.diagnostics);
    let family = match family {
        Family::RevealMd => "Markdown for reveal-md",
        Family::MkSlides => "Markdown for mkslides",
    };
    Ok(Read { folder: folder.to_owned(), sources: files.sources, imported, family })
}

/// How a tool was configured.
struct Configuration {
    family: Family,
    /// The options of the tool.
    options: Map<String, Value>,
    /// Those of reveal.js, where they have a file of their own.
    reveal: Map<String, Value>,
    /// The names of those options that a script of `package.json` gives.
    of_script: Vec<String>,
    /// Whether mkslides was configured in the folder itself.
    is_of_mkslides_here: bool,
}

impl Configuration {
    fn read(files: &mut Files<'_>) -> Result<Configuration, ImportError> {
        let folder = files.folder;
        let first = |names: [&'static str; 2]| names.into_iter().find(|name| folder.join(name).is_file());
        // Its slides lie in a folder of their own, and its configuration beside that.
        let is_plain =
            |name: &&str| folder.join("..").join(name).symlink_metadata().is_ok_and(|it| it.is_file());
        let above = || MKSLIDES.into_iter().find(is_plain).filter(|_| is_named_for_mkslides(folder));
        let mkslides = first(MKSLIDES);
        let is_of_mkslides_here = mkslides.is_some();
        let beside = || above().filter(|_| first(REVEAL_MD).is_none()).map(|name| format!("../{name}"));
        let (family, mut options, reveal) = match mkslides.map(str::to_owned).or_else(beside) {
            Some(name) => (Family::MkSlides, files.options(Some(&name))?, Map::new()),
            None => (Family::RevealMd, files.options(first(REVEAL_MD))?, files.options(first(REVEAL))?),
        };
        let of_script = match family {
            Family::RevealMd => files.options_of_scripts(),
            Family::MkSlides => Map::new(),
        };
        let names = of_script.keys().cloned().collect();
        options.extend(of_script);
        Ok(Configuration { family, options, reveal, of_script: names, is_of_mkslides_here })
    }

    /// The folder that mkslides takes decks from, where it is configured beside it.
    fn slides_folder(&self, names: &[String]) -> Option<&'static str> {
        let holds_deck = |folder: &&str| names.iter().any(|name| is_markdown_in(name, folder));
        MKSLIDES_FOLDERS.into_iter().find(holds_deck).filter(|_| self.is_of_mkslides_here)
    }
}

/// Files that code hosts ask for: none of them is a talk, in whatever folder it is.
const NO_TALKS: [&str; 7] =
    ["agents", "changelog", "code_of_conduct", "contributing", "licence", "license", "security"];

/// Files that each copy of reveal.js 3 brings along.
const OF_REVEAL: [&str; 3] = ["css/theme/README.md", "plugin/markdown/example.md", "test/examples/slides.md"];

/// Whether a file may be a deck. One called README is, in a folder below the talk's own that has no other Markdown.
fn is_deck_file(name: &str, names: &[String]) -> bool {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_ascii_lowercase();
    let is_of_reveal = OF_REVEAL.iter().any(|own| name == *own || name.ends_with(&format!("/{own}")));
    if !project::is_markdown_file(name) || is_of_reveal || NO_TALKS.contains(&stem.as_str()) {
        return false;
    }
    if stem != "readme" {
        return project::is_slide_file(name);
    }
    let is_beside = |other: &&String| other.rsplit_once('/').is_some_and(|(it, _)| it == folder);
    let mut others = names.iter().filter(is_beside).filter(|other| project::is_slide_file(other));
    !folder.is_empty() && others.next().is_none()
}

fn is_markdown_in(name: &str, folder: &str) -> bool {
    name.starts_with(folder) && project::is_markdown_file(name)
}

/// Whether a folder bears a name that mkslides looks for slides in.
fn is_named_for_mkslides(folder: &Path) -> bool {
    let name = fs::canonicalize(folder).ok().and_then(|folder| Some(folder.file_name()?.to_owned()));
    name.is_some_and(|name| MKSLIDES_FOLDERS.iter().any(|it| *it.trim_end_matches('/') == *name))
}

/// The files that are read of a folder.
struct Files<'a> {
    folder: &'a Path,
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Files<'_> {
    /// The options in a file; empty if there is none.
    fn options(&mut self, name: Option<&str>) -> Result<Map<String, Value>, ImportError> {
        let Some(name) = name else { return Ok(Map::new()) };
        let id = self.add(name)?;
        Ok(object(&self.sources, id, &mut self.diagnostics))
    }

    /// The options that the scripts of `package.json` give reveal-md; none if the file cannot be read.
    fn options_of_scripts(&mut self) -> Map<String, Value> {
        if !self.folder.join(PACKAGE).is_file() {
            return Map::new();
        }
        let text = self.add(PACKAGE).ok().map(|id| self.sources.whole(id).text);
        let package = text.and_then(|text| serde_json::from_str::<Value>(text).ok());
        package.map_or_else(Map::new, |package| options_of_commands(&package))
    }

    /// Whether a file is a README of one slide, which is about its folder.
    fn is_plain_readme(&self, file: SourceId) -> bool {
        let name = self.sources.get(file).name.to_ascii_lowercase();
        let is_readme = name.rsplit('/').next().is_some_and(|name| name.starts_with("readme."));
        let is_separator = |line: &str| line.len() > 2 && line.chars().all(|it| it == '-');
        is_readme && !self.sources.whole(file).text.lines().any(|line| is_separator(line.trim_end()))
    }

    fn add(&mut self, name: &str) -> Result<SourceId, ImportError> {
        let path = self.folder.join(name);
        let mut bytes = Vec::new();
        let opened = match name.strip_prefix("../") {
            // Beside the folder of slides lies the configuration of mkslides, and nothing else is read there.
            Some(name) => fs::canonicalize(self.folder)
                .and_then(|folder| confined::open(&folder.parent().unwrap_or(&folder).join(name))),
            None => confined::open_in(self.folder, name),
        };
        let read = opened.and_then(|file| file.take(TEXT_LIMIT + 1).read_to_end(&mut bytes));
        match read {
            Ok(size) if size as u64 > TEXT_LIMIT => {
                return Err(ImportError::Open(OpenError::TooLarge { file: path, limit: TEXT_LIMIT }));
            }
            Ok(_) => {}
            Err(cause) => return Err(ImportError::Io { path, cause }),
        }
        Ok(self.sources.add(name, &bytes, &mut self.diagnostics))
    }
}

/// A mapping in JSON or YAML; what is neither is reported.
fn object(sources: &Sources, id: SourceId, diagnostics: &mut Vec<Diagnostic>) -> Map<String, Value> {
    let file = sources.whole(id);
    let name = &sources.get(id).name;
    if name.ends_with(".json") || name.ends_with(".json5") {
        let options = reveal_page::object(file.text);
        if options.is_none() {
            let message = "this is no object in JSON";
            diagnostics.push(
                Diagnostic::error("settings-syntax", file.span.head(), message)
                    .help("comments, commas at ends and names without quotes are fine, as in JSON5"),
            );
        }
        return options.unwrap_or_default();
    }
    yaml(file, diagnostics)
}

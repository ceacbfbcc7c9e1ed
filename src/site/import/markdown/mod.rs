//! Markdown written for reveal-md or mkslides becomes talks: one for each file.
//!
//! Both tools take a file for a deck, strip its YAML, and part it by expressions; they differ in where options are
//! and what they are called. A single deck becomes the talk of the new folder, several become a folder each.

mod command;
mod deck;
mod options;
mod style_sheet;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

pub(crate) use command::options_of_commands;
use deck::Importer;
use options::Options;

use super::{Fate, Imported, leftovers};
use crate::parse::reveal_page::Expressions;
use crate::text::{SourceId, Sources};

/// The tool that a talk was written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    RevealMd,
    MkSlides,
}

/// A talk as it lies in its folder.
pub(crate) struct ForeignTalk<'a> {
    pub family: Family,
    pub sources: &'a Sources,
    /// The decks, in their order.
    pub decks: &'a [SourceId],
    /// The style sheets of the folder.
    pub sheets: &'a [SourceId],
    /// The options of the tool: its configuration file, and for reveal-md those of `reveal.json`.
    pub options: Map<String, Value>,
    pub reveal: Map<String, Value>,
    /// The names of those options that a script of `package.json` gives.
    pub of_script: Vec<String>,
    /// The separators that the command line names; they go before those of the options.
    pub expressions: Expressions,
    /// The other files, and the folders of submodules.
    pub names: &'a [String],
    pub foreign: &'a [String],
}

/// Whether a file is a deck, by the pattern that reveal-md looks for decks with; without one, every file is.
pub(crate) fn is_named(options: &Map<String, Value>, name: &str) -> bool {
    let rules = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::new() };
    patterns(options).is_none_or(|(named, unnamed)| {
        named.matches_with(name, rules) && !unnamed.iter().any(|pattern| pattern.matches_with(name, rules))
    })
}

/// The pattern in the options, and what is taken out of it: `!(README).md` is `*.md` without `README.md`.
///
/// `None` if there is none, or it is more than can be read here.
fn patterns(options: &Map<String, Value>) -> Option<(glob::Pattern, Vec<glob::Pattern>)> {
    let pattern = options.get("glob")?.as_str().filter(|pattern| !pattern.contains('{'))?;
    let pattern = pattern.trim_start_matches("./");
    let read = |pattern: String| glob::Pattern::new(&pattern).ok().filter(|_| !pattern.contains('('));
    let Some((head, rest)) = pattern.split_once("!(") else {
        return Some((read(pattern.into())?, Vec::new()));
    };
    let (names, tail) = rest.split_once(')')?;
    let unnamed = names.split('|').map(|name| read(format!("{head}{name}{tail}"))).collect::<Option<_>>()?;
    Some((read(format!("{head}*{tail}"))?, unnamed))
}

/// Imports decks.
pub(crate) fn decks(talk: &ForeignTalk<'_>) -> Imported {
    let mut imported = Imported::default();
    report_options(talk, &mut imported);
    let mut used = BTreeSet::new();
    let is_alone = talk.decks.len() == 1;
    for &deck in talk.decks {
        let name = talk.sources.get(deck).name.clone();
        let folder = if is_alone { String::new() } else { stem(&name).to_owned() };
        let before = imported.report.len();
        Importer::new(talk, deck, &folder, &mut imported).import();
        if !is_alone {
            imported.report[before..].iter_mut().for_each(|line| line.deck = Some(name.clone()));
        }
        imported.talks.push(folder);
        used.insert(name);
    }
    leftovers::take_along(&mut imported, talk.names, &used, talk.foreign);
    imported
}

/// Reports what became of the options that are no deck's own.
fn report_options(talk: &ForeignTalk<'_>, imported: &mut Imported) {
    let mut common = Options::default();
    common.take(&talk.options, talk.family);
    for key in common.unknown {
        let (fate, into) = match key.as_str() {
            "glob" if patterns(&talk.options).is_some() => {
                (Fate::Turned, format!("the decks that it names: {}", talk.decks.len()))
            }
            key => fate_of(key),
        };
        imported.tell(fate, format!("the option `{key}`"), None, into);
    }
    if !talk.of_script.is_empty() {
        let what = "the options of `reveal-md` in `package.json`";
        imported.tell(Fate::Turned, what, None, format!("orate.toml: {}", talk.of_script.join(", ")));
    }
    if talk.reveal.contains_key("theme") {
        let into = "reveal-md reads a theme from `reveal-md.json` and from front matter alone";
        imported.tell(Fate::LeftBehind, "the option `theme` of reveal.js", None, into);
    }
}

/// What becomes of an option that says nothing about slides.
fn fate_of(key: &str) -> (Fate, String) {
    let (fate, into) = match key {
        "scripts" | "preprocessor" | "preprocess_script" | "extra_javascript" => {
            (Fate::LeftBehind, "no script is executed")
        }
        "assetsDir" | "base" | "absoluteUrl" | "host" | "port" | "staticDir" | "staticDirs" | "watch" => {
            (Fate::LeftBehind, "it says how the other tool serves a talk, and where it writes")
        }
        "favicon" => (Fate::LeftBehind, "a deck of orate has an icon of its own"),
        "template" | "listingTemplate" => {
            (Fate::LeftBehind, "it is the other tool's; those of orate are in `templates/`")
        }
        "index" => (Fate::LeftBehind, "it is about the page of all decks; orate makes one of `[site] talks`"),
        "charset" => (Fate::LeftBehind, "every file of orate is UTF-8"),
        _ => (Fate::NotUnderstood, "orate has none like it"),
    };
    (fate, into.to_owned())
}

/// A path without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

//! Markdown written for reveal-md or mkslides becomes talks: one for each file.
//!
//! Both tools take a file for a deck, strip its YAML, and part it by expressions; they differ in where options stand
//! and what they are called. A single deck becomes the talk of the new folder, several become a folder each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Content, Fate, Imported, file_name, leftovers, plainest, settings};
use crate::assets::{join_path, relative};
use crate::deck::{Math, MathKind, Placed, ReadingSettings, Separator, Settings};
use crate::parse::reveal_page::{Expressions, conventions, set_option};
use crate::parse::{leading_yaml, reads_alike};
use crate::text::{SourceId, Sources, Span};

/// The tool that a talk was written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    RevealMd,
    MkSlides,
}

/// What was found of a talk.
pub struct ForeignTalk<'a> {
    pub family: Family,
    pub sources: &'a Sources,
    /// The decks, in their order.
    pub decks: &'a [SourceId],
    /// The options of the tool: its configuration file, and for reveal-md those of `reveal.json`.
    pub options: Map<String, Value>,
    pub reveal: Map<String, Value>,
    /// What the command line says of separators.
    pub asked: Expressions,
    /// The other files, and the folders of submodules.
    pub names: &'a [String],
    pub foreign: &'a [String],
}

/// Whether a file is a deck, by the pattern that reveal-md looks for decks with; without one, every file is.
pub fn is_named(options: &Map<String, Value>, name: &str) -> bool {
    let rules = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::new() };
    patterns(options).is_none_or(|(named, unnamed)| {
        named.matches_with(name, rules) && !unnamed.iter().any(|pattern| pattern.matches_with(name, rules))
    })
}

/// The pattern in the options, and what is taken out of it: `!(README).md` is `*.md` without `README.md`.
///
/// None where there is none, or it is more than can be read here.
fn patterns(options: &Map<String, Value>) -> Option<(glob::Pattern, Vec<glob::Pattern>)> {
    let pattern = options.get("glob")?.as_str().filter(|pattern| !pattern.contains('{'))?;
    let read = |pattern: String| glob::Pattern::new(&pattern).ok().filter(|_| !pattern.contains('('));
    let Some((head, rest)) = pattern.split_once("!(") else {
        return Some((read(pattern.into())?, Vec::new()));
    };
    let (names, tail) = rest.split_once(')')?;
    let unnamed = names.split('|').map(|name| read(format!("{head}{name}{tail}"))).collect::<Option<_>>()?;
    Some((read(format!("{head}*{tail}"))?, unnamed))
}

/// Imports decks.
pub fn decks(given: &ForeignTalk<'_>) -> Imported {
    let mut imported = Imported::default();
    tell_options(given, &mut imported);
    let mut used = BTreeSet::new();
    let is_alone = given.decks.len() == 1;
    for &deck in given.decks {
        let name = given.sources.get(deck).name.clone();
        let folder = if is_alone { String::new() } else { stem(&name).to_owned() };
        one(given, deck, &folder, &mut imported);
        imported.talks.push(folder);
        used.insert(name);
    }
    leftovers::take_along(&mut imported, given.names, &used, given.foreign);
    imported
}

/// Tells what became of the options that are no deck's own.
fn tell_options(given: &ForeignTalk<'_>, imported: &mut Imported) {
    let mut common = Options::default();
    common.take(&given.options, given.family);
    for key in common.unknown {
        let (fate, into) = match key.as_str() {
            "glob" if patterns(&given.options).is_some() => {
                (Fate::Turned, format!("the decks that it names: {}", given.decks.len()))
            }
            key => fate_of(key),
        };
        imported.tell(fate, format!("the option `{key}`"), None, into);
    }
    if given.reveal.contains_key("theme") {
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
        "highlightTheme" | "highlight_theme" => {
            (Fate::LeftBehind, "code has the colours of the deck's theme")
        }
        "favicon" => (Fate::LeftBehind, "a deck of orate has an icon of its own"),
        "template" | "listingTemplate" => {
            (Fate::LeftBehind, "it is the other tool's; orate's stand in `templates/`")
        }
        "index" => (Fate::LeftBehind, "it is about the page of all decks; orate makes one of `[site] talks`"),
        "charset" => (Fate::LeftBehind, "every file of orate is UTF-8"),
        _ => (Fate::NotUnderstood, "orate has none like it"),
    };
    (fate, into.to_owned())
}

/// What a tool is told about one deck.
#[derive(Default)]
struct Options {
    title: Option<String>,
    theme: Option<String>,
    styles: Vec<String>,
    horizontal: Option<String>,
    vertical: Option<String>,
    notes: Option<String>,
    reveal: Map<String, Value>,
    /// Names that mean nothing here.
    unknown: Vec<String>,
}

impl Options {
    /// Takes in a table; what it says goes over what was said before.
    fn take(&mut self, table: &Map<String, Value>, family: Family) {
        for (key, value) in table {
            match (family, key.as_str(), value) {
                (Family::RevealMd, "revealOptions", Value::Object(options))
                | (Family::MkSlides, "revealjs", Value::Object(options)) => {
                    self.reveal.extend(options.clone())
                }
                (Family::MkSlides, "slides", Value::Object(options)) => self.take_one_by_one(options),
                (Family::MkSlides, "plugins", Value::Array(plugins)) => self.plugins(plugins),
                // It reads nothing else, but a title is meant as one.
                (Family::MkSlides, name, _) if name != "title" => self.unknown.push(key.clone()),
                _ => self.take_one(key, value),
            }
        }
    }

    /// Takes the style sheets of mkslides' plugins; their scripts are left behind.
    fn plugins(&mut self, plugins: &[Value]) {
        for plugin in plugins {
            let sheets = plugin.get("extra_css").and_then(Value::as_array);
            let sheets = sheets.into_iter().flatten().filter_map(Value::as_str);
            self.styles.extend(sheets.map(str::to_owned));
            if plugin.get("extra_javascript").is_some() {
                self.unknown.push("extra_javascript".to_owned());
            }
        }
    }

    fn take_one_by_one(&mut self, table: &Map<String, Value>) {
        table.iter().for_each(|(key, value)| self.take_one(key, value));
    }

    fn take_one(&mut self, key: &str, value: &Value) {
        if value.is_null() {
            return;
        }
        let is_expression = key.to_ascii_lowercase().contains("separator");
        let text = value.as_str().filter(|text| !text.is_empty());
        let text = text.map(|text| if is_expression { spelled_out(text) } else { text.to_owned() });
        let target = match key {
            "title" => &mut self.title,
            "theme" => &mut self.theme,
            "separator" => &mut self.horizontal,
            "verticalSeparator" | "vertical-separator" | "separator_vertical" => &mut self.vertical,
            "notesSeparator" | "notes-separator" | "separator_notes" => &mut self.notes,
            "css" => {
                let texts = match value {
                    Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
                    Value::String(text) => {
                        text.split(',').map(str::trim).filter(|text| !text.is_empty()).collect()
                    }
                    _ => Vec::new(),
                };
                return self.styles.extend(texts.into_iter().map(str::to_owned));
            }
            _ => return self.unknown.push(key.to_owned()),
        };
        if text.is_some() {
            *target = text;
        }
    }

    /// What holds without any option.
    fn of(family: Family) -> Options {
        let dashes = |count: usize| Some(format!(r"\r?\n{}\r?\n", "-".repeat(count)));
        match family {
            Family::RevealMd => Options {
                theme: Some("black".into()),
                horizontal: dashes(3),
                vertical: dashes(4),
                ..Options::default()
            },
            Family::MkSlides => {
                let reveal = [("history", Value::Bool(true)), ("slideNumber", "c/t".into())];
                Options {
                    theme: Some("black".into()),
                    horizontal: dashes(3),
                    reveal: reveal.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
                    ..Options::default()
                }
            }
        }
    }
}

/// An expression with its line ends as it would be written: JSON turns `"\n"` into one.
fn spelled_out(expression: &str) -> String {
    expression.replace('\r', "\\r").replace('\n', "\\n")
}

fn one(given: &ForeignTalk<'_>, deck: SourceId, folder: &str, imported: &mut Imported) {
    let whole = given.sources.whole(deck);
    let name = &given.sources.get(deck).name;
    let mut options = Options::of(given.family);
    options.reveal.extend(given.reveal.clone());
    options.take(&given.options, given.family);
    // Those were told once, for all decks.
    options.unknown.clear();
    let head = leading_yaml(whole, &mut imported.diagnostics);
    let start = head.as_ref().map_or(0, |(_, end)| *end);
    if let Some((table, _)) = &head {
        options.take(table, given.family);
    }
    let is_unsaid = options.horizontal == Options::of(given.family).horizontal
        && given.asked.horizontal.is_none()
        && given.options.is_empty();
    let at = |text: Option<String>| text.map(|value| Placed { value, at: Some(whole.span.head()) });
    let own = Expressions {
        horizontal: given.asked.horizontal.clone().or(at(options.horizontal.take())),
        vertical: given.asked.vertical.clone().or(at(options.vertical.take())),
        notes: given.asked.notes.clone().or(at(options.notes.take())),
    };
    let mut told = conventions(&own, &Expressions::default(), &mut imported.diagnostics);
    let blank_lines = (Separator::BlankLines, told.1.clone());
    let has_dashes = whole.text[start..].lines().any(|line| line.trim_end() == "---");
    let are_alike = || reads_alike(whole, start, (&told.0, &told.1), (&blank_lines.0, &blank_lines.1));
    if is_unsaid && !has_dashes && !are_alike() {
        // As reveal.js's documentation has it for a file of its own.
        let into = "blank lines: nothing says otherwise, and no line of it is `---`";
        imported.tell(Fate::Turned, "what parts its slides", Some(first(whole.span)), into);
        told = blank_lines;
    }
    let (separator, notes_marker) = plainest(whole, start, &told);
    let mut deck_settings = Settings {
        title: options.title.take(),
        reading: ReadingSettings {
            separator,
            notes_marker,
            extensions: false,
            // Both tools load a plugin for formulas.
            math: Math { kind: MathKind::OfPage, ..Math::default() },
            ..ReadingSettings::default()
        },
        ..Settings::default()
    };
    for (key, value) in std::mem::take(&mut options.reveal) {
        if matches!(key.as_str(), "plugins" | "dependencies") {
            imported.tell(Fate::LeftBehind, format!("the option `{key}`"), None, "no script is executed");
        } else if key != "theme" {
            set_option(&mut deck_settings, &key, value);
        }
    }
    let in_talk = |path: &str| if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
    let mut text = whole.text[start..].trim_start_matches('\n').to_owned();
    if start == 0 {
        whole.text.clone_into(&mut text);
    }
    if given.family == Family::MkSlides {
        let emoji = with_emoji(&mut text);
        if emoji > 0 {
            let into = format!("{emoji} of them are written as what they stand for");
            imported.tell(Fate::Turned, "names of emoji", Some(first(whole.span)), into);
        }
    }
    let base = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    take_files(given, base, &in_talk, &mut text, imported);
    look(given, &options, base, &in_talk, &mut deck_settings, imported);
    let file = stem(name).rsplit('/').next().unwrap_or_default();
    let path = in_talk(&format!("slides/{}.md", file_name(10, file)));
    imported.tell(Fate::Turned, format!("the deck `{name}`"), Some(first(whole.span)), path.clone());
    for key in &options.unknown {
        let (fate, into) = fate_of(key);
        imported.tell(fate, format!("the option `{key}`"), Some(first(whole.span)), into);
    }
    imported.tell_qr_codes(whole, &path);
    imported.tell_extensions(&in_talk("orate.toml"));
    imported.files.insert(path, Content::Text(text));
    imported.files.insert(in_talk("orate.toml"), Content::Text(settings::deck(&deck_settings)));
}

/// Writes emoji for their names (`:tada:`), as mkslides does everywhere, and counts them.
fn with_emoji(text: &mut String) -> usize {
    let (mut written, mut count, mut rest) = (String::new(), 0, text.as_str());
    while let Some(start) = rest.find(':') {
        let after = &rest[start + 1..];
        let length = after.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '+')));
        let name = length.filter(|length| after[*length..].starts_with(':')).map(|length| &after[..length]);
        written.push_str(&rest[..start]);
        match name.and_then(|name| Some((name, emojis::get_by_shortcode(name)?))) {
            Some((name, emoji)) => {
                written.push_str(emoji.as_str());
                rest = &after[name.len() + 1..];
                count += 1;
            }
            None => {
                written.push(':');
                rest = after;
            }
        }
    }
    written.push_str(rest);
    *text = written;
    count
}

/// Theme and style sheets: a name of reveal.js, or a file.
fn look(
    given: &ForeignTalk<'_>,
    options: &Options,
    base: &str,
    in_talk: &impl Fn(&str) -> String,
    deck: &mut Settings,
    imported: &mut Imported,
) {
    let find = |address: &str| {
        let paths = [join_path(base, address), join_path("", address)];
        paths.into_iter().flatten().find(|path| given.names.contains(path))
    };
    if let Some(theme) = &options.theme {
        if let Some(near) = crate::site::nearest_theme(theme) {
            deck.page.theme.value = near.to_owned();
            if near != theme {
                imported.tell(
                    Fate::Turned,
                    format!("the theme `{theme}`"),
                    None,
                    format!("the theme `{near}`, which is nearest"),
                );
            }
        } else if let Some(path) = find(theme) {
            let file = path.rsplit('/').next().unwrap_or(&path);
            deck.page.theme.value = format!("themes/{file}");
            imported.tell(
                Fate::Turned,
                format!("the theme `{theme}`"),
                None,
                in_talk(&deck.page.theme.value),
            );
            imported.files.insert(in_talk(&deck.page.theme.value), Content::Copy(path));
        } else {
            imported.tell(
                Fate::NotUnderstood,
                format!("the theme `{theme}`"),
                None,
                "there is no such file; the theme is `white`",
            );
        }
    }
    for style in &options.styles {
        match find(style) {
            Some(path) => {
                imported.files.insert(in_talk(&path), Content::Copy(path.clone()));
                imported.tell(
                    Fate::Kept,
                    format!("the style sheet `{style}`"),
                    None,
                    "named in `styles` of orate.toml",
                );
                deck.page.styles.push(Placed { value: path, at: None });
            }
            None => imported.tell(
                Fate::LeftBehind,
                format!("the style sheet `{style}`"),
                None,
                "it is no file of the talk",
            ),
        }
    }
}

/// Takes along the files that a deck refers to, so that its addresses still lead to them.
///
/// An address that leads upwards (`../images/a.png`) would lead out of the talk, and is changed.
fn take_files(
    given: &ForeignTalk<'_>,
    base: &str,
    in_talk: &impl Fn(&str) -> String,
    text: &mut String,
    imported: &mut Imported,
) {
    let mut moved: BTreeMap<String, String> = BTreeMap::new();
    for name in given.names {
        let address = relative(base, name);
        let encoded = address.replace(' ', "%20");
        let Some(written) = [&address, &encoded].into_iter().find(|address| text.contains(address.as_str()))
        else {
            continue;
        };
        let path = address.trim_start_matches("../").to_owned();
        imported.files.entry(in_talk(&path)).or_insert_with(|| Content::Copy(name.clone()));
        if address.starts_with("../") {
            moved.insert(written.clone(), path.replace(' ', "%20"));
        }
    }
    // The longest first: one address may be the tail of another.
    let mut moved: Vec<_> = moved.into_iter().collect();
    moved.sort_by_key(|(address, _)| std::cmp::Reverse(address.len()));
    for (address, path) in moved {
        *text = text.replace(&address, &path);
        imported.tell(Fate::Turned, format!("the address `{address}`"), None, path);
    }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn first(span: Span) -> Span {
    span.part(0..1)
}

//! What lies beside a talk: what is taken along, under which name, and what is left behind.

use std::collections::{BTreeMap, BTreeSet};

use super::{Content, Fate, Imported};
use crate::assets::{media_type, style_source};
use crate::text::counted;

/// What became of one file.
enum LeftoverFate {
    To(String),
    Left(&'static str),
}

/// Takes along every file that is not part of another program; `used` are those that became something else.
///
/// `foreign` are the folders of submodules.
pub(super) fn take_along(
    imported: &mut Imported,
    names: &[String],
    used: &BTreeSet<String>,
    foreign: &[String],
) {
    let reveal = folders_of_reveal(names);
    let pages = folders_of_pages(names, used);
    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    let mut left: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for folder in foreign {
        left.insert((format!("{folder}/"), "a submodule"), 0);
    }
    for name in names.iter().filter(|name| !used.contains(*name)) {
        if imported.files.contains_key(name) {
            continue;
        }
        match way(name, foreign, &reveal, &pages) {
            LeftoverFate::To(path) => {
                if path != *name {
                    imported.tell(
                        Fate::Kept,
                        format!("`{name}`"),
                        None,
                        format!("as {path}: it is no part of the talk"),
                    );
                }
                *kept.entry(group(name)).or_default() += usize::from(path == *name);
                imported.files.entry(path).or_insert_with(|| Content::Copy(name.clone()));
            }
            LeftoverFate::Left(why) => {
                let folder = foreign.iter().chain(&reveal).find(|folder| is_in(name, folder));
                let what = folder.map_or_else(|| name.clone(), |folder| format!("{folder}/"));
                *left.entry((what, why)).or_default() += 1;
            }
        }
    }
    for (what, count) in kept.into_iter().filter(|(_, count)| *count > 0) {
        let files = if what.ends_with('/') { counted(count, "file") + ", " } else { String::new() };
        let as_before = if count == 1 { "as it was" } else { "as they were" };
        imported.tell(Fate::Kept, format!("`{what}`"), None, files + as_before);
    }
    for ((what, why), _) in left {
        imported.tell(Fate::LeftBehind, format!("`{what}`"), None, why);
    }
}

fn way(name: &str, foreign: &[String], reveal: &[String], pages: &BTreeSet<&str>) -> LeftoverFate {
    let file = name.rsplit('/').next().unwrap_or(name);
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    if foreign.iter().any(|folder| is_in(name, folder)) {
        return LeftoverFate::Left("a submodule");
    }
    if reveal.iter().any(|folder| is_in(name, folder)) && !is_picture_of_author(name) {
        return LeftoverFate::Left("reveal.js, in whose place orate has its own");
    }
    let is_of_page = pages.iter().any(|folder| is_in(name, folder));
    if !is_of_page && matches!(ending.as_str(), "js" | "mjs" | "cjs" | "ts" | "jsx" | "coffee") {
        return LeftoverFate::Left("a script, and none is executed");
    }
    if PROGRAM.contains(&file) {
        return LeftoverFate::Left("it belongs to the other tool");
    }
    if is_in(name, "dist") {
        return LeftoverFate::Left("an output of the other tool, and the place of orate's");
    }
    LeftoverFate::To(beside_slides(name))
}

/// Whether a file in a folder of reveal.js is an author's picture, film or sound: reveal.js brings such files only for its
/// tests and examples.
fn is_picture_of_author(name: &str) -> bool {
    let is_medium = ["image/", "video/", "audio/"].iter().any(|kind| media_type(name).starts_with(kind));
    is_medium && !name.split('/').any(|folder| matches!(folder, "test" | "examples" | "dist"))
}

/// The path under which a file is kept without becoming a slide or a template of its own.
pub(super) fn beside_slides(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let is_slide = matches!(ending.as_str(), "md" | "markdown" | "html" | "htm");
    if is_slide && is_in(name, "slides") && !file.starts_with('_') && !file.eq_ignore_ascii_case("readme.md")
    {
        return format!("{}_{file}", &name[..name.len() - file.len()]);
    }
    if is_in(name, "templates") || name == "slides.md" {
        return format!("_{name}");
    }
    name.to_owned()
}

/// Files that tell other tools what to do.
const PROGRAM: &[&str] = &[
    "package.json",
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bower.json",
    "reveal-md.json",
    "reveal-md.json5",
    "reveal.json",
    "reveal.json5",
    "mkslides.yml",
    "mkslides.yaml",
    "orate.toml",
];

/// The folders that hold reveal.js itself, or parts of it where it lies at the top.
fn folders_of_reveal(names: &[String]) -> Vec<String> {
    let mut folders = BTreeSet::new();
    for name in names {
        let Some(top) =
            ["dist/reveal.js", "js/reveal.js", "dist/reveal.css", "css/reveal.css", "css/reveal.scss"]
                .iter()
                .find_map(|end| name.strip_suffix(end))
        else {
            continue;
        };
        match top.trim_end_matches('/') {
            "" => folders.extend(
                ["dist", "plugin", "js", "lib", "test", "examples", "css/theme", "css/print"]
                    .map(str::to_owned),
            ),
            folder => {
                folders.insert(folder.to_owned());
            }
        }
    }
    folders.into_iter().collect()
}

/// The folders below the talk's own that hold pages: their scripts are those of the pages, which slides may show.
fn folders_of_pages<'a>(names: &'a [String], used: &BTreeSet<String>) -> BTreeSet<&'a str> {
    let is_page = |name: &&String| name.ends_with(".html") || name.ends_with(".htm");
    let pages = names.iter().filter(is_page).filter(|name| !used.contains(*name));
    pages.filter_map(|name| Some(name.rsplit_once('/')?.0)).collect()
}

fn is_in(name: &str, folder: &str) -> bool {
    name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// What to do about a style sheet that is missing while its source is there: none of Sass or Less is read.
pub(super) fn source_of_css(names: &[String], address: &str) -> Option<String> {
    let (source, command) = style_source(names, address)?;
    Some(format!(
        "it is not there, and `{source}` is what it is made of: make it with `{command}`, and import again"
    ))
}

/// The name that a file is reported under: its folder at the top, or its own.
fn group(name: &str) -> String {
    name.split_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/"))
}

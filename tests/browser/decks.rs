//! The project's own talks are looked at in every theme: the decks of `tests/decks`, the talk of this repository and the one
//! that `orate init` gives. At every size and on paper they have no fault but those that they are there for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::chromium::Chromium;
use crate::talk::Talk;

/// The lints that a look finds.
const LOOK: [&str; 8] = [
    "overflow",
    "collision",
    "too-small",
    "low-contrast",
    "lost-in-print",
    "blocked",
    "broken-request",
    "script-error",
];

/// The faults that decks have on purpose: file, line, lint.
const ON_PURPOSE: [(&str, u64, &str); 3] = [
    // A picture of a host that is away.
    ("decks/images/slides/10-a.md", 16, "broken-request"),
    // Code of its author's that calls what is not there.
    ("decks/reveal/inline/index.html", 13, "script-error"),
    // The colour that links have in reveal.js's theme `white`.
    ("decks/reveal/page/index.html", 24, "low-contrast"),
];

/// The themes of this orate, which lists them where it is asked for one that it does not have.
fn themes() -> Vec<String> {
    let talk = Talk::new("# A\n");
    talk.put("talk/orate.toml", "theme = \"0000\"\n");
    let report = talk.json(1, &["check", "talk"]);
    let help = report["diagnostics"][0]["help"].as_str().expect("an unknown theme has help");
    let list = help.split(';').next().expect("there is a list");
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Copies a folder, without what is expected of it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("an entry can be read");
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        match path.is_dir() {
            true => copy(&path, &to),
            false => _ = fs::copy(&path, &to).expect("a file can be copied"),
        }
    }
}

/// Gives every talk under a folder this theme, light and dark as its audience prefers, but for those that have a style sheet of their own.
fn set_theme(folder: &Path, theme: &str) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "broken") {
            let is_talk = ["slides", "slides.md", "index.html"].iter().any(|name| path.join(name).exists());
            let file = path.join("orate.toml");
            let settings = fs::read_to_string(&file).unwrap_or_default();
            if is_talk && !settings.contains(".css") {
                let others = settings
                    .lines()
                    .filter(|line| !line.starts_with("theme ") && !line.starts_with("appearance "));
                let others: String = others.map(|line| format!("{line}\n")).collect();
                fs::write(&file, format!("theme = \"{theme}\"\nappearance = \"auto\"\n{others}"))
                    .expect("settings");
            }
            set_theme(&path, theme);
        }
    }
}

/// A site of all talks; those for reveal.js, and those that are broken on purpose, are in it once, since orate's themes
/// change nothing about them.
fn site(theme: &str, is_first: bool) -> Talk {
    let site = Talk::new("");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["slides", "images", "templates"] {
        copy(&repository.join(folder), &site.path("site/talk").join(folder));
    }
    fs::copy(repository.join("orate.toml"), site.path("site/talk/orate.toml")).expect("settings");
    copy(&repository.join("tests/decks"), &site.path("site/decks"));
    assert!(site.run(&["init", "site/starter", "--quiet"]).status.success());
    let once = if is_first { ", \"decks/reveal/*\", \"decks/broken/*\"" } else { "" };
    let talks = format!("[site]\ntalks = [\"talk\", \"starter\", \"decks/*\"{once}]\n");
    site.put("site/orate.toml", &talks);
    set_theme(&site.path("site"), theme);
    site
}

/// What a look finds: file, line and lint, each with its message.
fn faults(report: &Value) -> BTreeMap<(String, u64, String), String> {
    let diagnostics = report["diagnostics"].as_array().expect("diagnostics are a list");
    let text = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
    let of = |it: &Value| {
        let line = it["line"].as_u64().unwrap_or_default();
        ((text(it, "file"), line, text(it, "code")), text(it, "message"))
    };
    diagnostics.iter().map(of).filter(|((_, _, code), _)| LOOK.contains(&code.as_str())).collect()
}

#[test]
fn every_deck_fits_and_can_be_read_in_every_theme() {
    let Some(_) = Chromium::start() else { return };
    let themes = themes();
    assert!(themes.len() >= 2, "{themes:?}");
    for (index, theme) in themes.iter().enumerate() {
        let site = site(theme, index == 0);
        let report = site.json(i32::from(index == 0), &["check", "site", "--look"]);
        assert!(report["slides"].as_u64().is_some_and(|slides| slides > 100), "{report}");
        let faults = faults(&report);
        let expected =
            ON_PURPOSE.iter().filter(|(file, ..)| index == 0 || !file.starts_with("decks/reveal/"));
        let expected = expected.map(|(file, line, code)| ((*file).to_owned(), *line, (*code).to_owned()));
        assert!(faults.keys().cloned().eq(expected), "in the theme `{theme}`: {faults:#?}");
        assert!(site.litter().is_empty(), "{:?}", site.litter());
    }
    println!("{} themes", themes.len());
}

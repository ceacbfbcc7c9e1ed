//! The floors of the house: each module knows only those below it, and no two know each other in a circle.
//!
//! Reads the `use` lines and paths of `src`, so that a wrong one fails here with its file and line rather than in
//! a review. The floors are those of `ARCHITECTURE.md`.

mod imports;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Module and floor, from the ground up. Modules of one floor do not know each other.
const FLOORS: &[(&str, u8)] = &[
    ("api", 6),
    ("assets", 2),
    ("cli", 7),
    ("deck", 1),
    ("html", 3),
    ("parse", 2),
    ("render", 4),
    ("runtime", 2),
    ("shell", 6),
    ("site", 5),
    ("text", 0),
];

/// Every library, and the rooms that may name it: its types must not spread. `src` is for those that all may use. Tests
/// and benchmarks may use all of them; a library that only they use has its room there.
const ROOMS: &[(&str, &[&str])] = &[
    ("aho_corasick", &["src/site/privacy"]),
    ("annotate_snippets", &["src/cli"]),
    ("axum", &["src/shell/serve"]),
    (
        "base64",
        &[
            "src/runtime",
            "src/assets",
            "src/shell/browser",
            "src/shell/export",
            "src/site/page/policy",
            "src/site/privacy",
        ],
    ),
    ("blake3", &["src/text/fingerprint"]),
    ("brotli", &["src/assets/font", "src/site/hosting"]),
    ("clap", &["src/cli"]),
    ("clap_complete", &["src/cli"]),
    ("diffy", &["src/cli"]),
    ("divan", &["benches"]),
    ("emojis", &["src/render/markdown", "src/site/import"]),
    ("csscolorparser", &["src/render/figures/diagram"]),
    ("encoding_rs", &["src/text"]),
    (
        "flate2",
        &[
            "src/assets/clean",
            "src/assets/font",
            "src/render/code/grammar",
            "src/site/hosting",
            "src/site/paper/pdf",
        ],
    ),
    ("glob", &["src/shell/project", "src/site/import"]),
    ("harfrust", &["src/site/sharing/card"]),
    ("html5ever", &["src/html/parse"]),
    ("hyper", &["src/shell/serve"]),
    ("hyper_util", &["src/shell/serve"]),
    ("imagesize", &["src/assets/image", "src/site/sharing/card"]),
    ("include_dir", &["src/runtime", "src/site/templates", "src/shell/starter"]),
    ("lopdf", &["tests/browser/export.rs", "tests/browser/published.rs"]),
    ("math_core", &["src/render/math"]),
    ("memchr", &["src"]),
    ("nix", &["src/render/catch_panic"]),
    ("notify", &["src/shell/watch"]),
    ("onig", &["src/render/code"]),
    ("percent_encoding", &["src/assets", "src/html/address"]),
    ("png", &["src/assets/clean/tests", "src/site/sharing/card"]),
    ("proptest", &["src"]),
    ("pulldown_cmark", &["src/parse", "src/render/markdown"]),
    ("qrcode", &["src/render/figures/qr", "src/shell/serve"]),
    ("rayon", &["src"]),
    ("read_fonts", &["src/assets/font"]),
    ("regex_automata", &["src/parse/expressions"]),
    ("regress", &["src/parse/expressions/tests"]),
    ("roxmltree", &["src/assets/svg"]),
    ("rqrr", &["src/render/figures/qr/tests"]),
    ("rustix", &["src/shell"]),
    ("rusty_mermaid_core", &["src/render/figures/diagram"]),
    ("rusty_mermaid_diagrams", &["src/render/figures/diagram"]),
    ("serde", &["src"]),
    ("serde_json", &["src"]),
    ("serde_saphyr", &["src/parse/values"]),
    ("sha2", &["src/site/page/policy"]),
    ("signal_hook", &["src/shell/interruption.rs"]),
    ("skera", &["src/assets/font"]),
    ("skrifa", &["src/assets/font"]),
    ("strsim", &["src/text", "src/parse/lint", "src/render"]),
    ("fancy_regex", &["tests/grammars"]),
    ("syntect", &["tests/grammars"]),
    ("tempfile", &["src/shell"]),
    ("tera", &["src/site/templates"]),
    ("tiny_skia", &["src/site/sharing/card"]),
    ("tokio", &["src/shell/serve"]),
    ("toml", &["src/parse/values", "src/site/import"]),
    ("tungstenite", &["src/shell/browser/process/socket.rs"]),
    ("two_face", &["tests/grammars"]),
    (
        "unicode_normalization",
        &["src/assets/plan", "src/deck/ids", "src/site/page/fonts", "src/site/collection/search"],
    ),
    ("ureq", &["src/shell/links"]),
    ("walkdir", &["src/shell"]),
    ("write_fonts", &["src/assets/font"]),
    ("wuff", &["src/assets/font"]),
];

/// How many entries a folder may have: what one sees at a glance.
const SIBLINGS: usize = 25;

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the source folder can be read")
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| path.file_name().is_some_and(|name| name != "node_modules"))
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    files
}

/// The Rust files of a folder of the project and their texts, by their paths from the root.
fn sources(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |file: PathBuf| {
        let name =
            file.strip_prefix(root).expect("files lie in the root").to_string_lossy().replace('\\', "/");
        (name, std::fs::read_to_string(&file).expect("a source file is text"))
    };
    rust_files(&root.join(folder)).into_iter().map(read).collect()
}

/// Every line of code of a folder that is not a comment, with where it is.
fn code_lines(folder: &str) -> Vec<(String, usize, String)> {
    let mut lines = Vec::new();
    for (name, text) in sources(folder) {
        for (index, line) in text.lines().enumerate() {
            if !line.trim_start().starts_with("//") {
                lines.push((name.clone(), index + 1, line.to_owned()));
            }
        }
    }
    lines
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// The module of `src` that a file belongs to; `None` for `lib.rs` and `main.rs`.
fn module_of(file: &str) -> Option<&str> {
    let rest = file.strip_prefix("src/")?;
    Some(rest.split_once('/')?.0)
}

#[test]
fn every_use_points_down_the_floors() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (file, number, line) in code_lines("src") {
        let Some(module) = module_of(&file) else { continue };
        let own = floor(module).unwrap_or_else(|| panic!("{file}: `{module}` has no floor"));
        for (index, _) in line.match_indices("crate::") {
            let rest = &line[index + "crate::".len()..];
            let named: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(other) = floor(&named) else { continue };
            seen += 1;
            if named != module && other >= own {
                wrong.push(format!(
                    "{file}:{number}: `{module}` (floor {own}) knows `{named}` (floor {other})"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(seen > 20, "only {seen} uses were read: the reading is broken");
}

/// Whether a line names something of a library, by a path that begins with its name, or with `::` and its name.
fn names(line: &str, library: &str) -> bool {
    let is_name = |last: char| last.is_alphanumeric() || last == '_' || last == ':';
    line.match_indices(&format!("{library}::")).any(|(index, _)| {
        let before = &line[..index];
        !before.strip_suffix("::").unwrap_or(before).ends_with(is_name)
    })
}

#[test]
fn a_library_stays_in_its_room() {
    let mut wrong = Vec::new();
    for (file, number, line) in code_lines("src") {
        for (library, rooms) in ROOMS.iter().filter(|(library, _)| names(&line, library)) {
            if !rooms.iter().any(|room| file.starts_with(room)) {
                wrong.push(format!("{file}:{number}: `{library}` belongs to {}", rooms.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Every library that `Cargo.toml` names, as code writes it: those of the program, of its tests and of single systems.
fn libraries() -> BTreeSet<String> {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let manifest: toml::Table = manifest.expect("the manifest is there").parse().expect("it is TOML");
    let targets = manifest.get("target").and_then(toml::Value::as_table).into_iter().flatten();
    let owners = targets.filter_map(|(_, target)| target.as_table()).chain([&manifest]);
    let kinds = |owner: &toml::Table| {
        ["dependencies", "dev-dependencies", "build-dependencies"].map(|kind| owner.get(kind).cloned())
    };
    let tables = owners.flat_map(kinds).flatten().filter_map(|table| table.as_table().cloned());
    tables.flat_map(|table| table.keys().map(|name| name.replace('-', "_")).collect::<Vec<_>>()).collect()
}

#[test]
fn settings_are_parsed_where_a_talk_is_opened_and_nowhere_else() {
    let is_program = |file: &str| !file.contains("tests") && !file.starts_with("src/parse/settings");
    let places: Vec<String> = code_lines("src")
        .into_iter()
        .filter(|(file, _, line)| is_program(file) && line.contains("SettingsFile::parse("))
        .map(|(file, ..)| file)
        .collect();
    assert_eq!(places, ["src/api/project.rs", "src/shell/project/mod.rs"]);
}

#[test]
fn every_library_has_a_room_and_every_room_its_library() {
    let libraries = libraries();
    assert!(libraries.len() > 20, "{libraries:?}");
    let with_room: BTreeSet<String> = ROOMS.iter().map(|(library, _)| (*library).to_owned()).collect();
    let homeless: Vec<_> = libraries.difference(&with_room).collect();
    let gone: Vec<_> = with_room.difference(&libraries).collect();
    assert!(homeless.is_empty() && gone.is_empty(), "no room: {homeless:?}; no library: {gone:?}");
    let lines: Vec<_> = ["src", "tests", "benches"].into_iter().flat_map(code_lines).collect();
    let is_used = |library: &str, room: &str| {
        lines.iter().any(|(file, _, line)| file.starts_with(room) && names(line, library))
    };
    let rooms = ROOMS.iter().flat_map(|(library, rooms)| rooms.iter().map(move |room| (*library, *room)));
    let empty: Vec<_> = rooms.filter(|(library, room)| !is_used(library, room)).collect();
    assert!(empty.is_empty(), "nobody uses the library there: {empty:?}");
}

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let imports = imports::Modules::read(&sources("src")).imports();
    let count: usize = imports.values().map(|targets| targets.len()).sum();
    assert!(count > 400, "only {count} imports were read: the reading is broken");
    let named: Vec<String> = imports::circles(&imports)
        .iter()
        .map(|circle| circle.iter().map(|module| module.join("::")).collect::<Vec<_>>().join(", "))
        .collect();
    assert!(named.is_empty(), "\n{}", named.join("\n"));
}

/// The folders of the project with their numbers of entries; what is generated or comes from elsewhere is left out.
fn folders(folder: &Path, counts: &mut Vec<(PathBuf, usize)>) {
    let entries = std::fs::read_dir(folder).expect("a folder can be read").flatten();
    let is_ours = |name: &str| !matches!(name, "node_modules" | "target" | "dist" | ".git");
    let entries: Vec<PathBuf> = entries
        .filter(|entry| is_ours(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .collect();
    counts.push((folder.to_owned(), entries.len()));
    entries.iter().filter(|path| path.is_dir()).for_each(|path| folders(path, counts));
}

#[test]
fn a_folder_can_be_seen_at_a_glance() {
    let mut counts = Vec::new();
    for folder in ["benches", "docs", "src", "templates", "tests"] {
        folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut counts);
    }
    let large: Vec<_> = counts.into_iter().filter(|(_, count)| *count > SIBLINGS).collect();
    assert!(large.is_empty(), "more than {SIBLINGS} entries: {large:?}");
}

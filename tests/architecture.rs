//! The floors of the house: each module knows only those below it.
//!
//! Reads the `use` lines and paths of `src`, so that a wrong one fails here with its file and line rather than in
//! a review. The floors are those of `ARCHITECTURE.md`.

#![allow(clippy::disallowed_methods, reason = "a test is no part of the core")]

use std::path::{Path, PathBuf};

/// Module and floor, from the ground up. Modules of one floor do not know each other.
const FLOORS: &[(&str, u8)] = &[
    ("text", 0),
    ("deck", 1),
    ("parse", 2),
    ("assets", 2),
    ("runtime", 2),
    ("html", 3),
    ("render", 4),
    ("site", 5),
    ("shell", 6),
    ("cli", 7),
];

/// Libraries that only some rooms may name, since their types must not spread.
const ROOMS: &[(&str, &[&str])] = &[
    ("encoding_rs", &["src/text"]),
    ("tera", &["src/site/templates"]),
    ("pulldown_cmark", &["src/parse", "src/render/markdown"]),
    ("html5ever", &["src/html"]),
    ("syntect", &["src/render/code"]),
    ("two_face", &["src/render/code"]),
    ("onig", &["src/render/code"]),
    ("ureq", &["src/shell/links"]),
    ("flate2", &["src/site/hosting"]),
    ("brotli", &["src/site/hosting"]),
    ("rusty_mermaid_core", &["src/render/figures/diagram"]),
    ("rusty_mermaid_diagrams", &["src/render/figures/diagram"]),
    ("qrcode", &["src/render/figures/qr", "src/shell/serve"]),
    ("math_core", &["src/render/math"]),
    ("clap", &["src/cli", "src/main.rs"]),
    ("annotate_snippets", &["src/cli"]),
    ("similar", &["src/cli"]),
    ("walkdir", &["src/shell"]),
    ("notify", &["src/shell/watch"]),
    ("rustix", &["src/shell"]),
    ("axum", &["src/shell/serve"]),
    ("hyper", &["src/shell/serve"]),
    ("hyper_util", &["src/shell/serve"]),
    ("tokio", &["src/shell/serve"]),
];

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

/// Every line of code of `src` that is not a comment, with where it stands.
fn code_lines() -> Vec<(String, usize, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut lines = Vec::new();
    for file in rust_files(&root.join("src")) {
        let name =
            file.strip_prefix(root).expect("files lie in the root").to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&file).expect("a source file is text");
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

/// The module of `src` that a file belongs to; none for `lib.rs` and `main.rs`.
fn module_of(file: &str) -> Option<&str> {
    let rest = file.strip_prefix("src/")?;
    Some(rest.split_once('/')?.0)
}

#[test]
fn every_use_points_down_the_floors() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (file, number, line) in code_lines() {
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

#[test]
fn a_library_stays_in_its_room() {
    let mut wrong = Vec::new();
    for (file, number, line) in code_lines() {
        for (library, rooms) in ROOMS {
            let named = line.match_indices(&format!("{library}::")).any(|(index, _)| {
                !line[..index]
                    .ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':')
            });
            if named && !rooms.iter().any(|room| file.starts_with(room)) {
                wrong.push(format!("{file}:{number}: `{library}` belongs to {}", rooms.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

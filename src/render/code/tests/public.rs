//! Code as the world writes it, and what a page grows by it.
//!
//! It is looked for where a machine that builds Rust has some: the sources of packages. Not a part of the usual tests,
//! since no two machines have the same: `cargo test --release --lib public -- --ignored --nocapture`. `ORATE_CORPUS` names
//! other folders, with `:` between them.
#![expect(clippy::disallowed_methods, reason = "a test is no part of the core")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::text_of;
use crate::render::code::language::{self, Language};
use crate::render::code::lines::Lines;
use crate::render::code::{machine, write};

/// How many files of one language are read, and how many lines of each: what fills a slide three times.
const FILES: usize = 24;
const LINES: usize = 60;

/// What was found out about a language.
#[derive(Default)]
struct Measured {
    files: usize,
    bytes: usize,
    html: usize,
    /// The most bytes of page a byte of code.
    worst: f64,
    longest: Duration,
    given_up: usize,
}

fn folders() -> Vec<PathBuf> {
    if let Some(folders) = std::env::var_os("ORATE_CORPUS") {
        return std::env::split_paths(&folders).collect();
    }
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = [own.join("src/runtime/node_modules"), own.join("docs")];
    home.map(|home| home.join("registry/src")).into_iter().chain(beside).collect()
}

/// Every file below a folder whose ending names a language, in no more of each than are read.
fn files(folder: &Path, found: &mut BTreeMap<String, Vec<PathBuf>>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() && !path.is_symlink() {
            files(&path, found);
        } else if let Some(name) = path.file_name().and_then(|name| name.to_str())
            && let Some(language) = language::of_file(name)
        {
            let of_language = found.entry(language.to_lowercase()).or_default();
            // Those of one package are much alike.
            if of_language.len() < FILES
                && of_language.last().is_none_or(|last| last.parent() != path.parent())
            {
                of_language.push(path);
            }
        }
    }
}

#[test]
#[ignore = "reads what packages this machine has, for a minute"]
fn three_hundred_snippets_of_public_code_are_coloured_and_none_is_changed() {
    let mut found = BTreeMap::new();
    folders().iter().for_each(|folder| files(folder, &mut found));
    let mut measured: BTreeMap<&str, Measured> = BTreeMap::new();
    for (name, paths) in &found {
        for path in paths {
            let Ok(text) = std::fs::read_to_string(path) else { continue };
            let snippet: String = text.split_inclusive('\n').take(LINES).collect();
            if snippet.trim().is_empty() || snippet.len() > 64 << 10 {
                continue;
            }
            let Ok(Some(language)) = Language::of_classes(name) else { continue };
            let start = Instant::now();
            let runs = machine::read(language.grammar(), &snippet);
            let took = start.elapsed();
            let html = write::listing(&Lines::of(&snippet), runs.as_deref().unwrap_or_default(), None);
            assert_eq!(text_of(&html), snippet, "{}", path.display());
            let one = measured.entry(name).or_default();
            one.files += 1;
            one.bytes += snippet.len();
            one.html += html.len();
            one.worst = one.worst.max(html.len() as f64 / snippet.len() as f64);
            one.longest = one.longest.max(took);
            one.given_up += usize::from(runs.is_none());
        }
    }
    println!(
        "{:<14} {:>5} {:>8} {:>6} {:>6} {:>9} {:>4}",
        "language", "files", "bytes", "mean", "worst", "longest", "left"
    );
    for (name, one) in &measured {
        let mean = one.html as f64 / one.bytes as f64;
        let longest = format!("{:.1} ms", one.longest.as_secs_f64() * 1e3);
        println!(
            "{name:<14} {:>5} {:>8} {mean:>6.2} {:>6.2} {longest:>9} {:>4}",
            one.files, one.bytes, one.worst, one.given_up
        );
        assert!(mean <= 5.0, "{name} grows by {mean:.2} bytes a byte");
    }
    let snippets: usize = measured.values().map(|one| one.files).sum();
    let languages: BTreeSet<_> = measured.keys().collect();
    println!("{snippets} snippets of {} kinds of files", languages.len());
    assert!(
        snippets >= 300 && languages.len() >= 20,
        "{snippets} of {languages:?}: name more in ORATE_CORPUS"
    );
}

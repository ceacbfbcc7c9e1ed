//! Whole talks: each folder of `tests/decks` is built by the real command line, and what comes out is compared with
//! what lies in it: `expected.html`, the page without its style and script, and `expected.txt`, what was said.
//!
//! `UPDATE_GOLDEN=1 cargo test` writes both anew; read the difference before you commit it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folders that are talks: those that say so by what is expected, or by what a talk consists of.
fn talks(folder: &Path) -> Vec<PathBuf> {
    let is_talk = |path: &Path| {
        ["expected.txt", "slides", "orate.toml", "index.html"].iter().any(|name| path.join(name).exists())
    };
    let mut talks = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if is_talk(&path) {
            talks.push(path);
        } else if path.is_dir() {
            talks.extend(self::talks(&path));
        }
    }
    talks.sort();
    talks
}

/// The page without what every page has: its style, its script and the hashes of both.
fn readable(page: &str) -> String {
    let page = between(page, "<style>", "</style>", "…");
    let page = between(&page, "<script>\"use strict\"", "</script>", "…");
    let page = between(&page, "<meta name=\"generator\" content=\"", "\">", "…");
    // A SHA-256 in Base64 is 44 characters.
    let mut parts = page.split("sha256-");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |page, part| format!("{page}sha256-…{}", &part[44..]))
}

/// The text with what is between the first `start` and the `end` after it replaced.
fn between(text: &str, start: &str, end: &str, replacement: &str) -> String {
    let Some((before, rest)) = text.split_once(start) else { return text.to_owned() };
    let Some((_, after)) = rest.split_once(end) else { return text.to_owned() };
    format!("{before}{start}{replacement}{end}{after}")
}

/// Compares with a golden file, or writes it. Gives what differs.
fn check(path: &Path, found: Option<&str>) -> Option<String> {
    let expected = fs::read_to_string(path).ok();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        match found {
            Some(found) => fs::write(path, found).unwrap(),
            None if expected.is_some() => fs::remove_file(path).unwrap(),
            None => {}
        }
        return None;
    }
    if expected.as_deref() == found {
        return None;
    }
    let (expected, found) = (expected.unwrap_or_default(), found.unwrap_or_default());
    let line = expected.lines().zip(found.lines()).take_while(|(one, other)| one == other).count();
    Some(format!(
        "{}:{}\n  expected: {}\n  found:    {}",
        path.display(),
        line + 1,
        expected.lines().nth(line).unwrap_or("(the end)"),
        found.lines().nth(line).unwrap_or("(the end)"),
    ))
}

#[test]
fn every_talk_gives_what_is_expected_of_it() {
    let decks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/decks");
    let talks = talks(&decks);
    let mut different = Vec::new();
    for talk in &talks {
        let output = tempfile::tempdir().unwrap();
        let run = Command::new(env!("CARGO_BIN_EXE_orate"))
            .args(["build", ".", "-o"])
            .arg(output.path().join("dist"))
            .current_dir(talk)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said =
            String::from_utf8(run.stderr).unwrap().replace(&output.path().display().to_string(), "OUTPUT");
        let said = format!("exit {}\n{said}", run.status.code().unwrap());
        different.extend(check(&talk.join("expected.txt"), Some(&said)));
        let page = fs::read_to_string(output.path().join("dist/index.html")).ok();
        different.extend(check(&talk.join("expected.html"), page.as_deref().map(readable).as_deref()));
    }
    assert!(talks.len() >= 20, "only {} talks were found", talks.len());
    assert!(different.is_empty(), "\n{}\n", different.join("\n"));
    println!("{} talks", talks.len());
}

//! The examples of `docs/lints.md` show what it says of them.

use std::collections::BTreeSet;

use crate::cli::talk::Talk;

const DOCUMENTATION: &str = include_str!("../../docs/lints.md");

/// What the documentation says of one lint.
struct Entry<'a> {
    code: &'a str,
    /// Where it is told, and how it is mended.
    facts: &'a str,
    /// With the lint, and without it; `None` for what takes no Markdown to show.
    examples: Vec<&'a str>,
}

fn entries() -> Vec<Entry<'static>> {
    let entries = DOCUMENTATION.split("\n## `").skip(1).map(|entry| {
        let (code, text) = entry.split_once("`\n").unwrap();
        let facts = text.split('*').nth(1).unwrap();
        Entry { code, facts, examples: examples(text) }
    });
    entries.collect()
}

/// The texts of the blocks of Markdown.
fn examples(text: &'static str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("```md\n") {
        let fence = if rest[..start].ends_with('`') { "\n````" } else { "\n```" };
        let inner = &rest[start + "```md\n".len()..];
        let end = inner.find(fence).unwrap();
        found.push(&inner[..end + 1]);
        rest = &inner[end + fence.len()..];
    }
    found
}

/// The codes that a command tells of a talk that is one file, and those of them that have a fix: a safe one or not.
fn told(command: &str, slides: &str) -> (BTreeSet<String>, BTreeSet<(String, bool)>) {
    let talk = Talk::new();
    talk.put("one/slides.md", slides);
    let report = talk.run([command, "../one", "--json"]).json();
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let code = |told: &serde_json::Value| told["code"].as_str().unwrap().to_owned();
    let fixes = diagnostics.iter().filter_map(|told| Some((code(told), told["fix"]["safe"].as_bool()?)));
    (diagnostics.iter().map(code).collect(), fixes.collect())
}

#[test]
fn every_first_example_has_its_lint_and_every_second_one_has_not() {
    let mut shown = 0;
    // What only a browser sees is tried where there is one: `tests/browser/look.rs`.
    for entry in entries().iter().filter(|entry| !entry.facts.starts_with("check --look only")) {
        let [bad, good] = entry.examples.as_slice() else {
            assert!(entry.examples.is_empty(), "{}", entry.code);
            continue;
        };
        shown += 1;
        let (codes, fixes) = told("check", bad);
        assert!(codes.contains(entry.code), "{}: {codes:?}", entry.code);
        assert!(!told("check", good).0.contains(entry.code), "{}", entry.code);
        let fix = match fixes.iter().find(|(code, _)| code == entry.code) {
            None => "no fix",
            Some((_, false)) => "suggested fix",
            Some((_, true)) => "safe fix",
        };
        let is_built = told("build", bad).0.contains(entry.code);
        let place = if is_built { "build and check" } else { "check only" };
        assert_eq!(entry.facts, format!("{place} · {fix}"), "{}", entry.code);
    }
    assert!(shown >= 20, "only {shown} lints are shown");
}

//! `docs/settings.md` and the code know the same keys, values and defaults.

use crate::deck::{Section, Settings};
use crate::parse::settings::{DECK, SECTION};
use crate::parse::{Entry, Manuscript, Parsed, SettingsFile, parse};
use crate::text::Sources;

const DOCUMENTATION: &str = include_str!("../../../docs/settings.md");

/// A row of one of the two tables.
struct Row<'a> {
    key: &'a str,
    default: Option<&'a str>,
    example: &'a str,
}

/// The rows of the table below a heading.
fn rows<'a>(heading: &str) -> Vec<Row<'a>> {
    let (_, section) = DOCUMENTATION.split_once(&format!("\n## {heading}\n")).expect("the heading");
    let section = section.split("\n## ").next().unwrap_or(section);
    section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<_> = line.split('|').map(str::trim).collect();
            let code = |cell: &'a str| cell.trim_matches('`');
            let default = (cells[3] != "none").then(|| code(cells[3]));
            Row { key: code(cells[1]), default, example: code(cells[4]) }
        })
        .collect()
}

fn parse_with(settings: &str, slides: &str) -> Parsed {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let settings = sources.add("orate.toml", settings.as_bytes(), &mut diagnostics);
    let file = sources.add("slides/10-a.md", slides.as_bytes(), &mut diagnostics);
    let settings = SettingsFile::parse(sources.whole(settings));
    let entries = [Entry::File(file)];
    parse(&Manuscript {
        sources: &sources,
        settings: Some(&settings),
        entries: &entries,
        single: false,
        inherited: None,
    })
}

/// The settings that a text gives, without their places.
#[track_caller]
fn deck(settings: &str) -> Settings {
    let parsed = parse_with(settings, "# A");
    assert_eq!(parsed.diagnostics, [], "{settings}");
    let mut settings = parsed.deck.settings;
    settings.page.theme.at = None;
    settings.draft.at = None;
    settings
}

#[track_caller]
fn section(front_matter: &str) -> Section {
    let parsed = parse_with("", &format!("+++\n{front_matter}\n+++\n# A"));
    assert_eq!(parsed.diagnostics, [], "{front_matter}");
    parsed.deck.sections.into_iter().next().expect("a file is a section")
}

#[test]
fn every_key_is_documented_once_and_in_order() {
    let documented = |heading| rows(heading).into_iter().map(|row| row.key).collect::<Vec<_>>();
    assert_eq!(documented("The deck"), DECK.iter().map(|key| key.name).collect::<Vec<_>>());
    assert_eq!(documented("A section"), SECTION.iter().map(|key| key.name).collect::<Vec<_>>());
}

#[test]
fn every_example_is_accepted_and_does_something() {
    for row in rows("The deck") {
        assert!(row.example.starts_with(row.key), "{}", row.example);
        assert_ne!(deck(row.example), Settings::default(), "{}", row.example);
    }
    for row in rows("A section") {
        assert!(row.example.starts_with(row.key), "{}", row.example);
        section(row.example);
    }
}

#[test]
fn every_default_is_as_documented() {
    for row in rows("The deck") {
        if let Some(default) = row.default {
            assert!(default.starts_with(row.key), "{default}");
            assert_eq!(deck(default), Settings::default(), "{default}");
        }
    }
    assert_eq!(deck(""), Settings::default());
}

#[test]
fn every_block_of_toml_in_the_documentation_is_accepted() {
    let blocks: Vec<_> = DOCUMENTATION
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("\n```").map(|(block, _)| block))
        .collect();
    assert_eq!(blocks.len(), 3);
    blocks[..2].iter().for_each(|block| drop(deck(block)));
    let parsed = parse_with("", &format!("{}\n# A", blocks[2]));
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(parsed.deck.sections[0].title.as_deref(), Some("The vendors"));
}

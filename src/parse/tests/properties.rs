//! What holds for every text, whatever is in it.

use std::fmt::Write as _;

use crate::deck::{Deck, Separator, Settings, Slide};
use crate::parse::{Entry, Manuscript, Parsed, SettingsFile, check, parse};
use crate::text::{SourceId, Sources, chosen, mend};
use proptest::prelude::*;

/// The same separators, in the form that is matched by hand and in one that is left to the regular expressions.
const TWINS: &[(&str, &str, &str, &str)] = &[
    (r"^\n\n\n", r"^\n\n", r"^(?:\n)\n\n", r"^(?:\n)\n"),
    (r"\r?\n---\r?\n", r"\r?\n----\r?\n", r"(?:\r?\n)---\r?\n", r"(?:\r?\n)----\r?\n"),
    (r"^\r?\n---\r?\n$", r"^\r?\n--\r?\n$", r"^(?:\r?\n)---\r?\n$", r"^(?:\r?\n)--\r?\n$"),
    (r"^---$", r"^--$", r"^(?:---)$", r"^(?:--)$"),
    (r"<!-- next -->", r"^<!-- down -->", r"(?:<!-- next -->)", r"^(?:<!-- down -->)"),
];

/// Texts that are made of what matters to the parser, in any order.
fn manuscript() -> impl Strategy<Value = String> {
    let pieces = vec![
        "\n",
        "\n\n",
        "\n\n\n",
        "\n\n\n\n",
        "\n---\n",
        "\n----\n",
        "---\n",
        "--\n",
        "----",
        " ",
        "  ",
        "    ",
        "\t",
        "```",
        "```js\n",
        "~~~\n",
        "````\n",
        "`",
        "``",
        "<!--",
        "-->",
        "<!-- .slide: a=\"b\" -->",
        "<!-- .slide: a='b c'\td=e data-f-->",
        "<!-- slide: a=\"b\" -->",
        "\n\n --- \n",
        "\nNote : ",
        "\n-----\n",
        "\u{2014}\n",
        "<!-- Note -->",
        "<!-- next -->",
        "\n<!-- down -->",
        "\nNote: ",
        "\nNotes:",
        "<p title=\"",
        "\">",
        "'",
        "<pre>",
        "</pre>",
        "<div>\n",
        "> ",
        "- ",
        "1. ",
        "* * *\n",
        "# ",
        "word",
        "Ä日",
        "\\",
        "+++\n",
        "title: x\n",
        "title = \"x\"\n",
        "\r\n",
        "\u{2028}",
        "=",
        "===\n",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat())
}

fn separator() -> impl Strategy<Value = Separator> {
    let expressions = prop::sample::select(TWINS).prop_map(|(horizontal, vertical, ..)| {
        Separator::Expressions { horizontal: horizontal.into(), vertical: Some(vertical.into()) }
    });
    prop_oneof![Just(Separator::BlankLines), Just(Separator::Dashes), expressions]
}

fn settings_text(separator: &Separator) -> String {
    match separator {
        Separator::BlankLines => "separator = \"blank-lines\"".into(),
        Separator::Dashes => "separator = \"dashes\"".into(),
        Separator::Expressions { horizontal, vertical } => {
            let mut text = format!("separator = {{ horizontal = '{horizontal}'");
            if let Some(vertical) = vertical {
                let _ = write!(text, ", vertical = '{vertical}'");
            }
            text + " }"
        }
    }
}

struct Read {
    sources: Sources,
    file: SourceId,
    parsed: Parsed,
    /// What there is to say where all lints are looked for.
    checked: Parsed,
}

fn read(bytes: &[u8], separator: &Separator, single: bool) -> Read {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let settings = sources.add("orate.toml", settings_text(separator).as_bytes(), &mut diagnostics);
    let file = sources.add("a.md", bytes, &mut diagnostics);
    let settings = SettingsFile::parse(sources.whole(settings));
    let entries = [Entry::File(file)];
    let manuscript = Manuscript {
        sources: &sources,
        settings: Some(&settings),
        entries: &entries,
        single,
        inherited: None,
    };
    let (parsed, checked) = (parse(&manuscript), check(&manuscript));
    Read { sources, file, parsed, checked }
}

/// The places of all slides, their notes and their columns.
fn outline(deck: &Deck) -> Vec<(usize, u32, u32, Option<u32>)> {
    let columns = deck.columns();
    let slides = columns.iter().enumerate().flat_map(|(column, found)| {
        found.slides.iter().map(move |slide| {
            (column, slide.span.start, slide.span.end, slide.notes.map(|notes| notes.start))
        })
    });
    slides.collect()
}

/// Whether a text between two slides is one separator, or more where nothing lies between them.
fn is_separator(text: &str, separator: &Separator) -> bool {
    match separator {
        Separator::BlankLines => text.len() >= 2 && text.bytes().all(|byte| byte == b'\n'),
        Separator::Dashes => {
            text.lines().count() == 1 && matches!(text.trim_end_matches(['\n', ' ', '\t']), "---" | "----")
        }
        Separator::Expressions { .. } => {
            matches!(text.trim_matches('\n'), "" | "--" | "---" | "----" | "<!-- next -->" | "<!-- down -->")
        }
    }
}

fn check_whole(read: &Read, separator: &Separator) -> Result<(), TestCaseError> {
    let text = read.sources.get(read.file).text();
    let slides: Vec<_> = read.parsed.deck.slides().collect();
    prop_assert!(!slides.is_empty());
    let mut end = slides[0].span.start as usize;
    for slide in &slides {
        let (start, next) = (slide.span.start as usize, slide.span.end as usize);
        prop_assert!(end <= start && start <= next);
        prop_assert!(end == start || is_separator(&text[end..start], separator), "{:?}", &text[end..start]);
        prop_assert!(slide.body.span().start == slide.span.start && slide.body.span().end <= slide.span.end);
        let notes = slide.notes.map(|at| at.range());
        prop_assert!(
            notes.is_none_or(|notes| slide.body.span().range().end <= notes.start && notes.end <= next)
        );
        end = next;
    }
    // What is left after the last slide is nothing, and before the first is front matter or a separator.
    prop_assert_eq!(end, text.len());
    for diagnostic in &read.checked.diagnostics {
        let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.at);
        for at in diagnostic.at.into_iter().chain(edits) {
            let text = read.sources.get(at.source).text();
            prop_assert!(text.get(at.range()).is_some(), "{:?}", diagnostic);
        }
    }
    let missing = read.parsed.diagnostics.iter().find(|told| !read.checked.diagnostics.contains(told));
    prop_assert!(missing.is_none(), "{:?} is reported by a build alone", missing);
    prop_assert_eq!(outline(&read.parsed.deck), outline(&read.checked.deck));
    Ok(())
}

/// Which slides have notes, and their attributes.
fn facts(read: &Read) -> Vec<(bool, Vec<(String, String)>)> {
    let attributes = |slide: &Slide| {
        slide.attributes.iter().map(|attribute| (attribute.name.clone(), attribute.value.clone())).collect()
    };
    read.parsed.deck.slides().map(|slide| (slide.notes.is_some(), attributes(slide))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), separator in separator(), single: bool) {
        check_whole(&read(&bytes, &separator, single), &separator)?;
    }

    #[test]
    fn slides_and_separators_make_the_file(text in manuscript(), separator in separator(), single: bool) {
        check_whole(&read(text.as_bytes(), &separator, single), &separator)?;
    }

    #[test]
    fn the_same_text_gives_the_same_talk(text in manuscript(), separator in separator()) {
        let (one, other) = (read(text.as_bytes(), &separator, false), read(text.as_bytes(), &separator, false));
        prop_assert_eq!(outline(&one.parsed.deck), outline(&other.parsed.deck));
        prop_assert_eq!(one.parsed.diagnostics, other.parsed.diagnostics);
    }

    #[test]
    fn line_ends_do_not_matter(text in manuscript(), separator in separator()) {
        let text = text.replace('\r', "");
        let (unix, dos) = (read(text.as_bytes(), &separator, false), read(text.replace('\n', "\r\n").as_bytes(), &separator, false));
        prop_assert_eq!(outline(&unix.parsed.deck), outline(&dos.parsed.deck));
    }

    #[test]
    fn separators_matched_by_hand_part_as_expressions_do(text in manuscript(), twins in prop::sample::select(TWINS)) {
        let (horizontal, vertical, slow_horizontal, slow_vertical) = twins;
        let separator = |horizontal: &str, vertical: &str| Separator::Expressions {
            horizontal: horizontal.into(),
            vertical: Some(vertical.into()),
        };
        let by_hand = read(text.as_bytes(), &separator(horizontal, vertical), false);
        let by_expression = read(text.as_bytes(), &separator(slow_horizontal, slow_vertical), false);
        prop_assert_eq!(outline(&by_hand.parsed.deck), outline(&by_expression.parsed.deck));
    }

    #[test]
    fn settings_of_any_kind_are_told_and_not_fatal(text in "(?s)[a-z\\[\\]{}=\"'.,\n0-9 #-]{0,80}") {
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let settings = sources.add("orate.toml", text.as_bytes(), &mut diagnostics);
        let settings = SettingsFile::parse(sources.whole(settings));
        let parsed = parse(&Manuscript { sources: &sources, settings: Some(&settings), entries: &[], single: false, inherited: None });
        prop_assert_eq!(parsed.deck.settings.page.size, Settings::default().page.size);
    }

    #[test]
    fn front_matter_of_any_kind_is_told_and_not_fatal(text in "(?s)[a-z:&*\\[\\]{}\"'|>,\n0-9 #-]{0,80}") {
        let text = format!("---\ntitle: x\n{text}\n---\n# A\n");
        check_whole(&read(text.as_bytes(), &Separator::BlankLines, true), &Separator::BlankLines)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn safe_fixes_change_no_slide_and_are_made_once(text in manuscript(), separator in separator()) {
        let mut bytes = text.into_bytes();
        let before = read(&bytes, &separator, false);
        let mut count = 0;
        loop {
            let now = read(&bytes, &separator, false);
            let Some(chosen) = chosen(&now.checked.diagnostics).remove(&now.file) else { break };
            bytes = mend(&bytes, now.sources.get(now.file).text(), &chosen.edits).unwrap();
            count += 1;
            prop_assert!(count < 20, "{:?}", String::from_utf8_lossy(&bytes));
        }
        let after = read(&bytes, &separator, false);
        prop_assert_eq!(facts(&before), facts(&after), "{:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_separator_whose_spaces_mean_something_is_left_to_its_author() {
    for text in ["\n\n --- \n\n\n --- \n", "```\n\n --- \n\n\n --- \n"] {
        let read = read(text.as_bytes(), &Separator::Dashes, false);
        assert!(chosen(&read.checked.diagnostics).is_empty(), "{text:?}");
    }
}

//! Whole small talks, with the tree and the diagnostics that they give.

mod documentation;
mod properties;

use super::*;
use crate::deck::{Content, Section};

/// A talk of one file.
struct Talk {
    settings: &'static str,
    slides: &'static str,
    single: bool,
}

impl Talk {
    fn parsed(&self) -> (Sources, Parsed) {
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let settings = sources.add("orate.toml", self.settings.as_bytes(), &mut diagnostics);
        let file = sources.add("a.md", self.slides.as_bytes(), &mut diagnostics);
        let entries = [Entry::File(file)];
        let parsed = parse(&Manuscript {
            sources: &sources,
            settings: Some(&SettingsFile::parse(sources.whole(settings))),
            entries: &entries,
            single: self.single,
            inherited: None,
        });
        (sources, parsed)
    }
}

/// The slides with `↓` between those of a column and `→` between columns, and `|` before the notes.
fn shown(sources: &Sources, deck: &Deck) -> String {
    let column = |column: crate::deck::Column<'_>| {
        let slide = |slide: &crate::deck::Slide| {
            let notes = slide.notes.map(|notes| format!("|{}", sources.text(notes)));
            sources.text(slide.body.span()).trim().to_owned() + &notes.unwrap_or_default()
        };
        column.slides.iter().map(slide).collect::<Vec<_>>().join("↓")
    };
    deck.columns().into_iter().map(column).collect::<Vec<_>>().join("→")
}

/// Code, line and text of each diagnostic.
fn told(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let at = diagnostic
                .at
                .map(|at| format!(" {}:{}", sources.get(at.source).place(at.start).line, sources.text(at)));
            format!("{}{}", diagnostic.code, at.unwrap_or_default())
        })
        .collect()
}

#[track_caller]
fn check_talk(talk: Talk, slides: &str, diagnostics: &[&str]) {
    let (sources, parsed) = talk.parsed();
    assert_eq!(shown(&sources, &parsed.deck), slides);
    assert_eq!(told(&sources, &parsed.diagnostics), diagnostics);
}

#[track_caller]
fn check_slides(settings: &'static str, slides: &'static str, expected: &str, diagnostics: &[&str]) {
    check_talk(Talk { settings, slides, single: false }, expected, diagnostics);
}

#[track_caller]
fn check_single(slides: &'static str, expected: &str, diagnostics: &[&str]) {
    check_talk(Talk { settings: "", slides, single: true }, expected, diagnostics);
}

#[test]
fn slides_have_notes_and_stand_in_columns() {
    check_slides("", "# A\nNote: a\n\nb\n\n\nB\n\n\n\nC\n\nNotes:", "# A|a\n\nb↓B→C", &[]);
}

#[test]
fn a_second_notes_marker_is_text_of_the_notes() {
    check_slides("", "A\nNote: b\nNote: c", "A|b\nNote: c", &["second-notes-marker 3:Note:"]);
}

#[test]
fn slide_comments_give_attributes_wherever_they_stand() {
    let slides = "<!-- .slide: a=1 -->\n`<!-- .slide: b=2 -->`\n\nNote: x <!-- .slide: a='3' c -->";
    let (_, parsed) = Talk { settings: "", slides, single: false }.parsed();
    let slide = parsed.deck.slides().next().expect("a slide");
    let pairs: Vec<_> =
        slide.attributes.iter().map(|attribute| format!("{}={}", attribute.name, attribute.value)).collect();
    assert_eq!(pairs, ["a=3", "c="]);
}

#[test]
fn what_is_no_attribute_is_told_once_a_comment() {
    check_slides("", "<!-- .slide: a=1 = / -->", "<!-- .slide: a=1 = / -->", &["attribute-comment 1:="]);
    check_slides(
        "",
        "a <!-- .element: class=\"b -->",
        "a <!-- .element: class=\"b -->",
        &["attribute-comment 1:class=\"b "],
    );
}

#[test]
fn dashes_at_the_ends_of_a_file_do_what_was_meant() {
    let dashes = "separator = 'dashes'";
    check_slides(dashes, "---\nA\n---\nB", "A→B", &[]);
    check_slides(dashes, "A\n----\nB\n---", "A↓B→", &["empty-slide 4:"]);
    check_slides(dashes, "A\n---\n---\nB", "A→→B", &["empty-slide 3:---\n"]);
}

#[test]
fn an_empty_file_is_an_empty_slide() {
    check_slides("", "", "", &["empty-slide 1:"]);
    check_slides("", "\n\n\n\n", "", &["empty-slide 1:"]);
}

#[test]
fn another_convention_is_named() {
    check_slides("", "A\n\n---\n\nB\n\n---\n\nC", "A\n\n---\n\nB\n\n---\n\nC", &["other-convention 3:---\n"]);
    check_slides(
        "separator = 'dashes'",
        "A\n\n\nB\n\n\n\nC",
        "A\n\n\nB\n\n\n\nC",
        &["other-convention 2:\n\n"],
    );
    check_slides("", "```\n---\n---\n---\n```", "```\n---\n---\n---\n```", &[]);
}

#[test]
fn spaces_on_a_blank_line_are_told() {
    check_slides("", "A\n\n  \nB", "A\n\n  \nB", &["spaces-on-blank-line 3:  "]);
    check_slides("", "```\n\n  \n\n```", "```\n\n  \n\n```", &[]);
}

#[test]
fn front_matter_of_a_section_is_the_sections() {
    let slides = "+++\nid = 'v'\ntitle = 'V'\nclass = 'x'\ntheme = 'black'\n+++\nA\n\n\n\nB";
    let (sources, parsed) = Talk { settings: "", slides, single: false }.parsed();
    assert_eq!(told(&sources, &parsed.diagnostics), ["misplaced-setting 5:theme"]);
    let section: &Section = &parsed.deck.sections[0];
    assert_eq!((section.id.as_deref(), section.title.as_deref()), (Some("v"), Some("V")));
    let Content::Sections(columns) = &section.content else { panic!("two columns") };
    let classes: Vec<_> = columns.iter().map(|column| column.attributes.value("class")).collect();
    assert_eq!(classes, [Some("x"), Some("x")]);
}

#[test]
fn front_matter_of_a_single_file_is_the_decks() {
    let slides = "---\ntitle: T\nseparator: dashes\nsize: [800, 600]\nid: v\n---\nA\n---\nB";
    let (sources, parsed) = Talk { settings: "", slides, single: true }.parsed();
    assert_eq!(told(&sources, &parsed.diagnostics), Vec::<String>::new());
    assert_eq!(parsed.deck.settings.title.as_deref(), Some("T"));
    assert_eq!(parsed.deck.sections[0].id.as_deref(), Some("v"));
    assert_eq!(shown(&sources, &parsed.deck), "A→B");
}

#[test]
fn front_matter_may_follow_blank_lines_and_comments_end_with_dots_and_be_empty() {
    for slides in [
        "\n\n---\ntitle: T\nseparator: dashes\n---\nA\n---\nB",
        "<!-- a linter's\nwords -->\n---\ntitle: T\nseparator: dashes\n---\nA\n---\nB",
        "---\ntitle: T\nseparator: dashes\n...\nA\n---\nB",
    ] {
        let (sources, parsed) = Talk { settings: "", slides, single: true }.parsed();
        assert_eq!(told(&sources, &parsed.diagnostics), Vec::<String>::new(), "{slides}");
        assert_eq!(parsed.deck.settings.title.as_deref(), Some("T"), "{slides}");
        assert_eq!(shown(&sources, &parsed.deck), "A→B", "{slides}");
    }
    check_slides("separator = 'dashes'", "---\n---\n\n# A\n---\nB", "# A→B", &[]);
    check_slides("separator = 'dashes'", "\n---\n# A\n---\n# B", "# A→# B", &[]);
}

#[test]
fn a_first_slide_between_dashes_is_no_front_matter() {
    let dashes = "separator = 'dashes'";
    check_slides(dashes, "---\n# A\n---\n# B", "# A→# B", &[]);
    check_slides(dashes, "---\n# A\nNote: b\n---\n# B", "# A|b→# B", &[]);
    check_slides(dashes, "---\nAgenda: b\n---\n# B", "Agenda: b→# B", &[]);
    check_slides(dashes, "---\n- a\n---\n# B", "- a→# B", &[]);
    check_slides(
        dashes,
        "---\nweather: a\n---\n# B",
        "weather: a→# B",
        &["strange-front-matter 2:weather: a"],
    );
}

#[test]
fn what_looks_like_front_matter_and_is_shown_is_reported() {
    for text in [
        "---\n\ttitle: T\n---\nA",
        "---\ntitle: T\n# A",
        "---\nTitle: T\n---\nA",
        "----\ntitle: T\n----\nA",
        "---yaml\ntitle: T\n---\nA",
        "title: T\nauthor: B\n\n# A",
    ] {
        let (sources, parsed) = Talk { settings: "", slides: text, single: true }.parsed();
        let diagnostics = told(&sources, &parsed.diagnostics);
        assert!(
            diagnostics.len() == 1 && diagnostics[0].starts_with("strange-front-matter"),
            "{text}: {diagnostics:?}"
        );
    }
    for text in ["title: T\n\nA", "---\nA: b\n---\nC", "Title: T\nAuthor: B\n"] {
        let (_, parsed) = Talk { settings: "", slides: text, single: true }.parsed();
        assert!(parsed.diagnostics.is_empty(), "{text}: {:?}", parsed.diagnostics);
    }
}

#[test]
fn a_key_of_another_tool_is_reported_with_what_to_do() {
    let (_, parsed) =
        Talk { settings: "", slides: "---\nmarp: true\nlang: de\n---\nA", single: true }.parsed();
    let help: Vec<_> = parsed.diagnostics.iter().filter_map(|it| it.help.as_deref()).collect();
    assert_eq!(help, ["it is for Marp: take it out", "write `language`"]);
}

#[test]
fn broken_front_matter_is_told_and_not_shown() {
    check_single("---\ntitle: 'a\n---\nA", "A", &["settings-syntax 2:'a"]);
    check_single("+++\ntitle = \n+++\nA", "A", &["settings-syntax 2:"]);
    check_single("+++\ntitle = 'a'\nA", "+++\ntitle = 'a'\nA", &["unclosed-front-matter 1:+++"]);
}

#[test]
fn a_mistake_in_one_setting_leaves_the_others_in_force() {
    let settings = "thmee = 'x'\ntitle = 5\nseparator = 'dashes'\nnotes-marker = '('\nsize = [5, 5]";
    check_slides(
        settings,
        "A\n---\nB",
        "A→B",
        &["unknown-setting 1:thmee", "wrong-setting 2:5", "wrong-setting 4:'('", "wrong-setting 5:[5, 5]"],
    );
}

#[test]
fn an_expression_of_reveal_may_part_slides_and_notes() {
    let settings = r"separator = { horizontal = '^\r?\n---\r?\n$', vertical = '^\r?\n--\r?\n$' }
notes-marker = '^Speaker:'";
    check_slides(settings, "A\nspeaker: a\n\n--\n\nB\n\n---\n\nNote: C", "A|a↓B→Note: C", &[]);
}

#[test]
fn folders_are_sections_of_sections() {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let mut file = |text: &str| Entry::File(sources.add("a.md", text.as_bytes(), &mut diagnostics));
    let entries = [
        file("A"),
        Entry::Folder { name: "20-the_main-part".into(), entries: vec![file("B\n\n\n\nC"), file("D")] },
        Entry::Folder { name: "30".into(), entries: Vec::new() },
    ];
    let parsed = parse(&Manuscript {
        sources: &sources,
        settings: None,
        entries: &entries,
        single: false,
        inherited: None,
    });
    assert_eq!(shown(&sources, &parsed.deck), "A→B→C→D");
    let titles: Vec<_> = parsed.deck.sections.iter().map(|section| section.title.as_deref()).collect();
    assert_eq!(titles, [None, Some("the main part")]);
}

#[test]
fn a_talk_without_slides_is_an_error() {
    let sources = Sources::default();
    let parsed = parse(&Manuscript {
        sources: &sources,
        settings: None,
        entries: &[],
        single: false,
        inherited: None,
    });
    assert_eq!(told(&sources, &parsed.diagnostics), ["no-slides"]);
}

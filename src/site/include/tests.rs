//! Talks of several files: what the slides are, and what is said where.

use crate::assets::Memory;
use crate::parse::{Entry, SettingsFile};
use crate::site::{Built, Memo, Options, Project, build, rebuild};
use crate::text::Sources;

/// Builds `slides/a.md` with other files beside it, by their path in the talk.
fn built(settings: &str, slides: &str, files: &[(&str, &str)]) -> Built {
    build(&project(settings, slides, files), &Options::default())
}

fn project(settings: &str, slides: &str, files: &[(&str, &str)]) -> Project {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let settings = sources.add("orate.toml", settings.as_bytes(), &mut diagnostics);
    let id = sources.add("slides/a.md", slides.as_bytes(), &mut diagnostics);
    let library: Memory = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let settings = Some(SettingsFile::parse(sources.whole(settings)));
    Project { settings, diagnostics, ..Project::new(sources, vec![Entry::File(id)], library) }
}

/// The columns with the texts of their slides, in one line.
fn slides(built: &Built) -> String {
    let text = |span| built.sources.text(span).trim().replace('\n', "⏎");
    let columns = built.deck.columns();
    let columns = columns.iter().map(|column| {
        column.slides.iter().map(|slide| text(slide.body.span())).collect::<Vec<_>>().join(" / ")
    });
    columns.collect::<Vec<_>>().join(" | ")
}

#[track_caller]
fn check_slides(slides: &str, files: &[(&str, &str)], expected: &str) {
    let built = built("separator = \"dashes\"", slides, files);
    assert_eq!(built.diagnostics, [], "{slides}");
    assert_eq!(self::slides(&built), expected);
}

/// What is said, as `file:line: code: message; help`.
#[track_caller]
fn check_said(slides: &str, files: &[(&str, &str)], expected: &[&str]) {
    let built = built("separator = \"dashes\"", slides, files);
    let said: Vec<_> = built
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let at = diagnostic.at.expect("a place");
            let source = built.sources.get(at.source);
            let (line, help) = (source.place(at.start).line, diagnostic.help.as_deref().unwrap_or_default());
            format!("{}:{line}: {}: {}; {help}", source.name, diagnostic.code, diagnostic.message)
        })
        .collect();
    assert_eq!(said, expected);
}

const ME: &str = "+++\ntitle = \"Me\"\n+++\n\n# Me\n---\n# Bio\n----\n# More of it\n<!-- .slide: id=\"more\" -->\n---\n# Where\n";

#[test]
fn a_file_stands_in_another_with_its_separators() {
    check_slides(
        "# A\n---\n<!-- include: ../shared/me.md -->\n---\n# Z\n",
        &[("shared/me.md", ME)],
        "# A | # Me | # Bio / # More of it⏎<!-- .slide: id=\"more\" --> | # Where | # Z",
    );
    check_slides("a\n\n<!-- include: b.md -->\n\nc", &[("slides/b.md", "b\n\nNote: said")], "a⏎⏎b");
}

#[test]
fn a_part_of_a_file_is_named_by_id_number_line_or_region() {
    let files = [
        ("shared/me.md", ME),
        ("shared/r.md", "a\n<!-- #region x -->\nb\n<!-- #endregion -->\nc\n"),
        ("shared/h.md", "# A\n---\n# B {.x #known}\n"),
    ];
    let one = |asked: &str, expected: &str| {
        check_slides(&format!("<!-- include: {asked} -->"), &files, expected);
    };
    one("../shared/me.md#more", "# More of it⏎<!-- .slide: id=\"more\" -->");
    one("shared/me.md #bio", "# Bio");
    one("../shared/h.md#known", "# B {.x #known}");
    one("../shared/h.md#b", "# B {.x #known}");
    one("../shared/me.md slides 1-2", "# Me | # Bio");
    one("../shared/me.md slides 4-", "# Where");
    one("../shared/r.md region x", "b");
    one("../shared/r.md lines 5", "c");
}

#[test]
fn a_file_of_another_convention_keeps_its_slides() {
    let blank = "+++\nseparator = \"blank-lines\"\n+++\n# B\n\n\n# C\n\n\n\n# D\n";
    check_slides("# A\n---\n<!-- include: b.md -->", &[("slides/b.md", blank)], "# A | # B / # C | # D");
}

#[test]
fn what_is_wrong_is_told_in_the_file_where_it_stands() {
    check_said(
        "# A\n---\n<!-- include: ../shared/b.md -->\n\n![x](images/none.svg)",
        &[("shared/b.md", "# B\n\n![x](logo.svg)\n"), ("shared/logo-dark.svg", "")],
        &[
            "shared/b.md:3: missing-image: no image named `logo.svg`; did you mean `logo-dark.svg`?",
            "slides/a.md:5: missing-image: no image named `images/none.svg`; put the file in `images/`, or give a path relative to this slide",
        ],
    );
}

#[test]
fn pictures_are_looked_for_from_the_included_file() {
    const SVG: &str =
        "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'><path d='M0 0h4v3z'/></svg>";
    let slides = "![own](own.svg)\n\n<!-- include: ../shared/b.md -->\n\n![own](own.svg)";
    let files =
        [("shared/b.md", "![theirs](theirs.svg)"), ("shared/theirs.svg", SVG), ("slides/own.svg", SVG)];
    assert_eq!(built("", slides, &files).diagnostics, []);
}

#[test]
fn nothing_that_cannot_be_included_is_passed_over() {
    check_said(
        "<!-- include: ../shared/mi.md -->",
        &[("shared/me.md", ME)],
        &[
            "slides/a.md:1: missing-file: there is no file `../shared/mi.md`; did you mean `../shared/me.md`?",
            EMPTY,
        ],
    );
    check_said(
        "<!-- include: ../shared/me.md#boi -->",
        &[("shared/me.md", ME)],
        &["slides/a.md:1: missing-part: no slide `#boi` in `../shared/me.md`; did you mean `#bio`?", EMPTY],
    );
    check_said(
        "<!-- include: ../shared/me.md slides 3-9 -->",
        &[("shared/me.md", ME)],
        &[
            "slides/a.md:1: missing-part: `../shared/me.md` has 4 slides; use slides that the file has, counted from 1",
            EMPTY,
        ],
    );
    check_said(
        "<!-- include: b.md region x -->",
        &[("slides/b.md", "a\n<!-- #region x -->\nb\n")],
        &[
            "slides/a.md:1: missing-region: region `x` of `b.md` is never closed; close it with `<!-- #endregion -->`",
            EMPTY,
        ],
    );
}

const EMPTY: &str = "slides/a.md:1: empty-slide: this file is empty, so it makes an empty slide; write something, or delete the file";

#[test]
fn a_circle_is_told_with_its_chain() {
    check_said(
        "# A\n\n<!-- include: b.md -->",
        &[("slides/b.md", "b\n\n<!-- include: c.md -->"), ("slides/c.md", "c\n\n<!-- include: b.md -->")],
        &[
            "slides/c.md:3: include-cycle: files include each other in a circle: `slides/b.md` → `slides/c.md` → `slides/b.md`; take out one of the comments, or include only a part of the other file",
        ],
    );
}

#[test]
fn files_that_double_each_time_end_at_a_limit() {
    let text = |next: usize| {
        format!("{}\n<!-- include: {next}.md -->\n<!-- include: {next}.md -->\n", "x ".repeat(9000))
    };
    let names: Vec<String> = (0..14).map(|number| format!("slides/{number}.md")).collect();
    let texts: Vec<String> = (1..14).map(text).chain(["end".to_owned()]).collect();
    let files: Vec<_> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let built = built("", "# A\n\n<!-- include: 0.md -->", &files);
    let codes: Vec<_> = built.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert!(codes.contains(&"include-too-large"), "{codes:?}");
    let deep: Vec<String> = (1..30).map(|next| format!("x\n<!-- include: {next}.md -->")).collect();
    let names: Vec<String> = (0..29).map(|number| format!("slides/{number}.md")).collect();
    let files: Vec<_> = names.iter().map(String::as_str).zip(deep.iter().map(String::as_str)).collect();
    let built = self::built("", "# A\n\n<!-- include: 0.md -->", &files);
    assert_eq!(built.diagnostics.iter().map(|it| it.code).collect::<Vec<_>>(), ["include-too-large"]);
}

#[test]
fn a_build_that_remembers_gives_the_bytes_of_one_that_does_not() {
    const SVG: &str =
        "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'><path d='M0 0h4v3z'/></svg>";
    const OTHER: &str =
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>";
    let main = |path: &str| format!("# A\n---\n<!-- include: {path} -->\n---\n![x](p.svg)");
    let states = [
        (main("../one/b.md"), "![x](p.svg)\n---\n# B"),
        (main("../one/b.md"), "# Before\n---\n![x](p.svg)\n---\n# B"),
        (main("../two/b.md"), "# Before\n---\n![x](p.svg)\n---\n# B"),
        (main("../two/b.md"), "# Before\n---\n![x](p.svg)"),
    ];
    let mut memo = Memo::default();
    for (slides, text) in states {
        let files = [
            ("one/b.md", text),
            ("two/b.md", text),
            ("one/p.svg", SVG),
            ("two/p.svg", OTHER),
            ("slides/p.svg", OTHER),
        ];
        let project = || project("separator = \"dashes\"", &slides, &files);
        let warm = rebuild(&project(), &Options::default(), &mut memo);
        let cold = build(&project(), &Options::default());
        assert!(cold.diagnostics.is_empty(), "{:?}", cold.diagnostics);
        assert!(warm.site == cold.site, "{slides}");
    }
}

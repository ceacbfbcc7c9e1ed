//! Talks made for other tools, turned into talks of orate's own.

use std::fs;

use crate::cli::talk::{PICTURE, Run, Talk, run, tree};

/// A sandbox with an old talk in `old/`.
fn old(files: &[(&str, &str)]) -> Talk {
    let talk = Talk::new();
    for (path, text) in files {
        talk.put(&format!("old/{path}"), text);
    }
    talk
}

/// Runs the program beside the old talk.
#[track_caller]
fn beside<const N: usize>(talk: &Talk, arguments: [&str; N]) -> Run {
    run(talk.command(arguments).current_dir(talk.path("")))
}

/// Imports into `new/`, builds it, and imports again, which must change nothing. Gives the report.
#[track_caller]
fn check_import(talk: &Talk, source: &str, talks: &[(&str, usize)]) -> String {
    let before = tree(&talk.path("old"));
    let looked = beside(talk, ["import", "--check", source, "new"]);
    assert_eq!(looked.code, 0, "{}", looked.errors);
    assert!(!talk.path("new").exists());
    let imported = beside(talk, ["import", source, "new"]);
    assert_eq!(imported.code, 0, "{}", imported.errors);
    let made = tree(&talk.path("new"));
    for (name, slides) in talks {
        let built = beside(talk, ["build", &format!("new/{name}"), "--json", "-o", "out"]);
        assert_eq!(
            (built.code, built.json()["slides"].as_u64()),
            (0, Some(*slides as u64)),
            "{}",
            built.output
        );
        fs::remove_dir_all(talk.path("out")).unwrap();
    }
    let again = beside(talk, ["import", source, "new"]);
    assert!(again.output.contains("nothing is new"), "{}", again.output);
    assert_eq!(tree(&talk.path("new")), made);
    assert_eq!(tree(&talk.path("old")), before, "the old talk is only read");
    imported.output
}

const PAGE: &str = r#"<html><head><title>Bees</title>
<link rel="stylesheet" href="reveal.js/dist/theme/sky.css"><link rel="stylesheet" href="css/own.css"></head>
<body><div class="reveal"><div class="slides">
<section id="hive" data-state="warm" data-markdown="markdown/hive.md" data-separator="^\n\n\n" data-separator-vertical="^\n\n"></section>
<section><h2>Ask</h2><div class="qrcode" id="qrcode-ask"></div></section>
<section><section data-markdown>a
---
b</section><section>c</section></section>
<section data-markdown data-separator="^==$"><script type="text/template">
  d
  ==
  e

  Note: spoken
</script></section>
</div></div>
<script src="reveal.js/dist/reveal.js"></script><script>Reveal.initialize({ slideNumber: true, hash: f() })</script>
</body></html>"#;

#[test]
fn a_page_becomes_a_talk() {
    let talk = old(&[
        ("index.html", PAGE),
        ("markdown/hive.md", "# Hive\n\n\n## Wax\n\n![Wax](images/wax.svg)\n\n\n\n## Honey\n"),
        ("markdown/unused.md", "# Unused\n"),
        ("images/wax.svg", PICTURE),
        ("css/own.css", "body { --own: 1 }"),
        ("js/own.js", "alert(1)"),
        ("reveal.js/dist/reveal.js", "program"),
        (".gitmodules", "[submodule \"extra\"]\n\tpath = extra\n"),
        ("extra/notes.md", "# Not ours\n"),
    ]);
    let report = check_import(&talk, "old", &[("", 9)]);
    for part in [
        "index.html:4: the section of `markdown/hive.md` -> slides/10-hive.md",
        "a slide of HTML -> slides/20.html",
        "a stack of slides -> slides/30.html",
        "the theme `sky` -> the theme of that name",
        "a placeholder for a QR code",
        "`reveal.js/`: reveal.js",
        "`extra/`: a submodule",
        "`js/own.js`: a script",
        "the option `hash`: its value is computed",
        "the script `reveal.js/dist/reveal.js`",
    ] {
        assert!(report.contains(part), "{part}:\n{report}");
    }
    let read = |path: &str| fs::read_to_string(talk.path(path)).unwrap();
    assert!(
        read("new/slides/10-hive.md")
            .starts_with("+++\nid = \"hive\"\nattributes = { data-state = \"warm\" }\n+++\n# Hive")
    );
    assert_eq!(read("new/markdown/unused.md"), "# Unused\n");
    assert!(!talk.path("new/extra").exists() && !talk.path("new/js").exists());
    let settings = read("new/orate.toml");
    assert!(
        settings.contains("styles = [\"css/own.css\"]") && settings.contains("slideNumber = true"),
        "{settings}"
    );
}

#[test]
fn files_that_a_stack_names_are_kept_for_it() {
    let page = r#"<div class="reveal"><div class="slides">
<section data-markdown="a.md"></section>
<section><section data-markdown="a.md"></section><section data-markdown="slides/b.md"></section></section>
<section data-markdown="slides/b.md" data-attributes="x"></section>
</div></div>"#;
    let talk = old(&[("index.html", page), ("a.md", "# A\n"), ("slides/b.md", "# B\n")]);
    let report = check_import(&talk, "old", &[("", 4)]);
    assert!(
        report.contains("index.html:3: `slides/b.md`: as slides/_b.md: slides/20.html names it"),
        "{report}"
    );
    assert_eq!(fs::read_to_string(talk.path("new/a.md")).unwrap(), "# A\n");
}

/// Text that means more to orate than to reveal.js, which a talk for reveal.js shows as it is.
const BEYOND: &str = "# A {.big}\n\nH~2~O ==a== :tada: [b]{.c}\n";

/// Checks the slides of a page in which nothing of [`BEYOND`] was understood.
#[track_caller]
fn check_plain(page: &str) {
    assert!(page.contains("<h1>A {.big}</h1>\n<p>H<del>2</del>O ==a== :tada: [b]{.c}</p>"), "{page}");
}

#[test]
fn a_talk_for_reveal_js_is_read_as_reveal_js_reads_it() {
    let page =
        r#"<div class="reveal"><div class="slides"><section data-markdown="a.md"></section></div></div>"#;
    let talk = old(&[("index.html", page), ("a.md", BEYOND)]);
    assert_eq!(beside(&talk, ["build", "old", "-o", "out"]).code, 0);
    check_plain(&fs::read_to_string(talk.path("out/index.html")).unwrap());
    let report = check_import(&talk, "old", &[("", 1)]);
    assert!(report.contains("extensions = false"), "{report}");
    assert_eq!(beside(&talk, ["build", "new", "-o", "out2"]).code, 0);
    check_plain(&fs::read_to_string(talk.path("out2/index.html")).unwrap());

    let talk = old(&[("a.md", BEYOND), ("reveal-md.json", "{}")]);
    let report = check_import(&talk, "old", &[("", 1)]);
    assert!(report.contains("extensions = false"), "{report}");
    assert_eq!(beside(&talk, ["build", "new", "-o", "out"]).code, 0);
    check_plain(&fs::read_to_string(talk.path("out/index.html")).unwrap());
}

#[test]
fn a_file_that_was_changed_since_is_left() {
    let talk = old(&[("index.html", PAGE), ("markdown/hive.md", "# Hive\n")]);
    beside(&talk, ["import", "old", "new"]);
    talk.put("new/slides/10-hive.md", "# Mine\n");
    let again = beside(&talk, ["import", "old", "new"]);
    assert!(again.errors.contains("import-kept"), "{}", again.errors);
    assert_eq!(fs::read_to_string(talk.path("new/slides/10-hive.md")).unwrap(), "# Mine\n");
}

#[test]
fn markdown_for_reveal_md_becomes_a_talk() {
    let talk = old(&[
        (
            "talk.md",
            "---\ntitle: Ants\ntheme: solarized\nrevealOptions:\n  transition: fade\n  progress: false\n---\n\n# a\n\n---\n\nb\n\n----\n\nc\n\nNote: said\n",
        ),
        ("reveal-md.json", "{ \"css\": \"own.css\", \"port\": 80 }"),
        ("reveal.json", "{ \"controls\": false }"),
        ("own.css", "a{}"),
    ]);
    let report = check_import(&talk, "old", &[("", 3)]);
    assert!(report.contains("the option `port`"), "{report}");
    let settings = fs::read_to_string(talk.path("new/orate.toml")).unwrap();
    for line in [
        "title = \"Ants\"",
        "transition = \"fade\"",
        "separator = \"dashes\"",
        "controls = false",
        "styles = [\"own.css\"]",
    ] {
        assert!(settings.contains(line), "{line}:\n{settings}");
    }
}

#[test]
fn only_the_files_that_reveal_md_looks_for_are_decks() {
    let options =
        r#"{ "glob": "**/*[Ss]lides.md", "separator": "\r?\n---\r?\n", "scripts": ["x.js"], "port": 1 }"#;
    let talk = old(&[
        ("reveal-md.json", options),
        ("one/intro-slides.md", "# a\n\n---\n\n# b\n"),
        ("two/Slides.md", "# c\n"),
        ("one/plan.md", "# no deck\n"),
    ]);
    let report = check_import(&talk, "old", &[("one/intro-slides", 2), ("two/Slides", 1)]);
    for part in [
        "the option `glob` -> the decks that it names: 2",
        "the option `scripts`: no script is executed",
        "the option `port`: it says how the other tool serves",
        "2 talks with 3 slides are in new",
    ] {
        assert!(report.contains(part), "{part}:\n{report}");
    }
    assert!(talk.path("new/one/plan.md").exists());
    let settings = fs::read_to_string(talk.path("new/one/intro-slides/orate.toml")).unwrap();
    assert!(settings.contains("separator = \"dashes\""), "{settings}");
}

#[test]
fn a_pattern_of_reveal_md_may_leave_names_out() {
    let talk = old(&[
        ("reveal-md.json", r#"{ "glob": "**/!(README|plan).md" }"#),
        ("talk.md", "# a\n"),
        ("plan.md", "# no deck\n"),
        ("docs/more.md", "# b\n"),
    ]);
    let report = check_import(&talk, "old", &[("talk", 1), ("docs/more", 1)]);
    assert!(report.contains("the option `glob` -> the decks that it names: 2"), "{report}");
}

#[test]
fn a_deck_without_dashes_may_be_parted_by_blank_lines() {
    let talk = old(&[("slides/bees.md", "# a\nNote: b\n\n\n# c\n\n\n\n# d\n")]);
    let report = check_import(&talk, "old", &[("", 3)]);
    assert!(report.contains("slides/bees.md:1: what parts its slides -> blank lines"), "{report}");

    let talk = old(&[("bees.md", "# a\n\n\n# c\n\n---\n\n# d\n")]);
    check_import(&talk, "old", &[("", 2)]);
    let talk = old(&[("bees.md", "# a\n\n\n# c\n"), ("reveal-md.json", "{\"title\": \"t\"}")]);
    check_import(&talk, "old", &[("", 1)]);
}

#[test]
fn separators_of_the_command_line_hold() {
    let talk = old(&[("talk.md", "a\n==\nb\n=\nc\n")]);
    let run = beside(
        &talk,
        ["import", "old/talk.md", "new", "--separator", "^==$", "--vertical-separator", "^=$", "--json"],
    );
    assert_eq!((run.code, run.json()["slides"].as_u64()), (0, Some(3)), "{}", run.output);
}

#[test]
fn a_tree_for_mkslides_becomes_a_talk_each() {
    let talk = old(&[
        (
            "mkslides.yml",
            "slides:\n  theme: league\n  separator: ^\\s*---\\s*$\n  separator_vertical: ^\\s*-v-\\s*$\n  separator_notes: \"^Notes?:\"\nrevealjs:\n  width: 1920\n  height: 1080\n",
        ),
        ("docs/one.md", "# a\n\n---\n\n![p](../images/p.svg)\n\n-v-\n\nc\n"),
        (
            "docs/deep/two.md",
            "---\ntitle: Two\nslides:\n  separator: <!--s-->\n---\n# a\n\n<!--s-->\n\n![p](p.svg)\n",
        ),
        ("images/p.svg", PICTURE),
        ("docs/deep/p.svg", PICTURE),
    ]);
    check_import(&talk, "old", &[("docs/one", 3), ("docs/deep/two", 2)]);
    let settings = fs::read_to_string(talk.path("new/docs/one/orate.toml")).unwrap();
    assert!(
        settings.contains("size = \"1920x1080\"") && settings.starts_with("theme = \"league\""),
        "{settings}"
    );
}

#[test]
fn mkslides_reads_its_folder_of_slides_and_writes_emoji() {
    let talk = old(&[
        (
            "mkslides.yml",
            "slides:\n  highlight_theme: vs\nplugins:\n  - name: P\n    extra_css: [own.css]\n    extra_javascript: [p.js]\nindex:\n  title: All\n",
        ),
        ("slides/README.md", "---\ntheme: white\n---\n# a :tada: 10:30:00\n\n---\n\nb\n"),
        ("slides/own.css", "a{}"),
        ("CONTRIBUTING.md", "# no deck\n"),
    ]);
    let report = check_import(&talk, "old", &[("", 2)]);
    for part in [
        "the option `extra_javascript`: no script is executed",
        "the option `index`: it is about the page of all decks",
        "the option `theme`: orate has none like it",
        "names of emoji -> 1 of them",
    ] {
        assert!(report.contains(part), "{part}:\n{report}");
    }
    let slides = fs::read_to_string(talk.path("new/slides/10-readme.md")).unwrap();
    assert!(slides.starts_with("# a 🎉 10:30:00\n"), "{slides}");
    let settings = fs::read_to_string(talk.path("new/orate.toml")).unwrap();
    assert!(settings.contains("math = \"page\"") && settings.contains("theme = \"black\""), "{settings}");
    assert!(settings.contains("styles = [\"slides/own.css\"]"), "{settings}");
    assert!(settings.contains("highlight-theme = \"vs\""), "{settings}");
}

#[test]
fn options_of_reveal_md_may_be_json5_and_those_of_reveal_js_hold_no_theme() {
    let talk = old(&[
        ("talk.md", "a\n\n===\n\nb\n"),
        ("reveal-md.json5", "// ours\n{ separator: '\\n===\\n', title: 'Ants', }\n"),
        ("reveal-md.json", "{ \"title\": \"not this\" }"),
        ("reveal.json", "{ \"theme\": \"white\", \"controls\": false }"),
    ]);
    let report = check_import(&talk, "old", &[("", 2)]);
    assert!(report.contains("the option `theme` of reveal.js: reveal-md reads a theme from"), "{report}");
    let settings = fs::read_to_string(talk.path("new/orate.toml")).unwrap();
    for line in
        ["title = \"Ants\"", "\ntheme = \"black\"", "highlight-theme = \"zenburn\"", "controls = false"]
    {
        assert!(settings.contains(line), "{line}:\n{settings}");
    }
    assert_eq!(settings.matches("theme").count(), 2, "{settings}");
}

#[test]
fn what_cannot_be_imported_is_said() {
    let talk = old(&[("notes.txt", "")]);
    let run = beside(&talk, ["import", "old"]);
    assert_eq!(run.code, 2);
    assert!(run.errors.contains("error[nothing-to-import]"), "{}", run.errors);
    talk.put("old/orate.toml", "");
    assert!(beside(&talk, ["import", "old"]).errors.contains("error[imported-already]"));
}

/// A page whose one section is the file `a.md` in the encoding of that name.
fn page_in(charset: &str) -> String {
    format!("<div class=slides><section data-markdown='a.md' data-charset='{charset}'></section></div>")
}

#[test]
fn a_file_in_another_encoding_is_read_as_its_page_says() {
    let talk = old(&[("index.html", &page_in("iso-8859-15"))]);
    fs::write(talk.path("old/a.md"), b"# 5 \xA4 f\xFCr dich\n").unwrap();
    check_import(&talk, "old", &[("", 1)]);
    assert!(fs::read_to_string(talk.path("new/slides/10-a.md")).unwrap().ends_with("# 5 € für dich\n"));
    let built = beside(&talk, ["build", "old/index.html", "--json", "-o", "out"]);
    assert_eq!(
        (built.code, built.json()["diagnostics"].as_array().unwrap().len()),
        (0, 0),
        "{}",
        built.output
    );
    assert!(fs::read_to_string(talk.path("out/index.html")).unwrap().contains("5 € für dich"));
}

#[test]
fn a_wrong_encoding_is_told_at_its_place() {
    for (charset, message) in [
        ("iso-8859-15", "the file is UTF-8, and no `iso-8859-15`"),
        ("latin-99", "there is no encoding `latin-99`, so the file is read as UTF-8"),
    ] {
        let talk = old(&[("index.html", &page_in(charset)), ("a.md", "# für\n")]);
        let told = beside(&talk, ["check", "old/index.html", "--json"]).json();
        let told = &told["diagnostics"][0];
        assert_eq!((told["code"].as_str(), told["message"].as_str()), (Some("wrong-charset"), Some(message)));
        assert_eq!((told["line"].as_u64(), told["column"].as_u64()), (Some(1), Some(63)));
    }
}

#[test]
fn a_pattern_may_begin_with_the_folder_itself() {
    let talk = old(&[
        ("reveal-md.json", r#"{"glob": "./talks/**/*slides.md"}"#),
        ("talks/a/intro-slides.md", "# A\n\n---\n\n# B"),
        ("talks/a/other.md", "# C"),
    ]);
    check_import(&talk, "old", &[("", 2)]);
}

#[test]
fn a_readme_in_a_folder_of_its_own_is_a_deck_and_a_licence_is_none() {
    let talk = old(&[
        ("README.md", "About the talks"),
        ("CONTRIBUTING.md", "How to help"),
        ("LICENSE.md", "Take it"),
        ("one/README.md", "# A\n\n---\n\n# B"),
        ("two/talk.md", "# C"),
        ("two/README.md", "About this talk"),
    ]);
    check_import(&talk, "old", &[("one/README", 2), ("two/talk", 1)]);
    assert!(!talk.path("new/CONTRIBUTING").exists() && !talk.path("new/LICENSE").exists());
}

#[test]
fn what_a_copy_of_reveal_js_brings_along_is_no_deck() {
    let talk = old(&[
        ("css/theme/README.md", "## Dependencies"),
        ("plugin/markdown/example.md", "# Demo"),
        ("lib/README.md", "About this library"),
        ("slides.md", "# A\n\n---\n\n# B"),
    ]);
    check_import(&talk, "old", &[("", 2)]);
}

#[test]
fn a_page_of_reveal_js_may_have_any_name() {
    let page = "<div class=\"reveal\"><div class=\"slides\"><section>A</section></div></div>";
    let talk = old(&[("react.html", page), ("css/theme/README.md", "## Dependencies")]);
    check_import(&talk, "old", &[("", 1)]);
    let talks = old(&[("react.html", page), ("vue.html", page)]);
    let refused = beside(&talks, ["import", "old", "new"]);
    assert_ne!(refused.code, 0);
    assert!(refused.errors.contains("`orate import old/react.html`"), "{}", refused.errors);
}

#[test]
fn a_theme_finds_its_files_where_it_is() {
    let talk = old(&[
        ("reveal-md.json", r#"{"theme": "assets/styles/own.css"}"#),
        ("slides.md", "# A"),
        (
            "assets/styles/own.css",
            "@font-face { font-family: Own; src: url('./fonts/own.woff2') } .reveal { background: url('../img/bg.svg') }",
        ),
        ("assets/styles/fonts/own.woff2", "wOF2"),
        ("assets/img/bg.svg", PICTURE),
    ]);
    check_import(&talk, "old", &[("", 1)]);
}

#[test]
fn a_style_sheet_that_was_served_from_elsewhere_finds_its_files() {
    let talk = old(&[
        ("reveal-md.json", r#"{"css": "style.css"}"#),
        ("style.css", ".play { background: url(../images/play.svg) }"),
        ("talks/one.md", "# A"),
        ("talks/images/play.svg", PICTURE),
    ]);
    let report = check_import(&talk, "old", &[("", 1)]);
    assert!(report.contains("the addresses in `style.css`"), "{report}");
}

#[test]
fn styles_in_a_page_are_kept_in_their_order() {
    let page = "<html><head><link rel=\"stylesheet\" href=\"dist/reveal.css\"><style>.reveal { background: url(img/bg.svg) }</style>\
        <style media=\"(max-width: 600px)\">h1 { color: red }</style></head><body><div class=\"reveal\"><div class=\"slides\">\
        <section><style>.in-slide { color: blue }</style><h1>A</h1></section></div></div></body></html>";
    let talk = old(&[("index.html", page), ("img/bg.svg", PICTURE), ("page.css", "/* mine */")]);
    let report = check_import(&talk, "old", &[("", 1)]);
    assert!(report.contains("the styles in the page -> page-2.css"), "{report}");
    let settings = fs::read_to_string(talk.path("new/orate.toml")).unwrap();
    assert!(
        settings.contains("theme = \"none\"") && settings.contains("styles = [\"page-2.css\"]"),
        "{settings}"
    );
    let css = fs::read_to_string(talk.path("new/page-2.css")).unwrap();
    let parts = ["padding: revert", "url(img/bg.svg)", "@media (max-width: 600px) {h1 { color: red }}"];
    let places = parts.map(|part| css.find(part).expect(part));
    assert!(places.is_sorted() && !css.contains("in-slide"), "{css}");
}

#[test]
fn the_source_of_a_missing_style_sheet_is_named() {
    let page = "<html><head><link rel=\"stylesheet\" href=\"css/own.css\"></head><body><div class=\"reveal\"><div class=\"slides\"><section data-markdown=\"a.md\"></section></div></div></body></html>";
    let talk = old(&[("index.html", page), ("a.md", "# A"), ("css/own.scss", "a { b { c: d } }")]);
    let report = check_import(&talk, "old", &[("", 1)]);
    assert!(report.contains("`sass css/own.scss css/own.css`"), "{report}");
}

#[test]
fn a_page_that_a_slide_shows_keeps_its_scripts() {
    let page = "<html><body><div class=\"reveal\"><div class=\"slides\"><section data-markdown><textarea data-template>\n# A\n\n<iframe data-src=\"demo/\"></iframe>\n</textarea></section></div></div></body></html>";
    let talk = old(&[
        ("index.html", page),
        ("demo/index.html", "<!doctype html><script src=\"lib/app.js\"></script>"),
        ("demo/lib/app.js", "1"),
        ("other.js", "2"),
    ]);
    check_import(&talk, "old", &[("", 1)]);
    assert!(talk.path("new/demo/lib/app.js").is_file() && !talk.path("new/other.js").exists());
}

#[test]
fn what_holds_for_several_decks_is_said_once_and_names_them() {
    let talk = Talk::new();
    talk.put("old/reveal-md.json", "{}");
    talk.put("old/LICENSE.md", "GPL\n");
    let deck = "---\ncss: gone.css\nscripts: a.js\n---\n\n# A\n";
    talk.put("old/one/slides.md", deck);
    talk.put("old/two/slides.md", deck);
    let run = talk.run(["import", "../old", "../new"]);
    for line in [
        "  one/slides.md:1: the deck `one/slides.md` -> one/slides/slides/10-slides.md\n",
        "  `LICENSE.md`: as it was\n",
        "  the option `scripts`: no script is executed (one/slides.md:1, two/slides.md:1)\n",
        "  the style sheet `gone.css`: it is no file of the talk (one/slides.md, two/slides.md)\n",
        "2 talks with 2 slides are in ../new; each is built by itself, the first with\n\n    orate build ../new/one/slides\n",
    ] {
        assert_eq!(run.output.matches(line).count(), 1, "{line}\n{}", run.output);
    }
    let report = talk.run(["import", "--check", "--json", "../old", "../new"]).json();
    let lines = report["report"].as_array().unwrap().iter();
    let decks: Vec<_> =
        lines.filter(|line| line["what"] == "the style sheet `gone.css`").map(|line| &line["deck"]).collect();
    assert_eq!(decks, ["one/slides.md", "two/slides.md"]);
}

#[test]
fn a_theme_of_the_author_s_own_among_those_of_reveal_js_finds_its_files() {
    let page = |theme: &str| {
        format!(
            "<!doctype html><link rel=\"stylesheet\" href=\"{theme}\"><div class=\"reveal\"><div class=\"slides\">\
             <section><h1>A</h1></section></div></div>"
        )
    };
    for (theme, into) in [
        ("css/theme/mine.css", "css/theme/mine.css"),
        ("reveal.js/css/theme/mine.css", "reveal.js/css/theme/mine.css"),
        ("dist/theme/mine.css", "themes/mine.css"),
    ] {
        let folder = theme.trim_end_matches("mine.css");
        let talk = old(&[
            ("index.html", &page(theme)),
            ("reveal.js/dist/reveal.js", "program"),
            (theme, "@import url(more/more.css);\n.reveal { font-size: 33px }"),
            (&format!("{folder}more/more.css"), ".reveal { background: url(a.svg) }"),
            (&format!("{folder}more/a.svg"), PICTURE),
        ]);
        check_import(&talk, "old", &[("", 1)]);
        let settings = fs::read_to_string(talk.path("new/orate.toml")).unwrap();
        assert!(settings.contains(&format!("theme = \"{into}\"")), "{settings}");
    }
}

/// A page that shows more than its slides, as many do.
const FRAMED: &str = r#"<html><head><link rel="stylesheet" href="dist/reveal.css"></head>
<body><!-- to do --><div class="wall">
<div class="reveal warm" style="display: none"><header>{{ hive }} <img src="lib/images/bee.svg" alt="Bee"></header>
<div class="slides"><section>a</section><section>b</section></div>
<script>later()</script></div></div><footer>Queens only</footer></body></html>"#;

/// The body of a built page, with its own script, style and pictures left out.
fn frame_of(talk: &Talk, folder: &str) -> String {
    let page = fs::read_to_string(talk.path(&format!("{folder}/index.html"))).unwrap();
    let body = &page[page.find("<body>").unwrap()..];
    let start = body.find("<section").unwrap();
    let end = body.rfind("</section>").unwrap();
    format!("{}|{}", &body[..start], &body[end..])
}

#[track_caller]
fn check_frame(talk: &Talk, folder: &str) {
    let frame = frame_of(talk, folder);
    let (before, after) = frame.split_once('|').unwrap();
    for part in [
        r#"<div class="wall">"#,
        r#"<div class="reveal warm">"#,
        "<header>{{ hive }} <img",
        "data:image/svg+xml",
    ] {
        assert!(before.contains(part), "no {part} in {before}");
    }
    assert!(after.contains("<footer>Queens only</footer>"), "{after}");
    assert!(!frame.contains("to do") && !frame.contains("later()") && !frame.contains("display"), "{frame}");
}

#[test]
fn what_a_page_shows_around_its_slides_stays_around_them() {
    let talk = old(&[("index.html", FRAMED), ("dist/reveal.js", ""), ("dist/reveal.css", "")]);
    talk.put("old/lib/images/bee.svg", PICTURE);
    let report = check_import(&talk, "old", &[("", 2)]);
    assert!(report.contains("around its slides -> templates/page.html"), "{report}");
    assert!(
        talk.path("new/lib/images/bee.svg").exists(),
        "a picture in a folder of reveal.js is the author's"
    );
    assert_eq!(beside(&talk, ["build", "new", "-o", "out"]).code, 0);
    check_frame(&talk, "out");
    let built = beside(&talk, ["build", "old/index.html", "-o", "in-place"]);
    assert_eq!(built.code, 0, "{}", built.errors);
    check_frame(&talk, "in-place");
}

#[test]
fn a_page_with_nothing_around_its_slides_needs_no_template() {
    let page = r#"<html><body> <!-- a --><div class="reveal"><div class="slides"><section>a</section></div></div>
<script>Reveal.initialize()</script><style>p { color: red }</style></body></html>"#;
    let talk = old(&[("index.html", page)]);
    check_import(&talk, "old", &[("", 1)]);
    assert!(!talk.path("new/templates").exists());
}

#[test]
fn options_of_reveal_md_may_be_in_a_script_of_npm_and_a_theme_may_leave_out_its_ending() {
    let package = r#"{"scripts": {"start": "reveal-md talk.md --port 8000 --theme mine --css extra.css"}}"#;
    let talk = old(&[
        ("package.json", package),
        ("talk.md", "a\n\n---\n\nb\n"),
        ("mine.css", ".reveal { color: red }"),
        ("extra.css", ".reveal { color: blue }"),
    ]);
    let report = check_import(&talk, "old", &[("", 2)]);
    assert!(report.contains("in `package.json` -> orate.toml: css, theme"), "{report}");
    let settings = fs::read_to_string(talk.path("new/orate.toml")).unwrap();
    for line in [r#"theme = "mine.css""#, r#"styles = ["extra.css"]"#] {
        assert!(settings.contains(line), "{settings}");
    }
}

#[test]
fn listings_of_reveal_js_have_the_class_that_style_sheets_name() {
    let talk = old(&[("talk.md", "```js\nlet a\n```\n\n---\n\nb\n")]);
    check_import(&talk, "old", &[("", 2)]);
    assert_eq!(beside(&talk, ["build", "new", "-o", "out"]).code, 0);
    let page = fs::read_to_string(talk.path("out/index.html")).unwrap();
    assert!(page.contains(r#"<pre class="code-wrapper"><code class="js">"#), "{page}");
}

#[test]
fn the_report_says_what_is_there_instead_of_a_plugin() {
    let page = r#"<html><body><div class="reveal"><div class="slides"><section>a</section></div></div>
<script src="dist/reveal.js"></script><script src="plugin/menu/menu.js"></script></body></html>"#;
    let talk = old(&[("index.html", page)]);
    let report = check_import(&talk, "old", &[("", 1)]);
    let line =
        "the script `plugin/menu/menu.js`: no script is executed; M opens the menu of slides, O the overview";
    assert!(report.contains(line), "{report}");
}

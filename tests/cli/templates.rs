//! Slides with a template of their own.

use std::fs;
use std::path::Path;

use crate::cli::talk::{Run, Talk, run};

/// Builds a talk of these files. Gives the run, and the page where there is one.
fn built(files: &[(&str, &str)]) -> (Run, String) {
    let talk = Talk::new();
    files.iter().for_each(|(path, text)| talk.put(&format!("deck/{path}"), text));
    let run = run(talk.command(["build", "deck", "-o", "out"]).current_dir(talk.path("")));
    let page = fs::read_to_string(talk.path("out/index.html")).unwrap_or_default();
    (run, page)
}

/// What is within the slides.
fn shown(page: &str) -> &str {
    page.split_once("<div class=\"slides\">").map_or(page, |(_, slides)| slides)
}

#[track_caller]
fn check_page(files: &[(&str, &str)], expected: &str) {
    let (run, page) = built(files);
    assert_eq!(run.code, 0, "{}", run.errors);
    assert!(page.contains(expected), "{}", shown(&page));
}

#[test]
fn a_slide_is_filled_into_its_template() {
    let deck = "author = \"Ada\"\ndate = \"May\"\n";
    check_page(
        &[("orate.toml", deck), ("slides/a.md", "<!-- .slide: template=\"title\" -->\n# A & B\n")],
        "<section id=\"a-b\" data-template=\"title\" data-background-color=\"var(--orate-title-background)\">\n<div class=\"orate-title\">\n<div class=\"orate-lead\">\n\
         <h1>A &amp; B</h1>\n</div>\n<p class=\"orate-facts\"><strong>Ada</strong><span><bdi>May</bdi></span></p>\n</div>",
    );
}

#[test]
fn front_matter_names_the_template_of_every_slide_that_names_none() {
    let slides = "+++\ntemplate = \"section\"\n+++\n# A\n\n\n<!-- .slide: template=\"none\" -->\n# B\n";
    let (_, page) = built(&[("slides/a.md", slides)]);
    assert!(page.contains("<div class=\"orate-section\">\n<h1>A</h1>"), "{}", shown(&page));
    assert!(page.contains("<section id=\"b\">\n\n<h1>B</h1>"), "{}", shown(&page));
}

#[test]
fn a_template_of_the_project_sees_the_parts_of_the_slide() {
    let template =
        "[{{ heading }}|{{ columns | length }}|{{ attributes.by }}|{{ section.title }}|{{ deck.title }}]";
    check_page(
        &[
            ("templates/slides/mine.html", template),
            (
                "slides/a.md",
                "+++\ntitle = \"S\"\n+++\n<!-- .slide: template=\"mine\" by=\"me\" -->\n## A\n\nb\n\nc\n",
            ),
        ],
        "[<h2>A</h2>|2|me|S|A]",
    );
}

#[test]
fn the_first_picture_of_a_picture_slide_is_its_background() {
    let slides = "<!-- .slide: template=\"picture\" -->\n## A\n\n![b](https://example.org/c.png)\n";
    check_page(
        &[("slides/a.md", slides)],
        "data-background-image=\"https://example.org/c.png\" class=\"has-dark-background\">",
    );
    check_page(&[("slides/a.md", slides)], "<span role=\"img\" aria-label=\"b\"></span>");
}

#[test]
fn plus_signs_part_the_columns_of_a_slide() {
    let slides = "<!-- .slide: template=\"columns\" -->\n## A\n\na\n\n+++\n\nb\n";
    let expected = "<div class=\"columns\">\n<div class=\"column\">\n<p>a</p></div>\n<div class=\"column\">\n<p>b</p></div>\n</div>";
    check_page(&[("slides/a.md", slides)], expected);
}

#[test]
fn an_unknown_template_is_an_error_with_the_nearest_name() {
    let (run, _) = built(&[("slides/a.md", "# A\n<!-- .slide: template=\"titel\" -->\n")]);
    assert_eq!(run.code, 1);
    assert!(
        run.errors.contains("error[unknown-template]: there is no slide template `titel`"),
        "{}",
        run.errors
    );
    assert!(
        run.errors.contains("slides/a.md:2:14") && run.errors.contains("did you mean `title`?"),
        "{}",
        run.errors
    );
}

#[test]
fn a_mistake_in_a_template_names_its_line_and_the_slide() {
    let (run, _) = built(&[
        ("templates/slides/mine.html", "a\n{{ kontent }}"),
        ("slides/a.md", "<!-- .slide: template=\"mine\" -->\n# A\n"),
    ]);
    assert!(run.errors.contains("templates/slides/mine.html:2:4"), "{}", run.errors);
    assert!(run.errors.contains("while rendering this slide"), "{}", run.errors);
}

#[test]
fn a_talk_for_reveal_js_has_no_templates() {
    let deck = "extensions = false\n";
    check_page(
        &[("orate.toml", deck), ("slides/a.md", "<!-- .slide: template=\"title\" -->\n# A\n")],
        "<section id=\"a\" template=\"title\">\n\n<h1>A</h1>",
    );
}

/// The built-in templates, by their paths in a talk.
fn built_in_templates() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut templates = Vec::new();
    for below in ["", "slides", "site"] {
        for entry in fs::read_dir(folder.join(below)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
                templates.push((format!("templates/{name}"), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(templates.len() > 20, "{templates:?}");
    templates
}

#[test]
fn a_copy_of_the_built_in_templates_gives_the_same_talk() {
    let slides = ("slides/a.md", "<!-- .slide: template=\"title\" -->\n# A\n\n\n## B\n\nNote: c\n");
    let (_, plain) = built(&[slides]);
    let copies = built_in_templates();
    let copies = copies.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let (run, page) = built(&copies.chain([slides]).collect::<Vec<_>>());
    assert_eq!((run.code, run.errors.as_str()), (0, ""));
    assert!(page == plain, "{}", shown(&page));
}

#[test]
fn a_copy_that_is_changed_later_is_used() {
    let copy = built_in_templates().into_iter().find(|(path, _)| path == "templates/notes.html").unwrap().1;
    let changed = copy.replace("<aside", "<aside data-mine");
    check_page(
        &[("templates/notes.html", &changed), ("slides/a.md", "# A\n\nNote: b\n")],
        "<aside data-mine",
    );
}

#[test]
fn a_file_that_a_template_names_and_that_is_missing_is_an_error_in_the_template() {
    let template = "<p>{{ rest }}</p>\n<img src=\"images/gone.png\" alt=\"\">\n<div style=\"background: url(images/away.svg)\"></div>";
    let (run, page) = built(&[
        ("templates/slides/mine.html", template),
        (
            "slides/a.md",
            "<!-- .slide: template=\"mine\" -->\n# A\n\n\n<!-- .slide: template=\"mine\" -->\n# B\n",
        ),
    ]);
    assert_eq!(run.code, 1, "{}", run.errors);
    for place in ["deck/templates/slides/mine.html:2:11", "deck/templates/slides/mine.html:3:29"] {
        assert_eq!(run.errors.matches(place).count(), 1, "{place}: {}", run.errors);
    }
    assert!(page.contains("<section"), "the deck is there to look at");
}

#[test]
fn an_error_of_a_template_is_one_message_for_all_the_slides_that_meet_it() {
    let talk = Talk::new();
    talk.put("talk/templates/slides/mine.html", "{{ headin }}");
    let slide = "<!-- .slide: template=\"mine\" -->\n# A";
    talk.put("talk/slides/2.md", &[slide; 9].join("\n\n\n"));
    let run = talk.run(["check"]);
    assert_eq!(run.errors.matches("error[template]").count(), 1, "{}", run.errors);
    assert_eq!(run.errors.matches("while rendering this slide").count(), 4, "{}", run.errors);
    assert!(
        run.errors.contains("did you mean `heading`?") && run.errors.ends_with("1 error\n"),
        "{}",
        run.errors
    );
}

#[test]
fn a_template_that_nobody_has_comes_with_the_nearest_name() {
    for (name, help) in [
        ("orate/slides/titel.html", "did you mean `orate/slides/title.html`?"),
        ("slides/othr.html", "did you mean `slides/other.html`?"),
        ("base.html", "put a file `base.html` into `templates/`"),
    ] {
        for tag in ["extends", "include"] {
            let talk = Talk::new();
            talk.put("talk/templates/slides/other.html", "{{ heading }}");
            talk.put("talk/templates/slides/mine.html", &format!("{{% {tag} \"{name}\" %}}"));
            talk.put("talk/slides/2.md", "<!-- .slide: template=\"mine\" -->\n# A");
            let run = talk.run(["check"]);
            assert!(
                run.errors.contains(help) && run.errors.ends_with("\n1 error\n"),
                "{tag}: {}",
                run.errors
            );
        }
    }
}

#[test]
fn a_layout_is_another_name_of_a_template() {
    for slides in [
        "<!-- .slide: layout=\"statement\" -->\n# A\n\nb\n",
        "+++\nlayout = \"statement\"\n+++\n# A\n\nb\n",
        "---\nlayout: statement\n---\n# A\n\nb\n",
    ] {
        check_page(
            &[("slides/a.md", slides)],
            "<section id=\"a\" data-template=\"statement\" data-background-color=\"var(--orate-statement-background)\">\n\
             <div class=\"orate-statement\">\n<h1>A</h1>\n<p>b</p></div>",
        );
    }
    // A talk for reveal.js may have an attribute of that name for its own scripts.
    check_page(
        &[("orate.toml", "extensions = false\n"), ("slides/a.md", "<!-- .slide: layout=\"x\" -->\n# A\n")],
        "<section id=\"a\" layout=\"x\">",
    );
}

#[test]
fn an_agenda_lists_the_sections_and_says_where_the_talk_is() {
    let section = |title: &str| format!("<!-- .slide: layout=\"section\" -->\n# {title}\n");
    let agenda = "<!-- .slide: layout=\"agenda\" -->\n## Today\n";
    let slides = [agenda, &section("One"), &section("Two"), agenda, &section("Three & more")].join("\n\n\n");
    let (run, page) = built(&[("slides/a.md", &slides)]);
    assert_eq!(run.code, 0, "{}", run.errors);
    let item = |class: &str, id: &str, title: &str| format!("<li{class}><a href=\"#/{id}\">{title}</a></li>");
    let [two, three] = [("two", "Two"), ("three-more", "Three &amp; more")];
    let before = [item("", "one", "One"), item("", two.0, two.1), item("", three.0, three.1)].join("\n");
    let over = item(" class=\"orate-over\"", "one", "One");
    let here = item(" class=\"orate-here\" aria-current=\"step\"", two.0, two.1);
    let during = [over, here, item("", three.0, three.1)].join("\n");
    for list in [before, during] {
        assert!(page.contains(&list), "{list}\n{}", shown(&page));
    }
}

#[test]
fn an_agenda_without_sections_lists_titles_of_files_or_is_reported() {
    let agenda = "<!-- .slide: layout=\"agenda\" -->\n## Today\n";
    let titled = "+++\ntitle = \"First part\"\n+++\n# A\n\n\n# B\n";
    let (run, page) = built(&[("slides/1.md", agenda), ("slides/2.md", titled)]);
    assert_eq!(run.code, 0, "{}", run.errors);
    assert!(page.contains("<li><a href=\"#/a\">First part</a></li>\n</ol>"), "{}", shown(&page));
    let (run, _) = built(&[("slides/1.md", agenda)]);
    assert!(run.errors.contains("warning[empty-agenda]: this talk has no sections"), "{}", run.errors);
    assert!(run.errors.contains("slides/1.md:1"), "{}", run.errors);
}

const DOT: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";

#[test]
fn pictures_are_apart_from_words_and_none_is_lost() {
    let slide = |layout: &str| {
        format!(
            "<!-- .slide: layout=\"{layout}\" -->\n## A\n\n![b](b.svg)\n![c](c.svg \"C\")\n\nd\n\n![e](e.svg)\n"
        )
    };
    let files = ["b.svg", "c.svg", "e.svg"].map(|name| format!("slides/{name}"));
    for (layout, first) in [
        ("grid", "<h2>A</h2>\n<div class=\"orate-grid\" data-count=\"3\">"),
        ("picture-left", "<h2>A</h2>\n<div class=\"orate-words\">\n<p>d</p>"),
        ("about", "<h2>A</h2>\n<div class=\"orate-words\">\n<p>d</p>"),
    ] {
        let slide = slide(layout);
        let mut all = vec![("orate.toml", "embed = \"never\"\n"), ("slides/a.md", slide.as_str())];
        all.extend(files.iter().map(|name| (name.as_str(), DOT)));
        let (run, page) = built(&all);
        assert_eq!(run.code, 0, "{}", run.errors);
        let shown = shown(&page);
        assert!(shown.contains(first), "{layout}: {shown}");
        for alt in ["b", "c", "e"] {
            assert_eq!(shown.matches(&format!("alt=\"{alt}\"")).count(), 1, "{layout}, {alt}: {shown}");
        }
        assert_eq!(shown.matches("<figcaption>C</figcaption>").count(), 1, "{layout}: {shown}");
    }
}

#[test]
fn the_code_of_an_end_is_beside_its_words() {
    let slide = "<!-- .slide: layout=\"end\" -->\n# A\n\nb\n\n![c](qr:https://example.org/)\n";
    let (run, page) = built(&[("slides/a.md", slide)]);
    assert_eq!(run.code, 0, "{}", run.errors);
    let shown = shown(&page);
    assert!(shown.contains("<h1>A</h1>\n<p>b</p>\n</div>\n<div class=\"orate-codes\"><"), "{shown}");
    assert_eq!(shown.matches("<svg class=\"orate-qr\"").count(), 1, "{shown}");
}

#[test]
fn a_chart_is_as_wide_as_its_layout_lets_it_be() {
    let sizes =
        [("columns", "452 400"), ("compare", "452 400"), ("picture-left", "452 400"), ("about", "574 240")];
    for (layout, size) in sizes {
        let slide =
            format!("<!-- .slide: layout=\"{layout}\" -->\n## A\n\n```chart\na,1\nb,2\n```\n\nText.\n");
        check_page(&[("slides/a.md", &slide)], &format!("viewBox=\"0 0 {size}\""));
    }
    let parted = "<!-- .slide: layout=\"columns\" -->\n## A\n\nText.\n\n```chart\na,1\n```\n\n+++\n\nText.\n";
    check_page(&[("slides/a.md", parted)], "viewBox=\"0 0 452 240\"");
}

#[test]
fn whose_picture_it_is_comes_after_what_is_on_it() {
    let slide = "<!-- .slide: layout=\"picture\" -->\n![Sea](sea.svg \"By Ada\")\n\n## A\n\nText.\n";
    check_page(
        &[("slides/a.md", slide), ("slides/sea.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")],
        "<p>Text.</p>\n<div class=\"orate-credit\"><p>By Ada</p></div>",
    );
}

//! `orate build`: what it reads, what it writes, what it says and how it ends.

use std::fs;

use crate::cli::talk::{Run, Talk, tree};

#[track_caller]
fn check_end(run: &Run, code: i32, said: &str) {
    assert_eq!(run.code, code, "{}{}", run.output, run.errors);
    let all = format!("{}{}", run.output, run.errors);
    assert!(all.contains(said), "{said:?} is not in {all:?}");
}

#[test]
fn a_talk_becomes_a_page_and_the_closing_line_tells_what_it_holds() {
    let talk = Talk::new();
    let run = talk.build();
    assert!(run.output.starts_with("built 2 slides in dist/index.html ("), "{}", run.output);
    assert!(run.output.contains("it holds your speaker notes: use --public"), "{}", run.output);
    assert_eq!(run.errors, "");
    assert!(talk.page().contains("spoken"));
    let public = talk.run(["build", "--public"]);
    check_end(&public, 0, "built 2 slides");
    assert!(!public.output.contains("notes"));
    assert!(!talk.page().contains("spoken"));
}

#[test]
fn a_talk_is_built_from_elsewhere_and_to_elsewhere() {
    let talk = Talk::new();
    let mut command = talk.command(["build", "talk", "-o", "public/deck"]);
    check_end(&crate::cli::talk::run(command.current_dir(talk.path(""))), 0, "in public/deck/index.html");
    assert!(talk.path("public/deck/index.html").is_file());
    assert!(!talk.path("talk/dist").exists());
}

#[test]
fn one_file_is_a_talk() {
    let talk = Talk::new();
    talk.put("single/notes.md", "---\ntitle: Alone\n---\n# Alone\n\n\n## Not quite\n");
    let mut command = talk.command(["build", "notes.md"]);
    let run = crate::cli::talk::run(command.current_dir(talk.path("single")));
    check_end(&run, 0, "built 2 slides in dist/index.html");
    assert!(
        fs::read_to_string(talk.path("single/dist/index.html")).unwrap().contains("<title>Alone</title>")
    );
}

#[test]
fn the_same_talk_gives_the_same_bytes_wherever_it_lies() {
    let (one, other) = (Talk::new(), Talk::new());
    for talk in [&one, &other] {
        talk.put("talk/orate.toml", "embed = \"never\"\n");
        talk.build();
    }
    let bytes = tree(&one.path("talk/dist"));
    assert!(bytes.len() >= 3, "{:?}", bytes.keys());
    assert_eq!(bytes, tree(&other.path("talk/dist")));
    one.build();
    assert_eq!(bytes, tree(&one.path("talk/dist")));
    println!("0 bytes differ between builds in {} files", bytes.len());
}

#[test]
fn a_deck_with_errors_is_there_to_look_at_but_not_to_give_away() {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", "# One\n\n![A picture](images/b.svg)\n");
    check_end(&talk.run(["build", "--public"]), 1, "nothing was written\n");
    assert!(!talk.path("talk/dist").exists());
    let run = talk.run(["build"]);
    check_end(&run, 1, "built 1 slide in dist/index.html all the same, for you to look at");
    assert_eq!(run.output, "");
    assert!(talk.page().contains("alt=\"A picture\""));
    let before = tree(&talk.path("talk/dist"));
    let public = talk.run(["build", "--public"]);
    check_end(&public, 1, "nothing was written; dist/index.html is still the deck of an earlier build");
    assert_eq!(tree(&talk.path("talk/dist")), before);
}

#[test]
fn a_talk_without_a_page_keeps_the_old_deck() {
    let talk = Talk::new();
    talk.build();
    let before = tree(&talk.path("talk/dist"));
    talk.put("talk/templates/page.html", "{{ slides | nonsense }}");
    check_end(
        &talk.run(["build"]),
        1,
        "nothing was written; dist/index.html is still the deck of an earlier build",
    );
    assert_eq!(tree(&talk.path("talk/dist")), before);
}

/// A talk cannot write what its templates use to mark where slides, style and script go.
#[test]
fn no_text_of_a_talk_is_taken_for_a_place_in_the_page() {
    let talk = Talk::new();
    let marks: String = ('\u{fdd0}'..='\u{fdef}').collect();
    let settings =
        format!("title = \"A {marks}\"\ndescription = \"{marks}\"\nheader = \"{marks}&#xfdd5;\"\n");
    talk.put("talk/orate.toml", &settings);
    talk.put("talk/slides/1.md", "# Zero\n");
    talk.put("talk/slides/2/1.md", &format!("# One {marks}\n"));
    talk.put("talk/slides/2/2.md", "# Two &#xfdd5;&#xfdd2;\n");
    talk.put(
        "talk/templates/section.html",
        &format!("{marks}<section{{{{ attributes }}}}>{{{{ slides }}}}</section>"),
    );
    talk.build();
    let page = talk.page();
    let count = |text: &str| page.matches(text).count();
    assert_eq!((count("<h1>One "), count("<h1>Two "), count("<h1>Zero<")), (1, 1, 1));
    assert_eq!((count(":root{--slide-width"), count("default-src"), count("\"config\":")), (1, 1, 1));
}

#[test]
fn a_template_that_shows_the_slides_twice_is_an_error_at_the_template() {
    let talk = Talk::new();
    talk.put("talk/templates/page.html", "<main>{{ slides }}</main>\n<aside>{{ slides }}</aside>");
    let run = talk.run(["build"]);
    check_end(&run, 1, "the template puts out `slides` more than once");
    assert!(run.errors.contains("templates/page.html:1:1"), "{}", run.errors);
}

#[test]
fn quiet_says_only_what_is_wrong() {
    let talk = Talk::new();
    let run = talk.run(["build", "--quiet"]);
    assert_eq!((run.code, run.output.as_str(), run.errors.as_str()), (0, "", ""));
    talk.put("talk/slides/2.md", "![A picture](images/b.svg)\n");
    check_end(&talk.run(["build", "-q"]), 1, "error[missing-image]");
}

#[test]
fn wrong_commands_end_with_2_and_help_with_0() {
    let talk = Talk::new();
    check_end(&talk.run(["--version"]), 0, concat!("orate ", env!("CARGO_PKG_VERSION")));
    for command in [
        &["--help"][..],
        &["build", "--help"],
        &["init", "-h"],
        &["import", "--help"],
        &["completions", "--help"],
    ] {
        check_end(&talk.run(command), 0, "Examples:");
    }
    check_end(&talk.run([] as [&str; 0]), 2, "Usage: orate <COMMAND>");
    check_end(&talk.run(["biuld"]), 2, "a similar subcommand exists: 'build'");
    check_end(&talk.run(["build", "--pubic"]), 2, "a similar argument exists: '--public'");
    check_end(&talk.run(["build", "missing"]), 2, "there is no `missing`");
    check_end(&talk.run(["build", "images/a.svg"]), 2, "neither a folder, nor a Markdown file, nor a page");
    check_end(&talk.run(["build", "images"]), 2, "neither a folder `slides` nor a file `slides.md`");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        check_end(&talk.run(["completions", shell]), 0, "public");
    }
}

#[test]
fn a_large_file_beside_the_page_is_copied() {
    let talk = Talk::new();
    let film = fs::File::create(talk.path("talk/film.mp4")).unwrap();
    film.set_len(65 * 1024 * 1024).unwrap();
    talk.put("talk/slides/1.md", "# One\n\n<video src=\"film.mp4\"></video>\n");
    check_end(&talk.build(), 0, "1 file beside it (68.2 MB)");
    let copied = tree(&talk.path("talk/dist")).into_values().map(|bytes| bytes.len()).max();
    assert_eq!(copied, Some(65 * 1024 * 1024));
}

#[test]
fn a_page_holds_the_letters_of_its_formulas_and_no_others() {
    let faces = |slides: &str, settings: &str| {
        let talk = Talk::new();
        talk.put("talk/slides/1.md", slides);
        talk.put("talk/orate.toml", settings);
        talk.build();
        talk.page().matches("@font-face{font-family:\"Orate Math\"").count()
    };
    assert_eq!(faces("# None\n", ""), 0);
    assert_eq!(faces("# $x^2$\n", ""), 2);
    assert_eq!(faces("# $\\sin x^2$\n\n\n# $\\alpha$\n", ""), 4);
    assert_eq!(faces("# $x^2$\n", "[math]\nfont = \"system\"\n"), 0);
    assert_eq!(faces("# $x^2$\n", "math = \"off\"\n"), 0);
}

#[test]
fn a_page_holds_what_moves_slides_only_where_some_may_move() {
    let talk = Talk::new();
    let check = |slide: &str, moves: bool| {
        talk.put("talk/slides/1.md", slide);
        talk.build();
        assert_eq!(talk.page().contains("orateAutoAnimate={"), moves, "{slide}");
    };
    check("# Still\n", false);
    check("<!-- .slide: data-auto-animate -->\n\n# Moving\n", true);
    check("# Scripted\n\n<script>document.title;</script>\n", true);
    check("# Still\n", false);
    talk.put("talk/templates/slide.html", "<section data-auto-animate>{{ content | safe }}</section>\n");
    check("# Still\n", true);
}

#[test]
fn a_page_holds_what_opens_pictures_large_only_where_some_open() {
    let talk = Talk::new();
    let check = |slide: &str, settings: &str, opens: bool| {
        talk.put("talk/slides/1.md", slide);
        talk.put("talk/orate.toml", settings);
        talk.build();
        assert_eq!(talk.page().contains("orateLightbox="), opens, "{slide} {settings}");
    };
    talk.put("talk/a.mp4", "");
    check("# None\n\n[Link](https://example.org)\n", "", false);
    check("# Picture\n\n<img src=\"images/a.svg\" alt=\"a\" data-preview-image>\n", "", true);
    check("# Picture\n\n<p data-preview-video=\"a.mp4\">a</p>\n", "", true);
    check("# Links\n\n[Link](https://example.org)\n", "[reveal]\npreviewLinks = true\n", true);
    check("# Footer\n", "footer = '<b data-preview-link=\"https://example.org\">open</b>'\n", true);
}

#[test]
fn a_page_to_speak_from_holds_what_starts_films_only_where_there_are_some() {
    let talk = Talk::new();
    let check = |slide: &str, command: &[&str], has_films: bool| {
        talk.put("talk/slides/1.md", slide);
        talk.run(command);
        assert_eq!(talk.page().contains("orateFilms="), has_films, "{slide}");
    };
    talk.put("talk/a.mp4", "");
    check("# None\n", &["build"], false);
    check("# Film\n\n<video src=\"a.mp4\"></video>\n", &["build"], true);
    check("# Film\n\n<video src=\"a.mp4\"></video>\n", &["build", "--public"], false);
    check("<!-- .slide: data-background-video=\"a.mp4\" -->\n\n# Behind\n", &["build"], true);
}

#[test]
fn files_beside_the_page_are_named() {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", "# A\n\n[paper](paper.pdf) <iframe src=\"demo/\"></iframe>");
    talk.put("talk/paper.pdf", "%PDF");
    talk.put("talk/demo/index.html", "<!doctype html><link rel=stylesheet href=a.css>");
    talk.put("talk/demo/a.css", "p { color: red }");
    let run = talk.run(["build"]);
    assert!(run.output.contains("beside it: assets/paper."), "{}", run.output);
    assert!(run.output.contains("files/demo/a.css, files/demo/index.html"), "{}", run.output);
}

#[test]
fn what_the_policy_forbids_is_reported_at_its_place() {
    let talk = Talk::new();
    talk.put(
        "talk/slides/1.md",
        "# A\n\n<script>\n  const it = eval('1')\n</script>\n\n<script src=\"a.js\"></script>",
    );
    talk.put("talk/a.js", "// eval('1')\nnew Worker('w.js')\n");
    let run = talk.run(["build"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    for place in ["slides/1.md:4:14", "a.js:2:5"] {
        assert!(run.errors.contains(place), "{place}: {}", run.errors);
    }
    assert_eq!(run.errors.matches("blocked-script").count(), 2, "{}", run.errors);
}

#[test]
fn a_folder_without_a_page_is_a_warning_where_a_link_names_it() {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", "# A\n\n[code](files/)");
    talk.put("talk/files/a.txt", "a");
    let run = talk.run(["build"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    assert!(run.errors.contains("the folder `files/` has no `index.html`"), "{}", run.errors);
}

#[test]
fn missing_formats_of_a_font_are_one_warning() {
    let talk = Talk::new();
    let css = "@font-face{font-family:G;src:url(g.eot);src:url(g.eot?#iefix) format('eot'),url(g.woff2),url(g.svg#g)}";
    talk.put("talk/orate.toml", "styles = [\"a.css\"]");
    talk.put("talk/a.css", &format!("{css}\n{css}"));
    talk.put("talk/slides/1.md", "# A");
    let run = talk.run(["build"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    assert_eq!(run.errors.matches("[missing-font]").count(), 1, "{}", run.errors);
    assert!(
        run.errors.contains("the same at a.css:2") && run.errors.contains("2 warnings"),
        "{}",
        run.errors
    );
    talk.put("talk/g.woff2", "wOF2");
    let run = talk.run(["build"]);
    assert!(!run.errors.contains("warning[missing-font]"), "a browser takes what is there: {}", run.errors);
}

#[test]
fn a_symbol_that_a_drawing_lacks_is_an_error() {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", "# A\n\n<svg><use href=\"icons.svg#satr\"/></svg>");
    talk.put("talk/icons.svg", "<svg xmlns='http://www.w3.org/2000/svg'><symbol id='star'/></svg>");
    let run = talk.run(["build"]);
    assert_eq!(run.code, 1, "{}", run.errors);
    assert!(
        run.errors.contains("slides/1.md:3:17") && run.errors.contains("did you mean `#star`?"),
        "{}",
        run.errors
    );
}

#[test]
fn a_size_in_the_options_of_reveal_js_is_the_size_of_the_whole_page() {
    let page = |settings: &str| {
        let talk = Talk::new();
        talk.put("talk/orate.toml", settings);
        talk.build();
        talk.page()
    };
    let wide = page("[reveal]\nwidth = 1920\n");
    assert!(
        wide.contains("--slide-width:1920px;--slide-height:700px"),
        "what is seen before the script runs"
    );
    assert!(wide.contains("\"height\":700,\"width\":1920"));
    let both = page("size = \"16:9\"\n[reveal]\nwidth = 1024\nheight = 768\n");
    assert!(both.contains("--slide-width:1024px;--slide-height:768px"));
    let share = page("size = \"16:9\"\n[reveal]\nwidth = \"100%\"\n");
    assert!(
        share.contains("--slide-width:1280px;--slide-height:720px") && share.contains("\"width\":\"100%\"")
    );
}

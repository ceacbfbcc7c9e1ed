//! What is the speaker's alone: a sentence in every place where one can hide, looked for in every file of every public
//! output; and marks that were to hide something, and are misspelt.

use std::fs;
use std::path::Path;

use crate::cli::talk::{Run, Talk, tree};

/// Where a sentence can hide in a slide of Markdown; `@` stands for it.
const IN_MARKDOWN: &[(&str, &str)] = &[
    ("comment", "<!-- @ -->"),
    ("comment in a line", "text <!-- @ --> text"),
    ("conditional comment", "<!--[if IE]> @ <![endif]-->"),
    ("comment with attributes", "text <!-- @ .element: class=\"big\" -->"),
    ("comment of no link", "[//]: # (@)"),
    ("comment of an empty link", "[comment]: <> (@)"),
    ("processing instruction", "<? @ ?>"),
    ("declaration", "<!X @ >"),
    ("iframe", "<iframe src=\"https://example.org/\">b <!-- @ --></iframe>"),
    ("page of an iframe", "<iframe srcdoc=\"<p>x</p><!-- @ -->\"></iframe>"),
    ("noembed", "<noembed><!-- @ --></noembed>"),
    ("noscript", "<noscript><!-- @ --><p>x</p></noscript>"),
    ("noframes", "<noframes><!-- @ --></noframes>"),
    ("template", "<template><!-- @ --><p>x</p></template>"),
    ("pre", "<pre>x<!-- @ --></pre>"),
    ("select", "<select><option>x</option><!-- @ --></select>"),
    ("table", "<table><!-- @ --><tr><td>x</td></tr></table>"),
    ("svg", "<svg width=\"4\" height=\"3\"><!-- @ --><style>/* @ */ a {}</style></svg>"),
    ("mathml", "<math><!-- @ --><mi>x</mi></math>"),
    ("style", "<style>/* @ */ p { color: red }</style>"),
    ("style attribute", "<p style=\"/* @ */ color: red\">x</p>"),
    ("diagram", "```mermaid\ngraph TD\n  %% @\n  A --> B\n```"),
    ("dot", "```dot\ndigraph { // @\n a -> b /* @ */ }\n```"),
    ("formula", "$$\na + b % @\n$$"),
    ("aside", "<aside class=\"notes\">@</aside>"),
    ("aside in other letters", "<ASIDE id=a CLASS = ' Big NOTES '>@</ASIDE>"),
    ("aside of Markdown", "<aside class=\"notes\" data-markdown>@</aside>"),
    ("div", "::: notes\n@\n:::"),
    ("div in other letters", ":::Notes\n@\n:::"),
    ("div with attributes", "::: {.notes #b}\n@\n:::"),
    ("attribute of an element", "<p DATA-NOTES='@'>x</p>"),
    ("attribute of an item", "- a <!-- .element: data-notes=\"@\" -->"),
    ("hidden section", "<section data-visibility=\" hidden \">@</section>"),
    ("draft section", "<section draft>@</section>"),
    ("notes", "Note: @"),
    ("notes in other letters", "NOTES: @"),
    ("notes after a comment", "<!-- Note -->\n@"),
    ("attribute of the slide", "<!-- .slide: data-notes=\"@\" -->"),
    ("attribute without quotes", "<!-- .slide: data-visibility = hidden -->\n@"),
    ("hidden slide", "<!-- .slide: data-visibility=\" HIDDEN\" -->\n@"),
    ("draft", "<!-- .slide: class=\"a\" DRAFT -->\n@"),
    ("unclosed comment", "<!-- @"),
];

/// The same for a file of sections, or a page of reveal.js.
const IN_HTML: &[(&str, &str)] = &[
    ("page", "<!-- @ --><section>x</section>"),
    ("section", "<section data-notes=\"@\"><!-- @ --><p>x</p></section>"),
    (
        "section of Markdown",
        "<section data-markdown data-notes='@'><textarea data-template>x\n<!-- @ -->\nNote: @</textarea></section>",
    ),
    ("stack", "<section data-notes=\"@\"><section Data-Notes=@>x</section><section>x</section></section>"),
    ("hidden stack", "<section data-visibility=Hidden><section>@</section><section>@</section></section>"),
    (
        "stack in a stack",
        "<section><section>x</section><section data-visibility=hidden><section>@</section></section></section>",
    ),
    (
        "section in a section",
        "<section><section>x<section data-visibility=hidden>@</section></section></section>",
    ),
    (
        "Markdown in a slide",
        "<section><div data-markdown><textarea data-template>x <!-- @ --></textarea></div></section>",
    ),
    ("draft", "<section draft>@</section>"),
];

const CAPTIONS: &str =
    "WEBVTT @\n\nNOTE @\n\n00:00.000 --> 00:01.000\nhello\n\nNOTE\n@\n@\n\n00:02.000 --> 00:03.000\nhello\n";

/// A sentence that names its place, and of which no part is a sentence elsewhere.
fn sentence(place: &str) -> String {
    format!("canary of the {place} that nobody else may ever read")
}

fn filled(places: &[(&str, &str)], between: &str) -> String {
    let texts = places.iter().map(|(place, text)| text.replace('@', &sentence(place)));
    texts.collect::<Vec<_>>().join(between)
}

/// Puts a talk into a folder in which something private is wherever anything can.
fn put_talk(talk: &Talk, folder: &str) {
    let put = |path: &str, text: &str| talk.put(&format!("{folder}/{path}"), text);
    let markdown = filled(IN_MARKDOWN, "\n\n\n# A slide\n\n");
    put("slides/1.md", &format!("# First\n\n{markdown}"));
    put("slides/2.html", &filled(IN_HTML, "\n"));
    put(
        "slides/3.md",
        &"+++\n# @\nattributes = { data-notes = \"@\" }\n+++\n# One\n\n\nTwo\n"
            .replace('@', &sentence("front matter")),
    );
    put("slides/4.md", &format!("---\ndraft: true\n---\n{}", sentence("draft file")));
    put(
        "slides/5.md",
        &format!("---\nattributes:\n  data-visibility: Hidden\n---\n{}", sentence("hidden file")),
    );
    put("slides/_6.md", &sentence("file that is no slide"));
    put(
        "slides/7.md",
        "<video src=\"images/a.mp4\"><track src=\"images/a.vtt\"></video>\n\n[text](images/b.vtt) ![A](images/a.svg)\n",
    );
    put("images/a.mp4", "\0\0\0\u{18}ftypmp42\0\0\0\0mp42isom");
    put("images/a.vtt", &CAPTIONS.replace('@', &sentence("captions")));
    put("images/b.vtt", &CAPTIONS.replace('@', &sentence("linked captions")));
    put(
        "images/a.svg",
        &crate::cli::talk::PICTURE.replace("<path", &format!("<!-- {} --><path", sentence("picture"))),
    );
    put("css/mine.css", &format!("/* {} */ .a {{ color: red }}", sentence("style sheet")));
    put(
        "templates/page.html",
        &"{% extends \"orate/page.html\" %}{% block head %}<!-- @ -->{# @ #}<SCRIPT>1</SCRIPT ><!-- @ -->{% endblock %}"
            .replace('@', &sentence("template")),
    );
    put(
        "orate.toml",
        &"# @\ntitle = \"Public\"\nurl = \"https://example.org/a/\"\nstyles = [\"css/mine.css\"]\nfooter = \"a <!-- @ -->\"\n\
          header = \"<b data-notes='@'>b</b>\"\neditions = [{ event = \"FOSDEM\", date = 2025-02-01 }]\n"
            .replace('@', &sentence("settings")),
    );
}

const HOSTING: &str = "[publish]\ncompress = [\"gzip\", \"brotli\"]\nheaders = true\noffline = true\n";

/// Looks through a folder: the bytes of each file, unpacked, and of what a page embeds.
#[track_caller]
fn check_no_canary(folder: &Path) {
    let files = tree(folder);
    assert!(files.len() > 3, "{} holds nothing", folder.display());
    for (path, bytes) in &files {
        let bytes = crate::cli::hosting::unpacked(path, bytes);
        let text = [&bytes[..], &embedded(&bytes)].concat();
        let text = String::from_utf8_lossy(&text).to_lowercase();
        let is_there = text.contains("canary") || path.to_string_lossy().contains("canary");
        let places: Vec<&str> = text
            .match_indices("canary")
            .map(|(at, _)| &text[at..text.floor_char_boundary(at + 50)])
            .collect();
        assert!(!is_there, "{}: {places:?}", path.display());
    }
}

/// What is in a page as Base64, one after the other.
fn embedded(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let digits = |rest: &str| -> String {
        rest.chars().take_while(|it| it.is_ascii_alphanumeric() || "+/=".contains(*it)).collect()
    };
    let decoded = text.split(";base64,").skip(1).map(|rest| {
        base64::Engine::decode(&base64::engine::general_purpose::STANDARD, digits(rest)).unwrap_or_default()
    });
    decoded.flatten().collect()
}

#[track_caller]
fn run(talk: &Talk, arguments: &[&str]) -> Run {
    let run = talk.run(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.output, run.errors);
    run
}

#[test]
fn no_public_output_holds_a_sentence_of_any_hiding_place() {
    let talk = Talk::new();
    put_talk(&talk, "talk");
    run(&talk, &["build", "--public", "-o", "../built"]);
    check_no_canary(&talk.path("built"));
    run(&talk, &["build", "--public", "--single-file", "-o", "../single"]);
    check_no_canary_in(&talk, "single/index.html");
    let settings = fs::read_to_string(talk.path("talk/orate.toml")).unwrap();
    talk.put("talk/orate.toml", &format!("{settings}{HOSTING}"));
    run(&talk, &["publish", "--to", "../published", "--yes"]);
    check_no_canary(&talk.path("published"));
}

#[track_caller]
fn check_no_canary_in(talk: &Talk, file: &str) {
    let bytes = fs::read(talk.path(file)).unwrap();
    let text = [&bytes[..], &embedded(&bytes)].concat();
    assert!(!String::from_utf8_lossy(&text).contains("canary"), "{file}");
}

#[test]
fn a_site_holds_neither_private_sentences_nor_anything_of_a_draft() {
    let talk = Talk::new();
    put_talk(&talk, "site/talks/public");
    let draft = "---\ndraft: true\ntitle: The first @\nabstract: About the second @\ndescription: The third @\ntags: [canary]\n\
                 event: The canary days\ndate: 2026-09-01\naliases: [canary-old]\n---\n# The fourth @\n\nNote: @\n";
    talk.put("site/talks/canary.md", &draft.replace('@', "canary that nobody else may read"));
    talk.put(
        "site/talks/canary-two/slides/1.md",
        "<!-- .slide: draft -->\n# canary\n\n\n<!-- .slide: data-visibility=hidden -->\n# canary\n",
    );
    talk.put("site/talks/canary-three/slides/1.md", "# canary ![A](a.svg) ![missing](none.svg)\n");
    talk.put("site/talks/canary-three/slides/a.svg", crate::cli::talk::PICTURE);
    talk.put("site/talks/canary-three/orate.toml", "draft = true\ntitle = \"canary\"\n");
    talk.put(
        "site/orate.toml",
        &format!(
            "title = \"Mine\"\nurl = \"https://example.org/\"\n[site]\ntalks = [\"talks/*\"]\n{HOSTING}"
        ),
    );
    run(&talk, &["publish", "../site", "--to", "../published", "--yes"]);
    check_no_canary(&talk.path("published"));
    let run = run(&talk, &["build", "../site", "--public", "-o", "../built"]);
    check_no_canary(&talk.path("built"));
    assert!(run.errors.contains("the talk `talks/canary.md` is a draft"), "{}", run.errors);
    let private = talk.run(["build", "../site", "-o", "../private"]);
    let index = fs::read_to_string(talk.path("private/index.html")).unwrap();
    assert!(index.contains("The first canary"), "the speaker sees it: {}", private.errors);
}

#[test]
fn nothing_but_drafts_is_an_error_that_says_so() {
    let talk = Talk::new();
    let check = |settings: &str, slides: &str, says: &str| {
        talk.put("talk/orate.toml", settings);
        talk.put("talk/slides/1.md", slides);
        for command in [&["build", "--public"][..], &["publish", "--to", "../public", "--yes"]] {
            let run = talk.run(command);
            assert_eq!(run.code, 1, "{}", run.errors);
            assert!(run.errors.contains("error[draft-talk]") && run.errors.contains(says), "{}", run.errors);
        }
        assert!(!talk.path("public").exists() && !talk.path("talk/dist").exists());
        let run = talk.run(["build", "-o", "../mine"]);
        assert_eq!(run.code, 0, "{}", run.errors);
        assert!(fs::read_to_string(talk.path("mine/index.html")).unwrap().contains("data-orate-draft"));
    };
    check("draft = true\n", "# One", "this talk is a draft");
    check(
        "",
        "<!-- .slide: draft -->\n# One\n\n\n<!-- .slide: data-visibility=\"hidden\" -->\n# Two",
        "every slide of this talk",
    );
    talk.put("site/orate.toml", "draft = true\n[site]\ntalks = [\"talks/*\"]\n");
    talk.put("site/talks/a.md", "# One");
    let run = talk.run(["build", "../site", "--public"]);
    assert!(run.code == 1 && run.errors.contains("error[draft-site]"), "{}", run.errors);
}

/// What was to hide something and does not: a warning for the speaker, and an error before it goes out.
#[test]
fn a_misspelt_mark_keeps_a_talk_from_being_given_away() {
    let slips = [
        ("misspelt-notes-marker", "# One\n\nNote : a"),
        ("misspelt-notes-marker", "# One\n\nNote\u{a0}: a"),
        ("misspelt-notes-marker", "# One\n\nNotes\u{202f}: a"),
        ("misspelt-notes-marker", "# One\n\nNote\u{ff1a}a"),
        ("misspelt-notes-marker", "# One\n\n\u{a0}Note: a"),
        ("misspelt-notes-marker", "# One\n\nSpeaker notes: a"),
        ("misspelt-notes-marker", "# One\n\n**Speaker notes:** a"),
        ("misspelt-notes-marker", "# One\n\n::: note\na\n:::"),
        ("notes-in-code", "# One\n\n```\n\n\n# Two\n\nNote: a\n\n```"),
        (
            "notes-in-code",
            "---\nseparator: dashes\n---\n# One\n\n~~~\nb\n```\n\nNote: a\n\n---\n# Two\n\n~~~\nc",
        ),
        ("misspelt-notes-marker", "# One\nSpeaker note:\na"),
        ("misspelt-notes-marker", "# One\n???\na"),
        ("misspelt-notes-marker", "# One\n\n^ a"),
        ("notes-in-code", "# One\n\n~~~js\n\n\n# Two\n\n<aside class=\"notes\">a</aside>\n\n~~~"),
        ("misspelt-private-mark", "# One\n\n<aside class=\"note\">a</aside>"),
        ("misspelt-private-mark", "# One\n\n<aside class=\"speaker-notes\">a</aside>"),
        ("misspelt-private-mark", "# One\n\n<div class=\"Notes\">a</div>"),
        ("misspelt-private-mark", "# One\n\n<details class=\"notes\">a</details>"),
        ("misspelt-private-mark", "# One\n\n<notes>a</notes>"),
        ("misspelt-private-mark", "# One\n\na <note>b</note>"),
        ("misspelt-private-mark", "# One\n\n<div data-visibility=\"hidden\">a</div>"),
        ("misspelt-private-mark", "# One\n\n<p data-note=\"a\">a</p>"),
        ("misspelt-private-mark", "<!-- .slide: data-visibility=\"hiden\" -->\n# One"),
        ("misspelt-private-mark", "<!-- .slide: data-visibility=\"none\" -->\n# One"),
        ("misspelt-private-mark", "<!-- .slide: visibility=\"hidden\" -->\n# One"),
        ("misspelt-private-mark", "<!-- .slide: hidden -->\n# One"),
        ("misspelt-private-mark", "<!-- .slide: notes=\"a\" -->\n# One"),
        ("misspelt-private-mark", "<!-- .slide: drafts -->\n# One"),
        ("misspelt-private-mark", "<!-- slide: data-visibility=\"hidden\" -->\n# One"),
        ("misspelt-private-mark", "<!-- draft -->\n# One"),
        ("misplaced-mark", "<!-- .element: data-visibility=\"Hidden\" -->\n# One"),
    ];
    let talk = Talk::new();
    for (code, slides) in slips {
        talk.put("talk/slides/1.md", slides);
        let run = talk.run(["build", "--public"]);
        assert_eq!(run.code, 1, "{slides:?} is given away: {}", run.errors);
        assert!(run.errors.contains(&format!("error[{code}]")), "{slides:?}: {}", run.errors);
        assert_eq!(talk.run(["build", "-o", "../mine"]).code, 0, "{slides:?} is a warning for the speaker");
    }
    let settings = [
        ("Draft = true", "unknown-setting"),
        ("darft = true", "unknown-setting"),
        ("draft = \"yes\"", "wrong-setting"),
    ];
    talk.put("talk/slides/1.md", "# One");
    for (text, code) in settings {
        talk.put("talk/orate.toml", text);
        let run = talk.run(["build", "--public"]);
        assert!(run.code == 1 && run.errors.contains(code), "{text}: {}", run.errors);
    }
}

#[test]
fn what_an_author_means_to_show_is_no_slip() {
    let talk = Talk::new();
    let shown = "# Notes on style\n\n**Note:** a\n\n> Note: b\n\nNote that this holds\n\n<p class=\"note\">c</p>\n\n\
                 <aside class=\"aside\">d</aside>\n\n<ul class=\"notes\"><li>e</li></ul>\n\n\
                 <!-- a draft of this was shown to the board -->\n\n```\nNote : f\n<!-- draft -->\n```\n\n\
                 <aside class=\"note\">g</aside>\n";
    talk.put("talk/slides/1.md", shown);
    talk.put("talk/css/mine.css", "aside.note { color: red }");
    talk.put("talk/orate.toml", "styles = [\"css/mine.css\"]");
    run(&talk, &["build", "--public"]);
    talk.put("talk/slides/1.md", "# One\n\nNote : for everybody");
    talk.put("talk/orate.toml", "[lints]\nmisspelt-notes-marker = \"off\"");
    run(&talk, &["build", "--public"]);
}

//! `orate check --look`: what a real browser sees of a talk, told at the line where its author wrote it.

use serde_json::Value;

use crate::chromium::Chromium;
use crate::talk::Talk;

/// The diagnostics of a look: code, file, line, and the message.
fn seen(report: &Value) -> Vec<(String, String, u64, String)> {
    let diagnostics = report["diagnostics"].as_array().expect("diagnostics are a list");
    let text = |diagnostic: &Value, key: &str| diagnostic[key].as_str().unwrap_or_default().to_owned();
    let line = |diagnostic: &Value| diagnostic["line"].as_u64().unwrap_or_default();
    let of = |it: &Value| (text(it, "code"), text(it, "file"), line(it), text(it, "message"));
    diagnostics.iter().map(of).collect()
}

/// A look at some slides gives these lints, each once and at its line, and nothing else.
#[track_caller]
fn check(slides: &str, expected: &[(&str, u64, &str)]) {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new(slides);
    let report = talk.json(0, &["check", "talk", "--look"]);
    let seen = seen(&report);
    let short: Vec<(&str, u64)> = seen.iter().map(|(code, _, line, _)| (code.as_str(), *line)).collect();
    let wanted: Vec<(&str, u64)> = expected.iter().map(|(code, line, _)| (*code, *line)).collect();
    assert_eq!(short, wanted, "{slides}\n{seen:#?}");
    for ((_, file, _, message), (_, _, part)) in seen.iter().zip(expected) {
        assert_eq!(file, "slides.md");
        assert!(message.contains(part), "`{part}` is not in `{message}`");
    }
    assert_eq!(talk.litter(), [] as [std::path::PathBuf; 0]);
}

#[test]
fn what_the_policy_blocks_is_told_where_it_is_written() {
    check(
        "# A\n\n\n---\n\n## B\n\n<script>\n  document.body.append(Object.assign(new Image(), { src: 'https://nowhere.invalid/a.png' }));\n</script>\n",
        &[("blocked", 9, "`https://nowhere.invalid/a.png` (`img-src`)")],
    );
    check(
        "# A\n\n<script>\n  fetch('https://' + 'nowhere.invalid/data.json').catch(() => {});\n</script>\n",
        &[("blocked", 4, "`https://nowhere.invalid/data.json` (`connect-src`)")],
    );
    // The build reports that, and the look does not report it again.
    check("# A\n\n<script>\n  try { eval('1') } catch {}\n</script>\n", &[("blocked-script", 4, "`eval`")]);
    check(
        "# A\n\n<script>\n  try { window['ev' + 'al']('1') } catch {}\n</script>\n",
        &[("blocked", 4, "`eval`")],
    );
}

#[test]
fn what_does_not_load_is_told_where_it_is_written() {
    check(
        "# A\n\n\n---\n\ntext\n\n![b](https://pictures.invalid/b.png)\n",
        &[("broken-request", 8, "`https://pictures.invalid/b.png` cannot be loaded: NAME_NOT_RESOLVED")],
    );
}

#[test]
fn a_file_that_is_missing_is_reported_once() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new("# A\n\n![b](none.png)\n\n<video src=\"none.mp4\"></video>\n");
    talk.put("talk/orate.toml", "styles = [\"a.css\"]\n");
    talk.put("talk/a.css", "@font-face { font-family: A; src: url(none.woff2) } p { font-family: A }\n");
    let report = talk.json(1, &["check", "talk", "--look"]);
    let codes: Vec<_> = seen(&report).into_iter().map(|(code, ..)| code).collect();
    assert!(!codes.is_empty() && codes.iter().all(|code| code.starts_with("missing-")), "{report}");
}

#[test]
fn a_formula_that_comes_with_a_step_is_on_paper() {
    check(
        "# A\n\n- b\n- sum $x^2 + y$ <!-- .element: class=\"fragment\" -->\n\n$z$ <!-- .element: class=\"fragment\" -->\n",
        &[],
    );
}

#[test]
fn a_script_that_fails_is_told_where_it_is_written() {
    check(
        "# A\n\n\n---\n\ntext\n\n<script>\n  const one = 1;\n  missing(one);\n</script>\n",
        &[("script-error", 10, "ReferenceError: missing is not defined")],
    );
    check(
        "# A\n\n<p>b</p>\n\n<p onclick=\"\" id=\"x\">c</p>\n\n<script>setTimeout(() => { throw new Error('late'); })</script>\n",
        &[("script-error", 7, "Error: late")],
    );
}

#[test]
fn what_a_script_does_late_is_reported_too() {
    check(
        "# A\n\n<script>\n  setTimeout(() => { throw new Error('late'); }, 300);\n</script>\n",
        &[("script-error", 4, "Error: late")],
    );
}

#[test]
fn a_file_that_fails_is_reported_where_the_talk_names_it() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new(
        "# A\n\n<script src=\"js/a.js\"></script>\n\n\n---\n\n<iframe src=\"demo/index.html\" title=\"b\"></iframe>\n",
    );
    talk.put("talk/js/a.js", "// one\nmissing();\n");
    talk.put("talk/demo/index.html", "<!doctype html><title>b</title><script src=\"lib/b.js\"></script>");
    talk.put("talk/demo/lib/b.js", "absent();\n");
    let seen = seen(&talk.json(0, &["check", "talk", "--look"]));
    let short: Vec<_> =
        seen.iter().map(|(code, _, line, text)| (code.as_str(), *line, text.as_str())).collect();
    let expected = [
        ("script-error", 3, "a script fails: ReferenceError: missing is not defined, in line 2 of its file"),
        ("script-error", 8, "a script fails: ReferenceError: absent is not defined, in line 1 of its file"),
    ];
    assert_eq!(short, expected);
}

#[test]
fn a_talk_without_faults_has_none() {
    check(
        "# A\n\n- b\n- c <!-- .element: class=\"fragment\" -->\n\nNote: quiet\n\n\n---\n\n```rust\nfn main() {}\n```\n\n\n---\n\n<script>console.log('fine')</script>\n\n$x^2$\n",
        &[],
    );
}

#[test]
fn what_runs_over_the_edge_is_told_once_for_all_sizes() {
    let many = "\n- a line of a list that is far too long for one slide".repeat(40);
    check(
        &format!("# A\n\n\n---\n\n## B\n{many}\n"),
        &[("overflow", 26, "px over the bottom edge of the slide")],
    );
}

#[test]
fn a_deck_that_is_light_or_dark_is_looked_at_in_both() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new("# A\n\n<p class=\"light\">one</p>\n\n<p class=\"dark\">two</p>\n");
    talk.put("talk/own.css", ".reveal .light { color: light-dark(#f4f4f4, #fff) } .reveal .dark { color: light-dark(#000, #181818) }");
    for (appearance, expected) in [("auto", &[3, 5][..]), ("light", &[3]), ("dark", &[5])] {
        talk.put(
            "talk/orate.toml",
            &format!("theme = \"white\"\nappearance = \"{appearance}\"\nstyles = [\"own.css\"]\n"),
        );
        let seen = seen(&talk.json(0, &["check", "talk", "--look"]));
        let hard: Vec<_> = seen.iter().filter(|it| it.0 == "low-contrast").collect();
        assert_eq!(hard.iter().map(|it| it.2).collect::<Vec<_>>(), expected, "{appearance}: {seen:#?}");
        assert_eq!(
            hard.iter().any(|it| it.3.contains("in its dark colours")),
            appearance == "auto",
            "{seen:#?}"
        );
    }
}

#[test]
fn a_look_waits_for_the_font_and_the_picture_that_only_their_slide_needs() {
    let Some(_) = Chromium::start() else { return };
    // Each letter of this font is three times as wide as one of the next, so a line is wider than the slide only once it is there.
    let font = include_bytes!("../cli/fonts/squares.ttf");
    let far = "# A\n\n\n\n".repeat(8);
    let talk = Talk::new(&format!(
        "{far}# B\n\n<p class=\"wide\">{}</p>\n\n\n\n{far}# C\n\n<img data-src=\"tall.svg\" alt=\"tall\" style=\"width: auto; height: auto; max-height: none\">\n",
        "AB".repeat(16)
    ));
    std::fs::write(talk.path("talk/squares.ttf"), font).expect("a font");
    talk.put("talk/tall.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"1900\"/>");
    talk.put(
        "talk/own.css",
        "@font-face { font-family: squares; src: url(squares.ttf); size-adjust: 300% } .reveal .wide { font: 30px squares, monospace; white-space: nowrap }",
    );
    talk.put("talk/orate.toml", "title = \"T\"\nfit = \"none\"\nembed = \"never\"\nstyles = [\"own.css\"]\n");
    let seen = seen(&talk.json(0, &["check", "talk", "--look"]));
    let over = seen.iter().filter(|it| it.0 == "overflow" && !it.3.contains("on a phone"));
    assert_eq!(over.map(|it| it.2).collect::<Vec<_>>(), [35, 73], "{seen:#?}");
}

#[test]
fn levels_are_those_of_the_settings() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new("# A\n\n<script>missing()</script>\n");
    talk.put("talk/orate.toml", "title = \"A talk\"\n[lints]\nscript-error = \"error\"\n");
    let report = talk.json(1, &["check", "talk", "--look"]);
    assert_eq!(report["errors"], 1, "{report}");
    talk.put("talk/orate.toml", "title = \"A talk\"\n[lints]\nscript-error = \"off\"\n");
    talk.json(0, &["check", "talk", "--look", "--strict"]);
}

#[test]
fn a_site_of_talks_is_looked_at_talk_by_talk() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new("");
    talk.put("site/orate.toml", "[site]\ntalks = [\"*\"]\n");
    talk.put("site/one/slides.md", "# One\n");
    talk.put("site/two/slides.md", "# Two\n\n\n---\n\n<script>missing()</script>\n");
    let report = talk.json(0, &["check", "site", "--look"]);
    let seen = seen(&report);
    let errors: Vec<_> =
        seen.iter().filter(|it| it.0 == "script-error").map(|it| (it.1.as_str(), it.2)).collect();
    assert_eq!(errors, [("two/slides.md", 6)], "{seen:#?}");
}

#[test]
fn without_a_browser_a_look_fails_and_a_check_does_not() {
    let talk = Talk::new("# A\n");
    let report = talk.json(2, &["check", "talk", "--look", "--browser", "/nowhere/chrome"]);
    assert_eq!(report["diagnostics"][0]["code"], "no-browser", "{report}");
    let report = talk.json(2, &["check", "talk", "--browser", "/nowhere/chrome"]);
    assert_eq!(report["diagnostics"][0]["code"], "wrong-options", "{report}");
    talk.json(0, &["check", "talk"]);
}

const DOCUMENTATION: &str = include_str!("../../docs/lints.md");

/// The lints that only a look finds, each with its two examples.
fn documented() -> Vec<(&'static str, [&'static str; 2])> {
    let entries = DOCUMENTATION.split("\n## `").skip(1);
    let looks = entries.filter(|entry| entry.contains("*check --look only"));
    let examples = |entry: &'static str| {
        let (code, text) = entry.split_once('`').expect("a code has an end");
        let mut blocks =
            text.split("```md\n").skip(1).map(|block| block.split("\n```").next().unwrap_or(block));
        (code, [blocks.next().expect("a first example"), blocks.next().expect("a second example")])
    };
    looks.map(examples).collect()
}

#[test]
fn every_first_example_of_the_documentation_has_its_lint_and_every_second_one_has_not() {
    let Some(_) = Chromium::start() else { return };
    let documented = documented();
    assert_eq!(documented.len(), 8);
    let talk = Talk::new("");
    for (code, examples) in documented {
        for (example, is_expected) in examples.into_iter().zip([true, false]) {
            talk.put("talk/slides.md", example);
            let seen = seen(&talk.json(0, &["check", "talk", "--look"]));
            assert_eq!(seen.iter().any(|it| it.0 == code), is_expected, "{code}: {seen:#?}\n{example}");
        }
    }
}

//! What is said about a talk, as text and as JSON.

use std::fs;
use std::path::Path;

use crate::cli::talk::Talk;

#[test]
fn diagnostics_are_sorted_by_place_and_counted() {
    let talk = Talk::new();
    talk.put("talk/slides/2.md", "# Two\n\n![b](images/b.svg)\n\n![A picture](images/c.svg)\n");
    talk.put("talk/slides/10.md", "![A picture](images/d.svg)\n");
    let run = talk.run(["build"]);
    let places: Vec<&str> =
        run.errors.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
    assert_eq!(places.len(), 3, "{}", run.errors);
    for (place, file) in places.iter().zip(["slides/2.md:3:", "slides/2.md:5:", "slides/10.md:1:"]) {
        assert!(place.starts_with(file), "{}", run.errors);
    }
    assert!(run.errors.contains("\n3 errors\n"), "{}", run.errors);
}

#[test]
fn files_are_named_as_they_are_reached_from_here() {
    let talk = Talk::new();
    talk.put("talk/slides/2.md", "![A picture](images/b.svg)\n");
    let mut command = talk.command(["build", "talk"]);
    let run = crate::cli::talk::run(command.current_dir(talk.path("")));
    assert!(run.errors.contains("--> talk/slides/2.md:1:"), "{}", run.errors);
}

/// The names in the first column of a table of the documentation.
pub(crate) fn documented(table: &str) -> Vec<String> {
    let text = include_str!("../../docs/diagnostics.md");
    let table = text.split(&format!("<!-- keys: {table} -->")).nth(1).unwrap();
    let rows = table.trim_start().lines().take_while(|line| line.starts_with('|')).skip(2);
    let mut names: Vec<String> = rows.map(|row| row.split('`').nth(1).unwrap().to_owned()).collect();
    names.sort();
    names
}

/// The code of the program, without its tests.
fn sources(folder: &Path) -> String {
    let mut sources = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("tests") {
            sources += &self::sources(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            sources += text.split("\n#[cfg(test)]\n").next().unwrap_or_default();
        }
    }
    sources
}

/// The code that begins a diagnostic: the string after the bracket, where a string is there.
fn first_string(after_bracket: &str) -> Option<&str> {
    after_bracket.trim_start().strip_prefix('"')?.split('"').next()
}

#[test]
fn every_code_is_documented_and_every_documented_code_is_used() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let documented = documented("codes");
    let used = ["error(", "warning(", "note("].into_iter().flat_map(|severity| {
        sources.split(&format!("Diagnostic::{severity}")).skip(1).filter_map(first_string).collect::<Vec<_>>()
    });
    let missing: Vec<_> = used.filter(|code| !documented.iter().any(|known| known == code)).collect();
    assert!(missing.is_empty(), "docs/diagnostics.md does not list {missing:?}");
    for code in &documented {
        assert!(sources.contains(&format!("\"{code}\"")), "`{code}` is documented and not used");
    }
    println!("{} codes, each documented", documented.len());
}

#[test]
fn json_is_one_object_with_the_documented_keys() {
    let talk = Talk::new();
    let keys =
        |value: &serde_json::Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let run = talk.run(["build", "--json"]);
    let fine = run.json();
    assert_eq!((run.code, run.errors.as_str()), (0, ""));
    assert_eq!(keys(&fine), documented("report"));
    assert_eq!(fine["version"], 1);
    assert_eq!(fine["output"], "dist/index.html");
    assert_eq!((&fine["slides"], &fine["files"], &fine["notes"]), (&2.into(), &1.into(), &true.into()));
    assert_eq!(fine["bytes"], talk.page().len());

    talk.put("talk/slides/2.md", "é ![A picture](images/b.svg)\n");
    let run = talk.run(["build", "--json"]);
    let broken = run.json();
    assert_eq!((run.code, run.errors.as_str()), (1, ""));
    assert_eq!(keys(&broken), documented("report"));
    assert_eq!((&broken["errors"], &broken["output"]), (&1.into(), &"dist/index.html".into()));
    let diagnostic = &broken["diagnostics"][0];
    assert_eq!(keys(diagnostic), documented("diagnostic"));
    assert_eq!(diagnostic["code"], "missing-image");
    assert_eq!(diagnostic["severity"], "error");
    assert_eq!(diagnostic["file"], "slides/2.md");
    assert_eq!(diagnostic["line"], 1);

    let kept = talk.run(["build", "--json", "--public"]);
    assert_eq!((kept.code, &kept.json()["output"]), (1, &serde_json::Value::Null));

    let refused = talk.run(["build", "--json", "-o", ".."]);
    assert_eq!(refused.code, 2);
    assert_eq!(refused.json()["diagnostics"][0]["code"], "output-refused");
    let missing = talk.run(["build", "--json", "nowhere"]);
    assert_eq!(missing.code, 2);
    assert_eq!(missing.json()["diagnostics"][0]["code"], "no-talk");
}

/// The codes that a build reports of a talk, with their help.
fn reported(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let talk = Talk::new();
    files.iter().for_each(|(path, text)| talk.put(&format!("talk/{path}"), text));
    let report = talk.run(["build", "--json"]).json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let diagnostics = report["diagnostics"].as_array().unwrap();
    diagnostics.iter().map(|it| (text(&it["code"]), text(&it["help"]))).collect()
}

#[test]
fn one_fault_is_one_message_with_the_remedy_that_helps() {
    let codes = |files: &[(&str, &str)]| -> Vec<String> {
        reported(files).into_iter().map(|(code, _)| code).collect()
    };
    let slide = ("slides/1.md", "<!-- .slide: template=\"mine\" -->\n# A\n");
    assert_eq!(codes(&[slide, ("templates/slides/mine.html", "{{ heading }")]), ["template"]);
    let dashes = ("slides/1.md", "# A\n\n---\n\n# B\n\n---\n\n# C\n");
    assert_eq!(codes(&[dashes, ("orate.toml", "sepparator = \"dashes\"\n")]), ["unknown-setting"]);
    let dark = reported(&[("slides/1.md", "# A\n"), ("orate.toml", "theme = \"dark\"\n")]);
    assert_eq!(dark, [("unknown-theme".to_owned(), "did you mean `black`?".to_owned())]);
}

#[test]
fn the_language_of_a_talk_sets_the_direction_of_its_page() {
    let direction = |settings: &str| {
        let talk = Talk::new();
        talk.put("talk/slides/1.md", "# A\n");
        talk.put("talk/orate.toml", settings);
        talk.run(["build"]);
        let page = talk.page();
        (page.contains(" dir=\"rtl\">"), page.contains("\"rtl\":true"))
    };
    assert_eq!(direction("language = \"ar-EG\"\n"), (true, true));
    assert_eq!(direction("language = \"en\"\n"), (false, false));
    assert_eq!(direction("language = \"en\"\n[reveal]\nrtl = true\n"), (true, true));
    assert_eq!(direction("language = \"he\"\n[reveal]\nrtl = false\n"), (false, false));
}

/// Checks a talk with these settings; gives the codes that are reported, in their order.
#[track_caller]
fn check_codes(settings: &str, codes: &[&str]) {
    let talk = Talk::new();
    talk.put("talk/slides/2.md", "# A\n\n![](a.svg)\n\n---\n\n# B\n\n---\n\n$\\RR$\n\n![R](qr:self)\n");
    talk.put("talk/slides/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>");
    talk.put("talk/orate.toml", settings);
    let report = talk.run(["check", "--json"]).json();
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let reported: Vec<&str> = diagnostics.iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!(reported, codes, "{settings}\n{report:#}");
}

#[test]
fn what_hangs_on_a_misspelt_setting_is_reported_once_the_setting_is_right() {
    let all = ["image-without-alt", "other-convention", "broken-formula", "no-own-address"];
    check_codes("", &all);
    let without = |code: &'static str, gone: &str| -> Vec<&'static str> {
        let is_left = |it: &&str| !gone.split(' ').any(|gone| gone == *it);
        std::iter::once(code).chain(all.into_iter().filter(is_left)).collect()
    };
    for (settings, code, gone) in [
        ("seperator = \"dashes\"", "unknown-setting", "other-convention"),
        ("separator = \"dashs\"", "wrong-setting", "other-convention"),
        ("[lint]\nimage-without-alt = \"off\"", "unknown-setting", "image-without-alt other-convention"),
        ("lints = { image-without-alts = \"off\" }", "wrong-setting", "image-without-alt"),
        ("lints = { image-without-alt = \"of\" }", "wrong-setting", "image-without-alt"),
        ("[maths]\nmacros = { \"\\\\RR\" = \"R\" }", "unknown-setting", "broken-formula"),
        ("urls = \"https://example.org/\"", "unknown-setting", "no-own-address"),
        (
            "title = \"x",
            "settings-syntax",
            "image-without-alt other-convention broken-formula no-own-address",
        ),
        (
            "[nots\nseparator = \"dashes\"",
            "settings-syntax",
            "image-without-alt other-convention broken-formula no-own-address",
        ),
        // What another tool reads says nothing about what is not read here.
        ("highlightTheme = \"x\"", "unknown-setting", ""),
    ] {
        check_codes(settings, &without(code, gone));
    }
}

#[test]
fn a_quiet_command_prints_errors_and_nothing_else() {
    let talk = Talk::new();
    let warned = "# A\n\n<diagram>x</diagram>\n\nNote: y\n";
    talk.put("talk/slides/2.md", warned);
    talk.put("talk/orate.toml", "theme = \"dracula\"\n[publish]\nto = \"../public\"\n");
    let commands: &[&[&str]] = &[
        &["build", "-q"],
        &["check", "-q"],
        &["export", "notes", "-q", "--force", "-o", "notes.md"],
        &["publish", "-q", "--yes"],
        &["import", "-q", "../old", "../new"],
    ];
    talk.put("old/a.md", "---\ntheme: mine\n---\n\n# A\n\n---\n\n<diagram>x</diagram>\n");
    for command in commands {
        let run = talk.run(command.iter().copied());
        assert_eq!((run.code, run.output.as_str(), run.errors.as_str()), (0, "", ""), "{command:?}");
    }
    let strict = talk.run(["check", "-q", "--strict"]);
    assert!(strict.code == 1 && strict.errors.contains("warning[unknown-element]"), "{}", strict.errors);

    talk.put("talk/slides/2.md", &format!("![A](a.svg)\n\n{warned}"));
    for command in commands.iter().filter(|command| command[0] != "import") {
        let run = talk.run(command.iter().copied());
        let is_quiet = run.errors.contains("error[missing-image]")
            && run.errors.ends_with("\n\n1 error\n")
            && !run.errors.contains("warning[");
        assert!(
            run.code == 1 && is_quiet && run.output.is_empty(),
            "{command:?}\n{}{}",
            run.errors,
            run.output
        );
    }
}

/// Checks a slide beside `images/one,two.png` and `images/x.png`; gives line and help of each error.
#[track_caller]
fn check_helps(slide: &str, helps: &[(u64, &str)]) {
    let talk = Talk::new();
    let picture = include_str!("../decks/images/images/logo.svg");
    for name in ["one,two.svg", "x.svg"] {
        talk.put(&format!("talk/images/{name}"), picture);
    }
    talk.put("talk/slides/2.md", slide);
    let report = talk.run(["check", "--json"]).json();
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let found: Vec<(u64, &str)> =
        diagnostics.iter().map(|it| (it["line"].as_u64().unwrap(), it["help"].as_str().unwrap())).collect();
    assert_eq!(found, helps, "{slide}\n{report:#}");
}

#[test]
fn a_picture_whose_address_is_misread_is_one_error_with_the_address_to_write() {
    let comma = "write `images/one%2Ctwo.svg`";
    check_helps("<!-- .slide: data-background-image=\"images/one,two.svg\" -->\n# A\n", &[(1, comma)]);
    check_helps("<!-- .slide: data-background-image=\"images/one%2Ctwo.svg\" -->\n# A\n", &[]);
    check_helps("# A\n\n![a](images/one,two.svg)\n", &[]);
    let slashes = "write `images/x.svg`: addresses separate folders by `/`";
    check_helps(
        "# A\n\n![a](images\\x.svg)\n\n<img alt=\"a\" src=\"images\\x.svg\">\n",
        &[(3, slashes), (5, slashes)],
    );
    let elsewhere = "put the file into the project, and write its path with `/`: `images/logo.svg`";
    check_helps("# A\n\n![a](C:\\images\\x.svg)\n", &[(3, elsewhere)]);
}

#[test]
fn an_error_is_at_its_own_place_where_several_name_one_missing_file() {
    let help = "put the file in `images/`, or give a path relative to this slide";
    check_helps(
        "# A\n\n![a](zzzz.svg)\n\n<img alt=\"a\" src=\"zzzz.svg\">\n\n![a](zzzz.svg)\n",
        &[(3, help), (5, help), (7, help)],
    );
    let sources = "# A\n\n![a](images/x.svg)\n\n<img alt=\"a\" src=\"images/x.svg\"\nsrcset=\"images/x.svg 1x,\nzzzz.svg 2x,\nyyyy.svg 3x\">\n";
    check_helps(sources, &[(7, help), (8, help)]);
}

#[test]
fn a_stray_fence_is_one_warning_and_the_lines_that_it_swallows_are_none() {
    let talk = Talk::new();
    talk.put("talk/orate.toml", "separator = \"dashes\"\n");
    let text = "# A\n\n```\n\n---\n\n# B\n\ntext\n\nNote: n\n\n---\n\n# C\n\n```\n---\n```\n";
    talk.put("talk/slides/2.md", text);
    let report = talk.run(["check", "--json"]).json();
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let codes: Vec<&str> = diagnostics.iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!(codes.iter().filter(|code| **code == "notes-in-code").count(), 1, "{report:#}");
    assert!(!codes.contains(&"separator-in-code"), "{report:#}");
}

#[test]
fn a_missing_style_sheet_comes_with_the_command_that_makes_it() {
    let talk = Talk::new();
    talk.put("talk/orate.toml", "styles = \"css/own.css\"\n");
    talk.put("talk/css/own.scss", "a { b { color: red } }\n");
    let run = talk.run(["build"]);
    let help = "`css/own.scss` is what it is made of: make it with `sass css/own.scss css/own.css`";
    assert!(run.errors.contains(help), "{}", run.errors);
}

#[test]
fn each_file_that_an_import_map_needs_and_nobody_has_is_an_error() {
    let talk = Talk::new();
    talk.put("talk/js/a.js", "import './gone.js';");
    let map =
        "{\"imports\": {\"a\": \"../js/a.js\", \"b\": \"../js/b.js\", \"c\": \"https://example.org/c.js\"}}";
    talk.put("talk/slides/2.md", &format!("# A\n\n<script type=\"importmap\">{map}</script>\n"));
    let run = talk.run(["build"]);
    for name in ["`../js/b.js`\n --> slides/2.md:3:64", "`js/gone.js`\n --> slides/2.md:3:26"] {
        assert_eq!(run.errors.matches(&format!("no file named {name}")).count(), 1, "{}", run.errors);
    }
    assert!(run.errors.contains("2 errors"), "{}", run.errors);
    assert!(talk.page().contains("https://example.org"), "the policy allows the host");
}

#[test]
fn an_option_that_a_page_computes_is_a_warning_until_the_settings_have_it() {
    let talk = Talk::new();
    let sections = "<div class=\"reveal\"><div class=\"slides\"><section>A</section></div></div>";
    let scripts = "<script src=\"more.js\"></script>\n<script>\nReveal.initialize({\n  slideNumber: true,\n  totalTime: minutes * 60,\n  width: innerWidth,\n  ...base,\n});\n</script>";
    talk.put("talk/index.html", &format!("{sections}\n{scripts}\n"));
    talk.put("talk/more.js", "Reveal.configure({ totalTime: now(), loop: isKiosk() });\n");
    let run = talk.run(["build", "index.html"]);
    for place in [
        "`totalTime`, so the deck is built without it\n --> index.html:6:3",
        "`width`",
        "`...base`",
        "`loop`",
    ] {
        assert_eq!(run.errors.matches(&format!("a script computes {place}")).count(), 1, "{}", run.errors);
    }
    assert!(run.errors.contains(" --> more.js:1:38") && run.errors.contains("4 warnings"), "{}", run.errors);

    talk.put("talk/orate.toml", "size = [1600, 900]\n\n[reveal]\ntotalTime = 600\nloop = true\n");
    let run = talk.run(["build", "index.html"]);
    assert_eq!(run.errors, "", "what a script spreads may be in `[reveal]`");
    let page = talk.page();
    for option in ["\"slideNumber\":true", "\"totalTime\":600", "\"width\":1600"] {
        assert!(page.contains(option), "the page's other options stay: {option}");
    }
}

#[test]
fn each_file_that_a_module_imports_and_nobody_has_is_an_error_where_it_is_imported() {
    let talk = Talk::new();
    talk.put("talk/js/a.js", "import './b.js';\n");
    talk.put("talk/js/b.js", "import { x } from './gone.js';\n");
    talk.put("talk/js/c.js", "export const url = import.meta.url;\n");
    let scripts = "<script type=\"module\" src=\"js/a.js\"></script>\n<script type=\"module\" src=\"js/c.js\"></script>\n<script type=\"module\">import '../js/lost.js';</script>\n";
    talk.put("talk/slides/2.md", &format!("# A\n\n{scripts}"));
    let run = talk.run(["build"]);
    for message in ["`./gone.js`\n --> js/b.js:1:20", "`../js/lost.js`\n --> slides/2.md:5:31"] {
        assert_eq!(run.errors.matches(&format!("no file named {message}")).count(), 1, "{}", run.errors);
    }
    let warning = "warning[module-needs-server]: this module uses `import.meta`, so it runs only where a server shows the deck\n --> slides/2.md:4:";
    assert!(run.errors.contains(warning) && run.errors.contains("2 errors, 1 warning"), "{}", run.errors);
    let single = talk.run(["build", "--single-file"]);
    let error = "error[not-in-single-file]: a single file cannot contain this module: it uses `import.meta`";
    assert!(single.errors.contains(error), "{}", single.errors);
}

#[test]
fn a_qr_code_without_words_is_no_image_without_alternative_text() {
    let talk = Talk::new();
    talk.put("talk/slides/2.md", "# A\n\n![](a.svg)\n\n![](qr:self)\n\n<img src=\"QR:https://a.example\">\n");
    talk.put("talk/slides/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>");
    talk.put("talk/orate.toml", "url = \"https://example.org/\"\n");
    let report = talk.run(["check", "--json"]).json();
    let without = |it: &&serde_json::Value| it["code"] == "image-without-alt";
    assert_eq!(report["diagnostics"].as_array().unwrap().iter().filter(without).count(), 1, "{report:#}");
}

//! `orate check`: what it tells, what it mends, and that it writes nothing else.

use std::fs;

use crate::cli::talk::{Talk, tree, tree_with_times};

/// A talk with a warning that only a check gives, and which can be mended.
fn with_quotes() -> Talk {
    let talk = Talk::new();
    talk.put("talk/slides/3.md", "\u{FEFF}<!-- .slide: class='a' -->\r\n# Three\r\n");
    talk
}

#[test]
fn nothing_is_written() {
    let talk = with_quotes();
    let before = tree_with_times(&talk.path("talk"));
    for arguments in
        [&["check"][..], &["check", "--strict"], &["check", "--fix", "--dry-run"], &["check", "--json"]]
    {
        talk.run(arguments);
    }
    assert_eq!(tree_with_times(&talk.path("talk")), before);
}

#[test]
fn a_talk_without_fault_is_told_to_be_one() {
    let run = Talk::new().run(["check", "--strict"]);
    assert_eq!((run.code, run.errors.as_str()), (0, ""));
    assert_eq!(run.output, "checked 2 slides: nothing to mend\n");
}

#[test]
fn warnings_fail_a_strict_check_alone() {
    let talk = with_quotes();
    let run = talk.run(["check"]);
    assert_eq!((run.code, run.output.as_str()), (0, ""));
    assert!(run.errors.contains("warning[attribute-quotes]"), "{}", run.errors);
    assert!(
        run.errors.ends_with("`orate check --fix` mends one of these, and `--dry-run` shows how\n"),
        "{}",
        run.errors
    );
    assert_eq!(talk.run(["check", "--strict"]).code, 1);
    assert_eq!(talk.run(["build"]).errors, "", "a build does not look for this");
    talk.put("talk/slides/4.md", "![A picture](images/none.svg)");
    assert_eq!(talk.run(["check"]).code, 1);
    assert_eq!(talk.run(["check", "nowhere"]).code, 2);
    assert_eq!(talk.run(["check", "--dry-run"]).code, 2);
}

#[test]
fn levels_are_the_authors() {
    let talk = with_quotes();
    talk.put("talk/orate.toml", "[lints]\nattribute-quotes = \"error\"\n");
    assert_eq!(talk.run(["check"]).code, 1);
    talk.put("talk/orate.toml", "[lints]\nattribute-quotes = \"off\"\n");
    assert_eq!(talk.run(["check", "--strict"]).errors, "");
    talk.put("talk/slides/4.md", "# Four\n\nNote : a\n");
    assert_eq!(talk.run(["build"]).code, 0);
    talk.put("talk/orate.toml", "[lints]\nmisspelt-notes-marker = \"error\"\n");
    assert_eq!(talk.run(["build"]).code, 1);
    talk.put("talk/orate.toml", "[lints]\nmisspelt-note-marker = \"off\"\n");
    let run = talk.run(["build"]);
    assert!(run.errors.contains("did you mean `misspelt-notes-marker`?"), "{}", run.errors);
}

#[test]
fn a_dry_run_shows_a_patch_of_what_a_fix_does() {
    let talk = with_quotes();
    let file = talk.path("talk/slides/3.md");
    let before = fs::read_to_string(&file).unwrap();
    let run = talk.run(["check", "--fix", "--dry-run"]);
    assert_eq!(
        run.output,
        "--- a/slides/3.md\n+++ b/slides/3.md\n@@ -1,2 +1,2 @@\n-\u{FEFF}<!-- .slide: class='a' -->\r\n\
         +\u{FEFF}<!-- .slide: class=\"a\" -->\r\n # Three\r\n"
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    let run = talk.run(["check", "--fix", "--strict"]);
    assert_eq!((run.code, run.errors.as_str()), (0, ""));
    assert!(run.output.starts_with("mended 1 thing in slides/3.md\n"), "{}", run.output);
    assert_eq!(fs::read_to_string(&file).unwrap(), before.replace('\'', "\""));
}

#[test]
fn mending_twice_is_mending_once() {
    let talk = Talk::new();
    talk.put("talk/orate.toml", "separator = \"dashes\"\n");
    talk.put(
        "talk/slides/3.md",
        "# A\r\n--- \r\n<!-- .slide: a=1\tb='2' data-c-->\n# B\r\r\n --- \n# C \0\r\n",
    );
    let page = || {
        talk.build();
        talk.page()
    };
    let before = page();
    let run = talk.run(["check", "--fix"]);
    assert!(run.output.starts_with("mended "), "{}{}", run.output, run.errors);
    let mended = tree(&talk.path("talk/slides"));
    let text = fs::read_to_string(talk.path("talk/slides/3.md")).unwrap();
    assert_eq!(text, "# A\r\n---\r\n<!-- .slide: a=\"1\" b=\"2\" data-c -->\r\n# B\r\n\r\n---\r\n# C \0\r\n");
    assert_eq!(page(), before, "a safe fix changes no deck");
    let again = talk.run(["check", "--fix"]);
    assert!(!again.output.contains("mended"), "{}", again.output);
    assert_eq!(tree(&talk.path("talk/slides")), mended);
}

#[test]
fn suggestions_are_not_made() {
    let talk = Talk::new();
    talk.put("talk/slides/3.md", "# Three\n\nNote : a\n");
    let before = tree(&talk.path("talk"));
    let run = talk.run(["check", "--fix"]);
    assert!(run.errors.contains("misspelt-notes-marker"), "{}", run.errors);
    assert_eq!(tree(&talk.path("talk")), before);
}

#[test]
fn json_has_the_documented_keys() {
    let talk = with_quotes();
    let report = talk.run(["check", "--json"]).json();
    let keys: Vec<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, crate::cli::reports::documented("check"));
    let fix = &report["diagnostics"][0]["fix"];
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(fix), crate::cli::reports::documented("fix"));
    assert_eq!(keys(&fix["edits"][0]), crate::cli::reports::documented("edit"));
    assert_eq!((&fix["safe"], &fix["edits"][0]["line"]), (&true.into(), &1.into()));
    let report = talk.run(["check", "--json", "--fix", "--dry-run"]).json();
    assert!(report["patch"].as_str().unwrap().starts_with("--- a/slides/3.md\n"));
    let report = talk.run(["check", "--json", "--fix"]).json();
    assert_eq!(
        (&report["fixed"], &report["warnings"], &report["patch"]),
        (&1.into(), &0.into(), &serde_json::Value::Null)
    );
}

#[test]
fn sarif_names_files_as_they_are_reached_from_here() {
    let talk = with_quotes();
    talk.put("talk/slides/4.md", "![A picture](images/none.svg)");
    let mut command = talk.command(["check", "talk", "--format", "sarif"]);
    let run = crate::cli::talk::run(command.current_dir(talk.path("")));
    assert_eq!((run.code, run.errors.as_str()), (1, ""));
    let log = run.json();
    assert_eq!(log["version"], "2.1.0");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let facts: Vec<_> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            (
                result["ruleId"].as_str().unwrap(),
                result["level"].as_str().unwrap(),
                place["artifactLocation"]["uri"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        facts,
        [("attribute-quotes", "warning", "talk/slides/3.md"), ("missing-image", "error", "talk/slides/4.md")]
    );
    let missing = talk.run(["check", "nowhere", "--format", "sarif"]);
    assert_eq!((missing.code, &missing.json()["runs"][0]["results"][0]["ruleId"]), (2, &"no-talk".into()));
}

//! `orate init`: a talk to start from.

use std::fs;

use crate::cli::talk::{Talk, run, tree};

#[test]
fn a_new_talk_builds_without_a_word_and_shows_what_slides_can_do() {
    let talk = Talk::new();
    fs::create_dir(talk.path("fresh")).unwrap();
    let init = run(talk.command(["init"]).current_dir(talk.path("fresh")));
    assert_eq!((init.code, init.errors.as_str()), (0, ""));
    assert!(init.output.contains("orate build\n"), "{}", init.output);
    let build = run(talk.command(["build"]).current_dir(talk.path("fresh")));
    assert_eq!((build.code, build.errors.as_str()), (0, ""));
    assert!(build.output.contains("built 12 slides in dist/index.html"), "{}", build.output);
    let page = fs::read_to_string(talk.path("fresh/dist/index.html")).unwrap();
    for shown in
        ["<table", "<pre", "class=\"fragment", "<aside class=\"notes", "<svg", "data-background-color"]
    {
        assert!(page.contains(shown) || page.contains(&shown.replace("<svg", "%3Csvg")), "{shown}");
    }
}

#[test]
fn a_new_talk_gets_a_folder_of_its_own_and_its_next_command() {
    let talk = Talk::new();
    let init = talk.run(["init", "../my talks/first"]);
    assert_eq!(init.code, 0, "{}", init.errors);
    assert!(init.output.contains("orate build '../my talks/first'\n"), "{}", init.output);
    assert_eq!(talk.run(["build", "../my talks/first"]).code, 0);
    assert_eq!(talk.run(["init", "../quiet", "--quiet"]).output, "");
}

#[test]
fn a_file_that_is_there_is_never_replaced() {
    let talk = Talk::new();
    let before = tree(&talk.path("talk"));
    let init = talk.run(["init"]);
    assert_eq!(init.code, 2);
    assert!(init.errors.contains("there is already `./slides`"), "{}", init.errors);
    assert_eq!(tree(&talk.path("talk")), before);
}

#[test]
fn a_code_host_gets_its_file_with_fixed_versions_and_never_over_another() {
    let talk = Talk::new();
    for (host, path) in [
        ("github", ".github/workflows/publish.yml"),
        ("gitlab", ".gitlab-ci.yml"),
        ("forgejo", ".forgejo/workflows/publish.yml"),
    ] {
        let init = talk.run(["init", "--ci", host]);
        assert_eq!((init.code, init.errors.as_str()), (0, ""), "{host}");
        let text = fs::read_to_string(talk.path("talk").join(path)).unwrap();
        assert!(text.contains("orate check --public") && text.contains("orate publish"), "{text}");
        assert!(
            text.contains(&format!("orate@{}", env!("CARGO_PKG_VERSION"))) && !text.contains("@VERSION@")
        );
        for used in text.lines().filter_map(|line| line.trim().strip_prefix("- uses: ")) {
            let version = used.split(['@', ' ']).nth(1).unwrap();
            assert!(version.len() == 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit()), "{used}");
        }
        assert_eq!(talk.run(["init", "--ci", host]).code, 2);
        assert_eq!(fs::read_to_string(talk.path("talk").join(path)).unwrap(), text);
    }
    assert!(!talk.path("talk/orate.toml").exists());
}

/// The file that a code host is given, as the host reads it.
fn host_file(host: &str, path: &str) -> serde_json::Value {
    let talk = Talk::new();
    assert_eq!(talk.run(["init", "--ci", host]).code, 0);
    let text = fs::read_to_string(talk.path("talk").join(path)).unwrap();
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines of the shell in a job.
fn lines(job: &serde_json::Value) -> String {
    let steps = job["steps"].as_array().into_iter().flatten().map(|step| &step["run"]);
    let scripts = job["script"].as_array().into_iter().flatten();
    steps.chain(scripts).filter_map(|line| line.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_job_of_a_pull_request_may_write_nothing_and_starts_no_program_of_the_talk() {
    for (host, path) in
        [("github", ".github/workflows/publish.yml"), ("forgejo", ".forgejo/workflows/publish.yml")]
    {
        let file = host_file(host, path);
        assert_eq!(file["permissions"], serde_json::json!({ "contents": "read" }), "{host}");
        let jobs = file["jobs"].as_object().unwrap();
        for (name, job) in jobs {
            let is_for_pushes =
                job["if"].as_str().is_some_and(|when| when.starts_with("github.event_name == 'push' && "));
            if is_for_pushes {
                assert_eq!(job["permissions"], serde_json::json!({ "contents": "write" }), "{host}: {name}");
                assert_eq!(job["needs"], "check");
                continue;
            }
            assert!(job.get("permissions").is_none(), "{host}: {name} has what holds for the file");
            let lines = lines(job);
            assert!(lines.contains("orate check --public") && !lines.contains("orate publish"), "{lines}");
            assert!(!lines.contains("--allow-programs") && !lines.contains("orate build"), "{lines}");
            let checkout =
                job["steps"].as_array().unwrap().iter().find(|step| step["uses"].is_string()).unwrap();
            assert_eq!(checkout["with"]["persist-credentials"], false, "{host}: {name}");
        }
        assert_eq!(jobs.len(), 2);
        assert!(file.to_string().matches("pull_request_target").count() == 0);
    }
}

#[test]
fn a_merge_request_runs_the_check_alone() {
    let file = host_file("gitlab", ".gitlab-ci.yml");
    let rules = |job: &str| file[job]["rules"].to_string();
    assert!(rules("check").contains("merge_request_event"));
    assert!(!rules("pages").contains("merge_request_event") && rules("pages").contains("$CI_DEFAULT_BRANCH"));
    let check = lines(&file["check"]);
    assert!(check.contains("orate check --public") && !check.contains("--allow-programs"), "{check}");
    assert!(lines(&file["pages"]).contains("orate publish"));
}

#[test]
fn a_gallery_shows_each_theme_and_replaces_no_file() {
    let talk = Talk::new();
    let gallery = |file: &str| run(talk.command(["themes", "gallery", file]).current_dir(talk.path("")));
    let first = gallery("pages/themes.html");
    assert_eq!(
        (first.code, first.output.as_str()),
        (0, "wrote pages/themes.html: open it in a browser\n"),
        "{}",
        first.errors
    );
    let page = fs::read_to_string(talk.path("pages/themes.html")).unwrap();
    for name in ["white", "black", "ink", "night", "signal", "mono", "paper", "clear"] {
        for appearance in ["light", "dark"] {
            let frame = format!("data-theme=\"{name}\" data-appearance=\"{appearance}\"");
            assert!(page.contains(&frame), "{frame}");
        }
        assert!(page.contains(&format!("<code>theme = \"{name}\"</code>")), "{name}");
    }
    assert!(page.len() < 1_600_000, "{} bytes", page.len());
    let again = gallery("pages/themes.html");
    assert_eq!(again.code, 2);
    assert!(again.errors.contains("there is already `pages/themes.html`"), "{}", again.errors);
    assert_eq!(fs::read_to_string(talk.path("pages/themes.html")).unwrap(), page);
}

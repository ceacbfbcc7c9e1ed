//! Nothing that a talk names starts until the person at this machine has allowed it: each program here leaves a file
//! behind when it runs.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::Child;
use std::time::{Duration, Instant};

use super::terminal::answer;
use crate::cli::talk::{Talk, run};

const DRAW: &str = "touch ran; echo '<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>'";

const QUESTION: &str = "allow it for this talk? [y/N]";

/// Settings by which a line of the shell draws `sketch`.
fn settings(script: &str) -> String {
    format!("[diagrams.sketch]\ncommand = {}\n", serde_json::json!(["sh", "-c", script]))
}

fn talk() -> Talk {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", "# One\n\n```sketch\na -> b\n```\n");
    talk.put("talk/orate.toml", &settings(DRAW));
    talk
}

/// Whether the program ran since this was asked last.
fn has_run(talk: &Talk) -> bool {
    fs::remove_file(talk.path("talk/ran")).is_ok()
}

#[track_caller]
fn check_listing(talk: &Talk) {
    assert!(!has_run(talk));
    assert!(talk.page().contains("<code class=\"sketch\""), "the source stays to be seen");
}

#[test]
fn a_program_that_nobody_has_allowed_does_not_run_and_its_source_is_shown() {
    let talk = talk();
    let run = talk.build();
    check_listing(&talk);
    for told in [
        "warning[program-not-allowed]: `sh …` may not draw `sketch`: nobody has allowed it for this talk",
        "slides/1.md:3:1",
        "`orate allow` shows the whole command",
    ] {
        assert!(run.errors.contains(told), "{told}: {}", run.errors);
    }
    talk.allow();
    let run = talk.build();
    assert!(has_run(&talk) && talk.page().contains("<img src=\"data:image/svg"));
    assert!(run.errors.starts_with("orate runs `sh …` in `"), "told before all else: {}", run.errors);
}

#[test]
fn neither_build_watch_serve_publish_check_timing_nor_import_starts_what_is_not_allowed() {
    let talk = talk();
    talk.put("talk/orate.toml", &format!("{}[publish]\nto = \"../public\"\n", settings(DRAW)));
    talk.put("old/slides.md", "---\ntitle: a\n---\n# One\n\n```sketch\na\n```\n");
    for arguments in [
        &["build"][..],
        &["build", "--public", "--json"],
        &["build", "--variant", "short"],
        &["publish", "--dry-run"],
        &["publish", "--yes"],
        &["publish", "--rollback", "--dry-run"],
        &["check", "--public"],
        &["timing", "--variants"],
        &["import", "../old", "../new"],
    ] {
        talk.run(arguments);
        assert!(!has_run(&talk), "{arguments:?}");
    }
    talk.allow();
    for arguments in [&["check", "--public"][..], &["timing"], &["import", "../old", "../new"]] {
        talk.run(arguments);
        assert!(!has_run(&talk), "{arguments:?} starts nothing, whatever is allowed");
    }
    let check = talk.run(["check", "--strict"]);
    assert!(check.errors.contains("note[program-not-started]"), "{}", check.errors);
    assert_eq!(check.code, 0, "an allowed program is no warning: {}", check.errors);
    talk.run(["check", "--allow-programs"]);
    assert!(has_run(&talk));
    talk.run(["publish", "--dry-run"]);
    assert!(has_run(&talk), "what is allowed draws for a publication, too");
}

#[test]
fn front_matter_names_no_program_whoever_allows_it() {
    let talk = talk();
    let front = |inner: &str| format!("+++\n{inner}+++\n# One\n\n```sketch\na\n```\n");
    fs::remove_file(talk.path("talk/orate.toml")).unwrap();
    fs::remove_dir_all(talk.path("talk/slides")).unwrap();
    for name in ["talk/slides.md", "talk/alone.md"] {
        talk.put(name, &front(&settings(DRAW)));
        for arguments in [&["allow", "--yes"][..], &["build"], &["build", "--allow-programs"]] {
            let run = talk
                .run(arguments.iter().copied().chain([name.trim_start_matches("talk/")]).collect::<Vec<_>>());
            assert!(!has_run(&talk), "{arguments:?}");
            if arguments[0] == "build" && name.ends_with("alone.md") {
                assert!(run.errors.contains("warning[misplaced-program]"), "{}", run.errors);
                assert!(run.errors.contains("move it to `orate.toml`"), "{}", run.errors);
            }
        }
        fs::remove_file(talk.path(name)).unwrap();
    }
    talk.put("talk/slides.md", &front("[publish]\ncommand = [\"sh\", \"-c\", \"touch ran\"]\n"));
    let run = talk.run(["publish", "slides.md", "--yes", "--allow-programs"]);
    assert!(run.code == 2 && run.errors.contains("publish-nowhere"), "{}", run.errors);
    assert!(!talk.path("talk/ran").exists());
    // What `orate.toml` beside it names is as good for one file as for a folder.
    talk.put("talk/slides.md", "# One\n\n```sketch\na\n```\n");
    talk.put("talk/orate.toml", &settings(DRAW));
    talk.run(["allow", "--yes", "slides.md"]);
    talk.run(["build", "slides.md"]);
    assert!(has_run(&talk));
}

#[test]
fn a_changed_command_and_a_changed_script_are_asked_for_anew() {
    let talk = talk();
    talk.allow();
    talk.put("talk/orate.toml", &settings(&format!("{DRAW} ")));
    talk.build();
    check_listing(&talk);
    let script = |text: &str| {
        talk.put("talk/draw.sh", &format!("#!/bin/sh\n{text}\n"));
        fs::set_permissions(talk.path("talk/draw.sh"), fs::Permissions::from_mode(0o755)).unwrap();
    };
    for command in ["[\"./draw.sh\"]", "[\"sh\", \"draw.sh\"]"] {
        talk.put("talk/orate.toml", &format!("[diagrams.sketch]\ncommand = {command}\n"));
        script(DRAW);
        talk.allow();
        talk.build();
        assert!(has_run(&talk), "{command}");
        script(&format!("{DRAW}; true"));
        let run = talk.build();
        check_listing(&talk);
        assert!(run.errors.contains("a file that it runs has changed"), "{}", run.errors);
        let list = talk.run(["allow", "--list"]);
        assert!(list.output.contains("changed since it was allowed"), "{}", list.output);
    }
}

#[test]
fn what_is_allowed_is_allowed_for_that_folder_alone_and_until_it_is_revoked() {
    let talk = talk();
    talk.allow();
    talk.put("other/slides/1.md", "```sketch\na\n```\n");
    talk.put("other/orate.toml", &settings(DRAW));
    talk.run(["build", "../other"]);
    assert!(!talk.path("other/ran").exists());
    let list = talk.run(["allow", "--list"]);
    assert!(list.output.contains("allowed, to draw `sketch`: sh -c 'touch ran;"), "{}", list.output);
    assert_eq!(talk.run(["allow", "--revoke"]).code, 0);
    talk.build();
    check_listing(&talk);
}

#[test]
fn each_talk_of_a_site_is_allowed_by_itself_and_the_site_names_no_program_for_it() {
    let talk = Talk::new();
    for name in ["a", "b"] {
        talk.put(&format!("talk/talks/{name}/slides.md"), "# One\n\n```sketch\na\n```\n");
        talk.put(&format!("talk/talks/{name}/orate.toml"), &settings(DRAW));
    }
    talk.put("talk/orate.toml", &format!("{}[site]\ntalks = [\"talks/*\"]\n", settings("touch site-ran")));
    let ran = |name: &str| talk.path(&format!("talk/talks/{name}/ran")).exists();
    talk.run(["build"]);
    assert!(!ran("a") && !ran("b"));
    talk.run(["allow", "--yes", "talks/a"]);
    talk.run(["build"]);
    assert!(ran("a") && !ran("b"));
    talk.allow();
    talk.run(["build"]);
    assert!(ran("b") && !talk.path("talk/site-ran").exists());
}

#[test]
fn includes_and_variants_start_nothing_of_their_own() {
    let talk = talk();
    talk.put(
        "talk/shared/a.md",
        &format!(
            "+++\n{}+++\n# Shared\n\n```other\na\n```\n",
            settings("touch ran").replace("sketch", "other")
        ),
    );
    talk.put("talk/slides/1.md", "<!-- include: ../shared/a.md -->\n");
    talk.run(["build", "--allow-programs"]);
    assert!(!has_run(&talk));
    talk.put(
        "talk/slides/1.md",
        "# One {only=short}\n\n<!-- .slide: only=\"short\" -->\n\n```sketch\na\n```\n\n\n# Two\n",
    );
    talk.allow();
    talk.run(["build"]);
    assert!(!has_run(&talk), "a slide that is not shown is not drawn");
    talk.run(["build", "--variant", "short"]);
    assert!(has_run(&talk));
}

#[test]
fn a_code_hosts_job_starts_nothing_unless_it_is_told_to() {
    let talk = talk();
    talk.allow();
    let built = run(talk.command(["build"]).env("CI", "true"));
    check_listing(&talk);
    assert!(
        built.errors.contains("`--allow-programs` starts the programs of a talk that you trust"),
        "{}",
        built.errors
    );
    run(talk.command(["build", "--allow-programs"]).env("CI", "true"));
    assert!(has_run(&talk));
}

#[test]
fn a_distrusted_talk_starts_nothing_that_was_allowed() {
    let talk = talk();
    talk.allow();
    for arguments in [
        &["build", "--untrusted"][..],
        &["check", "--untrusted"],
        &["publish", "--untrusted", "--dry-run", "--to", "../public"],
    ] {
        let run = talk.run(arguments);
        assert!(!has_run(&talk), "{arguments:?}");
        assert!(run.errors.contains("`--untrusted` starts no program"), "{arguments:?}: {}", run.errors);
    }
    assert_eq!(talk.run(["build", "--untrusted", "--allow-programs"]).code, 2);
}

#[test]
fn a_command_that_publishes_runs_where_it_was_typed_or_allowed() {
    let talk = Talk::new();
    let ran = || fs::remove_file(talk.path("ran")).is_ok();
    let script = format!("test -f index.html && touch {}", talk.path("ran").display());
    talk.put(
        "talk/orate.toml",
        &format!("[publish]\ncommand = {}\n", serde_json::json!(["sh", "-c", script])),
    );
    let run = talk.run(["publish", "--yes"]);
    assert!(
        run.code == 2 && run.errors.contains("error[publish-not-allowed]: `sh …` may not publish"),
        "{}",
        run.errors
    );
    let run = talk.run(["publish", "--dry-run"]);
    assert!(run.code == 0 && run.errors.contains("warning[publish-not-allowed]"), "{}", run.errors);
    assert!(!ran());
    assert_eq!(talk.run(["publish", "--yes", ".", "--", "sh", "-c", &script]).code, 0);
    assert!(ran(), "what is typed is the typist's own");
    let run = talk.run(["publish", "--untrusted", "--yes", ".", "--", "sh", "-c", &script]);
    assert!(run.code == 2 && !ran(), "{}", run.errors);
    talk.allow();
    let run = talk.run(["publish", "--dry-run"]);
    assert!(!ran() && !run.errors.contains("publish-not-allowed"), "{}", run.errors);
    let run = talk.run(["publish", "--yes"]);
    assert!(run.code == 0 && ran() && run.errors.contains("orate runs `"), "{}", run.errors);
    assert_eq!(talk.run(["publish", "--yes", "--untrusted"]).code, 2);
    assert!(!ran());
}

#[test]
fn somebody_at_a_terminal_is_shown_the_whole_command_and_asked() {
    let talk = talk();
    talk.put("talk/orate.toml", &settings(&format!("{DRAW} #\u{1b}[2K")).replace('\u{1b}', "\\u001b"));
    for no in ["n\n", "\n", "what?\n"] {
        let (code, shown) = answer(talk.command(["build"]), QUESTION, no);
        check_listing(&talk);
        assert_eq!(code, 0, "{shown}");
        assert!(shown.contains(r"\u{1b}[2K'") && shown.contains("touch ran"), "{shown}");
        assert!(shown.contains(&*fs::canonicalize(talk.path("talk")).unwrap().to_string_lossy()), "{shown}");
    }
    let (_, shown) = answer(talk.command(["build"]), QUESTION, "y\n");
    assert!(has_run(&talk), "{shown}");
    talk.build();
    assert!(has_run(&talk), "it is remembered");
}

#[test]
fn nothing_is_allowed_where_nobody_says_so() {
    let talk = talk();
    let run = talk.run(["allow"]);
    assert!(run.code == 2 && run.errors.contains("nobody can be asked"), "{}", run.errors);
    assert!(run.errors.contains("touch ran"), "the command is shown whole: {}", run.errors);
    let (code, shown) = answer(talk.command(["allow"]), QUESTION, "n\n");
    assert!(code == 0 && shown.contains("and not the rest"), "{shown}");
    talk.build();
    check_listing(&talk);
    assert!(answer(talk.command(["allow"]), QUESTION, "yes\n").1.contains("allowed 1 command"));
    assert_eq!(talk.run(["allow"]).output, "there is nothing to allow\n");
}

#[test]
fn a_talk_cannot_allow_itself_anything() {
    let talk = talk();
    talk.allow();
    let state = talk.path("state/allowed");
    let file = fs::read_dir(&state).unwrap().next().unwrap().unwrap().path();
    // A link to a file of the talk, as if somebody else had put it there.
    fs::rename(&file, talk.path("talk/allowed.json")).unwrap();
    std::os::unix::fs::symlink(talk.path("talk/allowed.json"), &file).unwrap();
    let built = talk.build();
    check_listing(&talk);
    assert!(built.errors.contains("is not believed: it is a link"), "{}", built.errors);
    let built = run(talk.command(["allow", "--yes"]).env("ORATE_STATE_DIR", talk.path("talk/state")));
    assert!(built.code == 2 && built.errors.contains("lies in the talk"), "{}", built.errors);
    let built = run(talk.command(["build"]).env("ORATE_STATE_DIR", "state"));
    check_listing(&talk);
    assert!(built.errors.contains("there is no place to keep"), "{}", built.errors);
}

#[test]
fn a_bare_name_is_never_a_file_of_the_talk() {
    let talk = talk();
    talk.put("talk/orate.toml", "[diagrams.sketch]\ncommand = [\"orate-test-program\"]\n");
    talk.put("talk/orate-test-program", &format!("#!/bin/sh\n{DRAW}\n"));
    fs::set_permissions(talk.path("talk/orate-test-program"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!(".:{}:{}", talk.path("talk").display(), std::env::var("PATH").unwrap());
    let built = run(talk.command(["build", "--allow-programs"]).env("PATH", path));
    assert!(built.errors.contains("`orate-test-program` is not there"), "{}", built.errors);
    check_listing(&talk);
}

/// A preview or a watch that runs until this goes.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[track_caller]
fn wait(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_preview_and_a_watch_hear_of_what_is_allowed_later_and_tell_before_it_runs() {
    for command in [&["serve", "--port", "0", "--json"][..], &["watch", "--json"]] {
        let talk = talk();
        let mut child = Running(talk.command(command).spawn().unwrap());
        let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map_while(Result::ok);
        let built = lines.find(|line| line.contains("\"built\"")).unwrap();
        assert!(built.contains("program-not-allowed") && !has_run(&talk), "{built}");
        talk.allow();
        wait("the program runs once it is allowed", || talk.path("talk/ran").exists());
        let mut told = BufReader::new(child.0.stderr.take().unwrap()).lines().map_while(Result::ok);
        assert!(told.any(|line| line.starts_with("orate runs `sh …` in `")), "{command:?}");
    }
}

#[test]
fn a_preview_of_a_distrusted_talk_starts_nothing() {
    let talk = talk();
    talk.allow();
    let mut child = Running(talk.command(["serve", "--port", "0", "--json", "--untrusted"]).spawn().unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("program-not-allowed")));
    assert!(!has_run(&talk));
}

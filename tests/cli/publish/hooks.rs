//! What a repository may start when a talk in it is published: nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{git, publish};
use crate::cli::talk::Talk;

/// A repository with a bare one beside or within it, whose every hook leaves a file behind.
fn hook_everything(talk: &Talk, hooks: &str) {
    for name in [
        "pre-push",
        "pre-receive",
        "post-receive",
        "update",
        "reference-transaction",
        "post-index-change",
        "pre-auto-gc",
        "post-update",
    ] {
        let path = format!("{hooks}/{name}");
        talk.put(&path, &format!("#!/bin/sh\necho {name} >> {}\n", talk.path("ran").display()));
        fs::set_permissions(talk.path(&path), fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn no_hook_and_no_monitor_of_the_repository_starts() {
    let talk = Talk::new();
    git(&talk, "talk", &["init", "--quiet"]);
    git(&talk, "talk", &["init", "--quiet", "--bare", "../remote.git"]);
    git(&talk, "talk", &["remote", "add", "origin", "../remote.git"]);
    git(&talk, "talk", &["config", "core.hooksPath", "hooks"]);
    git(&talk, "talk", &["config", "core.fsmonitor", "hooks/pre-push"]);
    hook_everything(&talk, "talk/hooks");
    hook_everything(&talk, "talk/.git/hooks");
    let run = publish(&talk, &["--branch", "pages", "--yes"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    assert!(!talk.path("ran").exists(), "{:?}", fs::read_to_string(talk.path("ran")));
}

#[test]
fn a_repository_that_a_talk_brings_is_no_remote() {
    let talk = Talk::new();
    git(&talk, "talk", &["init", "--quiet"]);
    for name in ["origin", "evil.git"] {
        git(&talk, "talk", &["init", "--quiet", "--bare", name]);
        hook_everything(&talk, &format!("talk/{name}/hooks"));
    }
    talk.put("talk/orate.toml", "[publish]\nbranch = \"pages\"\nremote = \"evil.git\"\n");
    let run = publish(&talk, &["--yes"]);
    assert!(
        run.code == 2 && run.errors.contains("the repository knows no remote `evil.git`"),
        "{}",
        run.errors
    );
    let run = publish(&talk, &["--branch", "pages", "--yes"]);
    assert!(
        run.code == 2 && run.errors.contains("the repository knows no remote `origin`"),
        "{}",
        run.errors
    );
    assert!(!talk.path("ran").exists());
    // An archive may bring the settings of its repository, too.
    git(&talk, "talk", &["remote", "add", "origin", "./evil.git"]);
    let run = publish(&talk, &["--branch", "pages", "--yes", "--untrusted"]);
    assert!(run.code == 2 && !talk.path("ran").exists(), "{}", run.errors);
}

#[test]
fn settings_of_a_distrusted_repository_start_no_program() {
    for (name, value) in [
        ("core.sshCommand", "touch ../ran; false"),
        ("remote.origin.uploadpack", "touch ../ran; git-upload-pack"),
        ("credential.helper", "!touch ../ran"),
        ("include.path", "other"),
    ] {
        let talk = Talk::new();
        git(&talk, "talk", &["init", "--quiet"]);
        git(&talk, "talk", &["init", "--quiet", "--bare", "../remote.git"]);
        git(&talk, "talk", &["remote", "add", "origin", "../remote.git"]);
        git(&talk, "talk", &["config", name, value]);
        let run = publish(&talk, &["--branch", "pages", "--yes", "--untrusted"]);
        assert!(
            run.code == 2 && run.errors.contains("the repository's own setting"),
            "{name}: {}",
            run.errors
        );
        assert!(!talk.path("ran").exists(), "{name}");
    }
}

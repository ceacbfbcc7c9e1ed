//! What lets somebody in is not printed: arguments of programs, and queries of addresses.

use crate::cli::talk::Talk;

const CANARY: &str = "hunter2-canary";

/// Everything that a run prints, which holds no secret.
#[track_caller]
fn check(talk: &Talk, arguments: &[&str]) -> String {
    let run = talk.run(arguments);
    let printed = format!("{}{}", run.output, run.errors);
    assert!(!printed.contains(CANARY), "{arguments:?}: {printed}");
    printed
}

#[cfg(unix)]
#[test]
fn arguments_of_programs_are_not_printed() {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", "```sketch\na\n```\n");
    let draw = "echo \"no such user: $0\" >&2; exit 3";
    let draw = serde_json::json!(["sh", "-c", draw, CANARY]);
    let send = serde_json::json!(["sh", "-c", "exit 4", format!("--token={CANARY}")]);
    talk.put(
        "talk/orate.toml",
        &format!("[diagrams.sketch]\ncommand = {draw}\n[publish]\ncommand = {send}\n"),
    );
    for arguments in [
        &["build"][..],
        &["build", "--json"],
        &["check"],
        &["publish", "--dry-run"],
        &["publish", "--dry-run", "--json"],
    ] {
        check(&talk, arguments);
    }
    // Only here the command is shown, since it is what one says yes to.
    let list = talk.run(["allow", "--list"]);
    assert!(list.output.contains(CANARY));
    talk.run(["allow", "--yes"]);
    let printed = check(&talk, &["build"]);
    assert!(printed.contains("`sh` ended with code 3") && printed.contains("no such user: …"), "{printed}");
    check(&talk, &["build", "--json"]);
    talk.put("talk/slides/1.md", "# One\n");
    let printed = check(&talk, &["publish", "--yes"]);
    assert!(printed.contains("`/") && printed.contains("ended with exit code 4"), "{printed}");
    check(&talk, &["publish", "--dry-run", ".", "--", "curl", "-u", CANARY, "https://a.example"]);
    check(&talk, &["publish", "--yes", ".", "--", "sh", "-c", "exit 1", CANARY]);
}

#[test]
fn queries_of_addresses_are_not_printed() {
    let talk = Talk::new();
    for remote in [
        format!("https://ada:{CANARY}@127.0.0.1:1/a.git"),
        format!("https://127.0.0.1:1/a.git?private_token={CANARY}"),
    ] {
        std::process::Command::new("git")
            .args(["init", "--quiet"])
            .current_dir(talk.path("talk"))
            .status()
            .unwrap();
        for more in [&[][..], &["--json"], &["--dry-run"]] {
            let arguments = ["publish", "--branch", "pages", "--remote", &remote, "--yes"];
            let printed = check(&talk, &[&arguments[..], more].concat());
            assert!(printed.contains("127.0.0.1:1/a.git"), "{printed}");
        }
    }
}

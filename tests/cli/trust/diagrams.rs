//! Diagrams that programs draw: only where the settings say so, and told whether or not it went well.

use crate::cli::talk::Talk;

const FENCE: &str = "# One\n\n```sketch title=\"A <sketch>\"\na -> b\nb -> c\n```\n";

/// A talk with a diagram, and a program for it that is a line of the shell and is allowed.
fn talk(program: &str) -> Talk {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", FENCE);
    let command = serde_json::json!(["sh", "-c", program]);
    talk.put("talk/orate.toml", &format!("[diagrams.sketch]\ncommand = {command}\n"));
    talk.allow();
    talk
}

const DRAW: &str = "cat > drawn; echo x >> runs; echo '<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><script>x</script><path d=\"M0 0\" id=\"a\"/></svg>'";

#[test]
fn a_program_that_the_settings_name_draws_and_is_told_of() {
    let talk = talk(DRAW);
    let run = talk.build();
    assert!(run.errors.contains("orate runs `sh …` in `"), "{}", run.errors);
    assert!(run.errors.contains("note[program-runs]: the program `sh …`"), "{}", run.errors);
    assert!(run.errors.contains("draws 1 diagram of this talk"), "{}", run.errors);
    assert_eq!(std::fs::read_to_string(talk.path("talk/drawn")).unwrap(), "a -> b\nb -> c\n");
    let page = talk.page();
    let image = "<figure class=\"orate-diagram\"><img src=\"data:image/svg+xml,";
    assert!(page.contains(image), "{page}");
    assert!(page.contains("alt=\"A &lt;sketch&gt;\" width=\"60\" height=\"30\">"));
    assert!(!page.contains("%3Cscript"));
    assert_eq!(talk.run(["build", "--public"]).code, 0);
    assert!(talk.page().contains(image));
}

#[test]
fn no_program_runs_that_the_settings_do_not_name() {
    let talk = talk(DRAW);
    talk.put("talk/orate.toml", "");
    let run = talk.build();
    assert_eq!(run.errors, "");
    assert!(talk.page().contains("<code class=\"sketch\""));
    talk.put(
        "talk/orate.toml",
        "extensions = false\n[diagrams.sketch]\ncommand = [\"sh\", \"-c\", \"touch runs\"]\n",
    );
    talk.build();
    assert_eq!(talk.run(["timing"]).code, 0);
    assert!(!talk.path("talk/runs").exists());
}

#[test]
fn the_times_of_a_talk_are_told_without_a_program() {
    let talk = talk(DRAW);
    assert_eq!(talk.run(["timing"]).code, 0);
    assert!(!talk.path("talk/runs").exists());
}

#[test]
fn a_program_of_the_authors_may_draw_what_orate_draws_itself() {
    let talk = talk(DRAW);
    talk.put("talk/slides/1.md", "```mermaid\nmindmap\n```\n");
    let settings = std::fs::read_to_string(talk.path("talk/orate.toml")).unwrap();
    talk.put("talk/orate.toml", &settings.replace("sketch", "mermaid"));
    talk.build();
    assert!(talk.page().contains("alt=\"Diagram (mermaid)\""));
}

#[track_caller]
fn check_failure(program: &str, told: &[&str]) {
    let talk = talk(program);
    let run = talk.run(["build"]);
    assert_eq!(run.code, 1, "{}", run.errors);
    for told in told {
        assert!(run.errors.contains(told), "{told:?} is not in {}", run.errors);
    }
    assert!(talk.page().contains("<code class=\"sketch\""), "the source stays to be seen");
}

#[test]
fn what_a_program_complains_of_is_told_at_the_line() {
    check_failure(
        "echo 'sketch: 2:6: c is not known' >&2; exit 4",
        &["error[broken-diagram]: `sh` ended with code 4", "slides/1.md:5:1", "sketch: 2:6: c is not known"],
    );
    check_failure("echo no", &["what `sh` has written is no SVG: it is not well-formed", "slides/1.md:4"]);
    check_failure("echo '<html/>'", &["what `sh` has written is no SVG: its root element is `html`"]);
    check_failure(":", &["`sh` has drawn nothing"]);
}

#[test]
fn settings_that_name_no_program_are_told() {
    let talk = talk("");
    for (settings, told) in [
        ("[diagrams]\nd2 = 1\n", "must be a table with a `command`"),
        ("[diagrams.d2]\n", "has no command for `d2`"),
        ("[diagrams.d2]\ncommand = \"d2 - -\"\n", "must have a command as a list of words"),
        ("[diagrams.d2]\ncommand = []\n", "names no program"),
        ("[diagrams.d2]\ncmd = \"d2\"\n", "has no key `cmd` of a language"),
        ("[diagrams.math]\ncommand = [\"d2\"]\n", "cannot let a program draw `math`"),
    ] {
        talk.put("talk/orate.toml", settings);
        let run = talk.run(["build"]);
        assert!(run.code == 1 && run.errors.contains(told), "{settings}: {}", run.errors);
    }
    talk.put("talk/orate.toml", "[diagrams.sketch]\ncommand = [\"no-such-program\"]\n");
    let run = talk.run(["build", "--allow-programs"]);
    assert!(run.errors.contains("`no-such-program` is not there"), "{}", run.errors);
}

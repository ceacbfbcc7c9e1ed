//! A mistake in what makes a folder a site is reported as such, at its place.

use crate::cli::talk::Talk;

/// Builds a site with one talk and these settings, and expects the message at the place, and the help.
#[track_caller]
fn check_mistake(settings: &str, message: &str, place: &str, help: &str) {
    let talk = Talk::new();
    talk.put("site/orate.toml", settings);
    talk.put("site/talks/a/slides.md", "# One");
    let run = talk.run(["build", "../site"]);
    assert_eq!(run.code, 1, "{settings}");
    for part in [message, &format!("orate.toml:{place}"), help] {
        assert!(run.errors.contains(part), "{settings}: no `{part}` in\n{}", run.errors);
    }
    assert!(!run.errors.contains("holds no talk"), "{}", run.errors);
}

#[test]
fn a_mistake_within_site_is_named_at_its_line() {
    check_mistake(
        "[site]\ntitle = \"x\"\ntalks = [\"talks/*\"]\n",
        "`site` has no key `title`",
        "2:1",
        "move it above `[site]`",
    );
    check_mistake(
        "[site]\ntalk = [\"talks/*\"]\n",
        "`site` has no key `talk`",
        "2:1",
        "did you mean `talks`?",
    );
    check_mistake("[site]\ntalks = 3\n", "`site` must be text", "2:9", "write it in quotes");
    check_mistake("site = \"talks\"\n", "`site` must be a table", "1:8", "below `[site]`");
    check_mistake("[site]\n", "`site` names no talks", "1:1", "below `[site]`");
    check_mistake(
        "[site]\ntalks = [\"talks/*\", \"../x\"]\n",
        "looks for talks outside the site: `../x`",
        "2:21",
        "below `[site]`",
    );
}

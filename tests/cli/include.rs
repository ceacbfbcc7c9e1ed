//! Slides that are in other files, beside the talk's own and beyond its folder.

use std::fs;

use crate::cli::talk::Talk;

#[test]
fn slides_come_from_the_repository_around_the_talk_and_from_nowhere_else() {
    let talk = Talk::new();
    talk.put("repo/ha/slides/1.md", "# One\n\n\n\n<!-- include: ../../shared/me.md#bio -->\n");
    talk.put("repo/shared/me.md", "# Me\n\n\n# Bio\n\nNote: heron\n");
    let page = || fs::read_to_string(talk.path("repo/ha/dist/index.html")).unwrap();
    let run = talk.run(["build", "../repo/ha"]);
    assert_eq!(run.code, 1);
    assert!(run.errors.contains("error[outside-project]"), "{}", run.errors);
    assert!(!page().contains("heron"));
    talk.put("repo/.git/HEAD", "ref: refs/heads/main\n");
    let run = talk.run(["build", "../repo/ha"]);
    assert_eq!((run.code, run.errors.as_str()), (0, ""));
    assert!(run.output.starts_with("built 2 slides"), "{}", run.output);
    assert!(page().contains("Bio</h1>") && page().contains("heron"));
    assert!(!page().contains("Me</h1>"));
    talk.run(["build", "../repo/ha", "--public"]);
    assert!(!page().contains("heron") && !page().contains("include:"));
}

#[test]
fn what_a_file_beside_the_talk_names_is_looked_for_beside_it() {
    let talk = Talk::new();
    talk.put("repo/.git/HEAD", "ref: refs/heads/main\n");
    talk.put(
        "repo/ha/slides/1.md",
        "# One\n\n<!-- include: ../../shared/me.md -->\n\n```file=\"own.rs\"\n```\n",
    );
    talk.put("repo/ha/slides/own.rs", "fn heron() {}\n");
    talk.put(
        "repo/shared/me.md",
        "![Me](me.svg)\n\n```file=\"code/hello.rs\"\n```\n\n```chart file=\"numbers.csv\"\n```\n",
    );
    talk.put("repo/shared/me.svg", crate::cli::talk::PICTURE);
    talk.put("repo/shared/code/hello.rs", "fn plover() {}\n");
    talk.put("repo/shared/numbers.csv", "bird,count\nwagtail,3\ngannet,5\n");
    let run = talk.run(["build", "../repo/ha"]);
    assert_eq!((run.code, run.errors.as_str()), (0, ""));
    let page = fs::read_to_string(talk.path("repo/ha/dist/index.html")).unwrap();
    for word in ["M0%200h4v3z", "plover", "wagtail", "heron"] {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn pictures_lie_in_the_repository_and_those_of_the_talk_s_own_slides_in_its_folder() {
    let talk = Talk::new();
    talk.put("repo/.git/HEAD", "ref: refs/heads/main\n");
    talk.put("elsewhere.svg", crate::cli::talk::PICTURE);
    talk.put("repo/.private/me.svg", crate::cli::talk::PICTURE);
    talk.put("repo/shared/me.svg", crate::cli::talk::PICTURE);
    talk.put("repo/shared/me.md", "![](../../elsewhere.svg)\n\n![](../.private/me.svg)\n");
    talk.put(
        "repo/ha/slides/1.md",
        "# One\n\n<!-- include: ../../shared/me.md -->\n\n![](../../shared/me.svg)\n",
    );
    let run = talk.run(["build", "../repo/ha"]);
    assert_eq!(run.code, 1);
    let count = |text: &str| run.errors.matches(text).count();
    assert_eq!((count("error[unreadable-file]"), count("error[outside-project]")), (2, 1), "{}", run.errors);
    let page = fs::read_to_string(talk.path("repo/ha/dist/index.html")).unwrap();
    assert!(!page.contains("M0 0h4v3z"));
}

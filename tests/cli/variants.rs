//! Variants and drafts: what is left out leaves nothing behind.

use crate::cli::talk::Talk;

/// A talk whose left-out parts bear names of birds.
fn talk() -> Talk {
    let talk = Talk::new();
    talk.put("talk/orate.toml", "separator = \"dashes\"\nduration = \"10min\"\ndurations = { short = 30 }\n");
    talk.put(
        "talk/slides/1.md",
        "\
# Kept

<!-- .slide: not=\"tiny\" -->

- everywhere
- heron <!-- .element: only=\"short\" -->
- <b not=\"short\">magpie</b>

<div only=\"paris, short\">

![egret](images/egret.svg)

</div>

Note: <span only=\"short\">wagtail</span> said
---
# Bittern
<!-- .slide: only=\"short\" id=\"bittern\" -->

Note: plover
---
# Curlew
<!-- .slide: not=\"short\" -->
",
    );
    talk.put("talk/slides/2.md", "+++\nonly = [\"short\", \"long\"]\n+++\n# Dunnock\n---\n# Avocet\n");
    talk.put("talk/slides/3.md", "+++\ndraft = true\n+++\n# Fulmar\n---\n# Gannet\n");
    talk.put(
        "talk/slides/4.md",
        "# Whimbrel\n<!-- .slide: draft -->\n---\n# End\n<!-- .slide: data-visibility=\"uncounted\" -->",
    );
    talk.put("talk/images/egret.svg", crate::cli::talk::PICTURE);
    talk
}

const BIRDS: [&str; 12] = [
    "heron", "magpie", "egret", "wagtail", "bittern", "plover", "curlew", "dunnock", "avocet", "fulmar",
    "gannet", "whimbrel",
];

#[track_caller]
fn check_birds(talk: &Talk, arguments: &[&str], birds: &[&str]) {
    let run = talk.run(arguments);
    assert_eq!((run.code, run.errors.as_str()), (0, ""));
    let page = talk.page().to_lowercase();
    let found: Vec<_> = BIRDS.into_iter().filter(|bird| page.contains(bird)).collect();
    assert_eq!(found, birds);
    for mark in [" only=", " not=", " draft"] {
        assert!(!page.split("<div class=\"slides\">").nth(1).unwrap().contains(mark), "{mark}");
    }
}

#[test]
fn what_a_variant_leaves_out_leaves_no_byte() {
    let talk = talk();
    check_birds(&talk, &["build"], &["magpie", "curlew", "fulmar", "gannet", "whimbrel"]);
    check_birds(
        &talk,
        &["build", "--variant", "short"],
        &[
            "heron", "egret", "wagtail", "bittern", "plover", "dunnock", "avocet", "fulmar", "gannet",
            "whimbrel",
        ],
    );
    check_birds(
        &talk,
        &["build", "--variant", "paris,short", "--public"],
        &["heron", "egret", "bittern", "dunnock", "avocet"],
    );
    check_birds(&talk, &["build", "--public"], &["magpie", "curlew"]);
}

#[test]
fn a_variant_of_the_settings_holds_until_another_is_asked_for() {
    let talk = talk();
    talk.put("talk/orate.toml", "separator = \"dashes\"\nvariant = \"tiny\"\n");
    check_birds(&talk, &["build", "--public"], &["curlew"]);
    check_birds(&talk, &["build", "--public", "--variant="], &["magpie", "curlew"]);
}

#[test]
fn drafts_are_marked_for_the_speaker_and_not_for_the_public() {
    let talk = talk();
    talk.run(["build"]);
    let page = talk.page();
    assert_eq!(page.matches(" data-orate-draft=\"\"").count(), 3);
    talk.run(["build", "--public"]);
    assert!(!talk.page().contains("data-orate-draft=\"\""));
}

#[test]
fn a_variant_that_nobody_knows_is_told_with_the_nearest() {
    let talk = talk();
    let run = talk.run(["build", "--variant", "shrot"]);
    assert_eq!(run.code, 1);
    assert!(run.errors.contains("there is no variant `shrot`"), "{}", run.errors);
    assert!(run.errors.contains("did you mean `short`?"), "{}", run.errors);
    talk.put("talk/orate.toml", "separator = \"dashes\"\nvariants = [\"short\", \"paris\", \"tiny\"]\n");
    let run = talk.run(["build"]);
    assert!(run.errors.contains("slides/2.md:2:"), "{}", run.errors);
    assert!(run.errors.contains("there is no variant `long`"), "{}", run.errors);
}

#[test]
fn a_mark_that_would_come_too_late_is_an_error() {
    let talk = talk();
    talk.put("talk/slides/5.md", "<!-- .element: only=\"short\" -->\n# Late\n");
    let run = talk.run(["build"]);
    assert!(run.errors.contains("write `<!-- .slide: only=\"short\" -->`"), "{}", run.errors);
}

#[test]
fn each_variant_is_timed_against_its_own_time() {
    let run = talk().run(["timing", "--variants"]);
    let expected = "\
variant  slides    takes       of
(none)        6     0:00    10:00  10:00 left
long          8     0:00    10:00  10:00 left
paris         6     0:00    10:00  10:00 left
short         8     0:01     0:30  0:29 left
tiny          5     0:00    10:00  10:00 left
";
    assert_eq!(run.output, expected, "\n{}", run.output);
    assert_eq!(run.code, 0);
    let run = talk().run(["timing", "--variant", "short", "--json"]);
    assert_eq!(run.json()["budget"], 30);
}

#[test]
fn a_section_of_html_may_be_of_a_variant() {
    let talk = Talk::new();
    let page = "<div class=\"reveal\"><div class=\"slides\"><section><h2>Kept</h2></section>\
        <section only=\"short\"><h2>Heron</h2></section><section><section><h2>A</h2></section>\
        <section not=\"short\"><h2>Magpie</h2></section></section></div></div>";
    talk.put("talk/index.html", page);
    check_birds(&talk, &["build", "index.html"], &["magpie"]);
    check_birds(&talk, &["build", "index.html", "--variant", "short"], &["heron"]);
}

#[test]
fn a_check_is_that_of_one_variant() {
    let talk = talk();
    talk.put("talk/slides/5.md", "# Five\n\n<b only=\"short\">![](images/none.svg)</b>\n");
    let run = |variant: &str| talk.run(["check", "--variant", variant]).errors;
    assert!(run("short").contains("error[missing-image]"), "{}", run("short"));
    assert!(!run("tiny").contains("missing-image"), "{}", run("tiny"));
}

#[test]
fn a_site_is_checked_in_a_variant_that_one_of_its_talks_knows() {
    let talk = Talk::new();
    talk.put("site/orate.toml", "[site]\ntalks = [\"talks/*\"]\n");
    let slides = "# A\n\n\n# B\n\n<!-- .slide: only=\"short\" -->\n\n![b](gone.png)\n\n\n# C\n\n<!-- .slide: not=\"short\" -->\n";
    talk.put("site/talks/a/slides/1.md", slides);
    talk.put("site/talks/b/slides/1.md", "# Other\n");
    let check = |variant: &[&str]| {
        let site = talk.path("site");
        let arguments = [&["check"], variant, &[site.to_str().unwrap()]].concat();
        talk.run(arguments)
    };
    // What is left out is not looked at.
    let usual = check(&[]);
    assert_eq!(usual.code, 0, "{}", usual.errors);
    assert!(!usual.errors.contains("gone.png"), "{}", usual.errors);
    let short = check(&["--variant", "short"]);
    assert!(short.errors.contains("talks/a/slides/1.md:8:6"), "{}", short.errors);
    assert!(!short.errors.contains("unknown-variant"), "{}", short.errors);
    let slip = check(&["--variant", "shrt"]);
    assert_eq!(slip.code, 1);
    assert!(slip.errors.contains("did you mean `short`?"), "{}", slip.errors);
}

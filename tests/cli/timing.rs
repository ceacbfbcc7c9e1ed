//! `orate timing`: what it prints, what it gives to programs, and how it ends.

use crate::cli::talk::Talk;

fn talk() -> Talk {
    let talk = Talk::new();
    talk.put("talk/orate.toml", "duration = \"2min\"\nwords-per-minute = 60\n");
    let notes = "word ".repeat(90);
    talk.put(
        "talk/slides/1.md",
        &format!("# One\n\n<!-- .slide: data-timing=\"1m\" -->\n\nNote: {notes}\n\n\n\n# Two\n"),
    );
    talk
}

#[test]
fn a_table_shows_each_slide_and_whether_the_talk_fits() {
    let run = talk().run(["timing"]);
    assert_eq!((run.code, run.errors.as_str()), (0, ""), "{}", run.output);
    let expected = "\
slide         time    notes
   1  One     1:00     1:30  0:30 over its 1:00
   2  Two     1:00        –
───────────────────────────
the talk      2:00     1:30

the talk takes 1:00 of 2:00 at 60 words a minute, 1:00 less than it may; 1 slide has neither notes nor a time of its own
";
    assert_eq!(run.output, expected, "\n{}", run.output);
}

#[test]
fn a_talk_that_is_much_too_long_ends_with_1() {
    let talk = talk();
    talk.put("talk/orate.toml", "duration = 30\n");
    let run = talk.run(["timing", "--json"]);
    assert_eq!(run.code, 1);
    let object = run.json();
    assert_eq!(
        (&object["too_long"], &object["over"], &object["budget"]),
        (&true.into(), &30.into(), &30.into())
    );
    let slide = &object["parts"][0]["parts"][0]["parts"][0];
    assert_eq!((&slide["title"], &slide["own"], &slide["line"]), (&"One".into(), &60.into(), &1.into()));
}

#[test]
fn the_page_counts_with_the_same_seconds_and_the_public_one_with_none() {
    let talk = talk();
    talk.build();
    assert!(talk.page().contains(r#""timing":[60,60]"#));
    talk.run(["build", "--public"]);
    assert!(!talk.page().contains(r#""timing":"#));
}

#[test]
fn where_there_is_no_talk_there_is_no_time() {
    let run = talk().run(["timing", "elsewhere"]);
    assert_eq!((run.code, run.output.as_str()), (2, ""));
    assert!(run.errors.contains("there is no `elsewhere`"), "{}", run.errors);
}

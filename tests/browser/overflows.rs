//! 200 slides, each with one thing that runs over its edge: every one is reported, at the line where it is written.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use crate::chromium::Chromium;
use crate::numbers::Numbers;
use crate::talk::Talk;

/// The Markdown of something that runs over the edge of a slide.
type Overflow = fn(&mut Numbers) -> String;

/// What runs over the edge of a slide.
const KINDS: [(&str, Overflow); 10] = [
    ("text", |numbers| numbers.words(260..=400)),
    ("list", |numbers| numbers.lines(26..=40, |numbers| format!("- {}", numbers.words(4..=4)))),
    ("table", |numbers| {
        let rows = numbers
            .lines(30..=40, |numbers| format!("| {} | {} |", numbers.words(2..=2), numbers.words(1..=1)));
        format!("| a | b |\n|---|---|\n{rows}")
    }),
    ("code", |numbers| {
        let code = numbers.lines(50..=70, |numbers| format!("call({})", numbers.one_of(0..=999)));
        format!("```python\n{code}\n```")
    }),
    ("picture", |numbers| {
        let width = numbers.one_of(1700..=2400);
        format!(
            "<img src=\"images/dot.png\" alt=\"a dot\" style=\"width: {width}px; max-width: none; height: 90px\">"
        )
    }),
    ("formula", |numbers| {
        let terms = (0..numbers.one_of(70..=90)).map(|n| format!("x_{{{n}}}")).collect::<Vec<_>>();
        format!("$$\n{}\n$$", terms.join(" + "))
    }),
    ("drawing", |numbers| {
        let width = numbers.one_of(1700..=2400);
        format!(
            "<svg role=\"img\" aria-label=\"a line\" style=\"width: {width}px; max-width: none; height: 90px\"><rect width=\"99\" height=\"9\"/></svg>"
        )
    }),
    ("columns", |numbers| {
        let long = numbers.lines(26..=40, |numbers| format!("- {}", numbers.words(2..=2)));
        format!("::: columns\n- one\n- two\n\n+++\n\n{long}\n:::")
    }),
    ("absolute", |numbers| {
        let side = ["left: 900px; top: 300px", "left: 100px; top: 690px", "left: -90px; top: 300px"];
        let side = side[numbers.one_of(0..=2) as usize];
        format!("<p style=\"position: absolute; {side}; width: 300px\">{}</p>", numbers.words(6..=6))
    }),
    ("fragment", |numbers| {
        let points = numbers.lines(2..=3, |numbers| {
            format!("- {} <!-- .element: class=\"fragment\" -->", numbers.words(2..=2))
        });
        let last = numbers.words(300..=300);
        format!("{points}\n- {last} <!-- .element: class=\"fragment\" -->")
    }),
];

/// A talk of so many slides, and the lines of what is too much on each.
fn talk(count: usize) -> (String, Vec<(&'static str, RangeInclusive<usize>)>) {
    let mut numbers = Numbers(20_261_129);
    let (mut text, mut faults) = (String::new(), Vec::new());
    for (slide, (kind, write)) in (0..count).zip(KINDS.iter().cycle()) {
        let _ = write!(text, "## Slide {slide}\n\n");
        for _ in 0..numbers.one_of(0..=2) {
            let _ = write!(text, "{}.\n\n", numbers.words(2..=6));
        }
        let first = text.lines().count() + 1;
        text.push_str(&write(&mut numbers));
        faults.push((*kind, first..=text.lines().count()));
        text.push_str("\n\n---\n\n");
    }
    (text, faults)
}

#[test]
fn every_one_of_200_overflows_is_reported_at_its_line() {
    let Some(_) = Chromium::start() else { return };
    let (text, faults) = talk(200);
    let talk = Talk::new(&text);
    talk.put("talk/orate.toml", "title = \"Too much\"\nseparator = \"dashes\"\n");
    let dot = include_bytes!("../decks/own-look/images/dot.png");
    std::fs::create_dir(talk.path("talk/images")).expect("a folder");
    std::fs::write(talk.path("talk/images/dot.png"), dot).expect("a picture");
    let report = talk.json(0, &["check", "talk", "--look", "--timeout", "300"]);
    let diagnostics = report["diagnostics"].as_array().expect("diagnostics are a list");
    let overflows = diagnostics.iter().filter(|it| it["code"] == "overflow");
    let seen: Vec<(usize, &str)> = overflows
        .map(|it| {
            (it["line"].as_u64().unwrap_or_default() as usize, it["message"].as_str().unwrap_or_default())
        })
        .collect();
    for (kind, lines) in &faults {
        assert!(seen.iter().any(|(line, _)| lines.contains(line)), "no overflow: {kind} in {lines:?}");
    }
    let elsewhere: Vec<_> =
        seen.iter().filter(|(line, _)| !faults.iter().any(|(_, lines)| lines.contains(line))).collect();
    assert_eq!(elsewhere, [] as [&(usize, &str); 0]);
}

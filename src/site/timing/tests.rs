//! Times of talks: rows of `planned` seconds a slide, then what the whole needs.

use super::*;
use crate::assets::Memory;
use crate::parse::{Entry, SettingsFile};
use crate::site::{Options, Project, build};
use crate::text::Sources;

/// Notes that take a number of seconds at 60 words a minute.
fn notes(seconds: usize) -> String {
    format!("\nNote: {}\n", "word ".repeat(seconds))
}

fn timed(settings: &str, slides: &str) -> (Timing, Vec<&'static str>) {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let settings = format!("words-per-minute = 60\nseparator = \"dashes\"\n{settings}");
    let settings = sources.add("orate.toml", settings.as_bytes(), &mut diagnostics);
    let entries = slides.split("=====\n").enumerate().map(|(index, text)| {
        Entry::File(sources.add(format!("slides/{index}.md"), text.as_bytes(), &mut diagnostics))
    });
    let entries = entries.collect();
    let settings = Some(SettingsFile::parse(sources.whole(settings)));
    let project = Project { settings, diagnostics, ..Project::new(sources, entries, Memory::default()) };
    let built = build(&project, &Options::default());
    (built.timing, built.diagnostics.iter().map(|diagnostic| diagnostic.code).collect())
}

#[track_caller]
fn check_plan(settings: &str, slides: &str, planned: &[u32]) {
    let (timing, codes) = timed(settings, slides);
    assert_eq!(codes, [] as [&str; 0]);
    let found: Vec<_> = timing.slides().map(|slide| slide.planned).collect();
    assert_eq!(found, planned);
    assert_eq!(timing.whole.planned, planned.iter().sum::<u32>());
}

const OWN: &str =
    "# A\n<!-- .slide: data-timing=\"90\" -->\n---\n# B\n<!-- .slide: data-timing=\"1m30s\" -->";

#[test]
fn a_slides_own_time_is_seconds_or_words_for_them() {
    check_plan("", OWN, &[90, 90]);
    let (timing, codes) = timed("", "# A\n<!-- .slide: data-timing=\"soon\" -->");
    assert_eq!((codes, timing.is_asked), (vec!["wrong-timing"], false));
}

#[test]
fn notes_take_their_words_at_the_speaking_rate() {
    let slides = format!("# A{}---\n# B\n", notes(30));
    let (timing, _) = timed("", &slides);
    assert_eq!(
        timing.slides().map(|slide| (slide.words, slide.spoken)).collect::<Vec<_>>(),
        [(30, 30), (0, 0)]
    );
    assert_eq!((timing.whole.needed, timing.whole.open), (30, 1));
    // Nobody asked for a time, so the speaker is neither early nor late.
    assert_eq!(timing.plan(), None);
}

#[test]
fn what_a_duration_leaves_is_shared_evenly() {
    check_plan("duration = 100", "# A\n---\n# B", &[50, 50]);
    check_plan("duration = 100", &format!("# A{}---\n# B", notes(30)), &[65, 35]);
    check_plan("duration = 200", &format!("{OWN}\n---\n# C"), &[90, 90, 20]);
}

#[test]
fn notes_that_take_too_long_all_get_less() {
    let slides = format!("# A{}---\n# B{}---\n# C", notes(30), notes(90));
    check_plan("duration = 60", &slides, &[15, 45, 0]);
    let (timing, _) = timed("duration = 60", &slides);
    assert_eq!((timing.whole.over(), timing.is_too_long()), (60, true));
}

#[test]
fn a_little_too_long_fits_all_the_same() {
    let (timing, _) = timed("duration = 100", &format!("# A{}", notes(105)));
    assert_eq!((timing.whole.over(), timing.is_too_long()), (5, false));
}

#[test]
fn a_section_fills_its_own_time() {
    let slides = "+++\nduration = \"1min\"\n+++\n# A\n---\n# B\n=====\n# C\n";
    check_plan("duration = 100", slides, &[30, 30, 40]);
    check_plan("", slides, &[30, 30, 0]);
    let long = format!("+++\nduration = 60\n+++\n# A{}=====\n# C", notes(90));
    let (timing, _) = timed("duration = 100", &long);
    let Part::Section(section) = &timing.parts[0] else { panic!("a file is a section") };
    assert_eq!((section.spent.over(), timing.whole.needed), (30, 60));
}

#[test]
fn a_column_may_have_a_time_as_in_reveal_js() {
    let slides = "+++\nattributes = { data-timing = 60 }\n+++\n# A\n----\n# B\n---\n# C";
    check_plan("", slides, &[30, 30, 60]);
}

#[test]
fn the_times_of_reveal_js_mean_what_they_mean_there() {
    check_plan("[reveal]\ntotalTime = 120", &format!("# A{}---\n# B", notes(30)), &[60, 60]);
    check_plan("[reveal]\ndefaultTiming = 20", &format!("{OWN}\n---\n# C"), &[90, 90, 20]);
    check_plan("duration = 40\n[reveal]\nminimumTimePerSlide = 30", "# A\n---\n# B", &[30, 30]);
}

#[test]
fn hidden_and_uncounted_slides_take_no_time() {
    let marked = |kind: &str| format!("# A\n<!-- .slide: data-visibility=\"{kind}\" -->\n---\n# B\n");
    check_plan("duration = 60", &marked("hidden"), &[0, 60]);
    check_plan("duration = 60", &marked("uncounted"), &[0, 60]);
    let plan = |slides: &str| timed("duration = 60", slides).0.plan();
    assert_eq!(plan(&marked("hidden")), Some(vec![60]));
    assert_eq!(plan(&marked("uncounted")), Some(vec![0, 60]));
}

#[test]
fn rounding_loses_no_second() {
    check_plan("duration = 100", "# A\n---\n# B\n---\n# C", &[33, 34, 33]);
}

#[test]
fn words_of_every_script_are_counted() {
    check_words("What is **said** aloud - really!", 5);
    check_words("発表の時間", 3);
    check_words("orate で 作る", 3);
    check_words("", 0);
}

#[track_caller]
fn check_words(notes: &str, words: usize) {
    let (timing, _) = timed("", &format!("# A\n\nNote: {notes}\n"));
    assert_eq!(timing.slides().next().map(|slide| slide.words), Some(words));
}

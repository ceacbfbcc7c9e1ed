//! What orate writes in a deck is in the language of the talk: no English is left, and it runs in the language's direction.

use crate::chromium::{Chromium, Page, file_url};
use crate::talk::Talk;

/// Keys are named as keyboards have them, and the clock is the browser's.
const KEYS: [&str; 12] =
    ["AM", "PM", "Esc", "Page", "Up", "Down", "Home", "End", "Enter", "Shift", "Alt", "Ctrl"];

/// Every text and label of an element and of all in it, one a line.
const TEXTS: &str = "(root) => [root, ...root.querySelectorAll('*')].flatMap((one) => [one.ariaLabel, one.placeholder, one.title, \
     ...[...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data)]).filter(Boolean).join('\\n')";

fn talk(language: &str) -> Talk {
    let talk = Talk::new("# 1\n\n- 2\n\nNote: 3\n\n\n```rust\nfn main() {}\n```\n\n> [!NOTE]\n> 4\n");
    talk.put("talk/orate.toml", &format!("title = \"5\"\nduration = \"10min\"\nlanguage = \"{language}\"\n"));
    talk
}

#[track_caller]
fn check_no_english(page: &Page<'_>, element: &str) {
    let texts = page.evaluate(&format!("({TEXTS})(document.querySelector('{element}'))"));
    let texts = texts.as_str().expect("a text").to_owned();
    let words = texts.split(|letter: char| !letter.is_ascii_alphabetic());
    let english: Vec<&str> = words
        .filter(|word| word.len() > 1 && !KEYS.iter().any(|key| key.eq_ignore_ascii_case(word)))
        .collect();
    assert_eq!(english, [""; 0], "{element}: {texts}");
    assert!(texts.chars().any(|letter| letter.is_alphabetic() && !letter.is_ascii()), "{element}: {texts}");
}

#[test]
fn a_deck_and_the_speakers_window_have_no_english_in_another_language() {
    let Some(chromium) = Chromium::start() else { return };
    for (language, direction) in [("ja", ""), ("ar", "rtl")] {
        let talk = talk(language);
        talk.json(0, &["build", "talk"]);
        let address = file_url(&talk.path("talk/dist/index.html"));
        let page = chromium.open(&address);
        page.wait_for("window.Reveal?.isReady?.()");
        check_no_english(&page, ".controls");
        for (command, dialog) in
            [("toggleHelp", "help"), ("toggleMenu", "menu"), ("toggleJumpToSlide", "jump")]
        {
            page.evaluate(&format!("Reveal.{command}(true) ?? null"));
            page.wait_for(&format!("document.querySelector('.orate-{dialog}')"));
            if dialog != "menu" {
                check_no_english(&page, &format!(".orate-{dialog}"));
            }
            let dialog = format!("document.querySelector('.orate-{dialog}')");
            assert_eq!(page.evaluate(&format!("{dialog}.lang")), language);
            assert_eq!(page.evaluate(&format!("{dialog}.dir")), direction);
            page.press("Escape", 27);
            page.wait_for(&format!("!{dialog}"));
        }
        page.evaluate("Reveal.slide(1) ?? null");
        assert_ne!(page.evaluate("document.querySelector('pre button')?.ariaLabel ?? 'Copy'"), "Copy");

        let speaker = chromium.open(&format!("{address}?speaker"));
        speaker.wait_for("document.querySelector('.orate-speaker .orate-time li')");
        for part in [".orate-time", ".orate-speaker>footer"] {
            check_no_english(&speaker, part);
        }
        assert_eq!(speaker.evaluate("document.querySelector('.orate-speaker').dir"), direction);
    }
}

#[test]
fn a_talk_says_in_its_own_words_what_orate_writes() {
    let Some(chromium) = Chromium::start() else { return };
    let talk = talk("ca");
    talk.put(
        "talk/orate.toml",
        "language = \"ca\"\n[translations]\n\"Keys\" = \"Tecles\"\n\"Close\" = \"Tanca\"\n",
    );
    talk.json(0, &["build", "talk", "--public"]);
    let page = chromium.open(&file_url(&talk.path("talk/dist/index.html")));
    page.wait_for("window.Reveal?.isReady?.()");
    page.evaluate("Reveal.toggleHelp(true) ?? null");
    page.wait_for("document.querySelector('.orate-help')");
    let titles = "[document.querySelector('.orate-help h2').textContent, document.querySelector('.orate-help').lang].join()";
    assert_eq!(page.evaluate(titles), "Tecles,ca");
}

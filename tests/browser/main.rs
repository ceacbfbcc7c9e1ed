//! The deck in a real Chromium: the talk of this repository, built by the real command line, from disk.

#![expect(clippy::disallowed_methods, reason = "tests lay out folders and start the program")]
#![expect(clippy::unwrap_used, reason = "a test fails where something is missing")]
#![expect(clippy::panic, reason = "a test fails where something is not as it should be")]
#![expect(clippy::print_stderr, reason = "whoever runs a test is told what it could not try")]

mod addresses;
#[expect(dead_code, reason = "shared with the tests of the preview")]
mod chromium;
mod decks;
mod export;
mod fonts;
mod languages;
mod look;
mod numbers;
mod ordinary;
mod overflows;
mod published;
mod readable;
mod references;
mod sites;
mod static_server;
mod talk;
mod themes;
mod untrusted;

use std::path::Path;
use std::process::Command;

use chromium::{Chromium, Page, file_url};
use serde_json::Value;
use tempfile::TempDir;

/// A talk that was built, and the address of its page.
struct Built {
    folder: TempDir,
}

impl Built {
    fn url(&self) -> String {
        file_url(&self.folder.path().join("dist/index.html"))
    }
}

/// Builds the talk in a folder of the repository (empty for the repository's own).
fn build(talk: &str, flags: &[&str]) -> Built {
    let folder = tempfile::tempdir().expect("a folder for the output");
    let status = Command::new(env!("CARGO_BIN_EXE_orate"))
        .arg("build")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(talk))
        .arg("--quiet")
        .arg("-o")
        .arg(folder.path().join("dist"))
        .args(flags)
        .status()
        .expect("orate runs");
    assert!(status.success(), "the build of `{talk}` failed");
    Built { folder }
}

fn number(value: Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no count"))
}

fn text(value: Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

const READY: &str = "window.Reveal?.isReady?.()";
/// The slide on screen, as `h/v`.
const PLACE: &str = "(({h, v}) => `${h}/${v}`)(Reveal.getIndices())";

#[track_caller]
fn check_silent(page: &Page<'_>) {
    assert_eq!(page.complaints(), [] as [String; 0], "the console should be silent");
    assert_eq!(page.requests(), [] as [String; 0], "nothing should be asked for");
}

#[test]
fn the_talk_is_stepped_through_from_disk_with_the_keyboard() {
    let Some(chromium) = Chromium::start() else { return };
    let built = build("", &[]);
    let page = chromium.blank();
    page.without_motion();
    page.go(&built.url());
    page.wait_for(READY);
    let total = number(page.evaluate("Reveal.getTotalSlides()"));
    assert_eq!(number(page.evaluate("document.querySelector('.slides > section').children.length")), 14);

    let mut seen = vec![text(page.evaluate(PLACE))];
    let mut logos = 0;
    for _ in 0..200 {
        page.wait_for("((slide) => slide.innerText.trim() !== '' || slide.querySelector('img') !== null)(Reveal.getCurrentSlide())");
        let shown = page.evaluate(
            "(() => { const slide = Reveal.getCurrentSlide(), box = slide.getBoundingClientRect();
               return { present: slide.classList.contains('present'), inert: slide.inert,
                 others: Reveal.getSlides().filter((other) => other !== slide && !other.inert && !other.closest('[inert]')).length,
                 inside: box.top >= -1 && box.left >= -1 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1,
                 logos: [...slide.querySelectorAll('img')].map((logo) => logo.naturalWidth) } })()",
        );
        let place = seen.last().expect("one slide was seen");
        assert_eq!(shown["present"], true, "{place}");
        assert_eq!(shown["inert"], false, "{place}");
        assert_eq!(shown["others"], 0, "{place}: slides off screen should be inert");
        assert_eq!(shown["inside"], true, "{place} should lie within the window");
        for width in shown["logos"].as_array().into_iter().flatten() {
            assert!(number(width.clone()) > 0, "{place}: a logo is not drawn");
            logos += 1;
        }
        if page.evaluate("Reveal.isLastSlide()") == true
            && page.evaluate("Reveal.availableFragments().next") == false
        {
            break;
        }
        let before = page.evaluate("JSON.stringify(Reveal.getState())");
        page.press(" ", 32);
        page.wait_for(&format!("JSON.stringify(Reveal.getState()) !== {before}"));
        let place = text(page.evaluate(PLACE));
        if seen.last() != Some(&place) {
            seen.push(place);
        }
    }
    assert_eq!(seen.len() as u64, total, "every slide should be seen once: {seen:?}");
    assert_eq!(logos, 5);
    check_silent(&page);
    println!("{total} slides seen, {logos} logos drawn, 0 console messages, 0 requests");
}

#[test]
fn the_speaker_window_shows_notes_and_follows() {
    let Some(chromium) = Chromium::start() else { return };
    let built = build("", &[]);
    let page = chromium.open(&built.url());
    page.wait_for(READY);
    page.press("s", 83);
    let speaker = chromium.window("?speaker");
    speaker
        .wait_for("document.querySelector('.orate-speaker .orate-notes')?.innerText.includes('same three')");
    speaker.wait_for("document.querySelector('.orate-next')?.innerText.includes('What deploys it?')");
    speaker.wait_for("/\\d:\\d\\d/.test(document.querySelector('.orate-time')?.innerText)");
    page.press("ArrowDown", 40);
    speaker.wait_for("document.querySelector('.orate-notes').innerText.includes('install OpenStack')");
    speaker.press("ArrowDown", 40);
    page.wait_for(&format!("{PLACE} === '0/2'"));
    check_silent(&page);
    check_silent(&speaker);
}

#[test]
fn without_scripts_the_talk_is_a_document_that_scrolls() {
    let Some(chromium) = Chromium::start() else { return };
    let built = build("", &[]);
    for (width, height) in [(1280, 720), (390, 844)] {
        let page = chromium.blank();
        page.without_scripts();
        page.resize(width, height);
        page.go(&built.url());
        let shown = page.evaluate(
            "[...document.querySelectorAll('.slides section:not(:has(section))')]
               .filter((slide) => slide.checkVisibility() && slide.getBoundingClientRect().height > 20).length",
        );
        assert_eq!(number(shown), 19, "at {width} × {height}");
        let overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth");
        assert!(
            overflow.as_i64().is_some_and(|pixels| pixels <= 0),
            "{overflow} px too wide at {width} × {height}"
        );
        assert_eq!(
            page.evaluate(
                "[...document.querySelectorAll('aside.notes')].some((notes) => notes.checkVisibility())"
            ),
            false
        );
    }
}

#[test]
fn printing_gives_one_slide_a_page() {
    let Some(chromium) = Chromium::start() else { return };
    let built = build("", &[]);
    let page = chromium.open(&built.url());
    page.wait_for(READY);
    let pages = |pdf: &[u8]| {
        let needle = b"/Type /Page";
        pdf.windows(needle.len() + 1)
            .filter(|window| window.starts_with(needle) && window[needle.len()] != b's')
            .count()
    };
    assert_eq!(pages(&page.print()), 19);
}

#[test]
fn a_deck_with_everything_in_it_runs_under_its_own_policy() {
    let Some(chromium) = Chromium::start() else { return };
    for talk in ["attributes", "folders", "images", "markdown", "repaired", "own-look"] {
        let built = build(&format!("tests/decks/{talk}"), &[]);
        let page = chromium.open(&built.url());
        page.wait_for(READY);
        let blocked: Vec<_> = page
            .complaints()
            .into_iter()
            .filter(|complaint| complaint.contains("Content Security Policy"))
            .collect();
        assert_eq!(blocked, [] as [String; 0], "{talk}");
        let own = page
            .requests()
            .into_iter()
            .filter(|url| !url.starts_with("https://example.org/"))
            .collect::<Vec<_>>();
        assert_eq!(own, [] as [String; 0], "{talk}");
    }
}

#[test]
fn the_starter_talk_builds_and_runs() {
    let Some(chromium) = Chromium::start() else { return };
    let folder = tempfile::tempdir().expect("a folder for the talk");
    let orate = |arguments: &[&str]| {
        let status =
            Command::new(env!("CARGO_BIN_EXE_orate")).args(arguments).current_dir(folder.path()).status();
        assert!(status.expect("orate runs").success(), "{arguments:?}");
    };
    orate(&["init", "talk"]);
    orate(&["build", "talk", "--quiet"]);
    let page = chromium.open(&file_url(&folder.path().join("talk/dist/index.html")));
    page.wait_for(READY);
    assert!(number(page.evaluate("Reveal.getTotalSlides()")) >= 8);
    check_silent(&page);
}

#[test]
fn as_many_characters_of_code_fit_as_the_build_says() {
    let Some(chromium) = Chromium::start() else { return };
    let folder = tempfile::tempdir().expect("a folder for the talk");
    for (size, room) in [("960x700", 70), ("1280x720", 92)] {
        let listing = |length: usize| format!("```\n{}\n```", "m".repeat(length));
        let slides = [
            format!("# A\n\n{}", listing(room)),
            listing(room),
            format!("# A\n\n{}", listing(room + 2)),
            listing(room + 2),
        ];
        std::fs::write(folder.path().join("slides.md"), slides.join("\n\n\n")).expect("a talk");
        std::fs::write(folder.path().join("orate.toml"), format!("size = \"{size}\"")).expect("settings");
        let status = Command::new(env!("CARGO_BIN_EXE_orate"))
            .args(["build", "--quiet"])
            .current_dir(folder.path())
            .status();
        assert!(status.expect("orate runs").success());
        let page = chromium.open(&file_url(&folder.path().join("dist/index.html")));
        page.wait_for(READY);
        let overflows = page.evaluate(
            "[...document.querySelectorAll('pre code')].map((code, slide) => {
               Reveal.slide(0, slide);
               return code.scrollWidth > code.clientWidth }).join()",
        );
        assert_eq!(text(overflows), "false,false,true,true", "{size}");
    }
}

/// What a footer touches that is not its own, on every slide that has it; where it is, if that is not one place.
const FOOTER: &str = "(() => {
  const footer = document.querySelector('.reveal > .orate-footer');
  const inks = [...footer.children].map((part) => part.getBoundingClientRect());
  const meets = (box) => box.width > 0 && inks.some((ink) => box.left < ink.right - 1 && box.right > ink.left + 1 && box.top < ink.bottom - 1 && box.bottom > ink.top + 1);
  const found = new Set(), places = new Set();
  for (const slide of Reveal.getSlides()) {
    const { h, v } = Reveal.getIndices(slide);
    Reveal.slide(h, v);
    if (!footer.checkVisibility({ visibilityProperty: true })) continue;
    places.add(JSON.stringify(footer.getBoundingClientRect()));
    const parts = [...slide.querySelectorAll(':scope > :not(.notes)')];
    const around = [...document.querySelectorAll('.reveal > :is(.slide-number, .progress), .reveal > .controls > *')];
    for (const part of [...parts, ...around]) if (meets(part.getBoundingClientRect())) found.add(`${h}/${v} ${part.tagName}.${part.className}`);
  }
  return [...found, ...[...places].slice(1)].join('\\n');
})()";

#[test]
fn what_stands_on_every_slide_stands_still_and_touches_nothing() {
    let Some(chromium) = Chromium::start() else { return };
    let built = build("tests/decks/gallery", &[]);
    let page = chromium.blank();
    page.without_motion();
    for (width, height) in [(1280, 720), (1024, 768), (800, 400), (700, 900)] {
        page.resize(width, height);
        page.go(&built.url());
        page.wait_for(READY);
        page.evaluate("Reveal.configure({ slideNumber: 'c/t' })");
        assert_eq!(text(page.evaluate(FOOTER)), "", "at {width} × {height}");
    }
    let shown =
        "document.querySelector('.reveal > .orate-footer').checkVisibility({ visibilityProperty: true })";
    page.evaluate(
        "Reveal.slide(...Object.values(Reveal.getIndices(document.querySelector('[data-template=title]'))))",
    );
    page.wait_for(&format!("!{shown}"));
    page.evaluate("Reveal.next()");
    page.wait_for(shown);
    // On paper each slide that wants it has its own.
    let lent = "document.querySelectorAll('section > .orate-lent > .orate-footer').length";
    page.evaluate("dispatchEvent(new Event('beforeprint'))");
    let bare = number(page.evaluate("document.querySelectorAll('[data-state~=orate-no-footer]').length"));
    let slides = number(page.evaluate("Reveal.getSlides().length"));
    assert_eq!((number(page.evaluate(lent)), bare), (slides - bare, 3));
    page.evaluate("dispatchEvent(new Event('afterprint'))");
    assert_eq!(number(page.evaluate(lent)), 0);
}

#[test]
fn without_motion_a_slide_has_its_new_size_at_once() {
    let Some(chromium) = Chromium::start() else { return };
    let built = build("tests/decks/gallery", &[]);
    let page = chromium.blank();
    page.without_motion();
    page.go(&built.url());
    page.wait_for(READY);
    let scales = "(() => {
      const width = () => Reveal.getSlidesElement().getBoundingClientRect().width / Reveal.getComputedSlideSize().width;
      const before = width();
      Reveal.configure({ margin: 0.2 });
      return `${Math.abs(before - width()) > 0.01} ${Math.abs(width() - Reveal.getScale()) < 0.001}`;
    })()";
    assert_eq!(text(page.evaluate(scales)), "true true");
}

#[test]
fn formulas_are_set_in_the_font_of_the_page_and_grow_with_what_they_hold() {
    let Some(chromium) = Chromium::start() else { return };
    let folder = tempfile::tempdir().expect("a folder for a talk");
    std::fs::create_dir(folder.path().join("slides")).expect("a folder for slides");
    let slide = "$$\\left( \\frac{\\frac{a}{b}}{\\frac{c}{d}} \\right) + ( x ) + \\sqrt{\\frac{x}{y}}$$\n";
    std::fs::write(folder.path().join("slides/a.md"), slide).expect("a slide");
    let built = build(folder.path().to_str().expect("a path of letters"), &[]);
    let page = chromium.blank();
    page.go(&built.url());
    page.wait_for(READY);
    page.wait_for("document.fonts.status === 'loaded'");
    let heights = "[...document.querySelectorAll('math mo')].filter((sign) => sign.textContent === '(')
        .map((sign) => sign.getBoundingClientRect().height)";
    assert_eq!(text(page.evaluate(&format!("{heights}.length === 2 ? 'two' : 'others'"))), "two");
    assert_eq!(
        page.evaluate(&format!("(([grown, plain]) => grown > 2.5 * plain)({heights})")),
        Value::Bool(true)
    );
    let faces = "[...document.fonts].filter((face) => face.family.includes('Orate Math') && face.status === 'loaded').length";
    assert_eq!(number(page.evaluate(faces)), 2);
    check_silent(&page);
}

#[test]
fn a_player_is_asked_for_when_it_is_pressed_and_goes_when_its_slide_is_left() {
    let Some(chromium) = Chromium::start() else { return };
    let built = build("tests/decks/gallery", &[]);
    let page = chromium.blank();
    page.without_motion();
    page.go(&built.url());
    page.wait_for(READY);
    let go = |part: &str| {
        page.evaluate(&format!(
            "(({{ h, v }}) => Reveal.slide(h, v))(Reveal.getIndices(document.querySelector(`{part}`).closest('section')))"
        ));
    };
    // A film of the page's own starts by itself.
    go("video[data-autoplay]");
    page.wait_for("document.querySelector('video[data-autoplay]').currentTime > 0");
    for plate in ["[data-player*=asciinema]", "[data-player*=timetable]"] {
        go(plate);
        check_silent(&page);
        page.evaluate(&format!("document.querySelector('{plate}').click()"));
        page.wait_for(&format!("document.querySelector('{plate}').hidden"));
        page.wait_for("document.activeElement.matches('iframe.orate-playing')");
        let frame = "(({ title, src }) => title + ' ' + src)(document.querySelector('iframe'))";
        let shown = text(page.evaluate(frame));
        assert!(shown.contains("harbour") || shown.contains("ferries"), "{shown}");
        page.evaluate("Reveal.next()");
        page.wait_for("!document.querySelector('iframe')");
        assert_eq!(page.evaluate(&format!("document.querySelector('{plate}').hidden")), false);
        page.go(&built.url());
        page.wait_for(READY);
    }
    // On paper, films and sounds that have no picture are what they are called.
    page.evaluate("dispatchEvent(new Event('beforeprint'))");
    let stills = "[...document.querySelectorAll('.orate-still')].map((still) => still.innerText || still.textContent).join()";
    assert_eq!(text(page.evaluate(stills)), "▶ The ferry crosses the harbour,♪ The bell at noon");
    page.evaluate("dispatchEvent(new Event('afterprint'))");
    assert_eq!(text(page.evaluate(stills)), "");
}

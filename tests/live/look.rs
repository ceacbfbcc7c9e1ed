//! What does not fit its slide is told after a save, in the author's own window and on the terminal.

use serde_json::Value;

use crate::chromium::{Chromium, Page};
use crate::server::Server;

/// A talk of two slides, with so many words on the second one.
fn talk(words: usize) -> String {
    let text: Vec<String> = (0..words).map(|index| format!("word{index}")).collect();
    format!("# One\n\n\n\n## Two\n\n- a point\n\n{}\n", text.join(" "))
}

/// A window on the second slide of a talk with so many words.
fn open<'a>(chromium: &'a Chromium, server: &Server, query: &str) -> Page<'a> {
    let page = chromium.open(&format!("{}{query}#/two", server.url));
    page.wait_for("Reveal.isReady()");
    page
}

/// What the page shows in its corner; empty if there is nothing.
const BADGE: &str = "(() => { const badge = document.querySelector('orate-live')?.shadowRoot.querySelector('button.hints'); return badge && !badge.hidden ? badge.textContent : ''; })()";

#[track_caller]
fn check_overflow(looked: &Value, line: usize) {
    let diagnostics = looked["diagnostics"].as_array().expect("a list");
    assert_eq!(diagnostics.len(), 1, "{looked}");
    let diagnostic = &diagnostics[0];
    assert_eq!((&looked["slide"], &diagnostic["code"]), (&"two".into(), &"overflow".into()));
    assert_eq!((&diagnostic["file"], &diagnostic["line"]), (&"slides/talk.md".into(), &line.into()));
    let message = diagnostic["message"].as_str().expect("a message");
    assert!(
        message.starts_with("p \"word0 word1") && message.contains(" px over the bottom edge"),
        "{message}"
    );
}

#[test]
fn what_does_not_fit_is_told_after_a_save_and_no_longer_once_it_does() {
    let Some(chromium) = Chromium::start() else { return };
    let server = Server::start(&[("slides/talk.md", &talk(3))], &[]);
    let page = open(&chromium, &server, "");
    server.put("slides/talk.md", &talk(700));
    check_overflow(&server.event("looked"), 9);
    page.wait_for(&format!("{BADGE} === '1 warning on this slide'"));
    // The place opens in an editor, and the panel closes by Escape.
    page.evaluate("document.querySelector('orate-live').shadowRoot.querySelector('button.hints').click()");
    page.wait_for("document.querySelector('orate-live').shadowRoot.querySelector('section.hints a')?.textContent === 'slides/talk.md:9:1'");
    page.press("Escape", 27);
    page.wait_for(&format!("{BADGE} === '1 warning on this slide'"));
    server.put("slides/talk.md", &talk(4));
    assert_eq!(server.event("looked")["diagnostics"].as_array().map(Vec::len), Some(0));
    page.wait_for(&format!("{BADGE} === ''"));
    assert_eq!(page.complaints(), Vec::<String>::new());
}

#[test]
fn a_slide_is_measured_when_its_author_comes_to_it() {
    let Some(chromium) = Chromium::start() else { return };
    let server = Server::start(&[("slides/talk.md", &talk(700))], &[]);
    let page = chromium.open(&server.url);
    page.wait_for("Reveal.isReady()");
    page.evaluate("Reveal.next()");
    check_overflow(&server.event("looked"), 9);
    page.wait_for(&format!("{BADGE} !== ''"));
    page.evaluate("Reveal.prev()");
    page.wait_for(&format!("{BADGE} === ''"));
}

/// Counts in `looks` which slides are measured, by their ids.
const COUNT: &str = "(() => { window.looks = []; const { measure } = orateLook; globalThis.orateLook = { measure: (options) => { looks.push(Reveal.getCurrentSlide().id); return measure(options); } }; })()";

/// A talk of three slides with so many words on the first and on the last.
fn long_talk(first: usize, last: usize) -> String {
    let words = |count| vec!["word"; count].join(" ");
    let step = "<!-- .element: class=\"fragment\" -->";
    format!(
        "# One\n\n{}\n\n\n\n# Two\n\nx\n\n\n\n# Three\n\n- a {step}\n\n{}\n{step}\n",
        words(first),
        words(last)
    )
}

#[test]
fn a_save_measures_the_slide_that_it_changes_and_no_other() {
    let Some(chromium) = Chromium::start() else { return };
    let server = Server::start(&[("slides/talk.md", &long_talk(3, 900))], &[]);
    let page = chromium.open(&format!("{}#/three", server.url));
    // Once this is shown, what was measured as the window opened has been answered.
    page.wait_for(&format!("{BADGE} === '1 warning on this slide'"));
    server.event("looked");
    page.evaluate(COUNT);
    server.put("slides/talk.md", &long_talk(3, 3));
    assert_eq!(server.event("looked")["diagnostics"].as_array().map(Vec::len), Some(0));
    page.wait_for(&format!("{BADGE} === ''"));
    assert_eq!(page.evaluate("looks.join()"), "three");
    // What waits for its step is found before that.
    server.put("slides/talk.md", &long_talk(3, 900));
    let looked = server.event("looked");
    let (slide, line) = (&looked["slide"], &looked["diagnostics"][0]["line"]);
    assert_eq!((slide, line), (&"three".into(), &17.into()), "{looked}");
    page.wait_for(&format!("{BADGE} === '1 warning on this slide'"));
    assert_eq!(page.evaluate("looks.join()"), "three,three");
    // A slide that is changed elsewhere is gone to, and is the one that is measured.
    server.put("slides/talk.md", &long_talk(900, 900));
    assert_eq!(server.event("looked")["slide"], "one");
    page.wait_for(&format!("{BADGE} === '1 warning on this slide'"));
    assert_eq!(page.evaluate("looks.join()"), "three,three,one");
    assert_eq!(page.evaluate("document.getAnimations().length"), 0);
}

#[test]
fn a_slide_that_stays_keeps_what_was_found_at_its_new_line() {
    let Some(chromium) = Chromium::start() else { return };
    let server = Server::start(&[("slides/talk.md", &long_talk(3, 900))], &["--follow=false"]);
    let page = chromium.open(&format!("{}#/three", server.url));
    page.wait_for("Reveal.isReady()");
    assert_eq!(server.event("looked")["diagnostics"][0]["line"], 17);
    page.wait_for(&format!("{BADGE} !== ''"));
    page.evaluate(COUNT);
    server.put("slides/talk.md", &long_talk(3, 900).replace("# Two\n", "# Two\n\nmore\n"));
    assert_eq!(server.event("looked")["diagnostics"][0]["line"], 19);
    page.wait_for("document.querySelector('orate-live').shadowRoot.querySelector('section.hints a')?.textContent.includes(':19:')");
    assert_eq!(page.evaluate("looks.join()"), "");
}

#[test]
fn only_the_authors_own_window_measures() {
    let Some(chromium) = Chromium::start() else { return };
    let server = Server::start(&[("slides/talk.md", &talk(700))], &["--host", "0.0.0.0"]);
    let audience = chromium.open(&format!("{}#/two", server.audience.as_ref().expect("an address")));
    audience.wait_for("Reveal.isReady()");
    assert_eq!(audience.evaluate("typeof orateLook"), "undefined");
    let speaker = open(&chromium, &server, "?speaker");
    let paper = open(&chromium, &server, "?print-pdf");
    for page in [&speaker, &paper] {
        page.evaluate("new Promise((done) => setTimeout(done, 1200))");
        assert_eq!(page.evaluate(BADGE), "");
    }
    // The author's own window does, so what came before it came of no other.
    assert_eq!(server.count("looked"), 0);
    let own = open(&chromium, &server, "");
    check_overflow(&server.event("looked"), 9);
    own.wait_for(&format!("{BADGE} !== ''"));
}

#[test]
fn a_page_that_says_nonsense_is_not_listened_to() {
    let Some(chromium) = Chromium::start() else { return };
    let server = Server::start(&[("slides/talk.md", &talk(3))], &[]);
    let page = open(&chromium, &server, "");
    page.evaluate(
        "(async () => {
           const [token, revision] = document.querySelector('meta[name=orate-live]').content.split(' ');
           const open = () => new Promise((done) => { const socket = new WebSocket(location.origin.replace('http', 'ws') + `/orate-live?token=${token}&revision=${revision}`); socket.onopen = () => done(socket); });
           const socket = await open();
           const finding = { code: 'overflow', h: 1e9, v: 0, element: '\\u001b[31m', text: '\\u001b]0;x\\u0007' };
           for (const text of ['', '{', '[]', '{\"look\":{\"slide\":\"nowhere\",\"findings\":[' + JSON.stringify(finding) + ']}}', '{\"look\":{\"slide\":[],\"findings\":{}}}']) socket.send(text);
           (await open()).send('x'.repeat(1e6));
           await new Promise((done) => setTimeout(done, 300));
         })()",
    );
    server.put("slides/talk.md", &talk(700));
    let looked = server.event("looked");
    assert!(looked["slide"] == "two" || looked["diagnostics"] == serde_json::json!([]), "{looked}");
}

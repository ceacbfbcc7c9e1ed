//! A save on disk becomes a change on screen, and everything else stays.

use std::time::{Duration, Instant};

use crate::chromium::{Chromium, Page};
use crate::server::Server;

/// Slides as an author writes them, two empty lines between them.
fn talk(slides: &[&str]) -> String {
    slides.join("\n\n\n\n")
}

const FRAGMENTS: &str = "# Two\n\n- one <!-- .element: class=\"fragment\" -->\n- two <!-- .element: class=\"fragment\" -->\n\nNote: said";

fn deck(slides: &[&str]) -> [(&'static str, String); 1] {
    [("slides/talk.md", talk(slides))]
}

fn start(slides: &[&str], arguments: &[&str]) -> Server {
    let files = deck(slides);
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    Server::start(&files, arguments)
}

/// A window on the deck, its socket open.
fn open<'a>(chromium: &'a Chromium, server: &Server, hash: &str) -> Page<'a> {
    let page = chromium.open(&format!("{}{hash}", server.url));
    wait(&page, "Reveal.isReady()");
    // A page that is loaded anew forgets this.
    page.evaluate("window.stayed = true");
    page
}

/// Waits until an expression holds, even in a page that is loaded anew meanwhile.
#[track_caller]
fn wait(page: &Page<'_>, expression: &str) {
    let end = Instant::now() + Duration::from_secs(20);
    while page.try_evaluate(&format!("!!({expression})")) != Some(true.into()) {
        let said = page.try_evaluate("[document.body?.innerText, (window.log??[]).join('; '), JSON.stringify(window.Reveal?.getState?.()), document.querySelector('.slides')?.outerHTML].join('\\n')");
        assert!(Instant::now() < end, "waited in vain for: {expression}\n{said:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Waits until an expression holds in a window that was not loaded anew.
#[track_caller]
fn check_stays(page: &Page<'_>, expression: &str) {
    wait(page, &format!("!window.stayed || ({expression})"));
    assert_eq!(page.evaluate("window.stayed"), true, "the page was loaded anew: {:#?}", page.complaints());
    let complaints = page.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn an_edited_slide_changes_in_place() {
    let Some(chromium) = Chromium::start() else { return };
    let server = start(&["# One", FRAGMENTS, "# Three"], &[]);
    let page = open(&chromium, &server, "#/1");
    page.evaluate("Reveal.nextFragment(); window.slide = Reveal.getCurrentSlide(); 0");
    server.put("slides/talk.md", &talk(&["# One", &FRAGMENTS.replace("# Two", "# Deux"), "# Three"]));
    check_stays(&page, "Reveal.getCurrentSlide().innerText.includes('Deux')");
    assert_eq!(page.evaluate("Reveal.getState().indexf"), 0, "the fragment stays");
    assert_eq!(page.evaluate("document.querySelectorAll('.present .fragment.visible').length"), 1);
    assert_eq!(page.evaluate("window.slide === Reveal.getCurrentSlide()"), true);
    assert_eq!(page.evaluate("Reveal.getCurrentSlide().id"), "deux");
}

#[test]
fn slides_come_go_and_move_around_the_one_on_screen() {
    let Some(chromium) = Chromium::start() else { return };
    let server = start(&["# One", FRAGMENTS, "# Three"], &["--follow=false"]);
    let page = open(&chromium, &server, "#/1");
    page.evaluate("Reveal.nextFragment(); window.slide = Reveal.getCurrentSlide(); 0");
    let check = |slides: &[&str], h: u32, count: u32| {
        server.put("slides/talk.md", &talk(slides));
        check_stays(
            &page,
            &format!("Reveal.getTotalSlides() === {count} && Reveal.getState().indexh === {h}"),
        );
        assert_eq!(page.evaluate("window.slide === Reveal.getCurrentSlide()"), true);
        assert_eq!(page.evaluate("Reveal.getState().indexf"), 0);
        assert_eq!(page.evaluate("document.querySelectorAll('section.present').length"), 1);
    };
    check(&["# Zero", "# One", FRAGMENTS, "# Three"], 2, 4);
    check(&[FRAGMENTS, "# Zero", "# One", "# Three"], 0, 4);
    check(&["# Three", "# One", FRAGMENTS], 2, 3);
    check(&["# Three", &FRAGMENTS.replace("# Two", "# Two, said better")], 1, 2);
    // A split keeps to the part that is most like what was there.
    check(&["# Three", &FRAGMENTS.replace("# Two", "# Two, said best"), "# The rest of it"], 1, 3);
}

#[test]
fn stacks_come_and_go() {
    let Some(chromium) = Chromium::start() else { return };
    let server = start(&["# One", "# Two", "# Three"], &["--follow=false"]);
    let page = open(&chromium, &server, "#/1");
    let check = |text: &str, expression: &str| {
        server.put("slides/talk.md", text);
        check_stays(&page, expression);
        wait(&page, "Reveal.getCurrentSlide().innerText.trim() === 'Two'");
    };
    let at = |h: u32, v: u32| format!("Reveal.getState().indexh === {h} && Reveal.getState().indexv === {v}");
    check("# One\n\n\n# Two\n\n\n\n# Three", &at(0, 1));
    check("# Zero\n\n\n\n# One\n\n\n# New\n\n\n# Two\n\n\n\n# Three", &at(1, 2));
    check("# Two\n\n\n\n# Three", &at(0, 0));
    let grid = "[...document.querySelectorAll('.slides > section')].map((column) => column.querySelectorAll('section').length).join()";
    assert_eq!(page.evaluate(grid), "0,0");
}

#[test]
fn the_slide_that_is_edited_is_followed_until_a_key_says_otherwise() {
    let Some(chromium) = Chromium::start() else { return };
    let server = start(&["# One", "# Two", "# Three"], &[]);
    let page = open(&chromium, &server, "");
    server.put("slides/talk.md", &talk(&["# One", "# Two", "# Trois"]));
    check_stays(
        &page,
        "Reveal.getState().indexh === 2 && Reveal.getCurrentSlide().innerText.trim() === 'Trois'",
    );
    // This one erases, and leaves the following alone.
    page.press("e", 69);
    server.put("slides/talk.md", &talk(&["# One", "# Deux", "# Trois"]));
    check_stays(&page, "Reveal.getState().indexh === 1");
    page.press("u", 85);
    server.put("slides/talk.md", &talk(&["# Un", "# Deux", "# Trois"]));
    check_stays(&page, "document.querySelector('.slides').textContent.includes('Un')");
    assert_eq!(page.evaluate("Reveal.getState().indexh"), 1);
}

#[test]
fn what_plays_goes_on() {
    let Some(chromium) = Chromium::start() else { return };
    let film = "# Film\n\n<video loop muted></video>\n\nText";
    let server = start(&["# One", film, "# Three"], &["--follow=false"]);
    let page = open(&chromium, &server, "#/1");
    // A film that needs no file: what a canvas shows.
    page.evaluate(
        "(async () => { window.film = document.querySelector('video'); const canvas = document.createElement('canvas');
           const paint = canvas.getContext('2d'); setInterval(() => paint.fillRect(0, 0, Math.random() * 9, 9), 20);
           film.srcObject = canvas.captureStream(25); window.pauses = 0; film.onpause = () => window.pauses++;
           await film.play(); })()",
    );
    let check = |slides: &[&str], expression: &str| {
        server.put("slides/talk.md", &talk(slides));
        check_stays(&page, expression);
        assert_eq!(page.evaluate("[film.isConnected, film.paused, pauses].join()"), "true,false,0");
    };
    check(&["# Uno", film, "# Three"], "document.querySelector('.slides').textContent.includes('Uno')");
    check(&["# Uno", "# New", film, "# Three"], "Reveal.getTotalSlides() === 4");
    check(
        &["# Uno", "# New", &film.replace("Text", "Words"), "# Three"],
        "Reveal.getCurrentSlide().innerText.includes('Words')",
    );
}

#[test]
fn the_speakers_window_stays_with_its_time() {
    let Some(chromium) = Chromium::start() else { return };
    let server = start(&["# One", FRAGMENTS, "# Three\n\nNote: third"], &["--follow=false"]);
    let page = open(&chromium, &server, "#/1");
    page.press("s", 83);
    let speaker = chromium.window("speaker=");
    wait(&speaker, "Reveal.isReady() && document.querySelector('.orate-notes').innerText.includes('said')");
    speaker.evaluate("window.stayed = true");
    wait(&speaker, "document.querySelector('.orate-time p b').textContent.trim() > '0:00'");
    server.put(
        "slides/talk.md",
        &talk(&["# Zero", "# One", &FRAGMENTS.replace("said", "whispered"), "# Three\n\nNote: third"]),
    );
    check_stays(&speaker, "document.querySelector('.orate-notes').innerText.includes('whispered')");
    check_stays(&page, "Reveal.getState().indexh === 2");
    check_stays(&speaker, "Reveal.getState().indexh === 2");
    assert_eq!(
        speaker.evaluate("document.querySelector('.orate-time p b').textContent.trim() !== '0:00'"),
        true
    );
    // The two windows are still a pair.
    speaker.press("PageDown", 34);
    speaker.press("PageDown", 34);
    speaker.press("PageDown", 34);
    wait(&page, "Reveal.getState().indexh === 3");
    wait(&speaker, "document.querySelector('.orate-notes').innerText.includes('third')");
}

#[test]
fn a_broken_talk_leaves_the_last_good_deck_with_the_error_over_it() {
    let Some(chromium) = Chromium::start() else { return };
    let mut server = start(&["# One", "# Two"], &[]);
    let page = open(&chromium, &server, "#/1");
    wait(&page, "!document.querySelector('orate-live')");
    let panel = "document.querySelector('orate-live')?.shadowRoot.querySelector('section')";
    for round in 0..3 {
        server.put("slides/talk.md", &talk(&["# One", "# Two\n\n![x](missing.svg)"]));
        check_stays(
            &page,
            &format!("{panel} && !{panel}.hidden && {panel}.innerText.includes('slides/talk.md:7:6')"),
        );
        wait(&page, &format!("{panel}.innerText.includes('1 error: this is the last good deck')"));
        wait(&page, "Reveal.getCurrentSlide().innerText.trim().startsWith('Two')");
        assert_eq!(page.evaluate(&format!("{panel}.querySelector('mark').textContent")), "missing.svg");
        assert_eq!(page.evaluate(&format!("{panel}.querySelector('a').protocol")), "vscode:");
        page.press("Escape", 27);
        wait(&page, &format!("{panel}.hidden && document.documentElement.dataset.orateStale === ''"));
        assert_eq!(page.evaluate("Reveal.isOverview()"), false, "the key meant the error");
        server.put("slides/talk.md", &talk(&["# One", &format!("# Two {round}")]));
        check_stays(&page, &format!("Reveal.getCurrentSlide().innerText.includes('Two {round}')"));
        wait(&page, "document.documentElement.dataset.orateStale === undefined");
    }
    server.put("orate.toml", "title = ");
    check_stays(&page, &format!("{panel} && !{panel}.hidden && {panel}.innerText.includes('orate.toml')"));
    server.put("orate.toml", "");
    check_stays(&page, "document.documentElement.dataset.orateStale === undefined");
    assert!(server.is_running());
}

#[test]
fn a_talk_that_begins_broken_is_shown_once_it_is_mended() {
    let Some(chromium) = Chromium::start() else { return };
    let server = Server::start(&[("orate.toml", "title =")], &[]);
    let page = chromium.open(&server.url);
    wait(
        &page,
        "document.querySelector('orate-live')?.shadowRoot.querySelector('section').innerText.includes('no talk')",
    );
    let title = "document.querySelector('orate-live')?.shadowRoot.querySelector('section h2').innerText";
    server.put("slides/talk.md", "# Here");
    server.put("orate.toml", "title = \"x\"");
    wait(&page, "window.Reveal?.isReady?.() && Reveal.getCurrentSlide()?.innerText.trim() === 'Here'");

    let server = Server::start(&[("slides/talk.md", "# Here\n\n![x](missing.svg)")], &[]);
    let page = chromium.open(&server.url);
    wait(&page, &format!("{title} === '1 error in this deck'"));
    server.put("slides/talk.md", "# Here");
    wait(&page, "document.documentElement.dataset.orateStale === undefined");
    server.put("slides/talk.md", "# Here\n\n![x](missing.svg)");
    wait(&page, &format!("{title} === '1 error: this is the last good deck'"));
}

#[test]
fn the_style_changes_in_place_and_the_settings_load_the_page_anew() {
    let Some(chromium) = Chromium::start() else { return };
    let server = start(&["# One", "# Two"], &[]);
    server.put("themes/mine.css", ".reveal h1 { color: rgb(1, 2, 3); }");
    server.put("orate.toml", "theme = \"themes/mine.css\"");
    let page = open(&chromium, &server, "#/1");
    let colour = "getComputedStyle(document.querySelector('.present h1')).color";
    wait(&page, &format!("{colour} === 'rgb(1, 2, 3)'"));
    page.evaluate("window.stayed = true");
    server.put("themes/mine.css", ".reveal h1 { color: rgb(4, 5, 6); }");
    check_stays(&page, &format!("{colour} === 'rgb(4, 5, 6)'"));
    page.evaluate("Reveal.toggleOverview(true)");
    server.put("orate.toml", "theme = \"themes/mine.css\"\n[reveal]\ncontrols = false");
    wait(&page, "!window.stayed && window.Reveal?.isReady?.() && Reveal.getConfig().controls === false");
    wait(&page, "Reveal.isOverview() && Reveal.getState().indexh === 1");
    // A window that showed another theme before may be asking for its fonts still.
    page.evaluate("void fetch('orate-fonts/inter/latin.woff2').then((it) => { window.font = it.status })");
    wait(&page, "window.font === 200");
}

#[test]
fn an_image_that_is_drawn_anew_is_shown() {
    let Some(chromium) = Chromium::start() else { return };
    let image = |width: u32| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='5'><path d='M0 0h4'/></svg>")
    };
    let text = talk(&["# One\n\n![a](images/a.svg)", "# Two\n\n![a](images/b.svg)\n\n![a](images/b.svg)"]);
    let server = Server::start(
        &[("slides/talk.md", &text), ("images/a.svg", &image(10)), ("images/b.svg", &image(20))],
        &[],
    );
    let page = open(&chromium, &server, "");
    server.put("images/a.svg", &image(33));
    check_stays(&page, "document.images[0].naturalWidth === 33");
    server.put("images/b.svg", &image(44));
    check_stays(&page, "document.images[1].naturalWidth === 44");
}

#[test]
fn the_overview_and_the_scrolled_place_stay() {
    let Some(chromium) = Chromium::start() else { return };
    let server = start(&["# One", FRAGMENTS, "# Three", "# Four"], &["--follow=false"]);
    let page = open(&chromium, &server, "#/2");
    page.evaluate("Reveal.toggleOverview(true)");
    server.put("slides/talk.md", &talk(&["# Zero", "# One", FRAGMENTS, "# Three", "# Vier"]));
    check_stays(
        &page,
        "Reveal.getTotalSlides() === 5 && Reveal.isOverview() && Reveal.getState().indexh === 3",
    );
    page.evaluate("Reveal.toggleOverview(false); Reveal.toggleScrollView(true); 0");
    wait(&page, "Reveal.isScrollView()");
    server.put("slides/talk.md", &talk(&["# One", FRAGMENTS, "# Three", "# Vier"]));
    check_stays(
        &page,
        "Reveal.getTotalSlides() === 4 && Reveal.isScrollView() && Reveal.getState().indexh === 2",
    );
    assert_eq!(page.evaluate("Reveal.getCurrentSlide().innerText.trim()"), "Three");
}

#[test]
fn a_window_finds_a_server_that_was_started_anew() {
    let Some(chromium) = Chromium::start() else { return };
    let server = start(&["# One", FRAGMENTS, "# Three"], &[]);
    let page = open(&chromium, &server, "#/1");
    page.evaluate("Reveal.nextFragment(); 0");
    let server = server.start_anew();
    wait(&page, "!window.stayed && window.Reveal?.isReady?.()");
    wait(&page, "Reveal.getState().indexh === 1 && Reveal.getState().indexf === 0");
    page.evaluate("window.stayed = true");
    server.put("slides/talk.md", &talk(&["# One", &FRAGMENTS.replace("# Two", "# Deux"), "# Three"]));
    wait(&page, "Reveal.getCurrentSlide().innerText.includes('Deux')");
    assert_eq!(page.evaluate("window.stayed"), true);
}

#[test]
fn a_phone_in_the_network_sees_each_save() {
    let Some(chromium) = Chromium::start() else { return };
    let server = start(&["# One", "# Two"], &["--host", "0.0.0.0"]);
    let (desk, phone) = (open(&chromium, &server, "#/1"), open(&chromium, &server, ""));
    assert!(server.url.split('/').nth(3).is_some_and(|token| token.len() == 32), "{}", server.url);
    server.put("slides/talk.md", &talk(&["# One", "# Deux"]));
    check_stays(&desk, "Reveal.getCurrentSlide().innerText.trim() === 'Deux'");
    check_stays(&phone, "Reveal.getCurrentSlide().innerText.trim() === 'Deux'");
}

#[test]
fn whatever_is_broken_the_last_good_deck_stays_and_the_next_good_save_clears_it() {
    let Some(chromium) = Chromium::start() else { return };
    let good = [
        ("slides/talk.md", talk(&["# One", "# Two"])),
        ("templates/page.html", "{% extends \"orate/page.html\" %}".into()),
        ("templates/slide.html", "<section{{ attributes }}>{{ content }}{{ notes }}</section>".into()),
        ("themes/mine.css", ".reveal h1 { color: red }".into()),
        ("orate.toml", "theme = \"themes/mine.css\"".into()),
    ];
    let files: Vec<(&str, &str)> = good.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let mut server = Server::start(&files, &[]);
    let page = open(&chromium, &server, "#/1");
    let panel = "document.querySelector('orate-live')?.shadowRoot.querySelector('section')";
    for (path, text, place) in [
        ("slides/talk.md", "# One\n\n```\nnever closed", "slides/talk.md:3:1"),
        (
            "templates/page.html",
            "{% extends \"orate/page.html\" %}\n{% block head %}{{ nothing }}",
            "templates/page.html:",
        ),
        ("templates/slide.html", "<section>\n{{ contents }}</section>", "templates/slide.html:2:4"),
        ("orate.toml", "theme = \"themes/mine.css\"\ntitle = 5", "orate.toml:2:9"),
        ("orate.toml", "theme = \"themes/yours.css\"", "orate.toml:1:9"),
        ("themes/mine.css", ".reveal h1 { background: url(missing.png) }", "themes/mine.css:1:"),
    ] {
        server.put(path, text);
        wait(&page, &format!("{panel} && !{panel}.hidden && {panel}.innerText.includes('{place}')"));
        wait(&page, "Reveal.getCurrentSlide().innerText.trim() === 'Two'");
        assert_eq!(page.evaluate(&format!("!!{panel}.querySelector('pre mark')")), true, "{path}: {text}");
        let (_, mended) = good.iter().find(|(good, _)| *good == path).unwrap();
        server.put(path, mended);
        wait(&page, "document.documentElement.dataset.orateStale === undefined");
        wait(&page, "Reveal.getCurrentSlide().innerText.trim() === 'Two'");
    }
    assert!(server.is_running());
}

#[test]
fn a_listing_follows_the_file_it_shows() {
    let Some(chromium) = Chromium::start() else { return };
    let slide = "# One\n\n```file=\"../../src/main.rs\" region=\"main\"\n```";
    let program = "// #region main\nfn main() {}\n// #endregion\n";
    let server = Server::start(
        &[("../.git/HEAD", "ref"), ("../src/main.rs", program), ("slides/talk.md", slide)],
        &[],
    );
    let page = open(&chromium, &server, "");
    check_stays(&page, "document.querySelector('pre code').textContent === 'fn main() {}'");
    server.put("../src/main.rs", &program.replace("main()", "start()"));
    check_stays(&page, "document.querySelector('pre code').textContent === 'fn start() {}'");
}

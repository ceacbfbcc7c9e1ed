//! `pdf = true`: a deck for the public has its PDF beside it, and leads to it.

use std::fs;

use lopdf::Document;

use crate::chromium::{Chromium, file_url};
use crate::talk::Talk;

/// Where no browser is.
const NOWHERE: &str = "/nowhere/chrome";

fn talk() -> Talk {
    let talk = Talk::new("# One\n\nNote: a secret\n\n\n---\n\n## Two\n");
    talk.put("talk/orate.toml", "title = \"A talk\"\npdf = true\n");
    talk
}

/// How browsers learn of the PDF.
const LINK: &str = r#"<link rel="alternate" type="application/pdf" href="slides.pdf" title="Slides as PDF">"#;

#[test]
fn a_public_deck_has_its_pdf_beside_it_and_its_menu_leads_there() {
    let Some(chromium) = Chromium::start() else { return };
    let talk = talk();
    let report = talk.json(0, &["build", "talk", "--public"]);
    assert_eq!(report["files"], 2, "{report}");
    let pdf = Document::load(talk.path("talk/dist/slides.pdf")).expect("the PDF can be read");
    assert_eq!(pdf.get_pages().len(), 2);
    assert!(!pdf.extract_text(&[1, 2]).expect("it has text").contains("secret"));
    let html = fs::read_to_string(talk.path("talk/dist/index.html")).expect("a page");
    assert!(html.contains(LINK));
    assert!(talk.litter().is_empty(), "{:?}", talk.litter());

    let page = chromium.open(&file_url(&talk.path("talk/dist/index.html")));
    page.wait_for("window.Reveal?.isReady?.()");
    for _ in 0..2 {
        page.press("m", 77);
        page.wait_for("document.querySelector('.orate-menu a')?.getAttribute('href') === 'slides.pdf'");
        assert_eq!(page.evaluate("document.querySelectorAll('.orate-menu a').length"), 1);
        page.press("Escape", 27);
        page.wait_for("!document.querySelector('.orate-menu')");
    }
}

#[test]
fn nobody_waits_for_a_browser_to_speak_from_a_deck_or_to_check_it() {
    let talk = talk();
    let own = talk.command(&["build", "talk"]).env("ORATE_BROWSER", NOWHERE).status().expect("orate runs");
    assert!(own.success());
    assert!(!talk.path("talk/dist/slides.pdf").exists());
    assert!(!fs::read_to_string(talk.path("talk/dist/index.html")).expect("a page").contains(LINK));
    let single = talk.json(0, &["build", "talk", "--public", "--single-file", "--browser", NOWHERE]);
    assert_eq!(single["files"], 1, "{single}");
    let stranger = talk.json(0, &["build", "talk", "--public", "--untrusted", "--browser", NOWHERE]);
    let message = &stranger["diagnostics"][0]["message"];
    assert_eq!(message, "no PDF is made of this talk, since it is not trusted", "{stranger}");
    let check = talk.json(0, &["check", "talk", "--public"]);
    assert!(!check["diagnostics"].to_string().contains("slides.pdf"), "{check}");
}

#[test]
fn without_a_browser_nothing_is_published() {
    let talk = talk();
    for command in [
        &["publish", "talk", "--yes", "--to", "out"][..],
        &["publish", "talk", "--dry-run", "--to", "out"],
        &["build", "talk", "--public", "-o", "out"],
    ] {
        let report = talk.json(2, &[command, &["--browser", NOWHERE]].concat());
        let diagnostics = report["diagnostics"].as_array().expect("diagnostics are a list");
        let (last, others) = diagnostics.split_last().expect("it says why");
        assert_eq!(last["code"], "no-browser", "{report}");
        assert!(last["help"].to_string().contains("`pdf = true`"), "{report}");
        assert!(others.iter().all(|other| other["severity"] != "error"), "{report}");
        assert!(!talk.path("out").exists());
    }
}

#[test]
fn a_site_of_talks_leads_to_the_pdf_of_each_that_has_one() {
    let Some(_) = Chromium::start() else { return };
    let site = Talk::new("");
    site.put("site/orate.toml", "title = \"Talks\"\npdf = true\n[site]\ntalks = [\"*\"]\n");
    site.put("site/one/slides.md", "# One\n");
    site.put("site/two/slides.md", "# Two\n");
    site.put("site/two/orate.toml", "pdf = false\n");
    let report = site.json(0, &["publish", "site", "--yes", "--to", "out"]);
    assert_eq!(report["published"], true, "{report}");
    let pages = ["out/one/about/index.html", "out/one/transcript/index.html", "out/one/index.html"];
    for (page, link) in pages.into_iter().zip(["../../one/slides.pdf", "../../one/slides.pdf", "slides.pdf"])
    {
        let html = fs::read_to_string(site.path(page)).expect("a page");
        assert!(html.contains(&format!("href=\"{link}\"")), "{page}");
        assert!(!html.contains("two/slides.pdf"), "{page}");
    }
    assert!(fs::read(site.path("out/one/slides.pdf")).expect("a PDF").starts_with(b"%PDF-"));
    assert!(!site.path("out/two/slides.pdf").exists());
    let check = site.json(0, &["check", "site", "--public"]);
    assert!(!check["diagnostics"].to_string().contains("slides.pdf"), "{check}");
}

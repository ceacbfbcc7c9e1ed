//! What is shown where the address of a talk, or of one of its slides, is shared.

use std::path::Path;

use crate::cli::talk::{Talk, tree};

const SLIDES: &str = "<!-- .slide: card -->\n# What deploys it?\n\n\n<!-- .slide: card=\"A title of its own\" id=\"mine\" -->\n# Another\n\n\n## No card\n";

fn page(talk: &Talk, path: &str) -> String {
    String::from_utf8(
        tree(&talk.path("talk/dist")).remove(Path::new(path)).unwrap_or_else(|| panic!("no {path}")),
    )
    .unwrap()
}

#[test]
fn a_slide_that_asks_for_a_card_has_an_address_that_shows_it_and_leads_on() {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", SLIDES);
    talk.put("talk/orate.toml", "url = \"https://example.org/ha/\"\ntitle = \"A & B\"\n");
    let run = talk.run(["build", "--public"]);
    assert_eq!((run.code, run.errors.as_str()), (0, ""));
    let page = page(&talk, "slide/what-deploys-it/index.html");
    for text in [
        "<meta property=\"og:title\" content=\"What deploys it?\">",
        "<meta property=\"og:image\" content=\"https://example.org/ha/slide/what-deploys-it/card.png\">",
        "<meta property=\"og:url\" content=\"https://example.org/ha/slide/what-deploys-it/\">",
        "content=\"0; url=../../index.html#/what-deploys-it\"",
        "<title>What deploys it? – A &amp; B</title>",
    ] {
        assert!(page.replace("&#x2F;", "/").contains(text), "{text}: {page}");
    }
    assert!(self::page(&talk, "slide/mine/index.html").contains("A title of its own"));
    let files = tree(&talk.path("talk/dist"));
    let names: Vec<_> = files.keys().map(|path| path.to_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            ".orate-manifest.json",
            "card.png",
            "index.html",
            "slide/mine/card.png",
            "slide/mine/index.html",
            "slide/what-deploys-it/card.png",
            "slide/what-deploys-it/index.html"
        ]
    );
    let deck = self::page(&talk, "index.html");
    assert!(deck.contains("<meta property=\"og:image\" content=\"https://example.org/ha/card.png\">"));
    assert!(deck.contains("<section id=\"what-deploys-it\">"), "the attribute is no HTML");
}

#[test]
fn a_card_that_cannot_be_is_told() {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", SLIDES);
    let run = talk.run(["check"]);
    assert!(run.errors.contains("no-card") && run.errors.contains("set `url"), "{}", run.errors);
    talk.put("talk/orate.toml", "url = \"https://example.org/ha/\"\n");
    talk.put(
        "talk/slides/1.md",
        "<!-- .slide: card -->\n# 高可用性\n\n\n<!-- .slide: card -->\nText alone\n",
    );
    let run = talk.run(["check"]);
    assert!(run.errors.contains("letters that cannot be drawn"), "{}", run.errors);
}

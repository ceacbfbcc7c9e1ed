//! A deck of a site: what it shares with others is found from disk, and its pictures wait until their slide is near.

use crate::chromium::{Chromium, file_url};
use crate::talk::Talk;

/// A site with one talk of thirty slides, each but the first with a picture that is not embedded.
fn site() -> Talk {
    let talk = Talk::new("# Elsewhere\n");
    talk.put("site/orate.toml", "title = \"Talks\"\n[site]\ntalks = [\"talks/*\"]\n");
    let slides: String =
        (1..30).map(|number| format!("\n\n\n## {number}\n\n![Marks](images/{number}.svg)\n")).collect();
    talk.put("site/talks/a/slides.md", &format!("# The quick brown fox jumps over the lazy dog\n{slides}"));
    talk.put("site/talks/a/orate.toml", "theme = \"ink\"\n");
    for number in 1..30 {
        let marks: String = (0..900).map(|x| format!("<path d=\"M{x} {number}v2h1z\"/>")).collect();
        let size = "width=\"900\" height=\"40\" viewBox=\"0 0 900 40\"";
        let drawing = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}>{marks}</svg>");
        talk.put(&format!("site/talks/a/images/{number}.svg"), &drawing);
    }
    talk
}

#[test]
fn a_deck_of_a_site_works_from_disk_and_fetches_pictures_when_they_are_near() {
    let Some(chromium) = Chromium::start() else { return };
    let talk = site();
    talk.json(0, &["build", "site"]);
    let page = chromium.open(&file_url(&talk.path("site/dist/a/index.html")));
    page.wait_for("window.Reveal?.isReady?.()");
    page.wait_for("[...document.fonts].some(face => face.status === 'loaded')");
    page.wait_for("document.images[0].naturalWidth > 0");
    assert_eq!(page.evaluate("document.images.length"), 29);
    assert_eq!(page.evaluate("document.images[25].naturalWidth"), 0, "it is far away");
    page.evaluate("Reveal.slide(26)");
    page.wait_for("document.images[25].naturalWidth > 0");
}

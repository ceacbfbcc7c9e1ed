//! The author tries the talk in other themes, and keeps one.

use std::fs;

use crate::chromium::Chromium;
use crate::server::Server;

/// The ground of the page, as the browser shows it.
const GROUND: &str = "getComputedStyle(document.body).backgroundColor";

#[test]
fn a_key_shows_the_talk_in_the_next_theme_and_another_writes_it_into_the_settings() {
    let Some(chromium) = Chromium::start() else { return };
    let settings = "title = \"A talk\"\ntheme = \"white\"\n";
    let server = Server::start(&[("slides/talk.md", "# One\n\n\n# Two\n"), ("orate.toml", settings)], &[]);
    let page = chromium.open(&format!("{}#/two", server.url));
    page.wait_for("Reveal.isReady()");
    page.wait_for(&format!("{GROUND} === 'rgb(255, 255, 255)'"));
    let file = server.folder.path().join("talk/orate.toml");
    let shown = |ground: &str| page.wait_for(&format!("{GROUND} === '{ground}'"));
    page.evaluate("Reveal.triggerKey(73)");
    shown("rgb(0, 0, 0)");
    page.evaluate("Reveal.triggerKey(73)");
    shown("rgb(251, 247, 239)");
    // The slide stays, and nothing is written unasked.
    assert_eq!(page.evaluate("Reveal.getCurrentSlide().id"), "two");
    assert_eq!(fs::read_to_string(&file).unwrap(), settings);
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', { keyCode: 73, shiftKey: true, bubbles: true }))");
    let said = "document.querySelector('orate-live')?.shadowRoot.querySelector('[role=status]').textContent";
    page.wait_for(&format!("{said}?.includes('orate.toml')"));
    assert_eq!(fs::read_to_string(&file).unwrap(), settings.replace("white", "ink"));
    shown("rgb(251, 247, 239)");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

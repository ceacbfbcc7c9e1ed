//! Slides as pictures, each with all its steps.

use serde::Deserialize;
use serde_json::json;

use crate::runtime;
use crate::shell::browser::{Browser, BrowserError, BrowserOptions, DeckFiles, PictureUse};
use crate::site::Built;

/// A deck in a browser, to make pictures of its slides.
pub(crate) struct Pictures<'a> {
    browser: Browser<'a>,
    /// How many slides there are.
    pub(crate) slides: usize,
}

/// What the page says of its slides.
#[derive(Deserialize)]
struct Beginning {
    slides: usize,
    /// In CSS pixels.
    width: f64,
    height: f64,
}

impl<'a> Pictures<'a> {
    /// Shows a deck in a browser, its slides so many pixels wide and without what lies around them.
    pub(crate) fn begin(
        files: &'a DeckFiles<'a>,
        built: &Built,
        options: &BrowserOptions,
        width: u32,
    ) -> Result<Pictures<'a>, BrowserError> {
        let mut browser = Browser::open(options, files)?;
        browser.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": runtime::PAPER_SCRIPT }))?;
        browser.hold_still("screen", "light")?;
        let size = built.deck.settings.page.canvas();
        browser.resize(size.width, size.height, f64::from(width) / f64::from(size.width))?;
        browser.go(BARE)?;
        let beginning: Beginning =
            serde_json::from_value(browser.evaluate("oratePaper.begin()")?).map_err(|error| {
                BrowserError::Refused { step: "oratePaper.begin".into(), message: error.to_string() }
            })?;
        // The author's own `[reveal]` may say otherwise than `size`.
        let (across, down) = (beginning.width.round().max(1.0), beginning.height.round().max(1.0));
        browser.resize(across as u32, down as u32, f64::from(width) / across)?;
        Ok(Pictures { browser, slides: beginning.slides })
    }

    /// The picture of a slide, counted from 0.
    pub(crate) fn png(&mut self, slide: usize, picture: PictureUse) -> Result<Vec<u8>, BrowserError> {
        self.browser.evaluate(&format!("oratePaper.show({slide})"))?;
        self.browser.screenshot(picture)
    }
}

/// Slides fill the window, and nothing that one points at or that moves lies over them.
const BARE: &str = "?margin=0&controls=false&progress=false&transition=none&backgroundTransition=none&autoAnimate=false\
                    &autoSlide=0&scrollActivationWidth=0&help=false";

//! A deck is looked at in a browser: every slide at every step, at several sizes and on paper.
//!
//! What is measured is measured in the page (`orateLook`); what the page's policy blocks, what does not load and which
//! scripts fail is heard over the protocol.

use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

use super::browser::{Browser, BrowserError, BrowserOptions, DeckFiles, Event};
use crate::runtime;
use crate::site::audit::look::{Blocked, BrokenRequest, Finding, ScriptError, Sighting, View};

/// A window in which a deck is looked at, with its size in CSS pixels.
struct Window {
    width: u32,
    height: u32,
    view: View,
}

const WINDOWS: [Window; 3] = [
    Window { width: 1280, height: 720, view: View { name: "at 16:9", is_screen: true, is_canvas: true } },
    Window { width: 1024, height: 768, view: View { name: "at 4:3", is_screen: true, is_canvas: true } },
    Window {
        width: 390,
        height: 844,
        view: View { name: "on a phone held upright", is_screen: true, is_canvas: false },
    },
];

/// The second look at a deck that is light or dark as its audience likes: no place is another.
const DARK: View = View { name: "in its dark colours", is_screen: true, is_canvas: false };

const PAPER: View = View { name: "on paper", is_screen: false, is_canvas: false };

/// The world of the script that observes the page, apart from the scripts of the talk.
const WORLD: &str = "orate";

/// How long to wait, after a walk, for what the page is still loading.
const PATIENCE: Duration = Duration::from_secs(10);

/// Looks at decks that were built for it, one after the other, in one browser; gives what was seen of each. `progress` gets
/// a line for each step.
pub(crate) fn look(
    decks: &[DeckFiles<'_>],
    options: &BrowserOptions,
    progress: &mut dyn FnMut(&str),
) -> Result<Vec<Vec<Sighting>>, BrowserError> {
    let Some((first, others)) = decks.split_first() else { return Ok(Vec::new()) };
    progress("starting the browser");
    let hosts: BTreeSet<String> = decks.iter().flat_map(DeckFiles::hosts).collect();
    let mut browser = Browser::start(options, first, hosts.into_iter().collect())?;
    let mut step = |number: usize, text: &str| match others.len() {
        0 => progress(text),
        more => progress(&format!("talk {number} of {}: {text}", more + 1)),
    };
    let mut seen = vec![look_at(&mut browser, &mut |text| step(1, text))?];
    for (files, number) in others.iter().zip(2..) {
        browser.turn_to(files)?;
        seen.push(look_at(&mut browser, &mut |text| step(number, text))?);
    }
    Ok(seen)
}

/// Looks at the deck that a browser shows.
fn look_at(browser: &mut Browser<'_>, progress: &mut dyn FnMut(&str)) -> Result<Vec<Sighting>, BrowserError> {
    prepare(browser)?;
    let mut sightings = Vec::new();
    let mut is_canvas = false;
    for window in &WINDOWS {
        progress(&format!("looking at the slides {}", window.view.name));
        browser.resize(window.width, window.height, 1.0)?;
        match is_canvas && window.view.is_canvas {
            // Slides on a canvas are laid out already: what is the same in this window need not be found out anew.
            true => _ = browser.evaluate(RESIZED)?,
            false => load(browser, window.view)?,
        }
        is_canvas = window.view.is_canvas;
        sightings.push(walk(browser, window.view)?);
        if sightings.len() == 1 && browser.evaluate(HAS_BOTH)? == true {
            progress("looking at the slides in their dark colours");
            browser.hold_still("screen", "dark")?;
            // A deck takes the brightness of its grounds as it begins.
            load(browser, DARK)?;
            sightings.push(walk(browser, DARK)?);
            browser.hold_still("screen", "light")?;
            is_canvas = false;
        }
    }
    progress("looking at the slides on paper");
    browser.resize(WINDOWS[0].width, WINDOWS[0].height, 1.0)?;
    browser.hold_still("print", "light")?;
    load(browser, PAPER)?;
    sightings.push(walk(browser, PAPER)?);
    Ok(sightings)
}

/// Listens to the page, and has the scripts run in it that measure and observe.
fn prepare(browser: &mut Browser<'_>) -> Result<(), BrowserError> {
    browser.call("Network.enable", json!({}))?;
    browser.call("Runtime.addBinding", json!({ "name": "orateObserved", "executionContextName": WORLD }))?;
    let observe = json!({ "source": runtime::OBSERVE_SCRIPT, "worldName": WORLD });
    browser.call("Page.addScriptToEvaluateOnNewDocument", observe)?;
    browser.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": runtime::LOOK_SCRIPT }))?;
    // Everything is where it ends up.
    browser.hold_still("screen", "light")
}

/// Waits until the deck has begun and its fonts are there; a deck without slides begins too.
const READY: &str = "new Promise((done) => { const look = () => window.Reveal?.isReady?.() ? done(document.fonts.ready.then(() => true)) : setTimeout(look, 5); look(); })";

/// Whether the deck follows what its audience prefers, light or dark.
const HAS_BOTH: &str = "['light', 'dark'].every((one) => getComputedStyle(document.documentElement).colorScheme.split(' ').includes(one))";

/// Waits until the page has taken the size of its window; where nothing is painted, it has none to take.
const RESIZED: &str = "new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); setTimeout(done, 1000); }).then(() => { Reveal.layout(); return true; })";

/// Waits until the page is a second old, if the talk has scripts of its own: what they do late is done by then.
const GROWN: &str = "new Promise((done) => setTimeout(done, document.querySelector('script[data-at]') ? 1000 - performance.now() : 0))";

/// Lets the page have a turn, so that what has come in meanwhile is heard.
const TURN: &str = "new Promise((done) => setTimeout(done, 20))";

/// Loads the deck, at another address than the last, so that the page is loaded anew.
fn load(browser: &mut Browser<'_>, view: View) -> Result<(), BrowserError> {
    browser.go(&format!("?{}", view.name.replace([' ', ':'], "-")))?;
    browser.evaluate(READY).map(|_| ())
}

/// Goes through all of the deck that is loaded.
fn walk(browser: &mut Browser<'_>, view: View) -> Result<Sighting, BrowserError> {
    let findings = browser.evaluate("orateLook.walk()")?;
    let findings: Vec<Finding> = serde_json::from_value(findings).map_err(|error| BrowserError::Refused {
        step: "orateLook.walk".into(),
        message: error.to_string(),
    })?;
    let frame = browser.call("Page.getFrameTree", json!({}))?["frameTree"]["frame"]["id"].take();
    let mut heard = Heard { frame: text(&frame).to_owned(), ..Heard::default() };
    let patient_until = Instant::now() + PATIENCE;
    // What the policy blocks is heard once the page has had its turn.
    browser.evaluate(if view.is_canvas { GROWN } else { TURN })?;
    loop {
        browser.take_events().iter().for_each(|event| heard.event(event));
        if heard.open.is_empty() || Instant::now() > patient_until {
            break;
        }
        browser.evaluate(TURN)?;
    }
    Ok(heard.sighting(view, findings))
}

/// What was heard of a page.
#[derive(Default)]
struct Heard {
    /// The addresses of requests that have no answer yet, by their ids.
    open: HashMap<String, String>,
    /// The frame of the page itself.
    frame: String,
    requests: Vec<BrokenRequest>,
    blocked: Vec<Blocked>,
    errors: Vec<ScriptError>,
    /// The elements that did not load: their addresses and places.
    elements: Vec<Element>,
}

/// An element that did not load.
#[derive(Deserialize)]
struct Element {
    addresses: Vec<String>,
    places: Vec<String>,
}

impl Heard {
    fn event(&mut self, event: &Event) {
        let params = &event.params;
        match event.method.as_str() {
            "Network.requestWillBeSent" => self.request(params),
            "Network.responseReceived" => self.response(params),
            "Network.loadingFinished" => _ = self.open.remove(text(&params["requestId"])),
            "Network.loadingFailed" => self.failed(params),
            "Runtime.exceptionThrown" => self.errors.push(error(&params["exceptionDetails"])),
            "Runtime.bindingCalled" => self.observed(text(&params["payload"])),
            _ => {}
        }
    }

    /// A page within the page looks after its own requests.
    fn request(&mut self, params: &Value) {
        let is_own = text(&params["frameId"]) == self.frame;
        let address = text(&params["request"]["url"]);
        let is_document = params["type"] == "Document";
        if (is_own || is_document) && !address.starts_with("data:") {
            self.open.insert(text(&params["requestId"]).to_owned(), address.to_owned());
        }
    }

    fn response(&mut self, params: &Value) {
        let status = params["response"]["status"].as_u64().unwrap_or_default();
        if status < 400 {
            // A stream may never end.
            if params["type"] == "Media" {
                self.open.remove(text(&params["requestId"]));
            }
            return;
        }
        if let Some(address) = self.open.remove(text(&params["requestId"])) {
            let reason = format!("the answer is {status}");
            self.requests.push(BrokenRequest { address, reason, places: Vec::new() });
        }
    }

    fn failed(&mut self, params: &Value) {
        let Some(address) = self.open.remove(text(&params["requestId"])) else { return };
        // What the policy blocks is heard as such, and what was given up is missed by nobody.
        if params["canceled"] == true
            || !params["blockedReason"].is_null() && params["blockedReason"] != "inspector"
        {
            return;
        }
        let reason = text(&params["errorText"]).trim_start_matches("net::ERR_").to_owned();
        self.requests.push(BrokenRequest { address, reason, places: Vec::new() });
    }

    fn observed(&mut self, payload: &str) {
        let Ok(seen) = serde_json::from_str::<Value>(payload) else { return };
        match seen["kind"].as_str() {
            Some("blocked") => self.blocked.extend(serde_json::from_value::<Blocked>(seen)),
            Some("element") => self.elements.extend(serde_json::from_value::<Element>(seen)),
            _ => {}
        }
    }

    /// All that was heard, each broken request with the element that it was for.
    fn sighting(self, view: View, findings: Vec<Finding>) -> Sighting {
        let Heard { mut requests, blocked, errors, elements, .. } = self;
        for request in &mut requests {
            let element = elements.iter().find(|element| element.addresses.contains(&request.address));
            request.places = element.map(|element| element.places.clone()).unwrap_or_default();
        }
        Sighting { view, findings, blocked, requests, errors }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// An error that nothing caught. The protocol counts lines and columns from 0.
fn error(details: &Value) -> ScriptError {
    let description = details["exception"]["description"].as_str().or(details["exception"]["value"].as_str());
    let message = description.or(details["text"].as_str()).unwrap_or_default();
    let frame = &details["stackTrace"]["callFrames"][0];
    let file = details["url"].as_str().or(frame["url"].as_str()).unwrap_or_default();
    let number = |value: &Value| value.as_u64().map_or(0, |number| number as usize + 1);
    ScriptError {
        message: message.lines().next().unwrap_or_default().to_owned(),
        file: file.to_owned(),
        line: number(&details["lineNumber"]),
        column: number(&details["columnNumber"]),
    }
}

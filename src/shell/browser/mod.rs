//! An installed browser, run without a window, to look at a deck and to print it.
//!
//! [`find()`] looks for Chromium, Chrome, Edge or Brave, [`Browser::open`] starts it with a profile of its own and shows it
//! the files of a deck. It is spoken to in the DevTools protocol; calls and events are values, and what they mean is
//! decided elsewhere. Nothing else in orate needs a browser.

mod capture;
mod connection;
mod error;
mod files;
mod find;
mod process;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

pub(crate) use capture::PictureUse;
pub(crate) use error::BrowserError;
pub(crate) use files::{Answer, DeckFiles, ORIGIN};
pub(crate) use find::find;
pub(crate) use process::is_root;

use connection::{Connection, NoMessage};
use process::{Launch, Process};

/// Which browser to start, and how.
#[derive(Clone, Debug)]
pub(crate) struct BrowserOptions {
    /// A path, or a name to look for in `PATH`; `None` for the first that is installed.
    pub(crate) program: Option<PathBuf>,
    /// Whether it may run without its sandbox, as on systems that let no program make one.
    pub(crate) without_sandbox: bool,
    /// How long it may take for one step.
    pub(crate) limit: Duration,
}

/// A browser with one page. When this is dropped, it ends, and its profile is removed.
pub(crate) struct Browser<'a> {
    program: PathBuf,
    limit: Duration,
    connection: Connection,
    /// The session of the page.
    session: String,
    /// The id of the page's own cookies and storage, which go with it.
    context: Value,
    files: &'a DeckFiles<'a>,
    /// What has happened in the page and was not yet asked for.
    events: Vec<Event>,
    process: Process,
}

/// Something that happened in the page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    /// Its name in the protocol, such as `Runtime.exceptionThrown`.
    pub(crate) method: String,
    pub(crate) params: Value,
}

impl<'a> Browser<'a> {
    /// Starts a browser with an empty page, to which nothing but these files is there.
    pub(crate) fn open(
        options: &BrowserOptions,
        files: &'a DeckFiles<'a>,
    ) -> Result<Browser<'a>, BrowserError> {
        Browser::start(options, files, files.hosts())
    }

    /// Starts a browser for several decks, of which these files are the first. `hosts` are those that any of them asks.
    pub(crate) fn start(
        options: &BrowserOptions,
        files: &'a DeckFiles<'a>,
        hosts: Vec<String>,
    ) -> Result<Browser<'a>, BrowserError> {
        let program = find(options.program.as_deref())?;
        let without_sandbox = options.without_sandbox || is_root();
        let launch = Launch { program: program.clone(), without_sandbox, hosts };
        let (process, channel) = process::start(&launch)?;
        let (connection, limit) = (Connection::new(channel), options.limit);
        let (session, context, events) = (String::new(), Value::Null, Vec::new());
        let mut browser = Browser { program, limit, connection, session, context, files, events, process };
        browser.attach()?;
        Ok(browser)
    }

    /// Leaves the page with all that it has stored, and opens an empty one, to which nothing but these files is there.
    pub(crate) fn turn_to(&mut self, files: &'a DeckFiles<'a>) -> Result<(), BrowserError> {
        self.session.clear();
        let context = self.context.take();
        self.call("Target.disposeBrowserContext", json!({ "browserContextId": context }))?;
        self.files = files;
        self.events.clear();
        self.attach()
    }

    /// Opens the page, and listens to it.
    fn attach(&mut self) -> Result<(), BrowserError> {
        self.context = self.call("Target.createBrowserContext", json!({}))?["browserContextId"].take();
        let params = json!({ "url": "about:blank", "browserContextId": self.context });
        let target = self.call("Target.createTarget", params)?;
        let params = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = self.call("Target.attachToTarget", params)?;
        self.session = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        for domain in ["Page", "Runtime", "Inspector"] {
            self.call(&format!("{domain}.enable"), json!({}))?;
        }
        self.call("Fetch.enable", json!({ "patterns": [{ "urlPattern": "*" }] }))?;
        Ok(())
    }

    /// Calls a method of the protocol, of the page where there is one, and waits for its answer.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Result<Value, BrowserError> {
        let id = self.send(method, params);
        let deadline = Instant::now() + self.limit;
        loop {
            let mut message = self.receive(deadline, method)?;
            if message["id"] == id {
                return match message["error"].take() {
                    Value::Null => Ok(message["result"].take()),
                    error => Err(refused(method, &error)),
                };
            }
            self.event(message)?;
        }
    }

    /// Waits for an event.
    pub(crate) fn wait_for(&mut self, method: &str) -> Result<Event, BrowserError> {
        let deadline = Instant::now() + self.limit;
        loop {
            if let Some(index) = self.events.iter().position(|event| event.method == method) {
                return Ok(self.events.remove(index));
            }
            let message = self.receive(deadline, method)?;
            self.event(message)?;
        }
    }

    /// What has happened in the page since the last time, in its order.
    pub(crate) fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Goes to a page of the deck, by its path and what follows it, and waits until it is loaded with all that it names.
    pub(crate) fn go(&mut self, path: &str) -> Result<(), BrowserError> {
        self.events.clear();
        let answer = self.call("Page.navigate", json!({ "url": format!("{ORIGIN}/{path}") }))?;
        if let Some(error) = answer["errorText"].as_str() {
            return Err(BrowserError::Refused { step: "Page.navigate".into(), message: error.into() });
        }
        self.wait_for("Page.loadEventFired").map(|_| ())
    }

    /// The value of an expression in the page; a promise is waited for. What it throws is a refusal.
    pub(crate) fn evaluate(&mut self, expression: &str) -> Result<Value, BrowserError> {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.call("Runtime.evaluate", params)?;
        let thrown = &answer["exceptionDetails"];
        if !thrown.is_null() {
            let message =
                thrown["exception"]["description"].as_str().or(thrown["text"].as_str()).unwrap_or_default();
            return Err(BrowserError::Refused { step: "Runtime.evaluate".into(), message: message.into() });
        }
        Ok(answer["result"]["value"].take())
    }

    fn send(&mut self, method: &str, params: Value) -> u64 {
        let session = Some(self.session.as_str()).filter(|session| !session.is_empty());
        self.connection.send(session, method, params)
    }

    fn receive(&self, deadline: Instant, step: &str) -> Result<Value, BrowserError> {
        self.connection.receive(deadline).map_err(|reason| match reason {
            NoMessage::Ended => {
                BrowserError::Ended { program: self.program.clone(), output: self.process.output() }
            }
            NoMessage::Late => {
                BrowserError::Silent { program: self.program.clone(), step: step.into(), limit: self.limit }
            }
        })
    }

    /// Does at once what an event asks for, and keeps the others.
    fn event(&mut self, mut message: Value) -> Result<(), BrowserError> {
        if !self.session.is_empty() && message["sessionId"] != self.session.as_str() {
            return Ok(());
        }
        let Value::String(method) = message["method"].take() else { return Ok(()) };
        let params = message["params"].take();
        match method.as_str() {
            "Fetch.requestPaused" => self.answer(&params),
            // Nobody is there to answer a question of the talk.
            "Page.javascriptDialogOpening" => {
                self.send("Page.handleJavaScriptDialog", json!({ "accept": true }));
            }
            "Inspector.targetCrashed" => return Err(BrowserError::PageCrashed),
            _ => self.events.push(Event { method, params }),
        }
        Ok(())
    }

    /// Gives the browser what it asks for.
    fn answer(&mut self, paused: &Value) {
        let request = &paused["request"];
        let address = request["url"].as_str().unwrap_or_default();
        let range = request["headers"]["Range"].as_str().or(request["headers"]["range"].as_str());
        let id = &paused["requestId"];
        match self.files.answer(address, range) {
            Answer::File { status, headers, bytes } => {
                let headers: Vec<Value> = headers
                    .into_iter()
                    .map(|(name, value)| json!({ "name": name, "value": value }))
                    .collect();
                let body = STANDARD.encode(bytes);
                let params = json!({ "requestId": id, "responseCode": status, "responseHeaders": headers, "body": body });
                self.send("Fetch.fulfillRequest", params);
            }
            Answer::Network => {
                self.send("Fetch.continueRequest", json!({ "requestId": id }));
            }
            Answer::Nothing => {
                self.send("Fetch.failRequest", json!({ "requestId": id, "errorReason": "BlockedByClient" }));
            }
        }
    }
}

fn refused(method: &str, error: &Value) -> BrowserError {
    let message = error["message"].as_str().unwrap_or("it does not say why");
    BrowserError::Refused { step: method.into(), message: message.into() }
}

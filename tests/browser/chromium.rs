//! A Chromium to look with: the DevTools protocol over a pipe, as much of it as the tests need.
//!
//! Chromium is asked to speak the protocol on its file descriptors 3 and 4, one JSON message after the other, each
//! ended by NUL. Source: <https://chromedevtools.github.io/devtools-protocol/>, "`--remote-debugging-pipe`".

use std::cell::{Cell, RefCell};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A running Chromium with a profile of its own, ended when dropped.
pub(crate) struct Chromium {
    child: Child,
    input: RefCell<ChildStdin>,
    output: RefCell<BufReader<ChildStdout>>,
    next_id: Cell<u64>,
    events: RefCell<Vec<Value>>,
    _profile: tempfile::TempDir,
}

/// One tab or window.
pub(crate) struct Page<'a> {
    chromium: &'a Chromium,
    session: String,
}

impl Chromium {
    /// Starts Chromium. None, said aloud, where there is none; with `CI=true` that is a failure.
    pub(crate) fn start() -> Option<Chromium> {
        Chromium::start_with(None)
    }

    /// The same with the fonts that a configuration of fontconfig names, and no others.
    pub(crate) fn start_with(fonts: Option<&Path>) -> Option<Chromium> {
        let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".into());
        let found =
            Command::new(&program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !found.is_ok_and(|status| status.success()) {
            assert!(
                std::env::var("CI").as_deref() != Ok("true"),
                "`{program}` does not run, and CI must not skip"
            );
            eprintln!(
                "\n*** `{program}` does not run: this browser test looked at NOTHING. Install Chromium. ***\n"
            );
            return None;
        }
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let mut child = Command::new("sh")
            .arg("-c")
            .arg("exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null")
            .arg(&program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-pipe",
            ])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1280,720"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .envs(fonts.map(|file| ("FONTCONFIG_FILE", file)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh starts");
        let input = child.stdin.take().expect("stdin is piped");
        let output = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let chromium = Chromium {
            child,
            input: RefCell::new(input),
            output: RefCell::new(output),
            next_id: Cell::new(1),
            events: RefCell::default(),
            _profile: profile,
        };
        chromium.call(None, "Target.setDiscoverTargets", json!({ "discover": true }));
        Some(chromium)
    }

    /// Opens an address in a new tab of its own, and waits until it has loaded.
    pub(crate) fn open(&self, url: &str) -> Page<'_> {
        let page = self.blank();
        page.go(url);
        page
    }

    /// A new, empty tab.
    pub(crate) fn blank(&self) -> Page<'_> {
        let target = self.call(None, "Target.createTarget", json!({ "url": "about:blank" }));
        self.attach(target["targetId"].as_str().expect("a target has an id"))
    }

    /// The window whose address holds `part`, which a page has opened or is about to open.
    pub(crate) fn window(&self, part: &str) -> Page<'_> {
        loop {
            let targets = self.call(None, "Target.getTargets", json!({}));
            let found = targets["targetInfos"].as_array().into_iter().flatten().find(|target| {
                target["type"] == "page" && target["url"].as_str().is_some_and(|url| url.contains(part))
            });
            if let Some(target) = found {
                return self.attach(target["targetId"].as_str().expect("a target has an id"));
            }
            self.read();
        }
    }

    fn attach(&self, target: &str) -> Page<'_> {
        let attached =
            self.call(None, "Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        let session = attached["sessionId"].as_str().expect("a session has an id").to_owned();
        let page = Page { chromium: self, session };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            page.call(&format!("{domain}.enable"), json!({}));
        }
        page
    }

    fn call(&self, session: Option<&str>, method: &str, params: Value) -> Value {
        self.try_call(session, method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn try_call(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.next_id.replace(self.next_id.get() + 1);
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.input.borrow_mut().write_all(&bytes).expect("Chromium listens");
        loop {
            let mut answer = self.read_message();
            if answer["id"] == id {
                return match answer["error"].take() {
                    Value::Null => Ok(answer["result"].take()),
                    error => Err(error),
                };
            }
            self.events.borrow_mut().push(answer);
        }
    }

    /// Waits for the next event, whatever it is.
    fn read(&self) {
        let event = self.read_message();
        self.events.borrow_mut().push(event);
    }

    fn read_message(&self) -> Value {
        let mut bytes = Vec::new();
        self.output.borrow_mut().read_until(0, &mut bytes).expect("Chromium speaks");
        assert!(bytes.pop() == Some(0), "Chromium has ended");
        serde_json::from_slice(&bytes).expect("Chromium speaks JSON")
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Page<'_> {
    /// Goes to an address and waits until it has loaded.
    pub(crate) fn go(&self, url: &str) {
        self.chromium.events.borrow_mut().clear();
        let answer = self.call("Page.navigate", json!({ "url": url }));
        assert!(answer["errorText"].is_null(), "{url}: {}", answer["errorText"]);
        // An event, since a page without scripts has no clock to wait by.
        while self.events(&["Page.loadEventFired"]).is_empty() {
            self.chromium.read();
        }
    }

    /// The value of an expression; a promise is waited for.
    #[track_caller]
    pub(crate) fn evaluate(&self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.call("Runtime.evaluate", params);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].take()
    }

    /// The same, for a page that may be left or broken meanwhile: then there is none.
    pub(crate) fn try_evaluate(&self, expression: &str) -> Option<Value> {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.chromium.try_call(Some(&self.session), "Runtime.evaluate", params).ok()?;
        answer["exceptionDetails"].is_null().then(|| answer["result"]["value"].take())
    }

    /// Waits until an expression is true, looking at every frame; fails after 20 seconds.
    #[track_caller]
    pub(crate) fn wait_for(&self, expression: &str) {
        let held = self.evaluate(&format!(
            "new Promise((done) => {{ const end = Date.now() + 20000;
               const look = () => ({expression}) ? done(true) : Date.now() > end ? done(false) : setTimeout(look, 10);
               look(); }})"
        ));
        assert_eq!(held, true, "waited in vain for: {expression}");
    }

    /// Presses a key as a keyboard does: `key` is its DOM name, `code` its legacy number.
    pub(crate) fn press(&self, key: &str, code: u32) {
        let text = if key.chars().count() == 1 { key } else { "" };
        let mut params = json!({ "type": "keyDown", "key": key, "windowsVirtualKeyCode": code });
        if !text.is_empty() {
            params["text"] = text.into();
        }
        self.call("Input.dispatchKeyEvent", params);
        self.call(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }),
        );
    }

    /// Asks for no motion, so that a slide stands still as soon as it is there.
    pub(crate) fn without_motion(&self) {
        let feature = json!([{ "name": "prefers-reduced-motion", "value": "reduce" }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": feature }));
    }

    /// Has the page in the colours of a system that is set to high contrast: light letters on a dark ground.
    pub(crate) fn in_forced_colors(&self) {
        let features = json!([
            { "name": "forced-colors", "value": "active" },
            { "name": "prefers-color-scheme", "value": "dark" },
        ]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Turns scripts off, for what is loaded next.
    pub(crate) fn without_scripts(&self) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// Makes the window this large, in CSS pixels.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        let params = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", params);
    }

    /// Everything that was said on the console or went wrong since the page was opened.
    pub(crate) fn complaints(&self) -> Vec<String> {
        self.evaluate("0");
        self.events(&["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"])
    }

    /// The addresses that the page asked for over any scheme but `data:` and `file:` for the page itself.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.evaluate("0");
        let events = self.chromium.events.borrow();
        let own = |event: &&Value| event["sessionId"] == self.session.as_str();
        let requests =
            events.iter().filter(own).filter(|event| event["method"] == "Network.requestWillBeSent");
        requests
            .filter(|event| event["params"]["type"] != "Document")
            .filter_map(|event| event["params"]["request"]["url"].as_str())
            .filter(|url| !url.starts_with("data:"))
            .map(str::to_owned)
            .collect()
    }

    /// Keeps what the page's policy is in the way of in `window.violations`, from the next address on.
    pub(crate) fn watch_violations(&self) {
        let source = "window.violations = []; document.addEventListener('securitypolicyviolation', (it) => \
                      violations.push(`${it.effectiveDirective}: ${it.blockedURI}`))";
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
    }

    /// The requests that failed, or that a server had nothing for; not those that the page itself gave up.
    pub(crate) fn failures(&self) -> Vec<String> {
        let failed = self.events(&["Network.loadingFailed"]).into_iter();
        let failed = failed.filter(|event| !event.contains("\"canceled\":true"));
        let events = self.chromium.events.borrow();
        let own = |event: &&Value| event["sessionId"] == self.session.as_str();
        let refused = events.iter().filter(own).filter(|event| {
            event["method"] == "Network.responseReceived"
                && event["params"]["response"]["status"].as_u64().is_some_and(|status| status >= 400)
        });
        let refused = refused.map(|event| event["params"]["response"]["url"].to_string());
        failed.chain(refused).collect()
    }

    /// The page as a PDF, as Ctrl+P would print it.
    pub(crate) fn print(&self) -> Vec<u8> {
        use base64::Engine as _;
        let params = json!({ "printBackground": true, "preferCSSPageSize": true });
        let answer = self.call("Page.printToPDF", params);
        let data = answer["data"].as_str().expect("a PDF is data");
        base64::engine::general_purpose::STANDARD.decode(data).expect("Chromium writes base64")
    }

    fn events(&self, methods: &[&str]) -> Vec<String> {
        let events = self.chromium.events.borrow();
        let own = |event: &&Value| event["sessionId"] == self.session.as_str();
        let wanted =
            |event: &&Value| event["method"].as_str().is_some_and(|method| methods.contains(&method));
        events.iter().filter(own).filter(wanted).map(|event| event["params"].to_string()).collect()
    }

    #[track_caller]
    fn call(&self, method: &str, params: Value) -> Value {
        self.chromium.call(Some(&self.session), method, params)
    }
}

/// The address of a file on disk.
pub(crate) fn file_url(path: &Path) -> String {
    let path = path.canonicalize().expect("the file is there");
    let encoded: String = path
        .to_string_lossy()
        .chars()
        .map(|c| match c {
            '%' => "%25".into(),
            '#' => "%23".into(),
            '?' => "%3F".into(),
            ' ' => "%20".into(),
            other => other.to_string(),
        })
        .collect();
    format!("file://{encoded}")
}

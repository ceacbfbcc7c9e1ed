//! What a script says, as far as the page's policy must know: hosts that it names, and what no page of orate lets it do.
//!
//! Only as much of JavaScript is read as it takes to tell a word from a comment, a string or a pattern ([`token`]). What a
//! script puts together while it runs is not known.

pub(crate) mod modules;
mod token;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::text::{Diagnostic, Span};

use token::{Token, tokens};

/// Something that the policy of every page forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Forbidden {
    /// In bytes of the script.
    pub at: Range<usize>,
    /// What it is, as its author wrote it: `eval`.
    pub what: &'static str,
    /// What to do instead.
    pub help: &'static str,
}

const NO_TEXT_RUNS: &str = "no text runs as a script: write a function in its place";
const NO_WORKERS: &str =
    "workers stay forbidden: let the script itself do the work, or show a page of its own in an `iframe`";
const NO_MODULES: &str =
    "WebAssembly stays forbidden: show a page of its own in an `iframe`, with `wasm` beside it";

/// Whether a script opens connections: only then are the addresses in it hosts that the page asks.
const ASKING: [&str; 8] =
    ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "json", "csv", "axios"];

/// What a script does that is forbidden, in the order of the text.
pub(crate) fn forbidden(script: &str) -> Vec<Forbidden> {
    let tokens: Vec<Token> = tokens(script);
    let found = tokens.iter().enumerate().filter_map(|(index, token)| {
        let word = token.word(script)?;
        let before = index.checked_sub(1).and_then(|index| tokens.get(index));
        let after = |step: usize| tokens.get(index + step);
        let is_called = after(1).is_some_and(|it| it.is_mark(b'('));
        let is_member = before.is_some_and(|it| it.is_mark(b'.'));
        let is_new = before.is_some_and(|it| it.word(script) == Some("new"));
        let (what, help) = match word {
            "eval" if is_called && !is_member => ("eval", NO_TEXT_RUNS),
            "Function" if is_called && !is_member => ("Function", NO_TEXT_RUNS),
            "setTimeout" | "setInterval" if is_called && after(2).is_some_and(Token::is_text) => {
                (if word == "setTimeout" { "setTimeout" } else { "setInterval" }, NO_TEXT_RUNS)
            }
            "Worker" if is_new => ("Worker", NO_WORKERS),
            "SharedWorker" if is_new => ("SharedWorker", NO_WORKERS),
            "serviceWorker" if is_member && after(1).is_some_and(|it| it.is_mark(b'.')) => {
                ("serviceWorker", NO_WORKERS)
            }
            "WebAssembly" if after(1).is_some_and(|it| it.is_mark(b'.')) => ("WebAssembly", NO_MODULES),
            _ => return None,
        };
        Some(Forbidden { at: token.range.clone(), what, help })
    });
    found.collect()
}

/// Says that something in a script will not work.
pub(crate) fn diagnostic(forbidden: &Forbidden, at: Span) -> Diagnostic {
    let message = format!("the policy of the page does not let a script use `{}`", forbidden.what);
    Diagnostic::warning("blocked-script", at, message).about(forbidden.what).help(forbidden.help)
}

/// The outside addresses that a script asks for, as far as they are written out in it.
pub(crate) fn connections(script: &str) -> BTreeSet<&str> {
    let tokens: Vec<Token> = tokens(script);
    let is_asking = tokens.iter().any(|it| it.word(script).is_some_and(|word| ASKING.contains(&word)));
    let addresses = tokens.iter().filter_map(|it| it.text(script)).filter(|text| is_outside(text));
    // Names of vocabularies look like addresses, and nobody asks for them.
    addresses.filter(|text| is_asking && !text.contains("//www.w3.org/")).collect()
}

/// The addresses of an import map; `None` for any other script.
pub(crate) fn mapped(text: &str) -> Vec<String> {
    let text = text.trim();
    if !text.starts_with('{') || !text.contains("\"imports\"") {
        return Vec::new();
    }
    let map = serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    let scopes = map["scopes"].as_object().into_iter().flat_map(serde_json::Map::values);
    let parts = scopes.chain([&map["imports"]]).filter_map(serde_json::Value::as_object);
    parts
        .flat_map(serde_json::Map::values)
        .filter_map(|address| address.as_str().map(str::to_owned))
        .collect()
}

/// What the imports of a script name, whether it is a module or asks for one while it runs.
pub(crate) fn imports(script: &str) -> BTreeSet<&str> {
    modules::names(&tokens(script), script).into_iter().map(|range| &script[range]).collect()
}

/// Whether the text of a `script` of a type is run, and no data.
pub(crate) fn is_run(kind: Option<&str>) -> bool {
    let kind = kind.unwrap_or_default().trim().to_ascii_lowercase();
    matches!(kind.as_str(), "" | "module" | "text/javascript" | "application/javascript")
}

fn is_outside(text: &str) -> bool {
    ["http://", "https://", "ws://", "wss://"].iter().any(|scheme| text.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_forbidden(script: &str, expected: &[&str]) {
        let what: Vec<_> = forbidden(script).into_iter().map(|it| it.what).collect();
        assert_eq!(what, expected, "{script}");
    }

    #[test]
    fn what_the_policy_forbids_is_known_by_its_words() {
        check_forbidden("eval('1')", &["eval"]);
        check_forbidden("new Function('a', 'b'); Function('c')", &["Function", "Function"]);
        check_forbidden("setTimeout('go()', 5); setInterval(`go()`, 5)", &["setTimeout", "setInterval"]);
        check_forbidden("new Worker('a.js'); new SharedWorker(b)", &["Worker", "SharedWorker"]);
        check_forbidden("navigator.serviceWorker.register('a.js')", &["serviceWorker"]);
        check_forbidden("await WebAssembly.instantiate(bytes)", &["WebAssembly"]);
    }

    #[test]
    fn the_same_words_elsewhere_are_no_such_thing() {
        check_forbidden("// eval('1')\n/* new Worker(a) */ 'eval(1)' + \"eval(1)\" + `eval(1)`", &[]);
        check_forbidden("model.eval(1); setTimeout(go, 5); class Worker {} x instanceof Function", &[]);
        check_forbidden("const it = /eval('1')/g; a = b / c; eval", &[]);
        check_forbidden("`${eval('1')}`", &["eval"]);
    }

    #[test]
    fn addresses_are_hosts_where_the_script_asks() {
        let script = "fetch('https://api.example.org/x'); new WebSocket(`wss://b.example/${c}`); 'http://www.w3.org/2000/svg'";
        assert_eq!(
            connections(script).into_iter().collect::<Vec<_>>(),
            ["https://api.example.org/x", "wss://b.example/"]
        );
        assert_eq!(connections("location = 'https://example.org'").len(), 0);
    }

    #[test]
    fn imports_are_found_in_every_form() {
        let script = "import 'a.js'; import b, { c } from './b.js'; export * from \"../c.js\"; await import('d.js'); from('no')";
        assert_eq!(imports(script).into_iter().collect::<Vec<_>>(), ["../c.js", "./b.js", "a.js", "d.js"]);
    }
}

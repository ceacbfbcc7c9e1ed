//! Which browser a command uses, and the progress that it reports.

use std::io::{self, IsTerminal};
use std::time::Duration;

use super::arguments::BrowserArguments;
use super::report;
use crate::shell::browser::{BrowserError, BrowserOptions, is_root};
use crate::text::Diagnostic;

/// How long a browser may take for one step where nobody says otherwise, in seconds.
const PATIENCE: u64 = 60;

impl BrowserArguments {
    /// Whether anything was said about the browser.
    pub(super) fn is_given(&self) -> bool {
        self.browser.is_some() || self.no_sandbox || self.timeout.is_some()
    }

    pub(super) fn options(&self) -> BrowserOptions {
        BrowserOptions {
            program: self.browser.clone(),
            without_sandbox: self.no_sandbox,
            limit: Duration::from_secs(self.timeout.unwrap_or(PATIENCE)),
        }
    }

    /// Says that the browser has no sandbox where nobody asked for that.
    pub(super) fn announce(&self) {
        if is_root() && !self.no_sandbox {
            report::remark("note: the browser runs without its sandbox, since orate runs as root");
        }
    }
}

/// Why the browser did not do its work, as a diagnostic.
pub(super) fn failed(error: &BrowserError) -> Diagnostic {
    Diagnostic { help: error.help(), ..Diagnostic::error(error.code(), None, error.to_string()) }
}

/// One line on a terminal that says what is being done, and goes when it is done.
pub(super) struct Progress {
    is_shown: bool,
}

impl Progress {
    /// Shown where a person looks on, unless nothing is to be said.
    pub(super) fn new(is_wanted: bool) -> Progress {
        Progress { is_shown: is_wanted && io::stderr().is_terminal() }
    }

    pub(super) fn show(&self, text: &str) {
        if self.is_shown {
            report::write(&format!("\r\u{1b}[K{}…", report::visible(text)));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            report::write("\r\u{1b}[K");
        }
    }
}

//! What a browser says of a page that it shows.

use serde::Deserialize;

use super::help::help;
use crate::deck::{LINTS, When};
use crate::text::{Diagnostic, Span};

/// All that was seen in one look at a whole deck.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sighting {
    pub view: View,
    pub findings: Vec<Finding>,
    pub blocked: Vec<Blocked>,
    pub requests: Vec<BrokenRequest>,
    pub errors: Vec<ScriptError>,
}

/// Where a deck is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct View {
    /// As a report says it: `at 4:3`.
    pub name: &'static str,
    /// Whether it is a screen, and no paper.
    pub is_screen: bool,
    /// Whether slides are shown one at a time, each on its canvas.
    pub is_canvas: bool,
}

/// What is wrong with a slide as it is shown: what `orateLook.walk()` gives (`src/runtime/src/look/finding.ts`).
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Finding {
    /// A lint.
    pub code: String,
    /// The id of the slide, or its place.
    pub slide: String,
    /// The column, counted from 0; hidden slides do not count.
    pub h: usize,
    /// The place in the column, counted from 0.
    pub v: usize,
    /// How many steps are shown when it is first seen; none before the first.
    pub step: Option<usize>,
    /// The element as its author would call it: `li "Third thing"`.
    pub element: String,
    /// The `data-at` of the element, or of the nearest one around it.
    pub at: Option<String>,
    /// Pixels of the canvas.
    pub pixels: Option<f64>,
    /// The edge that it is about.
    pub side: Option<String>,
    /// One sentence that begins with the element.
    pub text: String,
}

impl Finding {
    /// The lint; `None` for what is not a lint of ours, and was measured by a newer page.
    pub(super) fn lint(&self) -> Option<&'static str> {
        let is_it = |(code, when): &&(&'static str, When)| *code == self.code && *when == When::Look;
        LINTS.iter().find(is_it).map(|(code, _)| *code)
    }

    /// What is wrong, and from which step on.
    pub(super) fn message(&self) -> String {
        match self.step {
            Some(step) => format!("{}, from step {step} on", self.text),
            None => self.text.clone(),
        }
    }

    /// What it says to the author; `None` for what is not a lint.
    pub(crate) fn diagnostic(&self, at: Option<Span>) -> Option<Diagnostic> {
        let code = self.lint()?;
        let diagnostic = Diagnostic::warning(code, at, self.message());
        Some(match help(code) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        })
    }
}

/// What the policy of the page did not let happen.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Blocked {
    /// The directive of the policy: `img-src`.
    pub directive: String,
    /// An address, or `inline`, `eval` and the like.
    pub address: String,
    /// The address of the script that wanted it; empty for none.
    pub file: String,
    /// In that file, counted from 1; 0 for none.
    pub line: usize,
    /// Counted from 1; 0 for none.
    pub column: usize,
    /// The `data-at` of the element that wanted it and of its slide, the nearest first.
    pub places: Vec<String>,
}

/// Something that the page asked for and did not get.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct BrokenRequest {
    pub address: String,
    /// Why not: `404`, `net::ERR_NAME_NOT_RESOLVED`.
    pub reason: String,
    /// The `data-at` of the element that asked for it and of its slide, the nearest first; empty if that is not known.
    pub places: Vec<String>,
}

/// An error of a script that nothing caught.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ScriptError {
    /// The first line of it: `ReferenceError: x is not defined`.
    pub message: String,
    /// The address of the script.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in units of UTF-16.
    pub column: usize,
}

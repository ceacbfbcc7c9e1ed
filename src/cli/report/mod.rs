//! Everything there is to say to the author, sorted and counted, as text, as JSON or as SARIF.

mod json;
mod patch;
mod sarif;
mod text;

use std::fmt::{self, Display};

pub(super) use crate::text::counted;
pub(super) use json::{Report, UncleanedFile, VERSION, entries, uncleaned_files};
pub(super) use patch::patch;
pub(super) use sarif::sarif;
pub(super) use text::{first, has_colours, line, print, remark, visible, write, written_out};

use crate::text::{Diagnostic, Severity, Sources};

/// Diagnostics in the order they are shown, each once.
///
/// What has no place comes first; then file by file in the order they were read, from top to bottom.
pub(super) fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|diagnostic| (diagnostic.at, diagnostic.severity, diagnostic.code));
    diagnostics.dedup();
    diagnostics
}

/// What of diagnostics is printed: all of them, or with `--quiet` errors alone.
pub(super) fn printed(diagnostics: &[Diagnostic], quiet: bool) -> Vec<Diagnostic> {
    let is_printed = |diagnostic: &&Diagnostic| !quiet || diagnostic.severity == Severity::Error;
    diagnostics.iter().filter(is_printed).cloned().collect()
}

/// How many diagnostics there are of each kind that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub errors: usize,
    pub warnings: usize,
}

impl Count {
    pub(super) fn of(diagnostics: &[Diagnostic]) -> Count {
        let count =
            |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        Count { errors: count(Severity::Error), warnings: count(Severity::Warning) }
    }
}

impl Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [(self.errors, "error"), (self.warnings, "warning")];
        let parts: Vec<_> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(*count, what)).collect();
        formatter.write_str(&parts.join(", "))
    }
}

/// What diagnostics are about, and how to name its files.
pub(super) struct Context<'a> {
    pub sources: &'a Sources,
    /// What to put before a file's name to find it from here: the talk's folder as the author named it.
    pub prefix: &'a str,
}

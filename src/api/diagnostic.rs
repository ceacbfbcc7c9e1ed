//! Diagnostics whose places are files, lines and columns.

use std::fmt;

use crate::text::{self, Places, Severity, Sources};

/// One thing to tell the author: what is wrong, where, and what to do about it.
///
/// It holds what `orate build --json` writes of it (`docs/diagnostics.md`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A stable name in kebab case, such as `missing-image`; `docs/lints.md` explains those that settings can turn off.
    pub code: &'static str,
    /// What is wrong: one sentence in lower case without a full stop, names in backticks.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where it is; `None` if no file is to blame.
    pub at: Option<Span>,
    /// Other places that explain this one.
    pub related: Vec<Related>,
    /// What would mend it, where that is known.
    pub fix: Option<Fix>,
}

/// A stretch of a file. Lines and columns count from 1, columns in characters, as an editor shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The path, as the project has it.
    pub file: String,
    /// The line of its first character.
    pub line: usize,
    /// The column of its first character.
    pub column: usize,
    /// The line of the first character after it.
    pub end_line: usize,
    /// The column of the first character after it; an empty stretch ends where it begins.
    pub end_column: usize,
}

/// Another place that explains a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// What this place explains.
    pub message: String,
    /// The other place.
    pub at: Span,
}

/// A change that mends what a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What it does, as one sentence in the imperative without a full stop.
    pub message: String,
    /// Whether it may be made without asking: the deck stays as it is, and only its source becomes clearer.
    pub is_safe: bool,
    /// In order, without overlap, all of one file.
    pub edits: Vec<Edit>,
}

/// What to write in place of a stretch; an empty stretch is a place to insert at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The stretch to replace.
    pub at: Span,
    /// With `\n` for every line end.
    pub replacement: String,
}

impl fmt::Display for Diagnostic {
    /// One line, as compilers print it: `slides/10.md:3:10: error: no image …`, without the help.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Span { file, line, column, .. }) = &self.at {
            write!(formatter, "{file}:{line}:{column}: ")?;
        }
        write!(formatter, "{}: {}", self.severity.name(), self.message)
    }
}

/// Diagnostics with their places looked up in the sources that they point into.
pub(crate) fn located(diagnostics: &[text::Diagnostic], sources: &Sources) -> Vec<Diagnostic> {
    let mut lookup = Lookup { sources, places: Places::new(sources) };
    diagnostics.iter().map(|diagnostic| lookup.diagnostic(diagnostic)).collect()
}

struct Lookup<'a> {
    sources: &'a Sources,
    places: Places<'a>,
}

impl Lookup<'_> {
    fn diagnostic(&mut self, diagnostic: &text::Diagnostic) -> Diagnostic {
        let related = diagnostic.related.iter();
        Diagnostic {
            severity: diagnostic.severity,
            code: diagnostic.code,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            at: diagnostic.at.map(|at| self.span(at)),
            related: related
                .map(|other| Related { message: other.message.clone(), at: self.span(other.at) })
                .collect(),
            fix: diagnostic.fix.as_deref().map(|fix| self.fix(fix)),
        }
    }

    fn fix(&mut self, fix: &text::Fix) -> Fix {
        let edits = fix.edits.iter();
        let edits = edits.map(|edit| Edit { at: self.span(edit.at), replacement: edit.replacement.clone() });
        Fix { message: fix.message.clone(), is_safe: fix.is_safe, edits: edits.collect() }
    }

    fn span(&mut self, at: text::Span) -> Span {
        let start = self.places.place(at.source, at.start);
        let end = self.places.place(at.source, at.end);
        Span {
            file: self.sources.get(at.source).name.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

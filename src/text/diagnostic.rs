//! What the author should know about the project.

use super::span::Span;
use super::suggestion::Fix;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The deck is not what its author meant; the command ends with exit code 1.
    Error,
    /// The deck is built, and something in it may surprise.
    Warning,
    /// Worth knowing, nothing to do.
    Note,
}

impl Severity {
    /// Its name, as reports for machines have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// One thing to tell the author: what is wrong, where, and what to do about it.
///
/// Diagnostics are values: the core collects them, and `cli` shows them as text or JSON. The message is lower
/// case without a full stop, with names in backticks; it makes sense without the help, and without colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name in kebab case (`missing-image`), for settings, editors and the documentation.
    pub code: &'static str,
    /// What is wrong: one sentence in lower case without a full stop, names in backticks.
    pub message: String,
    /// The one name or address that it is about, as it is in the source; `None` if no step asks for it.
    pub subject: Option<Box<str>>,
    /// Where it is; `None` if no file is to blame, as for a wrong option.
    pub at: Option<Span>,
    /// What to do.
    pub help: Option<String>,
    /// Other places that explain this one.
    pub related: Vec<Related>,
    /// What would mend it, where that is known.
    pub fix: Option<Box<Fix>>,
}

/// Another place that explains a diagnostic, and what it has to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Related {
    /// The other place.
    pub at: Span,
    /// What this place explains.
    pub message: String,
}

impl Diagnostic {
    /// Something that keeps the deck from being what its author meant.
    pub(crate) fn error(
        code: &'static str,
        at: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, at.into(), message.into())
    }

    /// Something that may surprise.
    pub(crate) fn warning(
        code: &'static str,
        at: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, at.into(), message.into())
    }

    /// Something worth knowing.
    pub(crate) fn note(
        code: &'static str,
        at: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(Severity::Note, code, at.into(), message.into())
    }

    fn new(severity: Severity, code: &'static str, at: Option<Span>, message: String) -> Diagnostic {
        Diagnostic { severity, code, message, subject: None, at, help: None, related: Vec::new(), fix: None }
    }

    /// Adds the name or address that it is about, so that no one has to read it out of the message.
    pub(crate) fn about(mut self, subject: &str) -> Diagnostic {
        self.subject = Some(subject.into());
        self
    }

    /// Adds what to do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Adds a place that explains it.
    pub(crate) fn related(mut self, at: Span, message: impl Into<String>) -> Diagnostic {
        self.related.push(Related { at, message: message.into() });
        self
    }

    /// Adds what would mend it.
    pub(crate) fn fix(mut self, fix: Fix) -> Diagnostic {
        self.fix = Some(Box::new(fix));
        self
    }
}

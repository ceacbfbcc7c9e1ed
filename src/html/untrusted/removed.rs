//! The warnings about what orate takes out of a talk that is not trusted.

use crate::text::{Diagnostic, Span};

/// What is taken out of a talk that is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Removed {
    Script,
    Handler,
    ScriptAddress,
    Frame,
    Object,
    PageSetting,
    Form,
    Elsewhere,
    ActiveFile,
    Mixture,
    Name,
}

impl Removed {
    fn what(self) -> &'static str {
        match self {
            Removed::Script => "a script",
            Removed::Handler => "a handler, which is a script,",
            Removed::ScriptAddress => "an address that runs a script, or starts a program,",
            Removed::Frame => "a page within the page",
            Removed::Object => "an object that a plugin shows",
            Removed::PageSetting => "an element that changes the page around the slides",
            Removed::Form => "the address that a form sends to",
            Removed::Elsewhere => "what would be loaded from elsewhere",
            Removed::ActiveFile => "a link to a file that may run scripts",
            Removed::Mixture => "an element that browsers may read in two ways",
            Removed::Name => "an attribute that no browser reads as it is written",
        }
    }

    /// The warning about what was taken out at this place.
    pub(crate) fn diagnostic(self, at: Span) -> Diagnostic {
        let message = format!("{} is left out, since the talk is not trusted", self.what());
        Diagnostic::warning("untrusted", at, message)
            .help("without `--untrusted` the talk may do what its author wrote (docs/security.md)")
    }
}

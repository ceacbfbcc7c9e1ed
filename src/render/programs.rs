//! The programs that draw diagrams for orate, as this floor sees them: somebody above starts them.

use std::sync::Arc;

use crate::text::Fingerprint;

/// What starts programs: the shell, and nobody else.
pub(crate) trait Programs: Send + Sync {
    /// Runs a command, which reads a source and writes a drawing.
    ///
    /// The same command and the same source give the same drawing, and may be run once for all.
    fn draw(&self, command: &[String], source: &str) -> Result<Arc<[u8]>, Failure>;

    /// Names all that decides whether a command draws, and what, besides the source: another name, another drawing.
    fn fingerprint(&self, command: &[String]) -> Fingerprint {
        Fingerprint::of_parts(command.iter().map(String::as_bytes))
    }
}

/// Why a program has drawn nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It may not start.
    Refused {
        /// What to do about it.
        help: String,
        /// Whether no program starts in this run, so that nobody expects a drawing.
        is_expected: bool,
    },
    Failed {
        /// What has become of it, after its name: `ended with code 1`.
        what: String,
        /// What it has said, and where else it might be.
        said: String,
    },
}

/// Starts nothing: for those who want to know everything of a talk but its pictures, and for tests.
pub(crate) struct NoPrograms;

impl Programs for NoPrograms {
    fn draw(&self, _: &[String], _: &str) -> Result<Arc<[u8]>, Failure> {
        Ok(Arc::from(&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..]))
    }
}

/// What programs have done for a slide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Drawn {
    /// The languages, one a diagram.
    pub languages: Vec<String>,
    /// Whether one of them was to draw and did not.
    pub has_failed: bool,
}

//! Why a browser did not do what it was asked for.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// The variable of the environment that names the browser.
pub(crate) const VARIABLE: &str = "ORATE_BROWSER";

/// Why a browser did not do what it was asked for.
#[derive(Debug)]
pub(crate) enum BrowserError {
    /// No browser is installed that could be used.
    NoneInstalled,
    /// The browser that was named is not there.
    NotThere(PathBuf),
    /// The system refused to start it, or to make room for its profile.
    Start { program: PathBuf, cause: io::Error },
    /// It ended before it was told to.
    Ended {
        program: PathBuf,
        /// The last of what it printed; empty for nothing.
        output: String,
    },
    /// It has not answered in time.
    Silent {
        program: PathBuf,
        /// What it was asked for: the name of a method of the protocol.
        step: String,
        limit: Duration,
    },
    /// The process of the page has crashed, and the browser still runs.
    PageCrashed,
    /// It answered that it cannot do what it was asked for.
    Refused {
        /// The name of a method of the protocol.
        step: String,
        message: String,
    },
}

impl BrowserError {
    /// A stable name in kebab case, as diagnostics have one.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            BrowserError::NoneInstalled | BrowserError::NotThere(_) => "no-browser",
            _ => "browser-failed",
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            BrowserError::NoneInstalled => Some(format!(
                "install one (Debian and Ubuntu: `apt install chromium`; macOS: `brew install --cask chromium`; Windows has Edge), \
                 or name it: `--browser PATH`, or the variable `{VARIABLE}`"
            )),
            BrowserError::NotThere(_) => {
                Some(format!("name the program itself in `--browser` or `{VARIABLE}`, or leave it out"))
            }
            BrowserError::Start { .. } => None,
            BrowserError::Ended { output, .. } if output.contains("sandbox") => {
                Some("where the system lets no program build a sandbox, as in many containers, use `--no-sandbox`".into())
            }
            BrowserError::Ended { .. } => {
                Some("see whether it starts by itself; another browser can be named with `--browser`".into())
            }
            BrowserError::Silent { .. } => Some(
                "a script of the talk may never end; on a slow machine, give it more time: `--timeout SECONDS`".into(),
            ),
            BrowserError::PageCrashed => Some("the talk may need more memory than there is".into()),
            BrowserError::Refused { .. } => {
                Some("the browser may be too old: orate needs Chromium 118 or later, or what is made of it".into())
            }
        }
    }
}

impl fmt::Display for BrowserError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BrowserError::NoneInstalled => {
                formatter.write_str("this needs Chromium, Chrome, Edge or Brave, and none is installed")
            }
            BrowserError::NotThere(path) => write!(formatter, "there is no browser `{}`", path.display()),
            BrowserError::Start { program, cause } => {
                write!(formatter, "cannot start the browser `{}`: {cause}", program.display())
            }
            BrowserError::Ended { program, output } => {
                write!(formatter, "the browser `{}` ended by itself", program.display())?;
                if output.is_empty() { Ok(()) } else { write!(formatter, "; it printed: {output}") }
            }
            BrowserError::Silent { program, step, limit } => write!(
                formatter,
                "the browser `{}` has not answered within {} s (`{step}`)",
                program.display(),
                limit.as_secs()
            ),
            BrowserError::PageCrashed => formatter.write_str("the page crashed in the browser"),
            BrowserError::Refused { step, message } => {
                write!(formatter, "the browser refuses `{step}`: {message}")
            }
        }
    }
}

impl std::error::Error for BrowserError {}

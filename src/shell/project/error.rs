//! Why a talk was not read.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a talk was not read.
#[derive(Debug)]
pub(crate) enum OpenError {
    /// There is nothing at the path.
    Missing(PathBuf),
    /// It is neither a folder nor a Markdown file.
    NotATalk(PathBuf),
    /// It is a page, and none of reveal.js.
    NotADeck(PathBuf),
    /// The folder has no slides where they are looked for.
    NoSlides {
        folder: PathBuf,
        /// Markdown files in it that may be talks of their own.
        markdown: Vec<PathBuf>,
    },
    /// The folder for slides holds none.
    EmptySlides(PathBuf),
    /// There is more text than any talk has.
    TooLarge {
        /// The file that went over the limit.
        file: PathBuf,
        /// In bytes.
        limit: u64,
    },
    /// The system refused to read.
    Read { path: PathBuf, cause: io::Error },
}

impl OpenError {
    pub(super) fn read(path: &Path) -> impl FnOnce(io::Error) -> OpenError {
        move |cause| OpenError::Read { path: path.to_owned(), cause }
    }

    /// A stable name in kebab case, as diagnostics have one.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            OpenError::Missing(_) | OpenError::NotATalk(_) | OpenError::NotADeck(_) => "no-talk",
            OpenError::NoSlides { .. } | OpenError::EmptySlides(_) => "no-slides",
            OpenError::TooLarge { .. } => "talk-too-large",
            OpenError::Read { .. } => "unreadable-file",
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            OpenError::Missing(_) => Some("give the folder of a talk, or one `.md` file".into()),
            OpenError::NotADeck(_) => {
                Some("a deck of reveal.js has its sections in an element of the class `slides`".into())
            }
            OpenError::NotATalk(_) => Some("give the folder of a talk, or one `.md` file".into()),
            OpenError::NoSlides { markdown, .. } => Some(match markdown.first() {
                Some(first) => format!("to build one file, name it: `orate build {}`", first.display()),
                None => "`orate init` makes a talk to start from".into(),
            }),
            OpenError::EmptySlides(_) => Some(
                "put a `.md` file there; files whose names begin with `_` or `.`, and `README.md`, are no slides"
                    .into(),
            ),
            OpenError::TooLarge { .. } => Some("part the talk into several talks".into()),
            OpenError::Read { cause, .. } if cause.kind() == io::ErrorKind::PermissionDenied => {
                Some("change its permissions so that you may read it".into())
            }
            OpenError::Read { .. } => None,
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Missing(path) => write!(formatter, "there is no `{}`", path.display()),
            OpenError::NotATalk(path) => {
                write!(formatter, "`{}` is neither a folder, nor a Markdown file, nor a page", path.display())
            }
            OpenError::NotADeck(path) => write!(formatter, "`{}` is no deck of reveal.js", path.display()),
            OpenError::NoSlides { folder, .. } => write!(
                formatter,
                "`{}` holds no talk: there is neither a folder `slides` nor a file `slides.md`",
                folder.display()
            ),
            OpenError::EmptySlides(folder) => {
                write!(formatter, "`{}` holds no Markdown file", folder.display())
            }
            OpenError::TooLarge { file, limit } => write!(
                formatter,
                "with `{}` the talk has more than {} MiB of text, which is the limit",
                file.display(),
                limit / (1024 * 1024)
            ),
            OpenError::Read { path, cause } => write!(formatter, "cannot read `{}`: {cause}", path.display()),
        }
    }
}

impl std::error::Error for OpenError {}

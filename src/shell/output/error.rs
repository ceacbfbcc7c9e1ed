//! Why a site was not written.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::MANIFEST;

/// Why a site was not written. The output is as it stood, but for [`WriteError::Mixed`].
#[derive(Debug)]
pub(crate) enum WriteError {
    /// The folder is more likely someone's work than an output.
    Refused { folder: PathBuf, refusal: Refusal },
    /// The folder holds files and no manifest of ours, so what it holds is someone else's.
    NotOurs { folder: PathBuf, example: String },
    /// A file would have to be replaced that orate did not write, or that was changed since.
    InTheWay(PathBuf),
    /// A file of the site would need a folder where something else is, or the other way round.
    Blocked(PathBuf),
    /// Another build was still writing to the same folder after a while of waiting.
    Busy(PathBuf),
    /// A folder of our staging folder's name that is not ours.
    Staging(PathBuf),
    /// A manifest of more bytes than any of ours has.
    Manifest(PathBuf),
    /// A path of the site that leads out of it.
    Path(String),
    /// The system refused to write when some files were replaced already, and to bring those back.
    Mixed { folder: PathBuf, cause: String },
    /// The system refused to read or write.
    Disk { path: PathBuf, cause: io::Error },
}

/// Why a folder cannot be an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    FileSystemRoot,
    Home,
    /// It is, or holds, the folder of the talk.
    HoldsTalk,
    /// It is, or lies in, a folder that the talk is read from.
    PartOfTalk,
    /// It is, or holds, the folder in which the command runs.
    WorkingFolder,
    /// It holds, or lies in, `.git`.
    Repository,
    SymbolicLink,
    NotAFolder,
}

impl WriteError {
    pub(super) fn disk(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> WriteError {
        let path = path.into();
        move |cause| WriteError::Disk { path, cause }
    }

    /// A stable name in kebab case, as diagnostics have one.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            WriteError::Refused { .. } => "output-refused",
            WriteError::NotOurs { .. } => "output-not-ours",
            WriteError::InTheWay(_) | WriteError::Blocked(_) => "output-in-the-way",
            WriteError::Busy(_) => "output-busy",
            WriteError::Staging(_)
            | WriteError::Manifest(_)
            | WriteError::Path(_)
            | WriteError::Mixed { .. }
            | WriteError::Disk { .. } => "output-failed",
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            WriteError::Refused { refusal: Refusal::SymbolicLink, .. } => {
                Some("name the folder that it leads to with `-o`".into())
            }
            WriteError::Refused { .. } => {
                Some("name a folder of its own with `-o`, such as `-o dist`".into())
            }
            WriteError::NotOurs { .. } => Some(
                "name another folder with `-o`, or use `--force` to write into this one; \
                 other people's files in it stay"
                    .into(),
            ),
            WriteError::InTheWay(_) => {
                Some("move it away if it is still wanted, or replace it with `--force`".into())
            }
            WriteError::Blocked(_) => Some("move it away, and build again".into()),
            WriteError::Staging(_) => Some(
                "it may have come with a clone or a copy of the talk: look through it, move it away, and build again"
                    .into(),
            ),
            WriteError::Manifest(_) => {
                Some("orate did not write it: look at where it came from, move it away, and build again".into())
            }
            WriteError::Busy(_) => Some("wait until the other build is done, then build again".into()),
            WriteError::Path(_) => None,
            WriteError::Mixed { .. } => {
                Some("the old page may be beside new files; build again once the cause is gone".into())
            }
            WriteError::Disk { cause, .. } => match cause.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(
                    "free some space, or write elsewhere with `-o`; the old output is unchanged".into(),
                ),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Some(
                    "write elsewhere with `-o`, or change its permissions; the old output is unchanged"
                        .into(),
                ),
                _ => Some("the old output is unchanged".into()),
            },
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Refused { folder, refusal } => {
                write!(formatter, "`{}` cannot be the output folder: {refusal}", folder.display())
            }
            WriteError::NotOurs { folder, example } => write!(
                formatter,
                "`{}` holds files that orate did not write, such as `{example}` (it has no `{MANIFEST}`)",
                folder.display()
            ),
            WriteError::InTheWay(file) => write!(
                formatter,
                "`{}` was not written by orate, or was changed since, and would be replaced",
                file.display()
            ),
            WriteError::Blocked(path) => {
                write!(formatter, "`{}` is in the way of a file of the site, and is kept", path.display())
            }
            WriteError::Busy(folder) => {
                write!(formatter, "another build is writing to `{}`", folder.display())
            }
            WriteError::Staging(folder) => {
                write!(
                    formatter,
                    "`{}` is where orate prepares its output, and this orate did not make it",
                    folder.display()
                )
            }
            WriteError::Manifest(path) => {
                write!(formatter, "`{}` is larger than any list of files that orate writes", path.display())
            }
            WriteError::Path(path) => write!(formatter, "the site's file `{path}` leads out of the output"),
            WriteError::Mixed { folder, cause } => {
                write!(
                    formatter,
                    "{cause}; `{}` holds files of the old site and of the new one",
                    folder.display()
                )
            }
            WriteError::Disk { path, cause } => {
                write!(formatter, "cannot write `{}`: {cause}", path.display())
            }
        }
    }
}

impl std::error::Error for WriteError {}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Refusal::FileSystemRoot => "it is the root of the file system",
            Refusal::Home => "it is your home folder, or holds it",
            Refusal::HoldsTalk => "it is the folder of the talk, or holds it",
            Refusal::PartOfTalk => "the talk is read from it",
            Refusal::WorkingFolder => "it is the folder you are in, or holds it",
            Refusal::Repository => "it is a git repository of its own",
            Refusal::SymbolicLink => "it is a symbolic link",
            Refusal::NotAFolder => "it is not a folder",
        })
    }
}

//! Why nothing was published.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::shell::output::{MANIFEST, WriteError};

/// Why nothing was published. What was there is as it stood.
#[derive(Debug)]
pub(crate) enum PublishError {
    /// The program could not be started.
    Start {
        program: String,
        cause: io::Error,
    },
    /// The talk lies in no git repository.
    NoRepository(PathBuf),
    /// The repository has no remote of that name.
    NoRemote(String),
    /// A setting of the repository's own starts a program, and the talk is not trusted.
    GitSetting(String),
    /// Git would not do it; what it said, without secrets.
    Git {
        doing: &'static str,
        said: String,
    },
    /// The branch holds other things, and nothing says that it is ours.
    NotOurs {
        branch: String,
        example: String,
    },
    /// The list of our files in the branch is larger than any of ours.
    Manifest(String),
    /// A file of the branch would be replaced that we did not write, or that was changed since.
    InTheWay {
        branch: String,
        path: String,
    },
    /// More files would be removed than may be.
    RemovesMuch {
        removed: usize,
        most: usize,
    },
    /// The branch was published from a newer commit than the one that is checked out.
    Behind {
        branch: String,
        published: String,
        own: String,
    },
    /// There is no version before this one.
    NothingBefore,
    /// The author's own command ended badly.
    Command {
        program: String,
        code: Option<i32>,
    },
    /// The place for the finished site could not be made.
    Staging(io::Error),
    Folder(WriteError),
}

impl PublishError {
    /// A stable name in kebab case, as diagnostics have one.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            PublishError::NotOurs { .. } => "publish-not-ours",
            PublishError::InTheWay { .. } => "publish-in-the-way",
            PublishError::RemovesMuch { .. } => "publish-removes-much",
            PublishError::Behind { .. } => "publish-behind",
            PublishError::NothingBefore => "publish-nothing-before",
            PublishError::Folder(error) => error.code(),
            _ => "publish-failed",
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            PublishError::Start { program, .. } => Some(format!("is `{program}` installed?")),
            PublishError::NoRepository(_) => {
                Some("publish from a clone of the repository that the branch is to be in".into())
            }
            PublishError::NoRemote(name) => Some(format!(
                "`git remote add {name} ADDRESS` makes it known; `--remote` takes an address, too"
            )),
            PublishError::GitSetting(_) => Some("clone the repository anew, or publish without `--untrusted`".into()),
            PublishError::Git { doing: "send the branch", .. } => {
                Some("nothing was replaced by force; if somebody else has published meanwhile, publish again".into())
            }
            PublishError::Git { .. } => None,
            PublishError::NotOurs { .. } => Some(
                "name another branch, or say `--adopt` to publish into this one; other people's files in it stay, but for \
                 those of the same name"
                    .into(),
            ),
            PublishError::InTheWay { .. } => {
                Some("move it away if it is still wanted, or say `--adopt` to replace it".into())
            }
            PublishError::RemovesMuch { removed, .. } => Some(format!(
                "if they are to go, say `--most-removed {removed}`, or set `most-removed` below `[publish]`"
            )),
            PublishError::Manifest(_) => Some("orate did not write it: look at where it came from, or name another branch".into()),
            PublishError::Behind { .. } => Some(
                "`git pull` and publish again; `--allow-older` publishes the older state".into(),
            ),
            PublishError::NothingBefore | PublishError::Command { .. } | PublishError::Staging(_) => None,
            PublishError::Folder(WriteError::Refused { .. }) => Some("name a folder of its own with `--to`".into()),
            PublishError::Folder(WriteError::NotOurs { .. } | WriteError::InTheWay(_)) => Some(
                "name another folder with `--to`, or say `--adopt`; other people's files in it stay, but for those of \
                 the same name"
                    .into(),
            ),
            PublishError::Folder(error) => error.help(),
        }
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublishError::Start { program, cause } => write!(formatter, "cannot start `{program}`: {cause}"),
            PublishError::NoRepository(folder) => {
                write!(formatter, "`{}` lies in no git repository", folder.display())
            }
            PublishError::NoRemote(name) => write!(formatter, "the repository knows no remote `{name}`"),
            PublishError::GitSetting(name) => write!(
                formatter,
                "the repository's own setting `{name}` may start a program, and the talk is not trusted"
            ),
            PublishError::Git { doing, said } => write!(formatter, "git could not {doing}: {said}"),
            PublishError::NotOurs { branch, example } => write!(
                formatter,
                "the branch `{branch}` holds files that orate did not publish, such as `{example}` (it has no `{MANIFEST}`)"
            ),
            PublishError::Manifest(branch) => write!(
                formatter,
                "`{MANIFEST}` in the branch `{branch}` is larger than any list of files that orate writes"
            ),
            PublishError::InTheWay { branch, path } => write!(
                formatter,
                "`{path}` in the branch `{branch}` was not published by orate, or was changed since, and would be replaced"
            ),
            PublishError::RemovesMuch { removed, most } => {
                write!(formatter, "{removed} files would be removed, and at most {most} may be")
            }
            PublishError::Behind { branch, published, own } => write!(
                formatter,
                "the branch `{branch}` was published from commit {}, which is newer than {}, which is checked out",
                &published[..10],
                &own[..10]
            ),
            PublishError::NothingBefore => write!(formatter, "there is no version before this one"),
            PublishError::Command { program, code: Some(code) } => {
                write!(formatter, "`{program}` ended with exit code {code}")
            }
            PublishError::Command { program, code: None } => {
                write!(formatter, "`{program}` was ended by a signal")
            }
            PublishError::Staging(cause) => {
                write!(formatter, "cannot put the finished site together: {cause}")
            }
            PublishError::Folder(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for PublishError {}

impl From<WriteError> for PublishError {
    fn from(error: WriteError) -> PublishError {
        PublishError::Folder(error)
    }
}

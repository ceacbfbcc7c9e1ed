//! The program `git`, known by its output and its exit code alone.

use std::io::{self, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::thread;

use super::PublishError;
use crate::deck::Trust;
use crate::shell::interruption::Started;
use crate::shell::permission::{Resolved, resolve};
use crate::text::without_secrets;

/// What git would take from its surroundings instead of from the folder it runs in, as it does within a hook: another
/// repository, or other objects and references in it. The first are what `git rev-parse --local-env-vars` names. What the
/// author says about git in general (`GIT_CONFIG_…`, `GIT_SSH`, `GIT_AUTHOR_NAME`) holds.
const SURROUNDINGS: [&str; 14] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
    "GIT_NAMESPACE",
    "GIT_QUARANTINE_PATH",
];

/// From what size on git takes in a file piece by piece: films are not packed any smaller.
const BIG_FILES: &str = "core.bigFileThreshold=16m";

/// What holds for every call, whatever the settings of the repository say: none of its hooks and helpers starts, and none of
/// the transports that are programs.
const SETTINGS: [&str; 7] = [
    if cfg!(windows) { "core.hooksPath=NUL" } else { "core.hooksPath=/dev/null" },
    "core.fsmonitor=false",
    "protocol.ext.allow=never",
    "gc.auto=0",
    "maintenance.auto=false",
    "push.gpgSign=false",
    "commit.gpgSign=false",
];

/// Settings of a repository by which git starts a program, or sends what is published elsewhere than the remote's address
/// says; lower case, and all that begin so.
const STARTERS: [&str; 9] = [
    "core.sshcommand",
    "core.gitproxy",
    "core.askpass",
    "core.alternaterefscommand",
    "credential.",
    "include.",
    "includeif.",
    "gpg.",
    "url.",
];

/// The same of a remote, after its name.
const STARTERS_OF_REMOTE: [&str; 4] = [".uploadpack", ".receivepack", ".vcs", ".proxy"];

/// Git in one repository.
pub(super) struct Git {
    folder: PathBuf,
    calls: Calls,
}

/// How git is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calls {
    /// Whether somebody is there who could be asked for a password.
    pub is_attended: bool,
    /// Whether the repository may have come with a stranger's talk: then its own settings may name no program.
    pub trust: Trust,
}

/// One call.
#[derive(Default)]
pub(super) struct Call<'a> {
    /// What is attempted: `fetch the branch`.
    pub doing: &'static str,
    pub arguments: &'a [&'a str],
    pub input: &'a [u8],
    /// An index other than the author's.
    pub index: Option<&'a Path>,
}

impl Git {
    /// Git in the repository that a folder lies in.
    pub(super) fn in_folder(folder: &Path, calls: &Calls) -> Result<Git, PublishError> {
        let git = Git { folder: folder.to_owned(), calls: *calls };
        if git.query(&["rev-parse", "--git-dir"])?.is_none() {
            return Err(PublishError::NoRepository(folder.to_owned()));
        }
        match calls.trust.is_untrusted().then(|| git.starter()).transpose()?.flatten() {
            Some(setting) => Err(PublishError::GitSetting(setting)),
            None => Ok(git),
        }
    }

    /// A setting of the repository's own that would start a program. Names only are asked for, so that nothing starts here.
    fn starter(&self) -> Result<Option<String>, PublishError> {
        let names = self.query(&["config", "--local", "--name-only", "--list"])?.unwrap_or_default();
        let names = names.lines().map(str::to_lowercase);
        let is_starter = |name: &String| {
            STARTERS.iter().any(|starter| name.starts_with(starter))
                || name.starts_with("remote.")
                    && STARTERS_OF_REMOTE.iter().any(|starter| name.ends_with(starter))
        };
        Ok(names.into_iter().find(is_starter))
    }

    /// Whether the repository has a remote of that name.
    pub(super) fn knows_remote(&self, name: &str) -> Result<bool, PublishError> {
        let names = self.query(&["remote"])?.unwrap_or_default();
        let is_known = names.lines().any(|known| known == name);
        Ok(is_known && !(self.calls.trust.is_untrusted() && self.brings_remote(name)?))
    }

    /// Whether a remote is a repository within the folder that git runs in, or the output of a program: what a stranger's
    /// archive may bring.
    fn brings_remote(&self, name: &str) -> Result<bool, PublishError> {
        let key = format!("remote.{name}.url");
        let address = self.query(&["config", "--get", &key])?.unwrap_or_default();
        let push = self.query(&["config", "--get", &format!("remote.{name}.pushurl")])?.unwrap_or_default();
        let top = self.query(&["rev-parse", "--show-toplevel"])?.unwrap_or_default();
        let top = std::fs::canonicalize(top).unwrap_or_else(|_| self.folder.clone());
        let is_within = |address: &String| {
            let path = address.strip_prefix("file://").unwrap_or(address);
            std::fs::canonicalize(top.join(path)).is_ok_and(|path| path.starts_with(&top))
        };
        Ok([address, push]
            .iter()
            .any(|address| address.contains("::") || (!address.is_empty() && is_within(address))))
    }

    /// What git says to a question; `None` if it ends with an exit code.
    pub(super) fn query(&self, arguments: &[&str]) -> Result<Option<String>, PublishError> {
        let (is_fine, output, _) = self.start(&Call { arguments, ..Call::default() })?;
        Ok(is_fine.then(|| String::from_utf8_lossy(&output).trim_end().to_owned()))
    }

    /// What git gives, read as it comes: for more than memory should hold.
    pub(super) fn read<T>(
        &self,
        call: &Call<'_>,
        read: impl FnOnce(&mut BufReader<ChildStdout>) -> io::Result<T>,
    ) -> Result<T, PublishError> {
        let (is_fine, read, complaint) = self.start_and(call, read)?;
        match is_fine {
            true => read.map_err(|cause| PublishError::Git { doing: call.doing, said: cause.to_string() }),
            false => Err(PublishError::Git { doing: call.doing, said: without_secrets(complaint.trim()) }),
        }
    }

    /// What git gives.
    pub(super) fn run(&self, call: &Call<'_>) -> Result<Vec<u8>, PublishError> {
        let (is_fine, output, complaint) = self.start(call)?;
        match is_fine {
            true => Ok(output),
            false => Err(PublishError::Git { doing: call.doing, said: without_secrets(complaint.trim()) }),
        }
    }

    /// What git gives, in one line.
    pub(super) fn line(&self, call: &Call<'_>) -> Result<String, PublishError> {
        self.run(call).map(|output| String::from_utf8_lossy(&output).trim_end().to_owned())
    }

    fn start(&self, call: &Call<'_>) -> Result<(bool, Vec<u8>, String), PublishError> {
        let read_all = |output: &mut BufReader<ChildStdout>| {
            let mut bytes = Vec::new();
            output.read_to_end(&mut bytes).map(|_| bytes)
        };
        let (is_fine, output, complaint) = self.start_and(call, read_all)?;
        let output = output.map_err(|cause| PublishError::Start { program: "git".into(), cause })?;
        Ok((is_fine, output, complaint))
    }

    /// Starts git and reads what it gives; gives whether it ended well, what was read, and what it said.
    fn start_and<T>(
        &self,
        call: &Call<'_>,
        read: impl FnOnce(&mut BufReader<ChildStdout>) -> io::Result<T>,
    ) -> Result<(bool, io::Result<T>, String), PublishError> {
        let failed = |cause| PublishError::Start { program: "git".into(), cause };
        let missing = || failed(io::ErrorKind::NotFound.into());
        // Never one that the talk brings, wherever `PATH` leads.
        let Resolved::Found(git) = resolve("git", &self.folder) else { return Err(missing()) };
        let mut command = Command::new(git);
        command.args(["-c", BIG_FILES]);
        SURROUNDINGS.iter().for_each(|name| {
            command.env_remove(name);
        });
        if !self.calls.is_attended {
            command.env("GIT_TERMINAL_PROMPT", "0");
        }
        if let Some(index) = call.index {
            command.env("GIT_INDEX_FILE", index);
        }
        SETTINGS.iter().for_each(|setting| {
            command.args(["-c", setting]);
        });
        let mut child = command
            .args(call.arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let _started = Started::new(&child);
        let mut input = child.stdin.take().expect("standard input is a pipe");
        let mut output = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
        let mut errors = child.stderr.take().expect("standard error is a pipe");
        let (output, complaint) = thread::scope(|scope| {
            // Written while the output is read: git answers before it has read all input, and may stop reading.
            scope.spawn(move || drop(input.write_all(call.input)));
            let complaint = scope.spawn(move || {
                let mut complaint = Vec::new();
                let _ = errors.read_to_end(&mut complaint);
                complaint
            });
            let read = read(&mut output);
            // Nobody reads on; git may have more to give.
            drop(output);
            (read, complaint.join().unwrap_or_default())
        });
        let status = child.wait().map_err(failed)?;
        Ok((status.success(), output, String::from_utf8_lossy(&complaint).into_owned()))
    }
}

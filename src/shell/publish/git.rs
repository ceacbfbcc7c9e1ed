//! The program `git`, and nothing of it but what can be told from its output and its exit code.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use super::{PublishError, without_secrets};

/// What git would take from its surroundings instead of from the folder it runs in, as it does within a hook.
const SURROUNDINGS: [&str; 6] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"];

/// Git in one repository.
pub struct Git {
    folder: PathBuf,
    /// Whether somebody is there who could be asked for a password.
    is_attended: bool,
}

/// One call.
#[derive(Default)]
pub struct Call<'a> {
    /// What is attempted: `fetch the branch`.
    pub doing: &'static str,
    pub arguments: &'a [&'a str],
    pub input: &'a [u8],
    /// An index other than the author's.
    pub index: Option<&'a Path>,
}

impl Git {
    /// Git in the repository that a folder lies in.
    pub fn in_folder(folder: &Path, is_attended: bool) -> Result<Git, PublishError> {
        let git = Git { folder: folder.to_owned(), is_attended };
        match git.ask(&["rev-parse", "--git-dir"])? {
            Some(_) => Ok(git),
            None => Err(PublishError::NoRepository(folder.to_owned())),
        }
    }

    /// What git says to a question; none where it ends with an exit code.
    pub fn ask(&self, arguments: &[&str]) -> Result<Option<String>, PublishError> {
        let (is_fine, output, _) = self.start(&Call { arguments, ..Call::default() })?;
        Ok(is_fine.then(|| String::from_utf8_lossy(&output).trim_end().to_owned()))
    }

    /// What git gives.
    pub fn run(&self, call: &Call) -> Result<Vec<u8>, PublishError> {
        let (is_fine, output, said) = self.start(call)?;
        match is_fine {
            true => Ok(output),
            false => Err(PublishError::Git { doing: call.doing, said: without_secrets(said.trim()) }),
        }
    }

    /// What git gives, in one line.
    pub fn line(&self, call: &Call) -> Result<String, PublishError> {
        self.run(call).map(|output| String::from_utf8_lossy(&output).trim_end().to_owned())
    }

    fn start(&self, call: &Call) -> Result<(bool, Vec<u8>, String), PublishError> {
        let failed = |cause| PublishError::Start { program: "git".into(), cause };
        let mut command = Command::new("git");
        SURROUNDINGS.iter().for_each(|name| {
            command.env_remove(name);
        });
        if !self.is_attended {
            command.env("GIT_TERMINAL_PROMPT", "0");
        }
        if let Some(index) = call.index {
            command.env("GIT_INDEX_FILE", index);
        }
        let mut child = command
            .args(call.arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut pipe = child.stdin.take().expect("standard input is a pipe");
        let output = thread::scope(|scope| {
            // Written beside the reading: git answers while it is still being told. It may also stop listening.
            scope.spawn(move || drop(pipe.write_all(call.input)));
            child.wait_with_output()
        });
        let output = output.map_err(failed)?;
        Ok((output.status.success(), output.stdout, String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

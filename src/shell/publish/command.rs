//! A program of the author's takes the site wherever it likes.

use std::path::Path;
use std::process::Command;

use super::PublishError;
use super::staged::Staged;
use crate::shell::interruption::Started;
use crate::site::Site;

/// Runs a program in a folder that holds the finished site and is gone afterwards. What it prints is the author's to see.
pub(crate) fn run(command: &[String], site: &Site, project: &Path) -> Result<(), PublishError> {
    let Some((program, arguments)) = command.split_first() else { return Ok(()) };
    let staged = Staged::write(site, project)?;
    let failed = |cause| PublishError::Start { program: program.clone(), cause };
    let mut child =
        Command::new(program).args(arguments).current_dir(staged.folder()).spawn().map_err(failed)?;
    let _started = Started::new(&child);
    let status = child.wait().map_err(failed)?;
    match status.success() {
        true => Ok(()),
        false => Err(PublishError::Command { program: program.clone(), code: status.code() }),
    }
}

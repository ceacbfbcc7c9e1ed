//! The process of a browser: how it starts, and how it ends with orate, however that happens.
//!
//! On Unix a browser speaks the DevTools protocol over a pipe, which no other user of the machine can reach. Elsewhere it
//! listens at a port that it chooses. On both, a small script waits for orate to end: a kill included, it ends the browser
//! and removes its profile. Should the script be killed too, the browser ends with its pipe, and the next run sweeps.

pub(super) use launch::Launch;
use launch::OUTPUT;

use super::BrowserError;
use super::connection::Channel;
use crate::shell::scratch::Scratch;

mod launch;
#[cfg(unix)]
mod pipe;
#[cfg(any(not(unix), test))]
mod socket;

#[cfg(unix)]
use pipe as system;
#[cfg(not(unix))]
use socket as system;

/// Starts a browser; gives its process, and by what it is spoken to.
pub(crate) fn start(launch: &Launch) -> Result<(Process, Channel), BrowserError> {
    let failed = |cause| BrowserError::Start { program: launch.program.clone(), cause };
    let scratch = Scratch::new("browser").map_err(failed)?;
    let (running, channel) = system::start(launch, &scratch).map_err(failed)?;
    Ok((Process { _running: running, scratch }, channel))
}

/// A browser that runs. When this is dropped, it ends, and its folder goes after it.
pub(crate) struct Process {
    _running: system::Running,
    scratch: Scratch,
}

impl Process {
    /// The last of what the browser printed, in one line; empty for nothing.
    pub(crate) fn output(&self) -> String {
        let printed = std::fs::read(self.scratch.path(OUTPUT)).unwrap_or_default();
        let printed = String::from_utf8_lossy(&printed);
        let lines: Vec<&str> = printed.lines().filter(|line| !line.trim().is_empty()).collect();
        let last = &lines[lines.len().saturating_sub(3)..];
        last.join(" | ").chars().filter(|letter| !letter.is_control()).take(600).collect()
    }
}

/// Whether the process has all rights: a browser refuses to make its sandbox then.
#[cfg(unix)]
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
pub(crate) fn is_root() -> bool {
    false
}

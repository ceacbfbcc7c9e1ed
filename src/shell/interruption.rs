//! Whoever ends the process (Ctrl-C, the system, a terminal that closes) ends it tidily: no folder of ours stays behind in the
//! temporary folder, and a site that is being written is finished or given up first.
//!
//! The process ends by the signal itself, as others expect of it. A second signal does not wait. What a kill leaves behind
//! that nobody can hear of is swept by the next run.

use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a site that is being written may take to be given up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether the process has been asked to end.
static IS_REQUESTED: AtomicBool = AtomicBool::new(false);

static STATE: Mutex<State> = Mutex::new(State { writers: 0, folders: Vec::new(), children: Vec::new() });

static WRITER_LEFT: Condvar = Condvar::new();

/// What there is to end.
struct State {
    /// How many sites are being written.
    writers: usize,
    /// Folders that are to go.
    folders: Vec<PathBuf>,
    /// Programs that were started.
    children: Vec<u32>,
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the process has been asked to end, so that a long piece of work is to be given up.
pub(super) fn is_requested() -> bool {
    IS_REQUESTED.load(Ordering::Relaxed)
}

/// While it lives, the process does not end without it: it is dropped when a site was written or given up.
pub(super) struct Writing(());

impl Writing {
    pub(super) fn begin() -> Writing {
        listen();
        state().writers += 1;
        Writing(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        state().writers -= 1;
        WRITER_LEFT.notify_all();
        if is_requested() {
            // The process is about to end by the signal, and not by whatever this thread would do next.
            std::thread::sleep(PATIENCE);
        }
    }
}

/// A folder that goes with the process, whatever ends it.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: &Path) -> Folder {
        listen();
        state().folders.push(path.to_owned());
        Folder(path.to_owned())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let mut state = state();
        let _ = std::fs::remove_dir_all(&self.0);
        state.folders.retain(|folder| *folder != self.0);
    }
}

/// A program that hears of the signal, too.
pub(super) struct Started(u32);

impl Started {
    pub(super) fn new(child: &Child) -> Started {
        listen();
        state().children.push(child.id());
        Started(child.id())
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        state().children.retain(|child| *child != self.0);
    }
}

/// Begins to listen, once.
#[cfg(unix)]
fn listen() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    static IS_LISTENING: AtomicBool = AtomicBool::new(false);
    if IS_LISTENING.swap(true, Ordering::Relaxed) {
        return;
    }
    // Where the system gives no signals or no thread, they end the process as they always do.
    let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    let wait = move || {
        for signal in signals.forever() {
            if IS_REQUESTED.swap(true, Ordering::Relaxed) {
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
            std::thread::spawn(move || end(signal));
        }
    };
    let _ = std::thread::Builder::new().name("signals".into()).spawn(wait);
}

#[cfg(not(unix))]
fn listen() {}

#[cfg(unix)]
fn end(signal: i32) {
    use rustix::process::{Pid, Signal, kill_process};
    let state = state();
    for child in &state.children {
        if let (Some(child), Some(signal)) =
            (Pid::from_raw(child.cast_signed()), Signal::from_named_raw(signal))
        {
            let _ = kill_process(child, signal);
        }
    }
    let waited = WRITER_LEFT.wait_timeout_while(state, PATIENCE, |state| state.writers > 0);
    let state = waited.unwrap_or_else(PoisonError::into_inner).0;
    for folder in &state.folders {
        let _ = std::fs::remove_dir_all(folder);
    }
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

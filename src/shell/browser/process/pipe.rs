//! A browser that speaks over a pipe, on its file descriptors 3 and 4: messages of JSON, each ended by NUL.
//!
//! The standard library hands a child its descriptors 0 to 2 only, and anything more takes `unsafe`, in a library or in
//! ours. So the shell that watches over the browser moves them to their places first.
//!
//! Source: `--remote-debugging-pipe`, <https://chromedevtools.github.io/devtools-protocol/>.

use std::io::{self, BufRead, BufReader, PipeWriter, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::launch::{Launch, arguments};
use crate::shell::browser::connection::{Channel, ReadMessage, WriteMessage};
use crate::shell::scratch::Scratch;

/// What runs a browser, and ends it with us.
const WATCH: &str = include_str!("watch.sh");

/// How long it may take to end a browser and to remove its folder.
const PATIENCE: Duration = Duration::from_secs(5);

/// From this length on of the scratch folder's path, a socket in it could have too long a name on some systems.
const LONGEST_FOLDER: usize = 48;

/// A browser, and the shell that watches over it.
pub(crate) struct Running {
    watch: Child,
    /// Nothing is ever written to it; the shell waits for its end.
    lifeline: Option<PipeWriter>,
}

pub(crate) fn start(launch: &Launch, scratch: &Scratch) -> io::Result<(Running, Channel)> {
    let (to_browser, writer) = io::pipe()?;
    let (reader, from_browser) = io::pipe()?;
    let (end, lifeline) = io::pipe()?;
    let folder = scratch.path("");
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(WATCH).arg("orate-browser").arg(&folder).arg(&launch.program);
    command.args(arguments(launch, &scratch.path("profile"))).arg("--remote-debugging-pipe");
    command.stdin(to_browser).stdout(from_browser).stderr(Stdio::from(end));
    // A group of its own, which the shell ends whole, and which Ctrl-C does not reach.
    command.process_group(0).current_dir(&folder);
    if folder.as_os_str().len() < LONGEST_FOLDER {
        // So that what the browser leaves in the temporary folder goes, too.
        command.env("TMPDIR", &folder);
    }
    let watch = command.spawn()?;
    let running = Running { watch, lifeline: Some(lifeline) };
    Ok((running, Channel { write: write_to(writer), read: read_from(BufReader::new(reader)) }))
}

fn write_to(mut writer: PipeWriter) -> Box<WriteMessage> {
    Box::new(move |message| writer.write_all(message).and_then(|()| writer.write_all(b"\0")).is_ok())
}

fn read_from(mut reader: impl BufRead + Send + 'static) -> Box<ReadMessage> {
    Box::new(move || {
        let mut message = Vec::new();
        reader.read_until(0, &mut message).ok()?;
        // Without NUL it is the torn end of a browser that is gone.
        message.pop_if(|last| *last == 0).map(|_| message)
    })
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        let patient_until = Instant::now() + PATIENCE;
        while matches!(self.watch.try_wait(), Ok(None)) && Instant::now() < patient_until {
            std::thread::sleep(Duration::from_millis(2));
        }
        // Here it has ended, or would never.
        let _ = self.watch.kill();
        let _ = self.watch.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_end_with_nul_and_a_torn_one_is_none() {
        let mut read = read_from(io::Cursor::new(b"{}\0{\"a\":1}\0{\"b\"".to_vec()));
        assert_eq!(read().unwrap(), b"{}");
        assert_eq!(read().unwrap(), b"{\"a\":1}");
        assert_eq!(read(), None);
        assert_eq!(read(), None);
    }
}

//! A terminal before which somebody sits.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// Runs a command before a terminal, and answers each time a question is there that was not answered yet. Gives the exit
/// code, and what is on the terminal.
#[track_caller]
pub(crate) fn answer(mut command: Command, question: &str, answer: &str) -> (i32, String) {
    let mut ours = File::from(openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap());
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap().into_string().unwrap();
    let theirs = || Stdio::from(OpenOptions::new().read(true).write(true).open(&name).unwrap());
    let mut child = command.stdin(theirs()).stdout(theirs()).stderr(theirs()).spawn().unwrap();
    drop(command);
    let mut shown = String::new();
    let mut answered = 0;
    let mut buffer = [0; 4096];
    // Reading ends with an error when the program, which alone holds the other side, has ended.
    while let Ok(length @ 1..) = ours.read(&mut buffer) {
        shown.push_str(&String::from_utf8_lossy(&buffer[..length]));
        if shown.matches(question).count() > answered {
            ours.write_all(answer.as_bytes()).unwrap();
            answered += 1;
        }
    }
    assert!(answered > 0, "{shown}");
    (child.wait().unwrap().code().unwrap(), shown)
}

//! The programs that draw diagrams: those that a talk's settings name, each for what its fences hold, and no others.
//!
//! A program reads the source from its standard input and writes SVG to its standard output. It runs in the talk's folder,
//! has [`PATIENCE`], may write [`MOST`] bytes, and is asked once for each source: what it has drawn is kept by content for
//! as long as a preview runs.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::FileCache;
use super::drawings::Answer;
use crate::render::{Failure, Programs};
use crate::text::Fingerprint;

/// How long a program may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How much it may write, in bytes.
const MOST: usize = 4 << 20;

/// How much of what it complains of is read, in bytes, and how many lines are told.
const COMPLAINTS: u64 = 16 << 10;
const LINES: usize = 8;

/// Starts the programs of one talk.
pub struct Starter {
    folder: PathBuf,
    shelf: Arc<FileCache>,
}

impl Starter {
    pub fn new(folder: PathBuf, shelf: Arc<FileCache>) -> Starter {
        Starter { folder, shelf }
    }
}

impl Programs for Starter {
    fn draw(&self, command: &[String], source: &str) -> Answer {
        let parts = command.iter().map(String::as_bytes).chain([source.as_bytes()]);
        let place = self.shelf.drawings.place(Fingerprint::of_parts(parts));
        let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = &*place {
            return answer.clone();
        }
        let Some((program, arguments)) = command.split_first() else {
            return Err(failure("is no program", ""));
        };
        let child = Command::new(found(program, &self.folder))
            .args(arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        match child {
            // It may be there the next time.
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                Err(failure("is not there", "install it, or give its path in `[diagrams]` of `orate.toml`"))
            }
            Err(cause) => Err(failure(&format!("does not start: {cause}"), "")),
            Ok(child) => place.insert(drawn(child, source, PATIENCE).map(Into::into)).clone(),
        }
    }
}

fn failure(what: &str, said: &str) -> Failure {
    Failure { what: what.into(), said: said.into() }
}

/// A path counts from the talk's folder; a bare name is the system's to look for.
fn found(program: &str, folder: &Path) -> PathBuf {
    let path = Path::new(program);
    match path.components().count() > 1 && path.is_relative() {
        true => std::path::absolute(folder.join(path)).unwrap_or_else(|_| folder.join(path)),
        false => path.to_owned(),
    }
}

/// What a program writes that was just started. It has ended when this returns, by itself or not.
fn drawn(mut child: Child, source: &str, patience: Duration) -> Result<Vec<u8>, Failure> {
    let end = Instant::now() + patience;
    // Each pipe has a thread, so that none fills while another is waited for. A thread whose pipe is kept open by what
    // the program has started in its turn is left behind.
    if let Some(mut input) = child.stdin.take() {
        let source = source.to_owned();
        // A program need not read everything.
        std::thread::spawn(move || _ = input.write_all(source.as_bytes()));
    }
    let (written, output) = channel();
    if let Some(pipe) = child.stdout.take() {
        std::thread::spawn(move || _ = written.send(read(pipe, MOST as u64 + 1)));
    }
    let (complained, complaints) = channel();
    if let Some(mut pipe) = child.stderr.take() {
        std::thread::spawn(move || {
            _ = complained.send(read(&mut pipe, COMPLAINTS));
            _ = io::copy(&mut pipe, &mut io::sink());
        });
    }
    let drawing = output.recv_timeout(end.saturating_duration_since(Instant::now()));
    let is_too_much = drawing.as_ref().is_ok_and(|drawing| drawing.len() > MOST);
    let status = match is_too_much || drawing == Err(RecvTimeoutError::Timeout) {
        true => None,
        false => ended(&mut child, end),
    };
    if status.is_none() {
        _ = child.kill();
        _ = child.wait();
    }
    let said = complaints.recv_timeout(Duration::from_millis(200)).unwrap_or_default();
    let said = plain(&String::from_utf8_lossy(&said));
    match status {
        _ if is_too_much => Err(failure(&format!("writes more than {} MiB", MOST >> 20), &said)),
        None => Err(failure(&format!("takes more than {} seconds", patience.as_secs()), &said)),
        Some(status) if !status.success() => Err(failure(&ending(status), &said)),
        Some(_) => match drawing.unwrap_or_default() {
            empty if empty.is_empty() => Err(failure("has drawn nothing", &said)),
            drawing => Ok(drawing),
        },
    }
}

fn read(pipe: impl Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What was read before a pipe broke is worth telling.
    _ = pipe.take(most).read_to_end(&mut bytes);
    bytes
}

/// Waits for a program that has closed its output: most are at their end.
fn ended(child: &mut Child, end: Instant) -> Option<ExitStatus> {
    let mut pause = Duration::from_micros(200);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Err(_) => return None,
            Ok(None) if Instant::now() >= end => return None,
            Ok(None) => std::thread::sleep(pause),
        }
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn ending(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("ended with code {code}"),
        None => "was ended by the system".into(),
    }
}

/// The first lines of what a program has said, without the colours of a terminal.
fn plain(said: &str) -> String {
    let mut plain = String::new();
    let mut letters = said.chars();
    while let Some(letter) = letters.next() {
        match letter {
            // A colour goes up to its letter.
            '\u{1b}' => _ = letters.by_ref().find(char::is_ascii_alphabetic),
            '\n' | '\t' => plain.push(letter),
            letter if letter.is_control() => {}
            letter => plain.push(letter),
        }
    }
    let lines = plain.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.take(LINES).collect::<Vec<_>>().join("; ")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg'/>";

    #[track_caller]
    fn check(script: &str, source: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let starter = Starter::new(folder.path().to_owned(), Arc::default());
        let answer = starter.draw(&["sh".into(), "-c".into(), script.into()], source);
        answer
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .map_err(|failure| format!("{}; {}", failure.what, failure.said))
    }

    #[test]
    fn a_program_reads_a_source_and_writes_a_drawing() {
        assert_eq!(check("cat", SVG).as_deref(), Ok(SVG));
        assert_eq!(
            check("printf x", &"a".repeat(1 << 20)).as_deref(),
            Ok("x"),
            "it need not read everything"
        );
        let large = "head -c 3000000 /dev/zero | tr '\\0' x";
        assert_eq!(check(large, "").map(|drawing| drawing.len()), Ok(3_000_000));
    }

    #[test]
    fn a_failure_says_what_the_program_said() {
        let said = check("printf '\\033[31mline 3: what is this\\033[0m\\n\\n' >&2; exit 3", "a");
        assert_eq!(said, Err("ended with code 3; line 3: what is this".into()));
        assert_eq!(check("exit 0", "a"), Err("has drawn nothing; ".into()));
        assert_eq!(check("yes | head -c 5000000", "a"), Err("writes more than 4 MiB; ".into()));
        assert!(check("kill -9 $$", "a").is_err_and(|said| said.starts_with("was ended by the system")));
    }

    #[test]
    fn a_program_without_end_is_ended() {
        for script in ["exec sleep 600", "exec >&-; exec sleep 600"] {
            let mut command = Command::new("sh");
            command.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let failure = drawn(command.spawn().unwrap(), "a", Duration::from_millis(300)).unwrap_err();
            assert_eq!(failure.what, "takes more than 0 seconds", "{script}");
        }
    }

    #[test]
    fn a_program_that_is_not_there_is_looked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let starter = Starter::new(folder.path().to_owned(), Arc::default());
        let command = ["./draw".to_owned()];
        assert_eq!(starter.draw(&command, "a").unwrap_err().what, "is not there");
        std::os::unix::fs::symlink("/bin/cat", folder.path().join("draw")).unwrap();
        assert_eq!(starter.draw(&command, "a").as_deref(), Ok(&b"a"[..]));
    }

    #[test]
    fn the_same_source_is_drawn_once() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Arc::<FileCache>::default();
        let command = ["sh".to_owned(), "-c".to_owned(), "echo x >> count; cat".to_owned()];
        for source in ["a", "b", "a", "a"] {
            let starter = Starter::new(folder.path().to_owned(), shelf.clone());
            assert_eq!(starter.draw(&command, source).as_deref(), Ok(source.as_bytes()));
        }
        assert_eq!(std::fs::read_to_string(folder.path().join("count")).unwrap(), "x\nx\n");
    }
}

//! The programs that draw diagrams: those that a talk's settings name and its user allowed, each for what its fences
//! hold, and no others.
//!
//! A program reads the source from its standard input and writes SVG to its standard output. It runs in the talk's folder,
//! has [`PATIENCE`], may write [`MOST`] bytes, and is asked once for each source: what it has drawn is kept by content for
//! as long as a preview runs.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::FileCache;
use super::drawings::Answer;
use crate::render::{Failure, Programs};
use crate::shell::permission::{self, Access, Permission, Reason, Refusal, Resolved, Store};
use crate::text::{Fingerprint, program_name, without_arguments};

/// How long a program may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How much it may write, in bytes.
const MOST: usize = 4 << 20;

/// How many bytes of its error output are read, and how many lines are shown.
const COMPLAINTS: u64 = 16 << 10;
const LINES: usize = 8;

type Decision = Result<Fingerprint, Refusal>;

/// Starts the programs of one talk.
pub(super) struct Starter {
    /// Absolute, without symbolic links.
    folder: PathBuf,
    cache: Arc<FileCache>,
    access: Access,
    /// What was decided of each command while the talk is built once.
    decisions: Mutex<HashMap<Vec<String>, Decision>>,
}

impl Starter {
    pub(super) fn new(folder: PathBuf, cache: Arc<FileCache>, access: Access) -> Starter {
        Starter { folder, cache, access, decisions: Mutex::default() }
    }

    fn decide(&self, command: &[String]) -> Decision {
        let mut decisions = self.decisions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(decision) = decisions.get(command) {
            return decision.clone();
        }
        self.note(command);
        let decision = permission::decide(self.access.permission, &self.folder, command);
        decisions.insert(command.to_owned(), decision.clone());
        decision
    }

    /// A preview looks again where what was allowed, or a file that the command names, changes.
    fn note(&self, command: &[String]) {
        permission::named_files(&self.folder, command).iter().for_each(|path| self.cache.note(path));
        if self.access.permission == Permission::Granted
            && let Ok(store) = Store::of_user()
        {
            self.cache.note(&store.path(&self.folder));
        }
    }

    fn start(&self, command: &[String], name: Fingerprint) -> io::Result<Child> {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let (program, arguments) = command.split_first().ok_or_else(missing)?;
        let Resolved::Found(path) = permission::resolve(program, &self.folder) else { return Err(missing()) };
        self.cache.drawings.announce(name, || (self.access.announce)(&program_name(command), &self.folder));
        Command::new(path)
            .args(arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }
}

impl Programs for Starter {
    fn draw(&self, command: &[String], source: &str) -> Answer {
        let name = self.decide(command).map_err(|refusal| refused(&refusal))?;
        let place = self.cache.drawings.place(Fingerprint::of_parts([&name.bytes()[..], source.as_bytes()]));
        let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = &*place {
            return answer.clone();
        }
        match self.start(command, name) {
            // It may be there the next time.
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                Err(failure("is not there", "install it, or give its path in `[diagrams]` of `orate.toml`"))
            }
            Err(cause) => Err(failure(&format!("does not start: {cause}"), "")),
            Ok(child) => {
                let drawn = drawn(child, source, PATIENCE).map(Into::into);
                place.insert(drawn.map_err(|failure| discreet(failure, command))).clone()
            }
        }
    }

    fn fingerprint(&self, command: &[String]) -> Fingerprint {
        match self.decide(command) {
            Ok(name) => name,
            Err(refusal) => Fingerprint::of(format!("{refusal:?}").as_bytes()),
        }
    }
}

fn refused(refusal: &Refusal) -> Failure {
    Failure::Refused {
        help: refusal.help(),
        is_expected: matches!(refusal, Refusal::Nothing(Reason::Command(_))),
    }
}

fn discreet(failure: Failure, command: &[String]) -> Failure {
    match failure {
        Failure::Failed { what, said } => Failure::Failed { what, said: without_arguments(&said, command) },
        refused => refused,
    }
}

fn failure(what: &str, complaint: &str) -> Failure {
    Failure::Failed { what: what.into(), said: complaint.into() }
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
    let complaint = complaints.recv_timeout(Duration::from_millis(200)).unwrap_or_default();
    let complaint = plain(&String::from_utf8_lossy(&complaint));
    match status {
        _ if is_too_much => Err(failure(&format!("writes more than {} MiB", MOST >> 20), &complaint)),
        None => Err(failure(&format!("takes more than {} seconds", patience.as_secs()), &complaint)),
        Some(status) if !status.success() => Err(failure(&ending(status), &complaint)),
        Some(_) => match drawing.unwrap_or_default() {
            empty if empty.is_empty() => Err(failure("has drawn nothing", &complaint)),
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
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars();
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::path::Path;

    use super::*;

    fn starter(folder: &Path, cache: Arc<FileCache>) -> Starter {
        let access = Access { permission: Permission::Everything, ..Access::default() };
        Starter::new(folder.to_owned(), cache, access)
    }

    fn told(failure: Failure) -> (String, String) {
        match failure {
            Failure::Failed { what, said } => (what, said),
            Failure::Refused { help, .. } => ("is refused".into(), help),
        }
    }

    const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg'/>";

    #[track_caller]
    fn check(script: &str, source: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let starter = starter(folder.path(), Arc::default());
        let answer = starter.draw(&["sh".into(), "-c".into(), script.into()], source);
        answer.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).map_err(|failure| {
            let (what, said) = told(failure);
            format!("{what}; {said}")
        })
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
    fn a_program_starts_only_where_it_may() {
        let folder = tempfile::tempdir().unwrap();
        let starter = Starter::new(folder.path().to_owned(), Arc::default(), Access::default());
        let failure = starter.draw(&["sh".into(), "-c".into(), "echo > ran".into()], "a").unwrap_err();
        assert_eq!(told(failure).0, "is refused");
        assert!(!folder.path().join("ran").exists());
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
            assert_eq!(told(failure).0, "takes more than 0 seconds", "{script}");
        }
    }

    #[test]
    fn a_program_that_is_not_there_is_looked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let starter = starter(folder.path(), Arc::default());
        let command = ["./draw".to_owned()];
        assert_eq!(told(starter.draw(&command, "a").unwrap_err()).0, "is not there");
        std::os::unix::fs::symlink("/bin/cat", folder.path().join("draw")).unwrap();
        assert_eq!(starter.draw(&command, "a").as_deref(), Ok(&b"a"[..]));
    }

    #[test]
    fn the_same_source_is_drawn_once() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Arc::<FileCache>::default();
        let command = ["sh".to_owned(), "-c".to_owned(), "echo x >> count; cat".to_owned()];
        for source in ["a", "b", "a", "a"] {
            let starter = starter(folder.path(), cache.clone());
            assert_eq!(starter.draw(&command, source).as_deref(), Ok(source.as_bytes()));
        }
        assert_eq!(std::fs::read_to_string(folder.path().join("count")).unwrap(), "x\nx\n");
    }
}

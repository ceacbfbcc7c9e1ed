//! A talk on disk, and `orate serve` at work on it.

use std::cell::RefCell;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::latency::milliseconds_now;

/// Within which what happens at once has happened, on a machine that is busy with other tests.
pub(crate) const SOON: Duration = Duration::from_secs(5);

/// A running preview, ended when dropped.
pub(crate) struct Server {
    child: Child,
    pub url: String,
    /// The audience's address, on a network.
    pub audience: Option<String>,
    events: Receiver<Value>,
    heard: RefCell<Vec<Value>>,
    pub folder: TempDir,
}

impl Server {
    /// Serves a talk of these files, by their paths in it, and waits until it is shown.
    pub(crate) fn start(files: &[(&str, &str)], arguments: &[&str]) -> Server {
        let server = Server::announced(files, arguments);
        server.event("built");
        server
    }

    /// A server that has just said where it is, and perhaps nothing more.
    pub(crate) fn announced(files: &[(&str, &str)], arguments: &[&str]) -> Server {
        let serve = ["serve", "talk", "--json", "--port", "0"];
        let mut server = Server::run(folder(files), Command::new(program()).args(serve).args(arguments));
        let serving = server.event("serving");
        server.url = serving["url"].as_str().unwrap().to_owned();
        server.audience = serving["audience"].as_str().map(str::to_owned);
        server
    }

    /// A talk of these files, built into a folder again and again.
    pub(crate) fn watching(files: &[(&str, &str)]) -> Server {
        Server::run(folder(files), Command::new(program()).args(["watch", "talk", "--json"]))
    }

    /// A server that the system gives no more than so many watched folders; `None` if it cannot be limited.
    #[cfg(target_os = "linux")]
    pub(crate) fn limited(files: &[(&str, &str)], watches: usize) -> Option<Server> {
        // A namespace of users has limits of its own.
        let limit = format!("echo {watches} > /proc/sys/user/max_inotify_watches");
        let mut unshare = Command::new("unshare");
        unshare.args(["--user", "--map-root-user", "sh", "-c"]);
        if !unshare.arg(&limit).stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
            eprintln!("\n*** no namespace of users: polling was NOT tried ***\n");
            return None;
        }
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "sh", "-c", &format!("{limit}; exec \"$0\" \"$@\"")]);
        command.arg(program()).args(["serve", "talk", "--json", "--port", "0"]);
        let mut server = Server::run(folder(files), &mut command);
        server.url = server.event("serving")["url"].as_str().unwrap().to_owned();
        Some(server)
    }

    /// Ends the server, and starts another at the same port.
    pub(crate) fn start_anew(mut self) -> Server {
        let port = self.port().to_string();
        self.stop();
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        let serve = ["serve", "talk", "--json", "--port", &port];
        let mut server = Server::run(folder, Command::new(program()).args(serve));
        server.url = server.event("serving")["url"].as_str().unwrap().to_owned();
        server
    }

    fn run(folder: TempDir, command: &mut Command) -> Server {
        let command = command.current_dir(folder.path()).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let events = follow(child.stdout.take().unwrap());
        Server { child, url: String::new(), audience: None, events, heard: RefCell::default(), folder }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("talk").join(path)
    }

    /// Writes a file of the talk, in place.
    pub(crate) fn put(&self, path: &str, text: &str) {
        put(&self.path(path), text);
    }

    /// The next event of a kind; waits for it.
    #[track_caller]
    pub(crate) fn event(&self, kind: &str) -> Value {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let event = self.events.recv_timeout(left).unwrap_or_else(|_| panic!("no `{kind}` came"));
            self.heard.borrow_mut().push(event.clone());
            if event["event"] == kind {
                return event;
            }
        }
    }

    /// Waits until the talk has so many slides.
    #[track_caller]
    pub(crate) fn wait_for_slides(&self, slides: usize) {
        while self.event("built")["slides"] != slides {}
    }

    /// Events that came until now, and were not waited for.
    pub(crate) fn events(&self) -> Vec<Value> {
        let events: Vec<Value> = self.events.try_iter().collect();
        self.heard.borrow_mut().extend(events.iter().cloned());
        events
    }

    /// How many events of a kind have come since this was asked last.
    pub(crate) fn count(&self, kind: &str) -> usize {
        self.events();
        self.heard.take().iter().filter(|event| event["event"] == kind).count()
    }

    /// How much of a processor it has taken so far.
    #[cfg(target_os = "linux")]
    pub(crate) fn processor_time(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.id())).unwrap();
        // The name before it may hold spaces; user and system time are the 14th and 15th field, in ticks of 10 ms.
        let rest = stat.rsplit(") ").next().unwrap();
        let ticks: u64 = rest.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum();
        Duration::from_millis(ticks * 10)
    }

    pub(crate) fn port(&self) -> u16 {
        let rest = self.url.split("//").nth(1).unwrap();
        rest.split('/').next().unwrap().rsplit(':').next().unwrap().parse().unwrap()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether the server is still there.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits until the server has ended, a while at most; gives how it did.
    #[track_caller]
    pub(crate) fn end(&mut self) -> std::process::ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "it was told to end, and goes on");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Server {
    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("talk")).unwrap();
    for (path, text) in files {
        put(&folder.path().join("talk").join(path), text);
    }
    folder
}

fn follow(output: ChildStdout) -> Receiver<Value> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let mut event: Value = serde_json::from_str(&line).unwrap();
            event["heard"] = milliseconds_now().into();
            if sender.send(event).is_err() {
                return;
            }
        }
    });
    receiver
}

pub(crate) fn put(path: &std::path::Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The program: `$ORATE`, to measure one that was built before, else the one of this build.
fn program() -> std::ffi::OsString {
    std::env::var_os("ORATE").unwrap_or_else(|| env!("CARGO_BIN_EXE_orate").into())
}

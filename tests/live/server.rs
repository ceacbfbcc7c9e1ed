//! A talk on disk, and `orate serve` at work on it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::Value;

/// A running preview, ended when dropped.
pub struct Server {
    child: Child,
    pub url: String,
    events: Receiver<Value>,
    pub folder: tempfile::TempDir,
}

impl Server {
    /// Serves a talk of these files, by their paths in it, and waits until it is shown.
    pub fn start(files: &[(&str, &str)], arguments: &[&str]) -> Server {
        let server = Server::announced(files, arguments);
        server.event("built");
        server
    }

    /// A server that has just said where it is, and perhaps nothing more.
    pub fn announced(files: &[(&str, &str)], arguments: &[&str]) -> Server {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("talk")).unwrap();
        for (path, text) in files {
            put(&folder.path().join("talk").join(path), text);
        }
        let mut child = Command::new(program())
            .args(["serve", "talk", "--json", "--port", "0"])
            .args(arguments)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let events = follow(child.stdout.take().unwrap());
        let mut server = Server { child, url: String::new(), events, folder };
        server.url = server.event("serving")["url"].as_str().unwrap().to_owned();
        server
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("talk").join(path)
    }

    /// Writes a file of the talk, in place.
    pub fn put(&self, path: &str, text: &str) {
        put(&self.path(path), text);
    }

    /// The next event of a kind; waits for it.
    #[track_caller]
    pub fn event(&self, kind: &str) -> Value {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let event = self.events.recv_timeout(left).unwrap_or_else(|_| panic!("no `{kind}` came"));
            if event["event"] == kind {
                return event;
            }
        }
    }

    /// Events that came until now.
    pub fn events(&self) -> Vec<Value> {
        self.events.try_iter().collect()
    }

    pub fn port(&self) -> u16 {
        let rest = self.url.split("//").nth(1).unwrap();
        rest.split('/').next().unwrap().rsplit(':').next().unwrap().parse().unwrap()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether the server is still there.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits until the server has ended; gives how it did.
    pub fn end(&mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn follow(output: ChildStdout) -> Receiver<Value> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(serde_json::from_str(&line).unwrap()).is_err() {
                return;
            }
        }
    });
    receiver
}

pub fn put(path: &std::path::Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The program: `$ORATE`, to measure one that was built before, else the one of this build.
fn program() -> std::ffi::OsString {
    std::env::var_os("ORATE").unwrap_or_else(|| env!("CARGO_BIN_EXE_orate").into())
}

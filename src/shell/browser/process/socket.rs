//! A browser that is spoken to over a WebSocket, where it can be given no pipe.
//!
//! It listens at a port of this machine that it chooses, and writes port and path into `DevToolsActivePort` in its profile.
//! The path holds a secret that only those know who may read the profile.

use std::fs;
use std::io;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tungstenite::protocol::{Role, WebSocketConfig};
use tungstenite::{Message, WebSocket};

use super::launch::{Launch, OUTPUT, arguments};
use crate::shell::browser::connection::Channel;
use crate::shell::scratch::Scratch;

/// How long a browser may take until it listens.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often to look whether it does.
const PAUSE: Duration = Duration::from_millis(10);

/// A browser, and what ends it where orate cannot.
pub(crate) struct Running {
    browser: Child,
    /// Waits for the end of its input, which orate alone holds.
    _watch: Option<Child>,
}

pub(crate) fn start(launch: &Launch, scratch: &Scratch) -> io::Result<(Running, Channel)> {
    let profile = scratch.path("profile");
    let output = fs::File::create(scratch.path(OUTPUT))?;
    let mut command = Command::new(&launch.program);
    command.args(arguments(launch, &profile)).arg("--remote-debugging-port=0");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(output).current_dir(scratch.path(""));
    let browser = command.spawn()?;
    let watch = watch(browser.id(), &scratch.path(""));
    let mut running = Running { browser, _watch: watch };
    let channel = connect(&running.wait(&profile.join("DevToolsActivePort"))?)?;
    Ok((running, channel))
}

/// Starts what ends the browser and removes its folder when orate is gone. Where it does not start, the next run sweeps.
#[cfg(windows)]
fn watch(browser: u32, folder: &Path) -> Option<Child> {
    use std::os::windows::process::CommandExt;
    // `set /p` waits for a line, or for the end of the input.
    let script = format!(
        "/d /c \"set /p ended= & taskkill /f /t /pid {browser} & rmdir /s /q \"{}\"\"",
        folder.display()
    );
    let mut command = Command::new("cmd.exe");
    command.raw_arg(script).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().ok()
}

#[cfg(not(windows))]
fn watch(_browser: u32, _folder: &Path) -> Option<Child> {
    None
}

/// Where a browser listens.
struct Listening {
    port: u16,
    path: String,
}

impl Listening {
    /// Reads the file in which a browser says so; none as long as it is not whole.
    fn read(text: &str) -> Option<Listening> {
        let (port, path) = text.split_once('\n')?;
        let path = path.trim_end();
        Some(Listening { port: port.trim().parse().ok()?, path: path.to_owned() })
            .filter(|_| path.starts_with('/'))
    }
}

impl Running {
    fn wait(&mut self, file: &Path) -> io::Result<Listening> {
        let patient_until = Instant::now() + PATIENCE;
        loop {
            if let Some(listening) = fs::read_to_string(file).ok().as_deref().and_then(Listening::read) {
                return Ok(listening);
            }
            if let Some(status) = self.browser.try_wait()? {
                return Err(io::Error::other(format!("it ended by itself ({status})")));
            }
            if Instant::now() > patient_until {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "it does not say where it listens"));
            }
            std::thread::sleep(PAUSE);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}

/// Two ends of one connection: each thread has its own.
fn connect(listening: &Listening) -> io::Result<Channel> {
    let stream = TcpStream::connect(("127.0.0.1", listening.port))?;
    stream.set_nodelay(true)?;
    let address = format!("ws://127.0.0.1:{}{}", listening.port, listening.path);
    // A picture or a page is one message.
    let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
    let (socket, _) =
        tungstenite::client::client_with_config(address.as_str(), stream.try_clone()?, Some(config))
            .map_err(io::Error::other)?;
    drop(socket);
    let mut writer = WebSocket::from_raw_socket(stream.try_clone()?, Role::Client, Some(config));
    let mut reader = WebSocket::from_raw_socket(stream, Role::Client, Some(config));
    Ok(Channel {
        write: Box::new(move |message| {
            let text = String::from_utf8_lossy(message).into_owned();
            writer.send(Message::text(text)).is_ok()
        }),
        read: Box::new(move || {
            loop {
                match reader.read().ok()? {
                    Message::Text(text) => return Some(text.as_bytes().to_vec()),
                    Message::Close(_) => return None,
                    _ => {}
                }
            }
        }),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::shell::browser::connection::Connection;
    use crate::shell::browser::find::find;

    #[test]
    fn a_file_that_is_not_whole_says_nothing_yet() {
        assert!(Listening::read("4711").is_none() && Listening::read("4711\n").is_none());
        let listening = Listening::read("4711\n/devtools/browser/a-b\n").unwrap();
        assert_eq!((listening.port, listening.path.as_str()), (4711, "/devtools/browser/a-b"));
    }

    #[test]
    fn a_browser_answers_over_a_socket() {
        let Ok(program) = find(None) else {
            assert!(
                std::env::var("CI").as_deref() != Ok("true"),
                "no browser is installed, and CI must not skip"
            );
            eprintln!("\n*** no browser is installed: this test looked at NOTHING. Install Chromium. ***\n");
            return;
        };
        let launch = Launch { program, without_sandbox: true, hosts: Vec::new() };
        let scratch = Scratch::new("browser").unwrap();
        let (running, channel) = start(&launch, &scratch).unwrap();
        let mut connection = Connection::new(channel);
        let id = connection.send(None, "Browser.getVersion", json!({}));
        let answer = connection.receive(Instant::now() + PATIENCE).unwrap();
        assert_eq!(answer["id"], id);
        assert!(answer["result"]["product"].as_str().unwrap().contains("Chrom"), "{answer}");
        drop(running);
    }
}

//! Messages of the DevTools protocol, to a browser and from it, each within a limit of time.
//!
//! Two threads write and read, so that a browser that has stopped holds nobody up: whoever waits for a message does so for
//! as long as the limit says. Source: <https://chromedevtools.github.io/devtools-protocol/>.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Writes one message; `false` if the browser is gone.
pub(crate) type WriteMessage = dyn FnMut(&[u8]) -> bool + Send;

/// Waits for the next message; `None` if the browser is gone.
pub(crate) type ReadMessage = dyn FnMut() -> Option<Vec<u8>> + Send;

/// The two ends of what a browser is spoken to by; each is used by a thread of its own.
pub(crate) struct Channel {
    pub(crate) write: Box<WriteMessage>,
    pub(crate) read: Box<ReadMessage>,
}

/// Why there is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoMessage {
    /// The browser is gone.
    Ended,
    /// None has come in time.
    Late,
}

/// A browser that listens.
pub(crate) struct Connection {
    outgoing: Sender<Vec<u8>>,
    incoming: Receiver<Value>,
    next_id: u64,
}

impl Connection {
    /// Begins to listen. The threads end with the browser.
    pub(crate) fn new(channel: Channel) -> Connection {
        let Channel { mut write, mut read } = channel;
        let (outgoing, to_write) = mpsc::channel::<Vec<u8>>();
        let (is_read, incoming) = mpsc::channel();
        std::thread::spawn(move || while to_write.recv().is_ok_and(|message| write(&message)) {});
        std::thread::spawn(move || {
            while let Some(bytes) = read() {
                // What is not JSON is not a message of the protocol.
                let Ok(message) = serde_json::from_slice(&bytes) else { continue };
                if is_read.send(message).is_err() {
                    break;
                }
            }
        });
        Connection { outgoing, incoming, next_id: 1 }
    }

    /// Sends a call, of a session or of the browser itself, and gives its number: the answer has the same `id`.
    pub(crate) fn send(&mut self, session: Option<&str>, method: &str, params: Value) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        // A browser that is gone is noticed by whoever waits for the answer.
        let _ = self.outgoing.send(message.to_string().into_bytes());
        id
    }

    /// The next message, be it an answer or an event.
    pub(crate) fn receive(&self, deadline: Instant) -> Result<Value, NoMessage> {
        let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        self.incoming.recv_timeout(left).map_err(|error| match error {
            RecvTimeoutError::Timeout => NoMessage::Late,
            RecvTimeoutError::Disconnected => NoMessage::Ended,
        })
    }
}

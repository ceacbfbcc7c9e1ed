//! The live preview: as a server on raw sockets, and in real Chromium.

#![expect(clippy::disallowed_methods, reason = "tests lay out folders and start the program")]
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails where something is not as it should be")]
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "whoever runs a test may want to know what it saw"
)]

#[expect(dead_code, reason = "shared with the tests of decks")]
#[path = "../browser/chromium.rs"]
mod chromium;
mod doors;
mod hostile;
mod latency;
mod latency_of_findings;
mod look;
mod patching;
mod saves;
mod server;
mod site;
mod themes;
mod watching;

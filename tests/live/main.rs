//! The live preview: as a server on raw sockets, and in real Chromium.

#![allow(clippy::disallowed_methods, reason = "a test is no part of the core")]

#[allow(dead_code, reason = "shared with the tests of decks")]
#[path = "../browser/chromium.rs"]
mod chromium;
mod doors;
mod hostile;
mod latency;
mod patching;
mod saves;
mod server;
mod site;
mod watching;

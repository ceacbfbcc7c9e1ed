//! The live preview: as a model without sleeps, as a server on raw sockets, and in real Chromium.

#![allow(clippy::disallowed_methods, reason = "a test is no part of the core")]

#[allow(dead_code, reason = "shared with the tests of decks")]
#[path = "../browser/chromium.rs"]
mod chromium;
mod debounce;
mod doors;
mod hostile;
mod latency;
mod patching;
mod saves;
mod script;
mod server;
mod site;
mod soak;
mod watching;

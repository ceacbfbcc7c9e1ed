#![allow(dead_code)]
#![allow(clippy::disallowed_methods, reason = "a test is no part of the core")]
mod chromium;

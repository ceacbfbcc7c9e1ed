//! Everything that needs no browser and no server, in one binary: one is linked faster than six.

#![expect(clippy::disallowed_methods, reason = "tests lay out folders and start the program")]
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails where something is not as it should be")]

mod architecture;
mod cli;
mod golden;
mod grammars;

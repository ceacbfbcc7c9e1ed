//! Everything that needs no browser and no server, in one binary: one is linked faster than six.

// Tests lay out folders and start the program: that is what they are for.
#![allow(clippy::disallowed_methods)]

mod architecture;
mod cli;
mod golden;
mod grammars;

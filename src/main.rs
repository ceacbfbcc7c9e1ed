//! `orate`: the command line of the library.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    orate::run(std::env::args_os())
}

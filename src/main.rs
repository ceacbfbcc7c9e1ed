//! `orate`: see `orate::cli`.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    orate::cli::run(std::env::args_os())
}

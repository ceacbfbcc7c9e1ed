//! `orate`: see `orate::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    orate::cli::run(std::env::args_os())
}

//! `orate`: the command line of the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    orate::run(std::env::args_os())
}

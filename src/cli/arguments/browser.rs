//! What commands may be told that use a browser.

use std::path::PathBuf;

use clap::Args;

/// Which browser to use, and how.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct BrowserArguments {
    /// The browser: Chromium, Chrome, Edge or Brave, by its path or name [default: `$ORATE_BROWSER`, else the first that is installed]
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::ExecutablePath)]
    pub browser: Option<PathBuf>,
    /// Start the browser without its sandbox, where the system lets no program make one, as in many containers
    #[arg(long)]
    pub no_sandbox: bool,
    /// How many seconds the browser may take for one step [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: Option<u64>,
}

//! Arguments that several commands share.

use clap::Args;

/// What to do with a talk that one does not know.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(in crate::cli) struct Distrust {
    /// For a talk that you do not trust: nothing in it runs or loads, and no file outside its folder is read (docs/security.md)
    #[arg(long)]
    pub untrusted: bool,
}

/// What to do with the programs that a talk names.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(in crate::cli) struct Programs {
    /// Start the programs that `orate.toml` names, in this run, whether or not they were allowed (`orate allow`)
    #[arg(long, conflicts_with = "untrusted")]
    pub allow_programs: bool,
}

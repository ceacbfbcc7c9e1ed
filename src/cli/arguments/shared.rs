//! Arguments that several commands share.

use std::path::PathBuf;

use clap::Args;

use crate::deck::Trust;
use crate::shell::output::Request;
use crate::shell::project;
use crate::site::Options;

/// Which talk is built, how, and where to.
#[derive(Args, Debug)]
pub(in crate::cli) struct BuildOptions {
    /// The folder of the talk, one Markdown file, or a page of reveal.js
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    pub path: PathBuf,
    /// The folder to write to [default: dist, beside the slides]
    #[arg(short, long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    /// Make this variant of the talk: with what is marked `only="NAME"`, without what is `not="NAME"`
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// Leave out speaker notes, hidden slides, drafts and comments: a deck to give away
    #[arg(long)]
    pub public: bool,
    /// Put everything into the one page, however large
    #[arg(long)]
    pub single_file: bool,
    /// Write into a folder that holds other files, and replace those of the same name
    #[arg(long)]
    pub force: bool,
    /// Report as JSON on standard output (see docs/diagnostics.md)
    #[arg(long)]
    pub json: bool,
    /// Print errors, and nothing else
    #[arg(short, long)]
    pub quiet: bool,
    #[command(flatten)]
    pub distrust: Distrust,
    #[command(flatten)]
    pub programs: Programs,
}

impl BuildOptions {
    /// Where the result goes.
    pub(in crate::cli) fn request(&self) -> Request<'_> {
        Request { folder: self.output.as_deref(), project: project::folder(&self.path), force: self.force }
    }

    /// What a talk is built as. `trust` is that of the run.
    pub(in crate::cli) fn options(&self, trust: Trust) -> Options {
        Options {
            variant: self.variant.clone(),
            public: self.public,
            single_file: self.single_file,
            trust,
            ..Options::default()
        }
    }
}

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

//! What may be said on the command line, and the help that explains it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

/// Turns a folder of Markdown slides into a talk: one HTML file that opens with a double click.
#[derive(Debug, Parser)]
#[command(
    name = "orate",
    version,
    arg_required_else_help = true,
    after_help = "\
Examples:
  orate init my-talk        make a talk to start from
  orate build my-talk       build it into my-talk/dist/
  orate build notes.md      build a talk that is one file
  orate build index.html    build a talk written for reveal.js, as it is

Exit codes: 0 fine, 1 the deck has errors, 2 the command was wrong or the machine refused something."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Build(Build),
    Init(Init),
    /// Print a completion script for a shell
    #[command(after_help = "\
Examples:
  orate completions bash > ~/.local/share/bash-completion/completions/orate
  orate completions zsh > ~/.zfunc/_orate
  orate completions fish > ~/.config/fish/completions/orate.fish")]
    Completions {
        #[arg(value_enum)]
        shell: Shell,
    },
}

/// Build a talk into a folder of plain files
///
/// Reads `slides/` (or `slides.md`), `orate.toml`, and what the slides refer to. Writes `dist/index.html`, which
/// needs no server and no network. A deck with errors is written for you to look at, and the exit code is 1; with
/// `--public` it is not written, and the old deck stays.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate build                        the talk in this folder, into dist/
  orate build talks/ha -o public/ha  another talk, into another folder
  orate build notes.md               a talk that is one file, into dist/ beside it
  orate build --public               without speaker notes, hidden slides and comments
  orate build --json | jq .errors    for programs")]
pub struct Build {
    /// The folder of the talk, one Markdown file, or a page of reveal.js
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    pub path: PathBuf,
    /// The folder to write to [default: dist, beside the slides]
    #[arg(short, long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    /// Leave out speaker notes, hidden slides and comments: a deck to give away
    #[arg(long)]
    pub public: bool,
    /// Put everything into the one page, however large
    #[arg(long)]
    pub single_file: bool,
    /// Write into a folder that holds other files, and replace those of the same name
    #[arg(long)]
    pub force: bool,
    /// Report as one JSON object on standard output (see docs/diagnostics.md)
    #[arg(long)]
    pub json: bool,
    /// Say nothing unless something is wrong
    #[arg(short, long)]
    pub quiet: bool,
}

/// Make a talk to start from
///
/// Writes a small talk that shows what slides can do. A file that is there already is never replaced.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate init                in this folder
  orate init my-talk        in a folder of its own")]
pub struct Init {
    /// The folder for the talk; made if it is missing
    #[arg(default_value = ".", value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub folder: PathBuf,
    /// Say nothing unless something is wrong
    #[arg(short, long)]
    pub quiet: bool,
}

//! The command line: its arguments, and their help.

mod browser;
mod export;
mod ranges;
mod shared;
mod themes;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::text::Feature;
pub(super) use browser::BrowserArguments;
pub(super) use export::{
    Export, ExportForm, ExportHandout, ExportNotes, ExportPdf, ExportPng, ExportTalk, HandoutPaper,
};
pub(super) use ranges::SlideRanges;
pub(super) use shared::{BuildOptions, Distrust, Programs};
pub(super) use themes::{CopyTheme, Gallery, Themes, ThemesAction};

/// Turns a folder of Markdown slides into a talk: one HTML file that opens with a double click.
#[derive(Debug, Parser)]
#[command(
    name = "orate",
    version = version(),
    arg_required_else_help = true,
    after_help = "\
Examples:
  orate init my-talk        make a talk to start from
  orate serve my-talk       show it while you write; each save shows at once
  orate build my-talk       build it into my-talk/dist/
  orate check my-talk       say what could be better, and write nothing
  orate publish my-talk     send it to where others find it, as its settings say
  orate export pdf my-talk  print it as a PDF
  orate allow my-talk       let it start the programs that its settings name
  orate build notes.md      build a talk that is one file
  orate timing my-talk      see whether it fits its time
  orate themes              see which themes there are
  orate build index.html    build a talk written for reveal.js, as it is

Exit codes: 0 fine, 1 the deck has errors, 2 the command was wrong or the machine refused something."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

/// The version, and what this orate was built without.
fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let version = env!("CARGO_PKG_VERSION");
        let missing: Vec<&str> = Feature::missing_names().collect();
        match missing.is_empty() {
            true => version.to_owned(),
            false => format!("{version} (built without {})", missing.join(", ")),
        }
    });
    &VERSION
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Serve(Serve),
    Build(Build),
    Watch(Watch),
    Check(Check),
    Timing(Timing),
    Publish(Publish),
    Export(Export),
    Import(Import),
    Init(Init),
    Themes(Themes),
    Allow(Allow),
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
  orate build --variant short        what is not marked `not=short`
  orate build --public               without speaker notes, hidden slides and comments
  orate build --json | jq .errors    for programs")]
pub(super) struct Build {
    #[command(flatten)]
    pub options: BuildOptions,
    #[command(flatten)]
    pub browser: BrowserArguments,
}

/// Show a talk in the browser while you write it
///
/// Each save shows at once, in every open window, and the slide, its fragments and the speaker's window stay where they
/// are. Nothing is written to disk. With an error in the talk the last good deck stays, and the error lies over it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate serve                     the talk in this folder
  orate serve notes.md --open     a talk that is one file, in the browser at once
  orate serve talks               a site of talks: each deck at its own address, and the pages around them
  orate serve --host 0.0.0.0      for the network, too: one address for the audience, one for you")]
pub(super) struct Serve {
    /// The folder of the talk or of a site, or one Markdown file
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    pub path: PathBuf,
    /// Make this variant of the talk: slides marked `only="NAME"` with it, `not="NAME"` without
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// The port to serve at [default: 4224, or the next that is free]
    #[arg(short, long, value_name = "N")]
    pub port: Option<u16>,
    /// Serve at this address of the machine, so that its network can see the talk too: without notes, or with your token
    #[arg(long, value_name = "ADDR")]
    pub host: Option<IpAddr>,
    /// Open the browser
    #[arg(short, long)]
    pub open: bool,
    /// Go to the slide that is being edited; the key U in a window changes it there
    #[arg(long, value_name = "BOOL", default_value_t = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", action = clap::ArgAction::Set)]
    pub follow: bool,
    /// How an editor is opened at a place
    #[arg(long, value_name = "URL", default_value = "vscode://file{file}:{line}:{column}")]
    pub editor: String,
    /// Report as JSON objects on standard output, one a line (see docs/diagnostics.md)
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

/// Build a talk again whenever it changes
///
/// As `orate build`, and once more after each save, for those who serve the folder by other means. With an error in the
/// talk the last good deck stays where it is.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate watch                     the talk in this folder, into dist/
  orate watch -o public/ha        into another folder")]
pub(super) struct Watch {
    #[command(flatten)]
    pub options: BuildOptions,
}

/// Say what is wrong with a talk, and what could be better
///
/// Looks for more than a build does: images without alternative text, headings that skip a level, what reveal.js would
/// read in another way. Writes nothing, unless `--fix` is given. `docs/lints.md` explains each lint, and `[lints]` in
/// `orate.toml` turns them off or makes errors of them.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate check                        the talk in this folder
  orate check --strict               exit with 1 for warnings, too
  orate check talks --public --links a site of talks before it is published
  orate check --look                 what does not fit, cannot be read, is blocked or broken, as a browser sees it
  orate check --fix --dry-run        what `--fix` would change, as a patch
  orate check --format sarif > orate.sarif   for a code host

Exit codes: 0 fine, 1 there are errors (with --strict: or warnings), 2 the command was wrong or the machine refused something.")]
pub(super) struct Check {
    /// The folder of the talk, one Markdown file, or a page of reveal.js
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    pub path: PathBuf,
    /// Exit with 1 where there are warnings, too
    #[arg(long)]
    pub strict: bool,
    /// Check this variant of the talk
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// Check the deck that `orate build --public` would make, or the site: its links, cards, titles, sizes and HTML, too
    #[arg(long)]
    pub public: bool,
    /// Try the links that lead to other sites, too: asks the network, politely, and remembers what leads somewhere for a week
    #[arg(long)]
    pub links: bool,
    /// Look at every slide in a browser too, at every step: at 16:9, at 4:3, on a phone held upright, and on paper
    #[arg(long)]
    pub look: bool,
    #[command(flatten)]
    pub browser: BrowserArguments,
    /// Mend what can be mended without changing the deck
    #[arg(long)]
    pub fix: bool,
    /// With --fix: write nothing, and show what would change as a patch
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// How to report (see docs/diagnostics.md)
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Print errors, and nothing else
    #[arg(short, long)]
    pub quiet: bool,
    #[command(flatten)]
    pub distrust: Distrust,
    #[command(flatten)]
    pub programs: Programs,
}

/// How a check reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people, on standard error
    Text,
    /// One JSON object on standard output
    Json,
    /// One SARIF 2.1.0 object on standard output, for code hosts
    Sarif,
}

impl Check {
    /// The form that was asked for.
    pub(super) fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

/// See how long a talk takes, slide by slide
///
/// A slide takes its own `data-timing`, else what its notes take at the speaking rate (`words-per-minute`). What sections
/// and the talk may take, their `duration`, is compared with what their slides take. The speaker's window counts with
/// the same times. The exit code is 1 where the talk takes over a twentieth more than it may.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate timing                             the talk in this folder
  orate timing notes.md                    a talk that is one file
  orate timing --variants                  the talk in all of its variants
  orate timing --json | jq .over           for programs")]
pub(super) struct Timing {
    /// The folder of the talk, one Markdown file, or a page of reveal.js
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    pub path: PathBuf,
    /// Time this variant of the talk
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// Time the talk without a variant, and each of its variants
    #[arg(long, conflicts_with = "variant")]
    pub variants: bool,
    /// Report as one JSON object on standard output (see docs/timing.md)
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub distrust: Distrust,
}

/// Send a talk, or a site of talks, to where others find it
///
/// Builds as `orate build --public` does, looks through every file for what must not be given away, shows what would
/// change, and asks. Name the destination here or below `[publish]` in `orate.toml`. Nothing is forced, and nothing is replaced
/// or removed that orate did not publish. Needs `git` for a branch.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate publish                          as the settings say
  orate publish --branch gh-pages        to a branch of the repository that the talk is in
  orate publish talks --to ../public     the site in talks/, to a folder
  orate publish --dry-run                only show what would change
  orate publish --rollback               publish the version before again
  orate publish . -- rsync -a ./ host:talk/   run a program in a folder that holds the site")]
pub(super) struct Publish {
    /// The folder of the talk or of the site, one Markdown file, or a page of reveal.js
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    pub path: PathBuf,
    /// Publish to this folder
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath, conflicts_with_all = ["branch", "command"])]
    pub to: Option<PathBuf>,
    /// Publish to this branch
    #[arg(long, value_name = "NAME", conflicts_with = "command", allow_hyphen_values = false)]
    pub branch: Option<String>,
    /// The remote that the branch is on [default: origin]
    #[arg(long, value_name = "NAME", conflicts_with_all = ["to", "command"])]
    pub remote: Option<String>,
    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
    /// Show what would change, and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Publish again what was there before
    #[arg(long, conflicts_with = "command")]
    pub rollback: bool,
    /// Take over a place that holds other files; those of the same name are replaced, the others stay
    #[arg(long)]
    pub adopt: bool,
    /// Replace what was published from a newer commit than the one that is checked out
    #[arg(long, conflicts_with_all = ["to", "command"])]
    pub allow_older: bool,
    /// Remove so many files at most [default: 20, or 30 % of those there]
    #[arg(long, value_name = "N")]
    pub most_removed: Option<usize>,
    /// Report as one JSON object on standard output (see docs/publish.md)
    #[arg(long, conflicts_with = "command")]
    pub json: bool,
    /// Print errors, and nothing else
    #[arg(short, long)]
    pub quiet: bool,
    #[command(flatten)]
    pub browser: BrowserArguments,
    #[command(flatten)]
    pub distrust: Distrust,
    #[command(flatten)]
    pub programs: Programs,
    /// A program and its arguments, to run in a folder that holds the finished site
    #[arg(last = true, value_name = "COMMAND")]
    pub command: Vec<String>,
}

/// Turn a talk made for reveal.js, reveal-md or mkslides into one for orate
///
/// SOURCE is a folder with an `index.html` of reveal.js, or with Markdown for reveal-md or mkslides, or one such file.
/// It is only read, and nothing in it is executed. Files that are in DIR already are never replaced. The report says
/// what became of everything, with places.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate import ../old-talk            into old-talk-orate/ in this folder
  orate import ../old-talk my-talk    into my-talk/
  orate import --check ../old-talk    only tell what would become of it
  orate import slides.md --separator '^\\n\\n\\n' --vertical-separator '^\\n\\n'")]
pub(super) struct Import {
    /// The folder, page or Markdown file of the old talk
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    pub source: PathBuf,
    /// The folder for the new talk; made if it is missing [default: the old one's name and `-orate`]
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub folder: Option<PathBuf>,
    /// Write nothing, and tell what would be written
    #[arg(long)]
    pub check: bool,
    /// Report as one JSON object on standard output (see docs/import.md)
    #[arg(long)]
    pub json: bool,
    /// Print errors, and nothing else
    #[arg(short, long)]
    pub quiet: bool,
    /// What parts columns of slides in Markdown for reveal-md: an expression of JavaScript
    #[arg(long, value_name = "EXPRESSION", allow_hyphen_values = true)]
    pub separator: Option<String>,
    /// What parts the slides of a column
    #[arg(long, alias = "vertical", value_name = "EXPRESSION", allow_hyphen_values = true)]
    pub vertical_separator: Option<String>,
    /// Where the speaker's notes begin
    #[arg(long, alias = "notes", value_name = "EXPRESSION", allow_hyphen_values = true)]
    pub notes_separator: Option<String>,
    #[command(flatten)]
    pub distrust: Distrust,
}

/// Make a talk to start from
///
/// Writes a small talk that shows what slides can do. A file that is there already is never replaced.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate init                in this folder
  orate init my-talk        in a folder of its own
  orate init --ci github    only the file by which a code host checks and publishes the talk in this folder")]
pub(super) struct Init {
    /// The folder for the talk; made if it is missing
    #[arg(default_value = ".", value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub folder: PathBuf,
    /// Make no talk, but the file by which a code host checks and publishes the one that is there (docs/publish.md)
    #[arg(long, value_enum, value_name = "HOST")]
    pub ci: Option<CodeHost>,
    /// Print errors, and nothing else
    #[arg(short, long)]
    pub quiet: bool,
}

/// Allow the programs that a talk names, after you have read what they are
///
/// A talk may name programs that draw its diagrams, and one that publishes it. None starts until you have allowed that
/// very command for that very folder; what is allowed is kept outside the talk, and a command that has changed is asked
/// for anew. Only `orate.toml` can name programs (docs/security.md).
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate allow                show what the talk in this folder names, and ask
  orate allow talks          the same for each talk of a site
  orate allow --list         what it names, and what is allowed
  orate allow --revoke       allow nothing any longer")]
pub(super) struct Allow {
    /// The folder of the talk or of a site, or one Markdown file
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    pub path: PathBuf,
    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
    /// Show what the talk names, whole, and what is allowed; allow nothing
    #[arg(long, conflicts_with_all = ["yes", "revoke"])]
    pub list: bool,
    /// Allow nothing any longer for this talk
    #[arg(long, conflicts_with = "yes")]
    pub revoke: bool,
}

/// Whose file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum CodeHost {
    Github,
    Gitlab,
    Forgejo,
}

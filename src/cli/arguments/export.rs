//! What may be said to `orate export`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::browser::BrowserArguments;
use super::ranges::SlideRanges;
use super::shared::{Distrust, Programs};

/// Make files of a talk that can be sent or printed
///
/// PDFs and pictures need an installed browser (Chromium, Chrome, Edge or Brave), which runs without a window and without the network,
/// unless the talk itself loads something from there.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate export pdf                         the talk in this folder, a page for each slide
  orate export pdf --variant short -o short.pdf
  orate export png --slides 1 -o cover.png  a picture of the first slide
  orate export handout                      slides with your notes, to be printed
  orate export notes -o notes.md            what the speaker says, as Markdown")]
pub(in crate::cli) struct Export {
    #[command(subcommand)]
    pub form: ExportForm,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ExportForm {
    Pdf(ExportPdf),
    Png(ExportPng),
    Handout(ExportHandout),
    Notes(ExportNotes),
}

/// The talk that is exported, and how it is built.
#[derive(Args, Debug)]
pub(in crate::cli) struct ExportTalk {
    /// The folder of the talk, one Markdown file, or a page of reveal.js
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    pub path: PathBuf,
    /// Make this variant of the talk: with what is marked `only="NAME"`, without what is `not="NAME"`
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// Leave out speaker notes, hidden slides, drafts and comments
    #[arg(long)]
    pub public: bool,
    /// Replace a file of the same name, whatever it holds
    #[arg(long)]
    pub force: bool,
    /// Report as one JSON object on standard output (see docs/export.md)
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

/// Print a talk as a PDF: a page for each slide, with the outline of the talk and links that work
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate export pdf                         into a file named after this folder
  orate export pdf my-talk -o talk.pdf
  orate export pdf --steps                 a page for each step of a slide
  orate export pdf --public --variant short")]
pub(in crate::cli) struct ExportPdf {
    #[command(flatten)]
    pub talk: ExportTalk,
    /// The file to write [default: the name of the talk and `.pdf`, in this folder]
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// A page for each step of a slide, not only for its end
    #[arg(long)]
    pub steps: bool,
    #[command(flatten)]
    pub browser: BrowserArguments,
}

/// Make a picture of each slide, with all its steps
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate export png                         every slide, into a folder named after this one
  orate export png my-talk --slides 3,7-9 -o pictures
  orate export png --slides 1 --width 1200 -o cover.png")]
pub(in crate::cli) struct ExportPng {
    #[command(flatten)]
    pub talk: ExportTalk,
    /// The folder to write to, or, for one slide, the file [default: the name of the talk and `-slides`, in this folder]
    #[arg(short, long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Which slides, counted from 1: `3,7-9`, `12-` [default: all]
    #[arg(long, value_name = "NUMBERS")]
    pub slides: Option<SlideRanges>,
    /// How wide a picture is, in pixels; its height follows from the slides
    #[arg(long, value_name = "PIXELS", default_value_t = 1920, value_parser = clap::value_parser!(u32).range(16..=7680))]
    pub width: u32,
    #[command(flatten)]
    pub browser: BrowserArguments,
}

/// Print a handout: a picture of each slide with its notes
///
/// The notes flow on to the next page where they are long; with `--public` there are none.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate export handout                     two slides on a page of A4, notes beside them
  orate export handout --slides-on-page 1 --paper letter -o script.pdf")]
pub(in crate::cli) struct ExportHandout {
    #[command(flatten)]
    pub talk: ExportTalk,
    /// The file to write [default: the name of the talk and `-handout.pdf`, in this folder]
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// How many slides have room on a page: 1, 2 or 4
    #[arg(long, value_name = "N", default_value = "2", value_parser = on_page)]
    pub slides_on_page: u8,
    /// The paper
    #[arg(long, value_enum, default_value_t = HandoutPaper::A4)]
    pub paper: HandoutPaper,
    #[command(flatten)]
    pub browser: BrowserArguments,
}

/// A size of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum HandoutPaper {
    A4,
    Letter,
}

fn on_page(text: &str) -> Result<u8, String> {
    text.parse().ok().filter(|number| [1, 2, 4].contains(number)).ok_or_else(|| "say 1, 2 or 4".to_owned())
}

/// Write down what the speaker says: every slide with its number, heading and notes
///
/// As plain text, or as Markdown where the file ends with `.md`. Needs no browser.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate export notes                       into a text file named after this folder
  orate export notes my-talk -o script.md  as Markdown")]
pub(in crate::cli) struct ExportNotes {
    #[command(flatten)]
    pub talk: ExportTalk,
    /// The file to write [default: the name of the talk and `-notes.txt`, in this folder]
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

//! Arguments of `orate themes`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// List the themes that come with orate, make a page that shows them, or copy one to change it
///
/// Without more it lists the themes that come with orate, with a line each. Set one in `orate.toml`, as in
/// `theme = "ink"`; `appearance = "dark"` takes its other set of colours (docs/themes.md).
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  orate themes                  the themes, with a line each
  orate themes gallery          orate-themes.html, a page that shows each in light and in dark
  orate themes copy ink         write themes/ink.css and its fonts into the talk in this folder, to be changed")]
pub(in crate::cli) struct Themes {
    #[command(subcommand)]
    pub action: Option<ThemesAction>,
    /// List them as one JSON array on standard output: name, about, appearance
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ThemesAction {
    /// Write a theme and its fonts into a talk, to be changed there
    Copy(CopyTheme),
    /// Write a page that shows each theme in light and in dark
    Gallery(Gallery),
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Gallery {
    /// The page to write; a file that is there already stays
    #[arg(default_value = "orate-themes.html", value_hint = clap::ValueHint::FilePath)]
    pub file: PathBuf,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct CopyTheme {
    /// The theme to copy
    pub name: String,
    /// The folder of the talk
    #[arg(default_value = ".", value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub folder: PathBuf,
}

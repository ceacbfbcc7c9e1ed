//! `orate themes`: which themes there are, and how to get one to change it.

mod gallery;

use serde_json::json;

use super::arguments::{CopyTheme, Gallery, Themes, ThemesAction};
use super::report::{self, Context, counted};
use super::{Outcome, say};
use crate::runtime::{self, THEMES, Theme};
use crate::shell::starter;
use crate::text::{Diagnostic, Sources, nearest};

pub(super) fn run(arguments: &Themes) -> Outcome {
    match &arguments.action {
        Some(ThemesAction::Copy(arguments)) => copy(arguments),
        Some(ThemesAction::Gallery(arguments)) => show(arguments),
        None if arguments.json => say(as_json().as_bytes()),
        None => say(listed().as_bytes()),
    }
}

/// The themes with a line each.
fn listed() -> String {
    let width = THEMES.iter().map(|theme| theme.name.len()).max().unwrap_or_default();
    let lines = THEMES.iter().map(|Theme { name, about, .. }| format!("  {name:width$}  {about}\n"));
    let lines: String = lines.collect();
    format!(
        "{lines}\nSet one in orate.toml (`theme = \"ink\"`), with `appearance = \"light\"`, `\"dark\"` or `\"auto\"` if you like.\n`orate themes gallery` makes a page that shows them.\n"
    )
}

fn as_json() -> String {
    let themes: serde_json::Value = THEMES
        .iter()
        .map(|theme| {
            let appearance = if theme.is_dark { "dark" } else { "light" };
            json!({ "name": theme.name, "about": theme.about, "appearance": appearance })
        })
        .collect();
    format!("{themes}\n")
}

/// Writes the page that shows the themes.
fn show(arguments: &Gallery) -> Outcome {
    match starter::write_page(&arguments.file, gallery::page()) {
        Ok(file) => {
            let file = file.display().to_string();
            let file = report::visible(&file);
            say(format!("wrote {file}: open it in a browser\n").as_bytes())
        }
        Err(error) => fail(
            "not-written",
            error.to_string(),
            "name another file: `orate themes gallery NAME.html`".into(),
        ),
    }
}

fn copy(arguments: &CopyTheme) -> Outcome {
    let Some(theme) = runtime::theme(&arguments.name) else {
        let names = THEMES.iter().map(|theme| theme.name);
        let help = match nearest(&arguments.name, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names.collect::<Vec<_>>().join(", ")),
        };
        return fail("unknown-theme", format!("there is no theme `{}`", arguments.name), help);
    };
    match starter::copy_theme(&arguments.folder, theme) {
        Ok(files) => {
            let sheet = files.first().map(|path| path.display().to_string()).unwrap_or_default();
            let sheet = report::visible(sheet.strip_prefix("./").unwrap_or(&sheet));
            let fonts = match files.len().saturating_sub(1) {
                0 => String::new(),
                count => format!(", and {} of its fonts beside it", counted(count, "file")),
            };
            let name = theme.name;
            say(format!("wrote {sheet}{fonts}\n`theme = \"{name}\"` in orate.toml now means this file\n")
                .as_bytes())
        }
        Err(error) => {
            fail("not-copied", error.to_string(), "move it away, or copy into another folder".into())
        }
    }
}

fn fail(code: &'static str, message: String, help: String) -> Outcome {
    let diagnostic = Diagnostic::error(code, None, message).help(help);
    report::print(&[diagnostic], &Context { sources: &Sources::default(), prefix: "" });
    Outcome::Failed
}

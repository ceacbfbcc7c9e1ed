//! The author tries the talk in other themes: a key in the own window goes to the next one, another writes it into
//! `orate.toml`.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;

use super::look::Shown;
use crate::runtime::{self, THEMES};
use crate::shell::fix_files;
use crate::shell::starter;
use crate::shell::watch::ThemeChoice;
use crate::text::{Edit, Span};

/// The settings of a talk.
const SETTINGS: &str = "orate.toml";

/// What a window asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ThemeRequest {
    /// To show the talk in the next theme.
    Next,
    /// To write the theme that is shown into the settings.
    Keep,
}

#[derive(Deserialize)]
struct Message {
    theme: ThemeRequest,
}

/// Builds the talk anew, from another thread.
type Wake = Box<dyn Fn() + Send>;

/// The theme in which a talk is tried, and what is needed to keep it.
pub(super) struct ThemeTrial {
    choice: ThemeChoice,
    wake: Mutex<Option<Wake>>,
    /// The talk's folder.
    folder: PathBuf,
    /// The file that is the whole talk, where it is one.
    file: Option<String>,
}

impl ThemeTrial {
    /// The trial of the talk at a path, in no other theme yet.
    pub(super) fn new(path: &Path, folder: PathBuf) -> ThemeTrial {
        let file =
            path.is_file().then(|| path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        ThemeTrial { choice: ThemeChoice::default(), wake: Mutex::default(), folder, file }
    }

    /// The theme that is tried, which the watching thread reads.
    pub(super) fn choice(&self) -> ThemeChoice {
        self.choice.clone()
    }

    /// Sets what builds the talk anew.
    pub(super) fn set_wake(&self, wake: Wake) {
        *self.wake.lock().unwrap_or_else(PoisonError::into_inner) = Some(wake);
    }

    /// Does what a window asks for, and says so in a line for it; `None` for a message that is about no theme.
    pub(super) fn answer(&self, message: &str, shown: &Shown) -> Option<String> {
        let line = match serde_json::from_str::<Message>(message).ok()?.theme {
            ThemeRequest::Next => self.show_next(shown),
            ThemeRequest::Keep => self.keep(shown),
        };
        Some(serde_json::json!({ "say": line }).to_string())
    }

    /// Goes to the next theme. A theme of the talk's own is one of the round.
    fn show_next(&self, shown: &Shown) -> String {
        let own = shown.theme.value.as_str();
        let is_built_in = runtime::theme(own).is_some();
        let names: Vec<&str> =
            (!is_built_in).then_some(own).into_iter().chain(THEMES.iter().map(|theme| theme.name)).collect();
        let next = {
            let mut choice = self.locked();
            let now = choice.as_deref().unwrap_or(own);
            let place = names.iter().position(|name| *name == now).map_or(0, |place| place + 1);
            let next = names[place % names.len()].to_owned();
            *choice = Some(next.clone()).filter(|next| next != own);
            next
        };
        if let Some(wake) = &*self.wake.lock().unwrap_or_else(PoisonError::into_inner) {
            wake();
        }
        let about = runtime::theme(&next).map_or("the theme of this talk", |theme| theme.about);
        let help = if next == own { "" } else { " (Shift+I keeps it)" };
        format!("{next}: {about}{help}")
    }

    /// Writes the theme that is tried into the settings, which the watching then sees.
    fn keep(&self, shown: &Shown) -> String {
        let Some(name) = self.locked().clone() else {
            return format!("This talk has the theme {}; I shows it in another", shown.theme.value);
        };
        let line = format!("theme = \"{name}\"");
        match self.write(&name, &line, shown) {
            Ok(true) => {
                *self.locked() = None;
                format!("{SETTINGS} now says {line}")
            }
            Ok(false) => match shown.theme.at.or(shown.start.filter(|_| self.file.is_some())) {
                Some(at) => format!("Write {line} into {}", shown.sources.get(at.source).name),
                None => format!("{SETTINGS} was changed meanwhile; try again"),
            },
            Err(error) => format!("{SETTINGS} cannot be written: {error}"),
        }
    }

    /// `false` if the theme is set elsewhere, or the settings are no longer those that were read.
    fn write(&self, name: &str, line: &str, shown: &Shown) -> std::io::Result<bool> {
        let settings = shown.sources.iter().find(|(_, source)| source.name == SETTINGS).map(|(id, _)| id);
        let edit = match (shown.theme.at, settings) {
            (Some(at), Some(id)) if at.source == id => Edit { at, replacement: format!("\"{name}\"") },
            (Some(_), _) => return Ok(false),
            (None, Some(source)) => {
                let start = first_key(shown.sources.get(source).text()) as u32;
                Edit { at: Span { source, start, end: start }, replacement: format!("{line}\n") }
            }
            (None, None) if self.file.is_some() => return Ok(false),
            (None, None) => {
                starter::write(&self.folder, &self.folder.join(SETTINGS), format!("{line}\n").as_bytes())?;
                return Ok(true);
            }
        };
        let text = shown.sources.get(edit.at.source).text().to_owned();
        match fix_files::prepare(&self.folder, SETTINGS, &text, &[edit])? {
            Some(mended) => mended.write(),
            None => Ok(false),
        }
    }

    fn locked(&self) -> MutexGuard<'_, Option<String>> {
        self.choice.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the first key of some settings is, after comments and blank lines.
fn first_key(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        if !content.is_empty() && !content.starts_with('#') {
            return at;
        }
        at += line.len();
    }
    // A last line without an end could not be followed by another.
    if text.ends_with('\n') { at } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::permission::Access;
    use crate::shell::project::{self, Opened};
    use crate::site::{self, Memo, Options};
    use std::fs;

    /// The settings of a talk after its author has gone on so many themes and kept the last one, with what was said.
    #[track_caller]
    fn check_kept(settings: Option<&str>, steps: usize, expected: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        let write =
            |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("it can be written");
        write("slides.md", "# A\n");
        settings.into_iter().for_each(|text| write(SETTINGS, text));
        let Ok(Opened::Talk(project)) = project::open(folder.path(), &Access::default()) else {
            panic!("the talk can be opened")
        };
        let built = site::preview(&project, &Options::default(), &mut Memo::default()).built;
        let shown = Shown::new(built);
        let trial = ThemeTrial::new(folder.path(), folder.path().to_owned());
        for _ in 0..steps {
            assert!(trial.answer(r#"{"theme":"next"}"#, &shown).is_some());
        }
        trial.answer(r#"{"theme":"keep"}"#, &shown).expect("it is a message");
        let kept = fs::read_to_string(folder.path().join(SETTINGS)).unwrap_or_default();
        assert_eq!(kept, expected);
    }

    #[test]
    fn the_theme_that_is_kept_is_written_where_the_settings_are() {
        check_kept(None, 2, "theme = \"ink\"\n");
        check_kept(Some("title = \"T\"\n[reveal]\n"), 2, "theme = \"ink\"\ntitle = \"T\"\n[reveal]\n");
        check_kept(
            Some("# about\r\n\r\n[reveal]\r\n"),
            1,
            "# about\r\n\r\ntheme = \"black\"\r\n[reveal]\r\n",
        );
        check_kept(Some("theme = 'ink' # mine\n"), 1, "theme = \"night\" # mine\n");
    }

    #[test]
    fn nothing_is_written_for_a_theme_that_the_talk_has() {
        check_kept(Some("theme = \"ink\"\n"), 0, "theme = \"ink\"\n");
        check_kept(Some("theme = \"ink\"\n"), THEMES.len(), "theme = \"ink\"\n");
    }
}

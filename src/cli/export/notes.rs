//! `orate export notes`.

use std::path::Path;

use super::{ExportError, Written, export, named_after};
use crate::cli::Outcome;
use crate::cli::arguments::ExportNotes;
use crate::render::TextStyle;
use crate::shell::export::{FileKind, write_file};
use crate::site::paper::{notes_text, speaker_notes};
use crate::text::Diagnostic;

pub(super) fn run(arguments: &ExportNotes) -> Outcome {
    let talk = &arguments.talk;
    let path = arguments.output.clone().unwrap_or_else(|| named_after(talk, "-notes.txt"));
    export(talk, |deck| {
        if talk.public {
            return Err(ExportError::Wrong(without_notes()));
        }
        let notes = speaker_notes(deck.built, deck.library);
        let text = notes_text(&deck.built.title, &notes, style(&path));
        write_file(&path, text.as_bytes(), FileKind::Text, talk.force)?;
        let count = notes.len();
        Ok(Written {
            files: vec![path.clone()],
            bytes: text.len() as u64,
            count,
            thing: "slide",
            ..Written::default()
        })
    })
}

/// Says that there is nothing to write.
pub(super) fn without_notes() -> Diagnostic {
    let message = "what is made with `--public` has no speaker notes";
    Diagnostic::error("wrong-options", None, message).help("leave `--public` out")
}

fn style(path: &Path) -> TextStyle {
    let is_markdown = |extension: &std::ffi::OsStr| {
        ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    };
    if path.extension().is_some_and(is_markdown) { TextStyle::Markdown } else { TextStyle::Plain }
}

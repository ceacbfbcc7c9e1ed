//! `orate export png`.

use std::path::{Path, PathBuf};

use super::{ExportError, Written, export, named_after};
use crate::cli::Outcome;
use crate::cli::arguments::{ExportPng, SlideRanges};
use crate::cli::browser::Progress;
use crate::cli::report::counted;
use crate::shell::browser::{DeckFiles, PictureUse};
use crate::shell::export::{FileKind, Pictures, write_file};
use crate::text::Diagnostic;

pub(super) fn run(arguments: &ExportPng) -> Outcome {
    let talk = &arguments.talk;
    let output = arguments.output.clone().unwrap_or_else(|| named_after(talk, "-slides"));
    export(talk, |deck| {
        let is_talkative = !talk.quiet && !talk.json;
        if is_talkative {
            arguments.browser.announce();
        }
        let progress = Progress::new(is_talkative);
        progress.show("starting the browser");
        let files = DeckFiles::of(deck.built, deck.folder);
        let mut pictures =
            Pictures::begin(&files, deck.built, &arguments.browser.options(), arguments.width)?;
        let slides = chosen(arguments.slides.as_ref(), pictures.slides)?;
        let mut written = Written { thing: "picture", ..Written::default() };
        for (index, &slide) in slides.iter().enumerate() {
            progress.show(&format!("slide {} of {}", index + 1, slides.len()));
            let path = place(&output, slide, pictures.slides, slides.len());
            let bytes = pictures.png(slide, PictureUse::File)?;
            write_file(&path, &bytes, FileKind::Png, talk.force)?;
            written.bytes += bytes.len() as u64;
            written.count += 1;
            written.files.push(path);
        }
        Ok(written)
    })
}

/// The slides that are asked for, counted from 0.
fn chosen(ranges: Option<&SlideRanges>, slides: usize) -> Result<Vec<usize>, ExportError> {
    let Some(ranges) = ranges else { return Ok((0..slides).collect()) };
    ranges.within(slides).map_err(|number| {
        let message = format!("there is no slide {number}: the talk has {}", counted(slides, "slide"));
        ExportError::Wrong(
            Diagnostic::error("missing-slide", None, message).help("hidden slides do not count"),
        )
    })
}

/// Where the picture of a slide goes: into the folder under its number, or, for one slide, into the file that is named.
fn place(output: &Path, slide: usize, slides: usize, chosen: usize) -> PathBuf {
    let is_file = output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png"));
    if is_file && chosen == 1 {
        return output.to_owned();
    }
    let digits = slides.to_string().len();
    output.join(format!("{:0digits$}.png", slide + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_in_the_order_of_their_names() {
        assert_eq!(place(Path::new("out"), 8, 120, 3), Path::new("out/009.png"));
        assert_eq!(place(Path::new("a.png"), 8, 120, 1), Path::new("a.png"));
        assert_eq!(place(Path::new("a.png"), 8, 120, 2), Path::new("a.png/009.png"));
    }
}

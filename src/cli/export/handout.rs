//! `orate export handout`.

use std::collections::BTreeMap;

use super::{Deck, ExportError, Written, export, named_after};
use crate::cli::Outcome;
use crate::cli::arguments::{ExportHandout, HandoutPaper};
use crate::cli::browser::Progress;
use crate::shell::browser::{DeckFiles, PictureUse};
use crate::shell::export::{FileKind, Pictures, print_page, write_file};
use crate::site::paper::speaker_notes;
use crate::site::paper::{HandoutLayout, Paper, finish_handout, handout, picture_name};

/// How wide the picture of a slide is, in pixels: as fine as a printer prints it on the width of a page.
const WIDTH: u32 = 1600;

pub(super) fn run(arguments: &ExportHandout) -> Outcome {
    let talk = &arguments.talk;
    let path = arguments.output.clone().unwrap_or_else(|| named_after(talk, "-handout.pdf"));
    export(talk, |deck| {
        let is_talkative = !talk.quiet && !talk.json;
        if is_talkative {
            arguments.browser.announce();
        }
        let progress = Progress::new(is_talkative);
        let pictures = pictures(arguments, deck, &progress)?;
        let paper = match arguments.paper {
            HandoutPaper::A4 => Paper::A4,
            HandoutPaper::Letter => Paper::Letter,
        };
        let layout = HandoutLayout { paper, slides_on_page: arguments.slides_on_page };
        let page = handout(deck.built, &speaker_notes(deck.built, deck.library), layout);
        progress.show("printing");
        let (slides, printed) = (pictures.len(), print_page(page, pictures, &arguments.browser.options())?);
        // Where a browser writes PDFs in another way, only the authors are missing.
        let bytes = finish_handout(&printed, deck.built).unwrap_or(printed);
        write_file(&path, &bytes, FileKind::Pdf, talk.force)?;
        let files = vec![path.clone()];
        Ok(Written { files, bytes: bytes.len() as u64, count: slides, thing: "slide", ..Written::default() })
    })
}

/// A picture of each slide, by its name in the page.
fn pictures(
    arguments: &ExportHandout,
    deck: &Deck<'_>,
    progress: &Progress,
) -> Result<BTreeMap<String, Vec<u8>>, ExportError> {
    progress.show("starting the browser");
    let files = DeckFiles::of(deck.built, deck.folder);
    let mut source = Pictures::begin(&files, deck.built, &arguments.browser.options(), WIDTH)?;
    let mut pictures = BTreeMap::new();
    for slide in 0..source.slides {
        progress.show(&format!("slide {} of {}", slide + 1, source.slides));
        pictures.insert(picture_name(slide + 1), source.png(slide, PictureUse::Page)?);
    }
    Ok(pictures)
}

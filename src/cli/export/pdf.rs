//! `orate export pdf`.

use super::{Written, export, named_after};
use crate::cli::Outcome;
use crate::cli::arguments::ExportPdf;
use crate::cli::browser::Progress;
use crate::shell::export::{FileKind, Pdf, PdfOptions, pdf, write_file};
use crate::text::Diagnostic;

pub(super) fn run(arguments: &ExportPdf) -> Outcome {
    let talk = &arguments.talk;
    let path = arguments.output.clone().unwrap_or_else(|| named_after(talk, ".pdf"));
    export(talk, |deck| {
        let is_talkative = !talk.quiet && !talk.json;
        if is_talkative {
            arguments.browser.announce();
        }
        let progress = Progress::new(is_talkative);
        let options = PdfOptions { steps: arguments.steps };
        let Pdf { bytes, pages, is_finished } =
            pdf(deck.built, deck.folder, &arguments.browser.options(), options, &mut |step| {
                progress.show(step);
            })?;
        write_file(&path, &bytes, FileKind::Pdf, talk.force)?;
        let diagnostics = if is_finished { Vec::new() } else { vec![unfinished()] };
        Ok(Written {
            files: vec![path.clone()],
            bytes: bytes.len() as u64,
            count: pages,
            thing: "page",
            diagnostics,
        })
    })
}

/// Says that a PDF lacks what a browser cannot write.
pub(in crate::cli) fn unfinished() -> Diagnostic {
    let message =
        "the PDF has no outline, no authors and no labels of pages: this browser writes PDFs in another way";
    Diagnostic::warning("pdf-plain", None, message).help("name another browser with `--browser`")
}

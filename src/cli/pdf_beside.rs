//! The PDF beside a deck for the public, where the talk's `pdf = true` asks for one.

use std::path::{Path, PathBuf};

use super::arguments::BrowserArguments;
use super::browser::{Progress, failed};
use super::export::unfinished;
use crate::shell::export::{PdfOptions, pdf};
use crate::site::{Built, Output};
use crate::text::Diagnostic;

/// PDFs that were printed.
#[derive(Default)]
pub(super) struct PrintedPdfs {
    /// By their paths in the site.
    pub(super) files: Vec<(String, Output)>,
    /// What there is to say about them.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Prints those decks whose talk wants it; each comes with the folder of its talk. Fails where the browser does: the site
/// would lead to a file that is not there.
pub(super) fn print_pdfs<'a>(
    decks: impl Iterator<Item = (&'a Built, PathBuf)>,
    browser: &BrowserArguments,
    is_talkative: bool,
) -> Result<PrintedPdfs, Diagnostic> {
    let mut printed = PrintedPdfs::default();
    let progress = Progress::new(is_talkative);
    for (built, folder) in decks {
        let Some(path) = &built.pdf else { continue };
        if is_talkative && printed.files.is_empty() {
            browser.announce();
        }
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        let deck = pdf(built, folder, &browser.options(), PdfOptions::default(), &mut |step| {
            progress.show(&format!("PDF of {}: {step}", built.title));
        });
        let deck = deck.map_err(|error| wanted(failed(&error)))?;
        printed.diagnostics.extend((!deck.is_finished).then(unfinished));
        printed.files.push((path.clone(), Output::Bytes(deck.bytes.into())));
    }
    Ok(printed)
}

/// Why there is no PDF, and so no site: a browser was needed because the settings want one.
fn wanted(diagnostic: Diagnostic) -> Diagnostic {
    let without = "or take `pdf = true` out of the settings, for which the browser is needed";
    let help = match &diagnostic.help {
        Some(help) => format!("{help}; {without}"),
        None => without.to_owned(),
    };
    diagnostic.help(help)
}

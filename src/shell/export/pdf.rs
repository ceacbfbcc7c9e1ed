//! A deck as a PDF: a page for each slide, or for each of its steps.

use std::path::Path;

use serde_json::json;

use super::static_fonts::replace_variable_fonts;
use crate::runtime;
use crate::shell::browser::{Browser, BrowserError, BrowserOptions, DeckFiles};
use crate::site::Built;
use crate::site::paper::{FinishedPdf, Sheet, finish_pdf};

/// How a deck is printed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PdfOptions {
    /// Whether each step of a slide is a page of its own.
    pub(crate) steps: bool,
}

/// A deck that was printed.
pub(crate) struct Pdf {
    pub(crate) bytes: Vec<u8>,
    pub(crate) pages: usize,
    /// Whether it has the outline of the talk, its authors and labels of pages: not where a browser writes PDFs in a way that
    /// is not understood.
    pub(crate) is_finished: bool,
}

/// Prints a deck. `folder` is that of the talk; `progress` gets a line for each step.
pub(crate) fn pdf(
    built: &Built,
    folder: &Path,
    browser: &BrowserOptions,
    options: PdfOptions,
    progress: &mut dyn FnMut(&str),
) -> Result<Pdf, BrowserError> {
    let files = DeckFiles::of(built, folder);
    progress("starting the browser");
    let mut browser = Browser::open(browser, &files)?;
    progress("laying out the slides");
    let sheets = lay_out(&mut browser, options.steps)?;
    replace_variable_fonts(&mut browser, &files)?;
    progress("printing the pages");
    let printed = browser.print()?;
    drop(browser);
    Ok(match finish_pdf(&printed, built, &sheets) {
        Some(FinishedPdf { bytes, pages }) => Pdf { bytes, pages, is_finished: true },
        None => {
            Pdf { bytes: printed, pages: sheets.iter().map(|sheet| sheet.pages).sum(), is_finished: false }
        }
    })
}

/// Loads the deck as it is laid out for paper; gives its sheets.
fn lay_out(browser: &mut Browser<'_>, steps: bool) -> Result<Vec<Sheet>, BrowserError> {
    browser.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": runtime::PAPER_SCRIPT }))?;
    // Without the margin that reveal.js leaves around a slide on paper: a page is a slide.
    browser.go(&format!("?print-pdf&margin=0&pdfSeparateFragments={steps}"))?;
    let sheets = browser.evaluate("oratePaper.prepare()")?;
    serde_json::from_value(sheets).map_err(|error| BrowserError::Refused {
        step: "oratePaper.prepare".into(),
        message: error.to_string(),
    })
}

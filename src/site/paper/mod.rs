//! A deck on paper: what a PDF says of it beside its pages.
//!
//! A browser prints the pages, and knows neither sections nor authors. [`finish_pdf`] adds them: the outline of the talk,
//! labels of its pages, title and authors.

mod handout;
mod outline;
mod pdf;
mod speaker_notes;

use serde::Deserialize;

use super::Built;
pub(crate) use handout::{HandoutLayout, Paper, handout, picture_name};
use outline::outline;
use pdf::{Additions, Starts};
pub(crate) use speaker_notes::{notes_text, speaker_notes};

/// Sheets of paper for one slide or one of its steps, as the page in the browser describes them.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// The slide, counted from 0 in the order of the talk; hidden ones do not count.
    pub(crate) slide: usize,
    /// How many steps are shown; `None` if all are.
    pub(crate) step: Option<usize>,
    /// How many pages it takes as it is laid out, since a slide may be taller than one. A browser that prints it moves lines
    /// that would be cut to the next page, so there may be more.
    pub(crate) pages: usize,
}

/// A PDF to which was added what its browser did not know.
pub(crate) struct FinishedPdf {
    pub(crate) bytes: Vec<u8>,
    pub(crate) pages: usize,
}

/// Adds to a PDF that a browser has printed what it does not know of the talk. The same talk gives the same bytes, whenever
/// it was printed. None where the browser writes PDFs in a way that is not understood.
pub(crate) fn finish_pdf(printed: &[u8], built: &Built, sheets: &[Sheet]) -> Option<FinishedPdf> {
    let starts = pdf::starts(printed)?;
    let sheets = &printed_sheets(sheets, &starts);
    let settings = &built.deck.settings;
    let additions = Additions {
        title: &built.title,
        author: &settings.author.join(", "),
        subject: settings.description.as_deref().unwrap_or_default(),
        creator: concat!("orate ", env!("CARGO_PKG_VERSION")),
        // Without sheets nobody knows which page is which slide.
        outline: if sheets.is_empty() { Vec::new() } else { outline(built, sheets) },
        labels: labels(sheets),
    };
    Some(FinishedPdf { bytes: pdf::finish(printed, &additions)?, pages: starts.pages })
}

/// The sheets with the pages that they take in the printed file. A sheet whose beginning has no name there begins where the
/// one before it ends.
fn printed_sheets(sheets: &[Sheet], starts: &Starts) -> Vec<Sheet> {
    let mut printed = sheets.to_vec();
    let mut end = starts.pages;
    let measured: Vec<usize> =
        sheets.iter().scan(0, |next, sheet| Some(std::mem::replace(next, *next + sheet.pages))).collect();
    for index in (0..sheets.len()).rev() {
        let start = starts.by_sheet.get(&index).copied().unwrap_or(measured[index]);
        printed[index].pages = end.saturating_sub(start).max(1);
        end = start;
    }
    printed
}

/// Adds title and authors to a handout that a browser has printed. None as for [`finish_pdf`].
pub(crate) fn finish_handout(printed: &[u8], built: &Built) -> Option<Vec<u8>> {
    finish_pdf(printed, built, &[]).map(|finished| finished.bytes)
}

/// What each page is called: the number of its slide, and after a point the step, or the how manieth page of it that it is.
/// Empty if that is the number of the page.
fn labels(sheets: &[Sheet]) -> Vec<String> {
    let mut labels = Vec::new();
    for sheet in sheets {
        let number = sheet.slide + 1;
        for page in 0..sheet.pages {
            labels.push(match sheet.step.unwrap_or_default() + page {
                0 => number.to_string(),
                further => format!("{number}.{further}"),
            });
        }
    }
    let is_plain = labels.iter().zip(1..).all(|(label, number)| *label == number.to_string());
    if is_plain { Vec::new() } else { labels }
}

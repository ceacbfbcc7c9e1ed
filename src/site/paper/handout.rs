//! A handout: each slide as a picture, with its notes, on paper of a usual size.

use std::fmt::Write as _;

use super::speaker_notes::SlideNotes;
use crate::html::{escape_value, markup::escape_text};
use crate::site::Built;

/// The paper of a handout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paper {
    A4,
    Letter,
}

/// How a handout is laid out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HandoutLayout {
    pub paper: Paper,
    /// How many slides have room on a page: with one, its notes are below it, else beside it.
    pub slides_on_page: u8,
}

impl Paper {
    /// Its name in CSS, and its height without the margins, in millimetres.
    fn css(self) -> (&'static str, f64) {
        match self {
            Paper::A4 => ("A4", 297.0 - 2.0 * MARGIN),
            Paper::Letter => ("letter", 279.4 - 2.0 * MARGIN),
        }
    }
}

/// Around a page, in millimetres.
const MARGIN: f64 = 15.0;

/// What every handout looks like.
const STYLE: &str = "body{margin:0;font:10.5pt/1.45 system-ui,sans-serif;color:#111}\
    article{display:grid;gap:6mm;align-content:start;box-sizing:border-box;padding-block-end:6mm}\
    article>img{inline-size:100%;border:.2mm solid #999;break-inside:avoid}\
    .notes>:first-child{margin-block-start:0}.notes img,.notes svg{max-inline-size:100%}\
    .notes pre{white-space:pre-wrap}.notes h3,.notes h4{font-size:1.1em}\
    .notes blockquote{margin-inline:0;padding-inline-start:4mm;border-inline-start:.6mm solid #999}\
    .notes table{border-collapse:collapse}.notes :is(th,td){padding:.6mm 3mm;border:.2mm solid #999;text-align:start}\
    .number{color:#666;font-size:9pt;margin:0}";

/// The name of the picture of a slide, counted from 1.
pub(crate) fn picture_name(number: usize) -> String {
    format!("slide-{number}.png")
}

/// The page of a handout; it shows a picture of each slide under its [`picture_name`].
pub(crate) fn handout(built: &Built, notes: &[SlideNotes], layout: HandoutLayout) -> String {
    let (name, height) = layout.paper.css();
    let share = height / f64::from(layout.slides_on_page.max(1)) - 0.5;
    let arrangement = match layout.slides_on_page {
        1 => "article{break-before:page}article:first-of-type{break-before:auto}".to_owned(),
        // Who has much to say to a slide gets more of the page, and the next one if need be.
        _ => {
            format!("article{{grid-template-columns:1fr 1fr;min-block-size:{share:.1}mm;break-inside:avoid}}")
        }
    };
    let mut page = "<!DOCTYPE html>\n<html lang=\"".to_owned();
    escape_value(&mut page, &built.deck.settings.language);
    page.push_str("\">\n<meta charset=\"utf-8\">\n<title>");
    escape_text(&mut page, &built.title);
    let _ = write!(
        page,
        "</title>\n<style>@page{{size:{name} portrait;margin:{MARGIN}mm;\
         @bottom-center{{content:counter(page);color:#666;font:9pt system-ui,sans-serif}}}}{STYLE}{arrangement}</style>\n"
    );
    notes.iter().for_each(|slide| write_slide(&mut page, slide));
    page
}

/// Writes the picture of a slide and its notes, in the slide's own language.
fn write_slide(page: &mut String, slide: &SlideNotes) {
    let SlideNotes { number, title, language, direction, html } = slide;
    let _ = write!(page, "<article>\n<img src=\"{}\" alt=\"", picture_name(*number));
    escape_value(page, title.as_deref().unwrap_or_default());
    page.push_str("\">\n<div class=\"notes\"");
    for (name, value) in [("lang", language), ("dir", direction)] {
        if let Some(value) = value {
            let _ = write!(page, " {name}=\"");
            escape_value(page, value);
            page.push('"');
        }
    }
    let _ = writeln!(page, ">\n<p class=\"number\">{number}</p>\n{html}\n</div>\n</article>");
}

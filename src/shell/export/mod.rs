//! A deck as files that need no browser to be looked at: printed as a PDF, or as a picture of each slide.

mod file;
mod handout;
mod pdf;
mod pictures;
mod static_fonts;

pub(crate) use file::{FileError, FileKind, write_file};
pub(crate) use handout::print_page;
pub(crate) use pdf::{Pdf, PdfOptions, pdf};
pub(crate) use pictures::Pictures;

//! Files without what cameras and programs write into them beside the picture: where it was taken, by whom, with what.
//!
//! What may stay is listed, format by format: the pixels as they are, their colours, the size and the way the picture is
//! turned. All else goes. Nothing is decoded. What cannot be cleaned is named, so that its author can look at it before
//! others do. Kept by hand: the libraries at hand give parts of a file to be taken out (`img-parts` sees nothing between
//! the scans of a JPEG, within a frame of a WebP, or behind a JPEG's end), and none of them knows GIF.

mod address;
mod exif;
mod gif;
mod icc;
mod isobmff;
mod jpeg;
mod kept;
mod kind;
mod png_chunks;
#[cfg(test)]
mod tests;
mod webp;

pub(super) use address::cleaned_address;
pub(crate) use address::{cleaned_text, data_document};
pub(super) use png_chunks::is_packed_whole;

use super::svg::{self, Clean, Form, Nested, Unreadable};
use super::unclean::{CleanedAddress, Unclean};
use super::{Content, captions, media};
use kept::Kept;
use kind::Format;

/// What came of an attempt to clean a file.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Cleaned {
    /// Its bytes without what is not for others; `None` if they are fine as they are.
    pub bytes: Option<Vec<u8>>,
    /// Why it, or a picture within it, may hold more than one sees.
    pub unclean: Option<Unclean>,
    /// The layer of a drawing that is not seen and stays all the same, as something may show it.
    pub hidden: Option<String>,
}

impl Cleaned {
    fn unclean(unclean: Unclean) -> Cleaned {
        Cleaned { unclean: Some(unclean), ..Cleaned::default() }
    }
}

/// Cleans a file that is opened by itself, or that is a raster image. `path` tells what the bytes do not.
pub(super) fn cleaned(path: &str, content: &Content) -> Cleaned {
    match content {
        Content::Bytes(bytes) => cleaned_bytes(path, bytes, Form::Opened, 0),
        Content::Large { .. } => Cleaned::unclean(kind::by_name(path).unwrap_or(Unclean::Large)),
    }
}

/// Cleans the bytes of a file. `depth` counts the drawings that they are in.
fn cleaned_bytes(path: &str, bytes: &[u8], form: Form, depth: u8) -> Cleaned {
    if let Some(bytes) = captions::without_comments(bytes) {
        return Cleaned { bytes: Some(bytes), ..Cleaned::default() };
    }
    match Format::of(path, bytes) {
        Format::Jpeg => picture("JPEG", jpeg::jpeg(bytes)),
        Format::Png => picture("PNG", png_chunks::png(bytes)),
        Format::Webp => picture("WebP", webp::webp(bytes)),
        Format::Gif => picture("GIF", gif::gif(bytes)),
        Format::Avif => picture("AVIF", isobmff::avif(bytes)),
        Format::Svg => drawing(bytes, form, depth),
        Format::Markup => {
            let bytes = std::str::from_utf8(bytes).ok().and_then(cleaned_text).map(String::into_bytes);
            Cleaned { bytes, ..Cleaned::default() }
        }
        Format::Plain => Cleaned::default(),
        Format::Unclean(unclean) => Cleaned::unclean(unclean),
    }
}

fn picture(format: &'static str, kept: Option<Kept<'_>>) -> Cleaned {
    match kept {
        Some(kept) => Cleaned { bytes: kept.finish(), ..Cleaned::default() },
        None => Cleaned::unclean(Unclean::Damaged(format)),
    }
}

/// Makes a drawing small, and safe where it is an image, and cleans the pictures in it.
pub(super) fn clean_drawing(bytes: &[u8], form: Form) -> Result<Clean, Unreadable> {
    svg::clean(bytes, form, &Within(1))
}

/// What is in so many drawings.
struct Within(u8);

impl Nested for Within {
    fn address(&self, address: &str) -> CleanedAddress {
        address::cleaned_address_within(address, self.0)
    }

    fn text(&self, text: &str) -> Option<String> {
        address::cleaned_text_within(text, self.0)
    }
}

fn drawing(bytes: &[u8], form: Form, depth: u8) -> Cleaned {
    match svg::clean(bytes, form, &Within(depth + 1)) {
        Ok(clean) => {
            let is_same = clean.text.as_bytes() == bytes;
            let bytes = (!is_same).then(|| clean.text.into_bytes());
            Cleaned { bytes, unclean: clean.unclean, hidden: clean.hidden }
        }
        Err(_) => Cleaned::unclean(Unclean::Damaged("SVG")),
    }
}

/// The extension of a media type as the end of a path.
fn path_of(media_type: &str) -> String {
    format!("a.{}", media::extension_of(media_type))
}

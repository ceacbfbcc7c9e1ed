//! What an image is, read from its first bytes.
//!
//! Nothing is decoded: a picture of any size costs no more than its header.

use std::sync::Arc;

use imagesize::{Compression, ImageType};

use super::clean::{clean_drawing, is_packed_whole};
use super::shape::Shape;
use super::svg::Form;
use super::unclean::Unclean;
use super::{media, svg};

/// The most pixels that an image may have: 1 GiB once a browser has decoded it.
pub(super) const PIXEL_LIMIT: u64 = 1 << 28;

/// An image as it goes into the site.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Image {
    /// What the bytes are, whatever the file's name says.
    pub media_type: &'static str,
    /// The file's own bytes; of an SVG, what [`svg::clean`] made of them.
    pub bytes: Arc<[u8]>,
    /// `None` if the image does not say.
    pub shape: Option<Shape>,
    /// What is wrong with it, though it can be shown.
    pub flaw: Option<Flaw>,
    /// A layer of a drawing that is not seen and stays.
    pub hidden: Option<String>,
    /// Why a picture within a drawing could not be cleaned.
    pub unclean: Option<Unclean>,
}

/// What is wrong with an image that can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// The file ends before the picture does.
    Truncated,
    /// An SVG held HTML that does more than lay out text, which was left out: the first element of it.
    Html(String),
}

/// Why an image cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unshown {
    Empty,
    /// Not a format that browsers show.
    Unknown,
    /// Of the format that it begins like, but its header makes no sense.
    Header(&'static str),
    /// A compressed SVG, which no browser reads from a data URI.
    Compressed,
    Svg(svg::Unreadable),
    TooLarge {
        width: u64,
        height: u64,
    },
}

/// Reads what an image is. `path` tells an SVG from other text where its head does not; `form` is that of a drawing.
pub(super) fn read(path: &str, bytes: &Arc<[u8]>, form: Form) -> Result<Image, Unshown> {
    if bytes.is_empty() {
        return Err(Unshown::Empty);
    }
    if let Some(media_type) = raster_type(bytes) {
        return raster(media_type, bytes);
    }
    if bytes.starts_with(&[0x1F, 0x8B]) {
        return Err(Unshown::Compressed);
    }
    if media::type_of(path) == svg::MEDIA_TYPE || svg::looks_like(bytes) {
        let clean = clean_drawing(bytes, form).map_err(Unshown::Svg)?;
        return Ok(Image {
            media_type: svg::MEDIA_TYPE,
            bytes: clean.text.into_bytes().into(),
            shape: clean.shape,
            flaw: clean.left_out.map(Flaw::Html),
            hidden: clean.hidden,
            unclean: clean.unclean,
        });
    }
    Err(Unshown::Unknown)
}

/// The media type of a raster image that browsers show.
fn raster_type(bytes: &[u8]) -> Option<&'static str> {
    Some(match imagesize::image_type(bytes.get(..64).unwrap_or(bytes)).ok()? {
        ImageType::Png => "image/png",
        ImageType::Jpeg => "image/jpeg",
        ImageType::Gif => "image/gif",
        ImageType::Webp => "image/webp",
        ImageType::Heif(Compression::Av1) => "image/avif",
        ImageType::Bmp => "image/bmp",
        ImageType::Ico => "image/x-icon",
        _ => return None,
    })
}

fn raster(media_type: &'static str, bytes: &Arc<[u8]>) -> Result<Image, Unshown> {
    let broken = Unshown::Header(media::extension_of(media_type));
    let size = imagesize::blob_size(bytes).map_err(|_| broken.clone())?;
    let (mut width, mut height) = (size.width as u64, size.height as u64);
    if width == 0 || height == 0 {
        return Err(broken);
    }
    if width.saturating_mul(height) > PIXEL_LIMIT {
        return Err(Unshown::TooLarge { width, height });
    }
    let end = match media_type {
        "image/png" => png_end(bytes),
        "image/jpeg" => {
            let jpeg = Jpeg::read(bytes);
            if jpeg.is_turned {
                (width, height) = (height, width);
            }
            jpeg.end
        }
        "image/webp" => webp_end(bytes),
        _ => Some(()),
    };
    Ok(Image {
        media_type,
        bytes: bytes.clone(),
        shape: Some(Shape { width: width as f64, height: height as f64, is_ratio: false }),
        flaw: end.is_none().then_some(Flaw::Truncated),
        hidden: None,
        unclean: None,
    })
}

/// Finds the last chunk of a PNG (PNG specification, section 5.3). Browsers show one without it where all pixels are there.
fn png_end(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes.get(8..)?;
    let mut pixels: Vec<&[u8]> = Vec::new();
    loop {
        let Some(head) = rest.first_chunk::<8>() else {
            return is_packed_whole(&pixels.concat()).then_some(());
        };
        let length = u32::from_be_bytes(*head.first_chunk()?) as usize;
        match &head[4..] {
            b"IEND" => return Some(()),
            b"IDAT" => pixels.push(rest.get(8..length.checked_add(8)?)?),
            _ => {}
        }
        rest = rest.get(length.checked_add(12)?..).unwrap_or_default();
    }
}

/// Finds that a WebP is as long as its header says.
fn webp_end(bytes: &[u8]) -> Option<()> {
    let length = u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?) as usize;
    bytes.get(..length.checked_add(8)?).map(|_| ())
}

/// What the segments of a JPEG tell (ITU-T T.81, annex B).
struct Jpeg {
    /// Whether the EXIF data has browsers turn the picture by a quarter.
    is_turned: bool,
    /// `None` if the end of the picture is missing.
    end: Option<()>,
}

impl Jpeg {
    fn read(bytes: &[u8]) -> Jpeg {
        let mut jpeg = Jpeg { is_turned: false, end: None };
        jpeg.end = jpeg.walk(bytes);
        jpeg
    }

    fn walk(&mut self, bytes: &[u8]) -> Option<()> {
        let mut rest = bytes.get(2..)?;
        loop {
            let [0xFF, marker] = *rest.first_chunk()? else { return None };
            // A segment's length counts its own two bytes.
            let length = u16::from_be_bytes(*rest.get(2..)?.first_chunk()?) as usize;
            match marker {
                // Markers may be filled up with any number of 0xFF.
                0xFF => {
                    rest = rest.get(1..)?;
                    continue;
                }
                0xD9 => return Some(()),
                0xE1 => {
                    let turned = rest.get(4..length + 2).and_then(exif_orientation);
                    self.is_turned |= turned.is_some_and(|orientation| (5..=8).contains(&orientation));
                }
                // The picture begins. In it 0xFF is followed by 0x00, except before a marker.
                0xDA => {
                    return rest.windows(2).any(|pair| pair == [0xFF, 0xD9]).then_some(());
                }
                _ => {}
            }
            rest = rest.get(length.max(2) + 2..)?;
        }
    }
}

/// The orientation in EXIF data (Exif 2.32, section 4.6.4, tag 0x0112).
fn exif_orientation(segment: &[u8]) -> Option<u16> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let is_little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes = *tiff.get(at..)?.first_chunk()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| -> Option<usize> {
        let bytes = *tiff.get(at..)?.first_chunk()?;
        Some(if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) } as usize)
    };
    let directory = long(4)?;
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map(|entry| directory + 2 + entry * 12)
        .find(|&entry| short(entry) == Some(0x0112))
        .and_then(|entry| short(entry + 8))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A PNG of nothing but its header and end.
    pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
        let mut png = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec();
        png.extend(width.to_be_bytes());
        png.extend(height.to_be_bytes());
        png.extend(b"\x08\x06\0\0\0\0\0\0\0\0\0\0\0IEND\xAE\x42\x60\x82");
        png
    }

    /// A JPEG of nothing but its header, an orientation, a thumbnail's end and its own end.
    fn jpeg(orientation: u8) -> Vec<u8> {
        let exif = [
            b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(),
            &[orientation, 0, 0, 0, 0, 0, 0, 0xFF, 0xD9],
        ]
        .concat();
        let mut jpeg = b"\xFF\xD8\xFF\xE1\0".to_vec();
        jpeg.push(exif.len() as u8 + 2);
        jpeg.extend(&exif);
        jpeg.extend(b"\xFF\xC0\0\x0B\x08\0\x30\0\x40\x01\x11\0\x01\xFF\xDA\0\x02\x12\x34\xFF\xD9");
        jpeg
    }

    #[track_caller]
    fn check_shape(path: &str, bytes: &[u8], width: f64, height: f64, flaw: Option<Flaw>) {
        let image = read(path, &bytes.into(), Form::Shown).unwrap();
        assert_eq!(image.shape, Some(Shape { width, height, is_ratio: false }));
        assert_eq!(image.flaw, flaw);
    }

    #[track_caller]
    fn check_unshown(path: &str, bytes: &[u8], expected: Unshown) {
        assert_eq!(read(path, &bytes.into(), Form::Shown).unwrap_err(), expected);
    }

    #[test]
    fn the_header_tells_the_size() {
        check_shape("a.png", &png(640, 480), 640.0, 480.0, None);
        check_shape("a.jpg", &jpeg(1), 64.0, 48.0, None);
        check_shape("a.gif", b"GIF89a\x40\0\x30\0\0\0\0;", 64.0, 48.0, None);
        check_shape(
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' width='64' height='48'/>",
            64.0,
            48.0,
            None,
        );
    }

    #[test]
    fn a_camera_held_upright_turns_the_picture() {
        check_shape("a.jpg", &jpeg(6), 48.0, 64.0, None);
    }

    #[test]
    fn the_bytes_tell_the_type_and_not_the_name() {
        let image = read("logo.svg", &png(1, 1).into(), Form::Shown).unwrap();
        assert_eq!(image.media_type, "image/png");
    }

    #[test]
    fn a_picture_without_its_end_is_truncated() {
        let (png, jpeg) = (png(640, 480), jpeg(1));
        check_shape("a.png", &png[..png.len() - 6], 640.0, 480.0, Some(Flaw::Truncated));
        check_shape("a.jpg", &jpeg[..jpeg.len() - 2], 64.0, 48.0, Some(Flaw::Truncated));
    }

    #[test]
    fn a_png_with_all_its_pixels_needs_no_end() {
        // One green pixel, packed as it is (RFC 1950 and 1951).
        let packed = b"\x78\x01\x01\x05\0\xFA\xFF\0\0\xFF\0\xFF\x04\x01\x01\xFF";
        let with = |pixels: &[u8]| {
            let head = png(1, 1);
            let chunk = [&(pixels.len() as u32).to_be_bytes(), b"IDAT".as_slice(), pixels, &[0; 4]].concat();
            [&head[..33], &chunk].concat()
        };
        check_shape("a.png", &with(packed), 1.0, 1.0, None);
        check_shape("a.png", &[with(packed).as_slice(), b"\0\0\0\0IE"].concat(), 1.0, 1.0, None);
        check_shape("a.png", &with(&packed[..packed.len() - 6]), 1.0, 1.0, Some(Flaw::Truncated));
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_refused_by_its_header() {
        check_unshown("a.png", &png(60_000, 60_000), Unshown::TooLarge { width: 60_000, height: 60_000 });
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        check_unshown("a.png", b"", Unshown::Empty);
        check_unshown("a.png", b"hello, world", Unshown::Unknown);
        check_unshown("a.png", b"\x89PNG\r\n\x1A\n\0\0\0\0\0\0\0", Unshown::Header("png"));
        check_unshown("a.svgz", b"\x1F\x8B\x08", Unshown::Compressed);
    }

    /// Heads of the formats that are read.
    fn heads() -> impl Strategy<Value = Vec<u8>> {
        prop::sample::select(vec![
            png(3, 2),
            jpeg(1),
            b"GIF89a".to_vec(),
            b"RIFF\x20\0\0\0WEBPVP8 ".to_vec(),
            b"\0\0\0\x20ftypavif\0\0\0\0avifmif1".to_vec(),
            b"BM".to_vec(),
            b"\0\0\x01\0".to_vec(),
            b"<svg ".to_vec(),
            Vec::new(),
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_bytes_make_it_panic(head in heads(), cut in 0_usize..80, tail in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut bytes = head[..head.len().min(cut)].to_vec();
            bytes.extend(tail);
            let _ = read("a.png", &bytes.clone().into(), Form::Shown);
            let _ = read("a.svg", &bytes.into(), Form::Shown);
        }
    }
}

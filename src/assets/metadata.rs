//! Pictures without what cameras and programs write into them: where they were taken, by whom, with what.
//!
//! What a picture looks like stays: its pixels as they are, its colours, and the way it is turned. Sources: JPEG, ITU-T T.81,
//! annex B; Exif 2.32, section 4; PNG, third edition, section 11; the WebP container specification.

use std::sync::Arc;

use super::{Content, File, Library, Refused};

/// A library whose pictures tell nothing but what they look like. Files too large to be held are as they were.
pub struct Discreet<'a>(pub &'a dyn Library);

impl Library for Discreet<'_> {
    fn find(&self, path: &str) -> Result<Option<Arc<File>>, Refused> {
        let Some(file) = self.0.find(path)? else { return Ok(None) };
        let cleaned = match &file.content {
            Content::Bytes(bytes) => without_metadata(bytes),
            Content::Large { .. } => None,
        };
        Ok(Some(match cleaned {
            Some(bytes) => Arc::new(File { path: file.path.clone(), content: Content::Bytes(bytes.into()) }),
            None => file,
        }))
    }

    fn names_in(&self, folder: &str) -> Vec<String> {
        self.0.names_in(folder)
    }

    fn names(&self) -> Vec<String> {
        self.0.names()
    }
}

/// A picture without its metadata; none where there is none in it, or the bytes are no picture that is known here.
fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let cleaned = if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        jpeg(bytes)?
    } else if bytes.starts_with(PNG) {
        png(bytes)?
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        webp(bytes)?
    } else {
        return None;
    };
    (cleaned != bytes).then_some(cleaned)
}

/// A JPEG up to its end, without the segments of Exif, XMP, IPTC and comments, and without further pictures behind it.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    const END: u8 = 0xD9;
    const SCAN: u8 = 0xDA;
    let mut kept = bytes[..2].to_vec();
    let mut at = 2;
    loop {
        while bytes.get(at) == Some(&0xFF) && bytes.get(at + 1) == Some(&0xFF) {
            at += 1;
        }
        let &[0xFF, marker] = bytes.get(at..at + 2)? else { return None };
        if marker == END {
            kept.extend([0xFF, END]);
            return Some(kept);
        }
        let length = bytes
            .get(at + 2..at + 4)
            .map(|length| usize::from(u16::from_be_bytes([length[0], length[1]])))?;
        let segment = bytes.get(at..at + 2 + length)?;
        let content = segment.get(4..)?;
        match marker {
            0xE1 => kept.extend(content.strip_prefix(b"Exif\0\0").and_then(turned).iter().flat_map(|exif| {
                let length = (2 + 6 + exif.len()) as u16;
                [&[0xFF, 0xE1][..], &length.to_be_bytes(), b"Exif\0\0", exif].concat()
            })),
            0xED | 0xFE => {}
            0xE2 if content.starts_with(b"MPF\0") => {}
            _ => kept.extend(segment),
        }
        at += segment.len();
        if marker == SCAN {
            // Within a scan 0xFF is followed by 0, or by the number of a restart.
            let is_marker = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7 | 0xFF);
            let Some(length) = bytes[at..].windows(2).position(is_marker) else {
                // Cut short: browsers show what there is.
                kept.extend(&bytes[at..]);
                return Some(kept);
            };
            kept.extend(&bytes[at..at + length]);
            at += length;
        }
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A PNG up to its end, without texts, times and Exif.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = PNG.to_vec();
    let mut rest = &bytes[PNG.len()..];
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        match &chunk[4..8] {
            b"tEXt" | b"zTXt" | b"iTXt" | b"tIME" => {}
            b"eXIf" => {
                if let Some(exif) = turned(&chunk[8..8 + length]) {
                    let content = [b"eXIf", &exif[..]].concat();
                    kept.extend((exif.len() as u32).to_be_bytes());
                    kept.extend(&content);
                    kept.extend(checksum(&content).to_be_bytes());
                }
            }
            b"IEND" => {
                kept.extend(chunk);
                return Some(kept);
            }
            _ => kept.extend(chunk),
        }
        rest = after;
    }
}

/// CRC-32 as PNG has it (annex D).
fn checksum(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

/// A WebP without Exif and XMP.
fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    const HAS_EXIF: u8 = 0x08;
    const HAS_XMP: u8 = 0x04;
    let size = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    let mut rest = bytes.get(12..size.checked_add(8)?)?;
    let mut kept = bytes[..12].to_vec();
    let mut is_turned = false;
    while !rest.is_empty() {
        let length = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?) as usize;
        let (chunk, after) = rest.split_at_checked(length.checked_add(8 + length % 2)?)?;
        match &chunk[..4] {
            b"XMP " => {}
            b"EXIF" => {
                let exif = &chunk[8..8 + length];
                if let Some(exif) = turned(exif.strip_prefix(b"Exif\0\0").unwrap_or(exif)) {
                    is_turned = true;
                    kept.extend(b"EXIF");
                    kept.extend((exif.len() as u32).to_le_bytes());
                    kept.extend(exif);
                }
            }
            _ => kept.extend(chunk),
        }
        rest = after;
    }
    if kept.get(12..16) == Some(b"VP8X") && kept.len() > 20 {
        kept[20] &= !(HAS_XMP | HAS_EXIF);
        kept[20] |= if is_turned { HAS_EXIF } else { 0 };
    }
    let size = (kept.len() - 8) as u32;
    kept[4..8].copy_from_slice(&size.to_le_bytes());
    Some(kept)
}

/// Exif data that say how a picture is turned and nothing else; none where they do not say it, or it is upright.
fn turned(exif: &[u8]) -> Option<[u8; 26]> {
    let turn = orientation(exif).filter(|turn| (2..=8).contains(turn))?;
    let mut small = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    small[19] = turn as u8;
    Some(small)
}

/// The tag 0x0112 of the first directory.
fn orientation(exif: &[u8]) -> Option<u16> {
    let is_little = exif.starts_with(b"II");
    let short = |at: usize| {
        let bytes: [u8; 2] = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let first: [u8; 4] = exif.get(4..8)?.try_into().ok()?;
    let first = if is_little { u32::from_le_bytes(first) } else { u32::from_be_bytes(first) } as usize;
    let count = usize::from(short(first)?);
    let entry = (0..count).map(|index| first + 2 + 12 * index).find(|entry| short(*entry) == Some(0x0112))?;
    short(entry + 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exif data as a camera writes them: the way it is turned, and then where it was.
    fn exif(turn: u8) -> Vec<u8> {
        [&b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..], &[turn, 0, 0, 0, 0, 0, 0, 0], b"GPS 48.2 N"]
            .concat()
    }

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        [&[0xFF, marker][..], &(content.len() as u16 + 2).to_be_bytes(), content].concat()
    }

    fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let content = [name, content].concat();
        [&(content.len() as u32 - 4).to_be_bytes()[..], &content, &checksum(&content).to_be_bytes()].concat()
    }

    fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let chunks: Vec<u8> = chunks
            .iter()
            .flat_map(|(name, content)| {
                [&name[..], &(content.len() as u32).to_le_bytes(), content, &[0][..content.len() % 2]]
                    .concat()
            })
            .collect();
        [&b"RIFF"[..], &(chunks.len() as u32 + 4).to_le_bytes(), b"WEBP", &chunks].concat()
    }

    fn pictures(turn: u8) -> [Vec<u8>; 3] {
        let camera = [b"Exif\0\0", &exif(turn)[..]].concat();
        let scan = [
            &segment(0xDA, b"\x01")[..],
            b"pixels\xFF\0\xFF\xD0more",
            &segment(0xC4, b"t"),
            &segment(0xDA, b"\x02"),
            b"rest\xFF\xD9",
        ]
        .concat();
        let jpeg = [
            &[0xFF, 0xD8][..],
            &segment(0xE0, b"JFIF"),
            &segment(0xE1, &camera),
            &segment(0xED, b"GPS"),
            &segment(0xFE, b"GPS"),
            &segment(0xE2, b"MPF\0GPS"),
            &scan,
            b"GPS",
        ]
        .concat();
        let png = [
            PNG,
            &chunk(b"IHDR", b"x"),
            &chunk(b"tEXt", b"GPS"),
            &chunk(b"eXIf", &exif(turn)),
            &chunk(b"IDAT", b"pixels"),
            &chunk(b"IEND", b""),
            b"GPS",
        ]
        .concat();
        let webp = riff(&[
            (b"VP8X", b"\x0C123456789"),
            (b"VP8 ", b"pixel"),
            (b"EXIF", &exif(turn)),
            (b"XMP ", b"GPS"),
        ]);
        [jpeg, png, webp]
    }

    #[test]
    fn the_place_goes_and_the_pixels_and_the_turn_stay() {
        for turn in [1, 6] {
            for picture in pictures(turn) {
                let cleaned = without_metadata(&picture).unwrap();
                let has = |part: &[u8]| memchr::memmem::find(&cleaned, part).is_some();
                assert!(!has(b"GPS") && has(b"pixel"), "{}", cleaned.escape_ascii());
                let at = memchr::memmem::find(&cleaned, b"MM\0*");
                assert_eq!(at.and_then(|at| orientation(&cleaned[at..])), (turn == 6).then_some(6));
                assert_eq!(without_metadata(&cleaned), None, "once is enough");
            }
        }
        let [jpeg, _, webp] = pictures(1).map(|picture| without_metadata(&picture).unwrap());
        assert!(
            jpeg.ends_with(b"rest\xFF\xD9") && memchr::memmem::find(&jpeg, b"\xFF\0\xFF\xD0more").is_some()
        );
        assert_eq!(
            (webp[20], webp.len()),
            (0, 8 + u32::from_le_bytes(webp[4..8].try_into().unwrap()) as usize)
        );
    }

    #[test]
    fn what_is_cut_short_or_no_picture_is_left_alone() {
        for picture in pictures(6) {
            for length in 0..picture.len() {
                let _ = without_metadata(&picture[..length]);
            }
        }
        assert_eq!(without_metadata(b"<svg/>"), None);
        assert_eq!(checksum(b"IEND"), 0xAE42_6082);
    }
}

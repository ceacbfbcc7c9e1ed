//! JPEG: the segments that a decoder needs (ITU-T T.81, annex B), up to the end of the picture.

use std::ops::Range;

use memchr::memchr;

use super::kept::Kept;
use super::{exif, icc};

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;

/// What a segment of a colour profile begins with (ICC.1, annex B.4); two bytes with its number and their count follow.
const PROFILE: &[u8] = b"ICC_PROFILE\0";

/// The most of a profile that one segment holds.
const PROFILE_PART: usize = 65_519;

/// What is kept of a JPEG; `None` if it is damaged.
pub(super) fn jpeg(bytes: &[u8]) -> Option<Kept<'_>> {
    let mut kept = Kept::of(bytes);
    let mut profile = Profile::read(bytes);
    kept.keep(0..2);
    let mut at = 2;
    loop {
        at += memchr(0xFF, bytes.get(at..)?)?;
        let marker = *bytes.get(at + 1)?;
        match marker {
            END => {
                kept.keep(at..at + 2);
                return Some(kept);
            }
            START => return None,
            // Any number of 0xFF may be before a marker.
            0xFF => at += 1,
            // No marker, or one without content that means nothing here.
            0 | 1 | 0xD0..=0xD7 => at += 2,
            _ => {
                let segment = segment(bytes, at)?;
                at = segment.end;
                match marker {
                    0xE2 => profile.write(&segment, &mut kept),
                    _ => keep_segment(marker, segment, bytes, &mut kept),
                }
                if marker == SCAN {
                    let end = scan_end(bytes, at);
                    kept.keep(at..end);
                    // Cut short: browsers show what there is.
                    if end == bytes.len() {
                        return Some(kept);
                    }
                    at = end;
                }
            }
        }
    }
}

/// The stretch of the segment whose marker is at `at`.
fn segment(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let length = usize::from(u16::from_be_bytes(*bytes.get(at + 2..)?.first_chunk()?));
    let end = at + 2 + length;
    (length >= 2 && end <= bytes.len()).then_some(at..end)
}

/// Keeps what a decoder needs of a segment.
fn keep_segment(marker: u8, segment: Range<usize>, bytes: &[u8], kept: &mut Kept<'_>) {
    let content = &bytes[segment.start + 4..segment.end];
    match marker {
        // Frames, tables and scans; 0xC8 is reserved.
        0xC0..=0xC7 | 0xC9..=0xCF | SCAN..=0xDF => kept.keep(segment),
        // JFIF without its thumbnail.
        0xE0 if content.starts_with(b"JFIF\0") && content.len() >= 14 => {
            kept.replace(segment, written(0xE0, &[&content[..12], &[0, 0]].concat()));
        }
        0xE1 => {
            if let Some(exif) = content.strip_prefix(exif::MARK).and_then(exif::orientation_only) {
                kept.replace(segment, written(0xE1, &[exif::MARK, &exif].concat()));
            }
        }
        // Which colours the numbers mean.
        0xEE if content.starts_with(b"Adobe") && content.len() >= 12 => {
            kept.replace(segment, written(0xEE, &content[..12]));
        }
        _ => {}
    }
}

fn written(marker: u8, content: &[u8]) -> Vec<u8> {
    [&[0xFF, marker][..], &(content.len() as u16 + 2).to_be_bytes(), content].concat()
}

/// Where the data of a scan end. In them 0xFF is followed by 0, or by the number of a restart.
fn scan_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(offset) = memchr(0xFF, &bytes[at..]) {
        at += offset;
        match bytes.get(at + 1) {
            Some(0 | 0xD0..=0xD7) => at += 2,
            Some(0xFF) => at += 1,
            Some(_) => return at,
            None => break,
        }
    }
    bytes.len()
}

/// The colour profile, which may be parted into several segments.
struct Profile {
    /// Cleaned; `None` if there is none, or it is not whole, so that no decoder uses it.
    clean: Option<Vec<u8>>,
}

impl Profile {
    fn read(bytes: &[u8]) -> Profile {
        let mut parts: Vec<(u8, u8, &[u8])> = Vec::new();
        let mut at = 2;
        while let Some(offset) = bytes.get(at..).and_then(|rest| memchr(0xFF, rest)) {
            at += offset;
            match bytes.get(at + 1) {
                Some(0xFF) => at += 1,
                Some(0 | 1 | 0xD0..=0xD7) => at += 2,
                Some(&marker) if !matches!(marker, START | END | SCAN) => {
                    let Some(segment) = segment(bytes, at) else { break };
                    let content = &bytes[segment.start + 4..segment.end];
                    if marker == 0xE2
                        && let Some([number, count, part @ ..]) = content.strip_prefix(PROFILE)
                    {
                        parts.push((*number, *count, part));
                    }
                    at = segment.end;
                }
                _ => break,
            }
        }
        parts.sort_by_key(|(number, ..)| *number);
        let is_whole = (1..=parts.len()).zip(&parts).all(|(index, (number, count, _))| {
            usize::from(*number) == index && usize::from(*count) == parts.len()
        });
        let profile: Vec<u8> = parts.iter().flat_map(|(.., part)| *part).copied().collect();
        Profile { clean: if is_whole { icc::clean(&profile) } else { None } }
    }

    /// Writes the whole profile in the place of its first segment; the others go.
    fn write(&mut self, segment: &Range<usize>, kept: &mut Kept<'_>) {
        let Some(profile) = self.clean.take() else { return };
        let count = profile.len().div_ceil(PROFILE_PART);
        let parts = profile.chunks(PROFILE_PART).zip(1_u8..);
        let parts =
            parts.flat_map(|(part, number)| written(0xE2, &[PROFILE, &[number, count as u8], part].concat()));
        kept.replace(segment.clone(), parts.collect());
    }
}

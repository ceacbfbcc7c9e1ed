//! PNG and animated PNG: the chunks that say what is seen (PNG, third edition, section 11), up to the end of the picture.

use std::io::{self, Read};
use std::ops::{Range, RangeInclusive};

use flate2::Compression;
use flate2::bufread::{ZlibDecoder, ZlibEncoder};

use super::kept::Kept;
use super::{exif, icc};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What every profile is called here: its own name may tell whose screen it was made for.
const PROFILE_NAME: &[u8] = b"ICC\0";

/// A longer profile than this is not a profile of a picture for a screen.
const PROFILE_LIMIT: u64 = 4 << 20;

const ANY: RangeInclusive<usize> = 0..=usize::MAX;

/// The chunks that are kept as they are, and how long they may be: what is longer holds something else as well.
const CHUNKS: &[(&[u8; 4], RangeInclusive<usize>)] = &[
    (b"IHDR", 13..=13),
    (b"PLTE", 3..=768),
    (b"IDAT", ANY),
    (b"tRNS", 1..=256),
    (b"gAMA", 4..=4),
    (b"cHRM", 32..=32),
    (b"sRGB", 1..=1),
    (b"cICP", 4..=4),
    (b"mDCV", 24..=24),
    (b"cLLI", 8..=8),
    (b"sBIT", 1..=4),
    (b"bKGD", 1..=6),
    (b"pHYs", 9..=9),
    (b"acTL", 8..=8),
];

/// Those of an animation, which nobody shows without an `acTL` before them.
const FRAMES: &[(&[u8; 4], RangeInclusive<usize>)] = &[(b"fcTL", 26..=26), (b"fdAT", ANY)];

/// The most bytes that the pixels of a PNG are unpacked to, to see whether all of them are there.
const UNPACKED_LIMIT: u64 = 1 << 30;

/// Whether the packed pixels of a PNG go to their end.
pub(in crate::assets) fn is_packed_whole(packed: &[u8]) -> bool {
    let mut unpacked = ZlibDecoder::new(packed).take(UNPACKED_LIMIT);
    !packed.is_empty() && io::copy(&mut unpacked, &mut io::sink()).is_ok()
}

/// What is kept of a PNG; `None` if it is damaged.
pub(super) fn png(bytes: &[u8]) -> Option<Kept<'_>> {
    let mut kept = Kept::of(bytes);
    kept.keep(0..SIGNATURE.len());
    let mut at = SIGNATURE.len();
    let mut is_animated = false;
    loop {
        let length = u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?) as usize;
        let end = at.checked_add(length)?.checked_add(12)?;
        let content = bytes.get(at + 8..end.checked_sub(4)?)?;
        bytes.get(end - 4..end)?;
        let name: [u8; 4] = *bytes.get(at + 4..)?.first_chunk()?;
        let is_in = |table: &[(&[u8; 4], RangeInclusive<usize>)]| {
            table.iter().any(|(kept, lengths)| **kept == name && lengths.contains(&length))
        };
        match &name {
            b"IEND" => {
                kept.replace(at..end, chunk(b"IEND", b""));
                return Some(kept);
            }
            b"eXIf" => replace(&mut kept, at..end, &name, exif::orientation_only(content).map(Vec::from)),
            b"iCCP" => replace(&mut kept, at..end, &name, profile(content)),
            _ if is_in(CHUNKS) || is_animated && is_in(FRAMES) => kept.keep(at..end),
            // Whoever does not know a critical chunk cannot show the picture.
            _ if name[0].is_ascii_uppercase() => return None,
            _ => {}
        }
        is_animated |= &name == b"acTL";
        at = end;
    }
}

fn replace(kept: &mut Kept<'_>, range: Range<usize>, name: &[u8; 4], content: Option<Vec<u8>>) {
    if let Some(content) = content {
        kept.replace(range, chunk(name, &content));
    }
}

/// The content of an `iCCP` with a clean profile; the same bytes where it is clean already.
fn profile(content: &[u8]) -> Option<Vec<u8>> {
    let name = memchr::memchr(0, content)?;
    let [0, packed @ ..] = content.get(name + 1..)? else { return None };
    let mut decoder = ZlibDecoder::new(packed);
    let mut profile = Vec::new();
    decoder.by_ref().take(PROFILE_LIMIT).read_to_end(&mut profile).ok()?;
    let clean = icc::clean(&profile)?;
    if clean == profile && content.starts_with(PROFILE_NAME) && decoder.total_in() == packed.len() as u64 {
        return Some(content.to_vec());
    }
    let mut written = [PROFILE_NAME, &[0]].concat();
    ZlibEncoder::new(clean.as_slice(), Compression::default()).read_to_end(&mut written).ok()?;
    Some(written)
}

/// A chunk as it is written.
pub(super) fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [name, content].concat();
    [&(content.len() as u32).to_be_bytes()[..], &named, &checksum(&named).to_be_bytes()].concat()
}

/// CRC-32 as PNG has it (annex D).
fn checksum(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

//! From a font to WOFF2 (<https://www.w3.org/TR/WOFF2/>), with every table as it is: none is transformed.

use brotli::BrotliCompress;
use brotli::enc::BrotliEncoderParams;
use brotli::enc::backward_references::BrotliEncoderMode::BROTLI_MODE_FONT;

/// The tables that have a number (WOFF2, section 4.1), in its order.
#[rustfmt::skip]
const KNOWN: [&[u8; 4]; 63] = [
    b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2", b"post", b"cvt ", b"fpgm", b"glyf", b"loca", b"prep",
    b"CFF ", b"VORG", b"EBDT", b"EBLC", b"gasp", b"hdmx", b"kern", b"LTSH", b"PCLT", b"VDMX", b"vhea", b"vmtx", b"BASE",
    b"GDEF", b"GPOS", b"GSUB", b"EBSC", b"JSTF", b"MATH", b"CBDT", b"CBLC", b"COLR", b"CPAL", b"SVG ", b"sbix", b"acnt",
    b"avar", b"bdat", b"bloc", b"bsln", b"cvar", b"fdsc", b"feat", b"fmtx", b"fvar", b"gvar", b"hsty", b"just", b"lcar",
    b"mort", b"morx", b"opbd", b"prop", b"trak", b"Zapf", b"Silf", b"Glat", b"Gloc", b"Feat", b"Sill",
];

/// The number of a table that has none.
const UNKNOWN: u8 = 63;

/// The transform of `glyf` and `loca` that leaves them as they are; for all others it is 0.
const UNTRANSFORMED: u8 = 3 << 6;

/// The length of the header.
const HEADER: usize = 48;

/// How hard brotli tries. Beyond this, it takes a hundred times as long and saves a twentieth.
const QUALITY: i32 = 5;

/// A font as WOFF2; `None` if its directory does not lead to its tables.
pub(super) fn woff2(mut font: Vec<u8>) -> Option<Vec<u8>> {
    let count = u16::from_be_bytes(font.get(4..6)?.try_into().ok()?);
    let mut directory = Vec::new();
    let mut tables = Vec::new();
    for index in 0..usize::from(count) {
        let entry: [u8; 16] = font.get(12 + 16 * index..28 + 16 * index)?.try_into().ok()?;
        let [tag, _, offset, length] =
            [0, 4, 8, 12].map(|at| [entry[at], entry[at + 1], entry[at + 2], entry[at + 3]]);
        let [offset, length] = [offset, length].map(|number| u32::from_be_bytes(number) as usize);
        if tag == *b"head" {
            // That it was packed and unpacked (section 5): bit 11 of `flags`.
            *font.get_mut(offset + 16)? |= 8;
        }
        tables.extend_from_slice(font.get(offset..offset.checked_add(length)?)?);
        push_entry(&mut directory, tag, length);
    }
    let packed = packed(&tables)?;
    let size = HEADER + directory.len() + packed.len();
    let padding = size.next_multiple_of(4) - size;
    let mut file = Vec::with_capacity(size + padding);
    file.extend_from_slice(b"wOF2");
    file.extend_from_slice(font.get(0..4)?);
    file.extend(u32::try_from(size + padding).ok()?.to_be_bytes());
    file.extend(count.to_be_bytes());
    file.extend([0, 0]);
    file.extend(u32::try_from(font.len()).ok()?.to_be_bytes());
    file.extend(u32::try_from(packed.len()).ok()?.to_be_bytes());
    // No version of its own, no metadata, nothing private.
    file.resize(HEADER, 0);
    file.extend(directory);
    file.extend(packed);
    file.resize(size + padding, 0);
    Some(file)
}

/// Adds a table to the directory.
fn push_entry(directory: &mut Vec<u8>, tag: [u8; 4], length: usize) {
    let number = KNOWN.iter().position(|known| **known == tag).map_or(UNKNOWN, |number| number as u8);
    let transform = if matches!(&tag, b"glyf" | b"loca") { UNTRANSFORMED } else { 0 };
    directory.push(number | transform);
    if number == UNKNOWN {
        directory.extend(tag);
    }
    push_number(directory, length as u32);
}

/// Adds a `UIntBase128` (section 4.1): seven bits in each byte, the highest first.
fn push_number(bytes: &mut Vec<u8>, number: u32) {
    let digits = (32 - (number | 1).leading_zeros()).div_ceil(7);
    for digit in (0..digits).rev() {
        let more = if digit > 0 { 0x80 } else { 0 };
        bytes.push((number >> (7 * digit)) as u8 & 0x7f | more);
    }
}

fn packed(tables: &[u8]) -> Option<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: QUALITY,
        mode: BROTLI_MODE_FONT,
        size_hint: tables.len(),
        lgwin: 18,
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    BrotliCompress(&mut &*tables, &mut packed, &parameters).ok()?;
    Some(packed)
}

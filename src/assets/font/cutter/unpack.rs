//! From a file to the font in it, as TrueType and OpenType have it.

use std::borrow::Cow;
use std::error::Error;
use std::io::{self, Read};

use super::super::{FontFault, SIZE_LIMIT, look};

/// The font in a file.
pub(in crate::assets::font) fn unpack(file: &[u8]) -> Result<Cow<'_, [u8]>, FontFault> {
    if let Some(fault) = look(file) {
        return Err(fault);
    }
    // Each part says how long it is, and all of them together may be no longer than one font.
    let mut left = SIZE_LIMIT;
    let mut part = |unpack: fn(&[u8], usize) -> Unpacked, packed: &[u8], size: usize| {
        left = left.checked_sub(size as u64).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))?;
        unpack(packed, size)
    };
    let unpacked = match file {
        [b'w', b'O', b'F', b'F', ..] => {
            let file = within_limit(file, 16)?;
            wuff::decompress_woff1_with_custom_z(file, &mut |packed, size| part(inflate, packed, size))
        }
        [b'w', b'O', b'F', b'2', ..] => {
            let file = within_limit(file, 16)?;
            wuff::decompress_woff2_with_custom_brotli(file, &mut |packed, size| part(unbrotli, packed, size))
        }
        _ => return Ok(Cow::Borrowed(file)),
    };
    match unpacked {
        Ok(font) if font.starts_with(b"ttcf") => Err(FontFault::Collection),
        Ok(font) => Ok(Cow::Owned(font)),
        Err(_) => Err(FontFault::Broken),
    }
}

/// A packed font, if it says at `place` that it is not too large. Whoever unpacks it looks whether that is true.
fn within_limit(file: &[u8], place: usize) -> Result<&[u8], FontFault> {
    let size = file.get(place..place + 4).and_then(|size| size.try_into().ok()).map(u32::from_be_bytes);
    match size {
        None => Err(FontFault::Broken),
        Some(size) if u64::from(size) > SIZE_LIMIT => Err(FontFault::TooLarge),
        Some(_) => Ok(file),
    }
}

type Unpacked = Result<Vec<u8>, Box<dyn Error>>;

fn inflate(packed: &[u8], size: usize) -> Unpacked {
    exactly(flate2::read::ZlibDecoder::new(packed), size)
}

fn unbrotli(packed: &[u8], size: usize) -> Unpacked {
    const BUFFER: usize = 16 << 10;
    exactly(brotli::Decompressor::new(packed, BUFFER), size)
}

/// What a reader gives, if it is as long as was said. No more is read than that, and no memory is taken before.
fn exactly(reader: impl Read, size: usize) -> Unpacked {
    let mut unpacked = Vec::new();
    let size = size as u64;
    reader.take(SIZE_LIMIT.min(size.saturating_add(1))).read_to_end(&mut unpacked)?;
    match unpacked.len() as u64 == size {
        true => Ok(unpacked),
        false => Err(io::Error::from(io::ErrorKind::InvalidData).into()),
    }
}

//! WebP: the chunks of the picture, its frames, its colours and the way it is turned (RFC 9649, section 2).

use std::ops::Range;

use super::kept::Kept;
use super::{exif, icc};

/// The flags of `VP8X`.
const HAS_PROFILE: u8 = 0x20;
const HAS_EXIF: u8 = 0x08;
/// Whether parts are transparent, and whether they move: the only flags that are the picture's own.
const OWN_FLAGS: u8 = 0x10 | 0x02;

/// What is kept of a WebP; `None` if it is damaged.
pub(super) fn webp(bytes: &[u8]) -> Option<Kept<'_>> {
    let size = u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?) as usize;
    let body = 12..size.checked_add(8)?;
    bytes.get(body.clone())?;
    let chunks = chunks(bytes, body)?;
    let parts: Vec<Chunk> =
        if chunks.first()?.name == *b"VP8X" { extended(&chunks, bytes)? } else { simple(&chunks)? };
    let length: usize =
        parts.iter().map(|part| part.written.as_ref().map_or(part.range.len(), Vec::len)).sum();
    let mut kept = Kept::of(bytes);
    kept.replace(0..12, [b"RIFF", &(length as u32 + 4).to_le_bytes()[..], b"WEBP"].concat());
    for part in parts {
        match part.written {
            Some(written) => kept.replace(part.range, written),
            None => kept.keep(part.range),
        }
    }
    Some(kept)
}

/// A chunk of a RIFF file.
struct Chunk {
    name: [u8; 4],
    /// With its head and what makes its length even.
    range: Range<usize>,
    /// Without them.
    content: Range<usize>,
    /// What is in its place; `None` if it stays.
    written: Option<Vec<u8>>,
}

impl Chunk {
    fn replaced(&self, content: &[u8]) -> Chunk {
        Chunk {
            name: self.name,
            range: self.range.clone(),
            content: self.content.clone(),
            written: Some(chunk(&self.name, content)),
        }
    }

    fn kept(&self) -> Chunk {
        Chunk { name: self.name, range: self.range.clone(), content: self.content.clone(), written: None }
    }
}

/// The chunks of a stretch; `None` if one is longer than it.
fn chunks(bytes: &[u8], body: Range<usize>) -> Option<Vec<Chunk>> {
    let mut chunks = Vec::new();
    let mut at = body.start;
    while at < body.end {
        let head = bytes.get(at..body.end)?;
        let name = *head.first_chunk()?;
        let length = u32::from_le_bytes(*head.get(4..)?.first_chunk()?) as usize;
        let content = at + 8..at.checked_add(8)?.checked_add(length)?;
        // The last byte, which counts for nothing, is left out by some programs.
        let end = content.end.checked_add(length % 2)?.min(body.end);
        if content.end > body.end {
            return None;
        }
        chunks.push(Chunk { name, range: at..end, content, written: None });
        at = end;
    }
    Some(chunks)
}

/// A chunk as it is written.
fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [name, &(content.len() as u32).to_le_bytes()[..], content, &[0][..content.len() % 2]].concat()
}

/// A file of one picture and nothing else.
fn simple(chunks: &[Chunk]) -> Option<Vec<Chunk>> {
    let first = chunks.first().filter(|first| matches!(&first.name, b"VP8 " | b"VP8L"))?;
    Some(vec![first.kept()])
}

fn extended(chunks: &[Chunk], bytes: &[u8]) -> Option<Vec<Chunk>> {
    let mut parts: Vec<Chunk> = Vec::new();
    let mut flags = 0;
    for chunk in chunks.iter().skip(1) {
        let content = &bytes[chunk.content.clone()];
        let is_first = !parts.iter().any(|part| part.name == chunk.name);
        match &chunk.name {
            b"VP8 " | b"VP8L" | b"ALPH" if is_first => parts.push(chunk.kept()),
            b"ANIM" if is_first && content.len() >= 6 => parts.push(chunk.replaced(&content[..6])),
            b"ANMF" => parts.push(frame(chunk, bytes)?),
            b"ICCP" if is_first => {
                if let Some(profile) = icc::clean(content) {
                    flags |= HAS_PROFILE;
                    parts.push(chunk.replaced(&profile));
                }
            }
            b"EXIF" if is_first => {
                let exif = content.strip_prefix(exif::MARK).unwrap_or(content);
                if let Some(exif) = exif::orientation_only(exif) {
                    flags |= HAS_EXIF;
                    parts.push(chunk.replaced(&exif));
                }
            }
            _ => {}
        }
    }
    let head = chunks.first()?;
    let mut content: [u8; 10] = *bytes.get(head.content.clone())?.first_chunk()?;
    content[0] = content[0] & OWN_FLAGS | flags;
    content[1..4].fill(0);
    parts.insert(0, head.replaced(&content));
    Some(parts)
}

/// A frame of an animation: where and how long it is shown, and its picture.
fn frame(frame: &Chunk, bytes: &[u8]) -> Option<Chunk> {
    const HEAD: usize = 16;
    let body = frame.content.start.checked_add(HEAD)?..frame.content.end;
    let mut content = bytes.get(frame.content.clone())?.get(..HEAD)?.to_vec();
    let parts = chunks(bytes, body)?;
    let kept = parts.iter().filter(|part| matches!(&part.name, b"VP8 " | b"VP8L" | b"ALPH"));
    if kept.clone().count() == parts.len() {
        return Some(frame.kept());
    }
    kept.for_each(|part| content.extend(chunk(&part.name, &bytes[part.content.clone()])));
    Some(frame.replaced(&content))
}

//! How a picture is turned, which is all that is kept of its Exif data (Exif 2.32, section 4.6).

/// What Exif data begin with in a JPEG, and at times elsewhere.
pub(super) const MARK: &[u8] = b"Exif\0\0";

/// Exif data that say how a picture is turned and nothing else; `None` if they do not say it, or it is upright.
pub(super) fn orientation_only(exif: &[u8]) -> Option<[u8; 26]> {
    let orientation = orientation(exif).filter(|orientation| (2..=8).contains(orientation))?;
    let mut small = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    small[19] = orientation as u8;
    Some(small)
}

/// The tag 0x0112 of the first directory.
pub(super) fn orientation(exif: &[u8]) -> Option<u16> {
    let is_little = exif.starts_with(b"II");
    if !is_little && !exif.starts_with(b"MM") {
        return None;
    }
    let short = |at: usize| {
        let bytes = *exif.get(at..)?.first_chunk()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let first = *exif.get(4..)?.first_chunk()?;
    let first = if is_little { u32::from_le_bytes(first) } else { u32::from_be_bytes(first) } as usize;
    let entries = exif.get(first.checked_add(2)?..)?.len() / 12;
    let count = usize::from(short(first)?).min(entries);
    let entry = (0..count).map(|index| first + 2 + 12 * index).find(|entry| short(*entry) == Some(0x0112))?;
    short(entry + 8)
}

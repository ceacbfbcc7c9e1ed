//! From the bytes of an SVG to its text.

use std::borrow::Cow;

/// The most bytes that entities may add.
const ENTITY_LIMIT: usize = 16 << 20;

/// The bytes as text: UTF-8, UTF-16 with its mark, or Latin-1 where the XML declaration says so.
pub(super) fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf_16(rest, u16::from_le_bytes).map(Cow::Owned),
        [0xFE, 0xFF, rest @ ..] => utf_16(rest, u16::from_be_bytes).map(Cow::Owned),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Some(Cow::Borrowed(text)),
            Err(_) if says_latin_1(bytes) => Some(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Err(_) => None,
        },
    }
}

fn utf_16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|&pair| unit(pair)).collect();
    rest.is_empty().then(|| String::from_utf16(&units).ok())?
}

/// Whether the XML declaration names Latin-1, or Windows-1252 which differs in characters that drawings lack.
fn says_latin_1(bytes: &[u8]) -> bool {
    let declaration = bytes.split(|&byte| byte == b'>').next().unwrap_or_default();
    let declaration = String::from_utf8_lossy(declaration).to_ascii_lowercase();
    declaration.starts_with("<?xml")
        && ["iso-8859-1", "latin1", "windows-1252"].iter().any(|name| declaration.contains(name))
}

/// Whether a drawing's own entities could make it larger than [`ENTITY_LIMIT`], counted high.
///
/// roxmltree bounds what one reference may become, but not how many references there are.
pub(super) fn expands_too_far(text: &str) -> bool {
    let Some(first) = text.find("<!ENTITY") else { return false };
    let last = text.rfind("<!ENTITY").unwrap_or(first);
    // The declarations end with the first `]` behind the last of them, or somewhere in the text.
    let declarations = &text[first..text[last..].find("]>").map_or(text.len(), |end| last + end)];
    let references = |text: &str| text.matches('&').count();
    let nested = references(declarations);
    let each = if nested == 0 { declarations.len() } else { declarations.len().saturating_mul(256) };
    (references(text) - nested).saturating_mul(each) > ENTITY_LIMIT.max(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_encodings_that_drawing_programs_write() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>";
        assert!(decoded(latin).unwrap().ends_with("<a>é</a>"));
        assert_eq!(decoded(b"\xFF\xFE<\0a\0").unwrap(), "<a");
        assert_eq!(decoded(b"\xFE\xFF\0<\0a").unwrap(), "<a");
        assert_eq!(decoded(b"<a>\xE9</a>"), None);
        assert_eq!(decoded(b"\xFF\xFE<"), None);
    }
}

//! Bytes as addresses: data URIs (RFC 2397).

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use percent_encoding::{AsciiSet, CONTROLS, PercentEncode, utf8_percent_encode};

use super::svg;

/// Bytes as a data URI that may be in a double-quoted attribute and in a CSS string in double quotes.
///
/// SVG is text, and shorter and better to compress when it stays so; everything else is base64. HTML and CSS find
/// nothing to escape in either, and a validator no blank in an address.
pub(crate) fn data_uri(media_type: &str, bytes: &[u8]) -> String {
    let text = if media_type == svg::MEDIA_TYPE { std::str::from_utf8(bytes).ok() } else { None };
    match text {
        Some(text) => format!("data:{media_type},{}", percent_encoded(text)),
        None => {
            let mut uri = format!("data:{media_type};base64,");
            BASE64.encode_string(bytes, &mut uri);
            uri
        }
    }
}

/// Text with only those bytes encoded that an address, an attribute or a CSS string would read otherwise.
///
/// Everything beyond ASCII is encoded too, so that no encoding of a page changes what the bytes are.
fn percent_encoded(text: &str) -> PercentEncode<'_> {
    // What is no "URL code point" (URL Standard, section 4.3), and `&`.
    const ENCODED: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'%')
        .add(b'#')
        .add(b'<')
        .add(b'>')
        .add(b'"')
        .add(b'&')
        .add(b'\\')
        .add(b'[')
        .add(b']')
        .add(b'{')
        .add(b'}')
        .add(b'|')
        .add(b'^')
        .add(b'`');
    utf8_percent_encode(text, ENCODED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    #[test]
    fn svg_stays_text_and_the_rest_does_not() {
        let uri = data_uri("image/svg+xml", "<svg a='#b'>é&amp;</svg>".as_bytes());
        assert_eq!(uri, "data:image/svg+xml,%3Csvg%20a='%23b'%3E%C3%A9%26amp;%3C/svg%3E");
        assert_eq!(data_uri("image/png", b"\0\x01"), "data:image/png;base64,AAE=");
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_the_same(text in any::<String>()) {
            let encoded = percent_encoded(&text).to_string();
            prop_assert_eq!(percent_decode_str(&encoded).decode_utf8(), Ok(text.as_str().into()));
            prop_assert!(!encoded.contains(['"', '<', '>', '&', '#', '\\', '\n', ' ']));
        }
    }
}

//! Text in other encodings than UTF-8, where a page says which: `data-charset="iso-8859-15"`.
//!
//! The bytes become UTF-8, and are read as every other text from there on. What is UTF-8 already is left alone, since
//! no text of another encoding looks like it; many pages have the example of reveal.js's documentation in them.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

/// What is wrong with the encoding that a page names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrongCharset {
    /// The name is unknown; orate reads the text as UTF-8.
    Unknown,
    /// The text is UTF-8 all the same, and more than ASCII.
    IsUtf8,
    /// Some bytes mean nothing in that encoding, and are shown as U+FFFD.
    Undefined,
}

/// The bytes of a text in UTF-8, and what is wrong with its encoding.
///
/// Labels are those of browsers, in any case. Source: the Encoding Standard.
pub(crate) fn in_utf8<'a>(bytes: &'a [u8], label: &str) -> (Cow<'a, [u8]>, Option<WrongCharset>) {
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        return (Cow::Borrowed(bytes), Some(WrongCharset::Unknown));
    };
    if encoding == UTF_8 || bytes.is_ascii() {
        return (Cow::Borrowed(bytes), None);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (Cow::Borrowed(bytes), Some(WrongCharset::IsUtf8));
    }
    let (text, _, has_errors) = encoding.decode(bytes);
    (Cow::Owned(text.into_owned().into_bytes()), has_errors.then_some(WrongCharset::Undefined))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], label: &str, text: &str, wrong: Option<WrongCharset>) {
        let (decoded, fault) = in_utf8(bytes, label);
        assert_eq!((String::from_utf8_lossy(&decoded).as_ref(), fault), (text, wrong));
    }

    #[test]
    fn bytes_mean_what_their_label_says() {
        check(b"f\xFCr 5 \xA4", "ISO-8859-15", "für 5 €", None);
        check(b"f\xFCr 5 \x80", "latin1", "für 5 €", None);
        check(b"f\x00\xFC\x00", "utf-16le", "fü", None);
        check(b"plain", "iso-8859-15", "plain", None);
    }

    #[test]
    fn what_is_utf_8_already_stays() {
        check("für".as_bytes(), "iso-8859-15", "für", Some(WrongCharset::IsUtf8));
        check("für".as_bytes(), "utf8", "für", None);
    }

    #[test]
    fn a_wrong_label_is_told() {
        check("für".as_bytes(), "iso-8859-99", "für", Some(WrongCharset::Unknown));
        check(b"a\xFF", "shift_jis", "a\u{FFFD}", Some(WrongCharset::Undefined));
    }
}

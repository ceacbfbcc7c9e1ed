//! Pictures that are written into addresses (`data:`, RFC 2397), read as browsers do (Fetch Standard, section 6).

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Cleaned, cleaned_bytes, path_of};
use crate::assets::encode;
use crate::assets::path::percent_decoded_bytes;
use crate::assets::svg::Form;
use crate::assets::unclean::{CleanedAddress, Unclean};

/// How deep pictures may be within pictures. Nobody draws deeper.
const DEPTH_LIMIT: u8 = 4;

/// Reads with or without padding, and whatever the last bits are.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The address without what its picture holds beside itself. Addresses of other kinds than `data:` are fine as they are.
pub(crate) fn cleaned_address(address: &str) -> CleanedAddress {
    cleaned_address_within(address, 0)
}

/// The same for an address in a drawing; `depth` counts the drawings it is in. An address that is too deep is empty.
pub(super) fn cleaned_address_within(address: &str, depth: u8) -> CleanedAddress {
    let fine = CleanedAddress { address: None, unclean: None };
    let Some(data) = Data::read(address) else { return fine };
    if depth >= DEPTH_LIMIT {
        return CleanedAddress { address: Some(String::new()), ..fine };
    }
    let is_other = ["text/", "font/", "application/font", "application/x-font"];
    if data.media_type.is_empty() || is_other.iter().any(|kind| data.media_type.starts_with(kind)) {
        return fine;
    }
    let Some(bytes) = data.bytes() else {
        return CleanedAddress { unclean: Some(Unclean::Damaged("picture")), ..fine };
    };
    let Cleaned { bytes: cleaned, unclean, .. } =
        cleaned_bytes(&path_of(&data.media_type), &bytes, Form::Shown, depth);
    let address = match cleaned {
        None if !data.has_parameters => None,
        cleaned => {
            let bytes = cleaned.unwrap_or(bytes);
            Some(encode::data_uri(&data.media_type, &bytes) + data.fragment)
        }
    };
    CleanedAddress { address, unclean }
}

/// The text of a `data:` address that holds a document; `None` for any other.
pub(crate) fn data_document(address: &str) -> Option<String> {
    let data = Data::read(address)?;
    let is_document =
        ["text/html", "image/svg+xml", "application/xhtml+xml"].contains(&data.media_type.as_str());
    let bytes = data.bytes().filter(|_| is_document)?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The parts of a `data:` address.
struct Data<'a> {
    /// In lower case.
    media_type: String,
    /// Whether something else than letters' encoding is said of it.
    has_parameters: bool,
    is_base64: bool,
    /// Without its fragment, and without what browsers drop.
    url: Cow<'a, str>,
    /// Where in `url` the content begins.
    body: usize,
    /// From `#` on.
    fragment: &'a str,
}

impl Data<'_> {
    fn read(address: &str) -> Option<Data<'_>> {
        let address = address.trim_matches(|character: char| character <= ' ');
        let (url, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
        let is_dropped = |character: char| matches!(character, '\t' | '\n' | '\r');
        let url: Cow<'_, str> =
            if url.contains(is_dropped) { url.replace(is_dropped, "").into() } else { url.into() };
        url.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:"))?;
        let body = url.find(',')? + 1;
        let mut words = url[5..body - 1].split(';').map(|word| word.trim().to_ascii_lowercase());
        let media_type = words.next().unwrap_or_default();
        let words: Vec<String> = words.collect();
        let is_base64 = words.last().is_some_and(|last| last == "base64");
        let is_known = |word: &String| word == "base64" || word == "utf8" || word == "charset=utf-8";
        let has_parameters = !words.iter().all(is_known);
        Some(Data { media_type, has_parameters, is_base64, url, body, fragment })
    }

    /// `None` if it is not a base64 although it says so.
    fn bytes(&self) -> Option<Vec<u8>> {
        let bytes = percent_decoded_bytes(&self.url[self.body..]);
        if !self.is_base64 {
            return Some(bytes.into_owned());
        }
        let has_space = bytes.iter().any(u8::is_ascii_whitespace);
        let bytes = match has_space {
            true => bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect(),
            false => bytes,
        };
        BASE64.decode(&bytes).ok()
    }
}

/// A text of HTML or CSS with the pictures in its addresses cleaned; `None` if all are fine.
pub(crate) fn cleaned_text(text: &str) -> Option<String> {
    cleaned_text_within(text, 0)
}

/// The same for a text in a drawing; `depth` counts the drawings it is in.
pub(super) fn cleaned_text_within(text: &str, depth: u8) -> Option<String> {
    const MARK: &str = "image/";
    const SCHEME: &str = "data:";
    let (mut cleaned, mut done) = (String::new(), 0);
    for at in memchr::memmem::find_iter(text.as_bytes(), MARK) {
        let Some(start) = at.checked_sub(SCHEME.len()).filter(|start| *start >= done) else { continue };
        if !text.get(start..at).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME)) {
            continue;
        }
        let end = start + end_of_address(&text[..start], &text[start..]);
        let address = without_entities(&text[start..end]);
        if let Some(address) = cleaned_address_within(&address, depth).address {
            cleaned.push_str(&text[done..start]);
            // Whatever the address is in, nothing in it ends that.
            cleaned.push_str(&address.replace('\'', "%27").replace('(', "%28").replace(')', "%29"));
            done = end;
        }
    }
    (done > 0).then(|| cleaned + &text[done..])
}

/// The length of the address that a text begins with; what is before it tells what ends it.
fn end_of_address(before: &str, text: &str) -> usize {
    let ends = ["\"", "'", "&quot;", "&#34;", "&apos;", "&#39;"];
    let is_end = |end: char| end.is_ascii_whitespace() || matches!(end, '"' | '\'' | '<' | '>' | ')' | '`');
    match ends.into_iter().find(|quote| before.ends_with(quote)) {
        Some(quote) => {
            let value = &text[..text.find(quote).unwrap_or(text.len())];
            descriptor(value).unwrap_or(value.len())
        }
        None => text.find(is_end).unwrap_or(text.len()),
    }
}

/// Where an address ends in a `srcset`: before a blank and a width or a density (` 2x`), if there is one.
fn descriptor(value: &str) -> Option<usize> {
    let mut blanks = value.match_indices(' ').map(|(at, _)| at).filter(|at| !value[..*at].ends_with(' '));
    blanks.find(|at| {
        let word = value[*at..].trim_start().split([' ', ',']).next().unwrap_or_default();
        word.strip_suffix(['x', 'w']).is_some_and(|number| number.parse::<f64>().is_ok())
    })
}

/// An attribute's value with the entities read that occur in addresses.
fn without_entities(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return value.into();
    }
    let named =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&apos;", "'"), ("&#39;", "'")];
    let read =
        named.into_iter().fold(value.to_owned(), |value, (entity, letter)| value.replace(entity, letter));
    read.replace("&amp;", "&").into()
}

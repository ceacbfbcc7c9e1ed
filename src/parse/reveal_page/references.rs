//! Character references: `&lt;`, `&#60;`, `&#x3c;`.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// A reference longer than this is none: the longest name has 31 letters.
const LONGEST: usize = 33;

/// The text with its character references decoded.
pub(crate) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    for (part, _) in parts(text) {
        decoded.push_str(&part);
    }
    decoded
}

/// The decoded text in parts, each with where it begins in `text`.
pub(super) fn parts(text: &str) -> Vec<(Cow<'_, str>, usize)> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(length) = text[at..].find('&') {
        let reference = at + length;
        let Some((character, end)) = read(text, reference) else {
            at = reference + 1;
            continue;
        };
        if reference > start {
            parts.push((Cow::Borrowed(&text[start..reference]), start));
        }
        parts.push((Cow::Owned(character), reference));
        (start, at) = (end, end);
    }
    if start < text.len() {
        parts.push((Cow::Borrowed(&text[start..]), start));
    }
    parts
}

/// What the reference at the `&` at `at` stands for, and where it ends. The few that browsers take without `;` are
/// taken so, too.
fn read(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = &text.as_bytes()[at + 1..];
    let length =
        rest.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    let word = &text[at + 1..at + 1 + length];
    if rest.get(length) == Some(&b';') {
        let decoded = match word {
            "lt" => "<".to_owned(),
            "gt" => ">".to_owned(),
            "amp" => "&".to_owned(),
            "quot" => "\"".to_owned(),
            _ => named(word)?,
        };
        return Some((decoded, at + length + 2));
    }
    let (name, character) = [("lt", "<"), ("gt", ">"), ("amp", "&"), ("quot", "\"")]
        .into_iter()
        .find(|(name, _)| word.eq_ignore_ascii_case(name) && word.len() == name.len())?;
    (rest.get(length) != Some(&b'=')).then(|| (character.to_owned(), at + 1 + name.len()))
}

/// A reference by the tables of CommonMark, which are those of HTML.
fn named(word: &str) -> Option<String> {
    let reference = format!("&{word};");
    let text: String = Parser::new(&reference)
        .filter_map(|event| match event {
            Event::Text(text) => Some(text.into_string()),
            _ => None,
        })
        .collect();
    (text != reference && !text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_decoded(text: &str, decoded: &str) {
        assert_eq!(decode(text), decoded);
    }

    #[test]
    fn references_are_decoded_by_name_and_number() {
        check_decoded("&lt;b&gt; &amp;amp; &eacute;&#233;&#xE9;&nbsp;", "<b> &amp; ééé\u{a0}");
    }

    #[test]
    fn what_is_none_stays() {
        check_decoded("a & b &nothing; &; R&D &", "a & b &nothing; &; R&D &");
        check_decoded("?a=1&lt=2 &lt 3", "?a=1&lt=2 < 3");
    }
}

//! Addresses that are bare in a text (`https://…`, `www.…`, `me@example.org`), as GitHub's Markdown links them.
//!
//! Source: how marked 17 reads them, which is what authors see in reveal.js: a link may begin within a word, and
//! ends before punctuation that closes a sentence.

use std::ops::Range;

use super::han;

/// A bare address within a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// Where it is in the text.
    pub range: Range<usize>,
    /// What it links to.
    pub address: String,
}

/// Characters that end a sentence rather than an address, where they are last.
const CLOSING: &str = "?!.,:;*_'\"~)";

/// Where an address ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Before white space, as in marked.
    Space,
    /// Also before the punctuation of Chinese and Japanese, which have no spaces between words.
    Punctuation,
}

impl End {
    fn is_before(self, letter: char) -> bool {
        letter.is_whitespace()
            || letter == '<'
            || self == End::Punctuation && han::is_wide_punctuation(letter)
    }
}

/// Finds the first bare address at or after byte `from`.
pub(super) fn find(text: &str, from: usize, end: End) -> Option<Link> {
    let mut at = from;
    loop {
        at += next_candidate(&text[at..])?;
        match read(text, at, from, end) {
            Some(link) => return Some(link),
            None => at += 1,
        }
    }
}

/// The offset of the next byte where an address could begin, or of the `@` of one.
fn next_candidate(text: &str) -> Option<usize> {
    text.bytes().position(|byte| matches!(byte | 0x20, b'h' | b'f' | b'w') || byte == b'@')
}

/// The address at byte `at`, whose local part, for an e-mail address, may reach back to `from`.
fn read(text: &str, at: usize, from: usize, end: End) -> Option<Link> {
    if text.as_bytes().get(at) == Some(&b'@') {
        return read_mail(text, at, from);
    }
    let rest = text.get(at..)?;
    let is_web = rest.starts_with("www.");
    let scheme = ["https://", "http://", "ftp://"]
        .into_iter()
        .find(|scheme| rest.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)))
        .or(is_web.then_some("www."))?
        .len();
    let host = rest[scheme..].bytes().next()?;
    if !(host.is_ascii_alphanumeric() || host == b'-') {
        return None;
    }
    let end = rest.find(|it| end.is_before(it)).unwrap_or(rest.len());
    let length = without_closing(&rest[..end]);
    let shown = &rest[..length];
    let address = if is_web { format!("http://{shown}") } else { shown.to_owned() };
    (length > scheme).then(|| Link { range: at..at + length, address })
}

/// The length of an address without the punctuation after it; a parenthesis stays where it was opened within.
fn without_closing(address: &str) -> usize {
    let bytes = address.as_bytes();
    let mut end = bytes.len();
    let mut at = 0;
    let mut kept = 0;
    while at < end {
        match bytes[at] {
            b'(' => match address[at..end].find(')') {
                Some(close) => at += close + 1,
                None => end = at,
            },
            byte if byte.is_ascii() && CLOSING.contains(byte as char) => {
                at += 1;
                continue;
            }
            _ => at += 1,
        }
        kept = at.min(end);
    }
    without_entity(&address[..kept])
}

/// The length of an address without a character reference at its end.
fn without_entity(address: &str) -> usize {
    let name = address.strip_suffix(';').and_then(|head| Some((head.rfind('&')?, head)));
    match name {
        Some((start, head))
            if start + 1 < head.len() && head[start + 1..].bytes().all(|it| it.is_ascii_alphanumeric()) =>
        {
            start
        }
        _ => address.len(),
    }
}

/// The e-mail address around the `@` at byte `at`.
fn read_mail(text: &str, at: usize, from: usize) -> Option<Link> {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte);
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let bytes = text.as_bytes();
    let start = at - bytes[from..at].iter().rev().take_while(|&&byte| is_local(byte)).count();
    let mut end = at + 1 + bytes[at + 1..].iter().take_while(|&&byte| is_host(byte)).count();
    while end > at + 1 && !bytes[end - 1].is_ascii_alphanumeric() {
        if bytes[end - 1] != b'.' {
            return None;
        }
        end -= 1;
    }
    let host = &text[at + 1..end];
    let is_whole = host.contains('.') && host.split('.').all(|part| !part.is_empty());
    (start < at && is_whole)
        .then(|| Link { range: start..end, address: format!("mailto:{}", &text[start..end]) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_links(text: &str, links: &[(&str, &str)]) {
        check_ends(text, End::Space, links);
    }

    #[track_caller]
    fn check_ends(text: &str, end: End, links: &[(&str, &str)]) {
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(link) = find(text, at, end) {
            at = link.range.end;
            found.push((text[link.range].to_owned(), link.address));
        }
        let found: Vec<_> = found.iter().map(|(shown, address)| (shown.as_str(), address.as_str())).collect();
        assert_eq!(found, links);
    }

    #[test]
    fn an_address_ends_before_the_sentence_does() {
        check_links("see https://a.example/x.", &[("https://a.example/x", "https://a.example/x")]);
        check_links("(https://a.example/x)...", &[("https://a.example/x", "https://a.example/x")]);
        check_links("http://a.example/x_(y) z", &[("http://a.example/x_(y)", "http://a.example/x_(y)")]);
    }

    #[test]
    fn an_address_ends_before_wide_punctuation_where_no_space_does() {
        let plain = ("https://a.example/x", "https://a.example/x");
        for text in [
            "https://a.example/x。次",
            "（https://a.example/x）",
            "https://a.example/x，以及“b”",
            "「https://a.example/x」と",
        ] {
            check_ends(text, End::Punctuation, &[plain]);
        }
        check_ends(
            "https://a.example/東京_(駅)。",
            End::Punctuation,
            &[("https://a.example/東京_(駅)", "https://a.example/東京_(駅)")],
        );
        check_links("https://a.example/x。次", &[("https://a.example/x。次", "https://a.example/x。次")]);
    }

    #[test]
    fn www_is_enough() {
        check_links("www.example.org!", &[("www.example.org", "http://www.example.org")]);
    }

    #[test]
    fn an_e_mail_address_is_one() {
        check_links("to a.b@example.org.", &[("a.b@example.org", "mailto:a.b@example.org")]);
        check_links("@a b@ c@d e@f_", &[]);
    }

    #[test]
    fn a_scheme_alone_is_no_address() {
        check_links("https:// http:/x www. é", &[]);
    }
}

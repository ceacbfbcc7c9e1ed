//! A run of text within a paragraph becomes plain parts, links and struck text.
//!
//! Markdown as GitHub and marked have it links bare addresses and strikes `a~b~c`; pulldown-cmark does neither, so
//! that is done here, on whole runs of text.

use super::autolink::{self, End};

/// A part of a run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum InlinePart<'a> {
    Text(&'a str),
    Link {
        shown: &'a str,
        address: String,
    },
    /// What is between single tildes.
    Struck(Vec<InlinePart<'a>>),
}

/// What may become of a run of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules<'a> {
    /// Whether bare addresses are links; they are not within one.
    pub links: bool,
    /// Offsets of tildes that are only tildes, in ascending order.
    pub escaped: &'a [usize],
    /// Whether single tildes strike whole words alone, so that `10~20` is a range, and addresses end before the punctuation of
    /// Chinese and Japanese; marked strikes parts of words, too, and reads on to the next space.
    pub extensions: bool,
}

/// Parts a run of text, the first link or tilde first.
pub(super) fn parts<'a>(text: &'a str, rules: Rules<'_>) -> Vec<InlinePart<'a>> {
    let strikes = text.contains('~');
    let links = rules.links && (text.contains("://") || text.contains("www.") || text.contains('@'));
    if !strikes && !links {
        return vec![InlinePart::Text(text)];
    }
    let (mut parts, mut done) = (Vec::new(), 0);
    let end = if rules.extensions { End::Punctuation } else { End::Space };
    let mut link = links.then(|| autolink::find(text, 0, end)).flatten();
    let mut strike = strikes.then(|| Strike::find(text, 0, rules)).flatten();
    loop {
        let first_link = link.as_ref().map(|link| link.range.start);
        let first_strike = strike.as_ref().map(|strike| strike.open);
        if let Some(found) = &link
            && first_strike.is_none_or(|start| found.range.start <= start)
        {
            parts.push(InlinePart::Text(&text[done..found.range.start]));
            parts
                .push(InlinePart::Link { shown: &text[found.range.clone()], address: found.address.clone() });
            done = found.range.end;
        } else if let Some(found) = &strike {
            parts.push(InlinePart::Text(&text[done..found.open]));
            let inside = &text[found.open + 1..found.close];
            parts.push(InlinePart::Struck(self::parts(inside, Rules { escaped: &[], ..rules })));
            done = found.close + 1;
        } else {
            parts.push(InlinePart::Text(&text[done..]));
            return parts;
        }
        if first_link.is_some_and(|start| start < done) {
            link = autolink::find(text, done, end);
        }
        if first_strike.is_some_and(|start| start < done) {
            strike = Strike::find(text, done, rules);
        }
    }
}

/// A pair of single tildes.
#[derive(Clone, Copy, Debug)]
struct Strike {
    open: usize,
    close: usize,
}

impl Strike {
    /// The first pair at or after byte `from`: text touches both on the inside, and no third tilde either.
    ///
    /// Source: marked's rule for deleted text.
    fn find(text: &str, from: usize, rules: Rules<'_>) -> Option<Strike> {
        let bytes = text.as_bytes();
        let is_tilde = |at: usize| bytes.get(at) == Some(&b'~');
        let is_text =
            |at: usize| bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'~');
        let is_plain = |at: usize| rules.escaped.binary_search(&at).is_err();
        let is_word = |letter: Option<char>| rules.extensions && letter.is_some_and(char::is_alphanumeric);
        let begins = |at: usize| !is_word(text[..at].chars().next_back());
        let ends = |at: usize| !is_word(text[at + 1..].chars().next());
        let mut tildes = text[from..].match_indices('~').map(|(at, _)| from + at).filter(|&at| is_plain(at));
        let open = tildes.find(|&at| is_text(at + 1) && begins(at) && !(at > 0 && is_tilde(at - 1)))?;
        let close = tildes.find(|&at| at > open + 1 && is_text(at - 1) && ends(at) && !is_tilde(at + 1))?;
        Some(Strike { open, close })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(parts: &[InlinePart<'_>]) -> String {
        parts
            .iter()
            .map(|part| match part {
                InlinePart::Text(text) => text.to_string(),
                InlinePart::Link { shown, .. } => format!("[{shown}]"),
                InlinePart::Struck(parts) => format!("-{}-", shown(parts)),
            })
            .collect()
    }

    #[track_caller]
    fn check_parts(text: &str, expected: &str) {
        assert_eq!(shown(&parts(text, Rules { links: true, escaped: &[], extensions: false })), expected);
    }

    #[test]
    fn a_single_tilde_strikes_within_a_word() {
        check_parts("H~2~O", "H-2-O");
        check_parts("a ~b c~ d", "a -b c- d");
    }

    #[test]
    fn a_range_is_not_struck_where_whole_words_are() {
        for text in ["10~20, 30~40", "1~2 then 3~4", "~5 min or ~10 min; ~5~10"] {
            let parts = parts(text, Rules { links: true, escaped: &[], extensions: true });
            assert_eq!(shown(&parts), text);
        }
        let parts = parts("a ~b c~, d", Rules { links: true, escaped: &[], extensions: true });
        assert_eq!(shown(&parts), "a -b c-, d");
    }

    #[test]
    fn a_tilde_that_touches_no_text_is_a_tilde() {
        check_parts("~20 and ~30, ~/a and ~/b, ~ a ~, ~~", "~20 and ~30, ~/a and ~/b, ~ a ~, ~~");
    }

    #[test]
    fn a_tilde_in_an_address_is_part_of_it() {
        check_parts("http://a.b/~c http://a.b/~d", "[http://a.b/~c] [http://a.b/~d]");
    }

    #[test]
    fn an_escaped_tilde_is_a_tilde() {
        let parts = parts("a~b~c", Rules { links: true, escaped: &[1], extensions: false });
        assert_eq!(parts, [InlinePart::Text("a~b~c")]);
    }
}

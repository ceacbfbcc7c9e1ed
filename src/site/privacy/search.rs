//! Looks through what is given away for what must not be in it.
//!
//! A public build leaves private things out at the tree ([`super::remove`]); this asks the finished bytes, so that a
//! slip anywhere between, in a template of the author's or in orate itself, is found before anybody else finds it. Texts
//! are compared by their letters and digits alone, since the way from Markdown to a page changes everything else. What is
//! too short to be told from an accident is not looked for. Packed files are opened, and what stands in a page as an
//! address (`data:…`) is read; nothing else that is compressed within a file is.

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::remove::{Kind, is_attribute_comment};
use crate::assets::{percent_decoded, percent_encoded};
use crate::deck::Settings;
use crate::runtime::{self, Edition};
use crate::site::Built;
use crate::site::hosting::packed;
use crate::text::{Diagnostic, Span};

/// A sentence of so many words is looked for, if they are not all tiny ...
const ENOUGH_WORDS: usize = 4;

/// ... and one of so many letters, however few words they are.
const ENOUGH_LETTERS: usize = 20;

/// Fewer letters than this may stand anywhere by accident.
const TOO_FEW_LETTERS: usize = 14;

/// Everything that must not be in what is given away.
pub struct Search {
    sentences: Vec<Sentence>,
    automaton: AhoCorasick,
    /// Places of the author's machine, as they may be written.
    paths: Vec<String>,
}

/// A private sentence.
struct Sentence {
    /// Which talk it is of.
    talk: usize,
    kind: Kind,
    at: Span,
}

/// Something private in a file that was to be given away.
pub struct Leak {
    /// The talk that the place is in, by its number.
    pub talk: usize,
    pub diagnostic: Diagnostic,
}

impl Search {
    /// Prepares to look for what some talks keep private, and for the places of the machine in `paths`. A sentence that a
    /// public slide says as well, or `public` does, is no secret.
    pub fn new(talks: &[&Built], paths: &[String], public: &str) -> Search {
        let known = known(talks, public);
        let (mut sentences, mut patterns) = (Vec::new(), Vec::new());
        for (talk, built) in talks.iter().enumerate() {
            for private in &built.removed.private {
                for sentence in sentences_of(&private.text) {
                    if !known.contains(&sentence) {
                        patterns.push(sentence);
                        sentences.push(Sentence { talk, kind: private.kind, at: private.at });
                    }
                }
            }
        }
        let automaton =
            AhoCorasick::new(&patterns).expect("a talk's texts are short enough to be looked for");
        let is_public = |path: &String| {
            talks.iter().any(|built| built.removed.public.iter().any(|text| text.contains(path)))
        };
        let paths = paths.iter().filter(|path| !is_public(path)).flat_map(|path| spellings(path)).collect();
        Search { sentences, automaton, paths }
    }

    /// How many sentences are looked for.
    pub fn sentences(&self) -> usize {
        self.sentences.len()
    }

    /// The first thing in a file that must not be there.
    pub fn look(&self, name: &str, bytes: &[u8]) -> Option<Leak> {
        let unpacked = packed::unpacked(name, bytes);
        let bytes = unpacked.as_deref().unwrap_or(bytes);
        let inner = embedded(bytes);
        let parts = || std::iter::once(bytes).chain(inner.iter().map(Vec::as_slice));
        parts()
            .find_map(|part| self.sentence(name, part))
            .or_else(|| parts().find_map(|part| self.path(name, part)))
    }

    fn sentence(&self, name: &str, bytes: &[u8]) -> Option<Leak> {
        let text = std::str::from_utf8(bytes).ok()?;
        let find = |text: &str| self.automaton.find(&letters(text)).map(|found| found.pattern().as_usize());
        // Attributes and scripts hold text, too; a word may be parted by tags, and an address has its own letters.
        let found =
            find(text).or_else(|| find(&without_tags(text))).or_else(|| find(&addresses_read(text)))?;
        let Sentence { talk, kind, at } = &self.sentences[found];
        let message = format!("{} would be given away in `{name}`", kind.name());
        let diagnostic = Diagnostic::error("private-text", *at, message).help(
            "look at how it gets there: a template, or a copy of the text; if it is no secret, say it on a slide as well",
        );
        Some(Leak { talk: *talk, diagnostic })
    }

    fn path(&self, name: &str, bytes: &[u8]) -> Option<Leak> {
        let path = self.paths.iter().find(|path| names(bytes, path.as_bytes()))?;
        let message = format!("`{name}` names a place of your machine, `{path}`");
        let diagnostic = Diagnostic::error("private-path", None, message)
            .help("a drawing program may have written it into a picture; save the picture without it");
        Some(Leak { talk: 0, diagnostic })
    }
}

/// The letters of everything that is public by its author's will, or by orate's own.
fn known(talks: &[&Built], public: &str) -> String {
    let mut known = letters(public);
    let mut add = |text: &str| {
        for text in [letters(text), letters(&without_tags(text))] {
            known.push('\n');
            known.push_str(&text);
        }
    };
    for built in talks {
        built.removed.public.iter().for_each(|text| add(text));
        texts(&built.deck.settings).for_each(&mut add);
    }
    let edition = Edition::Audience;
    let own = [
        edition.script(),
        edition.style(),
        runtime::LISTINGS_SCRIPT,
        runtime::SEARCH_SCRIPT,
        runtime::OFFLINE_SCRIPT,
        runtime::VISIT_SCRIPT,
    ];
    own.into_iter().for_each(add);
    known
}

/// What an author says of a talk in its settings.
fn texts(settings: &Settings) -> impl Iterator<Item = &str> {
    let listing = &settings.listing;
    let one = [&settings.title, &settings.event, &settings.description, &listing.place, &listing.summary];
    let many = settings.author.iter().chain(&listing.tags);
    one.into_iter().flatten().chain(many).map(String::as_str)
}

/// The letters of each sentence of a text that is long enough to be looked for.
fn sentences_of(text: &str) -> Vec<String> {
    let text = without_tags(text);
    let parts = text.split(['\n', '.', '!', '?', ';', ':', '(', ')', '[', ']', '|', '"', '`']);
    parts.filter(|part| is_telling(part)).map(letters).collect()
}

fn is_telling(sentence: &str) -> bool {
    let count = sentence.chars().filter(|letter| letter.is_alphanumeric()).count();
    let words = sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    count >= ENOUGH_LETTERS || (words >= ENOUGH_WORDS && count >= TOO_FEW_LETTERS)
}

/// A text without its tags, and without the comments that are tags to us; what other comments say stays.
fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        kept.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = |mark: &str| rest.find(mark).map_or(rest.len(), |at| at + mark.len());
        let length = if rest.starts_with("<!--") {
            let comment = &rest[..end("-->")];
            if is_attribute_comment(comment) { comment.len() } else { "<!--".len() }
        } else if rest[1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/') {
            end(">")
        } else {
            1
        };
        rest = &rest[length..];
    }
    kept.push_str(rest);
    kept
}

/// A text with what its addresses say (`data:image/svg+xml,%3Csvg%20…`); empty where there is nothing to read in them.
fn addresses_read(text: &str) -> String {
    match text.contains('%') {
        true => text.split(['"', '\'', ' ']).map(percent_decoded).collect::<Vec<_>>().join(" "),
        false => String::new(),
    }
}

/// The letters and digits of a text, small, with entities and the escapes of JSON read.
fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (letter, length) = match first {
            '&' => entity(rest).unwrap_or((' ', 1)),
            '\\' => escape(rest),
            letter => (letter, letter.len_utf8()),
        };
        if letter.is_alphanumeric() {
            letters.extend(letter.to_lowercase());
        }
        rest = &rest[length..];
    }
    letters
}

/// The character that an entity stands for, and its length in bytes. A page of ours names only what is no letter.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let letter = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?,
            None => number.parse().ok().and_then(char::from_u32)?,
        },
        None if ["amp", "lt", "gt", "quot", "apos", "nbsp"].contains(&name) => ' ',
        None => return None,
    };
    Some((letter, end + 1))
}

/// What a backslash and what follows it stand for.
fn escape(text: &str) -> (char, usize) {
    match text.as_bytes().get(1) {
        Some(b'n' | b't' | b'r') => (' ', 2),
        Some(b'u') => text
            .get(2..6)
            .and_then(|digits| char::from_u32(u32::from_str_radix(digits, 16).ok()?))
            .map_or((' ', 1), |letter| (letter, 6)),
        _ => (' ', 1),
    }
}

/// A path as it stands, and as JSON and addresses write it.
fn spellings(path: &str) -> Vec<String> {
    let encoded = percent_encoded(&path.replace('\\', "/"));
    let mut spellings = vec![path.to_owned(), path.replace('\\', "\\\\"), path.replace('\\', "/"), encoded];
    spellings.sort();
    spellings.dedup();
    spellings
}

/// What stands in some bytes as Base64: pictures within a page.
fn embedded(bytes: &[u8]) -> Vec<Vec<u8>> {
    const MARK: &[u8] = b";base64,";
    let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engine = GeneralPurpose::new(&STANDARD, lenient);
    let read = |at: usize| {
        let rest = &bytes[at + MARK.len()..];
        let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        let length = rest.iter().take_while(|byte| is_digit(byte)).count();
        engine.decode(&rest[..length]).ok()
    };
    memchr::memmem::find_iter(bytes, MARK).filter_map(read).collect()
}

/// Whether a path is there that ends where it ends: `/home/ada` is not in `/home/adam`.
fn names(bytes: &[u8], path: &[u8]) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    memchr::memmem::find_iter(bytes, path)
        .any(|at| !is_part(bytes.get(at + path.len())) && (at == 0 || !is_part(bytes.get(at - 1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_found(private: &str, output: &str) {
        let sentences = sentences_of(private);
        assert!(!sentences.is_empty(), "{private:?} is not looked for");
        for sentence in sentences {
            let found = [output, &without_tags(output), &addresses_read(output)]
                .iter()
                .any(|text| letters(text).contains(&sentence));
            assert!(found, "{sentence:?} is not found in {output:?}");
        }
    }

    #[test]
    fn a_sentence_is_found_however_it_is_written() {
        let said = "Never say *that* the demo crashed";
        for output in [
            "<p>Never say <em>that</em> the demo crashed</p>",
            "<p title='never say that the demo crashed'>x</p>",
            r#"{"notes":"Never\nsay that\u0020the demo crashed"}"#,
            "Never say &#116;hat the&nbsp;demo crashed",
            "<!-- Never say that the\n demo crashed -->",
            "Never say that the de<b>mo</b> crashed",
            "<img src=\"data:image/svg+xml,%3Ctext%3ENever%20say%20that%20the%20demo%20crashed%3C/text%3E\">",
        ] {
            check_found(said, output);
        }
    }

    #[test]
    fn what_is_short_or_a_tag_is_not_looked_for() {
        for text in [
            "Thanks!",
            "a b c d",
            "<p class=\"fragment highlight-current-blue\">",
            "<!-- .slide: data-state=\"a-long-one-of-mine\" -->",
        ] {
            assert_eq!(sentences_of(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_path_is_found_in_pictures_within_a_page_and_not_in_a_longer_name() {
        assert!(names(b"<svg docname='/home/ada/a.svg'>", b"/home/ada"));
        assert!(!names(b"/home/adam", b"/home/ada") && !names(b"https://x/home/ada", b"home/adab"));
        let picture = base64::engine::general_purpose::STANDARD.encode("<svg d='/home/ada/a.svg'/>");
        let page = format!("url(data:image/svg+xml;base64,{picture}) url(data:x;base64,{picture}");
        let embedded = embedded(page.as_bytes());
        assert!(embedded.len() == 2 && embedded.iter().all(|inner| names(inner, b"/home/ada")));
    }
}

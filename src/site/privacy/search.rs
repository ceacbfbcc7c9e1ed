//! Looks through what is given away for what must not be in it.
//!
//! A public build leaves private things out at the tree ([`super::remove`]); this asks the finished bytes, so that a
//! slip anywhere between, in a template of the author's or in orate itself, is found before anybody else finds it. Texts
//! are compared by their letters and digits alone, since the way from Markdown to a page changes everything else. What is
//! too short to be told from an accident is not looked for. Packed files are opened, and what is in a page as an
//! address (`data:…`) is read; nothing else that is compressed within a file is.

use std::borrow::Cow;
use std::collections::HashSet;

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::collect::texts;
use super::{Kind, is_attribute_comment};
use crate::assets::{captions_without_comments, percent_decoded, percent_encoded};
use crate::parse::reveal_page::decode_references;
use crate::runtime::{self, Edition};
use crate::site::Built;
use crate::site::hosting::packed;
use crate::text::{Diagnostic, Span};

/// A sentence of so many words is looked for, if they are not all tiny ...
const ENOUGH_WORDS: usize = 4;

/// ... and one of so many letters, however few words they are.
const ENOUGH_LETTERS: usize = 20;

/// Fewer letters than this may be anywhere by accident.
const TOO_FEW_LETTERS: usize = 14;

/// Everything that must not be in what is given away.
pub(crate) struct Search {
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
pub(crate) struct Leak {
    /// The talk that the place is in, by its number.
    pub talk: usize,
    pub diagnostic: Diagnostic,
}

impl Search {
    /// Prepares to look for what some talks keep private, and for the places of the machine in `paths`. A sentence that a
    /// public slide says as well, or `public` does, is not a secret.
    pub(crate) fn new(talks: &[&Built], paths: &[String], public: &str) -> Search {
        let mut sentences = Vec::new();
        for (talk, built) in talks.iter().enumerate() {
            for private in &built.privacy.private {
                let sentence = |letters| (letters, Sentence { talk, kind: private.kind, at: private.at });
                sentences.extend(sentences_of(&private.text).into_iter().map(sentence));
            }
        }
        let mut seen = HashSet::new();
        sentences.retain(|(letters, _)| seen.insert(letters.clone()));
        let known = known(talks, public);
        let is_known: HashSet<usize> = automaton(&sentences)
            .find_overlapping_iter(&known)
            .map(|found| found.pattern().as_usize())
            .collect();
        let mut index = 0..;
        sentences.retain(|_| index.next().is_none_or(|index| !is_known.contains(&index)));
        let automaton = automaton(&sentences);
        let sentences: Vec<Sentence> = sentences.into_iter().map(|(_, sentence)| sentence).collect();
        let is_public = |path: &String| {
            talks.iter().any(|built| built.privacy.public.iter().any(|text| text.contains(path)))
        };
        let paths = paths.iter().filter(|path| !is_public(path)).flat_map(|path| spellings(path)).collect();
        Search { sentences, automaton, paths }
    }

    /// The first thing in a file that must not be there.
    pub(crate) fn look(&self, name: &str, bytes: &[u8]) -> Option<Leak> {
        let unpacked = packed::unpacked(name, bytes);
        let bytes = unpacked.as_deref().unwrap_or(bytes);
        let inner = embedded(bytes);
        let parts = || std::iter::once(bytes).chain(inner.iter().map(Vec::as_slice));
        parts()
            .find_map(|part| self.sentence(name, part).or_else(|| caption_comment(name, part)))
            .or_else(|| parts().find_map(|part| self.path(name, part)))
    }

    fn sentence(&self, name: &str, bytes: &[u8]) -> Option<Leak> {
        let text = text_of(bytes)?;
        let text = &*text;
        let find = |text: &str| self.automaton.find(&letters(text)).map(|index| index.pattern().as_usize());
        // Attributes and scripts hold text, too; a word may be parted by tags, and an address has its own letters.
        let index =
            find(text).or_else(|| find(&without_tags(text))).or_else(|| find(&addresses_read(text)))?;
        let Sentence { talk, kind, at } = &self.sentences[index];
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

/// Finds sentences by their letters.
fn automaton(sentences: &[(String, Sentence)]) -> AhoCorasick {
    let letters = sentences.iter().map(|(letters, _)| letters);
    AhoCorasick::new(letters).expect("a talk's texts are short enough to be looked for")
}

/// The letters of everything that is public by its author's will, or by orate's own.
fn known(talks: &[&Built], public: &str) -> String {
    let mut public_text = letters(public);
    let mut add = |text: &str| {
        for text in [letters(text), letters(&without_tags(text))] {
            public_text.push('\n');
            public_text.push_str(&text);
        }
    };
    for built in talks {
        built.privacy.public.iter().for_each(|text| add(text));
        if !built.privacy.is_withheld {
            texts(&built.deck.settings).for_each(&mut add);
        }
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
    public_text
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

/// A text with what its addresses say (`data:image/svg+xml,%3Csvg%20…`); empty if there is nothing to read in them.
fn addresses_read(text: &str) -> String {
    match text.contains('%') {
        true => text.split(['"', '\'', ' ']).map(percent_decoded).collect::<Vec<_>>().join(" "),
        false => String::new(),
    }
}

/// The letters and digits of a text, small, with entities and the escapes of JSON, JavaScript and CSS read.
fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (letter, length) = match first {
            '&' => match entity(rest) {
                Some((character, length)) => {
                    push_letters(&mut letters, &character);
                    rest = &rest[length..];
                    continue;
                }
                None => (' ', 1),
            },
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

fn push_letters(letters: &mut String, text: &str) {
    text.chars().filter(|it| it.is_alphanumeric()).for_each(|letter| letters.extend(letter.to_lowercase()));
}

/// The longest name of an entity, with its `&` and `;`.
const LONGEST_ENTITY: usize = 33;

/// What an entity stands for, and its length in bytes.
fn entity(text: &str) -> Option<(String, usize)> {
    let end = text.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';')?;
    let entity = text.get(..end + 1).filter(|entity| !entity[1..].contains(['&', '<', ' ']))?;
    let decoded = decode_references(entity);
    (decoded != entity).then_some((decoded, end + 1))
}

/// What a backslash and what follows it stand for: `\n`, `\u00e9`, `\u{e9}`, `\xe9`, and CSS's `\e9 `.
fn escape(text: &str) -> (char, usize) {
    let hexadecimal = |from: usize, most: usize| {
        let digits = text.get(from..)?.bytes().take(most).take_while(u8::is_ascii_hexdigit).count();
        let letter = u32::from_str_radix(text.get(from..from + digits)?, 16).ok().and_then(char::from_u32)?;
        Some((letter, from + digits))
    };
    let braced = || hexadecimal(3, 6).map(|(letter, end)| (letter, (end + 1).min(text.len())));
    let read = match text.as_bytes().get(1) {
        Some(b'n' | b't' | b'r') => Some((' ', 2)),
        Some(b'u') if text[2..].starts_with('{') => braced().filter(|(_, end)| text.is_char_boundary(*end)),
        Some(b'u') => hexadecimal(2, 4).filter(|(_, end)| *end == 6),
        Some(b'x') => hexadecimal(2, 2).filter(|(_, end)| *end == 4),
        // A number is one of CSS; letters may be those of a word after a line end of another kind.
        Some(b'0'..=b'9') => hexadecimal(1, 6),
        _ => None,
    };
    read.unwrap_or((' ', 1))
}

/// What is not text is looked through for words up to this size, in bytes: above it are films and sounds.
const LARGEST: usize = 16 << 20;

/// A file's bytes as text, whatever else is in them; `None` for what is large and no text.
fn text_of(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.into());
    }
    let wide = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    (bytes.len() <= LARGEST).then(|| match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes),
    })
}

/// What is left in captions for their writers alone.
fn caption_comment(name: &str, bytes: &[u8]) -> Option<Leak> {
    captions_without_comments(bytes)?;
    let message = format!("comments in the captions `{name}` would be given away");
    let diagnostic =
        Diagnostic::error("private-text", None, message).help("take the blocks that begin with `NOTE` out");
    Some(Leak { talk: 0, diagnostic })
}

/// A path as it is, and as JSON and addresses write it.
fn spellings(path: &str) -> Vec<String> {
    let encoded = percent_encoded(&path.replace('\\', "/"));
    let mut spellings = vec![path.to_owned(), path.replace('\\', "\\\\"), path.replace('\\', "/"), encoded];
    spellings.sort();
    spellings.dedup();
    spellings
}

/// What is in some bytes as Base64: pictures within a page.
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
            "content: \"Never say th\\61 t the demo \\000063rashed\"",
            "'N\\x65ver say \\u{74}hat the demo crashed'",
            "<img src=\"data:image/svg+xml,%3Ctext%3ENever%20say%20that%20the%20demo%20crashed%3C/text%3E\">",
        ] {
            check_found(said, output);
        }
    }

    #[test]
    fn letters_are_read_by_their_names_and_in_wide_characters() {
        assert_eq!(letters("caf&eacute; &AMP; &#xE9;&nothing;"), "caféénothing");
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("été".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(text_of(&wide).as_deref(), Some("été"));
        assert!(text_of(b"\xFFnever say").is_some_and(|text| text.ends_with("never say")));
        assert_eq!(text_of(&vec![0xFF; LARGEST + 1]), None);
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

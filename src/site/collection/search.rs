//! What the search of a site finds: the words of every talk, with the text that results show.
//!
//! A small site has all of it in its page. A large one has it in files that a visitor's browser loads when it needs them:
//! of words the few that begin like a word that was typed, of talks those that are shown. They are scripts, since a page
//! that is opened from disk may load nothing else.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::entry::Entry;

/// Up to how many bytes of JSON the page itself holds.
const MOST_INLINE: usize = 200_000;

/// Up to how many bytes of JSON a part of the words holds, if it can be split again.
const MOST_IN_PART: usize = 48_000;

/// How often a part is split again at most.
const DEEPEST: usize = 6;

/// From how many talks on a word that half of them have says nothing.
const MANY: usize = 100;

/// How much a word of a title counts.
const TITLE: u32 = 8;
/// How much a word of the abstract, the event, the place, the year, an author or a tag counts.
const ABOUT: u32 = 4;
/// How much a word of a slide's heading counts.
const HEADING: u32 = 3;
/// The most that one word of the text of all slides counts; each time that it comes counts 1.
const MOST_TEXT: u32 = 3;

/// What the page of the search holds, and the files beside it.
pub(super) struct SearchIndex {
    /// The talks and the words of a small site; of a large one the names of the files of words.
    pub inline: Value,
    /// By their path in the site; none in a small site.
    pub files: BTreeMap<String, String>,
}

impl SearchIndex {
    /// The index of talks, which come in the order in which equal results are shown.
    pub(super) fn of(talks: &[&Entry]) -> SearchIndex {
        let texts: Vec<Value> = talks.iter().map(|talk| text(talk)).collect();
        let words = words(talks);
        let inline = json!({ "talks": texts, "words": words });
        if inline.to_string().len() <= MOST_INLINE {
            return SearchIndex { inline, files: BTreeMap::new() };
        }
        let parts = split(words, 0);
        let names: Vec<&String> = parts.keys().collect();
        let inline = json!({ "parts": names });
        let of_words = parts.into_iter().map(|(name, words)| file(&format!("words/{name}"), &json!(words)));
        let of_talks = texts.iter().enumerate().map(|(number, text)| file(&format!("talks/{number}"), text));
        SearchIndex { inline, files: of_words.chain(of_talks).collect() }
    }
}

/// A file of the index: its path in the site, and its text.
fn file(name: &str, value: &Value) -> (String, String) {
    (format!("search/{name}.js"), format!("orateSearch({},{value})\n", json!(name)))
}

/// What a result shows of a talk.
fn text(talk: &Entry) -> Value {
    let slides: Vec<_> = talk
        .read
        .slides
        .iter()
        .map(|slide| json!([slide.title.as_deref().unwrap_or_default(), slide.id, slide.words]))
        .collect();
    let when: Vec<_> = [talk.event.as_deref(), talk.day.as_deref()].into_iter().flatten().collect();
    json!({
        "title": talk.title,
        "page": talk.page,
        "read": talk.transcript,
        "when": when,
        "year": talk.year,
        "by": talk.others_speaking,
        "language": talk.language,
        "look": talk.theme,
        "picture": talk.cover,
        "frame": talk.frame,
        "about": about(talk),
        "slides": slides,
    })
}

fn about(talk: &Entry) -> String {
    match talk.summary.is_empty() {
        true => talk.description.clone().unwrap_or_default(),
        false => talk.summary.join(" "),
    }
}

/// Each word with the talks that have it: the distance from the talk before, and how much the word counts there, by turns;
/// `1` for a word that is in half of many talks.
fn words(talks: &[&Entry]) -> BTreeMap<String, Value> {
    let mut words: BTreeMap<String, Vec<(usize, u32)>> = BTreeMap::new();
    for (number, talk) in talks.iter().enumerate() {
        for (word, weight) in weights(talk) {
            words.entry(word).or_default().push((number, weight));
        }
    }
    let is_everywhere = |places: &[(usize, u32)]| talks.len() > MANY && places.len() > talks.len() / 2;
    words
        .into_iter()
        .map(|(word, places)| {
            let value = if is_everywhere(&places) { 1.into() } else { distances(&places) };
            (word, value)
        })
        .collect()
}

fn distances(places: &[(usize, u32)]) -> Value {
    let mut before = 0;
    let pairs = places.iter().flat_map(|&(number, weight)| {
        let distance = number - before;
        before = number;
        [json!(distance), json!(weight)]
    });
    pairs.collect()
}

/// How much each word counts in a talk.
fn weights(talk: &Entry) -> BTreeMap<String, u32> {
    let mut weights: BTreeMap<String, u32> = BTreeMap::new();
    for slide in &talk.read.slides {
        for word in tokens(&slide.words) {
            let weight = weights.entry(word).or_default();
            *weight = MOST_TEXT.min(*weight + 1);
        }
    }
    let year = talk.year.map(|year| year.to_string()).unwrap_or_default();
    let others =
        [about(talk), year, talk.event.clone().unwrap_or_default(), talk.place.clone().unwrap_or_default()];
    let editions = talk.editions.iter().map(|edition| &edition.event);
    let about = others.iter().chain(&talk.authors).chain(&talk.tags).chain(editions).map(String::as_str);
    let headings = talk.read.slides.iter().filter_map(|slide| slide.title.as_deref());
    let weighed = [(talk.title.as_str(), TITLE)].into_iter();
    let weighed = weighed.chain(about.map(|text| (text, ABOUT))).chain(headings.map(|text| (text, HEADING)));
    for (text, most) in weighed {
        for word in tokens(text) {
            let weight = weights.entry(word).or_default();
            *weight = most.max(*weight);
        }
    }
    weights
}

/// The words of a text as they are looked for, each the same as the page's script makes of it (`site/words.ts`).
fn tokens(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut tokens = Vec::new();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        let letters: Vec<char> = word.chars().collect();
        for run in letters.chunk_by(|one, other| is_spaceless(*one) == is_spaceless(*other)) {
            if is_spaceless(run[0]) {
                tokens.extend(run.iter().map(char::to_string));
                tokens.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
            } else {
                tokens.push(run.iter().collect());
            }
        }
    }
    tokens
}

/// Text without case, accents and punctuation; `ß` is `ss`. In scripts after the Arabic one, a mark makes another letter.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut has_plain_base = false;
    for character in text.nfkd() {
        let is_mark = is_combining_mark(character);
        if is_mark && has_plain_base {
            continue;
        }
        has_plain_base = ('A'..='\u{6ff}').contains(&character);
        let is_kept = is_mark || character.is_alphanumeric();
        folded.push(if is_kept { character } else { ' ' });
    }
    folded.to_lowercase().to_uppercase()
}

/// Whether a character is of a script that puts no space between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
/// Hangul, which is left out, has spaces.
fn is_spaceless(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{abff}' | '\u{f900}'..)
}

/// Parts of an index of words by their names: by first letters, by more of them where a part grows too large.
fn split(words: BTreeMap<String, Value>, level: usize) -> BTreeMap<String, BTreeMap<String, Value>> {
    let mut parts: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for (word, talks) in words {
        parts.entry(part(&word, level)).or_default().insert(word, talks);
    }
    let split_again = |(name, words): (String, BTreeMap<String, Value>)| {
        let is_large = level < DEEPEST && json!(words).to_string().len() > MOST_IN_PART;
        if is_large { split(words, level + 1) } else { BTreeMap::from([(name, words)]) }
    };
    parts.into_iter().flat_map(split_again).collect()
}

/// The part that a word is in: its first two letters in Latin script, a block of 64 characters in others; on each level
/// one letter more.
fn part(word: &str, level: usize) -> String {
    let mut letters = word.chars();
    let first = letters.next().unwrap_or_default();
    if first.is_ascii_alphanumeric() {
        let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
        let others = (0..=level).map(|_| letters.next().map_or('_', plain));
        return std::iter::once(first).chain(others).collect::<String>().to_lowercase();
    }
    let code = |letter: char| format!("{:x}", u32::from(letter));
    match level {
        0 => format!("b{:x}", u32::from(first) / 64),
        _ => format!("u{}", word.chars().take(level).map(code).collect::<Vec<_>>().join("-")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_scripts_without_spaces_are_cut_into_pairs() {
        let check = |text: &str, expected: &[&str]| assert_eq!(tokens(text), expected, "{text}");
        check("Straße, naïve; CAFÉ", &["STRASSE", "NAIVE", "CAFE"]);
        check("don't e-mail 3.5", &["DON", "T", "E", "MAIL", "3", "5"]);
        check("Rustの型", &["RUST", "の", "型", "の型"]);
        check("ﬁle ①", &["FILE", "1"]);
        check("Йод", &["ИОД"]);
        check("", &[]);
    }

    #[test]
    fn a_word_is_in_the_part_of_its_first_letters() {
        let check =
            |word: &str, level: usize, expected: &str| assert_eq!(part(word, level), expected, "{word}");
        check("STRASSE", 0, "st");
        check("STRASSE", 2, "stra");
        check("C", 0, "c_");
        check("C", 1, "c__");
        check("3D", 0, "3d");
        check("AÆ", 0, "a_");
        check("ИОД", 0, "b10");
        check("ИОД", 1, "u418");
        check("ИОД", 2, "u418-41e");
        check("型", 0, "b15e");
        check("型", 2, "u578b");
    }

    #[test]
    fn a_large_part_is_split_and_loses_no_word() {
        let long = json!("x".repeat(MOST_IN_PART / 2));
        let words = ["AB", "ABC", "ABCD", "ABD", "B"].map(|word| (word.to_owned(), long.clone()));
        let parts = split(words.clone().into(), 0);
        assert_eq!(parts.keys().collect::<Vec<_>>(), ["ab_", "abc_", "abcd", "abd", "b_"]);
        assert_eq!(parts.into_values().flatten().collect::<BTreeMap<_, _>>(), words.into());
    }

    #[test]
    fn places_are_told_by_their_distances() {
        assert_eq!(distances(&[(3, 8), (4, 1), (9, 3)]), json!([3, 8, 1, 1, 5, 3]));
    }
}

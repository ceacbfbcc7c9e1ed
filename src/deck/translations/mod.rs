//! What orate itself writes in decks and on pages of a site, in the language of the talk.
//!
//! The English text is the key: English needs no table, and a text that a language lacks stays readable. `{1}` and `{2}`
//! stand for values, in the order that a language wants. One file for each language; a test compares their keys.

mod arabic;
mod chinese;
mod dutch;
mod french;
mod german;
mod italian;
mod japanese;
mod portuguese;
mod spanish;

use std::collections::BTreeMap;

/// A text in English, and in another language.
type Pair = (&'static str, &'static str);

/// The texts of one language.
#[derive(Debug, PartialEq)]
struct Translation {
    /// Of every deck.
    deck: &'static [Pair],
    /// Of the speaker's window.
    speaker: &'static [Pair],
    /// Of the pages of a site.
    pages: &'static [Pair],
}

/// The languages, by their subtags in BCP 47.
const ALL: &[(&str, &Translation)] = &[
    ("ar", &arabic::ARABIC),
    ("de", &german::GERMAN),
    ("es", &spanish::SPANISH),
    ("fr", &french::FRENCH),
    ("it", &italian::ITALIAN),
    ("ja", &japanese::JAPANESE),
    ("nl", &dutch::DUTCH),
    ("pt", &portuguese::PORTUGUESE),
    ("zh", &chinese::CHINESE),
];

/// Subtags of Chinese in traditional characters, which orate has no texts in.
const TRADITIONAL: [&str; 4] = ["hant", "tw", "hk", "mo"];

/// The texts that a talk or a site is written with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Translations {
    language: String,
    table: Option<&'static Translation>,
    /// What the talk itself says in place of an English text.
    own: BTreeMap<String, String>,
}

impl Translations {
    /// The texts of a language, such as `de-AT`; `own` are the talk's own, by the English text.
    pub(crate) fn new(language: &str, own: &BTreeMap<String, String>) -> Translations {
        let tag = language.to_ascii_lowercase();
        let mut subtags = tag.split(['-', '_']);
        let first = subtags.next().unwrap_or_default();
        let is_traditional = first == "zh" && subtags.any(|subtag| TRADITIONAL.contains(&subtag));
        let table =
            ALL.iter().find(|(subtag, _)| *subtag == first && !is_traditional).map(|(_, table)| *table);
        Translations { language: language.to_owned(), table, own: own.clone() }
    }

    /// The language of what [`Self::translate`] gives, as a tag of BCP 47.
    pub(crate) fn language(&self) -> &str {
        if self.table.is_none() && self.own.is_empty() { "en" } else { &self.language }
    }

    /// A text in the language; the same in English if it has none.
    pub(crate) fn translate<'a>(&'a self, english: &'a str) -> &'a str {
        let of_language = || self.pairs().find(|(key, _)| *key == english).map(|(_, text)| text);
        self.own.get(english).map(String::as_str).or_else(of_language).unwrap_or(english)
    }

    /// What a deck's own scripts write, each English text with its translation: nothing for English. The speaker's window
    /// is in a deck that is not public.
    pub(crate) fn of_deck(&self, has_speaker: bool) -> BTreeMap<&str, &str> {
        let groups =
            |table: &'static Translation| [table.deck, if has_speaker { table.speaker } else { &[] }];
        let pairs = self.table.into_iter().flat_map(|table| groups(table).concat());
        let is_of_deck = |english: &str| {
            ALL.first()
                .is_some_and(|(_, table)| groups(table).into_iter().flatten().any(|(key, _)| *key == english))
        };
        let own = self.own.iter().map(|(english, text)| (english.as_str(), text.as_str()));
        pairs.chain(own.filter(|(english, _)| is_of_deck(english))).collect()
    }

    fn pairs(&self) -> impl Iterator<Item = Pair> {
        let table = self.table.into_iter();
        table.flat_map(|table| [table.deck, table.speaker, table.pages].into_iter().flatten().copied())
    }
}

/// The English texts that orate writes, so that a talk can translate them.
pub(crate) fn translatable() -> impl Iterator<Item = &'static str> {
    let table = ALL.first().into_iter();
    table.flat_map(|(_, table)| {
        [table.deck, table.speaker, table.pages].into_iter().flatten().map(|(key, _)| *key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(table: &Translation) -> [Vec<&str>; 3] {
        [table.deck, table.speaker, table.pages].map(|pairs| pairs.iter().map(|(key, _)| *key).collect())
    }

    #[test]
    fn no_language_lacks_a_text() {
        let expected = keys(ALL[0].1);
        for (subtag, table) in ALL {
            assert_eq!(keys(table), expected, "{subtag}");
        }
    }

    #[test]
    fn every_translation_has_the_values_of_its_english_text() {
        for (subtag, table) in ALL {
            for (english, text) in [table.deck, table.speaker, table.pages].into_iter().flatten() {
                for value in ["{1}", "{2}", "{3}"] {
                    assert_eq!(english.contains(value), text.contains(value), "{subtag}: {english}");
                }
                assert!(!text.trim().is_empty(), "{subtag}: {english}");
            }
        }
    }

    #[test]
    fn a_language_has_its_texts_in_every_region_and_english_is_for_others() {
        let check = |language: &str, expected: &str| {
            let translations = Translations::new(language, &BTreeMap::new());
            assert_eq!(translations.translate("Next"), expected, "{language}");
            assert_eq!(translations.language(), if expected == "Next" { "en" } else { language });
        };
        check("en-GB", "Next");
        check("de-AT", "Weiter");
        check("PT_br", "Avançar");
        check("zh-Hans-CN", "下一步");
        check("zh-TW", "Next");
        check("zh-Hant", "Next");
        check("tlh", "Next");
        check("", "Next");
    }

    #[test]
    fn a_talk_gives_texts_of_its_own() {
        let texts = [("Next", "Següent"), ("Elapsed", "Passat"), ("Topics", "Temes")];
        let own = texts.map(|(english, text)| (english.to_owned(), text.to_owned())).into();
        let translations = Translations::new("ca", &own);
        assert_eq!(translations.translate("Next"), "Següent");
        assert_eq!(translations.translate("Topics"), "Temes");
        assert_eq!(translations.of_deck(false), BTreeMap::from([("Next", "Següent")]));
        assert_eq!(translations.of_deck(true).len(), 2);
    }

    #[test]
    fn a_public_deck_holds_no_text_of_the_speakers_window() {
        let german = Translations::new("de", &BTreeMap::new());
        assert!(german.of_deck(true).contains_key("Elapsed"));
        assert!(!german.of_deck(false).contains_key("Elapsed"));
        assert_eq!(Translations::new("en", &BTreeMap::new()).of_deck(true), BTreeMap::new());
    }

    #[test]
    fn the_documentation_lists_every_text() {
        let page = include_str!("../../../docs/languages.md");
        let listed: Vec<&str> = page
            .lines()
            .filter_map(|line| line.strip_prefix("- `")?.split_once('`'))
            .map(|(text, _)| text.trim_matches('"'))
            .collect();
        assert_eq!(listed, translatable().collect::<Vec<_>>());
    }
}

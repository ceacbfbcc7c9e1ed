//! What the page tells the runtime: reveal.js's configuration keys, and the facts of the talk.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::deck::{Settings, Translations, is_right_to_left};

/// The configuration block.
///
/// `config` holds reveal.js's own names: those that follow from the settings, then the author's `[reveal]`, which
/// wins. `hash` is on, unlike in reveal.js, so that a reload and a link keep the slide.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Configuration {
    config: Map<String, Value>,
    pub title: String,
    /// In seconds.
    duration: Option<u64>,
    /// Seconds meant for each slide; `None` if the author gives no time.
    pub timing: Option<Vec<u32>>,
    /// What the deck's scripts write, by the English text; nothing for English.
    translations: BTreeMap<String, String>,
}

impl Configuration {
    /// What follows from the settings, with the deck's title and the time meant for each slide.
    pub(crate) fn new(settings: &Settings, title: String, timing: Option<Vec<u32>>) -> Configuration {
        let mut config = Map::new();
        config.insert("width".into(), settings.page.size.width.into());
        config.insert("height".into(), settings.page.size.height.into());
        config.insert("hash".into(), true.into());
        if let Some(transition) = &settings.page.transition {
            config.insert("transition".into(), transition.as_str().into());
        }
        if is_right_to_left(&settings.language) {
            config.insert("rtl".into(), true.into());
        }
        config.extend(settings.page.reveal.clone());
        let duration = settings.speaking.duration.map(|duration| duration.as_secs());
        Configuration { config, title, duration, timing, translations: BTreeMap::new() }
    }

    /// With the texts that the deck's scripts write; those of the speaker's window where the page has one.
    pub(crate) fn translated(mut self, translations: &Translations, has_speaker: bool) -> Configuration {
        let pairs = translations.of_deck(has_speaker).into_iter();
        self.translations = pairs.map(|(english, text)| (english.to_owned(), text.to_owned())).collect();
        self
    }

    /// Whether all but the title and the times is the same, which a page can change while it is shown.
    pub(crate) fn is_like(&self, other: &Configuration) -> bool {
        (&self.config, self.duration, &self.translations)
            == (&other.config, other.duration, &other.translations)
    }

    /// The block as JSON that is safe within a `script` element.
    pub(crate) fn json(&self) -> String {
        let mut block = json!({ "config": self.config, "title": self.title });
        if let Some(duration) = self.duration {
            block["duration"] = Value::from(duration);
        }
        if let Some(timing) = &self.timing {
            block["timing"] = timing.as_slice().into();
        }
        if !self.translations.is_empty() {
            block["translations"] = json!(self.translations);
        }
        // In a script element only `</script` and `<!--` mean anything: without `<` there is neither.
        block.to_string().replace('<', "\\u003c")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_the_script() {
        let block = Configuration::new(&Settings::default(), "</script><!--".into(), None).json();
        assert!(!block.contains('<'), "{block}");
        let read: Value = serde_json::from_str(&block).expect("it is JSON");
        assert_eq!(read["title"], "</script><!--");
    }

    #[test]
    fn the_authors_own_names_win() {
        let mut settings = Settings::default();
        settings.page.reveal.insert("hash".into(), false.into());
        settings.page.reveal.insert("width".into(), 1024.into());
        let block = Configuration::new(&settings, String::new(), None).json();
        let read: Value = serde_json::from_str(&block).expect("it is JSON");
        assert_eq!((&read["config"]["hash"], &read["config"]["width"]), (&json!(false), &json!(1024)));
    }
}

//! The options of a deck: those of the tool, of its configuration, and of the deck's front matter.

use serde_json::{Map, Value};

use super::Family;

/// The options of one deck, whichever tool they are for.
#[derive(Default)]
pub(super) struct Options {
    pub title: Option<String>,
    pub theme: Option<String>,
    /// The theme of highlight.js.
    pub highlight_theme: Option<String>,
    pub styles: Vec<String>,
    pub horizontal: Option<String>,
    pub vertical: Option<String>,
    pub notes: Option<String>,
    pub reveal: Map<String, Value>,
    /// What is said of the talk itself, which is a setting of orate by the same name.
    pub about: Vec<(&'static str, Vec<String>)>,
    /// Names that orate has no use for.
    pub unknown: Vec<String>,
}

impl Options {
    /// Takes in a table; its values replace those of an earlier one.
    pub(super) fn take(&mut self, table: &Map<String, Value>, family: Family) {
        for (key, value) in table {
            match (family, key.as_str(), value) {
                (Family::RevealMd, "revealOptions", Value::Object(options))
                | (Family::MkSlides, "revealjs", Value::Object(options)) => {
                    self.reveal.extend(options.clone());
                }
                (Family::MkSlides, "slides", Value::Object(options)) => self.take_one_by_one(options),
                (Family::MkSlides, "plugins", Value::Array(plugins)) => self.plugins(plugins),
                // It reads nothing else, but a title is meant as one.
                (Family::MkSlides, name, _) if name != "title" && about(name).is_none() => {
                    self.unknown.push(key.clone());
                }
                _ => self.take_one(key, value),
            }
        }
    }

    /// Takes the style sheets of mkslides' plugins; their scripts are left behind.
    fn plugins(&mut self, plugins: &[Value]) {
        for plugin in plugins {
            let sheets = plugin.get("extra_css").and_then(Value::as_array);
            let sheets = sheets.into_iter().flatten().filter_map(Value::as_str);
            self.styles.extend(sheets.map(str::to_owned));
            if plugin.get("extra_javascript").is_some() {
                self.unknown.push("extra_javascript".to_owned());
            }
        }
    }

    fn take_one_by_one(&mut self, table: &Map<String, Value>) {
        table.iter().for_each(|(key, value)| self.take_one(key, value));
    }

    fn take_one(&mut self, key: &str, value: &Value) {
        if value.is_null() {
            return;
        }
        if let Some((name, texts)) = about(key).zip(texts(value)) {
            self.about.retain(|(other, _)| *other != name);
            return self.about.push((name, texts));
        }
        let is_expression = key.to_ascii_lowercase().contains("separator");
        let text = value.as_str().filter(|text| !text.is_empty());
        let text = text.map(|text| if is_expression { spelled_out(text) } else { text.to_owned() });
        let target = match key {
            "title" => &mut self.title,
            "theme" => &mut self.theme,
            "highlightTheme" | "highlight_theme" => &mut self.highlight_theme,
            "separator" => &mut self.horizontal,
            "verticalSeparator" | "vertical-separator" | "separator_vertical" => &mut self.vertical,
            "notesSeparator" | "notes-separator" | "separator_notes" => &mut self.notes,
            "css" => {
                let texts = texts(value).unwrap_or_default();
                let names = texts.iter().flat_map(|text| text.split(',')).map(str::trim);
                return self.styles.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
            }
            _ => return self.unknown.push(key.to_owned()),
        };
        if text.is_some() {
            *target = text;
        }
    }

    /// The options that a tool starts from.
    pub(super) fn of(family: Family) -> Options {
        let dashes = |count: usize| Some(format!(r"\r?\n{}\r?\n", "-".repeat(count)));
        match family {
            Family::RevealMd => Options {
                theme: Some("black".into()),
                highlight_theme: Some("zenburn".into()),
                horizontal: dashes(3),
                vertical: dashes(4),
                ..Options::default()
            },
            Family::MkSlides => {
                let reveal = [("history", Value::Bool(true)), ("slideNumber", "c/t".into())];
                Options {
                    theme: Some("black".into()),
                    highlight_theme: Some("monokai".into()),
                    horizontal: dashes(3),
                    reveal: reveal.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
                    ..Options::default()
                }
            }
        }
    }
}

/// The setting that an option of the same name is, or of another name for it.
fn about(key: &str) -> Option<&'static str> {
    Some(match key {
        "author" | "authors" => "author",
        "date" => "date",
        "description" => "description",
        "event" => "event",
        "lang" | "language" => "language",
        "transition" => "transition",
        _ => return None,
    })
}

/// The texts of a value; `None` if it holds something else.
fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) if !text.is_empty() => Some(vec![text.clone()]),
        Value::Array(values) => values.iter().map(|value| value.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

/// An expression with its line ends as it would be written: JSON turns `"\n"` into one.
fn spelled_out(expression: &str) -> String {
    expression.replace('\r', "\\r").replace('\n', "\\n")
}

//! Settings as the text of `orate.toml`, and of a section's front matter.

use std::fmt::Write;

use serde_json::Value;

use crate::deck::{Attributes, MathKind, NotesMarker, Separator, Settings};

/// The text of `orate.toml`: what differs from the defaults.
pub(super) fn deck(settings: &Settings) -> String {
    let default = Settings::default();
    let mut text = String::new();
    let mut texts = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            line(&mut text, key, &quoted(value));
        }
    };
    texts("title", settings.title.as_deref());
    texts("language", Some(settings.language.as_str()).filter(|language| *language != default.language));
    texts("description", settings.description.as_deref());
    texts("url", settings.publishing.url.as_ref().map(|url| url.value.as_str()));
    texts("image", settings.publishing.image.as_ref().map(|image| image.value.as_str()));
    let theme = &settings.page.theme;
    texts(
        "theme",
        // A name that the old talk wrote is written, too: one without a name may have its theme in a style sheet.
        Some(theme.value.as_str()).filter(|name| theme.at.is_some() || *name != default.page.theme.value),
    );
    texts("highlight-theme", settings.page.highlight_theme.as_deref());
    texts("transition", settings.page.transition.as_deref());
    if !settings.author.is_empty() {
        line(&mut text, "author", &list(settings.author.iter().map(String::as_str)));
    }
    if !settings.page.styles.is_empty() {
        line(&mut text, "styles", &list(settings.page.styles.iter().map(|style| style.value.as_str())));
    }
    if settings.page.size != default.page.size {
        line(
            &mut text,
            "size",
            &quoted(&format!("{}x{}", settings.page.size.width, settings.page.size.height)),
        );
    }
    conventions(
        &mut text,
        &settings.reading.separator,
        &settings.reading.notes_marker,
        &default.reading.separator,
        &default.reading.notes_marker,
    );
    if settings.reading.extensions != default.reading.extensions {
        line(&mut text, "extensions", &settings.reading.extensions.to_string());
    }
    match settings.reading.math.kind {
        MathKind::On => {}
        MathKind::Off => line(&mut text, "math", &quoted("off")),
        MathKind::OfPage => line(&mut text, "math", &quoted("page")),
    }
    let options: Vec<_> =
        settings.page.reveal.iter().filter_map(|(key, value)| Some((key, toml(value)?))).collect();
    if !options.is_empty() {
        text.push_str("\n[reveal]\n");
        options.iter().for_each(|(key, value)| line(&mut text, &name(key), &value.to_string()));
    }
    text
}

/// What differs of the conventions of a deck or section from those that hold without.
pub(super) fn conventions(
    text: &mut String,
    separator: &Separator,
    marker: &NotesMarker,
    usual_separator: &Separator,
    usual_marker: &NotesMarker,
) {
    if separator != usual_separator {
        let value = match separator {
            Separator::BlankLines => quoted("blank-lines"),
            Separator::Dashes => quoted("dashes"),
            Separator::Expressions { horizontal, vertical } => {
                let vertical = vertical.as_ref().map(|it| format!(", vertical = {}", quoted(it)));
                format!("{{ horizontal = {}{} }}", quoted(horizontal), vertical.unwrap_or_default())
            }
        };
        line(text, "separator", &value);
    }
    if marker != usual_marker {
        let value = match marker {
            NotesMarker::Usual => "usual",
            NotesMarker::Expression(expression) => expression,
        };
        line(text, "notes-marker", &quoted(value));
    }
}

/// A table of attributes in one line.
pub(super) fn attributes(text: &mut String, attributes: &Attributes) {
    if attributes.is_empty() {
        return;
    }
    let pairs: Vec<_> = attributes
        .iter()
        .map(|attribute| match attribute.value.as_str() {
            "" => format!("{} = true", name(&attribute.name)),
            value => format!("{} = {}", name(&attribute.name), quoted(value)),
        })
        .collect();
    line(text, "attributes", &format!("{{ {} }}", pairs.join(", ")));
}

pub(super) fn line(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {value}");
}

pub(super) fn quoted(value: &str) -> String {
    // Single quotes keep backslashes, which expressions are full of.
    let is_plain = !value.contains('\'') && !value.chars().any(char::is_control);
    match value.contains('\\') && is_plain {
        true => format!("'{value}'"),
        false => toml::Value::String(value.to_owned()).to_string(),
    }
}

fn list<'a>(values: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", values.map(quoted).collect::<Vec<_>>().join(", "))
}

fn name(key: &str) -> String {
    let is_bare = !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_bare { key.to_owned() } else { quoted(key) }
}

/// The same value in TOML, which knows no `null`.
fn toml(value: &Value) -> Option<toml::Value> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.as_f64()?.into(),
        },
        Value::String(text) => text.clone().into(),
        Value::Array(values) => toml::Value::Array(values.iter().filter_map(toml).collect()),
        Value::Object(map) => toml::Value::Table(
            map.iter().filter_map(|(key, value)| Some((key.clone(), toml(value)?))).collect(),
        ),
    })
}

//! Values of each kind, from the tree.

use std::time::Duration;

use super::Wrong;
use super::words;
use crate::deck::{
    self, Attribute, ColorScheme, Embed, Fit, LINTS, Level, Lints, Math, MathFont, MathKind, MathMacro,
    NotesMarker, Placed, Separator, Size, Variant,
};
use crate::parse::expressions;
use crate::parse::values::{Node, Table, Value};
use crate::text::{Span, nearest};

/// The transitions of reveal.js.
const TRANSITIONS: &[&str] =
    &["none", "fade", "slide", "convex", "concave", "zoom", "linear", "cube", "page", "default"];

/// A canvas smaller or larger than this many pixels a side is a slip of the finger.
const SIDES: std::ops::RangeInclusive<i64> = 100..=10_000;

/// A talk takes no longer than a day.
const LONGEST: u64 = 24 * 60 * 60;

/// Words a minute that somebody might speak.
const RATES: std::ops::RangeInclusive<u32> = 20..=500;

pub(super) fn text(node: &Node) -> Result<String, Wrong> {
    match &node.value {
        Value::Text(text) => Ok(text.clone()),
        _ => Err(wrong_kind(node, "text", "write it in quotes")),
    }
}

/// One text, or a list of them.
pub(super) fn texts(node: &Node) -> Result<Vec<String>, Wrong> {
    match &node.value {
        Value::List(nodes) => nodes.iter().map(text).collect(),
        Value::Text(text) => Ok(vec![text.clone()]),
        _ => Err(wrong_kind(node, "text or a list of texts", "write it in quotes")),
    }
}

/// A text that is not empty, with its place.
pub(super) fn placed(node: &Node) -> Result<Placed<String>, Wrong> {
    let value = text(node)?;
    match value.trim().is_empty() {
        true => Err(wrong(node, "is empty", "remove the key to use the default")),
        false => Ok(Placed { value, at: Some(node.at) }),
    }
}

/// The address of a picture or a style sheet, or a file of the talk: no program.
pub(super) fn file(node: &Node) -> Result<Placed<String>, Wrong> {
    let address = placed(node)?;
    match deck::script_scheme(&address.value) {
        Some(scheme) => Err(unsafe_address(node, scheme)),
        None => Ok(address),
    }
}

/// One such address or a list of them.
pub(super) fn files(node: &Node) -> Result<Vec<Placed<String>>, Wrong> {
    match &node.value {
        Value::List(nodes) => nodes.iter().map(file).collect(),
        _ => file(node).map(|one| vec![one]),
    }
}

/// An address that a link leads to, or a file of the talk: neither a program nor a document of its own.
pub(super) fn link(node: &Node) -> Result<Placed<String>, Wrong> {
    let address = placed(node)?;
    match deck::unsafe_link_scheme(&address.value) {
        Some(scheme) => Err(unsafe_address(node, scheme)),
        None => Ok(address),
    }
}

fn unsafe_address(node: &Node, scheme: &str) -> Wrong {
    let message = format!("cannot be a `{scheme}:` address");
    wrong(node, message, "write an address that begins with `https://`, or the path of a file of the talk")
}

/// One text or a list of them, each with its place.
pub(super) fn all_placed(node: &Node) -> Result<Vec<Placed<String>>, Wrong> {
    match &node.value {
        Value::List(nodes) => nodes.iter().map(placed).collect(),
        _ => placed(node).map(|one| vec![one]),
    }
}

pub(super) fn date(node: &Node) -> Result<String, Wrong> {
    match &node.value {
        Value::Date(date) | Value::Text(date) => Ok(date.clone()),
        _ => Err(wrong_kind(node, "a date", "write `2026-02-01`, or quoted text to show as it is")),
    }
}

/// The shape of a BCP 47 tag; that its parts are registered is not looked up.
pub(super) fn language(node: &Node) -> Result<String, Wrong> {
    let tag = text(node)?;
    let mut parts = tag.split('-');
    let is_plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let head = parts.next().is_some_and(|head| (2..=8).contains(&head.len()) && is_plain(head));
    match head && parts.all(|part| (1..=8).contains(&part.len()) && is_plain(part)) {
        true => Ok(tag),
        false => Err(wrong(node, "is not a language tag", "write `en`, `de` or `pt-BR`, for instance")),
    }
}

pub(super) fn url(node: &Node) -> Result<Placed<String>, Wrong> {
    let url = placed(node)?;
    let is_full = url.value.starts_with("https://") || url.value.starts_with("http://");
    match is_full && !url.value.contains(char::is_control) {
        true => Ok(url),
        false => Err(wrong(node, "is no full address", "begin it with `https://`")),
    }
}

/// An id that an address can end in.
pub(super) fn id(node: &Node) -> Result<String, Wrong> {
    let id = text(node)?;
    match id.is_empty() || id.contains(|character: char| character.is_whitespace() || character == '/') {
        true => Err(wrong(node, "is not an id", "use letters, digits and dashes, without spaces")),
        false => Ok(id),
    }
}

/// A name of reveal.js, or one for coming and one for going: `zoom-in fade-out`.
pub(super) fn transition(node: &Node) -> Result<String, Wrong> {
    let name = text(node)?;
    let plain = |word: &str| word.trim_end_matches("-in").trim_end_matches("-out").to_owned();
    let stranger = name.split_whitespace().map(plain).find(|word| !TRANSITIONS.contains(&word.as_str()));
    match stranger {
        None if !name.trim().is_empty() => Ok(name),
        stranger => {
            let stranger = stranger.unwrap_or_default();
            Err(wrong(
                node,
                format!("cannot be the transition `{stranger}`"),
                choices(&stranger, TRANSITIONS),
            ))
        }
    }
}

/// `16:9`, `4:3`, `960x700` or `[960, 700]`.
pub(super) fn size(node: &Node) -> Result<Size, Wrong> {
    const HELP: &str = "write `\"16:9\"`, `\"4:3\"`, `\"960x700\"` or `[960, 700]`";
    let (width, height) = match &node.value {
        Value::Text(text) => match words::size(text) {
            Some(size) => size,
            None => return Err(wrong(node, "is not a size", HELP)),
        },
        Value::List(sides) => match sides.as_slice() {
            [Node { value: Value::Integer(width), .. }, Node { value: Value::Integer(height), .. }] => {
                (*width, *height)
            }
            _ => return Err(wrong(node, "must be two whole numbers", HELP)),
        },
        _ => return Err(wrong_kind(node, "text or two numbers", HELP)),
    };
    match (side(width), side(height)) {
        (Some(width), Some(height)) => Ok(Size { width, height }),
        _ => Err(wrong(
            node,
            "is out of range",
            format!("both sides are between {} and {} pixels", SIDES.start(), SIDES.end()),
        )),
    }
}

fn side(pixels: i64) -> Option<u32> {
    SIDES.contains(&pixels).then(|| u32::try_from(pixels).ok()).flatten()
}

/// `blank-lines`, `dashes`, or a table of expressions.
pub(super) fn separator(node: &Node) -> Result<Separator, Wrong> {
    const NAMES: &[&str] = &["blank-lines", "dashes"];
    match &node.value {
        Value::Text(name) => match name.as_str() {
            "blank-lines" => Ok(Separator::BlankLines),
            "dashes" => Ok(Separator::Dashes),
            _ => Err(wrong(
                node,
                format!("cannot be `{name}`"),
                format!(
                    "{}; expressions go into a table: `{{ horizontal = '…', vertical = '…' }}`",
                    choices(name, NAMES)
                ),
            )),
        },
        Value::Table(pairs) => separator_expressions(node, pairs),
        _ => Err(wrong_kind(node, "text or a table", "write `\"blank-lines\"` or `\"dashes\"`")),
    }
}

fn separator_expressions(node: &Node, pairs: &Table) -> Result<Separator, Wrong> {
    let (mut horizontal, mut vertical) = (None, None);
    for pair in pairs {
        let value = match pair.key.as_str() {
            "horizontal" => &mut horizontal,
            "vertical" => &mut vertical,
            other => {
                return Err(Wrong::new(
                    pair.at,
                    format!("has no key `{other}`"),
                    choices(other, &["horizontal", "vertical"]),
                ));
            }
        };
        *value = Some(expression(&pair.node)?);
    }
    match horizontal {
        Some(horizontal) => Ok(Separator::Expressions { horizontal, vertical }),
        None => Err(wrong(node, "lacks `horizontal`", "add the expression that separates columns")),
    }
}

/// `usual`, or an expression.
pub(super) fn marker(node: &Node) -> Result<NotesMarker, Wrong> {
    match text(node)?.as_str() {
        "usual" => Ok(NotesMarker::Usual),
        _ => expression(node).map(NotesMarker::Expression),
    }
}

fn expression(node: &Node) -> Result<String, Wrong> {
    let expression = text(node)?;
    match expressions::check(&expression) {
        Ok(()) => Ok(expression),
        Err(reason) => Err(wrong(
            node,
            format!("is not a usable expression: {reason}"),
            "write a JavaScript regular expression; in TOML, single quotes keep backslashes",
        )),
    }
}

pub(super) fn duration(node: &Node) -> Result<Duration, Wrong> {
    const HELP: &str = "write `\"45min\"`, `\"1h30m\"` or a number of seconds";
    let seconds = match &node.value {
        Value::Integer(seconds) => u64::try_from(*seconds).ok(),
        Value::Text(text) => deck::seconds(text),
        _ => return Err(wrong_kind(node, "a length of time", HELP)),
    };
    match seconds {
        Some(seconds @ 1..=LONGEST) => Ok(Duration::from_secs(seconds)),
        Some(_) => Err(wrong(node, "is out of range", "write a time between a second and a day")),
        None => Err(wrong(node, "is not a length of time", HELP)),
    }
}

/// Whether TeX becomes formulas: `on`, `off` or `page`, or a table of macros, which leaves it at `kind`.
pub(super) fn math(node: &Node, kind: MathKind) -> Result<Math, Wrong> {
    const HELP: &str =
        "write `\"on\"`, `\"off\"`, or `{ font = \"system\", macros = { \"\\\\R\" = \"\\\\mathbb{R}\" } }`";
    let of = |kind| Ok(Math { kind, ..Math::default() });
    match &node.value {
        Value::Text(text) if text == "on" => of(MathKind::On),
        Value::Text(text) if text == "off" => of(MathKind::Off),
        Value::Text(text) if text == "page" => of(MathKind::OfPage),
        Value::Table(pairs) => {
            let mut math = Math { kind, ..Math::default() };
            for pair in pairs {
                match (pair.key.as_str(), &pair.node.value) {
                    ("macros", Value::Table(macros)) => {
                        for pair in macros {
                            let (name, definition) = (pair.key.clone(), text(&pair.node)?);
                            math.macros.push(MathMacro { name, definition, at: pair.at });
                        }
                    }
                    ("macros", _) => return Err(wrong_kind(&pair.node, "a table of macros", HELP)),
                    ("font", Value::Text(text)) if text == "built-in" => math.font = MathFont::BuiltIn,
                    ("font", Value::Text(text)) if text == "system" => math.font = MathFont::System,
                    ("font", _) => {
                        return Err(wrong_kind(&pair.node, "`\"built-in\"` or `\"system\"`", HELP));
                    }
                    (key, _) => {
                        let message = format!("has no key `{key}`");
                        return Err(Wrong::new(pair.at, message, HELP));
                    }
                }
            }
            Ok(math)
        }
        _ => Err(wrong_kind(node, "`\"on\"`, `\"off\"` or a table", HELP)),
    }
}

/// On or off.
pub(super) fn truth(node: &Node) -> Result<bool, Wrong> {
    match node.value {
        Value::Bool(value) => Ok(value),
        _ => Err(wrong_kind(node, "`true` or `false`", "write it without quotes")),
    }
}

/// A table of lengths of time by the name of a variant.
pub(super) fn durations(node: &Node) -> Result<Vec<(Placed<String>, Duration)>, Wrong> {
    let Value::Table(pairs) = &node.value else {
        return Err(wrong_kind(node, "a table", "write `{ short = \"15min\" }`, for instance"));
    };
    let one = |pair: &crate::parse::values::Pair| {
        let name = Placed { value: pair.key.clone(), at: Some(pair.at) };
        duration(&pair.node).map(|duration| (name, duration))
    };
    pairs.iter().map(one).collect()
}

pub(super) fn words_per_minute(node: &Node) -> Result<u32, Wrong> {
    match node.value {
        Value::Integer(rate) => match u32::try_from(rate).ok().filter(|rate| RATES.contains(rate)) {
            Some(rate) => Ok(rate),
            None => Err(wrong(node, "is out of range", "write a number from 20 to 500")),
        },
        _ => Err(wrong_kind(node, "a whole number", "write `130`, for instance")),
    }
}

/// One name, or several.
pub(super) fn variant(node: &Node) -> Result<Variant, Wrong> {
    Ok(Variant::of(&texts(node)?.join(" ")))
}

pub(super) fn embed(node: &Node) -> Result<Embed, Wrong> {
    let name = text(node)?;
    match name.as_str() {
        "auto" => Ok(Embed::Auto),
        "always" => Ok(Embed::Always),
        "never" => Ok(Embed::Never),
        _ => Err(wrong(node, format!("cannot be `{name}`"), choices(&name, &["auto", "always", "never"]))),
    }
}

/// `light`, `dark` or `auto`.
pub(super) fn appearance(node: &Node) -> Result<Placed<ColorScheme>, Wrong> {
    let name = text(node)?;
    match ColorScheme::NAMES.iter().find(|(known, _)| *known == name) {
        Some(&(_, value)) => Ok(Placed { value, at: Some(node.at) }),
        None => {
            let names = ColorScheme::NAMES.map(|(known, _)| known);
            Err(wrong(node, format!("cannot be `{name}`"), choices(&name, &names)))
        }
    }
}

/// `auto`, `none` or a percentage.
pub(crate) fn fit(node: &Node) -> Result<Fit, Wrong> {
    const HELP: &str = "write `\"auto\"`, `\"none\"`, or the smallest size of a slide in percent, from `\"20%\"` to `\"100%\"`";
    match &node.value {
        Value::Text(text) => Fit::parse(text).ok_or_else(|| wrong(node, format!("cannot be `{text}`"), HELP)),
        _ => Err(wrong_kind(node, "text", HELP)),
    }
}

/// A number of bytes, or a text such as `500 kB`.
pub(super) fn bytes(node: &Node) -> Result<u64, Wrong> {
    const HELP: &str = "write `\"500 kB\"`, `\"2 MB\"` or a number of bytes";
    let bytes = match &node.value {
        Value::Integer(bytes) => u64::try_from(*bytes).ok(),
        Value::Text(text) => words::bytes(text),
        _ => return Err(wrong_kind(node, "a number of bytes", HELP)),
    };
    bytes.ok_or_else(|| wrong(node, "is not a number of bytes", HELP))
}

/// A table of lints and their levels. Those that can be read hold, whatever is wrong with another.
pub(super) fn lints(node: &Node, lints: &mut Lints) -> Result<(), Wrong> {
    const LEVELS: [(&str, Level); 3] = [("off", Level::Off), ("warn", Level::Warn), ("error", Level::Error)];
    let Value::Table(pairs) = &node.value else {
        return Err(wrong_kind(
            node,
            "a table",
            "write `[lints]`, and `empty-slide = \"off\"` below it, for instance",
        ));
    };
    let mut first = Ok(());
    for pair in pairs {
        let read = text(&pair.node).and_then(|name| {
            let level = LEVELS.iter().find(|(word, _)| *word == name).map(|(_, level)| *level);
            let names = LEVELS.map(|(word, _)| word);
            level.ok_or_else(|| {
                let message = format!("cannot be the level `{name}`");
                Wrong { about: Some(pair.key.clone()), ..wrong(&pair.node, message, choices(&name, &names)) }
            })
        });
        let set = read.and_then(|level| match lints.set(&pair.key, level) {
            true => Ok(()),
            false => Err(unknown_lint(&pair.key, pair.at)),
        });
        first = first.and(set);
    }
    first
}

fn unknown_lint(code: &str, at: Span) -> Wrong {
    let meant = nearest(code, LINTS.iter().map(|(code, _)| *code));
    let help = match meant {
        Some(other) => format!("did you mean `{other}`?"),
        None => "`docs/lints.md` lists all lints; you cannot turn off other diagnostics".into(),
    };
    Wrong { at, message: format!("has no lint `{code}`"), help, about: meant.map(str::to_owned) }
}

/// A table, handed on as it is.
pub(super) fn json(node: &Node) -> Result<serde_json::Map<String, serde_json::Value>, Wrong> {
    match node.value.to_json() {
        serde_json::Value::Object(map) => Ok(map),
        _ => Err(wrong_kind(node, "a table", "write `[reveal]`, and reveal.js's options below it")),
    }
}

/// A table of HTML attributes. `true` is a bare attribute, `false` none at all.
pub(super) fn attributes(node: &Node) -> Result<Vec<Attribute>, Wrong> {
    const HELP: &str = "write `{ data-state = \"dark\" }`, for instance";
    let Value::Table(pairs) = &node.value else { return Err(wrong_kind(node, "a table", HELP)) };
    let mut attributes = Vec::new();
    for pair in pairs {
        let is_name = !pair.key.is_empty()
            && !pair.key.contains(|c: char| c.is_whitespace() || c.is_control() || "\"'<>/=".contains(c));
        if !is_name {
            return Err(Wrong::new(pair.at, format!("has no attribute `{}`", pair.key), HELP));
        }
        let value = match &pair.node.value {
            Value::Text(text) | Value::Date(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Bool(true) | Value::Nothing => String::new(),
            Value::Bool(false) => continue,
            _ => return Err(wrong_kind(&pair.node, "texts", HELP)),
        };
        attributes.push(Attribute {
            name: pair.key.to_lowercase(),
            value,
            at: Some(whole(pair.at, pair.node.at)),
        });
    }
    Ok(attributes)
}

fn whole(key: Span, value: Span) -> Span {
    Span { end: value.end.max(key.end), ..key }
}

pub(super) fn choices(word: &str, names: &[&str]) -> String {
    match nearest(word, names.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("use one of `{}`", names.join("`, `")),
    }
}

pub(super) fn wrong(node: &Node, message: impl Into<String>, help: impl Into<String>) -> Wrong {
    Wrong::new(node.at, message, help)
}

pub(super) fn wrong_kind(node: &Node, takes: &str, help: &str) -> Wrong {
    wrong(node, format!("must be {takes}, not {}", node.value.kind()), help)
}

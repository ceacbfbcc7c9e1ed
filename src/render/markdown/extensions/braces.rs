//! Attributes in braces: `{#id .class key=value key="a b"}`.
//!
//! Source: "Extension: attributes" of the pandoc manual. What is not wholly understood is not an attribute but text, so
//! that braces in prose stay braces.

use crate::html::address::is_attribute_name;

/// What is between two braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Braces {
    /// In their order, classes joined into one.
    pub attributes: Vec<(String, String)>,
    /// How many bytes they take, both braces included.
    pub length: usize,
}

/// Characters that would begin something else in Markdown.
const FOREIGN: &[char] = &['\n', '{', '}', '<', '>', '`', '*', '$', '[', ']', '\\'];

impl Braces {
    /// Reads the braces that a text begins with. A colon after the first one, as kramdown has it, is allowed.
    pub(crate) fn read(text: &str) -> Option<Braces> {
        let inside = text.strip_prefix('{')?;
        let length = inside.find('}')?;
        let inside = &inside[..length];
        if inside.contains(FOREIGN) {
            return None;
        }
        let mut rest = inside.strip_prefix(':').unwrap_or(inside).trim_start();
        let (mut id, mut classes, mut pairs) = (None, Vec::new(), Vec::new());
        while !rest.is_empty() {
            let after = if let Some(name) = rest.strip_prefix('.') {
                let length = word(name);
                classes.push(name.get(..length).filter(|name| is_class(name))?);
                &name[length..]
            } else if let Some(name) = rest.strip_prefix('#') {
                let length = word(name);
                id = Some(name.get(..length).filter(|name| !name.is_empty())?);
                &name[length..]
            } else {
                let (name, value) = rest.split_once('=')?;
                let (value, after) = value_of(value)?;
                if !is_attribute_name(name) || !name.is_ascii() {
                    return None;
                }
                pairs.push((name.to_lowercase(), value));
                after
            };
            rest = after.trim_start();
            // What follows without a space belongs to what is before it, and is not understood.
            if !rest.is_empty() && rest.len() == after.len() {
                return None;
            }
        }
        let mut attributes: Vec<(String, String)> = Vec::new();
        attributes.extend(id.map(|id| ("id".to_owned(), id.to_owned())));
        attributes.extend((!classes.is_empty()).then(|| ("class".to_owned(), classes.join(" "))));
        pairs.into_iter().for_each(|(name, value)| set(&mut attributes, &name, value));
        (!attributes.is_empty()).then_some(Braces { attributes, length: length + 2 })
    }

    /// The attributes for an image, whose sides HTML knows as attributes.
    pub(crate) fn for_image(self) -> Vec<(String, String)> {
        sized(self.attributes, |side, size| match (side, size) {
            (_, Size::Pixels(pixels)) => Sized::Attribute(pixels.to_owned()),
            ("width", Size::Share(share)) => Sized::Attribute(format!("{share}%")),
            // A share of the slide's height: what is around a picture is as high as the picture.
            (_, Size::Share(share)) => {
                Sized::Style(format!("calc(var(--slide-height, 700px) * {share} / 100)"))
            }
            (_, Size::Other(other)) => Sized::Style(other.to_owned()),
        })
    }

    /// The attributes for any other element.
    pub(crate) fn for_element(self) -> Vec<(String, String)> {
        sized(self.attributes, |_, size| {
            Sized::Style(match size {
                Size::Pixels(pixels) => format!("{pixels}px"),
                Size::Share(share) => format!("{share}%"),
                Size::Other(other) => other.to_owned(),
            })
        })
    }
}

/// Gives an attribute its value; classes and styles are added to those that are there.
pub(super) fn set(attributes: &mut Vec<(String, String)>, name: &str, value: String) {
    match attributes.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => match name {
            "class" => *known = format!("{known} {value}"),
            "style" => *known = format!("{};{value}", known.trim_end_matches(';')),
            _ => *known = value,
        },
        None => attributes.push((name.to_owned(), value)),
    }
}

/// A length as authors write it.
enum Size<'a> {
    Pixels(&'a str),
    Share(&'a str),
    /// With its unit.
    Other(&'a str),
}

/// Where a length goes.
enum Sized {
    Attribute(String),
    Style(String),
}

/// The attributes with `width` and `height` put where they have an effect.
fn sized(
    attributes: Vec<(String, String)>,
    place: impl Fn(&str, Size<'_>) -> Sized,
) -> Vec<(String, String)> {
    let mut placed = Vec::with_capacity(attributes.len());
    for (name, value) in attributes {
        let size = matches!(name.as_str(), "width" | "height").then(|| size(&value)).flatten();
        match size.map(|size| place(&name, size)) {
            None => set(&mut placed, &name, value),
            Some(Sized::Attribute(value)) => set(&mut placed, &name, value),
            Some(Sized::Style(value)) => set(&mut placed, "style", format!("{name}:{value}")),
        }
    }
    placed
}

fn size(value: &str) -> Option<Size<'_>> {
    let digits = value.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at(digits);
    number.parse::<f64>().ok()?;
    match unit {
        "" | "px" => Some(Size::Pixels(number)),
        "%" => Some(Size::Share(number)),
        _ if unit.bytes().all(|it| it.is_ascii_lowercase()) => Some(Size::Other(value)),
        _ => None,
    }
}

/// How many bytes of a text a name takes.
fn word(text: &str) -> usize {
    text.find(|it: char| !it.is_alphanumeric() && !"-_:/".contains(it)).unwrap_or(text.len())
}

/// Whether a word can only be the name of a class; `.5` and `.…` are not.
pub(super) fn is_class(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphabetic() || matches!(first, '-' | '_'))
        && word(name) == name.len()
}

/// The value that a text begins with, in quotes or without, and what comes after it.
fn value_of(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''));
    let Some(quote) = quote else {
        let length = text.find(|it: char| it.is_whitespace() || "\"'=".contains(it)).unwrap_or(text.len());
        return (length > 0).then(|| (text[..length].to_owned(), &text[length..]));
    };
    let (value, after) = text[1..].split_once(quote)?;
    Some((value.to_owned(), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_braces(text: &str, expected: Option<&str>) {
        let shown = Braces::read(text).map(|braces| {
            let pairs = braces.attributes.iter().map(|(name, value)| format!("{name}={value}"));
            format!("{}|{}", pairs.collect::<Vec<_>>().join(","), &text[braces.length..])
        });
        assert_eq!(shown.as_deref(), expected);
    }

    #[test]
    fn names_classes_and_pairs_are_attributes() {
        check_braces("{width=50% .left} x", Some("class=left,width=50%| x"));
        check_braces("{#a .b .c d=\"e f\" g='h'}", Some("id=a,class=b c,d=e f,g=h|"));
        check_braces("{.a class=b}{.c}", Some("class=a b|{.c}"));
        check_braces("{: .a }", Some("class=a|"));
    }

    #[test]
    fn other_braces_are_braces() {
        for text in [
            "{}", "{ }", "{a}", "{a, b}", "{{a}}", "{.5}", "{x = 1}", "{.a.b.}", "{.a\n.b}", "{a=\"b}",
            "{.a", "{=}",
        ] {
            check_braces(text, None);
        }
    }

    #[test]
    fn sides_go_where_they_have_an_effect() {
        let read = |text| Braces::read(text).expect("attributes");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(read("{width=50%}").for_image(), [pair("width", "50%")]);
        assert_eq!(
            read("{width=50px height=3em}").for_image(),
            [pair("width", "50"), pair("style", "height:3em")]
        );
        assert_eq!(read("{width=\"40%\"}").for_element(), [pair("style", "width:40%")]);
        assert_eq!(read("{style=\"a:b;\" width=4}").for_element(), [pair("style", "a:b;width:4px")]);
        assert_eq!(read("{width=wide}").for_element(), [pair("width", "wide")]);
    }
}

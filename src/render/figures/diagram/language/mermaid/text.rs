//! Texts of a diagram as their author means them: without quotes, and with the letters that `#name;` and `&name;` stand for.

use crate::html::parse::document;
use crate::html::tree::ROOT;

/// The text of a node or an edge: quotes and the backticks of a Markdown text go, and so do names of icons, of which a deck
/// has no font.
pub(crate) fn label(raw: &str) -> String {
    let raw = raw.trim();
    let text = inside(raw, '"').unwrap_or(raw);
    let text = inside(text, '`').unwrap_or(text);
    characters(without_icons(text).trim())
}

fn inside(text: &str, quote: char) -> Option<&str> {
    text.strip_prefix(quote)?.strip_suffix(quote)
}

/// Whether a text names an icon of Font Awesome: `fa:fa-car`.
pub(crate) fn has_icon(text: &str) -> bool {
    icon(text).is_some()
}

/// Where a text names an icon first: where that begins and where it ends.
fn icon(text: &str) -> Option<(usize, usize)> {
    let (at, _) = text.match_indices(":fa-").next()?;
    let start = text[..at].rfind(|it: char| !it.is_ascii_lowercase()).map_or(0, |before| before + 1);
    let start = text.ceil_char_boundary(start);
    let is_family = matches!(&text[start..at], "fa" | "fas" | "far" | "fab" | "fal" | "fad");
    let length = text[at + 1..].find(|it: char| !it.is_ascii_alphanumeric() && it != '-');
    is_family.then(|| (start, length.map_or(text.len(), |length| at + 1 + length)))
}

fn without_icons(text: &str) -> String {
    let mut plain = text.to_owned();
    while let Some((start, end)) = icon(&plain) {
        plain.replace_range(start..end, "");
    }
    plain
}

/// Puts characters in the place of their names. Those that make tags stay names until a text is written.
pub(crate) fn characters(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['#', '&']) {
        plain.push_str(&rest[..at]);
        let mark = &rest[at..];
        let name = mark[1..].split(|it: char| !it.is_ascii_alphanumeric() && it != '#').next().unwrap_or("");
        let ends = mark[1 + name.len()..].starts_with(';');
        match character(name).filter(|_| ends) {
            Some(found) => {
                plain.push_str(&found);
                rest = &mark[name.len() + 2..];
            }
            None => {
                plain.push_str(&mark[..1]);
                rest = &mark[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What a name stands for: `quot`, `35`, `#35`, `x2764`.
fn character(name: &str) -> Option<String> {
    let digits = name.strip_prefix('#').unwrap_or(name);
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
        None => digits.parse().ok(),
    };
    match code {
        Some(code) => char::from_u32(code).filter(|it| !it.is_control()).map(kept),
        None if name.len() > 1 && name.len() < 32 && name.bytes().all(|it| it.is_ascii_alphanumeric()) => {
            let (tree, _) = document(&format!("&{name};"));
            let text = tree.text(ROOT);
            // A name that is none stays as it is, or only its beginning is one.
            (!text.ends_with(';')).then(|| text.chars().map(kept).collect())
        }
        None => None,
    }
}

fn kept(letter: char) -> String {
    match letter {
        '<' => "&lt;".into(),
        '>' => "&gt;".into(),
        '&' => "&amp;".into(),
        letter => letter.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        assert_eq!(label(raw), expected);
    }

    #[test]
    fn names_of_characters_are_the_characters() {
        check("\"say #quot;hi#quot;\"", "say \"hi\"");
        check("#35;1 &#9829; #9829; #hearts; &eacute; #x2764;", "#1 ♥ ♥ ♥ é ❤");
        check("1 #lt; 2 &amp; 3", "1 &lt; 2 &amp; 3");
        check(
            "C# and #1; R&D; #nothing; a & b",
            "C# and \u{1}; R&D; #nothing; a & b".replace('\u{1}', "#1").as_str(),
        );
    }

    #[test]
    fn quotes_and_icons_go() {
        check("\"`**bold** text`\"", "**bold** text");
        check("fa:fa-car Car", "Car");
        check("  plain  ", "plain");
        assert!(has_icon("go fab:fa-github") && !has_icon("alfa:fa-x") && !has_icon("é:fa-x"));
    }
}

//! The values of `data-background` and its kin: lists of pictures, or CSS.
//!
//! The runtime reads the finished page in the same way (`src/runtime/src/dom/media.ts`).

use std::ops::Range;

/// What the endings of pictures are.
const ENDINGS: [&str; 8] = [".svg", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".avif"];

/// How the addresses begin that are pictures whatever their ending.
///
/// Source: `Backgrounds.sync` of reveal.js, which does not name the last two.
const BEGINNINGS: [&str; 5] = ["http", "file", "//", "data:", "blob:"];

/// The stretches of a list that its commas part, without the space around them. A comma in brackets parts nothing, nor does
/// one of a `data:` address.
pub(crate) fn parts(list: &str) -> Vec<Range<usize>> {
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(character) = list[at..].chars().next() {
        match character {
            '(' => at = closing(list, at).unwrap_or(at),
            ',' if !is_in_data(&list[start..], at - start) => {
                parts.push(trimmed(list, start..at));
                start = at + 1;
            }
            _ => {}
        }
        at += list[at..].chars().next().map_or(0, char::len_utf8);
    }
    parts.push(trimmed(list, start..list.len()));
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether a part of a list is a function of CSS, as a gradient is; `paren(1).png` is none.
pub(crate) fn is_function(part: &str) -> bool {
    let Some((name, _)) = part.split_once('(') else { return false };
    let is_name = !name.is_empty() && name.chars().all(|it| it.is_ascii_alphabetic() || it == '-');
    is_name && closing(part, name.len()) == Some(part.len() - 1)
}

/// Whether a `data-background` names pictures, and no colour and no other CSS.
pub(crate) fn is_picture(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    let bare = without_brackets(&value);
    let is_end = |after: Option<char>| after.is_none_or(|it| it.is_whitespace() || "?#,".contains(it));
    BEGINNINGS.iter().any(|beginning| value.starts_with(beginning))
        || ENDINGS.iter().any(|ending| {
            bare.match_indices(ending).any(|(at, _)| is_end(bare[at + ending.len()..].chars().next()))
        })
}

/// A text without what is in brackets that close.
fn without_brackets(text: &str) -> String {
    let (mut bare, mut from) = (String::new(), 0);
    while let Some(open) = text[from..].find('(').map(|at| from + at) {
        bare.push_str(&text[from..open]);
        from = closing(text, open).unwrap_or(open) + 1;
    }
    bare + &text[from..]
}

/// Where the bracket closes that opens at a place; `None` if it does not. Brackets in strings do not count.
fn closing(text: &str, open: usize) -> Option<usize> {
    let (mut depth, mut quote, mut is_escaped) = (0, None, false);
    for (at, character) in text[open..].char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if quote.is_some() => quote = quote.filter(|quote| *quote != character),
            '"' | '\'' => quote = Some(character),
            '(' => depth += 1,
            ')' if depth == 1 => return Some(open + at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a comma is of a `data:` address: the one before its content, or one with no space after it.
fn is_in_data(part: &str, comma: usize) -> bool {
    let is_first = !part[..comma].contains(',');
    let has_more = part[comma + 1..].starts_with(|next: char| !next.is_whitespace());
    part.trim_start().starts_with("data:") && (is_first || has_more)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_parts(list: &str, expected: &[&str]) {
        let parts: Vec<&str> = parts(list).into_iter().map(|part| &list[part]).collect();
        assert_eq!(parts, expected);
    }

    #[test]
    fn a_list_is_parted_at_commas_outside_of_brackets() {
        check_parts(
            "a.svg, linear-gradient(red, rgb(1, 2, 3)),b.png ",
            &["a.svg", "linear-gradient(red, rgb(1, 2, 3))", "b.png"],
        );
        check_parts("paren(1).png, b)1.png, a(1.png,", &["paren(1).png", "b)1.png", "a(1.png"]);
        check_parts("data:image/png;base64,AA, b.png", &["data:image/png;base64,AA", "b.png"]);
        check_parts("data:,a,b(1, 2), c.png", &["data:,a,b(1, 2)", "c.png"]);
        check_parts("url(\"a),(.png\"), é.png", &["url(\"a),(.png\")", "é.png"]);
        check_parts(" , ", &[]);
    }

    #[test]
    fn a_function_is_one_to_its_end() {
        assert!(is_function("linear-gradient(red, rgb(0 0 0 / 50%))") && is_function("url('a)b.png')"));
        for address in ["paren(1).png", "a(1)", "(1)", "1(1)", "a.b(1)", "url(a.png) center", "a(b", "x"] {
            assert_eq!(is_function(address), address == "a(1)", "{address}");
        }
    }

    #[test]
    fn a_background_is_a_picture_by_its_ending_or_its_beginning() {
        for value in [
            "a.svg",
            "a.PNG?x",
            "https://a.example/",
            "a.jpg, b.png",
            "paren(1).png",
            "a(1.webp",
            "data:,",
            "photo (1) copy.png",
        ] {
            assert!(is_picture(value), "{value}");
        }
        for value in [
            "#fff",
            "rgb(1, 2, 3)",
            "svg",
            "var(--x.svgz)",
            "url(a.png)",
            "url( a.png ) center",
            "image-set(url('a(1).png') 1x)",
        ] {
            assert!(!is_picture(value), "{value}");
        }
    }
}

//! An address that the author wrote, and what it is for.

use crate::text::Span;

/// An address of a file, as it is in a slide or a style sheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Reference {
    /// As written, with entities and CSS escapes decoded, percent signs not.
    pub address: String,
    /// The folder of the file that holds the address, relative to the project; empty for the project itself.
    pub base: String,
    /// Where the address is.
    pub at: Span,
    /// What the file is used as.
    pub role: Role,
}

/// What an address is for, which decides what may be in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Role {
    /// The picture of an `<img>`, whose attributes `render` writes. May become a shared image.
    Image,
    /// A picture where only an address can be: `poster`, a candidate of `srcset`, `<image href>`.
    Picture,
    /// A picture in an attribute that the runtime reads as a CSS image: `data-background-image`.
    Background,
    /// A picture in a declaration of a style sheet, a `<style>` or a `style` attribute: the whole `url(…)`.
    Style,
    /// A font, or anything else in a style sheet where no `var()` may be: the whole `url(…)`.
    Font,
    /// The same where it is one of several formats of a font, of which a browser takes one.
    Format {
        /// Where in the style sheet the block of the font begins.
        font: usize,
    },
    /// A style sheet: `<link rel=stylesheet>`.
    Sheet,
    /// A style sheet that another imports: the `url(…)` or string of an `@import`.
    Import,
    /// A script.
    Script,
    /// A script that is a module, which browsers load from a server alone where it is a file.
    Module,
    /// A video, a sound or a text track.
    Media,
    /// A file that the audience may open: `<a href>`.
    Link,
    /// A file that a browser is asked to load early: `<link rel=preload>`. Nothing comes of it in the deck.
    Hint,
    /// A page within the page: `<iframe src>`, `data-background-iframe`.
    Frame,
    /// A document of any kind within the page: `<object data>`, `<embed src>`.
    Object,
}

/// The kinds of address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address<'a> {
    /// Of another place: with a scheme, or beginning with `//`.
    Outside {
        /// In lower case, without the colon; empty for `//`.
        scheme: String,
    },
    /// The bytes themselves (`data:`).
    Data,
    /// A place in this very page (`#…`), or nothing at all.
    Here,
    /// A file of the project, or so it seems: its path as written, and what follows from `?` or `#` on.
    File {
        /// As written, still percent-encoded.
        path: &'a str,
        /// Empty, or from `?` or `#` on.
        suffix: &'a str,
    },
}

impl<'a> Address<'a> {
    /// Sorts an address as browsers do: white space around it, and tabs and line ends within, do not count.
    pub(crate) fn of(address: &'a str) -> Address<'a> {
        let address = address.trim_matches(|character: char| character <= ' ');
        if let Some(scheme) = scheme(address) {
            return if scheme == "data" { Address::Data } else { Address::Outside { scheme } };
        }
        let mut head = address.chars().filter(|character| !matches!(character, '\t' | '\n' | '\r'));
        match (head.next(), head.next()) {
            (None | Some('#' | '?'), _) => Address::Here,
            (Some('/' | '\\'), Some('/' | '\\')) => Address::Outside { scheme: String::new() },
            _ => {
                let end = address.find(['?', '#']).unwrap_or(address.len());
                Address::File { path: &address[..end], suffix: &address[end..] }
            }
        }
    }
}

/// The scheme of an address, in lower case. One letter is not a scheme but the drive of a Windows path.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let scheme: String = scheme
        .chars()
        .filter(|character| !matches!(character, '\t' | '\n' | '\r'))
        .map(|character| character.to_ascii_lowercase())
        .collect();
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.'));
    is_scheme.then_some(scheme)
}

impl Role {
    /// Whether the file has to be an image.
    pub(crate) fn is_image(self) -> bool {
        matches!(self, Role::Image | Role::Picture | Role::Background | Role::Style)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_address(address: &str, kind: Address<'_>) {
        assert_eq!(Address::of(address), kind, "{address:?}");
    }

    #[test]
    fn a_path_parts_from_query_and_fragment() {
        check_address("images/a.svg", Address::File { path: "images/a.svg", suffix: "" });
        check_address(" a.svg?v=1#icon\n", Address::File { path: "a.svg", suffix: "?v=1#icon" });
        check_address("a.svg#x?y", Address::File { path: "a.svg", suffix: "#x?y" });
        check_address("/a.svg", Address::File { path: "/a.svg", suffix: "" });
        check_address("12:30.png", Address::File { path: "12:30.png", suffix: "" });
    }

    #[test]
    fn a_scheme_leads_outside_however_it_is_written() {
        let outside = |scheme: &str| Address::Outside { scheme: scheme.into() };
        check_address("HTTPS://example.org/a.svg", outside("https"));
        check_address("mailto:a@example.org", outside("mailto"));
        check_address("java\tscript:alert(1)", outside("javascript"));
        check_address("//example.org/a.svg", outside(""));
        check_address("/\\example.org", outside(""));
        check_address("data:image/png;base64,AA", Address::Data);
    }

    #[test]
    fn a_drive_letter_is_no_scheme() {
        check_address("c:/a.svg", Address::File { path: "c:/a.svg", suffix: "" });
    }

    #[test]
    fn a_fragment_is_of_this_page() {
        check_address("#/2", Address::Here);
        check_address("?print-pdf", Address::Here);
        check_address("  ", Address::Here);
    }
}

//! The addresses in CSS.
//!
//! Only as much of CSS is read as it takes to tell an address from a comment, a string or a selector. Reading
//! never fails: CSS that browsers repair is read as they read it.

mod rules;
mod token;

use std::ops::Range;

pub(crate) use rules::{Rule, rules};
use token::{Kind, Token, tokens};

/// An address in CSS, and the stretch that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CssAddress {
    /// In bytes: the whole `url(…)`, the string within an `image-set()`, or the whole `@import` rule.
    pub range: Range<usize>,
    /// With escapes decoded.
    pub address: String,
    pub place: Place,
}

/// Where an address is, which tells what may replace it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the value of a property.
    Property,
    /// In a descriptor (`src` of `@font-face`), where no `var()` may be.
    Descriptor {
        /// Where the block begins that it is in: addresses of one block are formats of one font.
        block: usize,
    },
    /// An `@import`, with what follows its address: layer, supports, media queries.
    Import { conditions: Range<usize> },
    /// An `@import` after other rules or within one, which browsers ignore.
    LateImport,
}

/// Every address in some CSS, in order.
pub(super) fn addresses(css: &str) -> Vec<CssAddress> {
    let mut scan = Scan::default();
    tokens(css).for_each(|token| scan.token(token));
    scan.end(css.len());
    scan.addresses
}

/// What closes everything that some CSS leaves open, so that other CSS may follow it.
pub(super) fn closing(css: &str) -> String {
    let mut open = Vec::new();
    let mut closing = String::new();
    for token in tokens(css) {
        match token.kind {
            Kind::Open(bracket) => open.push(bracket),
            Kind::Function(_) => open.push('('),
            Kind::Close(bracket) => {
                open.pop_if(|open| closes(*open, bracket));
            }
            _ => {}
        }
        closing = token.missing;
    }
    closing.extend(open.iter().rev().map(|bracket| match bracket {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }));
    closing
}

/// The strings in some CSS, with their escapes decoded; addresses are none.
pub(crate) fn strings(css: &str) -> Vec<String> {
    let mut is_address = false;
    let strings = tokens(css).filter_map(|token| match token.kind {
        Kind::String(text) if !is_address => Some(text),
        Kind::Function(name) => {
            is_address = ["url", "src"].iter().any(|address| name.eq_ignore_ascii_case(address));
            None
        }
        Kind::Space => None,
        _ => {
            is_address = false;
            None
        }
    });
    strings.collect()
}

/// The stretches that are comments.
pub(crate) fn comments(css: &str) -> impl Iterator<Item = Range<usize>> {
    tokens(css).filter(|token| token.kind == Kind::Comment).map(|token| token.range)
}

/// CSS without its comments, of which an empty one stays where it parts two words.
pub(crate) fn without_comments(css: &str) -> String {
    // A licence says by `/*!` that it stays.
    without(css, comments(css).filter(|comment| !css[comment.clone()].starts_with("/*!")))
}

/// The same without the comments that say they are to stay: in a drawing, nobody's licence is one.
pub(super) fn without_all_comments(css: &str) -> String {
    without(css, comments(css))
}

fn without(css: &str, comments: impl Iterator<Item = Range<usize>>) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut end = 0;
    for comment in comments {
        bare.push_str(&css[end..comment.start]);
        end = comment.end;
        let is_apart = |character: Option<char>| {
            character.is_none_or(|character| character.is_ascii_whitespace() || "{};".contains(character))
        };
        if !is_apart(bare.chars().next_back()) && !is_apart(css[end..].chars().next()) {
            bare.push_str("/**/");
        }
    }
    bare.push_str(&css[end..]);
    bare
}

/// An address as a string of CSS, in double quotes, that may be in a `<style>` element.
pub(super) fn quoted(address: &str) -> String {
    let mut quoted = String::with_capacity(address.len() + 2);
    quoted.push('"');
    for character in address.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            // Written as an escape, so that no address ends the `<style>` around it.
            '<' => quoted.push_str("\\3C "),
            character if character.is_control() => {
                quoted.push_str(&format!("\\{:X} ", u32::from(character)));
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// Finds addresses in a stream of tokens.
#[derive(Default)]
struct Scan {
    addresses: Vec<CssAddress>,
    /// The brackets that are open, innermost last.
    open: Vec<Open>,
    /// How many of them are not `{`.
    parentheses: usize,
    /// The at-rule whose block or semicolon is still to come.
    rule: Option<AtRule>,
    /// Whether a rule has been seen after which browsers ignore an `@import`.
    is_late: bool,
}

/// An open bracket.
struct Open {
    bracket: char,
    /// Where it, or its function's name, begins.
    start: usize,
    /// The function's name in lower case; empty for a bare bracket.
    name: String,
    /// Where the block of the `@font-face` begins that it is in, or is.
    font: Option<usize>,
    /// Whether it is in a `url(`, or is one itself.
    is_url: bool,
    /// The address given to `url("…")`.
    address: Option<String>,
}

/// The head of an at-rule.
struct AtRule {
    /// In lower case.
    name: String,
    start: usize,
    /// The first address in it, and where that ends.
    address: Option<(String, usize)>,
}

impl Scan {
    fn token(&mut self, token: Token) {
        let range = token.range;
        let is_top = self.open.is_empty() && self.rule.is_none();
        match token.kind {
            Kind::Comment | Kind::Space => {}
            Kind::AtWord(name) if self.parentheses == 0 => {
                let name = name.to_ascii_lowercase();
                self.rule = Some(AtRule { name, start: range.start, address: None });
            }
            Kind::Open(bracket) => self.open(bracket, range.start),
            Kind::Function(name) => {
                let name = name.to_ascii_lowercase();
                let is_url = self.is_url() || matches!(name.as_str(), "url" | "src");
                let (start, font) = (range.start, self.font());
                self.open.push(Open { bracket: '(', start, name, font, is_url, address: None });
                self.parentheses += 1;
                self.is_late |= is_top;
            }
            Kind::Close(bracket) => self.close(bracket, range.end),
            Kind::Url(address) => self.address(range, address),
            Kind::String(value) => self.string(range, value),
            Kind::Semicolon => self.semicolon(range),
            Kind::AtWord(_) | Kind::Other => self.is_late |= is_top,
        }
    }

    fn open(&mut self, bracket: char, start: usize) {
        let rule = if bracket == '{' { self.rule.take() } else { None };
        self.is_late |= bracket == '{';
        self.parentheses += usize::from(bracket != '{');
        let font = self.font().or_else(|| rule.filter(|rule| rule.name == "font-face").map(|_| start));
        let (name, is_url) = (String::new(), self.is_url());
        self.open.push(Open { bracket, start, name, font, is_url, address: None });
    }

    fn is_url(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_url)
    }

    fn font(&self) -> Option<usize> {
        self.open.last().and_then(|open| open.font)
    }

    fn close(&mut self, bracket: char, end: usize) {
        let Some(open) = self.open.pop_if(|open| closes(open.bracket, bracket)) else { return };
        if bracket == '}' {
            // A block's end also ends a rule in it that lacks its semicolon.
            self.rule = None;
        } else {
            self.parentheses -= 1;
        }
        if let Some(address) = open.address {
            self.address(open.start..end, address);
        }
    }

    fn string(&mut self, range: Range<usize>, value: String) {
        match self.open.last_mut().filter(|open| open.bracket == '(') {
            Some(open) => match open.name.as_str() {
                "url" | "src" => {
                    open.address.get_or_insert(value);
                }
                "image-set" | "-webkit-image-set" => self.address(range, value),
                _ => {}
            },
            None if self.rule.is_some() => self.address(range, value),
            None => {}
        }
    }

    /// Takes in an address: a whole `url(…)`, or a string that is one.
    fn address(&mut self, range: Range<usize>, address: String) {
        if let Some(rule) = &mut self.rule {
            // Other at-rules than `@import` name addresses that nobody fetches: `@supports`, `@namespace`.
            if rule.address.is_none() && self.parentheses == 0 {
                rule.address = Some((address, range.end));
            }
            return;
        }
        if self.is_url() {
            // An address within an address is none.
            return;
        }
        let place = self.font().map_or(Place::Property, |block| Place::Descriptor { block });
        self.addresses.push(CssAddress { range, address, place });
    }

    fn semicolon(&mut self, semicolon: Range<usize>) {
        if self.parentheses > 0 {
            return;
        }
        let Some(rule) = self.rule.take() else { return };
        match (rule.name.as_str(), rule.address) {
            ("import", Some((address, end))) => {
                let place = if self.is_late || !self.open.is_empty() {
                    Place::LateImport
                } else {
                    Place::Import { conditions: end..semicolon.start }
                };
                self.addresses.push(CssAddress { range: rule.start..semicolon.end, address, place });
            }
            ("import" | "charset" | "layer", _) => {}
            _ => self.is_late = true,
        }
    }

    /// The end of the CSS ends all that is still open.
    fn end(&mut self, end: usize) {
        while let Some(open) = self.open.pop_if(|open| open.bracket != '{') {
            self.parentheses -= 1;
            if let Some(address) = open.address {
                self.address(open.start..end, address);
            }
        }
        self.semicolon(end..end);
    }
}

/// Whether one bracket closes another.
fn closes(open: char, close: char) -> bool {
    matches!((open, close), ('(', ')') | ('[', ']') | ('{', '}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Checks what is found, as `place|stretch|address`.
    #[track_caller]
    fn check_addresses(css: &str, expected: &[&str]) {
        let addresses: Vec<_> = addresses(css)
            .into_iter()
            .map(|address| {
                let place = match address.place {
                    Place::Property => "property".to_owned(),
                    Place::Descriptor { .. } => "descriptor".to_owned(),
                    Place::Import { conditions } => format!("import{}", &css[conditions]),
                    Place::LateImport => "late".to_owned(),
                };
                format!("{place}|{}|{}", &css[address.range], address.address)
            })
            .collect();
        assert_eq!(addresses, expected, "{css}");
    }

    #[test]
    fn urls_are_found_however_they_are_written() {
        check_addresses("a{background:url(a.svg)}", &["property|url(a.svg)|a.svg"]);
        check_addresses("a{background:url( 'a b.svg' ) x}", &["property|url( 'a b.svg' )|a b.svg"]);
        check_addresses("background:u\\52L(a\\(1\\).svg)", &["property|u\\52L(a\\(1\\).svg)|a(1).svg"]);
        check_addresses("a{b:url('c' url(d))}", &["property|url('c' url(d))|c"]);
        check_addresses("a{--x:url()", &["property|url()|"]);
        check_addresses("a{b:url(c.svg", &["property|url(c.svg|c.svg"]);
        check_addresses("a{b:url(\"c.svg", &["property|url(\"c.svg|c.svg"]);
    }

    #[test]
    fn an_image_set_names_its_candidates_as_strings_too() {
        check_addresses(
            "a{b:image-set('a.avif' type('image/avif'), url(a.png) 2x)}",
            &["property|'a.avif'|a.avif", "property|url(a.png)|a.png"],
        );
    }

    #[test]
    fn comments_strings_and_selectors_hold_none() {
        check_addresses("/* url(a) */ a[b='url(c)']{content:'url(d)'}", &[]);
        check_addresses("@supports (b:url(a)){} @namespace svg url(http://b);", &[]);
    }

    #[test]
    fn a_font_stands_in_a_descriptor() {
        check_addresses(
            "@font-face{src:url(a.woff2) format('woff2')} b{c:url(d)}",
            &["descriptor|url(a.woff2)|a.woff2", "property|url(d)|d"],
        );
    }

    #[test]
    fn imports_come_with_their_conditions() {
        check_addresses(
            "@charset 'utf-8';@import 'a.css';@import url(b.css) layer(x) screen;",
            &[
                "import|@import 'a.css';|a.css",
                "import layer(x) screen|@import url(b.css) layer(x) screen;|b.css",
            ],
        );
        check_addresses("@import 'a.css'", &["import|@import 'a.css'|a.css"]);
        check_addresses(
            "@import url('a;b.css') (c:d);",
            &["import (c:d)|@import url('a;b.css') (c:d);|a;b.css"],
        );
    }

    #[test]
    fn an_import_after_other_rules_is_late() {
        check_addresses("a{} @import 'a.css';", &["late|@import 'a.css';|a.css"]);
        check_addresses("@media x{@import 'a.css';}", &["late|@import 'a.css';|a.css"]);
    }

    #[track_caller]
    fn check_closing(css: &str, closing: &str) {
        assert_eq!(super::closing(css), closing, "{css}");
    }

    #[test]
    fn what_is_open_is_closed() {
        check_closing("a{b:c}", "");
        check_closing("@media x{a{b:url(c", ")}}");
        check_closing("a{b:f([\"c", "\"])}");
        check_closing("/* a{", "*/");
        check_closing("/* a{*", "/");
    }

    const CSS: &str = r#"([a-z\\ "'(){};@#/*0-9.\n日-]|url\(|/\*|@import )*"#;

    proptest! {
        #[test]
        fn nothing_stays_open_behind_what_closes_it(css in CSS) {
            let whole = format!("{css}{}", closing(&css));
            prop_assert_eq!(closing(&whole), "");
        }

        #[test]
        fn a_quoted_address_is_read_back(address in any::<String>()) {
            let css = format!("url({})", quoted(&address));
            let expected = address.replace('\0', "\u{FFFD}");
            let all = addresses(&css);
            prop_assert_eq!(&all[0].address, &expected);
        }

        #[test]
        fn stretches_come_in_order_and_do_not_overlap(css in CSS) {
            let mut end = 0;
            for address in addresses(&css) {
                prop_assert!(address.range.start >= end);
                end = address.range.end;
            }
        }
    }
}

//! CSS as tokens, after CSS Syntax Level 3, section 4; numbers, delimiters and the like are not told apart.

use std::ops::Range;

/// One token, and where it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// In bytes.
    pub range: Range<usize>,
    pub kind: Kind,
    /// What would have to follow for the token to be whole, where the CSS ends within it.
    pub missing: String,
}

/// What a token is. Escapes are decoded in all values; names keep their case.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Comment,
    Space,
    String(String),
    /// `url(` without quotes, up to and with its `)`.
    Url(String),
    /// A name with the `(` that follows it; `url(` before a quote among them.
    Function(String),
    /// `@` and a name.
    AtWord(String),
    /// `(`, `[` or `{`.
    Open(char),
    /// `)`, `]` or `}`.
    Close(char),
    Semicolon,
    Other,
}

/// The tokens of some CSS. Their ranges follow one another without a gap.
pub(super) fn tokens(css: &str) -> impl Iterator<Item = Token> {
    let mut reader = Reader { css, at: 0, missing: String::new() };
    std::iter::from_fn(move || {
        let start = reader.at;
        let kind = reader.token()?;
        Some(Token { range: start..reader.at, kind, missing: std::mem::take(&mut reader.missing) })
    })
}

/// A place in CSS that moves forward.
struct Reader<'a> {
    css: &'a str,
    at: usize,
    /// See [`Token::missing`].
    missing: String,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.css[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn skip(&mut self, is_skipped: impl Fn(char) -> bool) {
        self.at += self.rest().find(|character| !is_skipped(character)).unwrap_or(self.rest().len());
    }

    fn token(&mut self) -> Option<Kind> {
        let first = self.peek()?;
        Some(match first {
            _ if self.rest().starts_with("/*") => self.comment(),
            _ if is_space(first) => {
                self.skip(is_space);
                Kind::Space
            }
            '"' | '\'' => self.string(first),
            '@' => {
                self.at += 1;
                if self.begins_name() { Kind::AtWord(self.name()) } else { Kind::Other }
            }
            // The name of a hash is part of it, so that `#url(` is not a function.
            '#' => {
                self.at += 1;
                self.name();
                Kind::Other
            }
            '0'..='9' => self.number(),
            '(' | '[' | '{' => {
                self.at += 1;
                Kind::Open(first)
            }
            ')' | ']' | '}' => {
                self.at += 1;
                Kind::Close(first)
            }
            ';' => {
                self.at += 1;
                Kind::Semicolon
            }
            _ if self.begins_name() => self.word(),
            _ => {
                self.next();
                Kind::Other
            }
        })
    }

    fn comment(&mut self) -> Kind {
        match self.rest()[2..].find("*/") {
            Some(length) => self.at += length + 4,
            None => {
                self.missing = if self.rest()[2..].ends_with('*') { "/" } else { "*/" }.into();
                self.at = self.css.len();
            }
        }
        Kind::Comment
    }

    /// A string; one that a line end cuts off is not a token of any use.
    fn string(&mut self, quote: char) -> Kind {
        self.at += quote.len_utf8();
        let mut value = String::new();
        loop {
            match self.peek() {
                None => {
                    self.missing.push(quote);
                    return Kind::String(value);
                }
                Some('\n' | '\r' | '\u{C}') => return Kind::Other,
                Some('\\') => value.extend(self.escape(Escape::InString)),
                Some(character) => {
                    self.next();
                    if character == quote {
                        return Kind::String(value);
                    }
                    value.push(character);
                }
            }
        }
    }

    /// A number with its unit: a name right after it is that unit, even before a `(`.
    fn number(&mut self) -> Kind {
        self.skip(|character| character.is_ascii_digit());
        let mut after = self.rest().chars();
        if after.next() == Some('.') && after.next().is_some_and(|digit| digit.is_ascii_digit()) {
            self.at += 1;
            self.skip(|character| character.is_ascii_digit());
        }
        if self.begins_name() {
            self.name();
        }
        Kind::Other
    }

    /// A name, or a function that begins with it.
    fn word(&mut self) -> Kind {
        let name = self.name();
        if self.peek() != Some('(') {
            return Kind::Other;
        }
        self.at += 1;
        if name.eq_ignore_ascii_case("url")
            && !self.rest().trim_start_matches(is_space).starts_with(['"', '\''])
        {
            return self.url();
        }
        Kind::Function(name)
    }

    /// What follows `url(` where no quote does.
    fn url(&mut self) -> Kind {
        self.skip(is_space);
        let mut address = String::new();
        loop {
            match self.peek() {
                None => {
                    self.missing.push(')');
                    return Kind::Url(address);
                }
                Some(')') => {
                    self.at += 1;
                    return Kind::Url(address);
                }
                Some(character) if is_space(character) => {
                    self.skip(is_space);
                    if !matches!(self.peek(), None | Some(')')) {
                        return self.bad_url();
                    }
                }
                Some('"' | '\'' | '(' | '\0'..='\u{8}' | '\u{B}' | '\u{E}'..='\u{1F}' | '\u{7F}') => {
                    return self.bad_url();
                }
                Some('\\') => match self.escape(Escape::InName) {
                    Some(character) => address.push(character),
                    None => return self.bad_url(),
                },
                Some(character) => {
                    self.next();
                    address.push(character);
                }
            }
        }
    }

    /// The rest of a `url(` that is none, up to its `)`.
    fn bad_url(&mut self) -> Kind {
        loop {
            match self.peek() {
                None => {
                    self.missing.push(')');
                    return Kind::Other;
                }
                Some(')') => {
                    self.at += 1;
                    return Kind::Other;
                }
                Some('\\') => {
                    if self.escape(Escape::InName).is_none() {
                        self.next();
                    }
                }
                Some(_) => {
                    self.next();
                }
            }
        }
    }

    /// Whether a name begins here. A lone `-` does too, which does no harm: no name of interest begins with it.
    fn begins_name(&self) -> bool {
        let mut characters = self.rest().chars();
        match characters.next() {
            Some('\\') => !matches!(characters.next(), Some('\n' | '\r' | '\u{C}')),
            Some(first) => is_name(first) && !first.is_ascii_digit(),
            None => false,
        }
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(character) = self.peek() {
            if character == '\\' {
                let Some(escaped) = self.escape(Escape::InName) else { break };
                name.push(escaped);
            } else if is_name(character) {
                self.next();
                name.push(character);
            } else {
                break;
            }
        }
        name
    }

    /// The character that the escape here stands for. In a string an escaped line end stands for nothing;
    /// elsewhere there is no such escape, and the reader stays before it.
    fn escape(&mut self, place: Escape) -> Option<char> {
        let start = self.at;
        self.at += 1;
        let digits: String = self.rest().chars().take(6).take_while(char::is_ascii_hexdigit).collect();
        if !digits.is_empty() {
            self.at += digits.len();
            self.one_space();
            let code = u32::from_str_radix(&digits, 16).unwrap_or(0);
            return Some(char::from_u32(code).filter(|&character| character != '\0').unwrap_or('\u{FFFD}'));
        }
        match self.peek() {
            None => {
                // Where other CSS follows, it must not become what the backslash escapes.
                self.missing.push('\u{FFFD}');
                (place == Escape::InName).then_some('\u{FFFD}')
            }
            Some('\n' | '\r' | '\u{C}') if place == Escape::InName => {
                self.at = start;
                None
            }
            Some('\n' | '\r' | '\u{C}') => {
                self.one_space();
                None
            }
            Some(_) => self.next(),
        }
    }

    /// Skips one space character, of which a CR with its LF is one.
    fn one_space(&mut self) {
        if self.rest().starts_with("\r\n") {
            self.at += 2;
        } else if self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }
}

/// Where an escape is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    InString,
    InName,
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{C}')
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_') || !character.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check_kinds(css: &str, kinds: &[Kind]) {
        assert_eq!(tokens(css).map(|token| token.kind).collect::<Vec<_>>(), kinds, "{css:?}");
    }

    #[test]
    fn escapes_are_decoded() {
        check_kinds(r"u\72l(a\29 b)", &[Kind::Url("a)b".into())]);
        check_kinds("'a\\\nb\\27'", &[Kind::String("ab'".into())]);
    }

    #[test]
    fn quotes_make_url_a_function() {
        check_kinds(
            "URL( 'a')",
            &[Kind::Function("URL".into()), Kind::Space, Kind::String("a".into()), Kind::Close(')')],
        );
    }

    #[test]
    fn what_looks_like_url_need_not_be_one() {
        check_kinds("#url(", &[Kind::Other, Kind::Open('(')]);
        check_kinds("1url(", &[Kind::Other, Kind::Open('(')]);
        check_kinds("url(a b)", &[Kind::Other]);
        check_kinds("'a\n", &[Kind::Other, Kind::Space]);
    }

    proptest! {
        #[test]
        fn tokens_follow_one_another_from_start_to_end(css in r#"([a-z\\ "'(){};@#/*0-9.\n日-]|url\(|/\*)*"#) {
            let mut end = 0;
            for token in tokens(&css) {
                prop_assert_eq!(token.range.start, end);
                prop_assert!(token.range.end > end);
                end = token.range.end;
            }
            prop_assert_eq!(end, css.len());
        }
    }
}

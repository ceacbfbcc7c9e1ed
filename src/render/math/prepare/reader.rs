//! TeX, read token by token.

use std::ops::Range;

/// A place in a text of TeX.
pub(super) struct TexReader<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl<'a> TexReader<'a> {
    /// Reads a text from its beginning.
    pub(super) fn new(text: &'a str) -> TexReader<'a> {
        TexReader { text, at: 0 }
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// A command with its backslash, or one character.
    pub(super) fn token(&mut self) -> Option<(&'a str, Range<usize>)> {
        let (start, rest) = (self.at, self.rest());
        let first = rest.chars().next()?;
        let length = match rest.strip_prefix('\\') {
            None => first.len_utf8(),
            Some(name) => {
                let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
                let single = name.chars().next().map_or(0, char::len_utf8);
                1 + if letters > 0 { letters } else { single }
            }
        };
        self.at += length;
        Some((&rest[..length], start..self.at))
    }

    /// Steps over white space.
    pub(super) fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Steps over the brace that begins a group.
    pub(super) fn open_group(&mut self) {
        self.skip_space();
        self.at += 1;
    }

    /// Whether a sign comes next, white space aside.
    pub(super) fn peeks(&self, sign: char) -> bool {
        self.rest().trim_start().starts_with(sign)
    }

    /// The name between the braces that come next.
    pub(super) fn environment(&self) -> Option<&'a str> {
        self.rest().trim_start().strip_prefix('{')?.split_once('}').map(|(name, _)| name.trim())
    }

    /// What is between braces, or one token.
    pub(super) fn group(&mut self) -> Option<&'a str> {
        self.skip_space();
        let start = self.at;
        let (token, _) = self.token()?;
        if token != "{" {
            return Some(token);
        }
        self.balanced("{", "}").map(|end| &self.text[start + 1..end])
    }

    /// What is between brackets, where they come next.
    pub(super) fn option(&mut self) -> Option<&'a str> {
        if !self.peeks('[') {
            return None;
        }
        self.skip_space();
        let start = self.at;
        self.token();
        self.balanced("[", "]").map(|end| &self.text[start + 1..end])
    }

    /// The place of the sign that closes what was just opened; after it, reading goes on.
    pub(super) fn balanced(&mut self, open: &str, close: &str) -> Option<usize> {
        let mut depth = 1_usize;
        while let Some((token, range)) = self.token() {
            depth += usize::from(token == open);
            depth -= usize::from(token == close);
            if depth == 0 {
                return Some(range.start);
            }
        }
        None
    }
}

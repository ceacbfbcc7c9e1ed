//! The place of a reader in a source.

use std::ops::Range;

use super::Unreadable;

/// A place in a text, from which it is read on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    /// In bytes, on a character.
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Begins to read at a place of a text.
    pub(crate) fn new(text: &'a str, at: usize) -> Cursor<'a> {
        Cursor { text, at }
    }

    /// Where it is.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The text that is left.
    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next character.
    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes on by a number of bytes, and gives what lies there.
    pub(crate) fn take(&mut self, length: usize) -> &'a str {
        let taken = &self.rest()[..length];
        self.at += length;
        taken
    }

    /// Goes on while the characters are of a kind.
    pub(crate) fn take_while(&mut self, is_kind: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        self.take(rest.find(|letter| !is_kind(letter)).unwrap_or(rest.len()))
    }

    /// Goes past a text, if it is here.
    pub(crate) fn eat(&mut self, text: &str) -> bool {
        let is_here = self.rest().starts_with(text);
        if is_here {
            self.at += text.len();
        }
        is_here
    }

    /// Goes past spaces within a line.
    pub(crate) fn skip_spaces(&mut self) {
        self.take_while(|letter| letter != '\n' && letter.is_whitespace());
    }

    /// Goes past white space, the ends of statements, and remarks behind a statement.
    pub(crate) fn skip_blank(&mut self) {
        loop {
            self.take_while(|letter| letter.is_whitespace() || letter == ';');
            if !self.rest().starts_with("%%") {
                return;
            }
            self.take_while(|letter| letter != '\n');
        }
    }

    /// Goes past a word, if it is here as a word of its own.
    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        let is_word = self.rest().strip_prefix(word).is_some_and(|rest| {
            !rest.starts_with(|next: char| next.is_alphanumeric() || "_-".contains(next))
        });
        is_word && self.eat(word)
    }

    /// What is left of the line, up to a `;` outside quotes or a remark.
    pub(crate) fn take_statement(&mut self) -> &'a str {
        let (mut is_quoted, rest) = (false, self.rest());
        let end = rest.char_indices().find(|&(at, letter)| {
            is_quoted ^= letter == '"';
            letter == '\n' || !is_quoted && (letter == ';' || rest[at..].starts_with(" %%"))
        });
        self.take(end.map_or(rest.len(), |(at, _)| at)).trim()
    }

    /// Whether a statement ends here.
    pub(crate) fn is_end(&self) -> bool {
        let rest = self.rest();
        rest.is_empty() || rest.starts_with(['\n', ';']) || rest.starts_with("%%")
    }

    /// What is between here and the end of the line.
    pub(crate) fn place(&self) -> Range<usize> {
        let rest = self.rest();
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        self.at..self.at + line.trim_end().len()
    }

    /// Says that this place cannot be read.
    pub(crate) fn unreadable(&self, expected: &str) -> Unreadable {
        unreadable(self.text, self.place(), expected)
    }
}

/// Says that a part of a source cannot be read.
pub(crate) fn unreadable(text: &str, at: Range<usize>, expected: &str) -> Unreadable {
    let part: String = text[at.clone()].chars().take(40).collect();
    let message = match part.as_str() {
        "" => "this diagram ends too early".to_owned(),
        part => format!("`{part}` cannot be read here"),
    };
    Unreadable { at, message, help: format!("expected {expected}") }
}

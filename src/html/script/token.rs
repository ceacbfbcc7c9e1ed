//! The words, strings and marks of JavaScript, without its comments (ECMAScript, section 12).

use std::ops::Range;

/// A part of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    /// In bytes; of a string, with its quotes.
    pub range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    /// A string, or the text of a template up to its first expression.
    Text,
    /// A number, or a pattern between slashes.
    Value,
    /// One character of any other kind.
    Mark(u8),
}

impl Token {
    pub(super) fn word<'a>(&self, script: &'a str) -> Option<&'a str> {
        (self.kind == Kind::Word).then(|| &script[self.range.clone()])
    }

    /// What is between the quotes, as written.
    pub(super) fn text<'a>(&self, script: &'a str) -> Option<&'a str> {
        let inner = self.range.start + 1..self.range.end.saturating_sub(1).max(self.range.start + 1);
        script.get(inner).filter(|_| self.is_text())
    }

    pub(super) fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }

    pub(super) fn is_mark(&self, mark: u8) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// The parts of a script.
pub(super) fn tokens(script: &str) -> Vec<Token> {
    let mut reader = Reader { bytes: script.as_bytes(), at: 0, tokens: Vec::new(), braces: Vec::new() };
    while reader.at < reader.bytes.len() {
        reader.read();
    }
    reader.tokens
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    tokens: Vec<Token>,
    /// For each brace that is open, whether a template goes on behind it.
    braces: Vec<bool>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let byte = self.bytes[self.at];
        match byte {
            _ if byte.is_ascii_whitespace() => self.at += 1,
            b'/' if self.next_is(b'/') => self.at = self.find(self.at, b"\n"),
            b'/' if self.next_is(b'*') => self.at = self.find(self.at + 2, b"*/"),
            b'/' if self.is_pattern() => self.pattern(),
            b'"' | b'\'' => self.string(byte),
            b'`' => self.template(),
            b'{' => {
                self.braces.push(false);
                self.mark(byte);
            }
            b'}' => match self.braces.pop() {
                Some(true) => self.template(),
                _ => self.mark(byte),
            },
            _ if is_name(byte) => self.name(),
            _ => self.mark(byte),
        }
    }

    fn next_is(&self, byte: u8) -> bool {
        self.bytes.get(self.at + 1) == Some(&byte)
    }

    /// Behind the next place of `mark`, or the end.
    fn find(&self, from: usize, mark: &[u8]) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let found = rest.windows(mark.len()).position(|it| it == mark);
        found.map_or(self.bytes.len(), |at| from + at + mark.len())
    }

    fn push(&mut self, kind: Kind, end: usize) {
        let end = end.min(self.bytes.len());
        self.tokens.push(Token { kind, range: self.at..end });
        self.at = end;
    }

    fn mark(&mut self, byte: u8) {
        self.push(Kind::Mark(byte), self.at + 1);
    }

    fn name(&mut self) {
        let length = self.bytes[self.at..].iter().take_while(|byte| is_name(**byte)).count();
        let kind = if self.bytes[self.at].is_ascii_digit() { Kind::Value } else { Kind::Word };
        self.push(kind, self.at + length);
    }

    fn string(&mut self, quote: u8) {
        let mut end = self.at + 1;
        while let Some(&byte) = self.bytes.get(end) {
            match byte {
                b'\\' => end += 1,
                b'\n' => break,
                _ if byte == quote => {
                    end += 1;
                    break;
                }
                _ => {}
            }
            end += 1;
        }
        self.push(Kind::Text, end);
    }

    /// A template from its quote, or from the brace that ends an expression in it, to its end or its next expression.
    fn template(&mut self) {
        let mut end = self.at + 1;
        while let Some(&byte) = self.bytes.get(end) {
            match byte {
                b'\\' => end += 1,
                b'`' => return self.push(Kind::Text, end + 1),
                b'$' if self.bytes.get(end + 1) == Some(&b'{') => {
                    self.push(Kind::Text, end + 1);
                    self.at = end + 2;
                    self.braces.push(true);
                    return;
                }
                _ => {}
            }
            end += 1;
        }
        self.push(Kind::Text, end);
    }

    /// Whether a slash begins a pattern: where no value is before it that it could divide.
    fn is_pattern(&self) -> bool {
        let Some(last) = self.tokens.last() else { return true };
        match last.kind {
            Kind::Text | Kind::Value => false,
            Kind::Mark(mark) => !matches!(mark, b')' | b']' | b'}'),
            Kind::Word => {
                let word = &self.bytes[last.range.clone()];
                let words: [&[u8]; 8] =
                    [b"return", b"typeof", b"case", b"in", b"of", b"delete", b"void", b"yield"];
                words.contains(&word)
            }
        }
    }

    fn pattern(&mut self) {
        let (mut end, mut is_class) = (self.at + 1, false);
        while let Some(&byte) = self.bytes.get(end) {
            match byte {
                b'\\' => end += 1,
                b'\n' => break,
                b'[' => is_class = true,
                b']' => is_class = false,
                b'/' if !is_class => {
                    end += 1;
                    break;
                }
                _ => {}
            }
            end += 1;
        }
        self.push(Kind::Value, end);
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_script_is_read_to_its_end(script in "[a-z/*'\"`{}$()\\\\\\[\\] \né]{0,60}") {
            let tokens = tokens(&script);
            for token in &tokens {
                prop_assert!(script.get(token.range.clone()).is_some());
                let _ = token.text(&script);
            }
            prop_assert!(tokens.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        }
    }
}

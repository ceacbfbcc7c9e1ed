//! The words and marks of DOT.

use std::ops::Range;

use super::super::Unreadable;
use super::label::Value;
use super::wrong;

/// A word or a mark of a source.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name or a number.
    Name(String),
    /// A name in quotes, or in `<…>`, which is not a keyword.
    Quoted(Value),
    /// One of `{}[]=;,:` or `->` or `--`.
    Mark(&'static str),
}

const MARKS: [&str; 11] = ["->", "--", "{", "}", "[", "]", "=", ";", ",", ":", "+"];

/// All words and marks of a source, with their places.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Unreadable> {
    let mut tokens: Vec<(Token, Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            it if it.is_whitespace() => it.len_utf8(),
            _ if rest.starts_with("//") || first == '#' && is_line_start(text, at) => {
                rest.find('\n').unwrap_or(rest.len())
            }
            _ if rest.starts_with("/*") => {
                rest.find("*/").ok_or_else(|| wrong(at..at + 2, text, "`*/` after it"))? + 2
            }
            _ => {
                let (token, length) = token(text, at, first)?;
                tokens.push((token, at..at + length));
                join(&mut tokens);
                length
            }
        };
        at += length;
    }
    Ok(tokens)
}

fn is_line_start(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[line..at].trim().is_empty()
}

/// The word or mark that begins at a place, and how long it is.
fn token(text: &str, at: usize, first: char) -> Result<(Token, usize), Unreadable> {
    let rest = &text[at..];
    if first == '"' {
        let end = quoted_end(rest).ok_or_else(|| wrong(at..at + 1, text, "a second quote"))?;
        let inside = rest[1..end].replace("\\\n", "").replace("\\\"", "\"");
        return Ok((Token::Quoted(Value::plain(inside)), end + 1));
    }
    if first == '<' {
        let end = html_end(rest).ok_or_else(|| wrong(at..at + 1, text, "`>` after it"))?;
        return Ok((Token::Quoted(Value::html(rest[1..end].to_owned())), end + 1));
    }
    if let Some(mark) = MARKS.into_iter().find(|mark| rest.starts_with(mark)) {
        return Ok((Token::Mark(mark), mark.len()));
    }
    if first.is_alphanumeric() || matches!(first, '_' | '.' | '-') {
        let is_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '.');
        let length = rest[first.len_utf8()..]
            .find(|it: char| !is_name(it))
            .map_or(rest.len(), |end| end + first.len_utf8());
        return Ok((Token::Name(rest[..length].to_owned()), length));
    }
    Err(wrong(at..at + first.len_utf8(), text, "a name, `->`, `--`, `{`, `}` or `[`"))
}

/// Makes one name of `"a" + "b"`, where that ends the tokens.
fn join(tokens: &mut Vec<(Token, Range<usize>)>) {
    let [.., (Token::Quoted(before), place), (Token::Mark("+"), _), (Token::Quoted(after), end)] =
        tokens.as_slice()
    else {
        return;
    };
    let whole = Value::plain(format!("{}{}", before.text, after.text));
    let whole = (Token::Quoted(whole), place.start..end.end);
    tokens.truncate(tokens.len() - 3);
    tokens.push(whole);
}

fn quoted_end(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices()
        .skip(1)
        .find(|&(_, it)| {
            let ends = it == '"' && !is_escaped;
            is_escaped = it == '\\' && !is_escaped;
            ends
        })
        .map(|(at, _)| at)
}

fn html_end(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices()
        .find(|&(_, it)| {
            depth += match it {
                '<' => 1,
                '>' => -1,
                _ => 0,
            };
            depth == 0
        })
        .map(|(at, _)| at)
}

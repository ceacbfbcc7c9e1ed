//! The statements of a diagram whose statements are lines: state, class and entity-relationship diagrams.

use std::ops::Range;

use super::source::Source;

/// A statement without the white space around it, and where it is.
#[derive(Clone, Debug)]
pub(crate) struct Statement<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: Range<usize>,
}

/// The statements behind the word that names the kind. A line is parted after the brace that `opens` finds in it, and before
/// the `}` at the end of what such a brace opened.
pub(crate) fn statements(source: &Source, opens: fn(&str) -> Option<usize>) -> Vec<Statement<'_>> {
    let mut all = Vec::new();
    let mut at = source.head.end;
    for line in source.plain[at..].split_inclusive('\n') {
        let mut part = without_remark(line);
        let mut start = at;
        while let Some(brace) = opens(part.trim_end()) {
            push(&mut all, &part[..=brace], start);
            (start, part) = (start + brace + 1, &part[brace + 1..]);
        }
        let inside = part.trim_end_matches(|it: char| it.is_whitespace() || it == ';');
        match inside.strip_suffix('}').filter(|rest| !rest.contains('{') && !rest.trim().is_empty()) {
            Some(rest) => {
                push(&mut all, rest, start);
                push(&mut all, "}", start + rest.len());
            }
            None => push(&mut all, part, start),
        }
        at += line.len();
    }
    all
}

fn push<'a>(all: &mut Vec<Statement<'a>>, part: &'a str, start: usize) {
    let text = part.trim_start();
    let start = start + part.len() - text.len();
    let text = text.trim_end_matches(|it: char| it.is_whitespace() || it == ';');
    if !text.is_empty() {
        all.push(Statement { text, at: start..start + text.len() });
    }
}

/// A line up to a remark at its end.
fn without_remark(line: &str) -> &str {
    let mut is_quoted = false;
    let remark = line.char_indices().find(|&(at, letter)| {
        is_quoted ^= letter == '"';
        !is_quoted && line[at..].starts_with(" %%")
    });
    remark.map_or(line, |(at, _)| &line[..at])
}

/// The name that a text begins with: letters and digits of any script and `_`, with single dashes and dots between them.
pub(crate) fn name(text: &str) -> &str {
    let end = text.char_indices().find(|&(at, letter)| {
        let next = text[at + letter.len_utf8()..].chars().next();
        let joins =
            || at > 0 && next.is_some_and(|next| next.is_alphanumeric() || next == '_' || !next.is_ascii());
        match letter {
            '-' | '.' => !joins(),
            _ if letter.is_ascii() => !(letter.is_ascii_alphanumeric() || letter == '_'),
            _ => letter.is_whitespace(),
        }
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// A text in quotes that another begins with, and what follows it.
pub(crate) fn quoted(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('"')?.split_once('"')
}

/// `:::name` that a text begins with, and what follows it.
pub(crate) fn class(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(":::")?;
    let class = name(rest);
    Some((class, &rest[class.len()..]))
}

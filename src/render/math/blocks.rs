//! The lines of a formula as Markdown sees them: which belong to its block, and which of their marks are those of quotes.

use std::borrow::Cow;
use std::ops::Range;

/// Whether a formula at `whole` leaves the block that it begins in. `is_display` where it is on lines of its own, which may
/// begin with signs that would begin an item of a list.
pub(super) fn crosses(text: &str, whole: Range<usize>, is_display: bool) -> bool {
    let formula = &text[whole.clone()];
    if !formula.contains('\n') {
        return false;
    }
    let start = Marks::of(&text[line_start(text, whole.start)..]);
    let depth = depth_at(text, whole.start);
    let begins_line = line_start(text, whole.start) + start.length >= whole.start;
    let mut lines = formula.split('\n').skip(1).peekable();
    while let Some(line) = lines.next() {
        let marks = Marks::of(line);
        let rest = &line[quote_marks(line, depth)..];
        let content = rest.trim_start();
        let is_last = lines.peek().is_none();
        if content.is_empty() && !is_last || marks.quotes > depth && content.starts_with('>') && !is_display {
            return true;
        }
        let is_item = Marks::of(content).is_item;
        let leaves_item = start.is_item && (line.len() - line.trim_start().len()) < start.indentation;
        if is_item && (leaves_item || !(is_display && begins_line)) || begins_block(content) {
            return true;
        }
    }
    false
}

/// The TeX of a formula at `tex` without the marks of the quotes that it is in; spaces take their places.
pub(super) fn without_quotes(text: &str, tex: Range<usize>) -> Cow<'_, str> {
    let depth = depth_at(text, tex.start);
    let formula = &text[tex];
    if depth == 0 || !formula.contains('>') || !formula.contains('\n') {
        return Cow::Borrowed(formula);
    }
    let mut lines = formula.split('\n');
    let mut plain = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let length = quote_marks(line, depth);
        plain.push('\n');
        plain.extend(std::iter::repeat_n(' ', length));
        plain.push_str(&line[length..]);
    }
    Cow::Owned(plain)
}

/// How deep in quotes a place is: as deep as the deepest line of its paragraph before it.
fn depth_at(text: &str, at: usize) -> usize {
    let mut end = line_start(text, at);
    let mut depth = Marks::of(&text[end..]).quotes;
    while end > 0 {
        let start = line_start(text, end - 1);
        let marks = Marks::of(&text[start..end]);
        if text[start + marks.length.min(end - start)..end].trim().is_empty() {
            break;
        }
        depth = depth.max(marks.quotes);
        end = start;
    }
    depth
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// How many bytes the marks of quotes take at the beginning of a line, of at most as many quotes as `depth`.
fn quote_marks(line: &str, depth: usize) -> usize {
    let (mut length, mut left) = (0, depth);
    for (at, letter) in line.char_indices() {
        match letter {
            '>' if left > 0 => {
                left -= 1;
                length = at + 1;
            }
            ' ' | '\t' => {}
            _ => break,
        }
    }
    length
}

/// The marks that a line begins with.
#[derive(Default)]
struct Marks {
    /// How many quotes it is in.
    quotes: usize,
    is_item: bool,
    /// In bytes, with the spaces behind them.
    length: usize,
    /// How far the text of its last item is indented.
    indentation: usize,
}

impl Marks {
    fn of(text: &str) -> Marks {
        let line = text.split('\n').next().unwrap_or_default();
        let mut marks = Marks::default();
        loop {
            let rest = &line[marks.length..];
            let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let content = &rest[spaces..];
            let digits = content.bytes().take_while(u8::is_ascii_digit).count();
            let mark = match content.as_bytes().get(digits) {
                Some(b'>') if digits == 0 => 1,
                Some(b'-' | b'*' | b'+') if digits == 0 => 1,
                Some(b'.' | b')') if (1..10).contains(&digits) => digits + 1,
                _ => break,
            };
            let is_quote = content.starts_with('>');
            if !is_quote && !content[mark..].starts_with([' ', '\t']) {
                break;
            }
            marks.length += spaces + mark;
            marks.quotes += usize::from(is_quote);
            marks.is_item |= !is_quote;
            if !is_quote {
                marks.indentation = marks.length;
            }
        }
        let rest = &line[marks.length..];
        marks.length += rest.len() - rest.trim_start_matches([' ', '\t']).len();
        marks
    }
}

/// Whether a line begins what ends a paragraph: a heading, or a fence of code.
fn begins_block(content: &str) -> bool {
    let hashes = content.bytes().take_while(|byte| *byte == b'#').count();
    let is_heading = (1..=6).contains(&hashes) && content[hashes..].starts_with([' ', '\t']);
    is_heading || content.starts_with("```") || content.starts_with("~~~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let start = text.find('$').expect("a formula") + 1;
        let end = text.rfind('$').expect("its end");
        let tex = without_quotes(text, start..end);
        assert_eq!(tex.len(), end - start, "places stay what they are");
        assert_eq!(tex.split_whitespace().collect::<Vec<_>>().join(" "), expected, "{text:?}");
    }

    #[test]
    fn the_marks_of_quotes_are_no_part_of_a_formula() {
        check("> $\n> z = 2\n> $", "z = 2");
        check("> long $x +\n> y$ end", "x + y");
        check("- > $\n  > t > 3\n  > $", "t > 3");
        check("1. > a\n   > > $\n   > > u\n   > > > 4\n   > > $", "u > 4");
        check("> a\n$x\n> y$", "x y");
        check("> $x\ny$", "x y");
        check("$a\n> b$", "a > b");
        check("> [!NOTE]\n> $\n>> c\n> $", "> c");
    }
}

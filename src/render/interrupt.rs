//! A line that begins something ends the text of the list item before it.
//!
//! marked reads every line of a list item as the start of a block, and ends a list before a line that looks like a
//! tag or a heading; pulldown-cmark goes on with the item's text where CommonMark would (before `<img>`, `2. b`,
//! `#b`). So before it reads a slide, a line that ends every paragraph and shows nothing is set before such a line,
//! and whatever it tells is read without that line, at the places of the author's own text.

use std::borrow::Cow;
use std::ops::Range;

/// What is set before the line: a processing instruction around a character that no text holds.
pub const MARK: &str = "<?\u{5}?>";

/// A text with marks in it.
pub struct Marked<'a> {
    pub text: Cow<'a, str>,
    /// Where each mark was set, in the text before, and how long all up to it are.
    marks: Vec<(usize, usize)>,
}

impl<'a> Marked<'a> {
    pub fn new(text: Cow<'a, str>) -> Marked<'a> {
        let (mut marked, mut marks, mut done) = (String::new(), Vec::new(), 0);
        for line in interrupting_lines(&text) {
            marked.push_str(&text[done..line.end]);
            marked.push_str(MARK);
            marked.push('\n');
            // The line stays as far in as it was.
            marked.push_str(&text[line.clone()]);
            done = line.end;
            let before = marks.last().map_or(0, |(_, length)| *length);
            marks.push((line.end, before + MARK.len() + 1 + line.len()));
        }
        if marks.is_empty() {
            return Marked { text, marks };
        }
        marked.push_str(&text[done..]);
        Marked { text: Cow::Owned(marked), marks }
    }

    /// Where a place of the marked text is in the text before.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        if self.marks.is_empty() { range } else { self.place(range.start)..self.place(range.end) }
    }

    fn place(&self, at: usize) -> usize {
        // A place is after a mark where it is past the mark's own place and all marks' lengths up to it.
        let passed = self.marks.partition_point(|(place, length)| place + length <= at);
        let before =
            passed.checked_sub(1).and_then(|last| self.marks.get(last)).map_or(0, |(_, length)| *length);
        let next = self.marks.get(passed).map_or(usize::MAX, |(place, _)| *place);
        (at - before).min(next)
    }

    /// A part of the marked text without marks.
    pub fn restore<'b>(&self, part: Cow<'b, str>) -> Cow<'b, str> {
        if self.marks.is_empty() || !part.contains(MARK) {
            return part;
        }
        let (mut restored, mut rest) = (String::new(), &*part);
        while let Some((before, after)) = rest.split_once(MARK) {
            restored.push_str(before.trim_end_matches(' '));
            rest = after.strip_prefix('\n').unwrap_or(after);
        }
        restored.push_str(rest);
        Cow::Owned(restored)
    }
}

/// The indentation of each line that ends the text of a list item, although CommonMark would go on with it.
fn interrupting_lines(text: &str) -> Vec<Range<usize>> {
    if text.contains('\u{5}') {
        return Vec::new();
    }
    let (mut found, mut reader, mut start) = (Vec::new(), Reader::default(), 0);
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let content = line.trim_start_matches(' ');
        let indentation = line.len() - content.len();
        if reader.line(content.trim_end(), indentation, lines.peek().copied()) {
            found.push(start..start + indentation);
        }
        start += line.len();
    }
    found
}

/// What a line may go on with.
#[derive(Default)]
struct Reader {
    /// The columns where the text of the open list items begins, the outermost first.
    items: Vec<usize>,
    /// Whether the line before was text of the innermost one.
    is_text: bool,
    /// The sign of the fence that is open.
    fence: Option<u8>,
}

impl Reader {
    /// Reads a line; says whether it ends the text before it.
    fn line(&mut self, content: &str, indentation: usize, next: Option<&str>) -> bool {
        if let Some(sign) = self.fence {
            self.fence = self.fence.filter(|_| fence(content) != Some(sign));
            return false;
        }
        if content.is_empty() {
            self.is_text = false;
            return false;
        }
        let Some(inside) = self.items.last().copied() else {
            self.begin(content, indentation);
            return false;
        };
        let ends_text = self.is_text
            && match indentation.checked_sub(inside) {
                Some(further) => further < 4 && (is_lone_tag(content) || is_later_item(content)),
                None => begins_with_tag(content) || content.starts_with('#') || is_table(content, next),
            };
        let goes_on = self.is_text && !ends_text && marker_length(content).is_none();
        if !goes_on || fence(content).is_some() {
            while self.items.last().is_some_and(|inside| indentation < *inside) {
                self.items.pop();
            }
        }
        self.begin(content, indentation);
        ends_text
    }

    /// Steps into the items that begin on a line, and the fence.
    fn begin(&mut self, content: &str, indentation: usize) {
        let (mut content, mut column) = (content, indentation);
        while let Some(marker) = marker_length(content) {
            column += marker;
            content = &content[marker..];
            self.items.push(column);
        }
        self.fence = fence(content);
        self.is_text = self.fence.is_none();
    }
}

/// The sign of a fence that a line opens or closes.
fn fence(line: &str) -> Option<u8> {
    (line.starts_with("```") || line.starts_with("~~~")).then(|| line.as_bytes()[0])
}

fn begins_with_tag(line: &str) -> bool {
    let mut characters = line.bytes();
    characters.next() == Some(b'<')
        && characters.next().is_some_and(|it| it.is_ascii_alphabetic())
        && line.contains('>')
}

/// Whether there is nothing but one tag.
fn is_lone_tag(line: &str) -> bool {
    let name = line.strip_prefix('<').map(|inside| inside.strip_prefix('/').unwrap_or(inside));
    let is_tag = name.is_some_and(|name| name.starts_with(|it: char| it.is_ascii_alphabetic()));
    is_tag && line.find('>') == Some(line.len() - 1)
}

/// Whether a line is an item of a list that counts from something else than one.
fn is_later_item(line: &str) -> bool {
    line.starts_with(|it: char| it.is_ascii_digit())
        && marker_length(line).is_some_and(|marker| {
            let number = line[..marker].trim_end().trim_end_matches(['.', ')']);
            number.parse::<u32>() != Ok(1)
        })
}

/// Whether a line is the head of a table.
fn is_table(line: &str, next: Option<&str>) -> bool {
    let is_rule = |rule: &str| rule.contains('-') && rule.trim().bytes().all(|it| b"|:- ".contains(&it));
    line.contains('|') && next.is_some_and(|next| next.contains('|') && is_rule(next))
}

/// The length of a list item's marker and the space after it.
fn marker_length(line: &str) -> Option<usize> {
    let digits = line.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let marker = match line.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..10).contains(&digits) => digits + 1,
        _ => return None,
    };
    let space = line[marker..].bytes().take_while(|&it| it == b' ').count();
    match space {
        0 => None,
        1..=4 => Some(marker + space),
        _ => Some(marker + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_marks(text: &str, marked: &str) {
        let found = Marked::new(Cow::Borrowed(text));
        assert_eq!(found.text.replace(MARK, "@"), marked);
        assert_eq!(found.restore(found.text.clone()), text);
    }

    #[test]
    fn a_tag_after_an_item_is_marked() {
        check_marks("- a\n<img>\n", "- a\n@\n<img>\n");
        check_marks("1. a\nb\n<br>", "1. a\nb\n@\n<br>");
        check_marks("- a\n  - b\n  <img>", "- a\n  - b\n  @\n  <img>");
        check_marks("- <b>a</b> c\n<br>", "- <b>a</b> c\n@\n<br>");
        check_marks("- a\n <i>\n- b\n <i>", "- a\n @\n <i>\n- b\n @\n <i>");
    }

    #[test]
    fn a_tag_alone_on_a_line_of_an_item_is_marked() {
        check_marks("- a\n  <img>\n- b", "- a\n  @\n  <img>\n- b");
        check_marks("- a\n\n  b\n  <br>", "- a\n\n  b\n  @\n  <br>");
        check_marks("1. - a\n     </b>", "1. - a\n     @\n     </b>");
    }

    #[test]
    fn an_item_that_counts_on_is_marked_in_the_text_of_another() {
        check_marks("- a\n  2. b\n  3. c", "- a\n  @\n  2. b\n  3. c");
    }

    #[test]
    fn what_looks_like_a_heading_or_a_table_ends_a_list() {
        check_marks("- a\n#b", "- a\n@\n#b");
        check_marks("- <b>a</b>\n#b", "- <b>a</b>\n@\n#b");
        check_marks("- a\n| b |\n|---|\n", "- a\n@\n| b |\n|---|\n");
    }

    #[test]
    fn what_needs_no_mark_has_none() {
        for text in [
            "- a\n  <b>c</b>",
            "- a\n\n<img>",
            "a\n<img>",
            "```\n- a\n<img>\n```",
            "- ```\n  <img>\n  ```",
            "- a\n< b >",
            "-a\n<img>",
            "2. a\n3. b\n",
            "- a\n  1. b\n  2. c",
            "- a\n      <img>",
            "- a\n  #b",
            "- a\n\n  <img>\n- b | c\n",
        ] {
            check_marks(text, text);
        }
    }

    #[test]
    fn places_are_those_of_the_author() {
        let marked = Marked::new(Cow::Borrowed("- a\n <b>\n- c\n<d>"));
        let place = |part: &str| {
            let at = marked.text.find(part).expect("the part stands in the text");
            marked.original(at..at + part.len())
        };
        assert_eq!((place("a"), place("<b>"), place("c"), place("<d>")), (2..3, 5..8, 11..12, 13..16));
    }
}

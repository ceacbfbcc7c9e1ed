//! A line that begins with a tag ends the list before it.
//!
//! marked never takes such a line for more text of an item; pulldown-cmark does, for tags that are no blocks
//! (`<img>`, `<br>`, `<small>`). So before it reads a slide, a line that ends every paragraph and shows nothing is
//! set before the tag, and whatever it tells is read without that line, at the places of the author's own text.

use std::borrow::Cow;
use std::ops::Range;

/// What is set before the tag: a processing instruction around a character that no text holds.
pub const MARK: &str = "<?\u{5}?>";

/// A text with marks in it.
pub struct Marked<'a> {
    pub text: Cow<'a, str>,
    /// Where each mark was set, in the text before, and how long all up to it are.
    marks: Vec<(usize, usize)>,
}

impl<'a> Marked<'a> {
    pub fn new(text: Cow<'a, str>) -> Marked<'a> {
        let has_list = || text.contains(['-', '*', '+', '.', ')']);
        if !text.contains("\n<") && !text.contains(" <") || !has_list() || text.contains('\u{5}') {
            return Marked { text, marks: Vec::new() };
        }
        let (mut marked, mut marks, mut done) = (String::new(), Vec::new(), 0);
        for line in tag_lines(&text) {
            marked.push_str(&text[done..line.end]);
            marked.push_str(MARK);
            marked.push('\n');
            // The tag stays as far in as it was.
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

/// The indentation of each line that begins with a tag, less far in than the text of the list item right above it.
fn tag_lines(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut item, mut is_code, mut start) = (None, false, 0);
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let indentation = line.len() - content.len();
        if content.starts_with("```") || content.starts_with("~~~") {
            is_code = !is_code;
        }
        if is_code || content.trim().is_empty() {
            item = None;
        } else if item.is_some_and(|inside| indentation < inside) && begins_with_tag(content) {
            found.push(start..start + indentation);
            item = None;
        } else if let Some(marker) = marker_length(content) {
            item = Some(indentation + marker);
        }
        start += line.len();
    }
    found
}

fn begins_with_tag(line: &str) -> bool {
    let mut characters = line.bytes();
    characters.next() == Some(b'<')
        && characters.next().is_some_and(|it| it.is_ascii_alphabetic())
        && line.contains('>')
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
        check_marks("- a\n <i>\n- b\n <i>", "- a\n @\n <i>\n- b\n @\n <i>");
    }

    #[test]
    fn a_tag_elsewhere_is_not() {
        for text in
            ["- a\n  <img>", "- a\n\n<img>", "a\n<img>", "```\n- a\n<img>\n```", "- a\n< b >", "-a\n<img>"]
        {
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

//! Lines that begin or go on with something, where marked and pulldown-cmark see it differently.
//!
//! marked reads every line of a list item as the start of a block, and ends a list before a line that looks like a
//! tag or a heading; pulldown-cmark goes on with the item's text where CommonMark would (before `<img>`, `2. b`,
//! `#b`). And marked goes on with a paragraph before an indented comment, which begins a block in CommonMark. So
//! before it reads a slide, a mark is set before such a line: one that ends every paragraph, or one that goes on with
//! it. Marks show nothing, and the parser's events are read without them, at the places of the author's own.

mod lines;

pub(super) use lines::{leading_comments, marker_length};

use std::borrow::Cow;
use std::ops::Range;

/// What ends a paragraph: a processing instruction around a character that no text holds.
pub(super) const MARK: &str = "<?\u{5}?>";

/// What goes on with a paragraph: that character alone.
const JOINT: &str = "\u{5}";

/// How a line is to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Continuation {
    /// It begins something, and ends what text came before it.
    Ends,
    /// It goes on with the text before it.
    GoesOn,
    /// It is a line of a table in the item or the quote of the text before it: as many spaces are set before it, or the sign of
    /// a quote. `is_head` where the table begins without a bar, so that it has to end that text first.
    InItem {
        spaces: usize,
        is_head: bool,
    },
    InQuote {
        is_head: bool,
    },
}

impl Continuation {
    /// What is set before a line, which is indented by `indentation`.
    fn write(self, marked: &mut String, indentation: &str) {
        let (prefix, is_head) = match self {
            Continuation::GoesOn => return marked.push_str(JOINT),
            // The line stays as far in as it was.
            Continuation::Ends => (String::new(), true),
            Continuation::InItem { spaces, is_head } => (" ".repeat(spaces), is_head),
            Continuation::InQuote { is_head } => ("> ".to_owned(), is_head),
        };
        marked.push_str(&prefix);
        if is_head {
            marked.push_str(MARK);
            marked.push('\n');
            marked.push_str(indentation);
            marked.push_str(&prefix);
        }
    }
}

/// A text with marks in it.
pub(super) struct Marked<'a> {
    pub text: Cow<'a, str>,
    /// Where each mark was set, in the text before, and how long all up to it are.
    marks: Vec<(usize, usize)>,
}

impl<'a> Marked<'a> {
    /// Marks a text wherever a block begins that Markdown would not see, and at `joints`, where a sign of emphasis is one in
    /// spite of what is beside it, or a comment begins text.
    pub(super) fn new(text: Cow<'a, str>, joints: &[usize]) -> Marked<'a> {
        let (mut marked, mut marks, mut done, mut length) = (String::new(), Vec::new(), 0, 0);
        let mut places = lines::marks(&text);
        if !joints.is_empty() && !text.contains(JOINT) {
            places.extend(joints.iter().map(|&at| (at..at, Continuation::GoesOn)));
            places.sort_by_key(|(line, _)| line.end);
        }
        for (line, way) in places {
            marked.push_str(&text[done..line.end]);
            let start = marked.len();
            way.write(&mut marked, &text[line.clone()]);
            length += marked.len() - start;
            marks.push((line.end, length));
            done = line.end;
        }
        if marks.is_empty() {
            return Marked { text, marks };
        }
        marked.push_str(&text[done..]);
        Marked { text: Cow::Owned(marked), marks }
    }

    /// Where a place of the marked text is in the text before.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
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
    pub(super) fn restore<'b>(&self, part: Cow<'b, str>) -> Cow<'b, str> {
        if self.marks.is_empty() || !part.contains(JOINT) {
            return part;
        }
        let (mut restored, mut rest) = (String::new(), &*part);
        while let Some((before, after)) = rest.split_once(MARK) {
            restored.push_str(before.trim_end_matches(' '));
            rest = after.strip_prefix('\n').unwrap_or(after);
        }
        restored.push_str(rest);
        Cow::Owned(restored.replace(JOINT, ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_marks(text: &str, marked: &str) {
        let found = Marked::new(Cow::Borrowed(text), &[]);
        assert_eq!(found.text.replace(MARK, "@").replace(JOINT, "~"), marked);
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
    }

    #[test]
    fn a_table_after_the_text_of_an_item_or_a_quote_is_in_it() {
        let check_within = |text: &str, marked: &str| {
            let found = Marked::new(Cow::Borrowed(text), &[]);
            assert_eq!(found.text.replace(MARK, "@"), marked);
        };
        check_within("- a\n| b |\n|---|\n| 1 |\n\nc", "- a\n  | b |\n  |---|\n  | 1 |\n\nc");
        check_within("1. a\nb | c\n---|---\n- d", "1. a\n   @\n   b | c\n   ---|---\n- d");
        check_within("- a\n  - b\n| c |\n|---|", "- a\n  - b\n    | c |\n    |---|");
        check_within("> q\n| b |\n|---|\n# h", "> q\n> | b |\n> |---|\n# h");
        check_within("- a\n\n| b |\n|---|", "- a\n\n| b |\n|---|");
    }

    #[test]
    fn an_item_without_text_is_marked_in_the_text_of_another() {
        check_marks("- a (in\n  2018)\n  b", "- a (in\n  @\n  2018)\n  b");
        check_marks("- a\n  *\n", "- a\n  @\n  *\n");
    }

    #[test]
    fn an_item_of_another_list_is_marked_whatever_it_counts_from() {
        check_marks("- a\n2. b\n3. c", "- a\n@\n2. b\n3. c");
        check_marks("1. a\n   - b\n2. c", "1. a\n   - b\n2. c");
    }

    #[test]
    fn a_table_without_bars_at_its_ends_is_marked_in_a_text() {
        check_marks("a\nb | c\n--|--\n1 | 2", "a\n@\nb | c\n--|--\n1 | 2");
        check_marks("- a\n  b | c\n  - | -\n", "- a\n  @\n  b | c\n  - | -\n");
    }

    #[test]
    fn indented_html_goes_on_with_a_paragraph() {
        check_marks("a\n  <!-- b -->\nc", "a\n  ~<!-- b -->\nc");
        check_marks("a\n <div>b</div>\n  <!-- c -->", "a\n ~<div>b</div>\n  ~<!-- c -->");
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
            "- a\n  <https://a.example>",
            "a\n2. b\n   3. c",
            "a\n| b |\n|---|\n",
            "b | c\n--|--\n1 | 2",
            "a\nb | c\n--|--|--\n",
            "a\n<!-- b -->\n  <!-- c -->",
            "# a\n  <!-- b -->",
            "a\n===\n  <!-- b -->",
            "a\n\n  <!-- b -->",
            "a\n  <b>c</b>",
            "<div>\na\n  <!-- b -->\n",
            "```\na\n```\n  <!-- b -->",
            "|a|\n|-|\n  <!-- b -->",
            "> a\n  <!-- b -->",
            "    a\n  <!-- b -->",
        ] {
            check_marks(text, text);
        }
    }

    #[test]
    fn places_are_those_of_the_author() {
        let marked = Marked::new(Cow::Borrowed("- a\n <b>\n- c\n<d>"), &[]);
        let place = |part: &str| {
            let at = marked.text.find(part).expect("the part is in the text");
            marked.original(at..at + part.len())
        };
        assert_eq!((place("a"), place("<b>"), place("c"), place("<d>")), (2..3, 5..8, 11..12, 13..16));
    }
}

//! What a line of Markdown opens: fences, list items, headings, rules.
//!
//! Enough of CommonMark's block structure to know what is code and what is not. A [`Cursor`] walks over one line
//! and counts columns, since a tab reaches to the next multiple of four.

/// A place on one line.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    column: usize,
}

impl<'a> Cursor<'a> {
    /// The start of a line, given without its line end.
    pub(super) fn new(bytes: &'a [u8]) -> Cursor<'a> {
        Cursor { bytes, at: 0, column: 0 }
    }

    /// How many bytes of the line lie before this place.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// What is left of the line.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// How many columns of white space come next.
    pub(super) fn indentation(&self) -> usize {
        let mut column = self.column;
        for byte in self.rest() {
            match byte {
                b' ' => column += 1,
                b'\t' => column += 4 - column % 4,
                _ => break,
            }
        }
        column - self.column
    }

    /// Whether only white space is left.
    pub(super) fn is_blank(&self) -> bool {
        is_blank(self.rest())
    }

    /// Steps over so many columns of white space, or over what there is of them; part of a tab stays a part of it.
    pub(super) fn skip_columns(&mut self, mut columns: usize) {
        while columns > 0 {
            let width = match self.bytes.get(self.at) {
                Some(b' ') => 1,
                Some(b'\t') => 4 - self.column % 4,
                _ => return,
            };
            if width > columns {
                self.column += columns;
                return;
            }
            self.at += 1;
            self.column += width;
            columns -= width;
        }
    }

    /// Steps over bytes that are no white space, one column each.
    pub(super) fn skip_bytes(&mut self, count: usize) {
        self.at += count;
        self.column += count;
    }

    /// Steps over all white space that comes next.
    pub(super) fn skip_indentation(&mut self) {
        self.skip_columns(self.indentation());
    }
}

/// Whether a line holds nothing but white space.
pub(super) fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' ' | b'\t'))
}

/// The line of a code fence, opening or closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    character: u8,
    length: usize,
    has_info: bool,
}

impl Fence {
    /// The fence that a line opens or closes; `line` begins after its indentation.
    pub(super) fn read(line: &[u8]) -> Option<Fence> {
        let character = *line.first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let length = run_length(line, character);
        let info = line.get(length..)?;
        if length < 3 || (character == b'`' && info.contains(&b'`')) {
            return None;
        }
        Some(Fence { character, length, has_info: !is_blank(info) })
    }

    /// Whether this line ends the code that `opening` began.
    pub(super) fn closes(&self, opening: &Fence) -> bool {
        self.is_long_enough(opening) && !self.has_info
    }

    /// Whether this line, found in the code that `opening` began, looks like the start of other code.
    pub(super) fn opens_another(&self, opening: &Fence) -> bool {
        self.is_long_enough(opening) && self.has_info
    }

    fn is_long_enough(&self, opening: &Fence) -> bool {
        self.character == opening.character && self.length >= opening.length
    }
}

/// How many bytes the marker of a list item takes, and whether it may be in the middle of a paragraph.
pub(super) fn list_marker(line: &[u8]) -> Option<(usize, bool)> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let width = match (digits, line.get(digits)?) {
        (0, b'-' | b'+' | b'*') => 1,
        (1..=9, b'.' | b')') => digits + 1,
        _ => return None,
    };
    let rest = line.get(width..)?;
    if !rest.first().is_none_or(|byte| matches!(byte, b' ' | b'\t')) {
        return None;
    }
    let counts_from_one = digits == 0 || line.get(..digits) == Some(b"1");
    Some((width, counts_from_one && !is_blank(rest)))
}

/// Whether a line is an ATX heading.
pub(super) fn is_heading(line: &[u8]) -> bool {
    let level = run_length(line, b'#');
    (1..=6).contains(&level) && line.get(level).is_none_or(|byte| matches!(byte, b' ' | b'\t'))
}

/// Whether a line draws a rule across the slide.
pub(super) fn is_rule(line: &[u8]) -> bool {
    let Some(character) = line.first().filter(|byte| matches!(byte, b'-' | b'*' | b'_')) else {
        return false;
    };
    line.iter().all(|byte| byte == character || matches!(byte, b' ' | b'\t'))
        && line.iter().filter(|byte| *byte == character).count() >= 3
}

/// Whether a line under a paragraph makes it a heading.
pub(super) fn is_underline(line: &[u8]) -> bool {
    let Some(character) = line.first().filter(|byte| matches!(byte, b'-' | b'=')) else {
        return false;
    };
    is_blank(line.get(run_length(line, *character)..).unwrap_or_default())
}

/// Whether a line seems to end the paragraph above it. The containers it is in are not known here: a quote is
/// taken to begin anew on each of its lines, and indentation to mean nothing.
pub(crate) fn ends_paragraph(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.is_empty()
        || line.starts_with(b">")
        || is_heading(line)
        || is_rule(line)
        || is_underline(line)
        || Fence::read(line).is_some()
        || list_marker(line).is_some()
}

fn run_length(line: &[u8], character: u8) -> usize {
    line.iter().take_while(|byte| **byte == character).count()
}

/// Where the line of `at` ends: at its `\n`, or at the end of the text.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at.min(bytes.len()) + memchr::memchr(b'\n', rest).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_reaches_to_the_next_multiple_of_four() {
        let mut cursor = Cursor::new(b" \tx");
        assert_eq!(cursor.indentation(), 4);
        cursor.skip_columns(2);
        assert_eq!((cursor.indentation(), cursor.rest()), (2, b"\tx".as_slice()));
        cursor.skip_columns(2);
        assert_eq!((cursor.indentation(), cursor.rest()), (0, b"x".as_slice()));
    }

    #[test]
    fn only_a_bare_fence_of_the_same_kind_closes() {
        let fence = |line: &str| Fence::read(line.as_bytes());
        let opening = fence("```js").expect("a fence");
        assert!(fence("````").is_some_and(|line| line.closes(&opening)));
        assert!(fence("```py").is_some_and(|line| line.opens_another(&opening)));
        assert!(fence("~~~").is_some_and(|line| !line.closes(&opening)));
        assert_eq!(fence("``` `a`"), None);
        assert_eq!(fence("``"), None);
    }

    #[test]
    fn a_list_item_needs_a_space_after_its_marker() {
        assert_eq!(list_marker(b"- a"), Some((1, true)));
        assert_eq!(list_marker(b"12) a"), Some((3, false)));
        assert_eq!(list_marker(b"-"), Some((1, false)));
        assert_eq!(list_marker(b"-a"), None);
        assert_eq!(list_marker(b"**Note:**"), None);
    }
}

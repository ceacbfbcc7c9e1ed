//! Long lists of words in an expression.

use super::calls::{class_length, groups, within};

/// How many branches a group must have, and how many letters, so that leaving some out is worth the time.
const FEWEST: usize = 12;
const SHORTEST: usize = 200;

/// A group with many branches, none of which counts groups.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Branches {
    /// Where the first branch begins.
    pub start: usize,
    /// How long each branch is, without the bar between two of them.
    pub lengths: Vec<usize>,
}

/// The groups with many branches, none of which is in another of them.
pub(super) fn branches(expression: &str) -> Vec<Branches> {
    let groups = groups(expression).unwrap_or_default();
    let mut all: Vec<Branches> = Vec::new();
    let mut end = 0;
    for (index, group) in groups.iter().enumerate() {
        let content = group.content..group.range.end - 1;
        let is_counted = within(&groups, index).skip(1).any(super::calls::Group::is_counted);
        let has_comments = group.options.contains('x') && expression[content.clone()].contains('#');
        if content.start < end || content.len() < SHORTEST || is_counted || has_comments {
            continue;
        }
        let lengths = lengths(&expression[content.clone()]);
        if lengths.len() >= FEWEST {
            end = content.end;
            all.push(Branches { start: content.start, lengths });
        }
    }
    all
}

/// How long the branches of an expression are.
fn lengths(expression: &str) -> Vec<usize> {
    let (mut lengths, mut depth, mut start, mut at) = (Vec::new(), 0, 0, 0);
    while let Some(next) = expression[at..].chars().next() {
        let rest = &expression[at..];
        match next {
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                lengths.push(at - start);
                start = at + 1;
            }
            _ => {}
        }
        at += match next {
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            '[' => class_length(rest).unwrap_or(1),
            _ => next.len_utf8(),
        };
    }
    lengths.push(expression.len() - start);
    lengths
}

#[test]
fn long_lists_of_words_are_found() {
    assert_eq!(lengths(r"a|b(c|d)|[|\]]|\||"), [1, 6, 5, 2, 0]);
    let words = (10..60).map(|number| format!("word{number}")).collect::<Vec<_>>().join("|");
    let list = |start| Branches { start, lengths: vec![6; 50] };
    assert_eq!(branches(&format!("x({words})(?:{words})(a|b)")), [list(2), list(6 + words.len())]);
    assert_eq!(branches(&format!("((?:{words})|(a))")), [list(4)]);
    assert_eq!(branches(&format!("(?:{words}|(a))")), []);
    assert_eq!(branches(&format!("(?x)(?:{words} # a|b\n)")), []);
}

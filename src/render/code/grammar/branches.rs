//! Long lists of words in an expression, of which only those that a line may hold are compiled.
//!
//! TypeScript's grammar lists some thousand names of browsers; Oniguruma takes half a millisecond for them, and a line
//! of code holds one or two.

use std::sync::{Arc, Mutex, PoisonError};

use onig::Regex;

use super::needs::Pieces;

/// For how many sets of words an expression is compiled anew. After that, it is compiled as a whole.
const SETS: usize = 4;

/// A group of an expression with many branches, none of which counts groups.
pub(super) struct Branches {
    /// Where the first branch begins in the expression.
    pub start: usize,
    /// How many bytes each branch has, without the bar between two of them.
    pub lengths: Vec<usize>,
}

/// An expression compiled with few of its words.
#[derive(Default)]
pub(super) struct Parts(Mutex<Vec<(String, Arc<Option<Regex>>)>>);

impl Parts {
    /// The expression with those branches that a line may hold, `pieces` being those of the line. `None` once that was
    /// asked for with too many sets of words.
    pub(super) fn get(
        &self,
        expression: &str,
        lists: &[Branches],
        pieces: &Pieces,
        compile: fn(&str) -> Option<Regex>,
    ) -> Option<Arc<Option<Regex>>> {
        let part = part(expression, lists, pieces);
        let mut compiled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, regex)) = compiled.iter().find(|(other, _)| *other == part) {
            return Some(Arc::clone(regex));
        }
        (compiled.len() < SETS).then(|| {
            let regex = Arc::new(compile(&part));
            compiled.push((part, Arc::clone(&regex)));
            regex
        })
    }
}

/// An expression without the branches that no part of a line can be.
fn part(expression: &str, lists: &[Branches], pieces: &Pieces) -> String {
    let (mut part, mut at) = (String::new(), 0);
    for list in lists {
        part.push_str(&expression[at..list.start]);
        at = list.start;
        let start = part.len();
        for (index, length) in list.lengths.iter().enumerate() {
            at += usize::from(index > 0);
            let branch = &expression[at..at + length];
            at += length;
            let word = word(branch);
            if word.is_empty() || pieces.may_hold(word) {
                part.push_str(if part.len() > start { "|" } else { "" });
                part.push_str(branch);
            }
        }
        if part.len() == start {
            // What is never found.
            part.push_str("(?!)");
        }
    }
    part.push_str(&expression[at..]);
    part
}

/// The word with which all that a branch finds begins; it may be empty.
fn word(branch: &str) -> &str {
    let branch = branch.trim_start();
    let end =
        branch.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(branch.len());
    let is_repeated = branch[end..].trim_start().starts_with(['?', '*', '{']);
    &branch[..end.saturating_sub(usize::from(is_repeated))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_keeps_the_branches_that_a_line_may_hold() {
        let expression = "(?x)(map|set (?:Time|Date)| [xy]|re?d\n |on)(b|cde)";
        let lists = [
            Branches { start: 5, lengths: vec![3, 17, 5, 6, 2] },
            Branches { start: 44, lengths: vec![1, 3] },
        ];
        let check = |line: &str, expected: &str| {
            let mut pieces = Pieces::default();
            pieces.read(line);
            assert_eq!(part(expression, &lists, &pieces), expected, "{line}");
        };
        check("", "(?x)( [xy])((?!))");
        check("a.map(b)", "(?x)(map| [xy])(b)");
        check("Set ONE r", "(?x)(set (?:Time|Date)| [xy]|re?d\n |on)((?!))");
    }

    #[test]
    fn a_branch_begins_with_a_word_unless_its_last_letter_may_be_missing() {
        let words = ["map", " a_1.b", "colou?r", "ab *", "x{2}", "(?:a)", "\\w", ""].map(word);
        assert_eq!(words, ["map", "a_1", "colo", "a", "", "", "", ""]);
    }

    #[test]
    fn an_expression_is_compiled_for_few_sets_of_words() {
        let lists = [Branches { start: 1, lengths: vec![1; 6] }];
        let parts = Parts::default();
        let get = |line: &str| {
            let mut pieces = Pieces::default();
            pieces.read(line);
            let compile = |expression: &str| Regex::new(expression).ok();
            parts.get("(a|b|c|d|e|f)", &lists, &pieces, compile).map(|regex| regex.as_ref().is_some())
        };
        assert_eq!(
            ["a", "b", "c", "ba", "a", "d", "ab"].map(get),
            [Some(true), Some(true), Some(true), Some(true), Some(true), None, Some(true)]
        );
    }
}

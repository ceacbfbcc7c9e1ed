//! Names in the order a person counts: `2-setup.md` before `10-questions.md`.

use std::cmp::Ordering;

/// How two names of files or folders follow each other: runs of digits compare as numbers, letters without regard
/// to case. Names that are alike so far are put in the order of their characters, so that the order is total.
pub(crate) fn natural_order(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    loop {
        let ordering = match (left.chars().next(), right.chars().next()) {
            (None, None) => return one.cmp(other),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) if a.is_ascii_digit() && b.is_ascii_digit() => {
                compare_numbers(number(&mut left), number(&mut right))
            }
            (Some(a), Some(b)) => {
                (left, right) = (&left[a.len_utf8()..], &right[b.len_utf8()..]);
                a.to_lowercase().cmp(b.to_lowercase())
            }
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
}

/// Takes a run of digits, and gives it without its leading zeros: a number of any length.
fn number<'a>(text: &mut &'a str) -> &'a str {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    digits.trim_start_matches('0')
}

fn compare_numbers(one: &str, other: &str) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_order(sorted: &[&str]) {
        let mut names = sorted.to_vec();
        names.reverse();
        names.sort_by(|one, other| natural_order(one, other));
        assert_eq!(names, sorted);
    }

    #[test]
    fn numbers_compare_as_numbers() {
        check_order(&["2-x", "10-x", "a2", "a10", "a100000000000000000000000"]);
    }

    #[test]
    fn case_only_breaks_a_tie() {
        check_order(&["Alpha", "alpha", "Beta"]);
    }

    #[test]
    fn leading_zeros_only_break_a_tie() {
        check_order(&["007", "7", "08", "9"]);
    }

    #[test]
    fn a_name_comes_before_its_own_continuation() {
        check_order(&["intro", "intro-2", "introduction"]);
    }
}

//! Where in a line an expression may be found, by the letters around that place, so that few expressions of a grammar
//! are ever compiled and searched for.
//!
//! `tests/grammars` reads the letters from the expressions.

/// The letters of ASCII between which a match may begin, each a bit. All other letters are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// Those that may be before the match. Bit 0 is the start of the line.
    pub before: u128,
    /// Those with which the match may begin. Bit 0 is the end of the line.
    pub first: u128,
}

impl Start {
    /// Whether a match may begin at byte `from` of a line, at byte `until`, or between them.
    pub(super) fn is_possible(self, line: &str, from: usize, until: usize) -> bool {
        let bytes = line.as_bytes();
        if (self.before, self.first) == (u128::MAX, u128::MAX) {
            return true;
        }
        let mut before = from.checked_sub(1).and_then(|index| bytes.get(index)).copied().unwrap_or(0);
        (from..=until).any(|index| {
            let first = bytes.get(index).copied().unwrap_or(0);
            holds(self.before, std::mem::replace(&mut before, first)) && holds(self.first, first)
        })
    }
}

fn holds(letters: u128, byte: u8) -> bool {
    !byte.is_ascii() || letters >> byte & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> u128 {
        text.bytes().fold(0, |letters, byte| letters | 1 << byte)
    }

    #[test]
    fn a_match_begins_between_two_letters_that_are_allowed() {
        let start = Start { before: letters("\0 ("), first: letters("ab") };
        let check = |line: &str, from: usize, until: usize, expected| {
            assert_eq!(start.is_possible(line, from, until), expected, "{line} from {from} to {until}");
        };
        check("a", 0, 0, true);
        check("xa a", 0, 4, true);
        check("xa a", 0, 2, false);
        check("xa a", 2, 3, true);
        check("x(c", 0, 3, false);
        check("x(é", 0, 4, true);
        check("éb", 2, 3, true);
        check("", 0, 0, false);
    }

    #[test]
    fn the_ends_of_a_line_are_letters_of_their_own() {
        let end = Start { before: u128::MAX, first: letters("\0") };
        assert!(end.is_possible("ab", 0, 2));
        assert!(!end.is_possible("ab", 0, 1));
        let start = Start { before: letters("\0"), first: u128::MAX };
        assert!(start.is_possible("ab", 0, 2));
        assert!(!start.is_possible("ab", 1, 2));
    }
}

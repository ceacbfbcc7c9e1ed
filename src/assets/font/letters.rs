//! Sets of letters.

use std::collections::BTreeSet;

/// A set of letters. Most letters of most talks are ASCII, which is quick to add.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Letters {
    /// A bit for each letter of ASCII.
    ascii: u128,
    others: BTreeSet<char>,
}

impl Letters {
    /// Adds a letter. Control characters are none.
    pub(crate) fn insert(&mut self, letter: char) {
        match letter {
            ' '..='~' => self.ascii |= 1 << u32::from(letter),
            letter if letter.is_control() => {}
            letter => _ = self.others.insert(letter),
        }
    }

    /// Whether a letter is in it.
    pub(crate) fn has(&self, letter: char) -> bool {
        match letter.is_ascii() {
            true => self.ascii & (1 << u32::from(letter)) != 0,
            false => self.others.contains(&letter),
        }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.ascii == 0 && self.others.is_empty()
    }

    /// In the order of Unicode.
    pub(crate) fn iter(&self) -> impl Iterator<Item = char> {
        let ascii = (b' '..=b'~').map(char::from).filter(|letter| self.has(*letter));
        ascii.chain(self.others.iter().copied())
    }

    /// Those letters that pass a test.
    pub(crate) fn filter(&self, is_kept: impl Fn(char) -> bool) -> Letters {
        self.iter().filter(|letter| is_kept(*letter)).collect()
    }

    /// Adds all letters of another set.
    pub(crate) fn add(&mut self, other: &Letters) {
        self.ascii |= other.ascii;
        self.others.extend(&other.others);
    }
}

impl Extend<char> for Letters {
    fn extend<I: IntoIterator<Item = char>>(&mut self, letters: I) {
        letters.into_iter().for_each(|letter| self.insert(letter));
    }
}

impl FromIterator<char> for Letters {
    fn from_iter<I: IntoIterator<Item = char>>(letters: I) -> Letters {
        let mut set = Letters::default();
        set.extend(letters);
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_come_once_and_in_order() {
        let mut letters: Letters = "zebra\n漢é".chars().collect();
        letters.add(&"az~ é".chars().collect());
        assert_eq!(letters.iter().collect::<String>(), " aberz~é漢");
        assert!(letters.has('é') && letters.has('z') && !letters.has('y') && !letters.has('\n'));
        assert!(Letters::default().is_empty());
    }
}

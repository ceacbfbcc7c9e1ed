//! Letters beyond ASCII in plans and pies, which the library takes only in texts, and slices there (rusty-mermaid 0.2.0): while a source is
//! read, each has a stand-in of the same length, so that places stay what they are.
//!
//! What was read gets the author's letters back before anything is laid out ([`Letters::restore`]).

use std::collections::HashMap;

use rusty_mermaid_diagrams::gantt::ir::{GanttChart, TaskEnd, TaskStart};
use rusty_mermaid_diagrams::pie::ir::PieChart;

/// The letters of a source, by their stand-ins.
#[derive(Debug, Default)]
pub(super) struct Letters(HashMap<String, char>);

/// With what a stand-in begins, by how many bytes its letter has. It goes on in small letters and digits, so that none
/// begins within another.
const HEADS: [&[u8]; 3] = [b"QGHJKLMNPRSUVW", b"ZXY", b"IO"];
const TAIL: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

impl Letters {
    /// Replaces the letters of a source. None where it has more than there are stand-ins that it does not hold itself.
    pub(super) fn replace(plain: &str) -> Option<(String, Letters)> {
        let (mut replaced, mut letters) = (String::with_capacity(plain.len()), Letters::default());
        if plain.is_ascii() {
            return Some((plain.to_owned(), letters));
        }
        let mut by_letter: HashMap<char, String> = HashMap::new();
        let mut stand_ins = [2, 3, 4].map(StandIns::new);
        let mut is_text = false;
        for letter in plain.chars() {
            is_text = letter != '\n' && (is_text || ":\"[({|".contains(letter));
            if letter.is_ascii() {
                replaced.push(letter);
            } else if letter.is_whitespace() && !is_text {
                // Between names, a space of any kind is a space.
                replaced.extend(std::iter::repeat_n(' ', letter.len_utf8()));
            } else if let Some(stand_in) = by_letter.get(&letter) {
                replaced.push_str(stand_in);
            } else {
                let of_length = &mut stand_ins[letter.len_utf8() - 2];
                let stand_in = of_length.find(|stand_in| !plain.contains(stand_in.as_str()))?;
                replaced.push_str(&stand_in);
                letters.0.insert(stand_in.clone(), letter);
                by_letter.insert(letter, stand_in);
            }
        }
        Some((replaced, letters))
    }

    /// A text with its author's letters.
    fn own(&self, text: &mut String) {
        let length = |head: u8| HEADS.iter().position(|heads| heads.contains(&head)).map(|at| at + 2);
        let (mut own, mut rest) = (String::with_capacity(text.len()), text.as_str());
        while let Some(at) = rest.bytes().position(|byte| length(byte).is_some()) {
            let length = length(rest.as_bytes()[at]).unwrap_or(1);
            let letter = rest.get(at..at + length).and_then(|stand_in| self.0.get(stand_in));
            let end = at + if letter.is_some() { length } else { 1 };
            own.push_str(if letter.is_some() { &rest[..at] } else { &rest[..end] });
            own.extend(letter);
            rest = &rest[end..];
        }
        own.push_str(rest);
        *text = own;
    }

    /// Gives what was read its author's letters back.
    pub(super) fn restore(&self, read: &mut impl Texts) {
        if !self.0.is_empty() {
            read.texts(&mut |text| self.own(text));
        }
    }
}

/// Names of a length, each once.
struct StandIns {
    length: usize,
    next: usize,
}

impl StandIns {
    fn new(length: usize) -> StandIns {
        StandIns { length, next: 0 }
    }
}

impl Iterator for StandIns {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let heads = HEADS[self.length - 2];
        let mut number = self.next;
        let mut name = String::with_capacity(self.length);
        name.push(char::from(*heads.get(number % heads.len())?));
        number /= heads.len();
        for _ in 1..self.length {
            name.push(char::from(TAIL[number % TAIL.len()]));
            number /= TAIL.len();
        }
        self.next += 1;
        (number == 0).then_some(name)
    }
}

/// What the library has read of a source.
pub(super) trait Texts {
    /// Changes each of its texts and names.
    fn texts(&mut self, change: &mut dyn FnMut(&mut String));
}

fn all<'a>(texts: impl IntoIterator<Item = &'a mut String>, change: &mut dyn FnMut(&mut String)) {
    texts.into_iter().for_each(change);
}

impl Texts for GanttChart {
    fn texts(&mut self, change: &mut dyn FnMut(&mut String)) {
        all(self.title.iter_mut().chain(&mut self.axis_format).chain([&mut self.date_format]), change);
        for section in &mut self.sections {
            all(&mut section.name, change);
            for task in &mut section.tasks {
                all([&mut task.name].into_iter().chain(&mut task.id), change);
                if let TaskStart::Date(text) | TaskStart::After(text) = &mut task.start {
                    change(text);
                }
                if let TaskEnd::Date(text) | TaskEnd::Duration(text) = &mut task.end {
                    change(text);
                }
            }
        }
    }
}

impl Texts for PieChart {
    fn texts(&mut self, change: &mut dyn FnMut(&mut String)) {
        all(self.title.iter_mut().chain(self.slices.iter_mut().map(|slice| &mut slice.label)), change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, replaced: &str) {
        let (plain, letters) = Letters::replace(source).unwrap();
        assert_eq!(plain, replaced);
        assert_eq!(plain.len(), source.len(), "places stay what they are");
        let mut own = plain;
        letters.own(&mut own);
        assert_eq!(own, source);
    }

    #[test]
    fn letters_beyond_ascii_have_stand_ins_of_their_length() {
        check("A --> B", "A --> B");
        check("é --> Prüfung : é", "Q0 --> PrG0fung : Q0");
        check("漢字->>🎉: e\u{301}", "Z00X00->>I000: eQ0");
        check("Q0 é G0 ü", "Q0 H0 G0 J0");
        check("QQé0", "QQQ00");
        check("a: x\u{a0}y", "a: xQ0y");
    }

    #[test]
    fn a_space_of_any_kind_between_names_is_a_space() {
        let (plain, _) = Letters::replace("A\u{a0}-->\u{3000}B").unwrap();
        assert_eq!(plain, "A  -->   B");
    }

    #[test]
    fn a_source_may_hold_more_letters_than_there_are_stand_ins() {
        let every: String = ('\u{80}'..'\u{7ff}').filter(|letter| !letter.is_whitespace()).collect();
        assert!(Letters::replace(&every).is_none());
        let written: String = ('\u{4e00}'..'\u{4e00}').chain('\u{4e00}'..='\u{5a00}').collect();
        assert!(Letters::replace(&written).is_some());
    }
}

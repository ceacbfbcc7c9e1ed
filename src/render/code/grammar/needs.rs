//! What a line must hold for an expression to be found in it, so that few expressions of a grammar are ever compiled.
//!
//! Oniguruma takes some microseconds for a short expression, and a millisecond for the names of all that a browser
//! offers; most lines hold nothing of what such an expression lists. `tests/grammars` reads the needs from the
//! expressions, which takes longer than to compile them.

use memchr::memmem;

/// What an expression needs: of each list one text.
pub(super) struct Needs(pub Vec<Need>);

/// Texts of which a line must hold one.
pub(super) struct Need {
    /// In small letters where case does not count.
    pub texts: Vec<&'static str>,
    pub ignores_case: bool,
    /// Whether no letter, digit or `_` may be beside the text.
    pub is_word: bool,
    /// Whether the text may be before the match, since the expression looks back at it.
    pub is_behind: bool,
}

/// The pieces of up to [`LONGEST`] bytes that a line holds, in small letters, read when they are first asked for.
pub(in super::super) struct Pieces {
    line: Vec<u8>,
    /// A bit for each hash of a piece.
    bits: Box<[u64; HASHES / 64]>,
}

/// How long a piece may be. Shorter ones would be found in too many lines, longer ones cost more than they help.
const LONGEST: usize = 4;

/// How many hashes there are: a line of 80 bytes has up to 320 pieces.
const HASHES: usize = 1 << 14;

impl Default for Pieces {
    fn default() -> Pieces {
        Pieces { line: Vec::new(), bits: Box::new([0; HASHES / 64]) }
    }
}

impl Needs {
    /// Whether a line of ASCII holds what the expression needs to be found at byte `from` or later. `pieces` are those of
    /// the line, or none.
    pub(super) fn are_met(&self, line: &str, from: usize, pieces: &mut Pieces) -> bool {
        if self.0.is_empty() {
            return true;
        }
        pieces.read(line);
        self.0.iter().all(|need| {
            let line = if need.ignores_case { &pieces.line } else { line.as_bytes() };
            let from = if need.is_behind { 0 } else { from };
            need.texts.iter().any(|text| pieces.may_hold(text) && need.is_in(line, from, text))
        })
    }
}

impl Need {
    fn is_in(&self, line: &[u8], from: usize, text: &str) -> bool {
        let is_free =
            |beside: Option<&u8>| beside.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        memmem::find_iter(&line[from..], text).map(|start| from + start).any(|start| {
            !self.is_word || is_free(line[..start].last()) && is_free(line.get(start + text.len()))
        })
    }
}

impl Pieces {
    /// Makes room for the next line.
    pub(in super::super) fn clear(&mut self) {
        if !self.line.is_empty() {
            self.line.clear();
            self.bits.fill(0);
        }
    }

    pub(super) fn read(&mut self, line: &str) {
        if !self.line.is_empty() {
            return;
        }
        self.line.extend(line.bytes().map(|byte| byte.to_ascii_lowercase()));
        for start in 0..self.line.len() {
            let mut hash = 0;
            for &byte in self.line[start..].iter().take(LONGEST) {
                hash = with(hash, byte);
                self.bits[hash / 64 % (HASHES / 64)] |= 1 << (hash % 64);
            }
        }
    }

    /// Whether the line may hold a text, whatever the case of its letters.
    pub(super) fn may_hold(&self, text: &str) -> bool {
        let pieces = text.bytes().take(LONGEST);
        let hash = pieces.fold(0, |hash, byte| with(hash, byte.to_ascii_lowercase()));
        self.bits[hash / 64 % (HASHES / 64)] >> (hash % 64) & 1 == 1
    }
}

/// The hash of a piece that is one byte longer.
fn with(hash: usize, byte: u8) -> usize {
    (hash.wrapping_mul(0x9E35) ^ usize::from(byte).wrapping_mul(0x01F3)) % HASHES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(texts: &[&'static str], ignores_case: bool) -> Need {
        Need { texts: texts.to_vec(), ignores_case, is_word: false, is_behind: false }
    }

    #[test]
    fn a_line_meets_needs_with_one_text_of_each_list() {
        let needs = Needs(vec![need(&["array", "promise"], true), need(&["F("], false)]);
        let check = |line: &str, expected| {
            assert_eq!(needs.are_met(line, 0, &mut Pieces::default()), expected, "{line}");
        };
        check("new Array(F(3))\n", true);
        check("await PROMISE.F(x)\n", true);
        check("Array(f(3))\n", false);
        check("Array F\n", false);
        check("arra(yF()\n", false);
        check("\n", false);
        assert!(Needs(Vec::new()).are_met("", 0, &mut Pieces::default()));
    }

    #[test]
    fn a_word_is_no_part_of_another() {
        let needs = Needs(vec![Need { is_word: true, ..need(&["file"], true) }]);
        let check = |line: &str, expected| {
            assert_eq!(needs.are_met(line, 0, &mut Pieces::default()), expected, "{line}");
        };
        check("readFile file\n", true);
        check("File", true);
        check("readFile\n", false);
        check("file_, file1, files\n", false);
    }

    #[test]
    fn what_is_needed_comes_after_the_place_where_a_search_begins() {
        let check = |is_behind: bool, from: usize, expected: bool| {
            let needs = Needs(vec![Need { is_behind, ..need(&["ab"], false) }]);
            assert_eq!(needs.are_met("xab c", from, &mut Pieces::default()), expected, "{is_behind} {from}");
        };
        check(false, 1, true);
        check(false, 2, false);
        check(true, 4, true);
    }

    #[test]
    fn the_next_line_is_read_anew() {
        let (needs, mut pieces) = (Needs(vec![need(&["ab"], false)]), Pieces::default());
        assert!(needs.are_met("ab\n", 0, &mut pieces));
        pieces.clear();
        assert!(!needs.are_met("ba\n", 0, &mut pieces));
    }
}

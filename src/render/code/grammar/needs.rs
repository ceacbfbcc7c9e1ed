//! What a line must hold for an expression to be found in it, so that few expressions of a grammar are ever compiled.
//!
//! Oniguruma takes some microseconds for a short expression, and a millisecond for the names of all that a browser
//! offers; most lines hold nothing of what such an expression lists. `tests/grammars` reads the needs from the
//! expressions, which takes longer than to compile them.

/// What an expression needs: of each list one text, in small letters; the line may have them in any case.
pub(super) struct Needs(pub Vec<Vec<&'static str>>);

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
    /// Whether a line of ASCII holds what the expression needs. `pieces` are those of the line, or none.
    pub(super) fn are_met(&self, line: &str, pieces: &mut Pieces) -> bool {
        if self.0.is_empty() {
            return true;
        }
        pieces.read(line);
        self.0.iter().all(|list| list.iter().any(|text| pieces.hold(text.as_bytes())))
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

    fn read(&mut self, line: &str) {
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

    fn hold(&self, text: &[u8]) -> bool {
        let hash = text.iter().take(LONGEST).fold(0, |hash, &byte| with(hash, byte));
        let may_hold = self.bits[hash / 64 % (HASHES / 64)] >> (hash % 64) & 1 == 1;
        may_hold && memchr::memmem::find(&self.line, text).is_some()
    }
}

/// The hash of a piece that is one byte longer.
fn with(hash: usize, byte: u8) -> usize {
    (hash.wrapping_mul(0x9E35) ^ usize::from(byte).wrapping_mul(0x01F3)) % HASHES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_meets_needs_in_any_case_and_only_with_one_text_of_each_list() {
        let needs = Needs(vec![vec!["array", "promise"], vec!["("]]);
        let check = |line: &str, expected| {
            assert_eq!(needs.are_met(line, &mut Pieces::default()), expected, "{line}");
        };
        check("new Array(3)\n", true);
        check("await PROMISE.all(x)\n", true);
        check("Array\n", false);
        check("arra(y)\n", false);
        check("\n", false);
        assert!(Needs(Vec::new()).are_met("", &mut Pieces::default()));
    }

    #[test]
    fn the_next_line_is_read_anew() {
        let (needs, mut pieces) = (Needs(vec![vec!["ab"]]), Pieces::default());
        assert!(needs.are_met("ab\n", &mut pieces));
        pieces.clear();
        assert!(!needs.are_met("ba\n", &mut pieces));
    }
}

//! Names for contents.

use std::fmt;

/// The BLAKE3 hash of some bytes: equal fingerprints mean equal contents.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of some bytes.
    pub(crate) fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint(*blake3::hash(bytes).as_bytes())
    }

    /// The fingerprint of several parts; where one ends and the next begins matters.
    pub(crate) fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Fingerprint {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Fingerprint(*hasher.finalize().as_bytes())
    }

    /// Reads the 64 hexadecimal digits that a fingerprint is displayed as.
    pub(crate) fn parse(text: &str) -> Option<Fingerprint> {
        blake3::Hash::from_hex(text).ok().map(|hash| Fingerprint(*hash.as_bytes()))
    }

    /// The hash's own 32 bytes.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first ten hexadecimal digits: enough to name a file of one site.
    pub(crate) fn short(&self) -> String {
        self.0[..5].iter().fold(String::with_capacity(10), |mut digits, byte| {
            digits.extend(
                [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])),
            );
            digits
        })
    }
}

/// Makes the fingerprint of bytes that come piece by piece: the same as [`Fingerprint::of`] all of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hasher(blake3::Hasher);

impl Hasher {
    /// Takes in the next piece.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The fingerprint of everything that came.
    pub(crate) fn finish(&self) -> Fingerprint {
        Fingerprint(*self.0.finalize().as_bytes())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Fingerprint({})", self.short())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_not_the_same_as_their_concatenation() {
        let parts = |parts: &[&'static str]| Fingerprint::of_parts(parts.iter().map(|part| part.as_bytes()));
        assert_eq!(parts(&["ab", "c"]), parts(&["ab", "c"]));
        assert_ne!(parts(&["ab", "c"]), parts(&["a", "bc"]));
    }

    #[test]
    fn pieces_are_the_same_as_the_whole() {
        let mut hasher = Hasher::default();
        ["ab", "", "c"].iter().for_each(|piece| hasher.update(piece.as_bytes()));
        assert_eq!(hasher.finish(), Fingerprint::of(b"abc"));
    }

    #[test]
    fn what_is_displayed_is_read_back() {
        let fingerprint = Fingerprint::of(b"abc");
        assert_eq!(Fingerprint::parse(&fingerprint.to_string()), Some(fingerprint));
        assert_eq!(Fingerprint::parse("abc"), None);
    }

    #[test]
    fn a_short_name_is_the_head_of_the_hash() {
        assert_eq!(Fingerprint::of(b"").to_string().len(), 64);
        assert_eq!(Fingerprint::of(b"").short(), "af1349b9f5");
    }
}

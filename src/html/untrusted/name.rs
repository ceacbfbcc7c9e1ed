//! Names of elements and attributes.

/// Whether a name is written in letters that every browser reads as one name.
pub(super) fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.:".contains(letter))
}

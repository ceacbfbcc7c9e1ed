//! What the author may have meant.

/// The candidate most like `name`, if one is like enough to suggest.
///
/// Case does not count. A candidate is like enough when at most a third of its characters, and at least one,
/// would have to change (Damerau-Levenshtein). Of equals, the first wins.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised() {
        assert_eq!(nearest("thmee", ["title", "theme"]), Some("theme"));
        assert_eq!(nearest("acme.SVG", ["acme.svg"]), Some("acme.svg"));
    }

    #[test]
    fn something_else_altogether_is_not() {
        assert_eq!(nearest("banana", ["title", "theme"]), None);
    }
}

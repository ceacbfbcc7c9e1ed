//! What the author may have meant.

/// Names longer than this, in bytes, are not compared: that takes as long as both are, multiplied.
const LONGEST: usize = 200;

/// The candidate most like `name`, if one is like enough to suggest.
///
/// Case does not count. A candidate is like enough when at most a third of its characters, and at least one,
/// would have to change (Damerau-Levenshtein), or when it begins like a name of at least three letters and goes on
/// with another word (`acme.svg`, `acme-dark.svg`). Of equals, the first wins.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_lowercase();
    let length = name.chars().count();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| {
            let lower = candidate.to_lowercase();
            let other = lower.chars().count();
            let limit = (other / 3).max(1);
            // Each letter more is a change.
            let distance = match length.abs_diff(other) {
                more if more > limit => more,
                _ => strsim::damerau_levenshtein(&name, &lower),
            };
            // What only begins alike comes after all that is like enough.
            let rank = if distance > limit && goes_on(&name, &lower) { limit } else { distance };
            (distance > limit, rank, limit, candidate)
        })
        .filter(|(_, rank, limit, _)| rank <= limit)
        .min_by_key(|(only_begins, rank, _, _)| (*only_begins, *rank))
        .map(|(.., candidate)| candidate)
}

/// Whether `longer` is `name` with another word at the end of its stem.
fn goes_on(name: &str, longer: &str) -> bool {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let (longer_stem, longer_ending) = longer.rsplit_once('.').unwrap_or((longer, ""));
    stem.chars().count() >= 3
        && ending == longer_ending
        && longer_stem.strip_prefix(stem).is_some_and(|rest| rest.starts_with(['-', '_', '.', ' ']))
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
    fn a_name_that_goes_on_is_recognised_where_nothing_is_nearer() {
        assert_eq!(nearest("acme.svg", ["acme-dark.svg", "beta.svg"]), Some("acme-dark.svg"));
        assert_eq!(nearest("acme.svg", ["acme-dark.svg", "acne.svg"]), Some("acne.svg"));
        assert_eq!(nearest("acme.svg", ["acme-dark.png", "acmeology.svg"]), None);
    }

    #[test]
    fn something_else_altogether_is_not() {
        assert_eq!(nearest("banana", ["title", "theme"]), None);
    }
}

//! Values that hold several addresses.

use std::ops::Range;

/// Where the addresses of a `srcset` are.
///
/// Source: "parse a srcset attribute" in the HTML standard: an address ends at white space, and may hold commas.
pub(super) fn candidate_addresses(value: &str) -> Vec<Range<usize>> {
    let is_space = |it: char| it.is_ascii_whitespace();
    let mut ranges = Vec::new();
    let mut at = 0;
    loop {
        let rest = value[at..].trim_start_matches(|it| is_space(it) || it == ',');
        if rest.is_empty() {
            return ranges;
        }
        let start = value.len() - rest.len();
        let word = &rest[..rest.find(is_space).unwrap_or(rest.len())];
        let address = word.trim_end_matches(',');
        ranges.push(start..start + address.len());
        at = start + word.len();
        if address.len() == word.len() {
            // A descriptor follows, up to the next comma.
            at += value[at..].find(',').unwrap_or(value.len() - at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_ranges(ranges: Vec<Range<usize>>, value: &str, addresses: &[&str]) {
        let found: Vec<_> = ranges.into_iter().map(|range| &value[range]).collect();
        assert_eq!(found, addresses);
    }

    #[test]
    fn the_candidates_of_a_srcset_are_found_without_their_descriptors() {
        let value = "a.png 1x, b.png 2x,c.png";
        check_ranges(candidate_addresses(value), value, &["a.png", "b.png", "c.png"]);
        check_ranges(candidate_addresses("a,b 1x"), "a,b 1x", &["a,b"]);
        check_ranges(candidate_addresses(" , é, "), " , é, ", &["é"]);
    }
}

//! The parts of a file that a request asks for: the header `Range`, as RFC 9110, section 14, has it.

use std::ops::Range;

use axum::extract::Request;
use axum::http::{Method, header};

/// How many parts one answer may have; who asks for more gets the whole file.
const MOST: usize = 16;

/// Which parts of a file a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RangeRequest {
    Whole,
    /// At least one part, none of them empty, in the order of the request.
    Parts(Vec<Range<u64>>),
    /// Parts that the file does not have.
    Unsatisfiable,
}

/// The parts that a request asks for of a file of so many bytes.
///
/// Only GET has parts. A header of another unit, or one that is not a list of parts, is as good as none, and so are parts that
/// overlap or are too many. The files bear no mark of their version, so whoever asks for parts of a version he knows
/// (`If-Range`) gets the whole.
pub(super) fn requested(request: &Request, size: u64) -> RangeRequest {
    let headers = request.headers();
    if request.method() != Method::GET || headers.contains_key(header::IF_RANGE) {
        return RangeRequest::Whole;
    }
    let header = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    header.map_or(RangeRequest::Whole, |header| parts(header, size))
}

fn parts(header: &str, size: u64) -> RangeRequest {
    let list = match header.split_once('=') {
        Some((unit, list)) if unit.trim().eq_ignore_ascii_case("bytes") => list,
        _ => return RangeRequest::Whole,
    };
    let mut parts = Vec::new();
    // Empty elements of a list are passed over (RFC 9110, section 5.6.1).
    for part in list.split(',').map(|part| part.trim_matches([' ', '\t'])).filter(|part| !part.is_empty()) {
        match Part::read(part) {
            Some(part) => parts.push(part.within(size)),
            None => return RangeRequest::Whole,
        }
    }
    if parts.is_empty() {
        return RangeRequest::Whole;
    }
    let there: Vec<Range<u64>> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match there.len() {
        0 => RangeRequest::Unsatisfiable,
        count if count > MOST || overlap(&there) => RangeRequest::Whole,
        _ => RangeRequest::Parts(there),
    }
}

/// One part, as it is written.
enum Part {
    From(u64),
    /// Both ends included.
    Between(u64, u64),
    /// So many bytes at the end.
    Last(u64),
}

impl Part {
    fn read(text: &str) -> Option<Part> {
        let (start, end) = text.split_once('-')?;
        match (start, end) {
            ("", end) => number(end).map(Part::Last),
            (start, "") => number(start).map(Part::From),
            (start, end) => {
                let (start, end) = (number(start)?, number(end)?);
                (start <= end).then_some(Part::Between(start, end))
            }
        }
    }

    /// The part as far as the file reaches; empty if it begins behind its end.
    fn within(&self, size: u64) -> Range<u64> {
        match *self {
            Part::From(start) => start.min(size)..size,
            Part::Between(start, end) => start.min(size)..end.saturating_add(1).min(size),
            Part::Last(length) => size.saturating_sub(length)..size,
        }
    }
}

/// Digits alone; a number too large to be counted is behind the end of every file.
fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

fn overlap(parts: &[Range<u64>]) -> bool {
    let mut sorted: Vec<&Range<u64>> = parts.iter().collect();
    sorted.sort_by_key(|part| part.start);
    sorted.windows(2).any(|pair| pair[0].end > pair[1].start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: RangeRequest) {
        assert_eq!(parts(header, 100), expected, "{header}");
    }

    fn some<const N: usize>(parts: [(u64, u64); N]) -> RangeRequest {
        RangeRequest::Parts(parts.map(|(start, end)| start..end).into())
    }

    #[test]
    fn one_part_is_given_as_far_as_the_file_reaches() {
        check("bytes=0-0", some([(0, 1)]));
        check("bytes=10-19", some([(10, 20)]));
        check("bytes=90-", some([(90, 100)]));
        check("bytes=90-200", some([(90, 100)]));
        check("bytes=90-99999999999999999999999", some([(90, 100)]));
        check("bytes=-1", some([(99, 100)]));
        check("bytes=-1000", some([(0, 100)]));
        check("Bytes=0-0", some([(0, 1)]));
    }

    #[test]
    fn parts_that_are_not_there_are_refused() {
        for header in
            ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-", "bytes=100-,-0"]
        {
            check(header, RangeRequest::Unsatisfiable);
        }
        assert_eq!(parts("bytes=0-", 0), RangeRequest::Unsatisfiable);
        assert_eq!(parts("bytes=-5", 0), RangeRequest::Unsatisfiable);
    }

    #[test]
    fn several_parts_come_in_the_order_they_are_asked_for() {
        check("bytes=90-94, 0-9", some([(90, 95), (0, 10)]));
        check("bytes=0-9,,100-,\t-1", some([(0, 10), (99, 100)]));
    }

    #[test]
    fn what_is_no_list_of_parts_or_costs_too_much_is_as_good_as_none() {
        for header in [
            "bytes",
            "bytes=",
            "bytes=,",
            "lines=0-1",
            "bytes=a-b",
            "bytes=5-4",
            "bytes=-",
            "bytes=+1-2",
            "bytes=0-1;2-3",
        ] {
            check(header, RangeRequest::Whole);
        }
        check("bytes=0-10,10-20", RangeRequest::Whole);
        let many: Vec<String> = (0..20).map(|part| format!("{0}-{0}", part * 2)).collect();
        check(&format!("bytes={}", many.join(",")), RangeRequest::Whole);
    }
}

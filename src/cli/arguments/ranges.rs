//! Which slides are meant: `3,7-9`, `12-`.

use std::ops::RangeInclusive;
use std::str::FromStr;

/// Slides by their numbers, counted from 1 in the order of the talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct SlideRanges(Vec<RangeInclusive<usize>>);

impl FromStr for SlideRanges {
    type Err = String;

    fn from_str(text: &str) -> Result<SlideRanges, String> {
        let number = |text: &str| match text.trim().parse() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(format!(
                "`{}` is no number of a slide; say `3`, `7-9` or `12-`, with commas between",
                text.trim()
            )),
        };
        let range = |part: &str| match part.split_once('-') {
            None => number(part).map(|number| number..=number),
            Some((first, last)) if last.trim().is_empty() => Ok(number(first)?..=usize::MAX),
            Some((first, last)) => {
                let (first, last) = (number(first)?, number(last)?);
                if first <= last { Ok(first..=last) } else { Err(format!("`{part}` goes backwards")) }
            }
        };
        text.split(',').map(range).collect::<Result<_, _>>().map(SlideRanges)
    }
}

impl SlideRanges {
    /// The slides of a talk with so many, counted from 0, each once and in the order of the talk. An error is the number of a
    /// slide that it does not have.
    pub(in crate::cli) fn within(&self, slides: usize) -> Result<Vec<usize>, usize> {
        for range in &self.0 {
            let last = if *range.end() == usize::MAX { *range.start() } else { *range.end() };
            if last > slides {
                return Err(last);
            }
        }
        let is_meant = |number: &usize| self.0.iter().any(|range| range.contains(number));
        Ok((1..=slides).filter(is_meant).map(|number| number - 1).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&[usize], usize>) {
        let ranges: SlideRanges = text.parse().unwrap();
        assert_eq!(ranges.within(9).as_deref().map_err(|&number| number), expected, "{text}");
    }

    #[test]
    fn slides_are_named_by_numbers_and_ranges() {
        check("3", Ok(&[2]));
        check("3,7-9", Ok(&[2, 6, 7, 8]));
        check("8-, 1 , 8", Ok(&[0, 7, 8]));
        check("2-10", Err(10));
        check("12-", Err(12));
    }

    #[test]
    fn what_names_no_slide_is_refused() {
        for text in ["", "0", "a", "3-1", "1,,2", "-4", "1-2-3", "99999999999999999999999"] {
            assert!(text.parse::<SlideRanges>().is_err(), "{text}");
        }
    }
}

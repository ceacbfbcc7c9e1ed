//! A search through one text that remembers its answer, so that a text of nothing but openings is read once.

/// Finds the next occurrence of something in one text, and remembers it for the next question.
pub(super) struct Finder {
    needle: &'static [u8],
    /// The place of the last search, and its answer, which holds for every place in between.
    last: Option<(usize, Option<usize>)>,
}

impl Finder {
    /// A search for a needle in lower case; letters of both cases match it.
    pub(super) fn new(needle: &'static str) -> Finder {
        Finder { needle: needle.as_bytes(), last: None }
    }

    /// Where the needle starts next, at `from` or later.
    pub(super) fn next(&mut self, text: &str, from: usize) -> Option<usize> {
        if let Some((start, answer)) = self.last
            && from >= start
            && answer.is_none_or(|at| at >= from)
        {
            return answer;
        }
        let answer = self.search(text.as_bytes(), from);
        self.last = Some((from, answer));
        answer
    }

    fn search(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let first = *self.needle.first()?;
        let mut at = from;
        loop {
            at += memchr::memchr(first, bytes.get(at..)?)?;
            let candidate = bytes.get(at..at + self.needle.len())?;
            if candidate.eq_ignore_ascii_case(self.needle) {
                return Some(at);
            }
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finder_answers_for_earlier_places_too() {
        let mut finder = Finder::new("</pre");
        let text = "a</PRE>b</pre>";
        assert_eq!(finder.next(text, 2), Some(8));
        assert_eq!(finder.next(text, 0), Some(1));
        assert_eq!(finder.next(text, 9), None);
    }
}

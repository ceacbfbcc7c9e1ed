//! Where a fence is, and where in it a value or a line does.

use std::ops::Range;

use crate::text::{Slice, Span};

/// Where a listing is.
#[derive(Clone, Copy)]
pub(crate) struct FencePlace<'a> {
    /// From the backticks on, or from the tag of a listing in HTML; `None` if the place is not known.
    pub at: Option<Span>,
    /// The text that it is in.
    pub source: Slice<'a>,
}

impl<'a> FencePlace<'a> {
    /// Where it begins; else the head of the source.
    pub(crate) fn start(self) -> Span {
        self.at.unwrap_or(self.source.span).head()
    }

    /// The text after the backticks; `None` for a listing in HTML.
    pub(crate) fn info(self) -> Option<&'a str> {
        let line = self.first_line().filter(|line| line.starts_with(['`', '~']))?;
        Some(line.trim_start_matches(['`', '~']).trim())
    }

    /// Where its first line is, backticks and all; just its start for a listing in HTML.
    pub(crate) fn opening(self) -> Span {
        let length = self.info().and(self.first_line()).map_or(0, str::len);
        self.at.map_or(self.source.span.head(), |at| at.part(0..length))
    }

    /// Where the text after the backticks is, or the first line of a listing in HTML.
    pub(crate) fn info_span(self) -> Option<Span> {
        let line = self.first_line()?;
        let marks = line.len() - line.trim_start_matches(['`', '~', ' ']).len();
        let start = self.offset()? + marks;
        Some(self.source.span.part(start..start + line[marks..].trim_end().len()))
    }

    /// Where a value of its first line is, as far as one can tell.
    pub(crate) fn of_value(self, value: &str) -> Span {
        let (start, text) = self.offset().zip(self.first_line()).unwrap_or((0, self.source.text));
        let offset = text.rfind(value).filter(|_| !value.is_empty());
        let span = offset.map(|offset| self.source.span.part(start + offset..start + offset + value.len()));
        span.or_else(|| self.info_span()).unwrap_or(self.source.span.head())
    }

    /// Where the line `shown` of a listing is, in the listing or after it.
    pub(crate) fn of_line(self, shown: &str) -> Span {
        let start = self.offset().unwrap_or(0);
        let rest = self.source.text.get(start..).unwrap_or_default();
        let offset = rest.find(shown).filter(|_| !shown.is_empty()).map(|offset| start + offset);
        let span = offset.map(|offset| self.source.span.part(offset..offset + shown.len()));
        span.or_else(|| self.info_span()).unwrap_or(self.source.span.head())
    }

    /// Where a range of the fence's content is. The source may indent a line of it further.
    pub(crate) fn of_range(self, content: &str, range: Range<usize>) -> Span {
        let start = content.floor_char_boundary(range.start);
        let end = content.ceil_char_boundary(range.end).max(start);
        let number = content[..start].matches('\n').count();
        let line_start = content[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = content[line_start..].split('\n').next().unwrap_or_default();
        let column = start - line_start;
        let Some(line_offset) = self.line_offset(number, line) else { return self.opening() };
        let length = (end - start).min(line.len().saturating_sub(column));
        let offset = line_offset + column;
        self.source.span.part(offset..offset + length)
    }

    /// Where line `number` of the content, which is `line`, begins in the source, in bytes; `None` for a listing in HTML.
    fn line_offset(self, number: usize, line: &str) -> Option<usize> {
        let text = self.info().and(self.text())?;
        let mut lines = text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(number + 1).map(str::len).sum();
        Some(self.offset()? + before + lines.next()?.rfind(line)?)
    }

    /// How many bytes of the source are before it.
    fn offset(self) -> Option<usize> {
        self.at?.start.checked_sub(self.source.span.start).map(|offset| offset as usize)
    }

    fn text(self) -> Option<&'a str> {
        self.source.text.get(self.offset()?..)
    }

    fn first_line(self) -> Option<&'a str> {
        self.text()?.split('\n').next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    #[test]
    fn a_place_in_a_fence_is_a_place_in_the_slide() {
        let mut sources = Sources::default();
        let id =
            sources.add("a.md", "- a\n\n  ```dot x=1\n  one\n    two\n  ```\n".as_bytes(), &mut Vec::new());
        let source = sources.whole(id);
        let place = FencePlace { at: Some(source.span.part(7..source.text.len())), source };
        assert_eq!(place.info(), Some("dot x=1"));
        assert_eq!(place.info_span().map(|span| sources.text(span)), Some("dot x=1"));
        assert_eq!(sources.text(place.opening()), "```dot x=1");
        assert_eq!(sources.text(place.of_value("1")), "1");
        assert_eq!(sources.text(place.of_line("two")), "two");
        assert_eq!(sources.text(place.of_range("one\n  two\n", 6..9)), "two");
        assert_eq!(sources.text(place.of_range("one\n  two\n", 6..60)), "two");
    }

    #[test]
    fn a_listing_in_html_has_no_info_line() {
        let mut sources = Sources::default();
        let id = sources.add("a.html", b"<pre><code>a</code></pre>", &mut Vec::new());
        let source = sources.whole(id);
        let place = FencePlace { at: Some(source.span.part(5..source.text.len())), source };
        assert_eq!((place.info(), place.opening()), (None, source.span.part(5..5)));
        assert_eq!(place.of_range("a", 0..1), place.opening());
    }
}

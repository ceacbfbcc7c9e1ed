//! Where a listing stands, and what its author wrote about it.

use crate::text::{Slice, Span};

/// Where a listing stands.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// From the backticks on, where it is a fence.
    pub fence: Option<Span>,
    pub source: Slice<'a>,
}

impl Place<'_> {
    /// Where it begins, as far as that is known.
    pub fn head(self) -> Span {
        self.fence.unwrap_or(self.source.span).head()
    }

    /// The line after the backticks.
    pub fn info(self) -> Option<Span> {
        let (start, line) = self.first_line()?;
        let marks = line.len() - line.trim_start_matches(['`', '~', ' ']).len();
        let info = line[marks..].trim_end();
        Some(self.source.span.part(start + marks..start + marks + info.len()))
    }

    /// Where a value that the author gave to it stands, as far as that can be told.
    pub fn of(self, value: &str) -> Span {
        let (start, text) = self.first_line().unwrap_or((0, self.source.text));
        let found = text.rfind(value).filter(|_| !value.is_empty());
        let found = found.map(|at| self.source.span.part(start + at..start + at + value.len()));
        found.or_else(|| self.info()).unwrap_or(self.source.span.head())
    }

    /// The line of the fence at or after which the text `shown` stands.
    pub fn line(self, shown: &str) -> Span {
        let start = self.fence.and_then(|fence| fence.start.checked_sub(self.source.span.start)).unwrap_or(0);
        let rest = self.source.text.get(start as usize..).unwrap_or_default();
        let found = rest.find(shown).filter(|_| !shown.is_empty()).map(|at| start as usize + at);
        let found = found.map(|at| self.source.span.part(at..at + shown.len()));
        found.or_else(|| self.info()).unwrap_or(self.source.span.head())
    }

    fn first_line(&self) -> Option<(usize, &str)> {
        let start = self.fence?.start.checked_sub(self.source.span.start)? as usize;
        Some((start, self.source.text.get(start..)?.split('\n').next()?))
    }
}

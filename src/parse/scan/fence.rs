//! Fenced code: where it ends, and whether its author ended it.

use std::ops::Range;

use super::{Scanner, Step, Unclosed};
use crate::parse::line::{Cursor, Fence};

impl Scanner<'_> {
    /// Steps over the code of a fence that was opened on the line at `line`, its backticks at `at`.
    ///
    /// Code that nothing closes ends with its slide. So does code in which a break is followed by another opening
    /// fence with an info string: that one was meant to open, not to be shown.
    pub(super) fn fence(&mut self, line: usize, at: usize, opening: Fence) -> Step {
        let stop = self.next_break(at + 1).cloned();
        let mut next = self.line_end(line) + 1;
        while next < self.bytes.len() {
            let end = self.line_end(next);
            let mut cursor = Cursor::new(self.line_at(next));
            if self.enter_containers(&mut cursor) < self.containers.len() {
                break;
            }
            if cursor.indentation() <= 3 {
                cursor.skip_indentation();
                let fence = Fence::read(cursor.rest());
                if fence.is_some_and(|fence| fence.closes(&opening)) {
                    self.push_code(at..end);
                    return self.after(end);
                }
                let is_parted = stop.as_ref().is_some_and(|stop| stop.range.start <= next);
                if is_parted && fence.is_some_and(|fence| fence.opens_another(&opening)) {
                    break;
                }
            }
            next = end + 1;
        }
        self.current.unclosed.push(Unclosed::Fence(at..self.line_end(line)));
        match stop.filter(|stop| stop.range.start <= next) {
            Some(stop) => {
                self.push_code(at..stop.range.start);
                Step::Break(stop)
            }
            None => {
                let end = next.min(self.bytes.len());
                self.push_code(at..end);
                Step::To(end)
            }
        }
    }

    fn push_code(&mut self, code: Range<usize>) {
        self.current.inert.push(code.clone());
        self.current.code.push(code);
    }

    /// The line after the one that ends at `end`, unless a break begins with its line end.
    pub(super) fn after(&mut self, end: usize) -> Step {
        match self.break_within(end..end) {
            Some(slide_end) => Step::Break(slide_end),
            None => Step::To(end + 1),
        }
    }
}

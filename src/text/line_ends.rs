//! The kinds of line ends, and how often each occurs in a text.

/// How often each kind of line end occurs in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LineEnds {
    /// `\n`: of Unix, and of every system today.
    pub unix: usize,
    /// `\r\n`: of Windows.
    pub windows: usize,
    /// `\r` alone: of old Macs.
    pub lone: usize,
}

impl LineEnds {
    /// Counts the line ends of a text.
    pub(crate) fn of(text: &str) -> LineEnds {
        let mut ends = LineEnds::default();
        let bytes = text.as_bytes();
        for at in memchr::memchr2_iter(b'\r', b'\n', bytes) {
            match (bytes[at], bytes.get(at + 1)) {
                (b'\r', Some(b'\n')) => ends.windows += 1,
                (b'\r', _) => ends.lone += 1,
                _ if at > 0 && bytes[at - 1] == b'\r' => {}
                _ => ends.unix += 1,
            }
        }
        ends
    }

    /// The kind that a file should keep to: the more frequent one of Unix and of Windows.
    pub(crate) fn most(self) -> &'static str {
        if self.windows > self.unix { "\r\n" } else { "\n" }
    }

    /// Whether an editor may not agree with another on where lines end.
    pub(crate) fn are_mixed(self) -> bool {
        self.lone > 0 || (self.unix > 0 && self.windows > 0)
    }
}

//! How much a template may write.

use std::io;

/// How much a template may add to what it was given, in bytes, before it is stopped.
///
/// Loops of a template are its author's affair, but an endless one must not eat the machine's memory.
pub(super) const LIMIT: usize = 32 << 20;

/// A writer that refuses to take more than it was allowed.
pub(super) struct Limited {
    pub written: Vec<u8>,
    pub left: usize,
}

impl io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self
            .left
            .checked_sub(bytes.len())
            .ok_or_else(|| io::Error::from(io::ErrorKind::QuotaExceeded))?;
        self.written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

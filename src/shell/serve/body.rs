//! A body that is read from disk as it is sent, so that a film of any size needs the memory of one piece.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};

/// How much is read at once, in bytes.
const PIECE: u64 = 128 * 1024;

/// What a body is put together from.
pub(super) enum Chunk {
    Bytes(Bytes),
    /// Bytes of the file.
    OfFile(Range<u64>),
}

impl Chunk {
    fn length(&self) -> u64 {
        match self {
            Chunk::Bytes(bytes) => bytes.len() as u64,
            Chunk::OfFile(range) => range.end - range.start,
        }
    }
}

/// Chunks of one file, and what is between them.
pub(super) struct Chunks {
    /// `None` if no part is of a file.
    file: Option<File>,
    parts: VecDeque<Chunk>,
}

impl Chunks {
    /// Chunks of a file; where none is of it, the file may be missing.
    pub(super) fn new(file: Option<File>, parts: impl IntoIterator<Item = Chunk>) -> Chunks {
        Chunks { file, parts: parts.into_iter().filter(|part| part.length() > 0).collect() }
    }

    /// How many bytes are yet to come.
    pub(super) fn length(&self) -> u64 {
        self.parts.iter().map(Chunk::length).sum()
    }

    fn next(&mut self) -> io::Result<Option<Bytes>> {
        let range = match self.parts.pop_front() {
            None => return Ok(None),
            Some(Chunk::Bytes(bytes)) => return Ok(Some(bytes)),
            Some(Chunk::OfFile(range)) => range,
        };
        let end = range.end.min(range.start + PIECE);
        if end < range.end {
            self.parts.push_front(Chunk::OfFile(end..range.end));
        }
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(range.start))?;
        let mut bytes = vec![0; (end - range.start) as usize];
        // A file that has become shorter ends the answer, and the connection with it.
        file.read_exact(&mut bytes)?;
        Ok(Some(bytes.into()))
    }
}

impl Body for Chunks {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(self.get_mut().next().transpose().map(|bytes| bytes.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.parts.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length())
    }
}

//! A PDF as Chromium writes it (its library Skia), cut into its objects.
//!
//! Source: ISO 32000-1:2008, section 7.5 (file structure).

use std::collections::BTreeMap;

/// A PDF whose objects can be found.
pub(super) struct File<'a> {
    text: &'a [u8],
    /// By the number of an object, where it begins.
    offsets: Vec<usize>,
    pub(super) root: usize,
    pub(super) info: usize,
    /// One more than the highest number of an object.
    pub(super) size: usize,
    /// Where the table begins.
    start: usize,
}

impl<'a> File<'a> {
    /// `None` for a file that is written in another way.
    pub(super) fn read(text: &'a [u8]) -> Option<File<'a>> {
        let end = lossless(&text[text.len().saturating_sub(1024)..])?;
        let (_, start) = end.rsplit_once("startxref")?;
        let start: usize = start.split_whitespace().next()?.parse().ok()?;
        let table = lossless(text.get(start..)?)?;
        let (table, trailer) = table.split_once("trailer")?;
        let mut lines = table.lines();
        let (first, second) = (lines.next()?, lines.next()?);
        let size: usize = second.strip_prefix("0 ")?.trim().parse().ok()?;
        if first.trim() != "xref" {
            return None;
        }
        // The first entry is free, and no other is.
        let offset = |line: &str| line.split_whitespace().next()?.parse().ok();
        let offsets: Vec<usize> = lines.take(size).map(offset).collect::<Option<_>>()?;
        let (root, info) = (reference(trailer, "/Root")?, reference(trailer, "/Info")?);
        (offsets.len() == size && !trailer.contains("/Prev")).then_some(File {
            text,
            offsets,
            root,
            info,
            size,
            start,
        })
    }

    fn offset(&self, number: usize) -> Option<usize> {
        self.offsets.get(number).copied()
    }

    /// An object that is not a stream, without its number.
    pub(super) fn object(&self, number: usize) -> Option<&'a str> {
        let rest = self.text.get(self.offset(number)?..)?;
        let end = rest.windows(6).position(|window| window == b"endobj")?;
        let object = std::str::from_utf8(&rest[..end]).ok()?;
        object.strip_prefix(&format!("{number} 0 obj")).map(str::trim)
    }

    /// Every object by its number, streams included: what lies between its number and `endobj`.
    pub(super) fn objects(&self) -> Option<BTreeMap<usize, &'a [u8]>> {
        let mut starts: Vec<(usize, usize)> = self.offsets.iter().copied().zip(0..).skip(1).collect();
        starts.sort_unstable();
        let ends = starts.iter().skip(1).map(|(offset, _)| *offset).chain([self.start]);
        let object = |(&(offset, number), end): (&(usize, usize), usize)| {
            let object = self.text.get(offset..end)?.trim_ascii();
            let object = object.strip_prefix(format!("{number} 0 obj").as_bytes())?;
            Some((number, object.strip_suffix(b"endobj")?.trim_ascii()))
        };
        starts.iter().zip(ends).map(object).collect()
    }

    /// The numbers of the pages, in their order.
    pub(super) fn pages(&self) -> Option<Vec<usize>> {
        let mut open = vec![reference(self.object(self.root)?, "/Pages")?];
        let mut pages = Vec::new();
        // A tree that leads back into itself has no end.
        for _ in 0..self.size {
            let Some(number) = open.pop() else { return Some(pages) };
            let object = self.object(number)?;
            match object.split_once("/Kids") {
                None => pages.push(number),
                Some((_, kids)) => {
                    let kids = kids.split_once('[')?.1.split_once(']')?.0;
                    let numbers: Option<Vec<usize>> = kids
                        .split('R')
                        .filter_map(|kid| kid.split_whitespace().next())
                        .map(|kid| kid.parse().ok())
                        .collect();
                    open.extend(numbers?.into_iter().rev());
                }
            }
        }
        open.is_empty().then_some(pages)
    }
}

/// ASCII, or nothing: tables and trailers hold nothing else.
fn lossless(bytes: &[u8]) -> Option<&str> {
    // What stands before a table's end may be cut from a stream.
    let from = bytes.iter().rposition(|byte| !byte.is_ascii()).map_or(0, |at| at + 1);
    std::str::from_utf8(&bytes[from..]).ok()
}

/// The number of the object that a key refers to.
pub(super) fn reference(object: &str, key: &str) -> Option<usize> {
    let (_, rest) = object.split_once(key)?;
    rest.split_whitespace().next()?.parse().ok()
}

/// A dictionary without a key and its reference.
pub(super) fn without(dictionary: &str, key: &str) -> String {
    match dictionary.split_once(key).and_then(|(before, rest)| Some((before, rest.split_once('R')?.1))) {
        Some((before, rest)) => format!("{before}{rest}"),
        None => dictionary.to_owned(),
    }
}

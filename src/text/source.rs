//! Sources, and places in them.
//!
//! A file's bytes become a [`Source`]: UTF-8 text without byte order mark and with `\n` for every kind of line
//! end, so that the same talk gives the same slides on every system. Offsets, lines and columns all refer to
//! that text; since line ends only ever shrink, line and column are those that an editor shows.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::Diagnostic;
use super::file_text::FileText;
use super::line_ends::LineEnds;
use super::span::{SourceId, Span};
use super::suggestion::{Edit, Fix};

/// Line and column of a place, both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}

/// One text of the project: slides, settings, a template or a style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// The path as the author knows it: relative to the project, with `/` on every system.
    pub name: String,
    text: Arc<str>,
    /// Where the text was taken from, where it is not a file's own.
    origin: Option<Arc<[Thread]>>,
}

/// Where a part of a text was taken from: the part at `at` comes from the source `of`, from `from` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Thread {
    /// Where the part begins in the derived text, in bytes.
    pub at: u32,
    /// The source that it was taken from.
    pub of: SourceId,
    /// Where it begins there, in bytes.
    pub from: u32,
}

impl Source {
    /// The normalised text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    pub(crate) fn place(&self, offset: u32) -> Place {
        let before = &self.text[..self.text.floor_char_boundary(offset as usize)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Place {
            line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// Every source of one build, in the order they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sources {
    /// Shared, so that a copy of them costs little.
    sources: Vec<Arc<Source>>,
}

impl Sources {
    /// Takes in a file's bytes, and says what is odd about them.
    ///
    /// Bytes that are not UTF-8 are an error at the first of them, and the readable rest is kept; NUL becomes
    /// U+FFFD with a warning. A text of 4 GiB or more is refused whole, since a [`Span`] could not name its end.
    pub(crate) fn add(
        &mut self,
        name: impl Into<String>,
        bytes: &[u8],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> SourceId {
        let id = SourceId(self.sources.len() as u32);
        let name = name.into();
        let at = |offset: usize, length: usize| Span {
            source: id,
            start: offset as u32,
            end: (offset + length) as u32,
        };
        if u32::try_from(bytes.len()).is_err() {
            diagnostics.push(
                Diagnostic::error(
                    "file-too-large",
                    at(0, 0),
                    "orate does not read text files of 4 GiB or more",
                )
                .help("split it into several files"),
            );
            self.push(Source { name, text: "".into(), origin: None });
            return id;
        }
        let decoded = decode(bytes, at, diagnostics);
        let text = normalise(&decoded);
        diagnostics.extend(mixed_line_ends(&decoded, id));
        if let Some(nul) = bytes.iter().position(|&byte| byte == 0)
            && !text.is_empty()
        {
            let shown = shown_offset(&bytes[..nul]);
            diagnostics.push(
                Diagnostic::warning(
                    "nul",
                    at(shown, '\u{FFFD}'.len_utf8()),
                    "orate shows a NUL byte as `\u{FFFD}`",
                )
                .help("the file may be damaged, or may not be text"),
            );
        }
        self.push(Source { name, text: text.as_ref().into(), origin: None });
        id
    }

    /// Takes in a file of the project, as [`Sources::add`] does.
    pub(crate) fn add_file(
        &mut self,
        name: impl Into<String>,
        file: &FileText,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> SourceId {
        match file {
            FileText::Plain(text) if u32::try_from(text.len()).is_ok() => {
                let id = SourceId(self.sources.len() as u32);
                self.push(Source { name: name.into(), text: text.clone(), origin: None });
                id
            }
            FileText::Plain(_) | FileText::Other(_) => self.add(name, file.as_bytes(), diagnostics),
        }
    }

    /// Takes in a text that was made from parts of another: Markdown that stood in HTML, say.
    ///
    /// Each part is where it begins in `text`, and where in the source `of`; they are in order. The derived text
    /// has the same name, and [`Sources::origin`] leads back.
    pub(crate) fn derive(&mut self, of: SourceId, text: String, parts: Vec<(u32, u32)>) -> SourceId {
        let threads = match parts.as_slice() {
            [] => vec![Thread { at: 0, of, from: 0 }],
            parts => parts.iter().map(|&(at, from)| Thread { at, of, from }).collect(),
        };
        self.weave(of, text, threads)
    }

    /// The same of a text whose parts come from several sources, in the order of the text. It has the name of `main`.
    pub(crate) fn weave(&mut self, main: SourceId, text: String, threads: Vec<Thread>) -> SourceId {
        let id = SourceId(self.sources.len() as u32);
        let name = self.get(main).name.clone();
        self.push(Source { name, text: text.into(), origin: Some(threads.into()) });
        id
    }

    /// Takes in the sources of another build, whose names count from `folder` (empty, or with `/` at its end), and gives
    /// its diagnostics with the places that they have here.
    pub(crate) fn absorb(
        &mut self,
        other: &Sources,
        folder: &str,
        diagnostics: Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let by = self.sources.len() as u32;
        for source in &other.sources {
            let moved = |thread: &Thread| Thread { of: SourceId(thread.of.0 + by), ..*thread };
            self.push(Source {
                name: format!("{folder}{}", source.name),
                text: source.text.clone(),
                origin: source.origin.as_deref().map(|threads| threads.iter().map(moved).collect()),
            });
        }
        let moved = |mut diagnostic: Diagnostic| {
            let spans =
                diagnostic.at.iter_mut().chain(diagnostic.related.iter_mut().map(|related| &mut related.at));
            let edits = diagnostic.fix.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.at);
            spans.chain(edits).for_each(|span| span.source.0 += by);
            diagnostic
        };
        diagnostics.into_iter().map(moved).collect()
    }

    fn push(&mut self, source: Source) {
        self.sources.push(Arc::new(source));
    }

    /// The same stretch in the file that an author knows: itself, unless its text was derived.
    ///
    /// A stretch over several files is that part of it which is in the first.
    pub(crate) fn origin(&self, span: Span) -> Span {
        let Some(first) = self.thread(span.source, span.start) else { return span };
        let text = self.get(first.of).text();
        let on_boundary = |at: u32| text.floor_char_boundary(at as usize) as u32;
        let place = |thread: Thread, at: u32| thread.from + at.saturating_sub(thread.at);
        let start = on_boundary(place(first, span.start));
        // The end belongs to the part before it, since the next one may begin further on.
        let end = match span.end.checked_sub(1).and_then(|last| Some((last, self.thread(span.source, last)?)))
        {
            _ if span.is_empty() => start,
            Some((last, thread)) if thread.of == first.of => on_boundary(place(thread, last) + 1),
            _ => start,
        };
        Span { source: first.of, start, end: end.max(start) }
    }

    /// The name of the file that a stretch begins in.
    pub(crate) fn file(&self, span: Span) -> &str {
        let of = self.thread(span.source, span.start).map_or(span.source, |thread| thread.of);
        &self.get(of).name
    }

    /// The names of the files that a stretch is taken from, each with how far from its start it begins.
    pub(crate) fn files(&self, span: Span) -> Vec<(u32, &str)> {
        let mut files = vec![(0, self.file(span))];
        let threads = self.get(span.source).origin.as_deref().unwrap_or_default();
        let first = threads.partition_point(|thread| thread.at <= span.start);
        let further = threads[first..].iter().take_while(|thread| thread.at < span.end);
        files.extend(further.map(|thread| (thread.at - span.start, self.get(thread.of).name.as_str())));
        files
    }

    /// The part of a derived text that a place lies in.
    fn thread(&self, source: SourceId, at: u32) -> Option<Thread> {
        let threads = self.get(source).origin.as_ref()?;
        let after = threads.partition_point(|thread| thread.at <= at);
        threads[..after].last().or(threads.first()).copied()
    }

    /// The source that an id names.
    pub(crate) fn get(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// The text of a stretch.
    pub(crate) fn text(&self, span: Span) -> &str {
        &self.get(span.source).text()[span.range()]
    }

    /// A stretch together with its text.
    pub(crate) fn slice(&self, span: Span) -> Slice<'_> {
        Slice { span, text: self.text(span) }
    }

    /// The whole of a source.
    pub(crate) fn whole(&self, id: SourceId) -> Slice<'_> {
        let text = self.get(id).text();
        Slice { span: Span { source: id, start: 0, end: text.len() as u32 }, text }
    }

    /// Every source with its name, in the order they were read.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.sources.iter().enumerate().map(|(index, source)| (SourceId(index as u32), &**source))
    }
}

/// The bytes as text; what cannot be read as UTF-8 is shown as U+FFFD and reported.
fn decode<'a>(
    bytes: &'a [u8],
    at: impl Fn(usize, usize) -> Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Cow<'a, str> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        diagnostics.push(
            Diagnostic::error("not-utf-8", at(0, 0), "this file is UTF-16, and orate reads UTF-8")
                .help("save it as UTF-8, for instance with `iconv -f utf-16 -t utf-8`"),
        );
        return Cow::Borrowed("");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            let offset = error.valid_up_to();
            let (byte, shown) = (bytes[offset], shown_offset(&bytes[..offset]));
            diagnostics.push(
                Diagnostic::error(
                    "not-utf-8",
                    at(shown, '\u{FFFD}'.len_utf8()),
                    format!("byte {offset} of this file (0x{byte:02X}) is not UTF-8"),
                )
                .help("save the file as UTF-8; it may be Latin-1 or Windows-1252 now"),
            );
            String::from_utf8_lossy(bytes)
        }
    }
}

/// Says that the lines of a text end in several ways, or as on old Macs.
fn mixed_line_ends(decoded: &str, source: SourceId) -> Option<Diagnostic> {
    memchr::memchr(b'\r', decoded.as_bytes())?;
    let ends = LineEnds::of(decoded);
    if !ends.are_mixed() {
        return None;
    }
    let text = decoded.strip_prefix('\u{FEFF}').unwrap_or(decoded);
    let mut edits = Vec::new();
    let mut shown = 0;
    let mut rest = text;
    while let Some(length) = rest.find(['\r', '\n']) {
        let end = if rest[length..].starts_with("\r\n") { "\r\n" } else { &rest[length..length + 1] };
        // Each NUL has become three bytes.
        shown += length + 2 * rest[..length].bytes().filter(|byte| *byte == 0).count();
        if end != ends.most() {
            let at = Span { source, start: shown as u32, end: shown as u32 + 1 };
            edits.push(Edit { at, replacement: "\n".into() });
        }
        shown += 1;
        rest = &rest[length + end.len()..];
    }
    let first = edits.first()?.at;
    let kind = if ends.most() == "\n" { "`\\n`" } else { "`\\r\\n`" };
    let message = if ends.unix + ends.windows == 0 {
        "the lines of this file end as on old Macs, with `\\r` alone"
    } else {
        "this file mixes several kinds of line ends"
    };
    Some(
        Diagnostic::warning("mixed-line-ends", first, message)
            .help(format!("end every line with {kind}; this is the first that does not"))
            .fix(Fix { message: format!("end every line with {kind}"), is_safe: true, edits }),
    )
}

/// Where the text that `before` decodes to ends once it is normalised.
fn shown_offset(before: &[u8]) -> usize {
    std::str::from_utf8(before).map_or(0, |text| normalise(text).len())
}

/// Drops the byte order mark, makes every line end `\n` and every NUL U+FFFD.
pub(super) fn normalise(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if !text.bytes().any(|byte| byte == b'\r' || byte == 0) {
        return Cow::Borrowed(text);
    }
    let mut normal = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                normal.push('\n');
            }
            '\0' => normal.push('\u{FFFD}'),
            other => normal.push(other),
        }
    }
    Cow::Owned(normal)
}

/// A stretch of a source, together with its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slice<'a> {
    /// Where the text is.
    pub span: Span,
    /// The text itself.
    pub text: &'a str,
}

/// A line of a slice: its text without the line end.
pub(crate) type Line<'a> = Slice<'a>;

impl<'a> Slice<'a> {
    /// The part that `range` names, in bytes from the start of this slice.
    pub(crate) fn part(self, range: Range<usize>) -> Slice<'a> {
        Slice { span: self.span.part(range.clone()), text: &self.text[range] }
    }

    /// The lines, without their ends. A text that ends in a line end has no empty line after it.
    pub(crate) fn lines(self) -> impl Iterator<Item = Line<'a>> {
        let mut rest = 0;
        std::iter::from_fn(move || {
            if rest >= self.text.len() {
                return None;
            }
            let length = self.text[rest..].find('\n').unwrap_or(self.text.len() - rest);
            let line = self.part(rest..rest + length);
            rest += length + 1;
            Some(line)
        })
    }

    /// The slice without white space at either end.
    pub(crate) fn trim(self) -> Slice<'a> {
        let start = self.text.len() - self.text.trim_start().len();
        self.part(start..start + self.text.trim().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_text(bytes: &[u8], text: &str, codes: &[&str]) {
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let id = sources.add("slides/a.md", bytes, &mut diagnostics);
        assert_eq!(sources.get(id).text(), text);
        assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn every_kind_of_line_end_becomes_a_newline() {
        check_text(b"a\r\nb\r\n", "a\nb\n", &[]);
        check_text(b"a\r\nb\rc\n\r\n", "a\nb\nc\n\n", &["mixed-line-ends"]);
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        check_text("\u{FEFF}# A".as_bytes(), "# A", &[]);
    }

    #[test]
    fn latin_1_is_an_error_at_its_byte_and_the_rest_is_kept() {
        check_text(b"caf\xE9 b", "caf\u{FFFD} b", &["not-utf-8"]);
    }

    #[test]
    fn utf_16_is_named() {
        check_text(b"\xFF\xFE#\0 \0", "", &["not-utf-8"]);
    }

    #[test]
    fn nul_is_replaced_with_a_warning() {
        check_text(b"a\0b", "a\u{FFFD}b", &["nul"]);
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let id = sources.add("a.md", "日本\né x".as_bytes(), &mut diagnostics);
        assert_eq!(sources.get(id).place(0), Place { line: 1, column: 1 });
        assert_eq!(sources.get(id).place(10), Place { line: 2, column: 3 });
        assert_eq!(sources.get(id).place(99), Place { line: 2, column: 4 });
    }

    #[test]
    fn a_derived_text_leads_back_to_its_origin() {
        let mut sources = Sources::default();
        let page = sources.add("index.html", b"<p>  a &lt; b\n  c</p>", &mut Vec::new());
        let derived = sources.derive(page, "a < b\nc".into(), vec![(0, 5), (2, 7), (3, 11), (6, 16)]);
        let origin = |start, end| {
            let span = sources.origin(Span { source: derived, start, end });
            (span.source == page, span.start, span.end)
        };
        assert_eq!(origin(0, 1), (true, 5, 6));
        assert_eq!(origin(6, 7), (true, 16, 17));
        assert_eq!(origin(2, 5), (true, 7, 13));
        assert_eq!(sources.origin(sources.whole(page).span), sources.whole(page).span);
    }

    #[test]
    fn a_woven_text_leads_back_to_each_of_its_sources() {
        let mut sources = Sources::default();
        let main = sources.add("slides/a.md", b"one two", &mut Vec::new());
        let other = sources.add("shared/b.md", b"# x\nmiddle", &mut Vec::new());
        let thread = |at, of, from| Thread { at, of, from };
        let threads = vec![thread(0, main, 0), thread(4, other, 4), thread(10, main, 3)];
        let woven = sources.weave(main, "one middle two".into(), threads);
        let origin = |start, end| {
            let span = sources.origin(Span { source: woven, start, end });
            (sources.get(span.source).name.as_str(), span.start, span.end)
        };
        assert_eq!(origin(0, 3), ("slides/a.md", 0, 3));
        assert_eq!(origin(4, 10), ("shared/b.md", 4, 10));
        assert_eq!(origin(11, 14), ("slides/a.md", 4, 7));
        // Over more than one file, what is in another is not of the first.
        assert_eq!(origin(4, 14), ("shared/b.md", 4, 4));
        let whole = sources.files(sources.whole(woven).span);
        assert_eq!(whole, [(0, "slides/a.md"), (4, "shared/b.md"), (10, "slides/a.md")]);
    }

    #[test]
    fn a_slice_knows_its_lines_and_their_places() {
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let id = sources.add("a.md", b"a\n\nbc\n", &mut diagnostics);
        let lines: Vec<_> = sources.whole(id).lines().map(|line| (line.text, line.span.start)).collect();
        assert_eq!(lines, [("a", 0), ("", 2), ("bc", 3)]);
    }
}

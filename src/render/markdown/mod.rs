//! The Markdown of one slide becomes elements.
//!
//! pulldown-cmark reads the text; what it tells is written with [`Build`] the way marked 17 would write it, since
//! that is what authors see in reveal.js: bare addresses are links, a hard break joins its lines without a space,
//! the rows of a table are in `thead` and `tbody`, a fence's language is a class by its own name.
//!
//! Formulas are kept from it ([`super::math::ProtectedFormulas`]). Beyond marked, where the dialect has extensions: footnotes, alerts and
//! attributes of headings.

mod autolink;
mod block_starts;
pub(super) mod dialect;
mod elements;
mod embedded;
mod extended;
pub(super) mod extensions;
mod han;
mod image;
mod inline;
mod places;
mod protect_addresses;
mod raw_html;
pub(super) mod read;
pub(super) mod tasks;
pub(super) mod words;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use self::autolink::End;
use self::block_starts::{MARK, Marked, leading_comments};
use self::dialect::Dialect;
use self::elements::{Code, Table};
use self::extended::{Extended, borrowed};
use self::extensions::{Delimiters, DivFences, runs};
use self::image::Picture;
use self::inline::{InlinePart, Rules};
use self::protect_addresses::{ProtectedAddresses, RestoredAddresses};
use self::raw_html::{
    CommentPart, blank_line_before, comments, opens_link, opens_raw_text, space_ends_line_before,
    underscored_tag,
};
use super::math::ProtectedFormulas;
use crate::html::address::encode_address;
use crate::html::builder::Build;
use crate::text::{Diagnostic, Slice};

/// How much one slide may hold, in bytes of HTML.
///
/// A table of 4,000 columns costs its author two bytes a cell and a browser a hundred; nobody could read a slide
/// that comes anywhere near this.
pub(super) const LIMIT: usize = 4 << 20;

/// Why a slide was not written to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It holds raw HTML, and this was not the writer for it.
    RawHtml,
    /// It holds more than [`LIMIT`].
    TooLarge,
}

/// Whether a writer takes the author's own HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawHtml {
    Written,
    Refused,
}

/// Writes the Markdown of `source` with `build`, and says what is odd about it; its formulas stay as `formulas` has them.
pub(super) fn write(
    source: Slice<'_>,
    formulas: &ProtectedFormulas<'_>,
    build: &mut impl Build,
    raw: RawHtml,
    dialect: Dialect,
) -> Result<Vec<Diagnostic>, Stop> {
    let spaced = heading_spaces(&formulas.text);
    let end = if dialect.extensions { End::Punctuation } else { End::Space };
    let shielded = ProtectedAddresses::new(&spaced, end);
    let fences = match dialect.extensions {
        true => DivFences::new(&shielded.text, dialect.is_parted),
        false => DivFences::none(&shielded.text),
    };
    let mut joints = Vec::new();
    if dialect.extensions {
        joints = han::joints(&fences.text);
        joints.extend(leading_comments(&fences.text));
    }
    let marked = Marked::new(Cow::Borrowed(&fences.text), &joints);
    let events = || {
        let events = Parser::new_ext(&marked.text, options(dialect)).into_offset_iter();
        events.map(|(event, range)| (event, marked.original(range)))
    };
    let mut state = State::default();
    if dialect.extensions && Delimiters::may_be_in(source.text) {
        state.extended.delimiters = Delimiters::find(&shielded.text, events());
    }
    let mut build = RestoredAddresses { build, formulas, shielded: &shielded, marked: &marked };
    let mut writer = MarkdownWriter {
        source,
        shielded: &shielded,
        fences: &fences,
        build: &mut build,
        raw,
        dialect,
        state,
    };
    for (event, range) in events() {
        writer.event(event, range)?;
        if writer.build.size() > LIMIT {
            return Err(Stop::TooLarge);
        }
    }
    writer.flush();
    writer.end_divs(0);
    Ok(writer.state.extended.diagnostics)
}

/// A text in which spaces of any kind after the signs of a heading are spaces, as marked reads them; places stay what they are.
fn heading_spaces(text: &str) -> Cow<'_, str> {
    let space = |line: &str| {
        let hashes = line.trim_start_matches(' ');
        let indentation = line.len() - hashes.len();
        let after = hashes.trim_start_matches('#');
        let count = hashes.len() - after.len();
        let wide = after.chars().next().filter(|it| !it.is_ascii() && it.is_whitespace())?;
        ((1..=6).contains(&count) && indentation < 4).then_some((indentation + count, wide.len_utf8()))
    };
    if text.is_ascii() || !text.lines().any(|line| space(line).is_some()) {
        return Cow::Borrowed(text);
    }
    let inert = crate::parse::inert(text);
    let (mut spaced, mut at) = (String::with_capacity(text.len()), 0);
    for line in text.split_inclusive('\n') {
        let is_code = inert.iter().any(|range| range.contains(&at));
        match space(line).filter(|_| !is_code) {
            Some((start, length)) => {
                spaced.push_str(&line[..start]);
                spaced.extend(std::iter::repeat_n(' ', length));
                spaced.push_str(&line[start + length..]);
            }
            None => spaced.push_str(line),
        }
        at += line.len();
    }
    Cow::Owned(spaced)
}

/// How many bytes a place is from the start of its line.
fn column(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// What is Markdown beyond CommonMark. Metadata blocks would swallow slides, definition lists `:::`.
fn options(dialect: Dialect) -> Options {
    let mut options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let extensions = Options::ENABLE_FOOTNOTES | Options::ENABLE_GFM | Options::ENABLE_HEADING_ATTRIBUTES;
    options.set(extensions, dialect.extensions);
    options.set(Options::ENABLE_SMART_PUNCTUATION, dialect.typography);
    options
}

struct MarkdownWriter<'a, 'b, B> {
    source: Slice<'a>,
    /// The text that is read, of which the source's may differ in addresses.
    shielded: &'a ProtectedAddresses<'a>,
    fences: &'a DivFences<'a>,
    build: &'b mut B,
    raw: RawHtml,
    dialect: Dialect,
    state: State<'a>,
}

/// What was begun and is not yet written.
#[derive(Default)]
struct State<'a> {
    /// Text that may still grow: bare addresses are looked for in the whole of it.
    text: String,
    /// Whether the author's own `<pre>` is open.
    is_in_pre: bool,
    /// How many single quotes are open.
    open_singles: usize,
    /// Where in it a tilde is that the author escaped.
    escaped: Vec<usize>,
    /// The column where the paragraph's text begins; what its later lines are further in is more than indentation.
    indentation: Option<usize>,
    /// The columns where the text of the open items begins, and how many quotes are open.
    items: Vec<usize>,
    quotes: usize,
    /// How many links are open: text in a link holds no link.
    links: usize,
    /// Whether an e-mail address in angle brackets is open that is none.
    is_no_address: bool,
    image: Option<Picture<'a>>,
    code: Option<Code>,
    /// The author's HTML so far, and where it began.
    html: Option<(String, usize)>,
    /// Whether a `script` or `style` within a paragraph is open, whose text no browser decodes.
    is_raw_text: bool,
    /// Whether an `a` within a paragraph is open.
    is_raw_link: bool,
    table: Table,
    /// The number of each footnote by its label.
    footnotes: HashMap<String, usize>,
    extended: Extended,
}

impl<'a, B: Build> MarkdownWriter<'a, '_, B> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) -> Result<(), Stop> {
        let Some((event, range)) = self.unread(event, range) else { return Ok(()) };
        if self.state.image.is_some() {
            self.in_image(event);
            return Ok(());
        }
        match &event {
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell) => {
                (self.state.indentation, self.state.is_raw_link) = (None, false);
            }
            Event::Start(tag) if !is_inline(tag) => {}
            Event::End(_) => {}
            _ => _ = self.state.indentation.get_or_insert_with(|| column(self.source.text, range.start)),
        }
        match event {
            Event::Text(_) if self.state.is_raw_text => {
                self.build.raw(&self.source.text[range]);
            }
            Event::Text(text) if let Some(length) = self.underscored_tag(&text, &range) => {
                self.flush();
                let end = range.start + length;
                self.html(&self.source.text[range.start..end], range.start..end)?;
                self.state.extended.read = end;
                if end < range.end {
                    return self.event(Event::Text(self.source.text[end..range.end].into()), end..range.end);
                }
            }
            Event::Text(text) => self.text_event(&text, range),
            Event::SoftBreak => self.soft_break(&range),
            Event::Html(html) => {
                self.note_pre(&html);
                self.html_line(&html);
            }
            Event::InlineHtml(html) => {
                self.flush();
                self.note_pre(&html);
                self.html(&html, range)?;
                self.state.is_raw_text = opens_raw_text(&html).unwrap_or(self.state.is_raw_text);
                self.state.is_raw_link = opens_link(&html).unwrap_or(self.state.is_raw_link);
            }
            other => {
                self.flush();
                if !self.fences.is_empty() {
                    self.follow(&other);
                }
                self.element_event(other, range)?;
            }
        }
        Ok(())
    }

    fn text_event(&mut self, text: &str, range: Range<usize>) {
        let is_escaped = self.source.text[..range.start].ends_with('\\');
        // What comes before an escaped `@` is not part of an address.
        if is_escaped && text.starts_with('@') {
            self.flush();
        }
        let is_escaped_sign = is_escaped && text.starts_with(['~', '^', ':']);
        self.state.escaped.extend(is_escaped_sign.then_some(self.state.text.len()));
        if let Some(quote) = self.own_quote(text, &range) {
            return self.text(quote);
        }
        match self.state.extended.delimiters.next(&range).filter(|_| self.state.code.is_none()) {
            Some(delimiter) => self.delimited(range, delimiter),
            None => self.text(text),
        }
    }

    /// The quote of the deck's language for one that the parser made of a straight one. Apostrophes are no quotes.
    fn own_quote(&mut self, text: &str, range: &Range<usize>) -> Option<&'static str> {
        let quotes = self.dialect.words.words().quotes;
        let is_straight =
            self.dialect.typography && matches!(self.source.text.get(range.clone()), Some("\"" | "'"));
        let singles = &mut self.state.open_singles;
        match text {
            _ if !is_straight => None,
            "“" => match self.source.text[..range.start].chars().next_back() {
                // Inches, and a quote that another paragraph opened.
                Some(before) if before.is_numeric() => Some("\""),
                Some(before) if before.is_alphabetic() => Some(quotes[1]),
                _ => Some(quotes[0]),
            },
            "”" => Some(quotes[1]),
            "‘" => {
                *singles += 1;
                Some(quotes[2])
            }
            "’" if *singles > 0 && !self.source.text[range.end..].starts_with(char::is_alphanumeric) => {
                *singles -= 1;
                Some(quotes[3])
            }
            _ => None,
        }
    }

    /// Writes an event that begins, ends or is an element.
    fn element_event(&mut self, event: Event<'a>, range: Range<usize>) -> Result<(), Stop> {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range)?,
            Event::Code(code) => {
                let braces = self.braces(range.end).unwrap_or_default().for_element();
                self.element("code", &borrowed(&braces), &code);
                self.pass_braces(range.end);
            }
            Event::FootnoteReference(label) => self.footnote_mark("footnote-reference", &label),
            Event::HardBreak => self.hard_break(range),
            Event::Rule => {
                self.build.void("hr", &[], None);
                self.build.text("\n");
            }
            Event::TaskListMarker(is_done) => self.task_mark(is_done, range),
            Event::Text(_)
            | Event::SoftBreak
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
        Ok(())
    }

    /// The end of a line within a paragraph, which is not a gap between letters of scripts without spaces.
    fn soft_break(&mut self, range: &Range<usize>) {
        let text = self.source.text;
        let is_without_gap = || han::is_without_gap(text.get(..range.start), text.get(range.end..));
        if !(self.dialect.extensions && is_without_gap()) {
            self.text("\n");
        }
        // What is set as it is written keeps its indentation, though blank lines made a paragraph of it.
        if self.state.is_in_pre {
            let next = text.get(range.end..).unwrap_or_default();
            let indentation = &next[..next.len() - next.trim_start_matches([' ', '\t']).len()];
            self.text(indentation);
        }
    }

    /// Notes whether a `<pre>` is open after some HTML.
    fn note_pre(&mut self, html: &str) {
        let (opens, closes) = (html.rfind("<pre"), html.rfind("</pre"));
        if opens.is_some() || closes.is_some() {
            self.state.is_in_pre = opens > closes;
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.state.code {
            Some(code) => code.text.push_str(text),
            None => self.state.text.push_str(text),
        }
    }

    /// Writes the text that was held back, with links for the bare addresses in it.
    fn flush(&mut self) {
        if self.state.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.state.text);
        let escaped = std::mem::take(&mut self.state.escaped);
        if self.dialect.extensions && runs::may_be_in(&text) {
            return self.run(&text, &escaped);
        }
        let extensions = self.dialect.extensions;
        let rules = Rules { links: !self.is_in_link(), escaped: &escaped, extensions };
        self.parts(&inline::parts(&self.shielded.restore(&text), rules));
    }

    /// Whether what comes next is the text of a link, in which no address is another.
    pub(crate) fn is_in_link(&self) -> bool {
        self.state.links > 0 || self.state.is_raw_link
    }

    fn parts(&mut self, parts: &[InlinePart<'_>]) {
        for part in parts {
            match part {
                InlinePart::Text(text) => self.build.text(text),
                InlinePart::Link { shown, address } => {
                    self.element("a", &[("href", &encode_address(address))], shown);
                }
                InlinePart::Struck(parts) => {
                    self.build.open("del", &[], None);
                    self.parts(parts);
                    self.build.close("del");
                }
            }
        }
    }

    fn element(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.build.open(name, attributes, None);
        self.build.text(text);
        self.build.close(name);
    }

    /// The length of the tag that a text begins with, where its name is one to marked alone.
    fn underscored_tag(&self, text: &str, range: &Range<usize>) -> Option<usize> {
        let is_code = self.state.code.is_some() || self.dialect.extensions;
        let source = self.source.text.get(range.start..).filter(|it| !is_code && it.starts_with('<'))?;
        if text.starts_with('<') { underscored_tag(source) } else { None }
    }

    fn html_line(&mut self, line: &str) {
        if let Some((html, _)) = &mut self.state.html {
            html.push_str(line);
        }
    }

    /// Writes the author's own HTML. Comments need no browser to be understood, and every writer takes them.
    fn html(&mut self, html: &str, range: Range<usize>) -> Result<(), Stop> {
        if html.trim() == MARK {
            return Ok(());
        }
        match comments(html) {
            Some(parts) => {
                // reveal.js tells a list from its last item by the blank line before an attribute comment, and takes
                // white space at the end of that item for one.
                let before = &self.source.text[..range.start];
                if blank_line_before(before) || space_ends_line_before(before) {
                    self.build.text("\n\n");
                }
                let at = self.source.span.part(range);
                for part in parts {
                    match part {
                        CommentPart::Space(space) => self.build.text(space),
                        CommentPart::Comment(text) => self.build.comment(text, Some(at)),
                    }
                }
            }
            None if self.raw == RawHtml::Refused => return Err(Stop::RawHtml),
            None if self.dialect.has_places => {
                self.build.raw(&places::with_places(html, self.source.span.part(range)));
            }
            None => self.build.raw(html),
        }
        Ok(())
    }
}

/// Whether an element is within a line of text.
fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

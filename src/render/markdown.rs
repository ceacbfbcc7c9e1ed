//! The Markdown of one slide becomes elements.
//!
//! pulldown-cmark reads the text; what it tells is written with [`Build`] the way marked 17 would write it, since
//! that is what authors see in reveal.js: bare addresses are links, a hard break joins its lines without a space,
//! the rows of a table stand in `thead` and `tbody`, a fence's language is a class by its own name.
//!
//! Beyond marked: footnotes, alerts, attributes of headings, and mathematics, which stays TeX here.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use super::address::{encode_address, is_attribute_name};
use super::build::Build;
use super::code::Fence;
use super::inline::{self, Part, Rules};
use super::raw::{CommentPart, blank_line_after, blank_line_before, comments, opens_raw_text};
use super::shield::{Shielded, Unshielded};
use crate::text::Slice;

/// How much one slide may hold, in bytes of HTML.
///
/// A table of 4,000 columns costs its author two bytes a cell and a browser a hundred; nobody could read a slide
/// that comes anywhere near this.
pub const LIMIT: usize = 4 << 20;

/// Why a slide was not written to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It holds raw HTML, and this was not the writer for it.
    RawHtml,
    /// It holds more than [`LIMIT`].
    TooLarge,
}

/// Whether a writer takes the author's own HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawHtml {
    Written,
    Refused,
}

/// Writes the Markdown of `source` with `build`.
pub fn write(source: Slice<'_>, build: &mut impl Build, raw: RawHtml) -> Result<(), Stop> {
    let shielded = Shielded::new(source.text);
    let mut build = Unshielded { build, shielded: &shielded };
    let mut writer = Writer { source, shielded: &shielded, build: &mut build, raw, state: State::default() };
    for (event, range) in Parser::new_ext(&shielded.text, options()).into_offset_iter() {
        writer.event(event, range)?;
        if writer.build.size() > LIMIT {
            return Err(Stop::TooLarge);
        }
    }
    writer.flush();
    Ok(())
}

/// How many bytes a place is from the start of its line.
fn column(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// What is Markdown beyond CommonMark. Metadata blocks would swallow slides, definition lists `:::`.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
}

struct Writer<'a, 'b, B> {
    source: Slice<'a>,
    /// The text that is read, of which the source's may differ in addresses.
    shielded: &'a Shielded<'a>,
    build: &'b mut B,
    raw: RawHtml,
    state: State<'a>,
}

/// What was begun and is not yet written.
#[derive(Default)]
struct State<'a> {
    /// Text that may still grow: bare addresses are looked for in the whole of it.
    text: String,
    /// Where in it a tilde stands that the author escaped.
    escaped: Vec<usize>,
    /// The column where the paragraph's text begins; what its later lines are further in is more than indentation.
    indentation: Option<usize>,
    /// How many links are open: text in a link holds no link.
    links: usize,
    image: Option<Picture<'a>>,
    code: Option<Code>,
    /// The author's HTML so far, and where it began.
    html: Option<(String, usize)>,
    /// Whether a `script` or `style` within a paragraph is open, whose text no browser decodes.
    is_raw_text: bool,
    table: Table,
    /// The labels of footnotes in the order they are numbered.
    footnotes: Vec<String>,
}

/// An image whose alternative text is still being read.
struct Picture<'a> {
    address: CowStr<'a>,
    title: CowStr<'a>,
    /// The alternative text so far.
    text: String,
    range: Range<usize>,
    /// How many images within this one's text are open.
    nested: usize,
}

/// A code block that is being read.
#[derive(Default)]
struct Code {
    text: String,
    is_fenced: bool,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    is_head: bool,
    has_body: bool,
}

impl<'a, B: Build> Writer<'a, '_, B> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) -> Result<(), Stop> {
        if self.state.image.is_some() {
            self.in_image(event);
            return Ok(());
        }
        match event {
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell) => {
                self.state.indentation = None;
            }
            Event::Start(_) | Event::End(_) => {}
            _ => _ = self.state.indentation.get_or_insert_with(|| column(self.source.text, range.start)),
        }
        match event {
            Event::Text(_) if self.state.is_raw_text => {
                self.build.raw(&self.source.text[range]);
            }
            Event::Text(text) => {
                let is_escaped = text.starts_with('~') && self.source.text[..range.start].ends_with('\\');
                self.state.escaped.extend(is_escaped.then_some(self.state.text.len()));
                self.text(&text);
            }
            Event::SoftBreak => self.text("\n"),
            Event::Html(html) => self.html_line(&html),
            Event::InlineHtml(html) => {
                self.flush();
                self.html(&html, range)?;
                self.state.is_raw_text = opens_raw_text(&html).unwrap_or(self.state.is_raw_text);
            }
            other => {
                self.flush();
                match other {
                    Event::Start(tag) => self.start(tag, range),
                    Event::End(tag) => self.end(tag, range)?,
                    Event::Code(code) => self.element("code", &[], &code),
                    Event::InlineMath(tex) => self.inline_math(&tex, range),
                    Event::DisplayMath(tex) => self.element("span", &[("class", "math display")], &tex),
                    Event::FootnoteReference(label) => self.footnote_mark("footnote-reference", &label),
                    Event::HardBreak => self.hard_break(range),
                    Event::Rule => {
                        self.build.void("hr", &[], None);
                        self.build.text("\n");
                    }
                    Event::TaskListMarker(is_done) => self.task_mark(is_done),
                    Event::Text(_) | Event::SoftBreak | Event::Html(_) | Event::InlineHtml(_) => {}
                }
            }
        }
        Ok(())
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
        let rules = Rules { links: self.state.links == 0, escaped: &escaped };
        self.parts(&inline::parts(&self.shielded.restore(&text), rules));
    }

    fn parts(&mut self, parts: &[Part<'_>]) {
        for part in parts {
            match part {
                Part::Text(text) => self.build.text(text),
                Part::Link { shown, address } => {
                    self.element("a", &[("href", &encode_address(address))], shown);
                }
                Part::Struck(parts) => {
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

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.build.open("p", &[], None),
            Tag::Heading { level, id, classes, attrs } => {
                let classes = classes.join(" ");
                let mut attributes: Vec<(&str, &str)> = Vec::new();
                attributes.extend(id.as_deref().map(|id| ("id", id)));
                attributes.extend((!classes.is_empty()).then_some(("class", classes.as_str())));
                attributes
                    .extend(attrs.iter().map(|(name, value)| (&**name, value.as_deref().unwrap_or(""))));
                attributes.retain(|(name, _)| is_attribute_name(name));
                self.build.open(HEADINGS[level as usize - 1], &attributes, None);
            }
            Tag::BlockQuote(kind) => self.block_quote(kind),
            Tag::CodeBlock(kind) => {
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => &**info,
                    CodeBlockKind::Indented => "",
                };
                self.code_block(info, range);
                let is_fenced = matches!(kind, CodeBlockKind::Fenced(_));
                self.state.code = Some(Code { text: String::new(), is_fenced });
            }
            Tag::HtmlBlock => self.state.html = Some((String::new(), range.start)),
            Tag::List(None) => self.open_line("ul", &[]),
            Tag::List(Some(1)) => self.open_line("ol", &[]),
            Tag::List(Some(first)) => self.open_line("ol", &[("start", &first.to_string())]),
            Tag::Item => self.build.open("li", &[], None),
            Tag::FootnoteDefinition(label) => {
                self.open_line("div", &[("class", "footnote-definition")]);
                self.footnote_mark("footnote-definition-label", &label);
                self.build.text(" ");
            }
            Tag::Table(alignments) => {
                self.state.table = Table { alignments, ..Table::default() };
                self.open_line("table", &[]);
            }
            Tag::TableHead => {
                (self.state.table.is_head, self.state.table.column) = (true, 0);
                self.open_line("thead", &[]);
                self.open_line("tr", &[]);
            }
            Tag::TableRow => {
                self.state.table.column = 0;
                if !std::mem::replace(&mut self.state.table.has_body, true) {
                    self.build.open("tbody", &[], None);
                }
                self.open_line("tr", &[]);
            }
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.build.open("em", &[], None),
            Tag::Strong => self.build.open("strong", &[], None),
            Tag::Strikethrough => self.build.open("del", &[], None),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.state.links += 1;
                let address = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => encode_address(&dest_url),
                };
                let mut attributes = vec![("href", address.as_str())];
                attributes.extend((!title.is_empty()).then_some(("title", &*title)));
                let at = Some(self.source.span.part(self.place_of(&dest_url, range)));
                self.build.open("a", &attributes, at);
            }
            Tag::Image { dest_url, title, .. } => {
                self.state.image =
                    Some(Picture { address: dest_url, title, text: String::new(), range, nested: 0 });
            }
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) -> Result<(), Stop> {
        match tag {
            TagEnd::Paragraph => self.close_line("p"),
            TagEnd::Heading(level) => self.close_line(HEADINGS[level as usize - 1]),
            TagEnd::BlockQuote(_) => self.close_line("blockquote"),
            TagEnd::CodeBlock => {
                let code = self.state.code.take().unwrap_or_default();
                self.build.text(code.text.strip_suffix('\n').unwrap_or(&code.text));
                self.build.close("code");
                self.build.close("pre");
                if code.is_fenced && blank_line_after(self.source.text, range.end) {
                    self.build.text("\n");
                }
            }
            TagEnd::HtmlBlock => {
                if let Some((html, start)) = self.state.html.take() {
                    self.html(&html, start..range.end)?;
                }
            }
            TagEnd::List(true) => self.close_line("ol"),
            TagEnd::List(false) => self.close_line("ul"),
            TagEnd::Item => self.close_line("li"),
            TagEnd::FootnoteDefinition => self.close_line("div"),
            TagEnd::Table => {
                if self.state.table.has_body {
                    self.build.close("tbody");
                }
                self.close_line("table");
            }
            TagEnd::TableHead => {
                self.state.table.is_head = false;
                self.close_line("tr");
                self.close_line("thead");
            }
            TagEnd::TableRow => self.close_line("tr"),
            TagEnd::TableCell => {
                self.state.table.column += 1;
                self.close_line(if self.state.table.is_head { "th" } else { "td" });
            }
            TagEnd::Emphasis => self.build.close("em"),
            TagEnd::Strong => self.build.close("strong"),
            TagEnd::Strikethrough => self.build.close("del"),
            TagEnd::Link => {
                self.state.links = self.state.links.saturating_sub(1);
                self.build.close("a");
            }
            TagEnd::Image
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
        Ok(())
    }

    fn open_line(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.build.open(name, attributes, None);
        self.build.text("\n");
    }

    fn close_line(&mut self, name: &'static str) {
        self.build.close(name);
        self.build.text("\n");
    }

    fn block_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some((class, title)) = kind.map(alert) else {
            return self.open_line("blockquote", &[]);
        };
        self.open_line("blockquote", &[("class", class)]);
        self.element("p", &[("class", "markdown-alert-title")], title);
        self.build.text("\n");
    }

    fn code_block(&mut self, info: &str, range: Range<usize>) {
        let fence = Fence::read(info);
        let mut attributes = Vec::new();
        attributes.extend(fence.lines.map(|lines| ("data-line-numbers", lines)));
        attributes.extend(fence.first_number.map(|first| ("data-ln-start-from", first)));
        attributes.extend((!fence.language.is_empty()).then_some(("class", fence.language)));
        self.build.open("pre", &[], None);
        self.build.open("code", &attributes, Some(self.source.span.part(range)));
    }

    fn cell(&mut self) {
        let table = &self.state.table;
        let name = if table.is_head { "th" } else { "td" };
        let alignment = match table.alignments.get(table.column) {
            Some(Alignment::Left) => "left",
            Some(Alignment::Center) => "center",
            Some(Alignment::Right) => "right",
            Some(Alignment::None) | None => return self.build.open(name, &[], None),
        };
        self.build.open(name, &[("align", alignment)], None);
    }

    fn task_mark(&mut self, is_done: bool) {
        let attributes = [("checked", ""), ("disabled", ""), ("type", "checkbox")];
        self.build.void("input", &attributes[usize::from(!is_done)..], None);
        self.build.text(" ");
    }

    /// A line break, and the space before the next line where that is further in than its paragraph.
    fn hard_break(&mut self, range: Range<usize>) {
        self.build.void("br", &[], None);
        let next_line = self.source.text[range.start..].split('\n').nth(1).unwrap_or_default();
        let column = next_line.len() - next_line.trim_start_matches([' ', '\t', '>']).len();
        if self.state.indentation.is_some_and(|indentation| column > indentation) {
            self.build.text(" ");
        }
    }

    fn footnote_mark(&mut self, class: &'static str, label: &str) {
        let known = self.state.footnotes.iter().position(|other| other == label);
        let number = known.unwrap_or_else(|| {
            self.state.footnotes.push(label.to_owned());
            self.state.footnotes.len() - 1
        });
        self.element("sup", &[("class", class)], &(number + 1).to_string());
    }

    /// Mathematics, unless a word goes on after the second dollar sign: `$FROM/$TO` are two variables of a shell.
    fn inline_math(&mut self, tex: &str, range: Range<usize>) {
        let goes_on = self.source.text[range.end..].starts_with(char::is_alphanumeric);
        if goes_on {
            return self.text(&self.source.text[range]);
        }
        self.element("span", &[("class", "math inline")], tex);
    }

    fn html_line(&mut self, line: &str) {
        if let Some((html, _)) = &mut self.state.html {
            html.push_str(line);
        }
    }

    /// Writes the author's own HTML. Comments need no browser to be understood, and every writer takes them.
    fn html(&mut self, html: &str, range: Range<usize>) -> Result<(), Stop> {
        match comments(html) {
            Some(parts) => {
                // reveal.js tells a list from its last item by the blank line before an attribute comment.
                if blank_line_before(&self.source.text[..range.start]) {
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
            None => self.build.raw(html),
        }
        Ok(())
    }

    /// Reads on in an image's text, of which only the text counts.
    fn in_image(&mut self, event: Event<'a>) {
        let Some(picture) = &mut self.state.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => picture.nested += 1,
            Event::End(TagEnd::Image) if picture.nested > 0 => picture.nested -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::InlineHtml(text) => picture.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => picture.text.push('\n'),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(picture) = self.state.image.take() else { return };
        let place = self.place_of(&picture.address, picture.range);
        let address = encode_address(&picture.address);
        let mut attributes = vec![("src", address.as_str()), ("alt", picture.text.as_str())];
        attributes.extend((!picture.title.is_empty()).then_some(("title", &*picture.title)));
        self.build.void("img", &attributes, Some(self.source.span.part(place)));
    }

    /// Where in `range` an address stands; the whole of it where it is written in another way.
    fn place_of(&self, address: &str, range: Range<usize>) -> Range<usize> {
        let found = if address.is_empty() { None } else { self.source.text[range.clone()].rfind(address) };
        found.map_or(range.clone(), |at| range.start + at..range.start + at + address.len())
    }
}

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

fn alert(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("markdown-alert markdown-alert-note", "Note"),
        BlockQuoteKind::Tip => ("markdown-alert markdown-alert-tip", "Tip"),
        BlockQuoteKind::Important => ("markdown-alert markdown-alert-important", "Important"),
        BlockQuoteKind::Warning => ("markdown-alert markdown-alert-warning", "Warning"),
        BlockQuoteKind::Caution => ("markdown-alert markdown-alert-caution", "Caution"),
    }
}

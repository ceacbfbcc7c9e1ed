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

use super::autolink;
use super::build::Build;
use super::code::Fence;
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
    let mut writer = Writer { source, build, raw, state: State::default() };
    for (event, range) in Parser::new_ext(source.text, options()).into_offset_iter() {
        writer.event(event, range)?;
        if writer.build.size() > LIMIT {
            return Err(Stop::TooLarge);
        }
    }
    writer.flush();
    Ok(())
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
    build: &'b mut B,
    raw: RawHtml,
    state: State<'a>,
}

/// What was begun and is not yet written.
#[derive(Default)]
struct State<'a> {
    /// Text that may still grow: bare addresses are looked for in the whole of it.
    text: String,
    /// How many links are open: text in a link holds no link.
    links: usize,
    image: Option<Picture<'a>>,
    code: Option<String>,
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
            Event::Text(_) if self.state.is_raw_text => {
                self.build.raw(&self.source.text[range]);
            }
            Event::Text(text) => self.text(&text),
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
                    Event::HardBreak => self.build.void("br", &[], None),
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
            Some(code) => code.push_str(text),
            None => self.state.text.push_str(text),
        }
    }

    /// Writes the text that was held back, with links for the bare addresses in it.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.state.text);
        let mut done = 0;
        while self.state.links == 0
            && let Some(link) = autolink::find(&text, done)
        {
            self.build.text(&text[done..link.range.start]);
            self.build.open("a", &[("href", &encode_address(&link.address))], None);
            self.build.text(&text[link.range.clone()]);
            self.build.close("a");
            done = link.range.end;
        }
        self.build.text(&text[done..]);
        self.state.text = text;
        self.state.text.clear();
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
                self.state.code = Some(String::new());
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
                self.build.text(code.strip_suffix('\n').unwrap_or(&code));
                self.build.close("code");
                self.close_line("pre");
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
        // reveal.js tells a list from its last item by the blank line before an attribute comment.
        if blank_line_before(&self.source.text[..range.start]) {
            self.build.text("\n\n");
        }
        match comments(html) {
            Some(parts) => {
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

/// Whether an attribute of that name can be written; others would end the tag or begin another attribute.
fn is_attribute_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|it| it.is_alphanumeric() || "-_:.@".contains(it))
        && !name.starts_with(|first: char| first.is_ascii_digit())
}

/// An address with what no URL may hold percent-encoded; what is encoded already stays.
///
/// This is JavaScript's `encodeURI` without its treatment of `%`, as marked has it.
fn encode_address(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for character in address.chars() {
        if character.is_ascii_alphanumeric() || ";,/?:@&=+$-_.!~*'()#%".contains(character) {
            encoded.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}

/// Whether a tag opens an element whose text is not decoded, or closes one; none for other tags.
fn opens_raw_text(tag: &str) -> Option<bool> {
    let inside = tag.strip_prefix('<')?;
    let (is_open, name) = inside.strip_prefix('/').map_or((true, inside), |name| (false, name));
    let end = name.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(name.len());
    ["script", "style"].iter().any(|raw| name[..end].eq_ignore_ascii_case(raw)).then_some(is_open)
}

/// Whether the text ends in a blank line, block quote signs not counted.
fn blank_line_before(text: &str) -> bool {
    text.chars()
        .rev()
        .take_while(|it| matches!(it, '\n' | ' ' | '\t' | '>'))
        .filter(|&it| it == '\n')
        .nth(1)
        .is_some()
}

enum CommentPart<'a> {
    Space(&'a str),
    Comment(&'a str),
}

/// The parts of HTML that holds nothing but whole comments and space between them; none for any other.
fn comments(html: &str) -> Option<Vec<CommentPart<'_>>> {
    let mut parts = Vec::new();
    let mut rest = html;
    loop {
        let comment = rest.trim_start_matches([' ', '\t', '\n']);
        parts.push(CommentPart::Space(&rest[..rest.len() - comment.len()]));
        if comment.is_empty() {
            return Some(parts);
        }
        let inside = comment.strip_prefix("<!--")?;
        let end = inside.find("-->")?;
        let text = &inside[..end];
        if inside.starts_with('>') || inside.starts_with("->") || text.contains("--!>") {
            return None;
        }
        parts.push(CommentPart::Comment(text));
        rest = &inside[end + 3..];
    }
}

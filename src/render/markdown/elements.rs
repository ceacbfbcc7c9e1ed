//! The elements that Markdown's tags become.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, LinkType, Tag, TagEnd};

use super::block_starts::marker_length;
use super::extended::{borrowed, with_braces};
use super::extensions::Braces;
use super::image::Picture;
use super::raw_html::{blank_line_after, indented_blank_line_after};
use super::{MarkdownWriter, Stop, column, is_inline};
use crate::deck::elements::HEADINGS;
use crate::html::address::{encode_address, is_attribute_name};
use crate::html::builder::Build;
use crate::render::code::listing_attributes;
use crate::render::fence::InfoLine;
use crate::text::Span;

/// A code block that is being read.
#[derive(Default)]
pub(super) struct Code {
    pub text: String,
    is_fenced: bool,
}

/// Where in a table the writer is.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    is_head: bool,
    has_body: bool,
}

impl<'a, B: Build> MarkdownWriter<'a, '_, B> {
    /// Opens the element that a tag becomes.
    pub(super) fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if self.dialect.has_places && !is_inline(&tag) {
            self.build.place(self.source.span.part(range.clone()));
        }
        match tag {
            Tag::Paragraph => self.build.open("p", &[], None),
            Tag::Heading { .. } => self.heading(tag, range),
            Tag::BlockQuote(kind) => {
                self.state.quotes += 1;
                self.block_quote(kind);
            }
            Tag::CodeBlock(kind) => self.code_block(&kind, range),
            Tag::HtmlBlock => self.state.html = Some((String::new(), range.start)),
            Tag::List(None) => self.open_line("ul", &[]),
            Tag::List(Some(1)) => self.open_line("ol", &[]),
            Tag::List(Some(first)) => self.open_line("ol", &[("start", &first.to_string())]),
            Tag::Item => {
                let marker = marker_length(&self.source.text[range.start..]).unwrap_or_default();
                self.state.items.push(column(self.source.text, range.start) + marker);
                self.build.open("li", &[], None);
            }
            Tag::FootnoteDefinition(label) => {
                self.open_line("div", &[("class", "footnote-definition")]);
                self.footnote_mark("footnote-definition-label", &label);
                self.build.text(" ");
            }
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => self.start_table(tag),
            Tag::Emphasis => self.build.open("em", &[], None),
            Tag::Strong => self.build.open("strong", &[], None),
            Tag::Strikethrough => self.build.open("del", &[], None),
            // An e-mail address in angle brackets has a dot in its domain.
            Tag::Link { link_type: LinkType::Email, dest_url, .. } if !has_domain(&dest_url) => {
                self.state.text.push('<');
                self.state.is_no_address = true;
            }
            Tag::Link { link_type, dest_url, title, .. } => {
                let address = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => encode_address(&dest_url),
                };
                let at = self.source.span.part(self.place_of(&dest_url, range.clone()));
                self.link(&address, &title, at, range.end);
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

    /// A heading, with the attributes in braces behind it.
    fn heading(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let Tag::Heading { level, id, classes, attrs } = tag else { return };
        let classes = classes.join(" ");
        let mut attributes: Vec<(&str, &str)> = Vec::new();
        attributes.extend(id.as_deref().map(|id| ("id", id)));
        attributes.extend((!classes.is_empty()).then_some(("class", classes.as_str())));
        attributes.extend(attrs.iter().map(|(name, value)| (&**name, value.as_deref().unwrap_or(""))));
        attributes.retain(|(name, _)| is_attribute_name(name));
        // The parser knows no values in quotes.
        let has_quotes =
            attrs.iter().any(|(_, value)| value.as_deref().is_some_and(|it| it.starts_with('"')));
        let written = self.source.text.get(range).filter(|_| has_quotes).unwrap_or_default();
        let braces = written.rfind('{').and_then(|at| Braces::read(&written[at..]));
        let braces = braces.map(Braces::for_element).unwrap_or_default();
        if !braces.is_empty() {
            attributes = borrowed(&braces);
        }
        self.build.open(HEADINGS[level as usize - 1], &attributes, None);
    }

    /// A link; braces may follow where it ends.
    fn link(&mut self, address: &str, title: &str, at: Span, end: usize) {
        self.state.links += 1;
        let mut attributes = vec![("href", address)];
        attributes.extend((!title.is_empty()).then_some(("title", title)));
        let braces = self.braces(end).unwrap_or_default().for_element();
        with_braces(&mut attributes, &braces);
        self.build.open("a", &attributes, Some(at));
    }

    fn start_table(&mut self, tag: Tag<'_>) {
        match tag {
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
            _ => self.cell(),
        }
    }

    /// Closes the element that a tag became.
    pub(super) fn end(&mut self, tag: TagEnd, range: Range<usize>) -> Result<(), Stop> {
        match tag {
            TagEnd::Paragraph => self.close_line("p"),
            TagEnd::Heading(level) => self.close_line(HEADINGS[level as usize - 1]),
            TagEnd::BlockQuote(_) => {
                self.state.quotes = self.state.quotes.saturating_sub(1);
                self.close_line("blockquote");
            }
            TagEnd::CodeBlock => self.end_code_block(range.end),
            TagEnd::HtmlBlock => {
                if let Some((html, start)) = self.state.html.take() {
                    let range = start..range.end;
                    if !self.div_fence(&html, &range) {
                        self.html(&html, range)?;
                    }
                }
            }
            TagEnd::List(true) => self.close_line("ol"),
            TagEnd::List(false) => self.close_line("ul"),
            TagEnd::Item => {
                self.state.items.pop();
                self.close_line("li");
            }
            TagEnd::FootnoteDefinition => self.close_line("div"),
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => self.end_table(tag),
            TagEnd::Emphasis => self.build.close("em"),
            TagEnd::Strong => self.build.close("strong"),
            TagEnd::Strikethrough => self.build.close("del"),
            TagEnd::Link if std::mem::take(&mut self.state.is_no_address) => self.state.text.push('>'),
            TagEnd::Link => {
                self.state.links = self.state.links.saturating_sub(1);
                self.build.close("a");
                self.pass_braces(range.end);
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

    fn end_table(&mut self, tag: TagEnd) {
        match tag {
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
            _ => {
                self.state.table.column += 1;
                self.close_line(if self.state.table.is_head { "th" } else { "td" });
            }
        }
    }

    fn end_code_block(&mut self, end: usize) {
        let code = self.state.code.take().unwrap_or_default();
        let text = code.text.strip_suffix('\n').unwrap_or(&code.text);
        // marked makes spaces of the tabs in a list item.
        match !self.state.items.is_empty() && !self.dialect.extensions {
            true => self.build.text(&text.replace('\t', "    ")),
            false => self.build.text(text),
        }
        self.build.close("code");
        self.build.close("pre");
        let has_space = match code.is_fenced {
            true => blank_line_after(self.source.text, end),
            false => indented_blank_line_after(self.source.text, end),
        };
        if has_space {
            self.build.text("\n");
        }
    }

    /// Opens an element whose content begins on a line of its own.
    pub(super) fn open_line(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.build.open(name, attributes, None);
        self.build.text("\n");
    }

    /// Closes an element that ends a line.
    pub(super) fn close_line(&mut self, name: &'static str) {
        self.build.close(name);
        self.build.text("\n");
    }

    fn block_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some((class, number)) = kind.map(alert) else {
            return self.open_line("blockquote", &[]);
        };
        self.open_line("blockquote", &[("class", class)]);
        let title = self.dialect.words.words().alerts[number];
        self.element("p", &[("class", "markdown-alert-title")], title);
        self.build.text("\n");
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let mut info = match kind {
            CodeBlockKind::Fenced(info) if self.dialect.extensions => InfoLine::read(info),
            CodeBlockKind::Fenced(info) => InfoLine::read_as_reveal(info),
            CodeBlockKind::Indented => InfoLine::default(),
        };
        self.state.code =
            Some(Code { text: String::new(), is_fenced: matches!(kind, CodeBlockKind::Fenced(_)) });
        // reveal.js makes a class of each word after the language, and themes and plugins look for them.
        let mut language = vec![info.language];
        if !self.dialect.extensions {
            let words = info.attributes.iter().filter(|(_, value)| value.is_none());
            language.extend(words.map(|(word, _)| *word));
            (info.id, info.classes, info.attributes) = (None, Vec::new(), Vec::new());
        }
        let language = language.join(" ");
        let classes = info.classes.join(" ");
        let mut around = Vec::new();
        around.extend(info.id.map(|id| ("id", id)));
        around.extend((!classes.is_empty()).then_some(("class", classes.as_str())));
        let mut attributes = Vec::new();
        attributes.extend(info.lines.map(|lines| ("data-line-numbers", lines)));
        attributes.extend(info.first_number.map(|first| ("data-ln-start-from", first)));
        attributes.extend((!info.language.is_empty()).then_some(("class", language.as_str())));
        let is_new = |name: &str, given: &[(&str, &str)]| given.iter().all(|(other, _)| *other != name);
        for (name, value) in listing_attributes(&info) {
            if is_new(name, &attributes) {
                attributes.push((name, value));
            }
        }
        self.build.open("pre", &around, None);
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

    /// Writes the box of a task.
    pub(super) fn task_mark(&mut self, is_done: bool, range: Range<usize>) {
        let (mark, after) = (&self.source.text[range.clone()], &self.source.text[range.end..]);
        let line = after.split('\n').next().unwrap_or_default();
        // A box before nothing is text.
        if line.trim().is_empty() {
            self.state.text.push_str(mark);
            return;
        }
        let attributes = [("checked", ""), ("disabled", ""), ("type", "checkbox")];
        self.build.void("input", &attributes[usize::from(!is_done)..], None);
        self.build.text(" ");
    }

    /// A line break, and the space before the next line that is more than the indentation of an item.
    pub(super) fn hard_break(&mut self, range: Range<usize>) {
        self.build.void("br", &[], None);
        let next_line = self.source.text[range.start..].split('\n').nth(1).unwrap_or_default();
        let column = next_line.len() - next_line.trim_start_matches([' ', '\t', '>']).len();
        let is_further_in = match self.state.items.last() {
            _ if self.state.quotes > 0 => {
                self.state.indentation.is_some_and(|indentation| column > indentation)
            }
            Some(inside) if column >= *inside => column > *inside,
            _ => column > 0 && self.state.items.len() < 2,
        };
        if is_further_in {
            self.build.text(" ");
        }
    }

    /// Writes the number of a footnote, where it is referred to or begins.
    pub(super) fn footnote_mark(&mut self, class: &'static str, label: &str) {
        let next = self.state.footnotes.len() + 1;
        let number = *self.state.footnotes.entry(label.to_owned()).or_insert(next);
        self.element("sup", &[("class", class)], &number.to_string());
    }
}

/// Whether what is after the `@` of an address is more than the name of a machine.
fn has_domain(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(_, host)| host.contains('.'))
}

/// The class of an alert, and the number of its name.
fn alert(kind: BlockQuoteKind) -> (&'static str, usize) {
    match kind {
        BlockQuoteKind::Note => ("markdown-alert markdown-alert-note", 0),
        BlockQuoteKind::Tip => ("markdown-alert markdown-alert-tip", 1),
        BlockQuoteKind::Important => ("markdown-alert markdown-alert-important", 2),
        BlockQuoteKind::Warning => ("markdown-alert markdown-alert-warning", 3),
        BlockQuoteKind::Caution => ("markdown-alert markdown-alert-caution", 4),
    }
}

//! HTML as text to be read without a browser: plain, or as Markdown.

use super::tokens::{Token, Tokens, each, unescape};
use crate::deck::elements::heading_level;

/// How text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextStyle {
    Plain,
    Markdown,
}

/// The text of some HTML, as `html::write` writes it: paragraphs are parted by a blank line, items of lists begin with a
/// dash or their number, code keeps its lines.
pub(crate) fn plain_text(html: &str, style: TextStyle) -> String {
    let mut writer = TextWriter::new(style);
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => writer.text(&unescape(text)),
            Token::Open { name, attributes } => writer.open(name, attributes),
            Token::Close(name) => writer.close(name),
        }
    }
    let lines: Vec<&str> = writer.written.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// What comes between what is written and what is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
    Paragraph,
}

struct TextWriter {
    style: TextStyle,
    written: String,
    /// What each line begins with.
    indents: Vec<&'static str>,
    /// For each list around, the number of its next item; `None` if they have no numbers.
    lists: Vec<Option<usize>>,
    /// Whether lines and spaces are kept.
    is_code: bool,
    /// Where the links around lead to.
    links: Vec<String>,
    gap: Gap,
    /// Whether the mark of an item was written, and nothing of the item yet.
    is_at_item: bool,
}

impl TextWriter {
    fn new(style: TextStyle) -> TextWriter {
        TextWriter {
            style,
            written: String::new(),
            indents: Vec::new(),
            lists: Vec::new(),
            is_code: false,
            links: Vec::new(),
            gap: Gap::None,
            is_at_item: false,
        }
    }

    fn is_markdown(&self) -> bool {
        self.style == TextStyle::Markdown
    }

    fn part(&mut self, gap: Gap) {
        if !self.is_at_item {
            self.gap = self.gap.max(gap);
        }
    }

    /// Writes what is due, and then a text as it is.
    fn put(&mut self, text: &str) {
        let indent = self.indents.concat();
        self.is_at_item = false;
        match std::mem::replace(&mut self.gap, Gap::None) {
            _ if self.written.is_empty() => self.written.push_str(&indent),
            Gap::None => {}
            Gap::Space if self.written.ends_with([' ', '\n']) => {}
            Gap::Space => self.written.push(' '),
            Gap::Line => self.written.extend(["\n", &indent]),
            Gap::Paragraph => self.written.extend(["\n", indent.trim_end(), "\n", &indent]),
        }
        self.written.push_str(text);
    }

    fn text(&mut self, text: &str) {
        if self.is_code {
            for (index, line) in text.split('\n').enumerate() {
                if index > 0 {
                    self.written.push('\n');
                    self.written.push_str(&self.indents.concat());
                }
                self.written.push_str(line);
            }
            return;
        }
        if text.starts_with(char::is_whitespace) {
            self.part(Gap::Space);
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        if !words.is_empty() {
            let words = words.join(" ");
            self.put(&if self.is_markdown() { escaped(&words) } else { words });
            if text.ends_with(char::is_whitespace) {
                self.part(Gap::Space);
            }
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        match name {
            "ul" | "ol" => {
                self.part(if self.lists.is_empty() { Gap::Paragraph } else { Gap::Line });
                self.lists.push((name == "ol").then_some(1));
            }
            "li" => self.item(),
            "blockquote" => {
                self.part(Gap::Paragraph);
                self.indents.push("> ");
            }
            "pre" => {
                self.part(Gap::Paragraph);
                let fence = if self.is_markdown() { "```\n" } else { "" };
                self.put(fence);
                self.is_code = true;
            }
            "br" => self.part(Gap::Line),
            "hr" => self.part(Gap::Paragraph),
            "img" => {
                let alt = each(attributes).find(|(name, _)| *name == "alt").map(|(_, whole)| whole);
                let alt = alt.and_then(|whole| whole.strip_prefix("alt=\"")?.strip_suffix('"'));
                self.text(&unescape(alt.unwrap_or_default()));
            }
            "a" => {
                let href = each(attributes).find(|(name, _)| *name == "href").map(|(_, whole)| whole);
                let href = href.and_then(|whole| whole.strip_prefix("href=\"")?.strip_suffix('"'));
                self.links.push(unescape(href.unwrap_or_default()));
                self.mark("[");
            }
            name => match heading_level(name) {
                Some(level) => {
                    self.part(Gap::Paragraph);
                    // Below the headings of the slides.
                    self.mark(["### ", "#### ", "##### ", "###### "][level.saturating_sub(1).min(3)]);
                }
                None if is_paragraph(name) => self.part(Gap::Paragraph),
                None if is_line(name) => self.part(Gap::Line),
                None => self.mark(inline_mark(name)),
            },
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "ul" | "ol" => {
                self.lists.pop();
                self.part(if self.lists.is_empty() { Gap::Paragraph } else { Gap::Line });
            }
            "li" => {
                self.indents.pop();
                self.part(Gap::Line);
            }
            "blockquote" => {
                self.indents.pop();
                self.part(Gap::Paragraph);
            }
            "pre" => {
                self.is_code = false;
                let lines = self.written.trim_end_matches('\n').len();
                self.written.truncate(lines);
                if self.is_markdown() {
                    self.written.push_str("\n```");
                }
                self.part(Gap::Paragraph);
            }
            "a" => {
                let address = self.links.pop().unwrap_or_default();
                if self.is_markdown() {
                    self.written.push_str(&format!("]({address})"));
                }
            }
            name if is_paragraph(name) || heading_level(name).is_some() => self.part(Gap::Paragraph),
            "td" | "th" => self.written.push('\t'),
            name if is_line(name) => self.part(Gap::Line),
            // Behind the word, and before the space after it.
            name if self.is_markdown() && !self.is_code => self.written.push_str(inline_mark(name)),
            _ => {}
        }
    }

    fn item(&mut self) {
        self.part(Gap::Line);
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.put(&marker);
        self.is_at_item = true;
        self.indents.push(if marker.len() > 2 { "   " } else { "  " });
    }

    /// Writes a mark of Markdown before what follows.
    fn mark(&mut self, mark: &str) {
        if self.is_markdown() && !self.is_code && !mark.is_empty() {
            self.put(mark);
        }
    }
}

fn is_paragraph(name: &str) -> bool {
    matches!(name, "p" | "table" | "figure" | "dl" | "section" | "article" | "details")
}

fn is_line(name: &str) -> bool {
    matches!(name, "div" | "tr" | "figcaption" | "dt" | "dd" | "summary" | "caption" | "header" | "footer")
}

/// What Markdown writes around the text of an element.
fn inline_mark(name: &str) -> &'static str {
    match name {
        "strong" | "b" => "**",
        "em" | "i" => "*",
        "code" => "`",
        "del" | "s" => "~~",
        _ => "",
    }
}

/// A text in which Markdown sees no marks.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '*' | '_' | '`' | '[' | ']' | '<') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, plain: &str, markdown: &str) {
        assert_eq!(plain_text(html, TextStyle::Plain), plain, "{html}");
        assert_eq!(plain_text(html, TextStyle::Markdown), markdown, "{html}");
    }

    #[test]
    fn paragraphs_and_words_are_kept_apart() {
        check("<p>a <b>b</b>,\nc</p>\n<p>d</p>\n", "a b, c\n\nd", "a **b**, c\n\nd");
        check("<p>a<br>b &lt;c&gt;</p>", "a\nb <c>", "a\nb \\<c>");
        check("a*b", "a*b", "a\\*b");
    }

    #[test]
    fn lists_keep_their_depth_and_numbers() {
        check(
            "<p>a</p><ul>\n<li>b<ol>\n<li>c</li>\n<li>d</li>\n</ol>\n</li>\n<li>e</li>\n</ul>\n<p>f</p>",
            "a\n\n- b\n  1. c\n  2. d\n- e\n\nf",
            "a\n\n- b\n  1. c\n  2. d\n- e\n\nf",
        );
        check("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b", "- a\n\n  b");
    }

    #[test]
    fn code_quotations_and_links() {
        check("<pre><code>a\n  b\n</code></pre><p>c</p>", "a\n  b\n\nc", "```\na\n  b\n```\n\nc");
        check("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b", "> a\n>\n> b");
        check("<p><a href=\"x?a&amp;b\">c</a> d</p>", "c d", "[c](x?a&b) d");
        check("<h2>a</h2><p>b</p>", "a\n\nb", "#### a\n\nb");
        check("<p>a<img src=\"x\" alt=\"b\"></p>", "ab", "ab");
    }

    #[test]
    fn a_table_is_a_line_for_each_row() {
        check(
            "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>",
            "a\tb\nc\td",
            "a\tb\nc\td",
        );
    }
}

//! Markdown in a page, and its way back there.
//!
//! Taken from HTML, text loses its character references and the indentation it has in the page. Both are undone here;
//! every part remembers where it stood, so that a diagnostic points into the page.

use std::ops::Range;

use super::html::{Start, Token};
use super::references;
use crate::parse::attributes::attribute_comment;
use crate::text::{Diagnostic, Slice};

/// Written for `</script>` within a script.
const SCRIPT_END: &str = "__SCRIPT_END__";

/// How wide a tab is among spaces.
const TAB: usize = 4;

/// A text, and where each part of it stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mapped {
    pub text: String,
    /// Where each part begins here, and there.
    pub parts: Vec<(u32, u32)>,
}

impl Mapped {
    fn push(&mut self, text: &str, from: usize) {
        if !text.is_empty() {
            self.parts.push((self.text.len() as u32, from as u32));
            self.text.push_str(text);
        }
    }

    /// Adds a stretch of another text, from where it stood there.
    fn push_part(&mut self, other: &Mapped, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let next = other.parts.partition_point(|(start, _)| *start as usize <= at);
            let (start, from) = other.parts[..next].last().copied().unwrap_or_default();
            let end = other.parts.get(next).map_or(range.end, |(start, _)| (*start as usize).min(range.end));
            self.push(&other.text[at..end], from as usize + at - start as usize);
            at = end;
        }
    }

    fn place(&self, at: usize) -> usize {
        let next = self.parts.partition_point(|(start, _)| *start as usize <= at);
        self.parts[..next].last().map_or(0, |(start, from)| *from as usize + at - *start as usize)
    }
}

/// The Markdown of a section whose pieces these are: what is in its first template, else in its first script,
/// else all its text.
pub(super) fn markdown(
    page: Slice<'_>,
    tokens: &[(Token, Range<usize>)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Mapped {
    let is_template = |start: &Start| start.attributes.get("data-template").is_some();
    let chosen = element(tokens, is_template).or_else(|| element(tokens, |start| start.name == "script"));
    let mut text = Mapped::default();
    for (token, range) in chosen.unwrap_or(tokens) {
        match token {
            Token::Comment => diagnostics.extend(ignored(page.part(range.clone()))),
            Token::Text => push_decoded(&mut text, page, range.clone()),
            // A line end right after `<textarea>` belongs to the tag.
            Token::Raw { is_decoded: true } => {
                let start = range.start + usize::from(page.text[range.clone()].starts_with('\n'));
                push_decoded(&mut text, page, start..range.end);
            }
            Token::Raw { is_decoded: false } => {
                push_script(&mut text, &page.text[range.clone()], range.start);
            }
            _ => {}
        }
    }
    without_indentation(page, &text, diagnostics)
}

/// The content of the first element that passes.
fn element(
    tokens: &[(Token, Range<usize>)],
    passes: impl Fn(&Start) -> bool,
) -> Option<&[(Token, Range<usize>)]> {
    let (at, start) = tokens.iter().enumerate().find_map(|(at, (token, _))| match token {
        Token::Start(start) if passes(start) => Some((at, start)),
        _ => None,
    })?;
    let inner = &tokens[at + 1..];
    let mut depth = 0_usize;
    let end = inner.iter().position(|(token, _)| match token {
        Token::Start(other) if other.name == start.name => {
            depth += 1;
            false
        }
        Token::End { name } if *name == start.name => {
            depth = depth.wrapping_sub(1);
            depth == usize::MAX
        }
        _ => false,
    });
    Some(&inner[..end.unwrap_or(inner.len())])
}

fn push_decoded(text: &mut Mapped, page: Slice<'_>, range: Range<usize>) {
    for (part, at) in references::parts(&page.text[range.clone()]) {
        text.push(&part, range.start + at);
    }
}

fn push_script(text: &mut Mapped, script: &str, from: usize) {
    let mut at = 0;
    for (end, _) in script.match_indices(SCRIPT_END) {
        text.push(&script[at..end], from + at);
        text.push("</script>", from + end);
        at = end + SCRIPT_END.len();
    }
    text.push(&script[at..], from + at);
}

/// The text without the indentation of its first line: that many tabs, or two and more spaces, from every line.
///
/// Where tabs and spaces are mixed, as many columns go; reveal.js would take such lines for code.
fn without_indentation(page: Slice<'_>, text: &Mapped, diagnostics: &mut Vec<Diagnostic>) -> Mapped {
    let first = text.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let tabs = first.len() - first.trim_start_matches('\t').len();
    let spaces = first.len() - first.trim_start_matches(' ').len();
    let prefix = if tabs > 0 {
        &first[..tabs]
    } else if spaces > 1 {
        &first[..spaces]
    } else {
        ""
    };
    if prefix.is_empty() {
        return text.clone();
    }
    let width = if tabs > 0 { tabs * TAB } else { spaces };
    let mut plain = Mapped::default();
    let (mut at, mut is_told) = (0, false);
    for line in text.text.split_inclusive('\n') {
        let mut skip = if line.starts_with(prefix) { prefix.len() } else { 0 };
        if skip == 0 && has_other_indentation(line, prefix) {
            skip = columns(line, width);
            if !is_told {
                let start = text.place(at);
                diagnostics.push(mixed(page.part(start..start + skip)));
                is_told = true;
            }
        }
        plain.push_part(text, at + skip..at + line.len());
        at += line.len();
    }
    plain
}

/// Whether a line that can be seen is indented by the other kind of white space.
fn has_other_indentation(line: &str, prefix: &str) -> bool {
    let indentation = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let other = if prefix.starts_with('\t') { "    " } else { "\t" };
    !line.trim().is_empty() && indentation.contains(other)
}

/// How many bytes of white space take so many columns, at most.
fn columns(line: &str, width: usize) -> usize {
    let (mut column, mut bytes) = (0, 0);
    for byte in line.bytes() {
        column += match byte {
            b' ' => 1,
            b'\t' => TAB - column % TAB,
            _ => break,
        };
        if column > width {
            break;
        }
        bytes += 1;
    }
    bytes
}

/// Reports an attribute comment in Markdown that is text in HTML, where a comment has no effect.
fn ignored(comment: Slice<'_>) -> Option<Diagnostic> {
    let inner = comment.text.strip_prefix("<!--")?;
    attribute_comment(inner.strip_suffix("-->").unwrap_or(inner)).map(|_| {
        Diagnostic::warning("ignored-attributes", comment.span, "this comment does not set attributes here")
            .help("put the Markdown into `<script type=\"text/template\">` within its section, as reveal.js requires")
    })
}

fn mixed(indentation: Slice<'_>) -> Diagnostic {
    Diagnostic::warning(
        "mixed-indentation",
        indentation.span,
        "this line is not indented like the first one of its section",
    )
    .help("indent with tabs or with spaces, not with both: reveal.js takes such lines for code")
}

/// Markdown within HTML, in an element of its own: `<aside class="notes" data-markdown>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Embedded {
    /// The text between the element's tags.
    pub inner: Range<usize>,
    /// The Markdown, without its indentation and with character references decoded.
    pub text: String,
}

/// The elements of some HTML that hold Markdown, in order; what is in one of them is part of it.
pub(crate) fn embedded(html: Slice<'_>) -> Vec<Embedded> {
    let tokens = super::html::tokens(html);
    let mut elements: Vec<Embedded> = Vec::new();
    for (at, (token, range)) in tokens.iter().enumerate() {
        let Token::Start(start) = token else { continue };
        let is_inside = elements.last().is_some_and(|last| range.start < last.inner.end);
        if start.attributes.get("data-markdown").is_none() || start.is_void() || is_inside {
            continue;
        }
        let inner = element(&tokens[at..], |_| true).unwrap_or_default();
        let end = inner.last().map_or(range.end, |(_, last)| last.end);
        let text = markdown(html, inner, &mut Vec::new()).text;
        elements.push(Embedded { inner: range.end..end, text });
    }
    elements
}

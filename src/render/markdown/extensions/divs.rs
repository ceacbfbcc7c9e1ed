//! Fenced divs: what is between `::: name` and `:::` is an element of its own.
//!
//! Markdown does not know them, so before it reads a slide each fence becomes a processing instruction of the same
//! length: that ends a paragraph, is where a block can be, and is nothing but text in code. Every place in
//! the text stays what it was; the parser's events about such a line are read with the fence put back.
//!
//! Source: "Extension: `fenced_divs`" of the pandoc manual. Beyond it: several names are several classes, and in
//! `::: columns` a line `+++` parts columns.

use std::borrow::Cow;
use std::ops::Range;

use super::braces::{Braces, is_class, set};

/// A text with its fences replaced.
pub(crate) struct DivFences<'a> {
    pub text: Cow<'a, str>,
    /// As the author wrote it.
    original: &'a str,
    fences: Vec<DivFence>,
}

/// A line that opens, parts or closes a div.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DivFence {
    /// From the first colon to the end of what is written on the line.
    pub range: Range<usize>,
    pub kind: DivFenceKind,
}

/// What a fence does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DivFenceKind {
    Open {
        attributes: Vec<(String, String)>,
        /// Whether it holds lines `+++` that part columns.
        has_parts: bool,
    },
    Part,
    Close,
}

impl<'a> DivFences<'a> {
    /// None of them: the text is read as it is.
    pub(crate) fn none(text: &'a str) -> DivFences<'a> {
        DivFences { text: Cow::Borrowed(text), original: text, fences: Vec::new() }
    }

    /// Finds the fences of a text. `is_parted` says that the whole of it is parted into columns.
    pub(crate) fn new(text: &'a str, is_parted: bool) -> DivFences<'a> {
        let may_be_in = text.contains(":::") || is_parted && text.contains("+++");
        let fences = if may_be_in { find(text, is_parted) } else { Vec::new() };
        if fences.is_empty() {
            return DivFences::none(text);
        }
        let (mut replaced, mut done) = (String::with_capacity(text.len()), 0);
        for fence in &fences {
            replaced.push_str(&text[done..fence.range.start]);
            replaced.push_str(&stand_in(fence.range.len()));
            done = fence.range.end;
        }
        replaced.push_str(&text[done..]);
        DivFences { text: Cow::Owned(replaced), original: text, fences }
    }

    /// Whether there are no fences of divs.
    pub(crate) fn is_empty(&self) -> bool {
        self.fences.is_empty()
    }

    /// The fence that a restored HTML block is, where it is one.
    pub(crate) fn block(&self, html: &str, range: &Range<usize>) -> Option<&DivFence> {
        let fence = self.within(range).first()?;
        (html.trim() == &self.original[fence.range.clone()]).then_some(fence)
    }

    /// What the author wrote where `text` is.
    pub(crate) fn restore<'b>(&self, text: Cow<'b, str>, range: &Range<usize>) -> Cow<'b, str> {
        let fences = self.within(range);
        if fences.is_empty() {
            return text;
        }
        let (mut restored, mut rest) = (String::with_capacity(text.len()), &*text);
        for fence in fences {
            let stand_in = stand_in(fence.range.len());
            let Some((before, after)) = rest.split_once(&stand_in) else { continue };
            restored.push_str(before);
            restored.push_str(&self.original[fence.range.clone()]);
            rest = after;
        }
        restored.push_str(rest);
        Cow::Owned(restored)
    }

    fn within(&self, range: &Range<usize>) -> &[DivFence] {
        let first = self.fences.partition_point(|fence| fence.range.start < range.start);
        let count = self.fences[first..].partition_point(|fence| fence.range.end <= range.end);
        &self.fences[first..first + count]
    }
}

/// A line of `length` bytes, at least three, that Markdown takes for a block of HTML and shows nothing of.
fn stand_in(length: usize) -> String {
    match length {
        0..4 => "<?>".to_owned(),
        _ => format!("<?{}?>", "x".repeat(length - 4)),
    }
}

fn find(text: &str, is_parted: bool) -> Vec<DivFence> {
    let mut fences: Vec<DivFence> = Vec::new();
    // For each div that is open, its place among those found.
    let mut open: Vec<usize> = Vec::new();
    let mut code: Option<&str> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t', '>']);
        let at = start + line.len() - content.len();
        start += line.len();
        let content = content.trim_end();
        if let Some(marks) = code {
            if content.starts_with(marks) && content.trim_start_matches(&marks[..1]).is_empty() {
                code = None;
            }
            continue;
        }
        if content.starts_with("```") || content.starts_with("~~~") {
            let rest = content.trim_start_matches(&content[..1]);
            code = Some(&content[..content.len() - rest.len()]);
            continue;
        }
        let range = at..at + content.len();
        if content == "+++" {
            let parted = open.last().map(|&div| &mut fences[div].kind);
            let is_part = match parted {
                Some(DivFenceKind::Open { attributes, has_parts }) if is_columns(attributes) => {
                    *has_parts = true;
                    true
                }
                Some(_) => false,
                None => is_parted,
            };
            if is_part {
                fences.push(DivFence { range, kind: DivFenceKind::Part });
            }
            continue;
        }
        match read(content) {
            Some(DivFenceKind::Close) => {
                open.pop();
                fences.push(DivFence { range, kind: DivFenceKind::Close });
            }
            Some(kind) => {
                open.push(fences.len());
                fences.push(DivFence { range, kind });
            }
            None => {}
        }
    }
    fences
}

/// Whether a div's classes say that it holds columns.
pub(crate) fn is_columns(attributes: &[(String, String)]) -> bool {
    let class = attributes.iter().find(|(name, _)| name == "class");
    class.is_some_and(|(_, classes)| classes.split_ascii_whitespace().any(|class| class == "columns"))
}

/// What a line without the space around it says, where it is a fence.
fn read(line: &str) -> Option<DivFenceKind> {
    let rest = line.strip_prefix(":::")?.trim_start_matches(':').trim();
    let rest = rest.trim_end_matches(':').trim_end();
    if rest.is_empty() {
        return Some(DivFenceKind::Close);
    }
    let mut attributes = Vec::new();
    let names = rest.find('{').unwrap_or(rest.len());
    for (number, name) in rest[..names].split_whitespace().enumerate() {
        // A title, as other tools have it, is no class: it would be lost.
        if !is_class(name) || number > 0 && !name.starts_with(|it: char| it.is_ascii_lowercase() || it == '_')
        {
            return None;
        }
        set(&mut attributes, "class", name.to_owned());
    }
    if names < rest.len() {
        let braces = Braces::read(&rest[names..]).filter(|braces| names + braces.length == rest.len())?;
        for (name, value) in braces.for_element() {
            set(&mut attributes, &name, value);
        }
    }
    Some(DivFenceKind::Open { attributes, has_parts: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_fence(line: &str, expected: Option<&str>) {
        let shown = read(line).map(|kind| match kind {
            DivFenceKind::Close => "close".to_owned(),
            DivFenceKind::Part => "part".to_owned(),
            DivFenceKind::Open { attributes, .. } => {
                let pairs = attributes.iter().map(|(name, value)| format!("{name}={value}"));
                pairs.collect::<Vec<_>>().join(",")
            }
        });
        assert_eq!(shown.as_deref(), expected);
    }

    #[test]
    fn a_fence_has_a_name_or_attributes() {
        check_fence("::: columns", Some("class=columns"));
        check_fence(":::note", Some("class=note"));
        check_fence(":::: {.columns}", Some("class=columns"));
        check_fence("::: {.column width=\"40%\"} ::::", Some("class=column,style=width:40%"));
        check_fence("::: fragment fade-up {#a data-x=1}", Some("class=fragment fade-up,id=a,data-x=1"));
        check_fence("::::", Some("close"));
    }

    #[test]
    fn what_is_said_with_colons_is_text() {
        check_fence("::: say, what?", None);
        check_fence("::: {a}", None);
        check_fence("::: a {.b} c", None);
        check_fence("::: spoiler Read me", None);
        check_fence("::: Hero wide", Some("class=Hero wide"));
        check_fence("::", None);
    }

    #[test]
    fn a_text_keeps_its_length_and_comes_back() {
        let text = "> ::: a b\n> c\n> :::\n\n```\n::: d\n```\n";
        let fences = DivFences::new(text, false);
        assert_eq!(fences.text.len(), text.len());
        assert_eq!(fences.restore(fences.text.clone(), &(0..text.len())), text);
        assert_eq!(fences.fences.len(), 2, "code is code");
    }
}

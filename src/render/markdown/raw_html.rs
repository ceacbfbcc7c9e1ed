//! The author's own HTML within Markdown: what of it can be understood without a browser.

/// Whether a tag opens an element whose text is not decoded, or closes one; `None` for other tags.
pub(super) fn opens_raw_text(tag: &str) -> Option<bool> {
    let inside = tag.strip_prefix('<')?;
    let (is_open, name) = inside.strip_prefix('/').map_or((true, inside), |name| (false, name));
    let end = name.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(name.len());
    ["script", "style"].iter().any(|raw| name[..end].eq_ignore_ascii_case(raw)).then_some(is_open)
}

/// Whether a tag opens a link, or closes one; `None` for other tags.
pub(super) fn opens_link(tag: &str) -> Option<bool> {
    let name = |tag: &str| tag.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("<a"));
    let ends_name = |tag: &str| tag[2..].starts_with(|it: char| it.is_whitespace() || it == '>');
    match tag.strip_prefix("</") {
        Some(closing) => closing.trim_end_matches('>').trim().eq_ignore_ascii_case("a").then_some(false),
        None => (name(tag) && ends_name(tag)).then_some(true),
    }
}

/// The length of the tag that a text begins with, where there is an underscore in its name.
///
/// CommonMark knows no such tag; marked does, and a browser takes it for an element of that name.
pub(super) fn underscored_tag(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '-';
    let end = name.find(|it| !is_name(it))?;
    let is_tag = name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name[..end].contains('_')
        && name[end..].trim_start_matches('/').starts_with('>');
    is_tag.then(|| text.find('>').map_or(text.len(), |close| close + 1))
}

/// Whether the text ends in a blank line, block quote signs not counted.
pub(super) fn blank_line_before(text: &str) -> bool {
    text.chars()
        .rev()
        .take_while(|it| matches!(it, '\n' | ' ' | '\t' | '>'))
        .filter(|&it| it == '\n')
        .nth(1)
        .is_some()
}

/// Whether the line before the one that the text ends in has white space at its end, block quote signs not counted.
pub(super) fn space_ends_line_before(text: &str) -> bool {
    let before = text.trim_end_matches([' ', '\t', '>']).strip_suffix('\n');
    before.is_some_and(|line| line.ends_with([' ', '\t']))
}

/// Whether the line after the one that ends at byte `at` is blank, block quote signs not counted.
pub(super) fn blank_line_after(text: &str, at: usize) -> bool {
    let is_line_start = text[..at].ends_with('\n');
    let next_line = text[at..].split('\n').nth(usize::from(!is_line_start));
    next_line.is_some_and(|line| line.trim_matches([' ', '\t', '>']).is_empty())
}

/// Whether a line that is blank after byte `at`, and comes before the next text, is further in than code is indented.
pub(super) fn indented_blank_line_after(text: &str, at: usize) -> bool {
    let is_line_start = text[..at].ends_with('\n');
    let lines = text[at..].split('\n').skip(usize::from(!is_line_start));
    lines.take_while(|line| line.trim().is_empty()).any(|line| line.len() > 4)
}

/// A part of some HTML that holds only comments.
pub(super) enum CommentPart<'a> {
    Space(&'a str),
    Comment(&'a str),
}

/// The parts of HTML that holds nothing but whole comments and space between them; `None` for any other.
pub(super) fn comments(html: &str) -> Option<Vec<CommentPart<'_>>> {
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

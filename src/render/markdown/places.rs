//! The author's own HTML, with the place of each tag in it.

use crate::deck::elements;
use crate::html::parse::PLACE;
use crate::text::Span;

/// Writes into every start tag of some HTML where it is. `at` is where the HTML begins and ends.
pub(super) fn with_places(html: &str, at: Span) -> String {
    let mut written = String::with_capacity(html.len() * 2);
    let mut rest = html;
    while let Some(index) = rest.find('<') {
        let (before, tag) = rest.split_at(index);
        written.push_str(before);
        let start = html.len() - tag.len();
        let name = name(tag);
        let length = match () {
            () if tag.starts_with("<!--") => tag.find("-->").map_or(tag.len(), |end| end + 3),
            () if name.is_empty() => 1,
            () => tag_length(tag),
        };
        match name.is_empty() {
            true => written.push_str(&tag[..length]),
            false => {
                // Lines of a quotation lose their marks, so that a place may lie behind the end.
                let (from, to) = (at.start + start as u32, at.start + (start + length) as u32);
                let place = format!(" {PLACE}=\"{}-{}\"", from.min(at.end), to.min(at.end));
                let (head, tail) = tag[..length].split_at(1 + name.len());
                written.extend([head, &place, tail]);
            }
        }
        rest = &tag[length..];
        if elements::is_raw_text(&name.to_ascii_lowercase()) {
            let end = raw_length(rest, name);
            written.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    written.push_str(rest);
    written
}

/// The name in a start tag; empty if there is none.
fn name(tag: &str) -> &str {
    let rest = &tag[1..];
    let is_name = rest.starts_with(|first: char| first.is_ascii_alphabetic());
    let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '-').unwrap_or(rest.len());
    if is_name { &rest[..end] } else { "" }
}

/// The length of a start tag: values in quotes may hold its end.
fn tag_length(tag: &str) -> usize {
    let mut quote = None;
    for (index, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return index + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// How long the text is of an element in which no tag is one but its end.
fn raw_length(rest: &str, name: &str) -> usize {
    let end = rest.match_indices("</").find(|(index, _)| {
        rest.get(index + 2..index + 2 + name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name))
    });
    end.map_or(rest.len(), |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let source = Sources::default().add("a.md", b"", &mut Vec::new());
        let at = Span { source, start: 10, end: 10 + html.len() as u32 };
        assert_eq!(with_places(html, at), expected.replace('@', PLACE), "{html}");
    }

    #[test]
    fn every_start_tag_knows_its_place_and_nothing_else_does() {
        check("<p>a</p><br>", "<p @=\"10-13\">a</p><br @=\"18-22\">");
        check("a < b <!-- <p> --> <x y='>'>", "a < b <!-- <p> --> <x @=\"29-38\" y='>'>");
        check("<script>a<b</script><i>", "<script @=\"10-18\">a<b</script><i @=\"30-33\">");
        check("<", "<");
        check("<p", "<p @=\"10-12\"");
    }
}

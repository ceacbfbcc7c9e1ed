//! What an author colours: the properties of `style`, `classDef` and `linkStyle`.

use std::ops::Range;

use rusty_mermaid_diagrams::common::styling::StyleProperty;
use rusty_mermaid_diagrams::flowchart::ir::{FlowDiagram, FlowLinkStyle};

use super::Unreadable;

/// Properties such as `fill:#f9f,stroke:rgb(1,2,3)`, and those whose colours are not known.
pub(crate) fn properties(text: &str, at: usize) -> (Vec<StyleProperty>, Vec<Unreadable>) {
    let (mut properties, mut remarks) = (Vec::new(), Vec::new());
    for place in parts(text) {
        let Some((key, value)) = text[place.clone()].split_once(':') else { continue };
        let (key, value) = (key.trim(), value.trim().trim_end_matches("!important").trim());
        let is_colour = matches!(key, "fill" | "stroke" | "color");
        match is_colour.then(|| colour(value)) {
            Some(None) => remarks.push(unknown_colour(value, at + place.start..at + place.end)),
            Some(Some(value)) => properties.push(StyleProperty { key: key.to_owned(), value }),
            None => properties.push(StyleProperty { key: key.to_owned(), value: value.replace("\\,", " ") }),
        }
    }
    (properties, remarks)
}

fn unknown_colour(value: &str, at: Range<usize>) -> Unreadable {
    Unreadable {
        at,
        message: format!("the colour `{value}` is not known"),
        help: "write it as `#rrggbb`".into(),
    }
}

/// The places of what is between commas that are neither escaped nor within parentheses.
fn parts(text: &str) -> Vec<Range<usize>> {
    let (mut places, mut start, mut depth, mut is_escaped) = (Vec::new(), 0, 0_usize, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 && !is_escaped => {
                places.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
        is_escaped = letter == '\\';
    }
    places.push(start..text.len());
    places
}

/// A colour as the library reads it, which knows few names.
fn colour(value: &str) -> Option<String> {
    if value == "none" {
        return Some("transparent".to_owned());
    }
    csscolorparser::parse(value).ok().map(|color| color.to_css_hex().to_string())
}

/// What an edge is drawn with that nobody sees.
const UNSEEN: &str = "#00000000";

/// Lets an edge hold its nodes apart, and be seen by nobody: `A ~~~ B`.
pub(crate) fn hide(diagram: &mut FlowDiagram, edges: Vec<usize>) {
    let styles = vec![StyleProperty { key: "stroke".into(), value: UNSEEN.into() }];
    if !edges.is_empty() {
        diagram.link_styles.push(FlowLinkStyle { indices: edges, is_default: false, styles });
    }
}

/// Whether an edge, by its number, is seen.
pub(crate) fn is_seen(diagram: &FlowDiagram, edge: usize) -> bool {
    let is_unseen = |style: &FlowLinkStyle| style.styles.iter().any(|property| property.value == UNSEEN);
    !diagram.link_styles.iter().any(|style| style.indices.contains(&edge) && is_unseen(style))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_authors_write_them() {
        let (read, remarks) =
            properties("fill:#f9f, stroke: rgb(1, 2,3),stroke-dasharray: 5\\,5,color:nope", 10);
        let values: Vec<_> = read.iter().map(|property| property.value.as_str()).collect();
        assert_eq!(values, ["#ff99ff", "#010203", "5 5"]);
        assert_eq!(remarks[0].message, "the colour `nope` is not known");
        assert_eq!(remarks[0].at, 64..74);
    }
}

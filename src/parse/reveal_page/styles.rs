//! The style sheets that a page holds itself, in its `style` elements.

use std::ops::Range;

use super::html::{Start, Token};
use super::sections::Part;
use crate::text::{Slice, SourceId, Sources, Span};

/// What a page without `reset.css` looks like: elements have the space and the font that browsers give them, under what
/// a theme says.
const WITHOUT_RESET: &str = "/* The page links no reset.css: elements have what browsers give them. */\n\
    @layer orate-slide {\n  :where(.reveal .slides *) { font: revert; margin: revert; padding: revert }\n}\n";

/// A style sheet of the page: its text, and where the part of it that the page holds begins, in it and in the page.
pub(super) struct Inline {
    text: String,
    part: (u32, u32),
}

/// The style sheets of the page that belong to no slide, in their order.
pub(super) fn read(page: Slice<'_>, tokens: &[(Token, Range<usize>)], parts: &[Part]) -> Vec<Inline> {
    let contents = tokens.windows(2).filter_map(|pair| match pair {
        [(Token::Start(start), _), (Token::Raw { .. }, range)] if is_style(start) => {
            Some((start, page.part(range.clone())))
        }
        _ => None,
    });
    let own = contents.filter(|(_, css)| !parts.iter().any(|part| is_in_slide(part, css.span)));
    own.map(|(start, css)| inline(start, css)).collect()
}

/// What is added to the styles of a page that links none that resets what browsers do.
pub(super) fn without_reset() -> Inline {
    Inline { text: WITHOUT_RESET.to_owned(), part: (0, 0) }
}

/// Gives each a source, which leads back to the page.
pub(super) fn derive(styles: Vec<Inline>, page: SourceId, sources: &mut Sources) -> Vec<SourceId> {
    styles.into_iter().map(|Inline { text, part }| sources.derive(page, text, vec![part])).collect()
}

fn is_style(start: &Start) -> bool {
    let kind = start.attributes.value("type").unwrap_or_default();
    start.name == "style" && (kind.is_empty() || kind.eq_ignore_ascii_case("text/css"))
}

fn is_in_slide(part: &Part, span: Span) -> bool {
    match part {
        Part::Stack { parts, .. } => parts.iter().any(|part| is_in_slide(part, span)),
        Part::Html { .. } | Part::Markdown(_) => {
            let whole = part.whole();
            whole.start <= span.start && span.end <= whole.end
        }
    }
}

fn inline(start: &Start, css: Slice<'_>) -> Inline {
    match start.attributes.value("media").map(str::trim).filter(|media| !media.is_empty()) {
        None => Inline { text: css.text.to_owned(), part: (0, css.span.start) },
        Some(media) => {
            let head = format!("@media {media} {{");
            let at = u32::try_from(head.len()).unwrap_or_default();
            Inline { text: format!("{head}{}}}", css.text), part: (at, css.span.start) }
        }
    }
}

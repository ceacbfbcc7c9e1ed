//! Slides that nobody meant to show.

use super::render;
use crate::deck::Body;
use crate::html::Piece;
use crate::render::Options;
use crate::render::markdown::LIMIT;

/// Renders, and gives back the bytes of HTML and the codes of what was said.
fn measure(text: &str, body: fn(crate::text::Span) -> Body) -> (usize, Vec<&'static str>) {
    let rendered = render(text, body, &Options::default());
    let bytes = rendered.content.pieces().iter().map(|piece| match piece {
        Piece::Html(html) => html.len(),
        _ => 0,
    });
    (bytes.sum(), rendered.diagnostics.iter().map(|diagnostic| diagnostic.code).collect())
}

#[test]
fn a_table_that_is_mostly_missing_cells_is_capped() {
    let text = format!("{}|\n{}|\n{}", "|a".repeat(4000), "|-".repeat(4000), "|x\n".repeat(4000));
    let (bytes, _) = measure(&text, Body::Markdown);
    assert!(bytes < LIMIT, "{bytes} bytes");
}

#[test]
fn a_slide_ends_at_the_limit_and_says_so() {
    let (bytes, codes) = measure(&"a *b*\n\n".repeat(LIMIT / 16), Body::Markdown);
    assert!(bytes < LIMIT + 1000, "{bytes} bytes");
    assert_eq!(codes, ["slide-too-large"]);
    let (_, codes) = measure(&"a".repeat(LIMIT + 1), Body::Html);
    assert_eq!(codes, ["slide-too-large"]);
}

#[test]
fn deep_nesting_costs_no_stack() {
    for text in [">".repeat(100_000), "* ".repeat(80_000), "[".repeat(1_000_000), "*a ".repeat(100_000)] {
        measure(&text, Body::Markdown);
    }
}

#[test]
fn deep_html_costs_no_stack() {
    for tag in ["<div>", "<b>", "<a>", "<p><b>", "<table><tr><td>", "<svg><g>", "<template>"] {
        measure(&tag.repeat(20_000), Body::Html);
        measure(&tag.repeat(20_000), Body::Markdown);
    }
    let (_, codes) = measure(&"<div>".repeat(20_000), Body::Html);
    assert_eq!(codes, ["slide-too-large"]);
}

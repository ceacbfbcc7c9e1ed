use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;
use crate::deck::Separator;
use crate::parse::breaks::breaks;

/// Shows where a text is parted: `↓` and `→` for the breaks in force, in place of the separators.
#[track_caller]
fn check_parted(text: &str, separator: Separator, expected: &str, unclosed: usize) {
    let breaks = breaks(text, 0, &separator);
    let stretches = scan(text, 0, &breaks.unwrap_or_default());
    let slides: Vec<_> = stretches.iter().map(|stretch| &text[stretch.range.clone()]).collect();
    assert_eq!(slides.join("→"), expected);
    assert_eq!(stretches.iter().map(|stretch| stretch.unclosed.len()).sum::<usize>(), unclosed);
}

#[track_caller]
fn check_blank_lines(text: &str, expected: &str) {
    check_parted(text, Separator::BlankLines, expected, 0);
}

#[track_caller]
fn check_dashes(text: &str, expected: &str) {
    check_parted(text, Separator::Dashes, expected, 0);
}

#[test]
fn a_separator_in_fenced_code_parts_nothing() {
    check_dashes("```\n---\n```\n---\nb", "```\n---\n```\n→b");
    check_blank_lines("~~~ js\na\n\n\nb\n~~~", "~~~ js\na\n\n\nb\n~~~");
    check_blank_lines("- ```\n  a\n\n\n  b\n  ```\n\n\nc", "- ```\n  a\n\n\n  b\n  ```\n→c");
    check_blank_lines("````\n```\n\n\n````\n\n\nb", "````\n```\n\n\n````\n→b");
}

#[test]
fn a_fence_in_a_quote_ends_with_the_quote() {
    check_parted("> ```\n> a\n\n\nb", Separator::BlankLines, "> ```\n> a\n→b", 1);
}

#[test]
fn a_separator_in_indented_code_parts_nothing() {
    check_blank_lines("a\n\n    b\n\n\n    c\n\n\nd", "a\n\n    b\n\n\n    c\n→d");
    check_blank_lines("- a\n\n      b\n\n\n      c", "- a\n\n      b\n\n\n      c");
    check_dashes("    ---\n---\nb", "    ---\n→b");
}

#[test]
fn what_is_only_indented_is_no_code() {
    check_blank_lines("- a\n\n    b\n\n\n    c", "- a\n\n    b\n→    c");
    check_blank_lines("a\n    b\n\n\n    c", "a\n    b\n→    c");
    check_blank_lines("<div>\n    a\n\n\n    b", "<div>\n    a\n→    b");
}

#[test]
fn a_separator_in_a_comment_parts_nothing() {
    check_dashes("<!--\n---\n-->\n---\nb", "<!--\n---\n-->\n→b");
    check_blank_lines("a <!-- b\n\n\n--> c\n\n\nd", "a <!-- b\n\n\n--> c\n→d");
}

#[test]
fn what_is_no_comment_hides_nothing() {
    check_parted("`<!--`\n---\nb\n---\n`-->`", Separator::Dashes, "`<!--`\n→b\n→`-->`", 0);
    check_parted("\\<!--\n---\n-->", Separator::Dashes, "\\<!--\n→-->", 0);
    check_dashes("<!-->\n---\nb -->", "<!-->\n→b -->");
}

#[test]
fn a_separator_in_an_attribute_value_parts_nothing() {
    check_dashes("<img alt=\"\n---\n\">\n---\nb", "<img alt=\"\n---\n\">\n→b");
    check_blank_lines("a <b title='\n\n\n'>c</b>\n\n\nd", "a <b title='\n\n\n'>c</b>\n→d");
    check_dashes("<b c=\"\n---\nd", "<b c=\"\n→d");
}

#[test]
fn a_separator_in_a_raw_element_parts_nothing() {
    check_blank_lines("<style>\na {}\n\n\nb {}\n</style>\n\n\nc", "<style>\na {}\n\n\nb {}\n</style>\n→c");
    check_blank_lines("<pre>\n\n\na", "<pre>\n→a");
}

#[test]
fn an_unclosed_fence_ends_with_its_slide() {
    check_parted("```js\na\n\n\n# B\n\n\nc", Separator::BlankLines, "```js\na\n→# B\n→c", 1);
    check_parted(
        "```js\na\n---\n```py\nb\n```\n---\nc",
        Separator::Dashes,
        "```js\na\n→```py\nb\n```\n→c",
        1,
    );
    check_parted("```js\na", Separator::Dashes, "```js\na", 1);
}

#[test]
fn an_unclosed_comment_ends_with_its_slide() {
    check_parted("<!-- a\n\n\n# B\n\n\nc", Separator::BlankLines, "<!-- a\n→# B\n→c", 1);
    check_parted("<!-- a\n\n\n<!-- .slide: b -->", Separator::BlankLines, "<!-- a\n→<!-- .slide: b -->", 1);
}

#[test]
fn a_separator_may_itself_be_a_comment_or_begin_an_item() {
    let expressions =
        |horizontal: &str| Separator::Expressions { horizontal: horizontal.into(), vertical: None };
    check_parted("a\n<!-- next -->\nb", expressions("<!-- next -->"), "a\n→\nb", 0);
    check_parted("a\n- next\nb", expressions("next"), "a\n- →\nb", 0);
    check_parted("a\\<!-- next -->b", expressions("<!-- next -->"), "a\\→b", 0);
    check_parted("`a<!-- next -->b`", expressions("<!-- next -->"), "`a→b`", 0);
}

#[test]
fn hostile_texts_take_no_longer_than_others() {
    for piece in [
        "<!--",
        "`",
        "``` a\n\n\n",
        "<a b=\"",
        "<pre>\n",
        "> ",
        "- ",
        "\n\n\n",
        "<a ",
        "~~~\n```a\n",
        "\\",
        "`a``b",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let breaks = breaks(&text, 0, &Separator::BlankLines);
        assert!(!scan(&text, 0, &breaks.unwrap_or_default()).is_empty());
    }
}

#[test]
fn a_line_that_ends_like_a_tag_is_text() {
    let stretch = scan("word>\n```\na\n```\n", 0, &[]).remove(0);
    assert_eq!((stretch.inert.len(), &stretch.inert[0]), (1, &(6..15)));
}

/// The lines that a Markdown parser takes for code.
fn code_lines(text: &str) -> Vec<usize> {
    let ranges = Parser::new_ext(text, Options::empty())
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range);
    lines_of(text, ranges)
}

fn lines_of(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<usize> {
    let mut lines: Vec<_> = ranges
        .flat_map(|range| {
            let start = text[..range.start].matches('\n').count();
            let inner = text[range].trim_end();
            start..start + inner.matches('\n').count() + 1
        })
        .collect();
    lines.dedup();
    lines
}

fn markdown() -> impl Strategy<Value = String> {
    let pieces = vec![
        "\n", "\n", "\n\n", "  ", "    ", "```\n", "```js\n", "~~~\n", "````\n", "> ", "- ", "1. ", "2. ",
        "* * *\n", "# ", "word", "word\n", "`", "===\n", "---\n",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn code_is_what_a_markdown_parser_takes_for_code(text in markdown()) {
        let stretch = scan(&text, 0, &[]).remove(0);
        prop_assert_eq!(lines_of(&text, stretch.inert.into_iter()), code_lines(&text), "{:?}", text);
    }
}

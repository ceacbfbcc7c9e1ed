//! Pages and what is made of them.

use super::*;
use crate::parse::{Entry, Manuscript, Parsed, parse};

fn parsed(html: &str) -> (Parsed, Sources) {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let page = sources.add("index.html", html.as_bytes(), &mut diagnostics);
    let index = read(page, &mut sources);
    let entries = [Entry::RevealPage(Box::new(index))];
    let parsed = parse(&Manuscript {
        sources: &sources,
        settings: None,
        entries: &entries,
        single: false,
        inherited: None,
    });
    (parsed, sources)
}

/// The slides of a page: columns between `|`, slides between `/`, each without white space at its ends.
#[track_caller]
fn check_slides(sections: &str, expected: &str) {
    let (parsed, sources) =
        parsed(&format!("<div class='reveal'><div class='slides'>{sections}</div></div>"));
    let columns = parsed.deck.columns();
    let shown: Vec<String> = columns
        .iter()
        .map(|column| {
            let slides = column.slides.iter().map(|slide| sources.text(slide.body.span()).trim().to_owned());
            slides.collect::<Vec<_>>().join("/")
        })
        .collect();
    assert_eq!(shown.join("|"), expected);
}

#[test]
fn sections_come_in_order_and_comments_hide_them() {
    check_slides(
        "<section>a</section><!-- <section>b</section> --><section data-markdown>c</section>",
        "a|c",
    );
}

#[test]
fn sections_in_a_section_are_a_stack() {
    check_slides(
        "<section>\n<section>a</section><section data-markdown>b\n---\nc</section></section>",
        "a/b/c",
    );
}

#[test]
fn a_section_deep_in_a_slide_is_part_of_it() {
    check_slides("<section><div><section>a</section></div></section>", "<div><section>a</section></div>");
}

#[test]
fn what_is_never_closed_ends_with_what_it_stands_in() {
    check_slides("<section><p>a</section><section><div>b", "<p>a|<div>b</div>");
}

#[test]
fn without_separators_of_its_own_a_section_is_parted_by_dashes() {
    check_slides("<section data-markdown>a\n---\nb\n----\nc</section>", "a|b\n----\nc");
}

#[test]
fn own_separators_are_javascripts_expressions() {
    let section = r"<section data-markdown data-separator='^\r?\n\+\r?\n' data-separator-vertical='^=$'>";
    check_slides(&format!("{section}a\n\n+\nb\n=\nc</section>"), "a|b/c");
}

#[test]
fn separators_may_hold_for_the_page() {
    let script =
        "<script>Reveal.initialize({ markdown: { separator: '^==$', verticalSeparator: \"^=$\" } })</script>";
    let (parsed, _) =
        parsed(&format!("<div class=slides><section data-markdown>a\n==\nb\n=\nc</section></div>{script}"));
    let columns: Vec<_> = parsed.deck.columns().iter().map(|column| column.slides.len()).collect();
    assert_eq!(columns, [1, 2]);
}

#[test]
fn indentation_of_the_page_is_no_code() {
    check_slides("<section data-markdown>\n    # a\n\n        code\n  b</section>", "# a\n\n    code\n  b");
    check_slides("<section data-markdown>\n\t# a\n    b</section>", "# a\nb");
}

#[test]
fn a_line_end_right_after_a_textareas_tag_is_part_of_it() {
    let section = r"<section data-markdown data-separator='^\n\n'><textarea data-template>";
    check_slides(&format!("{section}\n\na\n\n\nb</textarea></section>"), "a|b");
}

#[test]
fn names_of_reveal_js_2_part_nothing_and_are_told() {
    let page = r"<div class=slides><section data-markdown data-vertical='^\n\n' data-notes='^Note:'>a</section></div>";
    let (parsed, _) = parsed(page);
    assert_eq!(
        parsed.diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(),
        ["outdated-attribute"; 2]
    );
    let at = parsed.diagnostics[1].at.unwrap();
    assert_eq!(&page[at.start as usize..at.end as usize], "data-notes");
    assert!(parsed.deck.columns()[0].section().attributes.is_empty());
}

#[test]
fn attributes_are_handed_to_every_column_and_the_id_to_the_first() {
    let (parsed, _) = parsed(
        "<div class=slides><section id=x class=y data-separator='^-$' data-markdown>a\n-\nb</section></div>",
    );
    let columns = parsed.deck.columns();
    let classes: Vec<_> = columns.iter().map(|column| column.section().attributes.value("class")).collect();
    assert_eq!(classes, [Some("y"), Some("y")]);
    assert_eq!(parsed.deck.sections[0].id.as_deref(), Some("x"));
    assert!(columns.iter().all(|column| column.section().attributes.iter().count() == 1));
}

#[test]
fn a_diagnostic_about_inline_markdown_points_into_the_page() {
    let (parsed, sources) =
        parsed("<div class=slides><section data-markdown>\n   a &amp; b\n   ```\n</section></div>");
    let at = sources.origin(parsed.diagnostics[0].at.expect("a place"));
    assert_eq!(
        (parsed.diagnostics[0].code, sources.get(at.source).place(at.start).line),
        ("unclosed-fence", 3)
    );
    assert_eq!(sources.get(at.source).place(at.start).column, 4);
}

#[track_caller]
fn check_options(script: &str, expected: serde_json::Value, computed: &[&str]) {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let html = format!("<script>{script}</script>");
    let page = sources.add("index.html", html.as_bytes(), &mut diagnostics);
    let index = read(page, &mut sources);
    assert_eq!(serde_json::Value::Object(index.settings.page.reveal), expected, "{script}");
    let names: Vec<_> = index.computed.iter().map(|option| option.value.as_str()).collect();
    assert_eq!(names, computed);
}

#[test]
fn options_that_are_written_out_are_taken() {
    check_options(
        "Reveal.initialize({ a: 1, 'b': \"x\\n\", c: [true, null, -.5,], d: { e: 'f' }, // g: 1\n h: `t` })",
        serde_json::json!({ "a": 1, "b": "x\n", "c": [true, null, -0.5], "d": { "e": "f" }, "h": "t" }),
        &[],
    );
}

#[test]
fn options_that_are_computed_are_named() {
    check_options(
        "Reveal.initialize({ a: f({ x: ',' }), b() { return 1 }, ...c, d, e: x || 'y', f: `${1}`, g: 2 })",
        serde_json::json!({ "e": "y", "g": 2 }),
        &["a", "b", "...c", "d", "f"],
    );
}

#[test]
fn options_with_a_name_of_their_own_are_read_where_they_are_written() {
    let options = serde_json::json!({ "e": 1 });
    check_options("const options = { e: 1, f: g() };\nReveal.initialize(options)", options, &["f"]);
    let none = serde_json::json!({});
    check_options("Reveal.initialize(options)", none.clone(), &["options"]);
    check_options("Reveal.initialize()", none.clone(), &[]);
    check_options(
        "Reveal.initialize(Object.assign({ e: 1 }, f))",
        none.clone(),
        &["Object.assign({ e: 1 }, f)"],
    );
    check_options("x.initialize(t); y.configure(e)", none, &[]);
}

#[test]
fn an_option_that_is_computed_twice_is_named_once() {
    let script = "Reveal.initialize({ a: f() }); Reveal.configure({ a: g(), 'b': h() })";
    check_options(script, serde_json::json!({}), &["a", "b"]);
}

#[test]
fn what_numbers_come_to_is_a_number() {
    check_options(
        "Reveal.initialize({ totalTime: 42 * 60, width: 16 * 100, margin: 1 / 25, height: 900 - 2 * 100 + 20, a: 2 * n, b: (40 + 2) * (3), c: 2 * (n) })",
        serde_json::json!({ "totalTime": 2520, "margin": 0.04, "b": 126 }),
        &["a", "c"],
    );
}

#[test]
fn a_deck_may_be_made_as_an_object() {
    check_options(
        "let deck = new Reveal(document.querySelector('.a, .b'), { a: 1 }); deck.initialize({ b: 2 }).then()",
        serde_json::json!({ "a": 1, "b": 2 }),
        &[],
    );
    check_options("// Reveal.initialize({ a: 1 })\nReveal.initialize({", serde_json::json!({}), &[]);
}

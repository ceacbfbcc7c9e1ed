//! Divs, attributes in braces, spans, marks, figures.

use super::{Body, Options, Settings, check, check_extended, filled, render_with};

#[track_caller]
fn check_said(markdown: &str, html: &str, said: &[(&str, &str)]) {
    let rendered = render_with(markdown, Body::Markdown, &Options::default(), &Settings::default());
    assert_eq!(filled(&rendered.content).trim(), html.trim(), "of {markdown:?}");
    let found: Vec<_> = rendered
        .diagnostics
        .iter()
        .map(|it| (it.code, it.at.map_or("", |at| &markdown[at.range()])))
        .collect();
    assert_eq!(found, said);
}

#[test]
fn a_div_holds_markdown() {
    check_extended(
        "::: a b\n# c\n\n- d\n:::\ne",
        "<div class=\"a b\">\n<h1>c</h1>\n<ul>\n<li>d</li>\n</ul>\n</div>\n<p>e</p>",
    );
    check_extended(
        ":::: {.columns}\n::: {.column width=\"40%\"}\na\n:::\n::: {.column #b c=d}\ne\n:::\n::::",
        "<div class=\"columns\">\n<div class=\"column\" style=\"width:40%\">\n<p>a</p>\n</div>\n\
         <div id=\"b\" class=\"column\" c=\"d\">\n<p>e</p>\n</div>\n</div>",
    );
    check_extended("a\n::: fragment\nb\n:::", "<p>a</p>\n<div class=\"fragment\">\n<p>b</p>\n</div>");
}

#[test]
fn columns_are_parted_by_plus_signs() {
    check_extended(
        "::: columns\na\n+++\nb\n\nc\n:::",
        "<div class=\"columns\">\n<div class=\"column\">\n<p>a</p>\n</div>\n\
         <div class=\"column\">\n<p>b</p>\n<p>c</p>\n</div>\n</div>",
    );
    check_extended("::: a\nb\n+++\nc\n:::", "<div class=\"a\">\n<p>b\n+++\nc</p>\n</div>");
}

#[test]
fn notes_in_a_div_are_notes() {
    check_extended("a\n\n::: notes\nb\n:::", "<p>a</p>\n<aside class=\"notes\">\n<p>b</p>\n</aside>");
    let rendered = render_with(
        "a\n\n::: notes\nsecret\n:::",
        Body::Markdown,
        &Options { public: true, ..Options::default() },
        &Settings::default(),
    );
    assert_eq!(filled(&rendered.content).trim(), "<p>a</p>");
}

#[test]
fn divs_stand_in_lists_and_quotes() {
    check_extended(
        "- a\n\n  ::: b\n  c\n  :::\n- d",
        "<ul>\n<li><p>a</p>\n<div class=\"b\">\n<p>c</p>\n</div>\n</li>\n<li><p>d</p>\n</li>\n</ul>",
    );
    check_extended("> ::: b\n> c\n> :::", "<blockquote>\n<div class=\"b\">\n<p>c</p>\n</div>\n</blockquote>");
    check_extended("::: a\n- b\n:::\n\nc", "<div class=\"a\">\n<ul>\n<li>b</li>\n</ul>\n</div>\n<p>c</p>");
}

#[test]
fn comments_reach_divs_as_they_reach_other_elements() {
    check_extended(
        "::: a\nb <!-- .element: id=\"c\" -->\n:::\n<!-- .element: class=\"d\" -->",
        "<div class=\"a d\">\n<p id=\"c\">b </p>\n</div>",
    );
}

#[test]
fn colons_in_code_and_html_are_colons() {
    check_extended("```\n::: a\n:::\n```", "<pre><code>::: a\n:::</code></pre>");
    check_extended("    ::: a", "<pre><code>::: a</code></pre>");
    check_extended("<div>\n::: a\n</div>", "<div>\n::: a\n</div>");
    check("::: a\nb\n:::", "<p>::: a\nb\n:::</p>");
}

#[test]
fn what_is_not_closed_is_told() {
    check_said("::: a\nb", "<div class=\"a\">\n<p>b</p>\n</div>", &[("unclosed-div", "::: a")]);
    check_said("a\n:::", "<p>a</p>", &[("stray-div-end", ":::")]);
    check_said(
        "- a\n\n  ::: b\n  c\n\nd",
        "<ul>\n<li><p>a</p>\n<div class=\"b\">\n<p>c</p>\n</div>\n</li>\n</ul>\n<p>d</p>",
        &[("unclosed-div", "::: b")],
    );
}

#[test]
fn pictures_links_and_code_take_attributes() {
    check_extended(
        "a ![b](c.png){width=50% .left}.",
        "<p>a <img src=\"c.png\" alt=\"b\" class=\"left\" width=\"50%\">.</p>",
    );
    check_extended(
        "[a *b*](c){.d target=\"_blank\"} _e_",
        "<p><a href=\"c\" class=\"d\" target=\"_blank\">a <em>b</em></a> <em>e</em></p>",
    );
    check_extended("`a`{.b}c", "<p><code class=\"b\">a</code>c</p>");
    check_extended(
        "[![a](b.png){width=9}](c){.d}",
        "<p><a href=\"c\" class=\"d\"><img src=\"b.png\" alt=\"a\" width=\"9\"></a></p>",
    );
}

#[test]
fn braces_that_are_no_attributes_are_text() {
    for text in ["[a](b){c}", "[a](b) {.c}", "`a`{b, c}", "{.a}", "a{.b}", "[a]{b}", "[a] {.b}"] {
        let rendered = render_with(text, Body::Markdown, &Options::default(), &Settings::default());
        let braces = &text[text.find('{').expect("a brace")..];
        assert!(filled(&rendered.content).contains(braces), "{text}");
    }
    check_extended("`{.a}`", "<p><code>{.a}</code></p>");
}

#[test]
fn a_span_is_text_in_brackets_with_attributes() {
    check_extended("a [b *c*]{.d} [e]", "<p>a <span class=\"d\">b <em>c</em></span> [e]</p>");
    check_extended("[a [b]{.c}]{.d}", "<p><span class=\"d\">a <span class=\"c\">b</span></span></p>");
    check_extended("\\[a]{.b} *[c*]{.d}", "<p>[a]{.b} <em>[c</em>]{.d}</p>");
    check_extended("# [a]{.b} c", "<h1><span class=\"b\">a</span> c</h1>");
}

#[test]
fn marked_text_stands_between_equals_signs() {
    check_extended("a ==b **c**== d", "<p>a <mark>b <strong>c</strong></mark> d</p>");
    check_extended("a == b, c==d and e==f, ==", "<p>a == b, c==d and e==f, ==</p>");
    check_extended("\\==a== `==b==`", "<p>==a== <code>==b==</code></p>");
}

#[test]
fn signs_above_and_below_the_line() {
    check_extended("H~2~O x^2^ ~a~ b~c d~", "<p>H<sub>2</sub>O x<sup>2</sup> <del>a</del> b~c d~</p>");
    check_extended("x\\^2^ :tada: \\:tada:", "<p>x^2^ 🎉 :tada:</p>");
    check_extended(
        "http://a.example/~b~c",
        "<p><a href=\"http://a.example/~b~c\">http://a.example/~b~c</a></p>",
    );
}

#[test]
fn a_picture_with_a_title_is_a_figure() {
    check_extended(
        "![a](b.png \"c & d\")",
        "<figure><img src=\"b.png\" alt=\"a\"><figcaption>c &amp; d</figcaption></figure>",
    );
    check_extended(
        "![a](b.png \"By [Ada](https://a.example/), *c* H~2~O\")",
        "<figure><img src=\"b.png\" alt=\"a\"><figcaption>By <a href=\"https://a.example/\">Ada</a>, <em>c</em> \
         H<sub>2</sub>O</figcaption></figure>",
    );
    check_extended(
        "![a](b.png \"2024. A year\")",
        "<figure><img src=\"b.png\" alt=\"a\"><figcaption>2024. A year</figcaption></figure>",
    );
    check_extended("a ![a](b.png \"c\")", "<p>a <img src=\"b.png\" alt=\"a\" title=\"c\"></p>");
    check("![a](b.png \"c\")", "<p><img src=\"b.png\" alt=\"a\" title=\"c\"></p>");
    check_extended(
        "![a](b.png \"c\") <!-- .element: class=\"fragment\" -->",
        "<figure class=\"fragment\"><img src=\"b.png\" alt=\"a\"> <figcaption>c</figcaption></figure>",
    );
    check_extended(
        "![a](b.png){.r-stretch .x}",
        "<p class=\"r-stretch\"><img src=\"b.png\" alt=\"a\" class=\"x\"></p>",
    );
}

#[test]
fn pictures_alone_in_a_paragraph_are_a_row() {
    check_extended(
        "![a](b.png) ![c](d.png)",
        "<p class=\"orate-row\"><img src=\"b.png\" alt=\"a\"> <img src=\"d.png\" alt=\"c\"></p>",
    );
    check_extended(
        "![a](b.png \"e\")\n![c](d.png)",
        "<div class=\"orate-row\"><figure><img src=\"b.png\" alt=\"a\"><figcaption>e</figcaption></figure>\n\
         <img src=\"d.png\" alt=\"c\"></div>",
    );
}

/// The items of a slide that are fragments, in a talk whose lists come item by item or not.
#[track_caller]
fn check_fragments(markdown: &str, incremental: bool, expected: &[&str]) {
    let mut settings = Settings::default();
    settings.reading.incremental = incremental;
    let rendered = render_with(markdown, Body::Markdown, &Options::default(), &settings);
    let html = filled(&rendered.content);
    let texts = html.split("<li class=\"fragment\">").skip(1);
    let found: Vec<&str> =
        texts.map(|rest| rest.split(['\n', '<']).next().unwrap_or_default().trim()).collect();
    assert_eq!(found, expected, "{html}");
}

#[test]
fn the_items_of_an_incremental_list_come_one_by_one() {
    check_fragments("- a\n- b", false, &[]);
    check_fragments("- a\n- b", true, &["a", "b"]);
    check_fragments("::: incremental\n- a\n  - b\n:::\n\n- c", false, &["a", "b"]);
    check_fragments("::: nonincremental\n1. a\n:::\n\n1. b", true, &["b"]);
    check_fragments("::: notes\n- a\n:::\n\n- b", true, &["b"]);
    // What is a fragment already, and what holds one, has its steps.
    check_fragments("- a <!-- .element: class=\"fragment\" -->\n- b [c]{.fragment}\n- d", true, &["a", "d"]);
}

#[test]
fn habits_of_other_tools_are_understood_or_reported() {
    check_extended("<v-click>\n\na\n\n</v-click>", "<div class=\"fragment\">\n<p>a</p>\n</div>");
    check_extended(
        "a <v-click at=\"2\">b</v-click>",
        "<p>a <span data-fragment-index=\"2\" class=\"fragment\">b</span></p>",
    );
    check_extended("<p v-click>a</p>", "<p class=\"fragment\">a</p>");
    check_extended(
        "<v-clicks>\n\n- a\n- b\n\n</v-clicks>",
        "<div class=\"incremental\">\n<ul>\n<li class=\"fragment\">a</li>\n<li class=\"fragment\">b</li>\n</ul>\n</div>",
    );
    check_said("a\n\n::right::\n\nb", "<p>a</p>\n<p>::right::</p>\n<p>b</p>", &[("other-tool", "::right::")]);
    check_said("layout: center\n\na", "<p>layout: center</p>\n<p>a</p>", &[("other-tool", "layout:")]);
    check_said("a\n\nlayout: b", "<p>a</p>\n<p>layout: b</p>", &[]);
    check_said("a::b::c", "<p>a::b::c</p>", &[]);
}

#[test]
fn a_background_of_marp_is_that_of_the_slide() {
    let background = |markdown: &str| {
        let rendered = render_with(markdown, Body::Markdown, &Options::default(), &Settings::default());
        let value = |name: &str| rendered.attributes.value(name).unwrap_or_default().to_owned();
        (
            value("data-background-image"),
            value("data-background-size"),
            filled(&rendered.content).trim().to_owned(),
        )
    };
    let is = |image: &str, size: &str, html: &str| (image.to_owned(), size.to_owned(), html.to_owned());
    assert_eq!(
        background("![bg](https://example.org/a.png)\n\nb"),
        is("https://example.org/a.png", "", "<p>b</p>")
    );
    assert_eq!(
        background("![bg fit](https://example.org/a.png)"),
        is("https://example.org/a.png", "contain", "")
    );
    let half = render_with(
        "![bg left](https://example.org/a.png)",
        Body::Markdown,
        &Options::default(),
        &Settings::default(),
    );
    assert!(
        half.diagnostics.iter().any(|it| it.code == "other-tool"
            && it.help.as_deref().is_some_and(|help| help.contains("picture-left")))
    );
}

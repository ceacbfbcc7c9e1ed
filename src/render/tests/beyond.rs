//! What orate understands beyond marked.

use super::{Options, Settings, check, check_extended, for_reveal, render_with};
use crate::deck::{Math, MathKind};

#[test]
fn a_heading_takes_attributes() {
    check_extended("# A {title=\"b c\" .d}", "<h1 class=\"d\" title=\"b c\">A</h1>");
    check_extended("# A {#b .c .d e=f}", "<h1 id=\"b\" class=\"c d\" e=\"f\">A</h1>");
}

#[test]
fn the_attributes_of_a_heading_cannot_leave_its_tag() {
    check_extended("# A {x\"/y=z .a\"b}", "<h1 class=\"a&quot;b\">A</h1>");
}

#[test]
fn prices_and_variables_are_no_mathematics() {
    check_extended("$5 and $6, $FROM/$TO", "<p>$5 and $6, $FROM/$TO</p>");
}

#[test]
fn an_alert_has_its_kind_and_title() {
    check_extended(
        "> [!NOTE]\n> a",
        "<blockquote class=\"markdown-alert markdown-alert-note\">\n\
         <p class=\"markdown-alert-title\">Note</p>\n<p>a</p>\n</blockquote>",
    );
}

#[test]
fn footnotes_are_numbered_in_the_order_of_their_marks() {
    check_extended(
        "a[^y]\n\n[^y]: b",
        "<p>a<sup class=\"footnote-reference\">1</sup></p>\n<div class=\"footnote-definition\">\n\
         <sup class=\"footnote-definition-label\">1</sup> <p>b</p>\n</div>",
    );
}

#[test]
fn a_talk_for_reveal_js_has_none_of_it() {
    check("# A {#b .c}", "<h1>A {#b .c}</h1>");
    check("> [!NOTE]\n> a", "<blockquote>\n<p>[!NOTE]\na</p>\n</blockquote>");
    check("a[^y]\n\n[^y]: b", "<p>a<a href=\"b\">^y</a></p>");
    let math = Math { kind: MathKind::Off, ..Math::default() };
    let mut settings = for_reveal();
    settings.reading.math = math;
    let rendered =
        render_with("$5 for **a**-$6, $b_1$", super::Body::Markdown, &Options::default(), &settings);
    assert_eq!(super::filled(&rendered.content).trim(), "<p>$5 for <strong>a</strong>-$6, $b_1$</p>");
}

#[track_caller]
fn check_typography(settings: &Settings, typography: Option<bool>, html: &str) {
    let mut settings = settings.clone();
    settings.reading.typography = typography;
    let rendered = render_with("\"a\" -- b...", super::Body::Markdown, &Options::default(), &settings);
    assert_eq!(super::filled(&rendered.content).trim(), html);
}

#[test]
fn attributes_of_items_as_people_place_them() {
    let comment = "<!-- .element: class=\"x\" -->";
    for text in [
        format!("- {comment} **a**"),
        format!("- {comment} **a**\n\n- b"),
        format!("- a\n\n  {comment}"),
        format!("- **a**\n  {comment}\n\n- b"),
        format!("- **a** {comment} <!-- .element: id=\"i\" -->"),
        format!("> - {comment} `a`"),
    ] {
        let html = super::extended_html(&text);
        assert!(html.contains("<li class=\"x\"") && !html.contains('*'), "{text}: {html}");
        assert_eq!(html.matches("class=").count(), 1, "{text}: {html}");
    }
    let two = super::extended_html(&format!("- **a** {comment} <!-- .element: id=\"i\" -->"));
    assert!(two.contains("<li class=\"x\" id=\"i\"><strong>"), "{two}");
}

#[test]
fn attributes_at_the_end_of_a_heading_or_a_cell_are_those_of_the_whole() {
    let comment = "<!-- .element: class=\"x\" -->";
    check_extended(&format!("## a **b** {comment}"), "<h2 class=\"x\">a <strong>b</strong> </h2>");
    check_extended(&format!("## **a** {comment} b"), "<h2><strong class=\"x\">a</strong>  b</h2>");
    let table = super::extended_html(&format!("| a |\n|---|\n| `b` {comment} |"));
    assert!(table.contains("<td class=\"x\"><code>b</code>"), "{table}");
}

#[test]
fn attributes_of_an_alert_are_its_own_and_it_stays_one() {
    let expected = "<blockquote class=\"markdown-alert markdown-alert-tip x\">\n<p class=\"markdown-alert-title\">Tip</p>";
    let comment = "<!-- .element: class=\"x\" -->";
    for text in [
        format!("> [!TIP] {comment}\n> a"),
        format!("> [!TIP]\n> {comment}\n> a"),
        format!("> [!TIP]\n> a\n\n{comment}"),
    ] {
        let html = super::extended_html(&text);
        assert!(html.contains(expected) && html.contains(">a"), "{text}: {html}");
    }
    let columns = super::extended_html(&format!("::: columns\na\n\n+++\n\nb\n:::\n{comment}"));
    assert!(columns.contains("<div class=\"columns x\">"), "{columns}");
}

#[test]
fn inches_and_a_quote_of_another_paragraph_open_nothing() {
    let mut settings = Settings::default();
    settings.reading.typography = Some(true);
    for (text, html) in [("a 12\" b", "<p>a 12\" b</p>"), ("b\" c \"d\"", "<p>b” c “d”</p>")] {
        let rendered = render_with(text, super::Body::Markdown, &Options::default(), &settings);
        assert_eq!(super::filled(&rendered.content).trim(), html);
    }
}

#[test]
fn two_ranges_and_an_address_before_wide_punctuation_stay_what_they_are() {
    check_extended("10:00~12:00、3~5個", "<p>10:00~12:00、3~5個</p>");
    check_extended(
        "（https://a.example/b）は**「c」**です。",
        "<p>（<a href=\"https://a.example/b\">https://a.example/b</a>）は<strong>「c」</strong>です。</p>",
    );
    check_extended("[参照](#a)\n**続き**", "<p><a href=\"#a\">参照</a><strong>続き</strong></p>");
}

#[test]
fn attributes_at_the_end_of_an_item_are_the_items() {
    let comment = "<!-- .element: class=\"fragment\" -->";
    for text in ["Item **one**", "`two` and more", "*three*.", "[four](#b)", "$x^2$", "**a** b `c`"] {
        let rendered = super::extended_html(&format!("- {text} {comment}\n- b"));
        assert!(rendered.contains("<li class=\"fragment\">"), "{text}: {rendered}");
        assert_eq!(rendered.matches("fragment").count(), 1, "{text}: {rendered}");
    }
    let loose = super::extended_html(&format!("- **a** {comment}\n\n- b\n\n  c {comment}"));
    assert!(loose.contains("<li class=\"fragment\"><p><strong>a</strong>"), "{loose}");
    assert!(loose.contains("<p class=\"fragment\">c"), "its second paragraph is not the item: {loose}");
    let nested = super::extended_html(&format!("- a **b** {comment}\n  - c `d` {comment}\n  - e"));
    assert_eq!(nested.matches("<li class=\"fragment\">").count(), 2, "{nested}");
    let within = super::extended_html(&format!("- **a** {comment} then\n- **b** {comment} **c** {comment}"));
    assert_eq!(within.matches("<strong class=\"fragment\">").count(), 3, "{within}");
}

#[test]
fn attributes_in_a_talk_for_reveal_js_are_those_of_the_word_with_a_lint() {
    let source =
        "- Item **one** <!-- .element: class=\"fragment\" -->\n- two <!-- .element: class=\"fragment\" -->";
    let rendered = render_with(source, super::Body::Markdown, &Options::default(), &for_reveal());
    assert!(super::filled(&rendered.content).contains("<strong class=\"fragment\">"));
    let codes: Vec<_> = rendered.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(codes, ["element-target"]);
}

#[test]
fn alerts_may_have_titles_and_the_names_of_other_tools() {
    let title = |source: &str, class: &str, title: &str| {
        let html = super::extended_html(source);
        assert!(html.contains(&format!("markdown-alert-{class}\"")), "{html}");
        assert!(html.contains(&format!("<p class=\"markdown-alert-title\">{title}</p>")), "{html}");
        assert!(!html.contains("[!"), "{html}");
    };
    title("> [!NOTE] Own title\n> text", "note", "Own title");
    title("> [!NOTE] Own **title**, `too`\n> text", "note", "Own <strong>title</strong>, <code>too</code>");
    title("> [!info]\n> text", "note", "Note");
    title("> [!tip]+ Foldable\n> text", "tip", "Foldable");
    title("> [!danger] No\n>\n> - a", "caution", "No");
}

#[test]
fn footnotes_are_in_the_order_of_their_numbers() {
    let html = super::extended_html("a[^x] b[^y]\n\n[^y]: second\n\n[^x]: first");
    let (first, second) = (html.find("first").unwrap(), html.find("second").unwrap());
    assert!(first < second, "{html}");
}

#[test]
fn source_that_stays_on_the_slide_is_reported_with_what_to_write() {
    for (source, part, help) in [
        ("![x](a b.png)", "![x](a b.png)", "write `![x](<a b.png>)`"),
        ("see [x](a b.html)", "[x](a b.html)", "write `[x](<a b.html>)`"),
        ("![d](w.svg =200x50)", "![d](w.svg =200x50)", "write `![d](w.svg){width=\"200\" height=\"50\"}`"),
        ("![d](w.svg =x50)", "![d](w.svg =x50)", "write `![d](w.svg){height=\"50\"}`"),
        ("no[^9] text", "[^9]", "write its text on a line of this slide: `[^9]: …`"),
        ("inline^[like pandoc]", "^[like pandoc]", "write `[^1]` here, and `[^1]: …` below"),
        ("> [!NOET]\n> a", "[!NOET]", "did you mean `[!NOTE]`?"),
        ("> [!NOTE]\n> [!TIP]\n> a", "[!TIP]", "begin a quote of its own, after a blank line"),
        ("![x](a\\ b.png)", "![x](a\\ b.png)", "write `![x](<a b.png>)`"),
        (
            "[x](a.md \"t\" b)",
            "[x](a.md \"t\" b)",
            "write the title last and in quotes: `[x](address \"title\")`",
        ),
        (
            "see [a plan][plan]",
            "[a plan][plan]",
            "write the line on this slide, since it counts for one slide only, or write `[a plan](…)`",
        ),
        (
            "![x](a.png) {width=50%}",
            "{width=50%}",
            "write them directly after a picture, a link, code or `[words]`, without a space; a paragraph takes \
             `<!-- .element: … -->` at its end",
        ),
        ("| a | b |\n|---|\n| c |", "| a | b |", "give the line of dashes as many cells as the head has"),
        ("| a | b |\n| c | d |", "| a | b |", "write a line such as `|---|---|` below the first line"),
        (
            "::: spoiler Read me\na\n:::",
            "::: spoiler Read me",
            "write `::: spoiler`, and the title on a line below it",
        ),
        ("a[^x]\n\n[^x]: b\n\n[^x]: c", "[^x]", "keep one of them, or give this one a name of its own"),
        ("a\n\n[^x]: b", "[^x]", "write `[^x]` where it belongs, or take its text out"),
    ] {
        let reports = super::among(&[], source).1;
        let is_right = |(at, text): &(String, String)| {
            at == part && text.starts_with("literal-markup: ") && text.ends_with(&format!("; {help}"))
        };
        assert!(reports.iter().any(is_right), "{source}: {reports:?}");
    }
    let none = "`[^9]` and `![x](a b.png)`\n\n```\n[!NOTE]\n```\n\n[a](<b c.html>) x[^1]\n\n[^1]: y";
    assert!(!super::codes(none).contains(&"literal-markup"));
    for prose in ["a[i][j] and {x=1}", "[1][2]", "| a |", "|x| is\n|y|", "{.a}b", "`{.a}`", "a {b} c"] {
        assert!(!super::codes(prose).contains(&"literal-markup"), "{prose}");
    }
}

#[test]
fn markup_of_other_tools_is_reported_with_what_to_write() {
    for source in
        ["a\n\n. . .\n\nb", "![[a.png]]", "a\n: b", "{{< pagebreak >}}", "%%a%%", "```{=html}\n<b>\n```"]
    {
        assert_eq!(super::codes(source), ["other-tool"], "{source}");
    }
}

#[test]
fn sizes_in_the_text_of_a_picture_are_its_sizes() {
    for (source, attributes) in [
        ("![A plan|200x100](https://a.example/b.png)", "alt=\"A plan\" width=\"200\" height=\"100\""),
        ("![|50](https://a.example/b.png)", "alt=\"\" width=\"50\""),
        ("![w:40% A plan](https://a.example/b.png)", "alt=\"A plan\" width=\"40%\""),
        ("![height:30px](https://a.example/b.png)", "alt=\"\" height=\"30\""),
        ("![a | b: c|d](https://a.example/b.png)", "alt=\"a | b: c|d\""),
    ] {
        let html = super::extended_html(source);
        assert!(html.contains(attributes), "{html}");
    }
}

#[test]
fn a_heading_gives_its_slide_what_quarto_has_it_say_of_the_slide() {
    let rendered = render_with(
        "## A {background-color=\"red\" transition=\"fade\" .b}\n\nc",
        super::Body::Markdown,
        &Options::default(),
        &Settings::default(),
    );
    assert_eq!(rendered.attributes.value("data-background-color"), Some("red"));
    assert_eq!(rendered.attributes.value("data-transition"), Some("fade"));
    assert!(super::filled(&rendered.content).contains("<h2 class=\"b\">A</h2>"));
}

#[test]
fn fences_are_read_as_pandoc_writes_them() {
    check_extended("```{.python}\nx\n```", "<pre><code class=\"python\">x</code></pre>");
    check_extended(
        "```{.unknown .numberLines startFrom=\"3\"}\nx\n```",
        "<pre><code data-line-numbers=\"\" data-ln-start-from=\"3\" class=\"unknown\"><span class=\"orate-line\" data-line-number=\"3\">x</span></code></pre>",
    );
}

#[test]
fn quotes_and_alerts_are_in_the_language_of_the_talk() {
    let check = |language: &str, source: &str, html: &str| {
        let mut settings = Settings { language: language.into(), ..Settings::default() };
        settings.reading.typography = Some(true);
        let rendered = render_with(source, super::Body::Markdown, &Options::default(), &settings);
        assert!(super::filled(&rendered.content).contains(html), "{}", super::filled(&rendered.content));
    };
    check("de", "\"a\" and 'b' isn't", "„a“ and ‚b‘ isn’t");
    check("fr", "\"a 'b' c\"", "«\u{202f}a “b” c\u{202f}»");
    check("ja", "\"a\"", "「a」");
    check("de", "> [!WARNING]\n> a", "<p class=\"markdown-alert-title\">Warnung</p>");
    check("ar", "> [!NOTE]\n> a", "<p class=\"markdown-alert-title\">ملاحظة</p>");
}

#[test]
fn scripts_without_spaces_have_emphasis_beside_their_punctuation_and_no_gaps() {
    check_extended("は**「重要」**です。", "<p>は<strong>「重要」</strong>です。</p>");
    check_extended("**注意：**必ず *（例）*を", "<p><strong>注意：</strong>必ず <em>（例）</em>を</p>");
    check_extended("는 **\"강조\"**를", "<p>는 <strong>\"강조\"</strong>를</p>");
    check_extended("**[a](#b)**を", "<p><strong><a href=\"#b\">a</a></strong>を</p>");
    check_extended("文章が\n次の行。\n**続**く\nab", "<p>文章が次の行。<strong>続</strong>く\nab</p>");
    check_extended("> 文章が\n> 次", "<blockquote>\n<p>文章が次</p>\n</blockquote>");
    check_extended("강조를\n쓴다", "<p>강조를\n쓴다</p>");
    check_extended("10~20 and 30~40", "<p>10~20 and 30~40</p>");
    check("は**「重要」**です", "<p>は**「重要」**です</p>");
}

#[test]
fn quotes_are_typographic_where_the_author_asks_for_it() {
    let plain = Settings::default();
    check_typography(&plain, None, "<p>\"a\" -- b...</p>");
    check_typography(&plain, Some(true), "<p>“a” – b…</p>");
    let mut smart = plain;
    smart.page.reveal.insert("markdown".into(), serde_json::json!({ "smartypants": true }));
    check_typography(&smart, None, "<p>“a” – b…</p>");
    check_typography(&smart, Some(false), "<p>\"a\" -- b...</p>");
}

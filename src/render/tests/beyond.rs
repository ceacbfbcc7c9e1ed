//! What orate understands beyond marked.

use super::{Options, Settings, check, check_extended, for_reveal, render_with};
use crate::deck::{Math, MathKind};

#[test]
fn a_heading_takes_attributes() {
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
fn quotes_are_typographic_where_the_author_asks_for_it() {
    let plain = Settings::default();
    check_typography(&plain, None, "<p>\"a\" -- b...</p>");
    check_typography(&plain, Some(true), "<p>“a” – b…</p>");
    let mut smart = plain;
    smart.page.reveal.insert("markdown".into(), serde_json::json!({ "smartypants": true }));
    check_typography(&smart, None, "<p>“a” – b…</p>");
    check_typography(&smart, Some(false), "<p>\"a\" -- b...</p>");
}

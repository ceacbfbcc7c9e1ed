//! Which element an attribute comment reaches.

use super::{check, render};
use crate::deck::Body;
use crate::render::Options;

/// `@` in the Markdown stands for a comment that gives the class `x`.
#[track_caller]
fn check_target(markdown: &str, html: &str) {
    check(&markdown.replace('@', "<!-- .element: class=\"x\" -->"), html);
}

#[test]
fn a_comment_reaches_the_element_around_it() {
    check_target("# A @", "<h1 class=\"x\">A </h1>");
    check_target("a @", "<p class=\"x\">a </p>");
    check_target("- a @", "<ul>\n<li class=\"x\">a </li>\n</ul>");
    check_target("- a\n\n- b @", "<ul>\n<li><p>a</p>\n</li>\n<li><p class=\"x\">b </p>\n</li>\n</ul>");
}

#[test]
fn a_comment_reaches_the_element_right_before_it_rather() {
    check_target("a **b** c @", "<p>a <strong class=\"x\">b</strong> c </p>");
    check_target("![i](j) @", "<p><img src=\"j\" alt=\"i\" class=\"x\"> </p>");
    check_target("a\n\n@", "<p class=\"x\">a</p>");
    check_target("> a\n\n@", "<blockquote class=\"x\">\n<p>a</p>\n</blockquote>");
    check_target("```\na\n```\n@", "<pre class=\"x\"><code>a</code></pre>");
}

#[test]
fn a_line_break_is_passed_over() {
    check_target("**a**<br>@", "<p><strong class=\"x\">a</strong><br></p>");
}

#[test]
fn a_comment_after_a_list_reaches_its_last_item_or_the_list_after_a_blank_line() {
    check_target("- a\n- b\n@", "<ul>\n<li>a</li>\n<li class=\"x\">b</li>\n</ul>");
    check_target("- a\n- b\n\n@", "<ul class=\"x\">\n<li>a</li>\n<li>b</li>\n</ul>");
    check_target("- a\n- b \n@", "<ul class=\"x\">\n<li>a</li>\n<li>b</li>\n</ul>");
    check_target("- a\n\t\n- b\n@", "<ul>\n<li><p>a</p>\n</li>\n<li class=\"x\"><p>b</p>\n</li>\n</ul>");
}

#[test]
fn a_later_class_replaces_an_earlier_one() {
    check("<p class=\"a\">b <!-- .element: class=\"c\" --></p>", "<p class=\"c\">b </p>");
}

#[test]
fn a_comment_before_everything_reaches_the_slide() {
    let slide = render("<!-- .element: class=\"x\" -->\n# A", Body::Markdown, &Options::default());
    assert_eq!(slide.attributes.value("class"), Some("x"));
}

#[test]
fn other_comments_stay_and_those_of_the_slide_go() {
    check("a <!-- b --> <!-- .slide: class=\"c\" -->", "<p>a <!-- b --> </p>");
}

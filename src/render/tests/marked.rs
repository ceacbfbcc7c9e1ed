//! Where pulldown-cmark and marked differ, and what authors see in reveal.js: each difference by its name.

use super::check;

#[test]
fn a_bare_address_is_a_link() {
    check(
        "see https://a.example/b_c_d. and www.a.example",
        "<p>see <a href=\"https://a.example/b_c_d\">https://a.example/b_c_d</a>. and \
         <a href=\"http://www.a.example\">www.a.example</a></p>",
    );
    check("me@a.example", "<p><a href=\"mailto:me@a.example\">me@a.example</a></p>");
}

#[test]
fn a_bare_address_in_code_or_in_a_link_is_text() {
    check("`http://a.example`", "<p><code>http://a.example</code></p>");
    check("[http://a.example](b)", "<p><a href=\"b\">http://a.example</a></p>");
    check("    http://a.example", "<pre><code>http://a.example</code></pre>");
}

#[test]
fn nothing_is_emphasised_in_a_bare_address() {
    check(
        "http://a.example/_b_*c*d *e*",
        "<p><a href=\"http://a.example/_b_*c*d\">http://a.example/_b_*c*d</a> <em>e</em></p>",
    );
    check("[a](http://a.example/_b_)", "<p><a href=\"http://a.example/_b_\">a</a></p>");
}

#[test]
fn emphasis_may_end_after_a_bare_address() {
    check(
        "**http://a.example/b**",
        "<p><strong><a href=\"http://a.example/b\">http://a.example/b</a></strong></p>",
    );
}

#[test]
fn one_tilde_strikes_as_two_do_even_within_a_word() {
    check("~a~ ~~b~~ H~2~O \\~c~", "<p><del>a</del> <del>b</del> H<del>2</del>O ~c~</p>");
}

#[test]
fn a_hard_break_leaves_no_space_but_that_of_a_further_indentation() {
    check("a  \nb\\\nc", "<p>a<br>b<br>c</p>");
    check("a  \n   b", "<p>a<br> b</p>");
    check("- a  \n  b", "<ul>\n<li>a<br>b</li>\n</ul>");
    check("- a  \n b", "<ul>\n<li>a<br> b</li>\n</ul>");
    check("  a  \n  b", "<p>a<br> b</p>");
}

#[test]
fn a_soft_break_stays_a_line_end() {
    check("a\nb", "<p>a\nb</p>");
}

#[test]
fn nested_lists_may_be_indented_by_two_three_or_four() {
    let nested = "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>";
    check("- a\n  - b", nested);
    check("- a\n   - b", nested);
    check("- a\n    - b", nested);
}

#[test]
fn one_blank_line_makes_a_whole_list_loose() {
    check("- a\n- b\n\n- c", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n<li><p>c</p>\n</li>\n</ul>");
}

#[test]
fn a_list_counts_from_its_first_number() {
    check("0. a", "<ol start=\"0\">\n<li>a</li>\n</ol>");
    check("1. a\n1. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>");
}

#[test]
fn a_task_has_its_box_before_its_text() {
    check(
        "- [X] a",
        "<ul>\n<li><input checked=\"\" disabled=\"\" type=\"checkbox\" aria-label=\"a\"> a</li>\n</ul>",
    );
}

#[test]
fn a_bar_parts_cells_even_in_code_unless_escaped() {
    let row = |cells: &str| {
        format!(
            "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n\
             <tbody><tr>\n{cells}</tr>\n</tbody></table>"
        )
    };
    check("|a|b|\n|-|-|\n|`c|d`|", &row("<td>`c</td>\n<td>d`</td>\n"));
    check("|a|b|\n|-|-|\n|`c\\|d`|e|", &row("<td><code>c|d</code></td>\n<td>e</td>\n"));
    check("|a|b|\n|-|-|\n|c|", &row("<td>c</td>\n<td></td>\n"));
}

#[test]
fn an_image_alone_stands_in_a_paragraph() {
    check("![a *b*](c.svg \"d\")", "<p><img src=\"c.svg\" alt=\"a b\" title=\"d\"></p>");
}

#[test]
fn an_address_is_encoded_but_not_twice() {
    check("[a](<b c%20d>)", "<p><a href=\"b%20c%20d\">a</a></p>");
}

#[test]
fn quotes_and_dashes_stay_as_they_are_typed() {
    check("\"a\" -- b...", "<p>\"a\" -- b...</p>");
}

#[test]
fn html_that_is_followed_by_a_fence_without_a_blank_line_swallows_the_fence() {
    check("<br/>\n```c\nd\n```\n\ne", "<br>\n```c\nd\n```\n<p>e</p>");
}

#[test]
fn markdown_in_an_html_block_begins_after_a_blank_line() {
    check("<div>\n*a*\n</div>", "<div>\n*a*\n</div>");
    check("<div>\n\n*a*\n\n</div>", "<div>\n<p><em>a</em></p>\n</div>");
}

#[test]
fn a_line_that_begins_with_a_tag_ends_a_list() {
    check("- a\n<img alt=\"b\">", "<ul>\n<li>a</li>\n</ul>\n<img alt=\"b\">");
    check("- a\n<b>c</b> d", "<ul>\n<li>a</li>\n</ul>\n<p><b>c</b> d</p>");
    check("- a\n  <b>c</b>", "<ul>\n<li>a\n<b>c</b></li>\n</ul>");
}

#[test]
fn a_tag_alone_on_a_line_of_an_item_takes_what_follows_as_html() {
    check("- a\n  <img alt=\"b\">\n- c", "<ul>\n<li>a<img alt=\"b\">\n</li>\n<li>c</li>\n</ul>");
    check("- a\n  <br>\n  *b*", "<ul>\n<li>a<br>\n*b*</li>\n</ul>");
}

#[test]
fn a_list_in_an_item_may_begin_with_any_number() {
    check("- a\n  2. b", "<ul>\n<li>a<ol start=\"2\">\n<li>b</li>\n</ol>\n</li>\n</ul>");
    check("a\n2. b", "<p>a\n2. b</p>");
}

#[test]
fn a_sign_of_a_heading_ends_a_list_even_without_a_space() {
    check("- a\n#b", "<ul>\n<li>a</li>\n</ul>\n<p>#b</p>");
}

#[test]
fn a_listing_is_followed_by_a_space_only_after_a_blank_line() {
    check("```\na\n```\nb", "<pre><code>a</code></pre><p>b</p>");
    check("```\na\n```\n\nb", "<pre><code>a</code></pre>\n<p>b</p>");
}

#[test]
fn entities_are_decoded() {
    check("&copy; &lt;b&gt; &nope;", "<p>© &lt;b&gt; &amp;nope;</p>");
}

#[test]
fn metadata_in_the_middle_is_none() {
    check("a\n\n---\nb: c\n\n---", "<p>a</p>\n<hr>\n<p>b: c</p>\n<hr>");
}

#[test]
fn an_address_in_the_text_of_a_raw_link_is_no_other_link() {
    check(
        "a <a href=\"b\">https://a.example</a> https://c.example",
        "<p>a <a href=\"b\">https://a.example</a> <a href=\"https://c.example\">https://c.example</a></p>",
    );
}

#[test]
fn an_address_in_the_text_of_an_image_leaves_the_link_around_it_whole() {
    check(
        "[![at https://a.example/b](c.svg)](https://d.example?e_f=g_h)",
        "<p><a href=\"https://d.example?e_f=g_h\"><img src=\"c.svg\" alt=\"at https://a.example/b\"></a></p>",
    );
}

#[test]
fn an_address_alone_on_a_line_of_an_item_is_text_of_it() {
    check(
        "- a\n  <https://a.example>",
        "<ul>\n<li>a\n<a href=\"https://a.example\">https://a.example</a></li>\n</ul>",
    );
}

#[test]
fn a_user_at_a_machine_is_no_address() {
    check("ssh <me@host>", "<p>ssh &lt;me@host&gt;</p>");
    check("a\\@b.example", "<p>a@b.example</p>");
}

#[test]
fn a_name_with_an_underscore_makes_a_tag() {
    check("a <b_c> d", "<p>a <b_c> d</b_c></p>");
    check("a &lt;b_c&gt; `<b_c>` <b_", "<p>a &lt;b_c&gt; <code>&lt;b_c&gt;</code> &lt;b_</p>");
}

#[test]
fn an_item_without_text_may_stand_in_the_text_of_another() {
    check("- a (in\n  2018)", "<ul>\n<li>a (in<ol start=\"2018\">\n<li></li>\n</ol>\n</li>\n</ul>");
}

#[test]
fn an_indented_comment_goes_on_with_its_paragraph() {
    check("a **b**\n  <!-- .element: class=\"c\" -->\nd", "<p>a <strong class=\"c\">b</strong>\n\nd</p>");
    check("a\n <div>b</div>", "<p>a\n</p><div>b</div><p></p>");
}

#[test]
fn a_box_before_nothing_is_no_task() {
    check(
        "- [ ]\n- [x] a",
        "<ul>\n<li>[ ]</li>\n<li><input checked=\"\" disabled=\"\" type=\"checkbox\" aria-label=\"a\"> a</li>\n</ul>",
    );
}

#[test]
fn a_table_may_follow_a_line_of_text() {
    let table = "<table>\n<thead>\n<tr>\n<th>b</th>\n<th>c</th>\n</tr>\n</thead>\n\
                 <tbody><tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody></table>";
    check("a\n| b | c |\n|---|---|\n| 1 | 2 |", &format!("<p>a</p>\n{table}"));
    check("a\nb | c\n--|--\n1 | 2", &format!("<p>a</p>\n{table}"));
}

#[test]
fn a_tab_in_the_code_of_an_item_is_four_spaces() {
    check("- a\n\n  ```\n  \tb\n  ```", "<ul>\n<li><p>a</p>\n<pre><code>    b</code></pre></li>\n</ul>");
    check("```\n\ta\n```", "<pre><code>\ta</code></pre>");
}

//! What orate understands beyond marked.

use super::check;

#[test]
fn a_heading_takes_attributes() {
    check("# A {#b .c .d e=f}", "<h1 id=\"b\" class=\"c d\" e=\"f\">A</h1>");
}

#[test]
fn the_attributes_of_a_heading_cannot_leave_its_tag() {
    check("# A {x\"/y=z .a\"b}", "<h1 class=\"a&quot;b\">A</h1>");
}

#[test]
fn mathematics_stays_tex() {
    check(
        "$a_1 < b_1$ $$c$$",
        "<p><span class=\"math inline\">a_1 &lt; b_1</span> <span class=\"math display\">c</span></p>",
    );
}

#[test]
fn prices_and_variables_are_no_mathematics() {
    check("$5 and $6, $FROM/$TO", "<p>$5 and $6, $FROM/$TO</p>");
}

#[test]
fn an_alert_has_its_kind_and_title() {
    check(
        "> [!NOTE]\n> a",
        "<blockquote class=\"markdown-alert markdown-alert-note\">\n\
         <p class=\"markdown-alert-title\">Note</p>\n<p>a</p>\n</blockquote>",
    );
}

#[test]
fn footnotes_are_numbered_in_the_order_of_their_marks() {
    check(
        "a[^y]\n\n[^y]: b",
        "<p>a<sup class=\"footnote-reference\">1</sup></p>\n<div class=\"footnote-definition\">\n\
         <sup class=\"footnote-definition-label\">1</sup> <p>b</p>\n</div>",
    );
}

//! Slides, and the HTML that is made of them.

mod beyond;
mod budget;
mod hostile;
mod layout;
mod marked;
mod paths;
mod targets;

use super::{Budget, Context, Options, Rendered};
use crate::assets::Memory;
use crate::deck::{Attributes, Body, Settings, Slide, Variant};
use crate::html::{AttributeMarkup, Markup, Piece, Use, escape_value};
use crate::text::{Diagnostic, Fingerprint, Sources, Span};

/// Makes a slide of a source, and renders it.
fn render(text: &str, body: fn(Span) -> Body, options: &Options) -> Rendered {
    render_with(text, body, options, &for_reveal())
}

/// The settings of a talk that was written for reveal.js.
fn for_reveal() -> Settings {
    let mut settings = Settings::default();
    settings.reading.extensions = false;
    settings
}

fn render_with(text: &str, body: fn(Span) -> Body, options: &Options, settings: &Settings) -> Rendered {
    render_among(&Memory::default(), text, body, options, settings)
}

/// The same, among the files of a project.
fn render_among(
    library: &Memory,
    text: &str,
    body: fn(Span) -> Body,
    options: &Options,
    settings: &Settings,
) -> Rendered {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let id = sources.add("slides/a.md", text.as_bytes(), &mut diagnostics);
    let span = sources.whole(id).span;
    let slide = Slide {
        span,
        body: body(span),
        notes: None,
        attributes: Attributes::default(),
        fingerprint: Fingerprint::of(text.as_bytes()),
    };
    let variant = Variant::default();
    let programs = &super::NoPrograms;
    super::slide(
        &sources,
        &slide,
        &Context {
            options: *options,
            settings,
            variant: &variant,
            library,
            programs,
            budget: &Budget::whole(),
        },
    )
}

/// The markup with each hole filled by what the author wrote.
fn filled(markup: &Markup) -> String {
    let mut html = String::new();
    for piece in markup.pieces() {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Url(reference) => escape_value(&mut html, &reference.address),
            Piece::Declarations(sheet) => {
                escape_value(&mut html, &sheet.fill(|reference| reference.address.as_str().into()));
            }
            Piece::Document(document) => escape_value(&mut html, &filled(document)),
            Piece::Style(sheet) => html.push_str(&sheet.fill(|reference| reference.address.as_str().into())),
            Piece::Code(wanted) => html.push_str(&format!("<!-- code of {} -->", wanted.link)),
            Piece::Image(image) => {
                let mut start = Markup::default();
                let source = AttributeMarkup::plain("src", image.reference.address.as_str());
                std::iter::once(&source).chain(&image.attributes).for_each(|each| start.push_attribute(each));
                html.push_str(&format!("<img{}>", filled(&start)));
            }
        }
    }
    html
}

/// The codes of what is said about a slide.
pub(super) fn codes(markdown: &str) -> Vec<&'static str> {
    let rendered = render_with(markdown, Body::Markdown, &Options::default(), &Settings::default());
    let diagnostics = rendered.diagnostics;
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// What a slide becomes.
pub(super) fn html(markdown: &str) -> String {
    filled(&render(markdown, Body::Markdown, &Options::default()).content)
}

/// What a slide becomes where Markdown may say more than reveal.js understands.
pub(super) fn extended_html(markdown: &str) -> String {
    filled(&render_with(markdown, Body::Markdown, &Options::default(), &Settings::default()).content)
}

/// Checks what Markdown becomes where it may say more than reveal.js understands.
#[track_caller]
pub(super) fn check_extended(markdown: &str, html: &str) {
    assert_eq!(extended_html(markdown).trim(), html.trim(), "of {markdown:?}");
}

/// Checks what Markdown becomes in a talk for reveal.js.
#[track_caller]
pub(super) fn check(markdown: &str, expected: &str) {
    assert_eq!(html(markdown).trim(), expected.trim(), "of {markdown:?}");
}

/// A slide among files: its HTML, and what is said, each as the text it points at and the message.
pub(super) fn among(files: &[(&str, &str)], markdown: &str) -> (String, Vec<(String, String)>) {
    let library = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let rendered =
        render_among(&library, markdown, Body::Markdown, &Options::default(), &Settings::default());
    let said = |diagnostic: &Diagnostic| {
        let at = diagnostic.at.map_or(0..0, |at| at.start as usize..at.end as usize);
        let help = diagnostic.help.as_deref().unwrap_or_default();
        (markdown[at].to_owned(), format!("{}: {}; {help}", diagnostic.code, diagnostic.message))
    };
    (filled(&rendered.content), rendered.diagnostics.iter().map(said).collect())
}

#[test]
fn spaces_of_any_kind_make_headings_and_what_is_in_pre_keeps_its_indentation() {
    check("##\u{a0}a\n\n#\u{3000}b", "<h2>a</h2>\n<h1>b</h1>");
    check("```\n#\u{a0}a\n```", "<pre><code>#\u{a0}a</code></pre>");
    let raw = html("<div>\n<pre><code>\na\n  b\n\nc\n    d\n  e\n</code></pre>\n</div>");
    assert!(raw.contains("c\n    d\n  e"), "{raw}");
}

#[test]
fn a_table_after_the_line_of_an_item_or_a_quote_is_in_it() {
    let item = html("- a\n| b | c |\n|---|---|\n| 1 | 2 |\n- d");
    let item = item.trim();
    assert!(item.starts_with("<ul>\n<li>a<table>") && item.ends_with("<li>d</li>\n</ul>"), "{item}");
    let quote = html("> q\n| b |\n|---|\n| 1 |\n\nx");
    let quote = quote.trim();
    assert!(
        quote.starts_with("<blockquote>\n<p>q</p>\n<table>") && quote.ends_with("</blockquote>\n<p>x</p>"),
        "{quote}"
    );
}

#[test]
fn blocks_are_written_as_marked_writes_them() {
    check("# A\n\ntext `c`\n\n---", "<h1>A</h1>\n<p>text <code>c</code></p>\n<hr>");
    check("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
    check("3. a\n\n4. b", "<ol start=\"3\">\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>");
    check(
        "- [ ] a\n- [x] b",
        "<ul>\n<li><input disabled=\"\" type=\"checkbox\" aria-label=\"a\"> a</li>\n\
         <li><input checked=\"\" disabled=\"\" type=\"checkbox\" aria-label=\"b\"> b</li>\n</ul>",
    );
    check(
        "| a |\n|--:|\n| b |",
        "<table>\n<thead>\n<tr>\n<th align=\"right\">a</th>\n</tr>\n</thead>\n\
         <tbody><tr>\n<td align=\"right\">b</td>\n</tr>\n</tbody></table>",
    );
}

#[test]
fn the_lines_of_a_fence_are_attributes() {
    check(
        "```js [5: 1|2]\nlet a<b\n```",
        "<pre><code data-line-numbers=\"1|2\" data-ln-start-from=\"5\" class=\"js has-highlights\">\
         <span class=\"orate-line highlight-line\" data-line-number=\"5\"><span class=\"k\">let</span> a&lt;b</span>\
         </code></pre>",
    );
}

#[test]
fn the_info_of_a_fence_cannot_leave_its_attribute() {
    check(
        "```\"><script>alert(1)</script>\nx\n```",
        "<pre><code class=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">x</code></pre>",
    );
}

#[test]
fn raw_html_is_repaired_within_its_slide() {
    check("<div class=\"a\"/>\n\n*b*", "<div class=\"a\">\n<p><em>b</em></p>\n</div>");
    check("</section>\n\na", "<p>a</p>");
    check("<plaintext>a", "<p></p><pre>a&lt;/p&gt;\n</pre>");
    check("<script><!--\n", "<script><!--\n\n--></script>");
}

#[test]
fn a_diagnostic_about_an_image_points_at_its_address() {
    let rendered = render("# A\n\n![x](images/a.svg)\n", Body::Markdown, &Options::default());
    let references = rendered.content.references();
    let [reference] = references.as_slice() else { panic!("one image, not {references:?}") };
    assert_eq!((reference.address.as_str(), reference.base.as_str()), ("images/a.svg", "slides"));
    assert_eq!((reference.at.start, reference.at.end), (10, 22));
}

#[test]
fn what_a_slide_loads_and_runs_is_known() {
    let text = "<a onclick=\"b()\">c</a> ![d](https://e.example/f.png) <script>g()</script>\n\n\
                <iframe data-src=\"//h.example/i\"></iframe>";
    let permissions = render(text, Body::Markdown, &Options::default()).permissions;
    let origins: Vec<_> = permissions.origins.iter().map(|(kind, hosts)| (*kind, hosts.iter())).collect();
    let origins: Vec<_> =
        origins.into_iter().flat_map(|(kind, hosts)| hosts.map(move |host| (kind, host.as_str()))).collect();
    assert_eq!(origins, [(Use::Image, "https://e.example"), (Use::Frame, "https://h.example")]);
    assert_eq!(permissions.scripts.iter().collect::<Vec<_>>(), ["g()"]);
    assert_eq!(permissions.handlers.iter().collect::<Vec<_>>(), ["b()"]);
}

#[test]
fn a_heading_names_the_slide_and_a_logo_stands_for_one() {
    let heading = |text: &str| render(text, Body::Markdown, &Options::default()).facts.heading;
    assert_eq!(heading("a\n\n## B *c*\n\n# D").as_deref(), Some("B c"));
    assert_eq!(heading("# ![E](f.svg)").as_deref(), Some("E"));
    assert_eq!(heading("<aside class=\"notes\"><h1>G</h1></aside>\n\nh"), None);
}

#[test]
fn a_slide_is_called_by_the_words_of_its_heading_and_by_nothing_else() {
    for (text, title) in [
        ("# Big<br>Title", "Big Title"),
        ("Big  \nTitle\n=====", "Big Title"),
        ("Big\\\nTitle\n---", "Big Title"),
        ("<h2><p>Big</p><div>Title</div></h2>", "Big Title"),
        ("# Title[^1]\n\n[^1]: x", "Title"),
        ("# One[^a], two[^b]\n\n[^a]: x\n\n[^b]: y", "One, two"),
        ("# **bo**ld H<sub>2</sub>O", "bold H2O"),
        ("# Donau&shy;dampf<wbr>schiff", "Donaudampfschiff"),
        ("# <ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>", "漢字"),
        ("# A<style>b{}</style>", "A"),
    ] {
        let rendered = render_with(text, Body::Markdown, &Options::default(), &Settings::default());
        assert_eq!(rendered.facts.heading.as_deref(), Some(title), "{text}");
    }
}

#[test]
fn words_after_the_language_are_classes_in_a_talk_for_reveal() {
    let text = "```scala mdoc:reset data-x\nval x = 1\n```";
    for (html, classes) in [(html(text), "scala mdoc:reset data-x"), (extended_html(text), "scala")] {
        assert!(html.contains(&format!("class=\"{classes}\"")), "{html}");
    }
}

#[test]
fn steps_count_fragments_and_the_lines_of_listings() {
    let steps = |text: &str| render(text, Body::Markdown, &Options::default()).facts.fragments;
    assert_eq!(
        steps("a <!-- .element: class=\"fragment\" -->\n\nb <!-- .element: class=\"fragment\" -->"),
        2
    );
    let fragment = "<p class=\"fragment\" data-fragment-index=\"1\">a</p>";
    assert_eq!(steps(&format!("{fragment}\n{fragment}\n<p class=\"fragment\">b</p>")), 2);
    assert_eq!(steps("```js [1|2|3]\na\n```"), 2);
}

#[test]
fn the_public_sees_no_comments_and_no_notes() {
    let text =
        "a <!-- secret -->\n\n<aside class=\"big notes\">secret</aside>\n\n<b data-notes=\"secret\">c</b>";
    let rendered = render(text, Body::Markdown, &Options { public: true, ..Options::default() });
    assert!(!format!("{rendered:?}").contains("secret"), "{rendered:?}");
}

//! Listings, and what becomes of them.

mod public;

use proptest::prelude::*;

use super::grammar::Grammar;
use super::language::{self, Language};
use super::lines::Lines;
use super::{machine, write};
use crate::render::tests::{among, check, check_extended, codes};

/// The spans of a listing, whose text must be what it was.
fn spans(language: &str, text: &str) -> String {
    let language = Language::of_classes(language).unwrap().unwrap();
    let html = write::listing(
        &Lines::of(text),
        &machine::read(language.grammar(), text).expect("it is small"),
        None,
    );
    assert_eq!(text_of(&html), text);
    html
}

fn text_of(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        text.push_str(if index == 0 { part } else { part.split_once('>').expect("a tag ends").1 });
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&#13;", "\r")
        .replace("&amp;", "&")
}

#[test]
fn a_listing_has_a_few_short_classes() {
    assert_eq!(
        spans("rust", "fn main() { let a = \"b\\n\"; } // c"),
        "<span class=\"k\">fn</span> <span class=\"f\">main</span>() { <span class=\"k\">let</span> a = \
         <span class=\"s\">\"b</span><span class=\"e\">\\n</span><span class=\"s\">\"</span>; } \
         <span class=\"c\">// c</span>"
    );
}

#[test]
fn a_key_is_a_key_even_where_it_is_a_text() {
    assert_eq!(
        spans("json", "{\"a\": \"b\"}"),
        "{<span class=\"a\">\"a\"</span>: <span class=\"s\">\"b\"</span>}"
    );
}

#[test]
fn a_fence_is_highlighted() {
    check(
        "```sh\nls # a\n```",
        "<pre><code class=\"sh\"><span class=\"f\">ls</span> <span class=\"c\"># a</span></code></pre>",
    );
    check(
        "<pre><code class=\"language-js\">1</code></pre>",
        "<pre><code class=\"language-js\"><span class=\"n\">1</span></code></pre>",
    );
}

#[test]
fn what_has_no_language_stays_as_it_is() {
    check("```\nlet a;\n```", "<pre><code>let a;</code></pre>");
    check("```text\nlet a;\n```", "<pre><code class=\"text\">let a;</code></pre>");
    check("`let a`{.js}", "<p><code>let a</code>{.js}</p>");
}

#[test]
fn only_a_slip_in_a_language_is_told() {
    assert_eq!(codes("```pyhton\na\n```"), ["unknown-language"]);
    assert_eq!(codes("```javscript\na\n```"), ["unknown-language"]);
    for name in [
        "clang", "console", "text", "plain", "mermaid", "output", "dot", "math", "chart", "log", "run", "qr",
        "",
    ] {
        assert!(!codes(&format!("```{name}\na\n```")).contains(&"unknown-language"), "{name}");
    }
}

#[test]
fn a_listing_that_is_too_large_stays_plain_and_is_told() {
    assert_eq!(codes(&format!("```js\n{}\n```", "a;\n".repeat(super::LIMIT / 3 + 1))), ["code-too-large"]);
}

#[test]
fn every_name_leads_to_a_grammar() {
    for name in language::COMMON.iter().chain(language::names()) {
        assert!(matches!(Language::of_classes(name), Ok(Some(_))), "{name}");
    }
}

#[test]
fn the_lines_of_a_listing_that_numbers_them_are_elements() {
    check(
        "```js [2,3-4|1]\na\n/* b\nc */ 1\n```",
        "<pre><code data-line-numbers=\"2,3-4|1\" class=\"js has-highlights\"><span class=\"orate-line\">a</span>\n\
         <span class=\"orate-line highlight-line\"><span class=\"c\">/* b</span></span>\n\
         <span class=\"orate-line highlight-line\"><span class=\"c\">c */</span> <span class=\"n\">1</span></span>\
         </code></pre>",
    );
    check(
        "``` [7:]\na\n\n```",
        "<pre><code data-line-numbers=\"\" data-ln-start-from=\"7\"><span class=\"orate-line\" \
         data-line-number=\"7\">a</span>\n</code></pre>",
    );
}

#[test]
fn what_is_trimmed_is_hidden() {
    check(
        "<pre><code data-trim class=\"js\">\n  /* a\n    b */\n</code></pre>",
        "<pre><code data-trim=\"\" class=\"js\"><span hidden>\n</span><span class=\"c\"><span hidden>  </span>/* a\n\
         <span hidden>  </span>  b */</span><span hidden>\n</span></code></pre>",
    );
}

#[test]
fn elements_within_a_listing_stay_and_are_coloured_around() {
    check(
        "<pre><code class=\"rust\" data-trim data-noescape>\n\n  let <mark>a = \"b</mark>\";\n    // <b class=\"fragment\">c\n  </b>d\n\n</code></pre>",
        "<pre><code class=\"rust\" data-trim=\"\" data-noescape=\"\"><span hidden>\n\n  </span><span class=\"k\">let</span> \
         <mark>a = <span class=\"s\">\"b</span></mark><span class=\"s\">\"</span>;\n<span hidden>  </span>  \
         <span class=\"c\">//</span> <b class=\"fragment\"><span class=\"c\">c</span>\n<span hidden>  </span></b>d<span hidden>\n\n</span></code></pre>",
    );
    check("<pre><code>a <b>b</b></code></pre>", "<pre><code>a <b>b</b></code></pre>");
    check(
        "<pre><code class=\"js\">let <svg><path d=\"M0 0\"></path></svg></code></pre>",
        "<pre><code class=\"js\">let <svg><path d=\"M0 0\"></path></svg></code></pre>",
    );
}

#[test]
fn html_in_a_template_is_shown() {
    check(
        "<pre><code class=\"html\"><script type=\"text/template\"><b></script></code></pre>",
        "<pre><code class=\"html\">&lt;<span class=\"t\">b</span>&gt;</code></pre>",
    );
}

const PARSER: &str = "use a;\n\n// #region parse\n    fn parse() {\r\n        b\n    }\n// #endregion\n";

#[track_caller]
fn check_file(fence: &str, html: &str) {
    let (found, said) = among(&[("src/parser.rs", PARSER), ("../Dockerfile", "FROM a")], fence);
    assert_eq!(said, [], "of {fence}");
    assert_eq!(found.trim(), html, "of {fence}");
}

#[test]
fn a_listing_shows_a_file_its_lines_or_a_region() {
    check_file(
        "```file=\"../src/parser.rs\" region=\"parse\"\n```",
        "<pre><code class=\"rs\"><span class=\"k\">fn</span> <span class=\"f\">parse</span>() {\n    b\n}</code></pre>",
    );
    check_file("```text {file=src/parser.rs lines=1}\n```", "<pre><code class=\"text\">use a;</code></pre>");
    check_file(
        "``` [] file=/src/parser.rs lines=\"5\"\n```",
        "<pre><code data-line-numbers=\"\" class=\"rs\" data-ln-start-from=\"5\">\
         <span class=\"orate-line\" data-line-number=\"5\">b</span></code></pre>",
    );
    check_file(
        "```{file=../../Dockerfile}\n```",
        "<pre><code class=\"Dockerfile\"><span class=\"k\">FROM</span> a</code></pre>",
    );
    check_file(
        "<pre><code data-file=\"../src/parser.rs\" data-lines=\"1\" class=\"none\"></code></pre>",
        "<pre><code class=\"none\">use a;</code></pre>",
    );
}

#[track_caller]
fn check_no_file(fence: &str, at: &str, message: &str) {
    let (_, said) = among(&[("src/parser.rs", PARSER), ("src/b.bin", "\0")], fence);
    assert_eq!(said, [(at.to_owned(), message.to_owned())], "of {fence}");
}

#[test]
fn what_is_gone_is_told_where_it_is_named() {
    check_no_file(
        "# A\n\n```rust file=\"../src/praser.rs\"\n```",
        "../src/praser.rs",
        "missing-code: no file `../src/praser.rs`; did you mean `../src/parser.rs`?",
    );
    check_no_file(
        "```rust file=../src/parser.rs region=prase\n```",
        "prase",
        "missing-region: no region `prase` in `../src/parser.rs`; did you mean `parse`?",
    );
    check_no_file(
        "```rust file=../src/parser.rs region=\"quite another\"\n```",
        "quite another",
        "missing-region: no region `quite another` in `../src/parser.rs`; it has `parse`",
    );
    check_no_file(
        "```rust file=../src/parser.rs lines=6-9\n```",
        "6-9",
        "missing-region: no lines `6-9`: `../src/parser.rs` has 7 lines to take them from; name them as in `10-24` or `3,7-9`",
    );
    check_no_file(
        "```rust file=../src/b.bin\n```",
        "../src/b.bin",
        "unreadable-code: `../src/b.bin` is no text in UTF-8; convert it to UTF-8",
    );
    check_no_file(
        "```rust file='C:\\a.rs'\n```",
        "C:\\a.rs",
        "unreadable-code: `C:\\a.rs` is a path of one machine; write it with `/`, counted from the slide's file or the talk's folder",
    );
    check_no_file(
        "```rust file=../src/parser.rs\nfn a()\n```",
        "../src/parser.rs",
        "code-twice: this listing shows `../src/parser.rs`, and not its own text; take out the text, or the name of the file",
    );
}

#[test]
fn a_title_and_a_caption_stand_around_a_listing() {
    check_extended(
        "```text title=\"src/<a>.rs\" .fragment #b\na\n```",
        "<figure class=\"orate-listing fragment\"><figcaption class=\"orate-title\">src/&lt;a&gt;.rs</figcaption>\
         <pre id=\"b\"><code class=\"text\">a</code></pre></figure>",
    );
    check_extended(
        "```text title=\"a\" caption=\"b\"\nc\n```",
        "<figure class=\"orate-listing\"><div class=\"orate-title\">a</div><pre><code class=\"text\">c</code></pre>\
         <figcaption class=\"orate-caption\">b</figcaption></figure>",
    );
    check_extended("```text title=\"\"\nc\n```", "<pre><code class=\"text\">c</code></pre>");
}

#[test]
fn lines_that_were_inserted_and_deleted_say_so() {
    check_extended(
        "```diff-js\n-let a\n+b\n c\n```",
        "<pre><code class=\"diff-js\">\
         <del class=\"orate-line\"><span class=\"orate-sign\">-</span><span class=\"k\">let</span> a</del>\n\
         <ins class=\"orate-line\"><span class=\"orate-sign\">+</span>b</ins>\n\
         <span class=\"orate-line\"><span class=\"orate-sign\"> </span>c</span></code></pre>",
    );
    check_extended(
        "```text [2] diff\n-a\nb\n```",
        "<pre><code data-line-numbers=\"2\" class=\"text has-highlights\">\
         <del class=\"orate-line\"><span class=\"orate-sign\">-</span>a</del>\n\
         <span class=\"orate-line highlight-line\"><span class=\"orate-sign\"></span>b</span></code></pre>",
    );
}

#[test]
fn a_line_that_does_not_fit_is_told() {
    let (fits, long) = ("a".repeat(70), "b".repeat(71));
    let (_, said) = among(&[], &format!("```\n{fits}\n{long}\n```"));
    let message = "long-line: this line of code is 71 characters wide, and 70 fit the slide; break it, or show less of \
                   it: what is past the edge is seen by scrolling alone";
    assert_eq!(said, [(long, message.to_owned())]);
    assert_eq!(codes(&format!("# A\n\n```\n{fits}\n```")), [] as [&str; 0]);
    assert_eq!(codes(&format!("# A\n\n``` []\n{}\n```", "a".repeat(67))), ["long-line"]);
}

/// What has kept a highlighter for ever, or is likely to.
const HOSTILE: &[&str] = &[
    "x /* hi */",
    "x /* hi */ y // z\n/* a",
    "<script>x /* hi */</script><style>a{b:c}/* */</style><?php x /* hi */ ?>",
    "function f<T>(a: {b?: () => void}): a is T { return <T>a }",
    "\"\\\"'`${`${\"a\"}`}`",
    "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((",
    "{{{{{{{{{{{{{{{{{{{{[[[[[[[[[[[[[[[[[[[[<<<<<<<<<<<<<<<<<<<<",
    "a\n\n\n\tb\r\u{1}\u{7f}\u{feff}日本é\u{1F600}\n\\",
    "<<EOF\na\nEOF\n<<-'b' <<~c\nb\nc\n%w[a b] %q{c} =begin\n",
    "---\na: &b !c |\n  d\n...\n@@ -1 +1 @@\n-a\n+b\n",
    "#include <a>\n#define a(b) \\\n  b##c\n#if 0\n\"\n#endif",
    "\\begin{a}$b$\\end{a} % c\n# a\n```js\nx /* hi */\n```\n~~~\n",
];

#[test]
fn no_text_stops_any_language_and_none_is_changed() {
    let mut grammars = 0;
    for (name, grammar) in Grammar::all() {
        grammars += 1;
        for text in HOSTILE {
            let runs = machine::read(grammar, text).unwrap_or_else(|| panic!("{name} gives up on {text:?}"));
            assert_eq!(text_of(&write::listing(&Lines::of(text), &runs, None)), *text, "in {name}");
        }
    }
    assert!(grammars > 200, "{grammars} grammars");
}

#[test]
fn what_would_take_too_long_is_given_up() {
    let line = " (\"a".repeat(10_000);
    let language = Language::of_classes("cpp").unwrap().unwrap();
    assert!(machine::read(language.grammar(), &line).is_none());
}

/// Languages of many families.
const LANGUAGES: &[&str] = &[
    "rust",
    "js",
    "tsx",
    "python",
    "bash",
    "cpp",
    "java",
    "go",
    "ruby",
    "php",
    "html",
    "css",
    "scss",
    "sql",
    "yaml",
    "toml",
    "json",
    "markdown",
    "latex",
    "haskell",
    "perl",
    "lua",
    "swift",
    "kotlin",
    "diff",
    "dockerfile",
    "makefile",
    "vue",
];

/// Words that begin, end or change something in one language or another.
const WORDS: &[&str] = &[
    "\"",
    "'",
    "`",
    "\\",
    "/*",
    "*/",
    "//",
    "#",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<?php",
    "?>",
    "${",
    "}",
    "{",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "<<EOF\n",
    "EOF\n",
    "\n",
    "\n\n",
    "\t",
    "  ",
    "=>",
    "::",
    "@",
    "$a",
    "%w[",
    "r#\"",
    "\"\"\"",
    "f\"{",
    "0x1f",
    "1e9",
    "if",
    "end",
    "class A",
    "def f",
    "fn f",
    "let",
    "return",
    "é",
    "漢",
    "\u{0}",
    "\u{2028}",
    "\r\n",
    "a.b.c",
    "=begin\n",
    "__END__\n",
    ";",
];

/// Listings of many languages with words put where they do not belong.
fn hostile() -> impl Strategy<Value = (&'static str, String)> {
    (prop::sample::select(LANGUAGES), prop::collection::vec(prop::sample::select(WORDS), 0..60))
        .prop_map(|(language, words)| (language, words.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_listing_is_changed((language, text) in hostile()) {
        let grammar = Language::of_classes(language).unwrap().unwrap().grammar();
        let runs = machine::read(grammar, &text).unwrap_or_default();
        prop_assert_eq!(text_of(&write::listing(&Lines::of(&text), &runs, None)), text);
    }
}

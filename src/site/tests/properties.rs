//! What holds for every build, whatever the author wrote.

use std::collections::HashSet;

use crate::assets::Memory;
use crate::parse::Entry;
use crate::site::{self, Built, Memo, Options, Output, Project};
use crate::text::Sources;
use proptest::prelude::*;

/// Builds a talk of one file, with two images beside it.
fn build(slides: &[u8], options: &Options) -> Built {
    site::build(&project(slides), options)
}

fn project(slides: &[u8]) -> Project {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let id = sources.add("slides/talk.md", slides, &mut diagnostics);
    let logo = &b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='2'><path d='M0 0h4'/></svg>"[..];
    let library: Memory = [("images/a.svg", logo), ("images/b.png", b"not a picture")].into_iter().collect();
    Project { diagnostics, ..Project::new(sources, vec![Entry::File(id)], library) }
}

fn page(built: &Built) -> String {
    match built.site.files.get("index.html") {
        Some(Output::Bytes(bytes)) => String::from_utf8(bytes.to_vec()).expect("a page is text"),
        other => panic!("no page but {other:?}"),
    }
}

#[test]
fn a_code_follows_its_link_on_another_slide_when_a_build_remembers() {
    let mut memo = Memo::default();
    for address in ["https://a.example", "https://b.example", "#/", "https://a.example"] {
        let talk = format!("<div id=\"qrcode-a\"></div>\n\n\n\n<a id=\"a\" href=\"{address}\">b</a>\n");
        let warm = site::rebuild(&project(talk.as_bytes()), &Options::default(), &mut memo);
        let cold = build(talk.as_bytes(), &Options::default());
        assert_eq!(page(&warm), page(&cold));
        assert_eq!(page(&warm).contains(&format!("QR code for {address}\"")), address != "#/");
        assert_eq!(warm.diagnostics.len(), usize::from(address == "#/"), "{:?}", warm.diagnostics);
    }
}

/// The part of a page that the author's text makes.
fn slides(page: &str) -> &str {
    let start = page.find("<div class=\"slides\">").expect("there are slides");
    let end = page.rfind("<script type=\"application/json\"").expect("there is a configuration");
    &page[start..end]
}

/// The ids of the `section` elements of a page.
fn section_ids(page: &str) -> Vec<&str> {
    let starts = slides(page).split("<section id=\"").skip(1);
    starts.map(|rest| rest.split('"').next().unwrap_or_default()).collect()
}

/// Pieces of Markdown that orate treats in a special way, and that end where they end.
const PIECES: &[&str] = &[
    "# A",
    "## B\n",
    "\n",
    "\n\n",
    "\n\n\n",
    "\n\n\n\n",
    "---",
    "Note:",
    "Note: x",
    "- ",
    "1. ",
    "> ",
    "| a | b |\n|---|---|\n",
    "![a](../images/a.svg)",
    "![b](images/b.png)",
    "[a](#b)",
    "[^1]",
    "[^1]: x\n",
    "$x_1$",
    "*",
    "**",
    "_",
    "&amp;",
    "&",
    "\"",
    "é",
    "日本",
    "\u{feff}",
    "\r\n",
    "\0",
    "https://example.org/a_b",
    "{#id}",
    "word",
    " ",
    "==",
    "+++\n",
    "---\n",
    "id: x\n",
];

/// Pieces that change what the text after them is, until something ends them.
const OPENERS: &[&str] = &[
    "```",
    "```js [1|2]\n",
    "~~~",
    "    ",
    "\t",
    "`",
    "\\",
    "<!--",
    "-->",
    "<",
    "<div/>",
    "<p>",
    "</section>",
    "<section>",
    "<script>",
    "</script>",
    "<style>",
    "<!-- .slide: id=\"x\" -->",
    "<!-- .element: class=\"fragment\" -->",
    "<!-- .slide: data-visibility=\"hidden\" -->",
    "<img src=images/a.svg>",
    "<aside class=\"notes\">x</aside>",
];

fn markdown() -> impl Strategy<Value = String> {
    of([PIECES, OPENERS].concat())
}

fn of(pieces: Vec<&'static str>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat())
}

/// What is between the brackets of each tag. A name may hold `<`, and nothing in a tag is `>`.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let (_, tag) = rest.split_once('<')?;
        let (tag, after) = tag.split_once('>')?;
        rest = after;
        Some(tag)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn any_bytes_build_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        build(&bytes, &Options::default());
    }

    #[test]
    fn the_same_talk_gives_the_same_bytes(text in markdown()) {
        let (first, second) = (build(text.as_bytes(), &Options::default()), build(text.as_bytes(), &Options::default()));
        prop_assert_eq!(first.site, second.site);
        prop_assert_eq!(first.diagnostics, second.diagnostics);
    }

    #[test]
    fn line_ends_make_no_difference(text in markdown()) {
        let text = text.replace('\r', "");
        let (newlines, returns) = (build(text.as_bytes(), &Options::default()), build(text.replace('\n', "\r\n").as_bytes(), &Options::default()));
        prop_assert_eq!(newlines.site, returns.site);
    }

    #[test]
    fn slides_are_as_many_as_their_sections_and_ids_are_unique(text in markdown()) {
        let built = build(text.as_bytes(), &Options::default());
        let page = page(&built);
        let ids = section_ids(&page);
        let unique: HashSet<_> = ids.iter().collect();
        prop_assert_eq!(unique.len(), ids.len(), "{:?}", ids);
        // Within these, a tag is text.
        prop_assume!(!["<style", "<script", "<!--"].iter().any(|raw| slides(&page).contains(raw)));
        let count = |name| tags(slides(&page)).filter(|tag| tag.split_whitespace().next() == Some(name)).count();
        prop_assert_eq!(count("section"), count("/section"));
    }

    #[test]
    fn what_is_private_is_not_in_a_public_build(before in of(PIECES.to_vec()), after in "[a-z ]{0,20}") {
        let secret = "canary-in-a-coal-mine";
        let text = format!(
            "{before}\n\n```\n```\n\n\n\n# Seen\n\n<!-- {secret} -->\n\n<aside class=\"notes\">{secret}</aside>\n\n\
             Note: {secret} {after}\n\n\n# Hidden {secret}\n<!-- .slide: data-visibility=\"hidden\" -->\n\n\n\
             # Attribute\n<!-- .slide: data-notes=\"{secret}\" -->\n"
        );
        let built = build(text.as_bytes(), &Options { public: true, ..Options::default() });
        prop_assert!(!page(&built).contains(secret), "{}", slides(&page(&built)));
    }
}

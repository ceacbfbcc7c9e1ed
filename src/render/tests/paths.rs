//! A tree built directly, and one built by way of HTML, are the same.

use proptest::prelude::*;

use crate::html::builder::{HtmlText, TreeBuilder};
use crate::html::parse;
use crate::html::tree::{NodeKind, ROOT, Step, Tree};
use crate::render::markdown::dialect::Dialect;
use crate::render::markdown::words::WordsOf;
use crate::render::markdown::{RawHtml, write};
use crate::render::math::ProtectedFormulas;
use crate::text::Sources;

/// Everything about a tree that can be seen, one line for each step around it.
fn shown(tree: &Tree) -> String {
    tree.walk(ROOT)
        .map(|step| match step {
            Step::Leave(_) => "leave\n".to_owned(),
            Step::Enter(id) => match &tree.node(id).kind {
                NodeKind::Element(element) => {
                    let at = tree.node(id).at.map(|at| at.range());
                    let attributes = element.attributes.iter();
                    let attributes: Vec<_> = attributes.map(|it| (&it.name, &it.value)).collect();
                    format!("{} {attributes:?} {at:?}\n", element.name)
                }
                other => format!("{other:?}\n"),
            },
        })
        .collect()
}

const DIALECTS: [Dialect; 2] = [
    Dialect {
        extensions: false,
        typography: false,
        is_parted: false,
        has_places: false,
        words: WordsOf::ENGLISH,
    },
    Dialect {
        extensions: true,
        typography: true,
        is_parted: true,
        has_places: false,
        words: WordsOf::ENGLISH,
    },
];

/// Builds a text's tree in both ways, where it can be built in both, and gives back what they are.
fn both_ways(text: &str, dialect: Dialect) -> Option<(String, String)> {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let id = sources.add("a.md", text.as_bytes(), &mut diagnostics);
    let source = sources.whole(id);
    let (mut direct, mut html) = (TreeBuilder::new(), HtmlText::new());
    let formulas = ProtectedFormulas::of(source, &Default::default());
    write(source, &formulas, &mut direct, RawHtml::Refused, dialect).ok()?;
    write(source, &formulas, &mut html, RawHtml::Written, dialect).ok()?;
    Some((shown(&direct.finish()), shown(&parse::parse(&html.finish(), source.span).tree)))
}

#[track_caller]
fn check_ways(text: &str) {
    for dialect in DIALECTS {
        let (direct, repaired) = both_ways(text, dialect).expect("a text without raw HTML");
        assert_eq!(direct, repaired, "of {text:?} in {dialect:?}");
    }
}

#[test]
fn blocks_and_inlines_are_the_same_both_ways() {
    check_ways("# A {#b .c}\n\na *b **c*** `d` ~e~ [f](g \"h\") ![i](j)  \nk &copy; <https://l.example>");
    check_ways("- a\n  1. b\n\n     c\n- [x] d\n\n> e\n> > f\n\n---\n\n```js [1|2]\n\n g\n```\n\n    h");
    check_ways("|a|b|\n|:-|-:|\n|c|*d*|\n\n> [!TIP]\n> e\n\nf[^1] $g$ $$h$$ www.i.example\n\n[^1]: j");
    check_ways("<!-- .element: class=\"a\" -->\n\n- b <!-- c\nd --> e\n<!-- f -->\n\n<!-- g -->");
}

#[test]
fn signs_of_html_are_the_same_both_ways() {
    check_ways("\\<b> &lt;i&gt; & `</p>` &#13; &#10; &quot;");
    check_ways("[a](<b\"c&d>) ![\"&<](e '\"f')\n\n```\"><x\ny\n```");
}

/// Pieces that Markdown and its extensions know.
const PIECES: &[&str] = &[
    "a",
    "b ",
    "\n",
    "\n\n",
    "  \n",
    "# ",
    "- ",
    "  - ",
    "1. ",
    "> ",
    "*",
    "**",
    "_",
    "`",
    "```",
    "~",
    "~~~\n",
    "[",
    "]",
    "](",
    ")",
    "!",
    "|",
    "|-|\n",
    "&amp;",
    "&",
    "\\",
    "$",
    "<",
    ">",
    "---\n",
    "    ",
    "\t",
    "http://a.b",
    "@",
    "é",
    "<!-- .element: class=\"x\" -->",
    "<!-- a -->",
    "[^1]",
    "[^1]: ",
    "[x] ",
    "{#a}",
    "\"",
    ":",
    "=",
    "==",
    "\n:::\n",
    "\n::: columns\n",
    "::: a {.b}\n",
    "\n+++\n",
    "]{.a}",
    "{.a b=c}",
    "^",
    ":tada:",
];

/// Tags, which are rarer.
const TAGS: &[&str] = &[
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<p>",
    "<br/>",
    "<table>",
    "<a href=\"x\">",
    "<script>",
    "<svg>",
    "<!--",
];

/// Markdown as somebody might type it who leans on the keyboard.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![8 => prop::sample::select(PIECES), 1 => prop::sample::select(TAGS)];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_markdown_is_the_same_both_ways(text in markdown()) {
        for (direct, repaired) in DIALECTS.into_iter().filter_map(|dialect| both_ways(&text, dialect)) {
            prop_assert_eq!(direct, repaired);
        }
    }

    #[test]
    fn any_slide_is_read_back_as_it_was_written(text in markdown()) {
        for body in [crate::deck::Body::Markdown, crate::deck::Body::Html] {
            let rendered = super::render_with(&text, body, &Default::default(), &Default::default());
            let html = super::filled(&rendered.content);
            let mut sources = Sources::default();
            let id = sources.add("a.html", html.as_bytes(), &mut Vec::new());
            let page = format!("<section>{html}</section><p id=\"after\">");
            let tree = parse::parse(&page, sources.whole(id).span).tree;
            let tops: Vec<_> = tree.children(ROOT).filter_map(|id| tree.element(id)).map(|it| it.name.to_string()).collect();
            prop_assert_eq!(tops, ["section", "p"], "a slide ends where it ends: {}", html);
        }
    }

    #[test]
    fn no_text_makes_rendering_panic(text in any::<String>()) {
        for body in [crate::deck::Body::Markdown, crate::deck::Body::Html] {
            super::render(&text, body, &Default::default());
            super::render_with(&text, body, &Default::default(), &Default::default());
        }
    }
}

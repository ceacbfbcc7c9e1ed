//! SVG made small and safe.
//!
//! A drawing program's file becomes what a browser needs of it: no editor's data, no comments, no white space
//! between elements; and nothing that could act or reach out: no script, no handler, no address but
//! those within the drawing (`#…`) and images that it holds as `data:`. HTML within (`foreignObject`) is how some
//! programs write their labels, so that of it which only lays out text is kept; other HTML is left out, and said.
//!
//! The result looks the same, and is XML that names no other namespaces than those of SVG and of such HTML. Pictures within
//! are cleaned as those beside it, layers that are never seen go ([`hidden`]), and attributes stay that SVG knows.
//! Cleaning it again changes nothing.
//!
//! A drawing that is opened by itself ([`Form::Opened`]) may act and lead elsewhere, as its author wants; of it goes only what
//! nobody sees.

mod hidden;
mod name;
mod rules;
mod shape;
mod source;
mod write;

use super::shape::Shape;
use super::unclean::Unclean;
use super::{Content, media};
use hidden::Hidden;
use name::Vocabulary;
use rules::Rules;
pub(super) use rules::{Form, Nested};

/// What SVG is called.
pub(super) const MEDIA_TYPE: &str = "image/svg+xml";

/// More elements and texts than this make no picture that a browser could show in time.
const NODE_LIMIT: u32 = 2_000_000;

/// A drawing made small and safe.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clean {
    pub text: String,
    /// `None` if the drawing does not say.
    pub shape: Option<Shape>,
    /// The first element of HTML that was left out, where some was.
    pub left_out: Option<String>,
    /// A layer that is not seen and stays, since something may show it: what its author calls it.
    pub hidden: Option<String>,
    /// Why a picture within it could not be cleaned.
    pub unclean: Option<Unclean>,
}

/// Why a drawing cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// Neither UTF-8, UTF-16 nor Latin-1 that says so.
    Encoding,
    /// Not well-formed: why, and the line and column, counted from 1.
    Xml { reason: String, line: u32, column: u32 },
    /// The root is another element than `svg`.
    Root(String),
    /// Its entities would make it too large.
    Entities,
}

/// Whether bytes begin like an SVG.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..1024).unwrap_or(bytes));
    let head = head.trim_start_matches('\u{FEFF}').trim_start();
    head.starts_with("<svg") || (head.starts_with("<?xml") || head.starts_with("<!")) && head.contains("<svg")
}

/// Whether a file is a drawing.
pub(super) fn is_drawing(path: &str, content: &Content) -> bool {
    let Content::Bytes(bytes) = content else { return false };
    media::type_of(path) == MEDIA_TYPE || looks_like(bytes)
}

/// Makes a drawing small, and safe where it is an image; `nested` cleans the pictures in it.
pub(super) fn clean(bytes: &[u8], form: Form, nested: &dyn Nested) -> Result<Clean, Unreadable> {
    let source = source::decoded(bytes).ok_or(Unreadable::Encoding)?;
    if source::expands_too_far(&source) {
        return Err(Unreadable::Entities);
    }
    // Entities of the drawing's own are harmless, and old programs write them; roxmltree reads no others.
    let options =
        roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: NODE_LIMIT, entity_resolver: None };
    let document = roxmltree::Document::parse_with_options(&source, options).map_err(|error| {
        let roxmltree::TextPos { row, col } = error.pos();
        Unreadable::Xml { reason: reason(&error), line: row, column: col }
    })?;
    let root = document.root_element();
    if Vocabulary::of(root) != Vocabulary::Svg || root.tag_name().name() != "svg" {
        return Err(Unreadable::Root(root.tag_name().name().to_owned()));
    }
    let Hidden { nodes, kept } = Hidden::find(&document, form);
    let written = write::written(root, &Rules::of(root, form, nodes, nested));
    Ok(Clean {
        text: written.text,
        shape: shape::of(root),
        left_out: written.left_out,
        hidden: kept,
        unclean: written.unclean,
    })
}

/// What an XML error is, without its place.
fn reason(error: &roxmltree::Error) -> String {
    let reason = error.to_string();
    match reason.rfind(" at ") {
        Some(place) if reason[place + 4..].starts_with(|first: char| first.is_ascii_digit()) => {
            reason[..place].to_owned()
        }
        _ => reason,
    }
}

#[cfg(test)]
mod tests {
    use super::rules::AsTheyAre;
    use super::*;
    use proptest::prelude::*;

    /// Checks what becomes of the inside of an `svg` element.
    #[track_caller]
    fn check_inside(inside: &str, expected: &str) {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape'>{inside}</svg>"
        );
        let expected = match expected {
            "" => "<svg xmlns='http://www.w3.org/2000/svg'/>".to_owned(),
            inside => format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>"),
        };
        assert_eq!(clean(svg.as_bytes(), Form::Shown, &AsTheyAre).unwrap().text, expected);
    }

    #[test]
    fn what_only_an_editor_reads_is_dropped() {
        check_inside("<!-- a --><metadata><x/></metadata><?php x?>", "");
        check_inside(
            "<inkscape:grid/><g inkscape:label='a' id='b'>\n  <path d='M0,0\n 1,1'/>\n</g>",
            "<g id='b'><path d='M0,0 1,1'/></g>",
        );
    }

    #[test]
    fn text_keeps_its_white_space() {
        check_inside(
            "<text xml:space='preserve'> a <tspan> b</tspan>\n</text>",
            "<text xml:space='preserve'> a <tspan> b</tspan>\n</text>",
        );
    }

    #[test]
    fn nothing_can_act() {
        check_inside("<script>alert(1)</script><g onclick='alert(1)' onLoad='x'/>", "<g/>");
        let html = "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='a'/></foreignObject>";
        check_inside(html, "<foreignObject/>");
        check_inside("<a href='#b'><set attributeName='href' to='javascript:x'/></a>", "<a href='#b'/>");
        check_inside("<iframe src='a'/><handler/>", "");
    }

    #[test]
    fn nothing_reaches_out() {
        check_inside("<use xlink:href='#a'/><use href='b.svg#c'/>", "<use href='#a'/><use/>");
        check_inside("<image href='data:image/png;base64,AA'/>", "<image href='data:image/png;base64,AA'/>");
        check_inside("<image xlink:href='https://a.example/b.png'/>", "<image/>");
        check_inside(
            "<a href='java&#x9;script:x'/><a xml:base='http://a.example/' href='#b'/>",
            "<a/><a href='#b'/>",
        );
        check_inside("<g fill='url(#a)' filter='url(b.svg#c)'/>", "<g fill='url(#a)' filter='url(#)'/>");
        check_inside("<g style='fill:u\\72l(//a.example/b)'/>", "<g style='fill:url(#)'/>");
        check_inside(
            "<style>@import 'a.css';/* c */ a>b{fill:url(http://a.example);b:url('#c')}</style>",
            "<style> a&gt;b{fill:url(#);b:url('#c')}</style>",
        );
    }

    #[test]
    fn html_that_lays_out_text_is_kept() {
        check_inside(
            "<foreignObject width='9'><h:p xmlns:h='http://www.w3.org/1999/xhtml' style='color:red' onclick='x'> a <h:b>c</h:b><h:script/><svg><g/></svg></h:p></foreignObject>",
            "<foreignObject width='9'><p xmlns='http://www.w3.org/1999/xhtml' style='color:red'> a <b>c</b><svg xmlns='http://www.w3.org/2000/svg'><g/></svg></p></foreignObject>",
        );
        let video =
            b"<svg><foreignObject><video xmlns='http://www.w3.org/1999/xhtml'/></foreignObject></svg>";
        assert_eq!(clean(video, Form::Shown, &AsTheyAre).unwrap().left_out.as_deref(), Some("video"));
    }

    #[test]
    fn values_are_quoted_so_that_they_cost_least() {
        check_inside(
            "<g font-family=\"'A'\" id='&lt;\"&apos;&amp;&#10;'/>",
            "<g font-family=\"'A'\" id='&lt;\"&#39;&amp;&#10;'/>",
        );
    }

    #[test]
    fn entities_of_its_own_are_resolved() {
        let svg =
            b"<!DOCTYPE svg [<!ENTITY s 'fill:red'>]><svg xmlns='http://www.w3.org/2000/svg' style='&s;'/>";
        assert_eq!(
            clean(svg, Form::Shown, &AsTheyAre).unwrap().text,
            "<svg xmlns='http://www.w3.org/2000/svg' style='fill:red'/>"
        );
    }

    #[track_caller]
    fn check_unreadable(svg: &[u8], expected: Unreadable) {
        assert_eq!(clean(svg, Form::Shown, &AsTheyAre).unwrap_err(), expected);
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        check_unreadable(b"<svg xmlns='http://www.w3.org/2000/svg'>\xFF</svg>", Unreadable::Encoding);
        check_unreadable(b"<html/>", Unreadable::Root("html".into()));
        let reason = "the root node was opened but never closed".into();
        check_unreadable(b"<svg>", Unreadable::Xml { reason, line: 1, column: 1 });
    }

    #[test]
    fn entities_that_swell_or_reach_out_are_refused() {
        let swell = format!(
            "<!DOCTYPE svg [<!ENTITY a '{}'>]><svg>{}</svg>",
            "a".repeat(100_000),
            "&a;".repeat(100_000)
        );
        check_unreadable(swell.as_bytes(), Unreadable::Entities);
        let outside = b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg><text>&a;</text></svg>";
        assert!(matches!(clean(outside, Form::Shown, &AsTheyAre), Err(Unreadable::Xml { .. })));
    }

    #[test]
    fn a_thousand_levels_deep_is_no_deeper_than_one() {
        let deep = format!("<svg>{}{}</svg>", "<g>".repeat(200_000), "</g>".repeat(200_000));
        assert!(clean(deep.as_bytes(), Form::Shown, &AsTheyAre).is_ok());
    }

    /// Words that make XML which is often well-formed, and often hostile.
    fn xml() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "<g>",
            "</g>",
            "<g id='a'>",
            "<text>",
            "</text>",
            "<style>",
            "</style>",
            " ",
            "a",
            "\n",
            "&amp;",
            "<!-- a -->",
            "<![CDATA[<a>]]>",
            "]]>",
            "&#13;",
            "&#9;",
            "<use href='#a'/>",
            "<g style=\"a:url('b')\"/>",
            "/* c */",
            "a{b:url(",
            ")}",
            "\\",
            "'",
            "\"",
            "@import 'a';",
            "<script>",
            "</script>",
            "é",
            "日",
            "<x:y xmlns:x='z'>",
            "<foreignObject>",
            "</foreignObject>",
            "<p xmlns='http://www.w3.org/1999/xhtml'>",
            "</p>",
            "<g xmlns=''/>",
            "</x:y>",
            "<a xlink:href='http://b'/>",
            "<g fill='a/**/b url(\\'/>",
        ]);
        prop::collection::vec(word, 0..30).prop_map(|words| {
            format!(
                "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{}</svg>",
                words.concat()
            )
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = clean(&bytes, Form::Shown, &AsTheyAre);
            let _ = clean(&bytes, Form::Opened, &AsTheyAre);
        }

        #[test]
        fn cleaning_again_changes_nothing(svg in xml()) {
            for form in [Form::Shown, Form::Part, Form::Opened] {
                if let Ok(once) = clean(svg.as_bytes(), form, &AsTheyAre) {
                    let twice = clean(once.text.as_bytes(), form, &AsTheyAre);
                    prop_assert_eq!(twice.map(|clean| clean.text), Ok(once.text));
                }
            }
        }
    }
}

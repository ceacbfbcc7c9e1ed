//! Codes are read back by a decoder from what is drawn, as a phone would.

use proptest::prelude::*;

use super::drawing::Drawing;
use crate::render::tests::{codes, html};

/// Paints the dark areas of every code in some HTML, four pixels a module, and reads what a camera would.
fn read_back(html: &str) -> Vec<String> {
    html.split("<svg").skip(1).map(|svg| decoded(&painted(svg, 4))).collect()
}

/// The pixels of a code row by row, dark ones 0, with their number a side.
fn painted(svg: &str, scale: usize) -> (Vec<u8>, usize) {
    let side: usize = between(svg, "viewBox=\"0 0 ", " ").parse().unwrap();
    let dark = svg.rsplit(" d=\"").next().unwrap();
    let outlines = outlines(&dark[..dark.find('"').unwrap()]);
    let size = side * scale;
    let is_dark = |x: f64, y: f64| {
        // Every vertical side that a ray to the right crosses turns it in or out.
        let crossings =
            outlines.iter().filter(|(at, from, to)| *at > x && (from.min(*to)..from.max(*to)).contains(&y));
        crossings.count() % 2 == 1
    };
    let mut modules = vec![255; side * side];
    for (index, module) in modules.iter_mut().enumerate() {
        if is_dark((index % side) as f64 + 0.5, (index / side) as f64 + 0.5) {
            *module = 0;
        }
    }
    let pixel = |index: usize| modules[index / size / scale * side + index % size / scale];
    ((0..size * size).map(pixel).collect(), size)
}

/// The vertical sides of a path of `M`, `h`, `v` and `z`: where, from and to.
fn outlines(path: &str) -> Vec<(f64, f64, f64)> {
    let mut sides = Vec::new();
    for outline in path.split('z').filter(|outline| !outline.is_empty()) {
        let head = outline.find(['h', 'v']).unwrap();
        let (x, y) = outline[1..head].split_once(' ').unwrap();
        let (mut x, mut y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
        let start = (x, y);
        let mut rest = &outline[head..];
        while !rest.is_empty() {
            let end = rest[1..].find(['h', 'v']).map_or(rest.len(), |at| at + 1);
            let length: f64 = rest[1..end].parse().unwrap();
            if rest.starts_with('v') {
                sides.push((x, y, y + length));
                y += length;
            } else {
                x += length;
            }
            rest = &rest[end..];
        }
        assert_eq!((x, y), start, "an outline ends where it began");
    }
    sides
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).unwrap().1.split_once(after).unwrap().0
}

fn decoded((pixels, size): &(Vec<u8>, usize)) -> String {
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(*size, *size, |x, y| pixels[y * size + x]);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code is found");
    grids[0].decode().expect("the code can be read").1
}

#[track_caller]
fn check_read(markdown: &str, expected: &[&str]) {
    assert_eq!(read_back(&html(markdown)), expected, "of {markdown:?}");
}

#[test]
fn an_image_with_an_address_of_its_own_kind_is_a_code_that_can_be_read() {
    check_read("![](qr:https://example.org/talks/ha/)", &["https://example.org/talks/ha/"]);
    check_read("<img src='QR:https://example.org/?a=1&amp;b=2' alt=''>", &["https://example.org/?a=1&b=2"]);
    check_read("![](<qr:WIFI:T:WPA;S:the hall;P:ä%;;>)", &["WIFI:T:WPA;S:the hall;P:ä%;;"]);
    check_read("![](qr:a) ![](qr:b)", &["a", "b"]);
}

#[test]
fn every_length_can_be_read() {
    for length in [1, 17, 18, 40, 77, 150, 400, 1000] {
        let text: String = ('a'..='z').cycle().take(length).collect();
        let drawing = Drawing::of(&text).unwrap();
        assert_eq!(read_back(&drawing.html("")), [text]);
    }
    assert!(Drawing::of(&"a".repeat(2954)).is_none());
}

#[test]
fn a_code_has_its_address_as_alternative_text_and_leads_to_it() {
    let html = html("![The *slides*](qr:https://example.org)");
    assert!(html.contains(" aria-label=\"The slides: QR code for https://example.org\""), "{html}");
    assert!(html.contains("<a href=\"https://example.org\" class=\"orate-qr-link\"><svg"), "{html}");
}

#[test]
fn a_code_in_a_link_gets_no_link_and_words_get_none() {
    assert_eq!(html("[![](qr:https://a.example)](https://b.example)").matches("<a ").count(), 1);
    assert_eq!(html("![](qr:WIFI:S:a;;)").matches("<a ").count(), 0);
}

#[test]
fn a_code_keeps_what_its_author_gave_to_the_image() {
    let html = html("![a](qr:b)<!-- .element: class=\"fragment\" id=\"c\" style=\"width: 20%\" -->");
    assert!(
        html.contains("<svg class=\"fragment orate-qr\" id=\"c\" style=\"width: 20%\" role=\"img\""),
        "{html}"
    );
}

#[test]
fn a_placeholder_is_filled_from_its_link() {
    check_read(
        "<div id='qrcode-talk'></div>\n<a id='talk' href='https://a.example'>b</a>",
        &["https://a.example"],
    );
    // Nothing closes this one, so that the link is in it.
    check_read(
        "<div class=\"qrcode\" id=\"qrcode-talk\"/>\n<h3><a href=\"https://a.example\" id=\"talk\">b</a></h3>",
        &["https://a.example"],
    );
    check_read("<div id='qrcode-talk'>words</div>\n<a id='talk' href='https://a.example'>b</a>", &[]);
    assert!(html("<div id='qrcode-far'></div>").contains("<!-- code of far -->"));
}

#[track_caller]
fn check_said(markdown: &str, expected: &[&str]) {
    assert_eq!(codes(markdown), expected, "of {markdown:?}");
}

#[test]
fn what_cannot_be_a_code_is_said() {
    check_said("![](qr:)", &["empty-qr-code"]);
    check_said("![](qr:self)", &["no-own-address"]);
    check_said("![](qr:example.org/talk)", &["qr-without-scheme"]);
    check_said(&format!("![](qr:https://example.org/{})", "a".repeat(400)), &["dense-qr-code"]);
    check_said(&format!("![](qr:https://example.org/{})", "a".repeat(3000)), &["qr-code-too-long"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_address_is_drawn_or_told(address in "[a-z:/?#%é漢<>&;. -]{0,40}", times in 1_usize..120) {
        let text = format!("![](<qr:{}>)", address.replace(['<', '>'], "").repeat(times));
        _ = html(&text);
        let said = codes(&text);
        prop_assert!(said.iter().all(|code| code.contains("qr-")), "{:?}", said);
    }
}

use read_fonts::TableProvider;
use read_fonts::tables::glyf::Glyph;

use super::super::FeatureTag;
use super::*;

const INTER: &[u8] = include_bytes!("../../../runtime/themes/fonts/inter/latin.woff2");
const JETBRAINS: &[u8] = include_bytes!("../../../runtime/themes/fonts/jetbrains-mono/latin.woff2");
const CIRCLES: &[u8] = include_bytes!("../../../../tests/cli/fonts/circles.ttf");
const CALLS: &[u8] = include_bytes!("../../../../tests/cli/fonts/calls.ttf");
const SQUARES: &[u8] = include_bytes!("../../../../tests/cli/fonts/squares.ttf");

fn wanted(letters: &str, features: &[FeatureTag]) -> Wanted {
    Wanted { letters: letters.chars().collect(), features: features.to_vec() }
}

/// Cuts a font, and gives it as TrueType.
#[track_caller]
fn cut_to(file: &[u8], letters: &str, features: &[FeatureTag]) -> (Vec<u8>, usize) {
    let cut = cut(file, &wanted(letters, features)).expect("it is a font");
    let packed = cut.bytes.expect("it can be cut");
    (unpack(&packed).expect("what is packed is unpacked").into_owned(), packed.len())
}

fn glyphs(font: &[u8]) -> u16 {
    open(font).expect("it is a font").maxp().expect("it counts its glyphs").num_glyphs()
}

#[test]
fn a_cut_font_has_its_letters_and_no_others() {
    let (font, length) = cut_to(INTER, "Hamburgefonstiv é", &[]);
    let open = open(&font).expect("it is a font");
    assert!("Hamburgefonstiv é".chars().all(|letter| glyph(&open, letter).is_some()));
    assert!(glyph(&open, 'z').is_none());
    assert!(open.fvar().is_ok(), "it is still variable");
    assert!(length < 8_000, "{length}");
    // Each outline can be drawn.
    let (glyf, loca) = (open.glyf().expect("outlines"), open.loca(None).expect("their places"));
    for index in 0..glyphs(&font) {
        let outline = loca.get_glyf(GlyphId::new(index.into()), &glyf).expect("an outline is whole");
        assert!(!matches!(outline, Some(Glyph::Simple(simple)) if simple.number_of_contours() == 0));
    }
}

#[test]
fn sixty_letters_of_a_variable_font_have_seventeen_kilobytes() {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ";
    let (_, length) = cut_to(INTER, letters, &[]);
    assert!(length <= 17_000, "{length}");
}

#[test]
fn ligatures_and_wanted_features_come_along() {
    let plain = glyphs(&cut_to(SQUARES, "A", &[]).0);
    assert_eq!(glyphs(&cut_to(SQUARES, "A", &[*b"smcp"]).0), plain + 1);
    assert_eq!(glyphs(&cut_to(SQUARES, "fi", &[]).0), 4, "with the empty glyph and the ligature");
    // `->` is one arrow.
    assert!(glyphs(&cut_to(JETBRAINS, "->", &[]).0) > 4);
}

#[test]
fn letters_that_a_font_lacks_are_not_in_its_cut() {
    let cut = cut(INTER, &wanted("a漢", &[])).expect("it is a font");
    assert_eq!(cut.letters.iter().collect::<String>(), "a");
}

#[test]
fn facts_are_those_of_the_file() {
    let facts = |file| facts(file).expect("it is a font");
    assert_eq!(facts(INTER).weights, 400..=900);
    assert_eq!((facts(SQUARES).weights, facts(SQUARES).is_italic), (400..=400, false));
    let restricted = |file| cut(file, &wanted("A", &[])).expect("it is a font").is_restricted;
    assert!(!restricted(SQUARES));
    assert!(restricted(include_bytes!("../../../../tests/cli/fonts/restricted.ttf")));
    assert!(facts(include_bytes!("../../../runtime/themes/fonts/inter/latin-italic.woff2")).is_italic);
}

/// What is cut, broken off or changed anywhere is refused or cut, and takes neither long nor much memory.
#[test]
fn a_damaged_font_does_no_harm() {
    for file in [INTER, SQUARES] {
        for step in 0..60 {
            let end = file.len() * step / 60;
            _ = cut(&file[..end], &wanted("abAB fi", &[]));
            let mut changed = file.to_vec();
            changed[end] ^= 0xa5;
            // The cutter may give up; who calls it catches that.
            _ = std::panic::catch_unwind(|| cut(&changed, &wanted("abAB fi", &[])));
        }
    }
}

#[test]
fn parts_of_a_packed_font_are_together_no_longer_than_a_font_may_be() {
    // Twenty tables of 5 MB of nothing each, and a header that tells of one.
    let size = 5_u32 << 20;
    let packed = deflated(size);
    let offset = 44 + 20 * 20;
    let mut file =
        [&b"wOFF\0\x01\0\0"[..], &(offset + packed.len() as u32).to_be_bytes(), &[0, 20, 0, 0]].concat();
    file.extend(size.to_be_bytes());
    file.resize(44, 0);
    for table in 0..20 {
        file.extend([b'g', b'l', b'0', b'a' + table]);
        [offset, packed.len() as u32, size, 0].iter().for_each(|number| file.extend(number.to_be_bytes()));
    }
    file.extend(&packed);
    assert_eq!(facts(&file), Err(FontFault::Broken));
}

fn deflated(size: u32) -> Vec<u8> {
    use std::io::{Read, Write};
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::copy(&mut std::io::repeat(0).take(size.into()), &mut encoder).expect("memory takes it");
    encoder.flush().expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// A glyph that is made of itself, and a lookup that calls itself.
#[test]
fn fonts_that_lead_round_in_circles_are_cut() {
    for file in [CIRCLES, CALLS] {
        assert!(cut(file, &wanted("AB fi", &[])).expect("it is a font").bytes.is_ok());
    }
}

#[test]
fn a_font_without_letters_is_none() {
    let mut font = SQUARES.to_vec();
    let place = (12..).step_by(16).find(|at| font[*at..].starts_with(b"cmap")).expect("it has letters");
    let table = u32::from_be_bytes(font[place + 8..place + 12].try_into().expect("four bytes")) as usize;
    font[table..table + 4].fill(0);
    assert_eq!(facts(&font), Err(FontFault::Broken));
}

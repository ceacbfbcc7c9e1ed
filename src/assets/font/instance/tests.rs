use read_fonts::types::GlyphId;

use super::*;

const INTER: &[u8] = include_bytes!("../../../runtime/themes/fonts/inter/latin.woff2");
const ARCHIVO: &[u8] = include_bytes!("../../../runtime/themes/fonts/archivo/latin.woff2");
const STATIC: &[u8] = include_bytes!("../../../runtime/themes/fonts/ibm-plex-sans/latin-400.woff2");

#[track_caller]
fn heavy(file: &[u8], weight: f32) -> Vec<u8> {
    instance(file, &[(*b"wght", weight)]).expect("the font varies")
}

fn glyph(font: &FontRef<'_>, letter: char) -> GlyphId {
    font.cmap().unwrap().map_codepoint(letter).expect("the font has the letter")
}

/// The figures are those of fontTools 4 (`varLib.instancer`).
#[test]
fn widths_and_outlines_are_those_of_the_place() {
    let bytes = heavy(INTER, 650.0);
    let font = FontRef::new(&bytes).unwrap();
    let letter = glyph(&font, 'A');
    let metrics =
        font.glyph_metrics(skrifa::instance::Size::unscaled(), skrifa::instance::LocationRef::default());
    assert_eq!(metrics.advance_width(letter), Some(1510.0));
    let bounds = metrics.bounds(letter).unwrap();
    assert_eq!([bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max], [49.0, 0.0, 1460.0, 1490.0]);
    assert_eq!(metrics.left_side_bearing(letter), Some(49.0));
    assert_eq!(font.post().unwrap().underline_thickness().to_i16(), 181);
    for table in DROPPED {
        assert!(font.table_data(Tag::new(table)).is_none(), "{}", String::from_utf8_lossy(table));
    }
    assert_eq!(axes(&bytes), [], "it varies no more");
    assert!(font.gdef().unwrap().item_var_store().is_none());
}

#[test]
fn what_a_place_does_not_name_is_as_in_the_file() {
    let bytes = instance(INTER, &[]).unwrap();
    let font = FontRef::new(&bytes).unwrap();
    assert_eq!(font.hmtx().unwrap().h_metrics()[glyph(&font, 'A').to_u32() as usize].advance(), 1413);
    assert_eq!(axes(INTER), [Axis { tag: *b"wght", least: 400.0, most: 900.0 }]);
}

/// A cut font has no number where all are 0, and only what varies of them.
#[test]
fn what_has_no_number_but_varies_gets_one() {
    // One pair of classes: its first value is nothing but an offset (0x40), its second a number and an offset (0x44).
    let mut table: Vec<u16> = vec![1, 0, 0, 0, 10, 1, 4, 2, 0, 1, 8];
    table.extend([2, 0, 0x40, 0x44, 0, 0, 1, 1, 22, 7, 22, 3, 5, 0x8000]);
    let bytes: Vec<u8> = table.iter().flat_map(|number| number.to_be_bytes()).collect();
    let mut layout = Layout::new(&bytes, &|outer, inner| Some((10 * outer + inner) as i16));
    layout.resolve_positions().unwrap();
    let bytes = layout.into_bytes();
    let numbers: Vec<u16> =
        bytes.chunks(2).map(|pair| u16::from_be_bytes(pair.try_into().unwrap())).skip(11).collect();
    assert_eq!(numbers, [2, 0, 0x04, 0x44, 0, 0, 1, 1, 35, 42, 0, 3, 5, 0x8000]);
}

/// Heavy letters of Archivo have other forms.
#[test]
fn features_are_those_of_the_place() {
    for (weight, expected) in [(400.0, 0), (800.0, 1)] {
        let bytes = heavy(ARCHIVO, weight);
        let font = FontRef::new(&bytes).unwrap();
        let gsub = font.gsub().unwrap();
        assert!(gsub.feature_variations().is_none());
        let features = gsub.feature_list().unwrap();
        let record =
            features.feature_records().iter().find(|it| it.feature_tag() == Tag::new(b"rvrn")).unwrap();
        let feature = record.feature(features.offset_data()).unwrap();
        assert_eq!(feature.lookup_list_indices().len(), expected, "{weight}");
    }
}

#[test]
fn a_font_that_does_not_vary_is_left_alone() {
    assert_eq!(axes(STATIC), []);
    assert_eq!(instance(STATIC, &[]), None);
    assert_eq!(axes(b"wOF2"), []);
    assert_eq!(instance(b"", &[(*b"wght", 700.0)]), None);
}

#[test]
fn a_damaged_font_is_refused_and_nothing_else() {
    let whole = unpack(INTER).unwrap().into_owned();
    for end in (0..whole.len()).step_by(whole.len() / 40) {
        let _ = instance(&whole[..end], &[(*b"wght", 700.0)]);
    }
    // A layout table that leads anywhere.
    let font = FontRef::new(&whole).unwrap();
    let table = font.table_data(Tag::new(b"GPOS")).unwrap().as_bytes();
    for at in (0..table.len()).step_by(997) {
        let mut torn = table.to_vec();
        torn[at..].iter_mut().take(40).for_each(|byte| *byte ^= 0x5a);
        let mut layout = Layout::new(&torn, &|_, _| Some(1));
        let _ = layout.take_features(Some(0)).and_then(|()| layout.resolve_positions());
    }
}

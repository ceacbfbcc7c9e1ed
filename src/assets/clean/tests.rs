use std::io::Write as _;

use proptest::prelude::*;

use super::png_chunks::chunk;
use super::*;

/// What must be gone, in a form that every container can hold.
const SECRET: &[u8] = b"Secret1";

/// Exif data as a camera writes them: the way it is turned, and then where it was.
fn exif(orientation: u8) -> Vec<u8> {
    [&b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..], &[orientation, 0, 0, 0, 0, 0, 0, 0], SECRET]
        .concat()
}

/// A profile of two tags, one of which names somebody.
fn profile(version: u8) -> Vec<u8> {
    let mut head = [0; 128];
    head[8] = version;
    head[36..40].copy_from_slice(b"acsp");
    head[48..52].copy_from_slice(&SECRET[..4]);
    let desc = [b"desc\0\0\0\0", SECRET, b"\0"].concat();
    let curve = b"curv\0\0\0\0\0\0\0\x01\x02\x33\0\0";
    let tag = |name: &[u8; 4], start: usize, length: usize| {
        [&name[..], &(start as u32).to_be_bytes(), &(length as u32).to_be_bytes()].concat()
    };
    let start = 128 + 4 + 36;
    let tags = [
        tag(b"desc", start, desc.len()),
        tag(b"rTRC", start + desc.len(), curve.len()),
        tag(b"gTRC", start + desc.len(), curve.len()),
    ];
    [&head[..], &3_u32.to_be_bytes(), &tags.concat(), &desc, curve].concat()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    [&[0xFF, marker][..], &(content.len() as u16 + 2).to_be_bytes(), content].concat()
}

fn riff(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [name, &(content.len() as u32).to_le_bytes()[..], content, &[0][..content.len() % 2]].concat()
}

fn webp_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    riff(b"RIFF", &[b"WEBP".to_vec(), chunks.concat()].concat())
}

/// The segments of a JPEG that hold something else than the picture.
fn secret_segments(orientation: u8) -> Vec<Vec<u8>> {
    let mut segments: Vec<Vec<u8>> = (0xE0..=0xEF)
        .chain([0xC8, 0xF0, 0xF7, 0xFD, 0xFE, 0x02, 0xBF])
        .map(|marker| segment(marker, SECRET))
        .collect();
    for start in [
        &b"http://ns.adobe.com/xap/1.0/\0"[..],
        b"MPF\0",
        b"JFXX\0",
        b"Photoshop 3.0\0",
        b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01",
        b"Adobe\0\x64\0\0\0\0\x01",
    ] {
        segments
            .extend([0xE0, 0xE1, 0xE2, 0xED, 0xEE].map(|marker| segment(marker, &[start, SECRET].concat())));
    }
    segments.push(segment(0xE1, &[exif::MARK, &exif(orientation)].concat()));
    segments.push(segment(0xE2, &[b"ICC_PROFILE\0\x01\x01", &profile(2)[..]].concat()));
    segments
}

fn jpeg_of(secrets: &[Vec<u8>]) -> Vec<u8> {
    [
        &[0xFF, 0xD8][..],
        &segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        &secrets.concat(),
        SECRET,
        &segment(0xC0, b"\x08\0\x02\0\x02\x01\x01\x11\0"),
        &segment(0xDA, b"\x01"),
        b"pixels\xFF\0\xFF\xD0more",
        &segment(0xFE, SECRET),
        &segment(0xC4, b"t"),
        &segment(0xDA, b"\x02"),
        b"rest\xFF\xD9",
        SECRET,
    ]
    .concat()
}

fn png_of(secrets: &[Vec<u8>]) -> Vec<u8> {
    let mut picture = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut picture, 2, 1);
    encoder.set_color(::png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&[1, 2, 3, 4, 5, 6]).unwrap();
    picture.splice(33..33, secrets.concat());
    picture.extend(SECRET);
    picture
}

fn secret_chunks(orientation: u8) -> Vec<Vec<u8>> {
    let names = [
        b"tEXt", b"zTXt", b"iTXt", b"tIME", b"mkBT", b"prVW", b"skMf", b"mkTS", b"vpAg", b"sPLT", b"hIST",
        b"gAMA", b"pHYs", b"sRGB", b"fdAT", b"zzZz", b"caBX",
    ];
    let mut chunks: Vec<Vec<u8>> = names.iter().map(|name| chunk(name, SECRET)).collect();
    chunks.push(chunk(b"eXIf", &exif(orientation)));
    let mut packed = [SECRET, &[0, 0]].concat();
    let mut encoder = flate2::write::ZlibEncoder::new(&mut packed, flate2::Compression::none());
    encoder.write_all(&profile(4)).unwrap();
    encoder.finish().unwrap();
    chunks.push(chunk(b"iCCP", &[&packed, SECRET].concat()));
    chunks
}

fn secret_webp(orientation: u8) -> Vec<u8> {
    let frame = [&[0; 16][..], &riff(b"VP8L", b"pixels"), &riff(b"ABCD", SECRET)].concat();
    webp_of(&[
        riff(b"VP8X", &[&[0x2E, 9, 9, 9, 0, 0, 0, 0, 0, 0][..], SECRET].concat()),
        riff(b"ICCP", &profile(4)),
        riff(b"ANIM", &[&[0; 6], SECRET].concat()),
        riff(b"ANMF", &frame),
        riff(b"EXIF", &exif(orientation)),
        riff(b"XMP ", SECRET),
        riff(b"JUNK", SECRET),
    ])
}

fn secret_gif() -> Vec<u8> {
    let block = |bytes: &[u8]| [&[bytes.len() as u8][..], bytes].concat();
    [
        &b"GIF89a\x02\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF"[..],
        b"!\xFF\x0BNETSCAPE2.0\x03\x01\x05\0",
        &block(SECRET),
        b"\0!\xFF\x0BXMP DataXMP",
        &block(SECRET),
        b"\0!\xFE",
        &block(SECRET),
        b"\0!\x01",
        &block(SECRET),
        b"\0!\xF9\x04\0\x05\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x01\0!\xFF\x0BICCRGBG1012",
        &block(SECRET),
        b"\0;",
        SECRET,
    ]
    .concat()
}

fn cleaned_of(picture: &[u8]) -> Cleaned {
    cleaned("a", &Content::Bytes(picture.into()))
}

#[track_caller]
fn check_clean(picture: &[u8], kept: &[&[u8]]) -> Vec<u8> {
    assert!(memchr::memmem::find(picture, SECRET).is_some(), "the test hides something");
    let cleaned = cleaned_of(picture);
    let bytes = cleaned.bytes.unwrap_or_else(|| panic!("{:?}", cleaned.unclean));
    let has = |part: &[u8]| memchr::memmem::find(&bytes, part).is_some();
    assert!(!has(SECRET), "{}", bytes.escape_ascii());
    kept.iter().for_each(|part| assert!(has(part), "{} is gone", part.escape_ascii()));
    assert_eq!(cleaned_of(&bytes), Cleaned::default(), "once is enough");
    bytes
}

#[test]
fn every_segment_of_a_jpeg_but_those_of_the_picture_goes() {
    for secret in secret_segments(1) {
        check_clean(&jpeg_of(&[secret]), &[b"pixels\xFF\0\xFF\xD0more", b"rest\xFF\xD9"]);
    }
    let bytes = check_clean(&jpeg_of(&secret_segments(6)), &[b"MM\0*", b"ICC_PROFILE", b"curv"]);
    let at = memchr::memmem::find(&bytes, b"MM\0*").unwrap();
    assert_eq!(exif::orientation(&bytes[at..]), Some(6));
}

#[test]
fn every_chunk_of_a_png_but_those_of_the_picture_goes() {
    let pixels = |bytes: &[u8]| {
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        (pixels, reader.info().icc_profile.is_some())
    };
    for secret in secret_chunks(1) {
        let bytes = check_clean(&png_of(&[secret]), &[]);
        assert_eq!(pixels(&bytes).0, [1, 2, 3, 4, 5, 6]);
    }
    let bytes = check_clean(&png_of(&secret_chunks(8)), &[b"eXIfMM\0*"]);
    assert_eq!(pixels(&bytes), (vec![1, 2, 3, 4, 5, 6], true), "the colours stay");
}

#[test]
fn every_chunk_of_a_webp_but_those_of_the_picture_goes() {
    let bytes = check_clean(&secret_webp(1), &[b"pixels", b"curv"]);
    assert_eq!(bytes[20], 0x22, "it says that it moves and has a profile, and nothing else");
    assert_eq!(bytes.len(), 8 + u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize);
    assert_eq!(check_clean(&secret_webp(6), &[b"MM\0*"])[20], 0x2A);
    check_clean(&webp_of(&[riff(b"VP8 ", b"pixels"), riff(b"XMP ", SECRET)]), &[b"pixels"]);
}

#[test]
fn every_extension_of_a_gif_but_those_of_time_goes() {
    let bytes = check_clean(&secret_gif(), &[b"NETSCAPE2.0\x03\x01\x05\0\0", b"\x02\x02\x44\x01\0"]);
    assert!(bytes.ends_with(b"\0;"));
}

/// An AVIF of one picture, with Exif, XMP and what else may be said of it.
fn avif() -> Vec<u8> {
    let atom = |name: &[u8; 4], content: &[u8]| {
        [&(content.len() as u32 + 8).to_be_bytes()[..], name, content].concat()
    };
    let entry = |number: u8, kind: &[u8; 4], name: &[u8]| {
        atom(b"infe", &[&[2, 0, 0, 0, 0, number, 0, 0][..], kind, name, b"\0"].concat())
    };
    let items = [entry(1, b"av01", SECRET), entry(2, b"Exif", SECRET), entry(3, b"mime", SECRET)];
    let head = atom(b"ftyp", b"avif\0\0\0\0avifmif1");
    let properties = atom(
        b"iprp",
        &[
            atom(
                b"ipco",
                &[
                    atom(b"ispe", &[0; 12]),
                    atom(b"udes", SECRET),
                    atom(b"colr", &[b"prof", &profile(4)[..], &[0; 64]].concat()),
                ]
                .concat(),
            ),
            atom(b"ipma", &[0; 8]),
        ]
        .concat(),
    );
    let meta = |start: u32| {
        let place = |number: u8, start: u32, length: u8| {
            [&[0, number, 0, 0, 0, 1][..], &start.to_be_bytes(), &[0, 0, 0, length]].concat()
        };
        let places = [place(1, start, 6), place(2, start + 6, 7), place(3, start + 13, 7)].concat();
        let content = [
            vec![0; 4],
            atom(b"hdlr", &[&[0; 8], &b"pict"[..], &[0; 12], SECRET].concat()),
            atom(b"pitm", &[0, 0, 0, 0, 0, 1]),
            atom(b"iloc", &[&[0, 0, 0, 0, 0x44, 0, 0, 3][..], &places].concat()),
            atom(b"iinf", &[&[0, 0, 0, 0, 0, 3][..], &items.concat()].concat()),
            properties.clone(),
            atom(b"uuid", SECRET),
        ];
        atom(b"meta", &content.concat())
    };
    let start = (head.len() + meta(0).len() + 8) as u32;
    let data = atom(b"mdat", &[b"pixels", SECRET, SECRET, SECRET].concat());
    [head, meta(start), data, atom(b"free", SECRET), atom(b"uuid", SECRET)].concat()
}

#[test]
fn every_item_of_an_avif_but_those_of_the_picture_goes() {
    let bytes = check_clean(&avif(), &[b"pixels", b"ispe", b"curv"]);
    assert_eq!(bytes.len(), avif().len(), "nothing is moved");
}

#[test]
fn pictures_in_addresses_are_cleaned_however_deep_they_are() {
    let png = png_of(&secret_chunks(1));
    let mut address = crate::assets::encode::data_uri("image/png", &png);
    for _ in 0..2 {
        let cleaned = cleaned_address(&address).address.unwrap();
        assert!(memchr::memmem::find(&decoded(&cleaned), SECRET).is_none());
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}'/></svg>");
        address = crate::assets::encode::data_uri("image/svg+xml", svg.as_bytes()).replace('\'', "%27");
    }
    let css = format!("a{{b:url({address})}} <img src='{address}'> <img srcset=\"{address} 2x\">");
    let cleaned = cleaned_text(&css).unwrap();
    let clean_address = cleaned_address(&address).address.unwrap().replace('\'', "%27");
    assert_eq!(cleaned.matches(&clean_address).count(), 3);
    assert_eq!(cleaned_text(&cleaned), None);
    let odd = format!(
        " DATA:Image/Png;name=secret ; base64 ,{}\n#a ",
        &crate::assets::encode::data_uri("image/png", &png)[22..]
    );
    let cleaned = cleaned_address(&odd).address.unwrap();
    assert!(cleaned.starts_with("data:image/png;base64,") && cleaned.ends_with("#a"), "{cleaned}");
    assert_eq!(cleaned_address("data:image/png;base64,!!").unclean, Some(Unclean::Damaged("picture")));
}

/// What an address of an address holds, decoded to its end.
fn decoded(address: &str) -> Vec<u8> {
    let bytes =
        crate::assets::path::percent_decoded_bytes(&address[address.find(',').unwrap() + 1..]).into_owned();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    match text.split_once("data:") {
        Some((_, inner)) => [bytes, decoded(inner)].concat(),
        None if address.contains("base64") => {
            use base64::Engine as _;
            let text = text.split('\'').next().unwrap_or_default();
            base64::engine::general_purpose::STANDARD.decode(text).unwrap()
        }
        None => bytes,
    }
}

#[test]
fn what_cannot_be_cleaned_is_named() {
    let unclean = |path: &str, bytes: &[u8]| cleaned(path, &Content::Bytes(bytes.into())).unclean;
    assert_eq!(unclean("a.mp4", b"\0\0\0\x18ftypisom"), Some(Unclean::Film));
    assert_eq!(unclean("a.bin", b"ID3\x03"), Some(Unclean::Sound));
    assert_eq!(unclean("a.txt", b"%PDF-1.7"), Some(Unclean::Document));
    assert_eq!(unclean("a.heic", b"\0\0\0\x18ftypheic"), Some(Unclean::Picture));
    assert_eq!(unclean("a.bin", b"\x01\xFE"), Some(Unclean::Unknown));
    assert_eq!(unclean("a.txt", b"BMW and other words"), None);
    assert_eq!(unclean("a.svg", b"<svg"), Some(Unclean::Damaged("SVG")));
    assert_eq!(unclean("a.png", b"words"), Some(Unclean::Damaged("picture")));
    let large = Content::Large { size: 1, fingerprint: crate::text::Fingerprint::of(b"") };
    assert_eq!(cleaned("a.png", &large).unclean, Some(Unclean::Large));
    for picture in [jpeg_of(&[]), png_of(&[]), secret_webp(1), secret_gif(), avif()] {
        let cut = &picture[..picture.len() / 3];
        assert!(matches!(unclean("a", cut), Some(Unclean::Damaged(_))), "{}", cut.escape_ascii());
    }
}

#[test]
fn ten_thousand_parts_and_none_at_all_take_no_time() {
    let many = vec![chunk(b"tEXt", SECRET); 10_000];
    check_clean(&png_of(&many), &[]);
    check_clean(&jpeg_of(&vec![segment(0xFE, SECRET); 10_000]), &[]);
    check_clean(
        &webp_of(&[vec![riff(b"VP8X", &[0; 10])], vec![riff(b"JUNK", SECRET); 10_000]].concat()),
        &[],
    );
    let empty = [&b"\xFF\xD8"[..], &vec![0xFF; 1_000_000]].concat();
    assert_eq!(cleaned_of(&empty).unclean, Some(Unclean::Damaged("JPEG")));
}

fn pictures() -> impl Strategy<Value = Vec<u8>> {
    prop::sample::select(vec![
        jpeg_of(&secret_segments(6)),
        png_of(&secret_chunks(6)),
        secret_webp(6),
        secret_gif(),
        avif(),
        profile(4),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn whatever_is_changed_in_a_picture_nothing_panics_and_once_is_enough(
        picture in pictures(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut picture = picture;
        for (index, byte) in changes {
            let at = index.index(picture.len());
            picture[at] = byte;
        }
        if is_cut {
            picture.truncate(cut.index(picture.len()));
        }
        let _ = icc::clean(&picture);
        let once = cleaned_of(&picture);
        if let Some(bytes) = once.bytes {
            prop_assert!(bytes.len() <= picture.len() + 600);
            prop_assert_eq!(cleaned_of(&bytes).bytes, None);
        }
    }
}

//! What a file is: something that can be cleaned, something that needs no cleaning, or neither.

use crate::assets::unclean::Unclean;
use crate::assets::{media, svg};

/// How a file is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Jpeg,
    Png,
    Webp,
    Gif,
    Avif,
    Svg,
    /// Text that may hold pictures in its addresses.
    Markup,
    /// Text that anybody can read, and fonts, which name nobody but their makers.
    Plain,
    Unclean(Unclean),
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const MARKUP: &[&str] = &["html", "htm", "xhtml", "css"];
const FONTS: &[&str] = &["woff2", "woff", "ttf", "otf", "ttc", "eot"];
const FONT_BEGINNINGS: &[&[u8]] = &[b"wOFF", b"wOF2", b"OTTO", b"ttcf", b"true\0", b"\0\x01\0\0\0"];

/// Extensions by what is in such a file.
#[rustfmt::skip] // An extension a line would hide the table.
const KINDS: &[(Unclean, &[&str])] = &[
    (Unclean::Film, &["mp4", "m4v", "webm", "ogv", "mov", "mkv", "avi", "mpg", "mpeg", "wmv", "3gp"]),
    (Unclean::Sound, &["mp3", "ogg", "oga", "opus", "m4a", "aac", "wav", "flac", "aif", "aiff", "wma", "mid"]),
    (Unclean::Document, &[
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "odg", "key", "pages",
        "numbers", "epub", "rtf", "ps", "eps", "ai", "drawio", "vsdx", "psd", "xcf", "kra", "sketch", "fig",
    ]),
    (Unclean::Archive, &["zip", "gz", "tgz", "tar", "bz2", "xz", "zst", "7z", "rar", "svgz", "jar"]),
    (Unclean::Picture, &[
        "avif", "heic", "heif", "tif", "tiff", "bmp", "ico", "cur", "jxl", "jp2", "dng", "cr2", "nef", "arw", "raw",
    ]),
];

/// How files of a kind begin, from a place on.
#[rustfmt::skip] // A beginning a line would hide the table.
const BEGINNINGS: &[(usize, &[u8], Unclean)] = &[
    (0, b"%PDF", Unclean::Document), (0, b"\xD0\xCF\x11\xE0", Unclean::Document), (0, b"8BPS", Unclean::Document),
    (0, b"PK\x03\x04", Unclean::Archive), (0, b"\x1F\x8B", Unclean::Archive), (0, b"7z\xBC\xAF", Unclean::Archive),
    (8, b"AVI ", Unclean::Film), (0, b"\x1A\x45\xDF\xA3", Unclean::Film), (8, b"WAVE", Unclean::Sound),
    (0, b"OggS", Unclean::Sound), (0, b"ID3", Unclean::Sound), (0, b"fLaC", Unclean::Sound),
    (0, b"II*\0", Unclean::Picture), (0, b"MM\0*", Unclean::Picture), (0, b"\0\0\x01\0", Unclean::Picture),
    (0, b"\0\0\x02\0", Unclean::Picture), (4, b"ftyphei", Unclean::Picture), (4, b"ftypmif1", Unclean::Picture),
    (4, b"ftypavis", Unclean::Picture), (4, b"ftyp", Unclean::Film),
];

impl Format {
    /// What bytes are; the name counts where they do not tell.
    pub(super) fn of(path: &str, bytes: &[u8]) -> Format {
        let extension = media::extension(path).to_ascii_lowercase();
        let begins = |at: usize, mark: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(mark));
        let is_text = || std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
        match () {
            () if begins(0, b"\xFF\xD8\xFF") => Format::Jpeg,
            () if begins(0, PNG) => Format::Png,
            () if begins(0, b"RIFF") && begins(8, b"WEBP") => Format::Webp,
            () if begins(0, b"GIF8") => Format::Gif,
            () if begins(4, b"ftypavif") => Format::Avif,
            () if extension == "svg" || svg::looks_like(bytes) => Format::Svg,
            () if FONTS.contains(&extension.as_str()) => Format::Plain,
            () if FONT_BEGINNINGS.iter().any(|mark| begins(0, mark)) => Format::Plain,
            () => match by_name(path).or_else(|| by_beginning(&begins)) {
                Some(unclean) => Format::Unclean(unclean),
                None if begins(0, b"BM") && !is_text() => Format::Unclean(Unclean::Picture),
                None if media::type_of(path).starts_with("image/") => {
                    Format::Unclean(Unclean::Damaged("picture"))
                }
                None if !is_text() => Format::Unclean(Unclean::Unknown),
                None if MARKUP.contains(&extension.as_str()) => Format::Markup,
                None => Format::Plain,
            },
        }
    }
}

/// What cannot be cleaned, by the name of a file.
pub(super) fn by_name(path: &str) -> Option<Unclean> {
    let extension = media::extension(path).to_ascii_lowercase();
    KINDS.iter().find(|(_, extensions)| extensions.contains(&extension.as_str())).map(|(kind, _)| *kind)
}

fn by_beginning(begins: &dyn Fn(usize, &[u8]) -> bool) -> Option<Unclean> {
    BEGINNINGS.iter().find(|(at, mark, _)| begins(*at, mark)).map(|(.., kind)| *kind)
}

//! What an address of a stranger's talk would do.

use super::removed::Removed;
use crate::assets::Address;

/// Schemes by which a link may lead out of the talk: to a page, or to somebody.
const OF_LINKS: [&str; 7] = ["", "http", "https", "mailto", "tel", "sms", "geo"];

/// Schemes by which something is loaded, or a file of this machine is shown.
const LOADING: [&str; 10] =
    ["", "http", "https", "ftp", "ws", "wss", "file", "blob", "filesystem", "view-source"];

/// Schemes that run what follows them.
const RUNNING: [&str; 5] = ["javascript", "vbscript", "livescript", "mocha", "about"];

/// Endings of files that a browser shows or saves, and never runs.
#[rustfmt::skip] // A name a line would hide the table.
const HARMLESS: &[&str] = &[
    "7z", "aac", "adoc", "avif", "bib", "bmp", "bz2", "c", "cc", "cpp", "csv", "doc", "docx", "epub", "flac", "gif", "go",
    "gz", "h", "hpp", "ico", "ics", "ipynb", "java", "jpeg", "jpg", "json", "jsonl", "key", "kt", "log", "m4a", "m4v",
    "markdown", "md", "mkv", "mov", "mp3", "mp4", "odp", "ods", "odt", "oga", "ogg", "ogv", "opus", "pdf", "png", "ppt",
    "pptx", "py", "rb", "rs", "rst", "rtf", "sql", "srt", "swift", "tar", "tex", "tgz", "toml", "ts", "tsv", "txt", "vtt",
    "wav", "webm", "webp", "xls", "xlsx", "xz", "yaml", "yml", "zip", "zst",
];

/// What is wrong with the address of a link; `None` if it may stay.
pub(super) fn of_link(address: &str) -> Option<Removed> {
    match Address::of(address) {
        Address::Here => None,
        Address::Data => Some(Removed::ScriptAddress),
        Address::Outside { scheme } => {
            (!OF_LINKS.contains(&scheme.as_str())).then_some(Removed::ScriptAddress)
        }
        Address::File { path, .. } => (!is_harmless(path)).then_some(Removed::ActiveFile),
    }
}

/// What is wrong with an address by which something is loaded; `None` if it may stay.
pub(super) fn of_load(address: &str) -> Option<Removed> {
    match Address::of(address) {
        Address::Here | Address::File { .. } => None,
        Address::Data => (!is_harmless_data(address)).then_some(Removed::ScriptAddress),
        Address::Outside { scheme } if RUNNING.contains(&scheme.as_str()) => Some(Removed::ScriptAddress),
        // Any other word before a colon is none: `md:flex`.
        Address::Outside { scheme } => LOADING.contains(&scheme.as_str()).then_some(Removed::Elsewhere),
    }
}

/// Whether bytes in an address are a picture, a sound, a film or a font.
fn is_harmless_data(address: &str) -> bool {
    let media: String =
        address.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect();
    let media = media.to_ascii_lowercase();
    let media = media.strip_prefix("data:").unwrap_or(&media);
    ["image/", "audio/", "video/", "font/", "application/font", "application/x-font", ","]
        .iter()
        .any(|kind| media.starts_with(kind))
}

fn is_harmless(path: &str) -> bool {
    let path = crate::assets::percent_decoded(path);
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_ascii_lowercase();
    match name.rsplit_once('.') {
        // A folder, or a file without an ending, is shown as a text or saved.
        None => true,
        Some((_, ending)) => HARMLESS.contains(&ending),
    }
}

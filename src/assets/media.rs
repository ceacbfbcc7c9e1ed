//! Media types: what a server or a data URI calls the kinds of file that talks hold.

/// Extensions and their media types. Where a type has several extensions, the first is the usual one.
const TYPES: &[(&str, &str)] = &[
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("ico", "image/x-icon"),
    ("cur", "image/x-icon"),
    ("mp4", "video/mp4"),
    ("m4v", "video/mp4"),
    ("webm", "video/webm"),
    ("ogv", "video/ogg"),
    ("ogg", "audio/ogg"),
    ("oga", "audio/ogg"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("wav", "audio/wav"),
    ("flac", "audio/flac"),
    ("vtt", "text/vtt"),
    ("pdf", "application/pdf"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("css", "text/css"),
    ("js", "text/javascript"),
    ("mjs", "text/javascript"),
    ("json", "application/json"),
    ("webmanifest", "application/manifest+json"),
    ("txt", "text/plain"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("xhtml", "application/xhtml+xml"),
    ("glb", "model/gltf-binary"),
    ("gltf", "model/gltf+json"),
    ("wasm", "application/wasm"),
    ("csv", "text/csv"),
    ("xml", "application/xml"),
    ("md", "text/markdown"),
    ("zip", "application/zip"),
];

/// What no other type is known for.
const UNKNOWN: &str = "application/octet-stream";

/// The media type of a file, by its extension.
pub(crate) fn type_of(path: &str) -> &'static str {
    let extension = extension(path).to_ascii_lowercase();
    TYPES.iter().find(|(name, _)| *name == extension).map_or(UNKNOWN, |(_, media_type)| media_type)
}

/// The usual extension of a media type; empty for one that is not in the table.
pub(super) fn extension_of(media_type: &str) -> &'static str {
    TYPES.iter().find(|(_, name)| *name == media_type).map_or("", |(extension, _)| extension)
}

/// What follows the last dot of a path's file name; empty if there is none, or nothing before it.
pub(crate) fn extension(path: &str) -> &str {
    match file_name(path).rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension,
        _ => "",
    }
}

/// What follows the last `/` of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_tells_the_type_in_any_case() {
        assert_eq!(type_of("images/Logo.SVG"), "image/svg+xml");
        assert_eq!(type_of("a.b/c"), "application/octet-stream");
        assert_eq!(type_of(".png"), "application/octet-stream");
        assert_eq!(extension_of("image/jpeg"), "jpg");
    }

    #[test]
    fn no_extension_stands_twice_in_the_table() {
        let mut extensions: Vec<_> = TYPES.iter().map(|(extension, _)| extension).collect();
        extensions.sort();
        extensions.dedup();
        assert_eq!(extensions.len(), TYPES.len());
    }
}

//! Files packed beside themselves, for hosts that hand them out so: gzip (RFC 1952) and Brotli (RFC 7932).

use std::io::{self, Read, Write};

use flate2::read::MultiGzDecoder;
use flate2::{Compression as Level, GzBuilder};
use rayon::prelude::*;

use crate::assets::{Output, media_type};
use crate::deck::Compression;
use crate::site::Site;

/// A file of fewer bytes fits a packet as it is.
const SMALLEST: usize = 512;

/// Brotli's window, as a power of two in bytes.
const WINDOW: u32 = 22;

/// How hard it tries, from 0 to 11: what is above this takes ten times as long for a twentieth less.
const QUALITY: u32 = 9;

/// So many bytes of a packed file are looked at: no bomb must fill the memory.
const MOST: u64 = 256 << 20;

/// The packed files of a site by their names, `index.html.gz` for instance; `None` if packing saves nothing.
pub(crate) fn beside(site: &Site, wanted: &[Compression]) -> Vec<(String, Output)> {
    let texts: Vec<(&String, &[u8], Compression)> = site
        .files
        .iter()
        .filter_map(|(path, output)| match output {
            Output::Bytes(bytes) if bytes.len() >= SMALLEST && is_text(path) => Some((path, &bytes[..])),
            _ => None,
        })
        .flat_map(|(path, bytes)| wanted.iter().map(move |&how| (path, bytes, how)))
        .collect();
    let pack = |(path, bytes, how): (&String, &[u8], Compression)| {
        let packed = pack(bytes, how).ok().filter(|packed| packed.len() < bytes.len())?;
        Some((format!("{path}.{}", extension(how)), Output::Bytes(packed.into())))
    };
    texts.into_par_iter().filter_map(pack).collect()
}

fn extension(how: Compression) -> &'static str {
    match how {
        Compression::Gzip => "gz",
        Compression::Brotli => "br",
    }
}

/// Whether a file is of a kind that is not packed within itself.
fn is_text(path: &str) -> bool {
    let kind = media_type(path);
    kind.starts_with("text/")
        || kind == "image/svg+xml"
        || kind == "application/json"
        || path.ends_with(".xml")
}

fn pack(bytes: &[u8], how: Compression) -> io::Result<Vec<u8>> {
    match how {
        Compression::Gzip => {
            // Neither a time nor a name is in the head.
            let mut encoder = GzBuilder::new().write(Vec::new(), Level::best());
            encoder.write_all(bytes)?;
            encoder.finish()
        }
        Compression::Brotli => {
            let mut packed = Vec::new();
            let mut encoder = brotli::CompressorWriter::new(&mut packed, 1 << 16, QUALITY, WINDOW);
            encoder.write_all(bytes)?;
            drop(encoder);
            Ok(packed)
        }
    }
}

/// What is in a packed file, as far as it is looked at; `None` for any other file.
pub(crate) fn unpacked(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut inner = Vec::new();
    if bytes.starts_with(&[0x1F, 0x8B]) {
        MultiGzDecoder::new(bytes).take(MOST).read_to_end(&mut inner).ok()?;
    } else if name.ends_with(".br") {
        brotli::Decompressor::new(bytes, 1 << 16).take(MOST).read_to_end(&mut inner).ok()?;
    } else {
        return None;
    }
    Some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_the_same_each_time_and_comes_out_again() {
        let text = "There is a talk about this. ".repeat(100);
        let site = Site { files: [("a.html".to_owned(), Output::Bytes(text.as_bytes().into()))].into() };
        let packed = beside(&site, &[Compression::Gzip, Compression::Brotli]);
        assert_eq!(packed, beside(&site, &[Compression::Gzip, Compression::Brotli]));
        for (name, output) in &packed {
            let Output::Bytes(bytes) = output else { panic!("{name} is written") };
            assert!(bytes.len() < 200, "{name}: {}", bytes.len());
            assert_eq!(unpacked(name, bytes).as_deref(), Some(text.as_bytes()), "{name}");
        }
        assert_eq!(
            packed.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["a.html.gz", "a.html.br"]
        );
    }

    #[test]
    fn pictures_and_small_files_are_left_as_they_are() {
        let file = |name: &str, length| (name.to_owned(), Output::Bytes(vec![b'a'; length].into()));
        let site = Site { files: [file("a.png", 5000), file("a.txt", 100)].into() };
        assert_eq!(beside(&site, &[Compression::Gzip]), []);
    }
}

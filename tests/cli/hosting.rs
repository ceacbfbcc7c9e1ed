//! What is put beside the pages for their host: packed files, headers, and the worker of a site that works offline.

use std::io::Read;
use std::path::Path;

use crate::cli::talk::{Talk, Tree, tree};

const HOSTING: &str = "[publish]\ncompress = [\"gzip\", \"brotli\"]\nheaders = true\noffline = true\n";

fn file<'a>(files: &'a Tree, path: &str) -> &'a [u8] {
    files.get(Path::new(path)).unwrap_or_else(|| panic!("no {path} in {:?}", files.keys()))
}

/// What a packed file holds.
pub(crate) fn unpacked(path: &Path, bytes: &[u8]) -> Vec<u8> {
    let mut inner = Vec::new();
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("gz") => flate2::read::GzDecoder::new(bytes).read_to_end(&mut inner).unwrap(),
        Some("br") => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut inner).unwrap(),
        _ => {
            let mut bytes = bytes;
            bytes.read_to_end(&mut inner).unwrap()
        }
    };
    inner
}

#[test]
fn a_public_deck_is_packed_beside_itself_with_headers_and_a_worker() {
    let talk = Talk::new();
    talk.put("talk/orate.toml", &format!("embed = \"never\"\n{HOSTING}"));
    talk.put("talk/files/long.txt", &"A long text. ".repeat(100));
    talk.put("talk/slides/2.md", "[text](files/long.txt)");
    let run = talk.run(["build", "--public"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    let files = tree(&talk.path("talk/dist"));
    let page = file(&files, "index.html");
    for path in ["index.html.gz", "index.html.br"] {
        assert_eq!(unpacked(Path::new(path), file(&files, path)), page, "{path}");
        assert!(file(&files, path).len() * 3 < page.len(), "{path} is small");
    }
    let text = String::from_utf8_lossy(page);
    assert!(text.contains("worker-src &#39;self&#39;") && text.contains("const orateWorker=\"offline.js\""));
    let headers = String::from_utf8_lossy(file(&files, "_headers")).into_owned();
    assert!(headers.contains("/assets/*\n  Cache-Control: public, max-age=31536000, immutable"), "{headers}");
    assert!(headers.contains("X-Content-Type-Options: nosniff"), "{headers}");
    assert!(!files.contains_key(Path::new("_headers.gz")), "it is for the host alone");
    let worker = String::from_utf8_lossy(file(&files, "offline.js")).into_owned();
    assert!(worker.contains("\"index.html\"") && !worker.contains(".gz"), "{worker}");
    talk.run(["build", "--public", "--quiet"]);
    assert_eq!(tree(&talk.path("talk/dist")), files, "the same talk gives the same bytes");
    talk.put("talk/slides/2.md", "# Other");
    talk.run(["build", "--public", "--quiet"]);
    let other = tree(&talk.path("talk/dist"));
    assert_ne!(file(&other, "offline.js"), worker.as_bytes(), "browsers fetch another worker");
}

#[test]
fn nothing_of_it_is_there_unasked_or_in_a_deck_to_speak_from() {
    let talk = Talk::new();
    let names = |talk: &Talk| tree(&talk.path("talk/dist")).into_keys().collect::<Vec<_>>();
    talk.run(["build", "--public", "--quiet"]);
    assert_eq!(names(&talk), [Path::new(".orate-manifest.json"), Path::new("index.html")]);
    talk.put("talk/orate.toml", HOSTING);
    talk.run(["build", "--quiet"]);
    assert_eq!(names(&talk), [Path::new(".orate-manifest.json"), Path::new("index.html")]);
    assert!(!talk.page().contains("worker"));
}

#[test]
fn every_page_of_a_site_leads_to_its_one_worker() {
    let talk = Talk::new();
    talk.put(
        "site/orate.toml",
        &format!("url = \"https://example.org/\"\n[site]\ntalks = [\"talks/*\"]\n{HOSTING}"),
    );
    talk.put("site/talks/a.md", "---\neditions: [{event: FOSDEM, date: 2025-02-01}]\n---\n# One\n");
    let run = talk.run(["build", "../site", "--public"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    let files = tree(&talk.path("site/dist"));
    for (path, root) in [
        ("index.html", ""),
        ("a/index.html", "../"),
        ("a/transcript/index.html", "../../"),
        ("a/2025-fosdem/index.html", "../../"),
        ("404.html", ""),
    ] {
        let page = String::from_utf8_lossy(file(&files, path));
        assert!(page.contains(&format!("const orateWorker=\"{root}offline.js\"")), "{path}");
    }
    assert_eq!(files.keys().filter(|path| path.ends_with("offline.js")).count(), 1);
    assert!(files.contains_key(Path::new("feed.xml.br")));
}

#[test]
fn a_way_to_pack_that_is_none_is_told() {
    let talk = Talk::new();
    talk.put("talk/orate.toml", "[publish]\ncompress = [\"brotl\"]\n");
    let run = talk.run(["build"]);
    assert!(run.errors.contains("cannot be `brotl`") && run.errors.contains("`brotli`"), "{}", run.errors);
}

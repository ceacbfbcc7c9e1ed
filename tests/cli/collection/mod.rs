//! Sites of several talks: every page, and that each of its links leads somewhere.

mod covers;
mod mistakes;
mod shared;
#[cfg(unix)]
mod unchanged;

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use crate::cli::talk::{PICTURE, Talk, Tree, tree};

const SETTINGS: &str = "title = \"Talks of mine\"
author = \"Ada Example\"
url = \"https://example.org/talks/\"
[site]
talks = [\"talks/*\"]
";

/// A site of two talks, the older one first in its folder, with an address of before and two editions.
fn site() -> Talk {
    let talk = Talk::new();
    talk.put("site/orate.toml", SETTINGS);
    talk.put(
        "site/talks/10-storage/slides/1.md",
        "# Where do bytes sleep?\n\n![Disks](images/a.svg)\n\n<script>alert(1)</script>\n\nNote: canary-of-notes & more",
    );
    talk.put("site/talks/10-storage/images/a.svg", PICTURE);
    talk.put(
        "site/talks/10-storage/orate.toml",
        "date = 2024-03-05\nevent = \"Disk Days\"\ntags = [\"Storage\", \"linux\"]\naliases = [\"old/disks\"]\nvideo = \"files/film.txt\"\n\
         editions = [{ event = \"Disk Days\", date = 2024-03-05 }, { event = \"FOSDEM\", date = 2025-02-01, place = \"Brussels\" }]",
    );
    talk.put("site/talks/10-storage/files/film.txt", "a film");
    talk.put(
        "site/talks/20-networks.md",
        "---\ntitle: Why packets get lost\ndate: 2026-01-02\ntags: [linux]\n---\n# Lost\n\n\n## Found\n",
    );
    talk.put("site/talks/README.txt", "no talk");
    talk
}

/// The pages by their path.
fn pages(files: &Tree) -> BTreeMap<&Path, String> {
    let is_page = |path: &Path| path.extension().is_some_and(|extension| extension == "html");
    let pages = files.iter().filter(|(path, _)| is_page(path));
    pages.map(|(path, bytes)| (path.as_path(), String::from_utf8(bytes.clone()).unwrap())).collect()
}

/// The addresses that a page links to, or shows.
fn addresses(page: &str) -> Vec<&str> {
    let parts = page.split(" href=\"").skip(1).chain(page.split(" src=\"").skip(1));
    parts.filter_map(|part| part.split('"').next()).collect()
}

/// Where an address leads from a page, within the site; `None` for one that leads out of it.
fn target(page: &Path, address: &str) -> Option<PathBuf> {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    if address.contains(':') || path.is_empty() {
        return None;
    }
    let mut target = page.parent().unwrap().to_owned();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => {
                assert!(target.pop(), "{} leads out of the site: {address}", page.display());
            }
            part => target.push(part),
        }
    }
    Some(target)
}

#[test]
fn several_talks_become_a_site_in_which_every_link_leads_somewhere() {
    let talk = site();
    let run = talk.run(["build", "../site"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    assert!(run.output.starts_with("built 2 talks (3 slides) in ../site/dist/index.html"), "{}", run.output);
    let files = tree(&talk.path("site/dist"));
    for path in [
        "storage/index.html",
        "storage/transcript/index.html",
        "storage/2024-disk-days/index.html",
        "storage/2025-fosdem/index.html",
        "networks/index.html",
        "tags/linux/index.html",
        "events/fosdem/index.html",
        "years/2026/index.html",
        "old/disks/index.html",
        "search/index.html",
        "404.html",
        "feed.xml",
        "sitemap.xml",
        "robots.txt",
        "card.png",
        "storage/card.png",
    ] {
        assert!(files.contains_key(Path::new(path)), "no {path} in {:?}", files.keys());
    }
    let mut links = 0;
    for (path, page) in pages(&files) {
        for address in addresses(&page) {
            if let Some(target) = target(path, address) {
                assert!(files.contains_key(&target), "{path:?}: {address}");
                links += 1;
            } else if let Some(id) = address.strip_prefix('#') {
                let is_deck = id.starts_with('/');
                assert!(is_deck || page.contains(&format!(" id=\"{id}\"")), "{path:?}: {address}");
            }
        }
    }
    assert!(links > 30, "{links}");
}

#[test]
fn the_latest_talk_comes_first_and_knows_where_it_is() {
    let talk = site();
    talk.run(["build", "../site", "--quiet"]);
    let files = tree(&talk.path("site/dist"));
    let pages = pages(&files);
    let index = &pages[Path::new("index.html")];
    let place = |text: &str| index.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(place("Why packets get lost") < place("Where do bytes sleep?"));
    assert!(index.contains("5 March 2024"), "{index}");
    let deck = &pages[Path::new("networks/index.html")];
    assert!(
        deck.contains("<meta property=\"og:image\" content=\"https://example.org/talks/networks/card.png\">")
    );
    let deck = &pages[Path::new("storage/2025-fosdem/index.html")];
    assert!(
        deck.contains("https://example.org/talks/storage/2025-fosdem/"),
        "an edition has an address of its own"
    );
    assert!(
        deck.contains("<meta name=\"author\" content=\"Ada Example\">"),
        "a talk takes over its site's author"
    );
    let read = &pages[Path::new("networks/transcript/index.html")];
    let (_, described) = read.split_once("application/ld+json\">").unwrap();
    let described: serde_json::Value =
        serde_json::from_str(described.split("</script>").next().unwrap()).unwrap();
    assert_eq!(described["@type"], "PresentationDigitalDocument");
    assert_eq!(
        (&described["name"], &described["datePublished"]),
        (&"Why packets get lost".into(), &"2026-01-02".into())
    );
    let moved = &pages[Path::new("old/disks/index.html")];
    assert!(moved.contains("url=../../storage/index.html"), "{moved}");
}

#[test]
fn a_talk_can_be_read_and_nothing_in_it_runs() {
    let talk = site();
    talk.run(["build", "../site", "--quiet"]);
    let files = tree(&talk.path("site/dist"));
    let page = &pages(&files)[Path::new("storage/transcript/index.html")];
    assert!(page.contains("<h2>Where do bytes sleep?</h2>"), "{page}");
    assert!(page.contains("canary-of-notes &amp; more"), "{page}");
    assert!(!page.contains("alert("), "{page}");
    assert!(page.contains("src=\"../../assets/a."), "{page}");
}

#[test]
fn a_talk_to_be_read_has_late_pictures_links_within_and_times() {
    let talk = site();
    talk.put(
        "site/talks/20-networks.md",
        "# Lost\n\n<!-- .slide: data-timing=\"90\" -->\n\n<img data-src=\"images/a.svg\" alt=\"Disks\">\n\n\n## Found\n\n[back](#/lost) [away](#/nowhere)\n",
    );
    talk.put("site/talks/images/a.svg", PICTURE);
    talk.run(["build", "../site", "--quiet"]);
    let files = tree(&talk.path("site/dist"));
    let page = &pages(&files)[Path::new("networks/transcript/index.html")];
    assert!(page.contains("<img src=\"../../assets/a."), "{page}");
    assert!(page.contains("<a href=\"#lost\">back</a> <a>away</a>"), "{page}");
    assert!(page.contains("<time datetime=\"PT90S\"><span class=\"of\">after </span>1:30</time>"), "{page}");
    let page = &pages(&files)[Path::new("storage/transcript/index.html")];
    assert!(page.contains("<time datetime=\"PT0S\">"), "notes take time, too: {page}");
}

#[test]
fn a_public_site_tells_no_notes() {
    let talk = site();
    let run = talk.run(["build", "../site", "--public"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    for (path, bytes) in tree(&talk.path("site/dist")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("canary"), "{path:?}");
    }
}

#[test]
fn what_is_wrong_in_a_talk_is_told_with_the_talks_folder() {
    let talk = site();
    talk.put("site/talks/10-storage/slides/1.md", "![a](images/b.svg)");
    let run = talk.run(["build", "../site"]);
    assert_eq!(run.code, 1);
    assert!(run.errors.contains("--> ../site/talks/10-storage/slides/1.md:1:6"), "{}", run.errors);
    let json = talk.run(["build", "../site", "--json"]).json();
    assert_eq!(json["diagnostics"][0]["file"], "talks/10-storage/slides/1.md");
    talk.put("site/orate.toml", "[site]\ntalks = [\"nowhere/*\"]");
    let run = talk.run(["build", "../site"]);
    assert_eq!(run.code, 1);
    assert!(run.errors.contains("there is no talk at `nowhere/*`"), "{}", run.errors);
}

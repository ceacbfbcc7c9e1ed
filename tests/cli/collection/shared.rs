//! What decks of a site share lies once at its top, by the hash of its content; a deck holds what is its own.

use std::path::Path;

use crate::cli::talk::{Talk, Tree, tree};

const SETTINGS: &str = "title = \"Talks\"\nauthor = \"Ada Example\"\n[site]\ntalks = [\"talks/*\"]\n";

/// A site of two talks with one theme, the first of which was given twice and shows a picture too large to be embedded.
fn site(settings: &str) -> Talk {
    let talk = Talk::new();
    talk.put("site/orate.toml", settings);
    let text = "The quick brown fox jumps over the lazy dog.";
    talk.put(
        "site/talks/a/slides.md",
        &format!("# One\n\n{text}\n\n\n## Two\n\n![A wide field](images/field.svg)\n\n\n## Three\n\nČapek"),
    );
    let editions = "editions = [{ event = \"FOSDEM\", date = 2025-02-01 }]\n";
    talk.put("site/talks/a/orate.toml", &format!("theme = \"ink\"\n{editions}"));
    let marks: String = (0..900).map(|x| format!("<path d=\"M{x} 1v2h1z\"/>")).collect();
    talk.put(
        "site/talks/a/images/field.svg",
        &format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 4\">{marks}</svg>"),
    );
    talk.put("site/talks/b/slides.md", &format!("# Other\n\n{text}\n"));
    talk.put("site/talks/b/orate.toml", "theme = \"ink\"\n");
    talk
}

fn build(talk: &Talk, options: &[&str]) -> Tree {
    let run = talk.run(["build", "../site", "--quiet"].iter().chain(options));
    assert_eq!(run.code, 0, "{}", run.errors);
    tree(&talk.path("site/dist"))
}

fn page<'a>(files: &'a Tree, path: &str) -> &'a str {
    std::str::from_utf8(&files[Path::new(path)]).expect("a page is text")
}

/// The addresses of shared files that a page names, in their order.
fn shared<'a>(page: &'a str, extension: &str) -> Vec<&'a str> {
    let addresses = page.split(['"', '(']).filter(|part| part.starts_with("../") && !part.contains('\n'));
    addresses.filter(|address| address.contains("assets/") && address.ends_with(extension)).collect()
}

/// The files below `assets/` whose names begin so.
fn assets(files: &Tree, name: &str) -> Vec<String> {
    let paths = files.keys().filter_map(|path| path.to_str());
    paths
        .filter(|path| {
            path.contains("assets/") && path.rsplit('/').next().is_some_and(|it| it.starts_with(name))
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn decks_and_editions_share_script_styles_fonts_and_pictures() {
    let files = build(&site(SETTINGS), &[]);
    let decks = ["a/index.html", "b/index.html", "a/2025-fosdem/index.html"].map(|deck| page(&files, deck));
    let [first, second, edition] = decks;
    assert_eq!(shared(first, ".js"), shared(second, ".js"));
    let above = |addresses: Vec<&str>| addresses.iter().map(|it| format!("../{it}")).collect::<Vec<_>>();
    assert_eq!(above(shared(first, ".js")), shared(edition, ".js"));
    assert!(
        first.contains(" data-orate></script>") && first.contains("script-src &#39;self&#39;;"),
        "{first}"
    );
    let fonts = shared(second, ".css");
    assert!(fonts.len() > 1 && fonts.iter().all(|sheet| shared(first, ".css").contains(sheet)), "{fonts:?}");
    assert!(decks.iter().all(|deck| deck.len() < 20_000), "{:?}", decks.map(str::len));
    assert_eq!(assets(&files, "field.").len(), 1, "one picture for decks, transcript and cover");
    assert!(
        first.contains("<img src=\"../assets/field.") && edition.contains("<img src=\"../../assets/field.")
    );
    assert!(page(&files, "a/transcript/index.html").contains("src=\"../../assets/field."));
    assert_eq!(files, build(&site(SETTINGS), &[]), "the same site gives the same bytes");
}

#[test]
fn a_picture_of_a_later_slide_waits_until_it_is_near() {
    let files = build(&site(SETTINGS), &[]);
    assert!(page(&files, "a/index.html").contains("\" loading=\"lazy\""));
}

#[test]
fn letters_that_few_talks_have_come_with_their_deck() {
    let files = build(&site(SETTINGS), &[]);
    let own = |deck: &str| page(&files, deck).contains("@font-face");
    assert!(own("a/index.html") && !own("b/index.html"));
}

#[test]
fn every_shared_file_is_there_and_no_other_stays() {
    let talk = site(SETTINGS);
    let files = build(&talk, &[]);
    let named = |files: &Tree| {
        let pages = files.iter().filter(|(path, _)| path.extension().is_some_and(|it| it == "html"));
        let texts: Vec<_> = pages.map(|(_, page)| String::from_utf8_lossy(page).into_owned()).collect();
        let all = assets(files, "");
        assert!(!all.is_empty());
        all.iter().filter(|path| texts.iter().any(|page| page.contains(path.as_str()))).count()
    };
    assert_eq!(named(&files), assets(&files, "").len());
    talk.put("site/talks/a/orate.toml", "theme = \"paper\"\n");
    talk.put("site/talks/b/orate.toml", "theme = \"paper\"\n");
    let other = build(&talk, &[]);
    assert_eq!(named(&other), assets(&other, "").len(), "what no page names is gone");
    assert!(assets(&other, "newsreader-latin-display").is_empty());
}

#[test]
fn a_deck_that_is_to_be_one_file_shares_nothing() {
    let check_whole = |files: &Tree| {
        for deck in ["a/index.html", "b/index.html"] {
            let page = page(files, deck);
            assert_eq!(shared(page, ""), [] as [&str; 0], "{deck}");
            assert!(page.contains("@font-face") && page.len() > 100_000, "{deck}");
        }
    };
    check_whole(&build(&site(SETTINGS), &["--single-file"]));
    check_whole(&build(&site(&format!("embed = \"always\"\n{SETTINGS}")), &[]));
}

#[test]
fn an_own_page_template_without_a_place_for_links_holds_style_and_script() {
    let talk = site(SETTINGS);
    let page_of_old = "<!doctype html><html lang=\"en\"><head><title>{{ deck.title }}</title><style>{{ style }}</style>\
        <script>{{ script }}</script></head><body><div class=\"reveal\"><div class=\"slides\">{{ slides }}</div></div>\
        <script type=\"application/json\" id=\"orate-deck\">{{ configuration }}</script></body></html>";
    talk.put("site/talks/b/templates/page.html", page_of_old);
    let files = build(&talk, &[]);
    let own = page(&files, "b/index.html");
    assert!(shared(own, "").is_empty() && own.contains("@font-face") && own.len() > 100_000);
    assert!(!shared(page(&files, "a/index.html"), ".js").is_empty(), "the other talk is as before");
}

#[test]
fn the_policy_of_a_talk_that_is_not_trusted_allows_orates_own_script_alone() {
    let files = build(&site(SETTINGS), &["--untrusted"]);
    let deck = page(&files, "a/index.html");
    assert_eq!(shared(deck, ".js"), [] as [&str; 0]);
    assert!(!shared(deck, ".css").is_empty() && deck.contains("script-src &#39;sha256-"), "{deck}");
}

#[test]
fn a_card_of_the_talks_own_and_a_film_are_found_where_they_are_shared() {
    let talk = site(&format!("url = \"https://example.org/talks/\"\n{SETTINGS}"));
    talk.put("site/talks/b/orate.toml", "image = \"card.jpg\"\nvideo = \"film.txt\"\n");
    talk.put("site/talks/b/card.jpg", "card");
    talk.put("site/talks/b/film.txt", "film");
    let files = build(&talk, &[]);
    let about = page(&files, "b/about/index.html");
    assert!(about.contains("content=\"https://example.org/talks/assets/card."), "{about}");
    assert!(about.contains("href=\"../../assets/film."), "{about}");
}

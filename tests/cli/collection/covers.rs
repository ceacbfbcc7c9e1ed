//! A cover is a slide of the talk: the first, or the one that is named, without what the audience does not get.

use crate::cli::talk::{PICTURE, Talk};

const SITE: &str = "title = \"Talks\"\n[site]\ntalks = [\"talks/*\"]\n";

/// A site with one talk of three slides.
fn site(settings: &str) -> Talk {
    let talk = Talk::new();
    talk.put("site/orate.toml", SITE);
    talk.put("site/talks/a/orate.toml", settings);
    talk.put(
        "site/talks/a/slides.md",
        "<!-- .slide: data-visibility=\"hidden\" -->\n# canary-hidden\n\n---\n\n# Opening\n\nStep <!-- .element: class=\"fragment\" -->\n\n\
         Note: canary-note\n\n---\n\n<!-- .slide: id=\"map\" data-background-image=\"images/a.svg\" -->\n# The map\n",
    );
    talk.put("site/talks/a/images/a.svg", PICTURE);
    talk
}

fn cover(talk: &Talk) -> String {
    std::fs::read_to_string(talk.path("site/dist/a/transcript/cover.html")).expect("the cover")
}

#[test]
fn the_first_slide_that_is_shown_is_the_cover_with_its_steps_and_without_notes() {
    let talk = site("title = \"A talk\"\nseparator = \"dashes\"\n");
    let run = talk.run(["build", "../site"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    let cover = cover(&talk);
    assert!(cover.contains("Opening</h1>") && cover.contains("class=\"fragment visible\""), "{cover}");
    assert!(!cover.contains("canary") && !cover.contains("<script"), "{cover}");
    assert!(cover.contains("default-src &#39;none&#39;") && cover.contains("content=\"noindex\""), "{cover}");
    let index = std::fs::read_to_string(talk.path("site/dist/index.html")).unwrap();
    assert!(index.contains("<iframe src=\"a/transcript/cover.html\""), "{index}");
    let sheets = cover.split("href=\"../../").skip(1).filter_map(|part| part.split('"').next());
    let sheets: Vec<_> = sheets.collect();
    assert_eq!(sheets.len(), 3, "what all covers have, the theme and its font: {cover}");
    assert!(sheets.iter().all(|name| talk.path(&format!("site/dist/{name}")).is_file()), "{sheets:?}");
}

#[test]
fn a_talk_may_name_the_slide_that_is_its_cover() {
    let talk = site("separator = \"dashes\"\ncover = \"map\"\n");
    talk.run(["build", "../site", "--quiet"]);
    let page = cover(&talk);
    assert!(page.contains("The map</h1>") && !page.contains("Opening"), "{page}");
    let picture =
        page.split("url(&quot;").nth(1).and_then(|part| part.split("&quot;").next()).expect("a picture");
    assert!(talk.path(&format!("site/dist/a/transcript/{picture}")).is_file(), "{picture}");
    talk.put("site/talks/a/orate.toml", "separator = \"dashes\"\ncover = \"mop\"\n");
    let run = talk.run(["build", "../site"]);
    for part in ["no slide that is shown has the id `mop`", "a/orate.toml:2:9", "did you mean `map`?"] {
        assert!(run.errors.contains(part), "no `{part}` in {}", run.errors);
    }
    assert!(cover(&talk).contains("Opening</h1>"));
}

#[test]
fn an_image_of_the_talk_is_its_cover() {
    let talk = site("separator = \"dashes\"\nimage = \"images/a.svg\"\n");
    talk.run(["build", "../site", "--quiet"]);
    assert!(!talk.path("site/dist/a/transcript/cover.html").exists());
    let index = std::fs::read_to_string(talk.path("site/dist/index.html")).unwrap();
    assert!(index.contains("class=\"cover ") && !index.contains("<iframe"), "{index}");
}

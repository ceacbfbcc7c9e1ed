//! The themes in a real browser: where headings stand, and that a look finds nothing in any of them.

use serde_json::Value;

use crate::chromium::{Chromium, file_url};
use crate::talk::Talk;

/// Slides of content of every kind, each with a heading first; and one of each layout.
const KINDS: &str = r#"# A title

## And what belongs to it



## A text

Half of all requests are faster than the *median*, and nobody ever writes to say so.



# A list

- Set a deadline, and pass it on
  - never longer than the one before
- Retry once



## A long list

1. a
2. b
3. c
4. d
5. e
6. f
7. g
8. h



## Code

```rust
async fn get(key: &Key) -> Result<Value, Error> {
    replicas[0].get(key).await // the nearest
}
```



### A table

| Cause | Share | Delay |
|---|--:|--:|
| Collection | 31 % | 180 ms |
| Contention | 24 % | 420 ms |



## A quote

> The price of reliability is the pursuit of the utmost simplicity.
>
> Tony Hoare



## Alerts

> [!WARNING]
> Without a budget a retry is an attack on yourself.



## A diagram

```mermaid
flowchart LR
  a[Client] --> b{Balancer} --> c[(Cache)]
```



## A chart

```chart type="bar"
Quarter, Before, After
Q1, 63, 41
Q2, 58, 33
```



## A formula

$$P = 1 - (1 - p)^n$$



## A picture

![A dot](dot.svg)



<!-- .slide: layout="columns" -->
## Columns

One

+++

Two



<!-- .slide: layout="compare" -->
## Two of a kind

One

+++

Two



<!-- .slide: layout="grid" -->
## Pictures

![A dot](dot.svg)
![A dot](dot.svg)



<!-- .slide: layout="about" -->
## A speaker

![A dot](dot.svg)

Keeps a thousand servers awake.



<!-- .slide: layout="agenda" -->
## An agenda
"#;

/// Slides whose layout says where things stand.
const LAYOUTS: &str = r#"<!-- .slide: layout="title" -->
# A title



<!-- .slide: layout="section" -->
## A section

And a line



<!-- .slide: layout="statement" -->
## Nobody writes to say that it was fast

They write about the slowest



<!-- .slide: layout="number" -->
## 63 %

of page views



<!-- .slide: layout="quote" -->
> The price of reliability is simplicity.
>
> Tony Hoare



<!-- .slide: layout="picture-right" -->
## Beside a picture

![A dot](dot.svg)

- One
- Two



<!-- .slide: layout="code" -->
## main.rs

```rust
fn main() {}
```



<!-- .slide: layout="end" -->
# Thank you

![The slides](qr:https://example.org/talk/)
"#;

const DOT: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 9\"><rect width=\"16\" height=\"9\" fill=\"#777\"/></svg>";

fn talk(settings: &str, slides: &[&str]) -> Talk {
    let talk = Talk::new(&slides.join("\n\n\n"));
    talk.put("talk/orate.toml", &format!("title = \"A talk\"\nauthor = \"Ada\"\n{settings}"));
    talk.put("talk/dot.svg", DOT);
    talk
}

/// The names of the themes, as the program lists them.
fn themes(talk: &Talk) -> Vec<String> {
    let listed = talk.json(0, &["themes"]);
    let names = listed.as_array().expect("a list").iter().map(|theme| theme["name"].as_str());
    names.map(|name| name.expect("a name").to_owned()).collect()
}

/// The places of the headings of slides of content, each once: start and top, in pixels of the canvas.
const PLACES: &str = "JSON.stringify([...new Set(Reveal.getSlides().slice(1).map((slide) => {
  const { h, v } = Reveal.getIndices(slide);
  Reveal.slide(h, v);
  const canvas = document.querySelector('.slides').getBoundingClientRect();
  const heading = slide.querySelector('h1, h2, h3').getBoundingClientRect();
  const scale = Reveal.getScale();
  return `${Math.round((heading.left - canvas.left) / scale)} ${Math.round((heading.top - canvas.top) / scale)}`;
}))])";

fn places(chromium: &Chromium, settings: &str) -> Vec<String> {
    let talk = talk(settings, &[KINDS]);
    let built = talk.run(&["build", "talk", "--quiet"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let page = chromium.blank();
    page.without_motion();
    page.go(&file_url(&talk.path("talk/dist/index.html")));
    page.wait_for("window.Reveal?.isReady?.()");
    let places = page.evaluate(PLACES);
    serde_json::from_str(places.as_str().expect("a text")).expect("a list of texts")
}

#[test]
fn the_heading_of_a_slide_stands_still_in_every_theme() {
    let Some(chromium) = Chromium::start() else { return };
    for theme in themes(&talk("", &[KINDS])) {
        for size in ["16:9", "4:3"] {
            let places = places(&chromium, &format!("theme = \"{theme}\"\nsize = \"{size}\"\n"));
            assert_eq!(places.len(), 1, "{theme} at {size}: {places:?}");
        }
    }
}

#[test]
fn headings_of_a_talk_for_reveal_js_stand_where_it_puts_them() {
    let Some(chromium) = Chromium::start() else { return };
    for settings in ["extensions = false\n", "[reveal]\ncenter = true\n"] {
        let places = places(&chromium, settings);
        assert!(places.len() > 5, "{settings}: {places:?}");
    }
}

#[test]
fn a_look_finds_nothing_in_any_theme() {
    let Some(_) = Chromium::start() else { return };
    for theme in themes(&talk("", &[KINDS])) {
        for appearance in ["light", "dark"] {
            let settings = format!("theme = \"{theme}\"\nappearance = \"{appearance}\"\nsize = \"16:9\"\n");
            let report = talk(&settings, &[LAYOUTS, KINDS]).json(0, &["check", "talk", "--look"]);
            let found: &[Value] = report["diagnostics"].as_array().expect("a list");
            let found: Vec<_> = found.iter().map(|it| (&it["code"], &it["line"], &it["message"])).collect();
            assert!(found.is_empty(), "{theme}, {appearance}: {found:#?}");
        }
    }
}

/// A picture beside words and one behind them, from the same file, which the deck so holds once.
const PICTURES: &str = r#"<!-- .slide: layout="picture-right" -->
## Beside

![A dot](dot.svg)

Words



<!-- .slide: layout="picture" -->
![A dot](dot.svg)

## Behind

Words



<!-- .slide: layout="picture-left" -->
## Beside

![A dot](dot.svg)

Words
"#;

/// What of these overlaps on the slide that is shown: the number, the arrows and the footer.
const OVERLAPS: &str = "JSON.stringify((() => {
  const box = (selector) => [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility()).map((it) => it.getBoundingClientRect());
  const number = box('.slide-number')[0];
  const others = [...box('.controls button:not([disabled])'), ...box('.orate-footer > *')];
  return others.filter((it) => it.left < number.right && number.left < it.right && it.top < number.bottom && number.top < it.bottom).length;
})())";

#[test]
fn the_number_of_a_slide_is_beside_the_arrows_and_the_footer() {
    let Some(chromium) = Chromium::start() else { return };
    for size in ["16:9", "4:3"] {
        let settings = format!(
            "size = \"{size}\"\nfooter = \"{}\"\n[reveal]\nslideNumber = \"c/t\"\n",
            "A long line. ".repeat(20)
        );
        let talk = talk(&settings, &[KINDS]);
        assert!(talk.run(&["build", "talk", "--quiet"]).status.success());
        let page = chromium.blank();
        page.without_motion();
        page.go(&file_url(&talk.path("talk/dist/index.html")));
        page.wait_for("window.Reveal?.isReady?.()");
        page.evaluate("Reveal.slide(3)");
        page.wait_for("Reveal.getIndices().h === 3");
        assert_eq!(page.evaluate(OVERLAPS).as_str(), Some("0"), "{size}");
    }
}

#[test]
fn a_picture_that_is_there_twice_fills_its_half_of_the_slide() {
    let Some(chromium) = Chromium::start() else { return };
    let talk = talk("size = \"16:9\"\n", &[PICTURES]);
    assert!(talk.run(&["build", "talk", "--quiet"]).status.success());
    let page = chromium.blank();
    page.go(&file_url(&talk.path("talk/dist/index.html")));
    page.wait_for("window.Reveal?.isReady?.()");
    let fits = page.evaluate(
        "[...document.querySelectorAll('.orate-side [data-orate-image]')].map((it) => getComputedStyle(it).backgroundSize).join()",
    );
    assert_eq!(fits.as_str(), Some("cover,cover"));
}

#[test]
fn a_slide_with_words_on_its_picture_is_one_page() {
    let Some(_) = Chromium::start() else { return };
    let report = talk("size = \"16:9\"\n", &[PICTURES]).json(0, &["export", "pdf", "talk", "-o", "a.pdf"]);
    assert_eq!(report["pages"], 3, "{report}");
}

#[test]
fn a_slide_with_a_chart_in_a_column_is_one_page() {
    let Some(_) = Chromium::start() else { return };
    let rows = (0..8).map(|row| format!("Row {row},{row}\n")).collect::<String>();
    let slide = format!("## A chart\n\n::: columns\n```chart\n{rows}```\n\n+++\n\nWords\n:::\n");
    let report = talk("size = \"16:9\"\n", &[&slide]).json(0, &["export", "pdf", "talk", "-o", "a.pdf"]);
    assert_eq!(report["pages"], 1, "{report}");
}

/// Scrolls a gallery from frame to frame, so that each is filled, and gives the grounds of the pages in each.
const GALLERY: &str = "(async () => {
  const frames = [...document.querySelectorAll('iframe')];
  const grounds = [];
  for (const frame of frames) {
    const isFilled = () => frame.contentDocument?.querySelectorAll('.pdf-page').length;
    frame.scrollIntoView();
    while (!isFilled()) await new Promise(requestAnimationFrame);
    const page = frame.contentDocument.querySelectorAll('.pdf-page')[1];
    grounds.push(isFilled() + getComputedStyle(page).backgroundColor.replaceAll(' ', ''));
  }
  return grounds.join(' ');
})()";

#[test]
fn the_gallery_shows_slides_in_each_theme_light_and_dark() {
    let Some(chromium) = Chromium::start() else { return };
    let talk = talk("", &[KINDS]);
    assert!(talk.run(&["themes", "gallery", "themes.html"]).status.success());
    let page = chromium.blank();
    page.go(&file_url(&talk.path("themes.html")));
    let grounds = page.evaluate(GALLERY);
    let grounds: Vec<&str> = grounds.as_str().expect("a text").split(' ').collect();
    assert_eq!(grounds.len(), 16, "{grounds:?}");
    assert_eq!(grounds[..4], ["7rgb(255,255,255)", "7rgb(0,0,0)", "7rgb(255,255,255)", "7rgb(0,0,0)"]);
    assert_eq!(grounds[4..6], ["7rgb(251,247,239)", "7rgb(25,21,18)"]);
}

/// The size of the title in pixels of the slide, on each page that has it.
const TITLE: &str =
    "[...document.querySelectorAll('.slides h1')].map((title) => getComputedStyle(title).fontSize).join(' ')";

#[test]
fn the_first_slide_is_a_title_on_paper_as_it_is_on_screen() {
    let Some(chromium) = Chromium::start() else { return };
    let slides = ["# A talk\n\nWhat it is about <!-- .element: class=\"fragment\" -->\n"];
    let talk = talk("theme = \"ink\"\nsize = \"16:9\"\n", &slides);
    talk.json(0, &["build", "talk"]);
    let file = file_url(&talk.path("talk/dist/index.html"));
    let look = |query: &str| {
        let page = chromium.blank();
        page.go(&format!("{file}{query}"));
        page.wait_for("window.Reveal?.isReady?.()");
        page.evaluate(TITLE).as_str().expect("a text").to_owned()
    };
    let on_screen = look("");
    assert_eq!(look("?print-pdf&pdfSeparateFragments=false"), on_screen);
    assert_eq!(look("?print-pdf&pdfSeparateFragments=true"), format!("{on_screen} {on_screen}"));
}

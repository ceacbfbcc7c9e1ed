//! Whether what is on slides can be read: formulas and tables have their size, and drawings their colours and places, on
//! phones, in the colours of the reader's system, and from right to left.

use serde_json::Value;

use crate::READY;
use crate::chromium::{Chromium, Page, file_url};
use crate::talk::Talk;

/// Builds a talk and opens it.
fn open<'a>(
    chromium: &'a Chromium,
    settings: &str,
    slides: &str,
    prepare: fn(&Page<'_>),
) -> (Talk, Page<'a>) {
    let talk = Talk::new(slides);
    talk.put("talk/orate.toml", &format!("title = \"A talk\"\nsize = \"16:9\"\n{settings}"));
    let built = talk.run(&["build", "talk", "--quiet"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let page = chromium.blank();
    prepare(&page);
    page.go(&file_url(&talk.path("talk/dist/index.html")));
    page.wait_for(READY);
    page.wait_for("document.fonts.status === 'loaded'");
    (talk, page)
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// Of each formula on the slide that is shown: its letters beside those of the slide, and how far its middle is below
/// that of the room under the heading, as a share of the slide's height.
const FORMULAS: &str = "[...Reveal.getCurrentSlide().querySelectorAll('math')].flatMap((math) => {
  const slide = Reveal.getCurrentSlide();
  const size = (element) => parseFloat(getComputedStyle(element).fontSize);
  const [own, room, head] = [math, slide.parentElement, slide.querySelector('h2')].map((it) => it.getBoundingClientRect());
  return [size(math) / size(slide), ((own.top + own.bottom) / 2 - (head.bottom + room.bottom) / 2) / room.height];
})";

#[test]
fn a_short_formula_alone_is_large_and_in_the_middle_of_the_room() {
    let Some(chromium) = Chromium::start() else { return };
    let slides = "## One\n\n$$P = 1 - (1 - p)^n$$\n\n\n## Two\n\n$$a = b$$\n\n$$c = d$$\n\n\n## In a text\n\nWith\n\n$$a = b$$\n";
    for theme in ["white", "ink", "mono", "clear"] {
        let (_talk, page) =
            open(&chromium, &format!("theme = \"{theme}\"\n"), slides, |page| page.without_motion());
        let alone = numbers(&page.evaluate(FORMULAS));
        assert!((1.9..2.0).contains(&alone[0]) && alone[1].abs() < 0.06, "{theme}: {alone:?}");
        page.evaluate("Reveal.next()");
        let [first, _, second, _] = numbers(&page.evaluate(FORMULAS))[..] else { panic!("two formulas") };
        assert!((1.4..1.5).contains(&first) && first == second, "{theme}: {first} and {second}");
        page.evaluate("Reveal.next()");
        let in_text = numbers(&page.evaluate(FORMULAS));
        assert!((1.9..2.0).contains(&in_text[0]) && in_text[1] < -0.1, "{theme}: {in_text:?}");
    }
}

const TABLE: &str = "## What makes a request slow

| Cause | Share | Median | 99th | What helps |
|---|--:|--:|--:|---|
| Garbage collection | 31 % | 4 ms | 180 ms | smaller heaps |
| Lock contention | 24 % | 9 ms | 420 ms | sharding |
";

/// Of the table: pixels of its letters, pixels that are seen by moving it alone, and the most lines of a number.
const TABLE_SIZES: &str = "(() => {
  const table = document.querySelector('.slides table');
  const size = parseFloat(getComputedStyle(table.querySelector('td')).fontSize);
  const lines = (cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
  };
  const numbers = [...table.querySelectorAll('td[align=right]')].map(lines);
  return [size, table.scrollWidth - table.clientWidth, Math.max(...numbers), document.documentElement.scrollWidth];
})()";

#[test]
fn a_table_of_five_columns_is_read_on_a_phone_without_being_moved() {
    let Some(chromium) = Chromium::start() else { return };
    for theme in ["white", "ink", "signal", "paper"] {
        let phone = |page: &Page<'_>| page.resize(390, 844);
        let (_talk, page) = open(&chromium, &format!("theme = \"{theme}\"\n"), TABLE, phone);
        let sizes = numbers(&page.evaluate(TABLE_SIZES));
        assert!(sizes[0] >= 14.0, "{theme}: letters of {} pixels", sizes[0]);
        assert!(sizes[1] <= 1.0, "{theme}: {} pixels are hidden", sizes[1]);
        assert_eq!(sizes[2..], [1.0, 390.0], "{theme}: lines of a number, and the width of the page");
    }
}

const CHART: &str = "## A chart\n\n```chart\nx,قبل,بعد\nأول,1,2\nثان,2,3\n```\n";

#[test]
fn letters_of_a_chart_have_the_colour_of_text_in_the_colours_of_the_system() {
    let Some(chromium) = Chromium::start() else { return };
    let (_talk, page) = open(&chromium, "theme = \"white\"\n", CHART, |page| page.in_forced_colors());
    let colors = "(() => {
      const [text, heading] = ['.orate-chart text', 'h2'].map((it) => getComputedStyle(document.querySelector(it)));
      return text.fill === heading.color && heading.color === 'rgb(255, 255, 255)';
    })()";
    assert_eq!(page.evaluate(colors), Value::Bool(true));
}

#[test]
fn the_name_of_a_series_is_beside_its_colour_from_right_to_left_too() {
    let Some(chromium) = Chromium::start() else { return };
    let (_talk, page) = open(&chromium, "language = \"ar\"\n", CHART, |_| {});
    let gap = "(() => {
      const [mark, name] = ['.orate-chart rect', '.orate-chart rect + text'].map((it) =>
        document.querySelector(it).getBoundingClientRect());
      return (name.left - mark.right) / mark.width;
    })()";
    let gap = page.evaluate(gap).as_f64().expect("a number");
    assert!((0.1..1.5).contains(&gap), "{gap} times the width of the mark");
}

#[test]
fn a_chart_in_a_column_has_letters_as_large_as_one_that_has_the_slide() {
    let Some(chromium) = Chromium::start() else { return };
    let chart = "```chart\nx,A,B\na,1,2\nb,2,3\n```";
    let slides = format!("## A\n\n{chart}\n\n\n## B\n\n::: columns\n{chart}\n\n+++\n\nWords\n:::\n");
    let height = "Reveal.getCurrentSlide().querySelector('.orate-chart text').getBoundingClientRect().height";
    for theme in ["white", "clear"] {
        let (_talk, page) =
            open(&chromium, &format!("theme = \"{theme}\"\n"), &slides, |page| page.without_motion());
        let wide = page.evaluate(height).as_f64().expect("a number");
        page.evaluate("Reveal.next()");
        let narrow = page.evaluate(height).as_f64().expect("a number");
        assert!(narrow > wide * 0.85, "{theme}: {narrow} beside {wide}");
    }
}

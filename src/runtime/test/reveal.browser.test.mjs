// Talks for reveal.js: a slide has the sizes and places that it has there, and an author's style wins. The figures are
// what reveal.js 6.0.2 computes for the same pages.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, talks } from "./talk.mjs";
import { launch } from "./views.page.mjs";

const made = talks();
let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  made.remove();
});

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600" viewBox="0 0 800 600"><path fill="#c33" d="M0 0h800v600H0z"/></svg>';

/** A page of reveal.js with slides of Markdown, a theme, and style sheets of its own. */
const deck = (slides, { theme = "white", css, head = "", options = "{}" } = {}) => ({
  "index.html": `<!doctype html><html><head><meta charset="utf-8"><title>T</title>
<link rel="stylesheet" href="reveal.js/dist/reset.css"><link rel="stylesheet" href="reveal.js/dist/reveal.css">
${theme ? `<link rel="stylesheet" href="reveal.js/dist/theme/${theme}.css">` : ""}${head}
${css ? '<link rel="stylesheet" href="own.css">' : ""}</head><body><div class="reveal"><div class="slides">
<section data-markdown><textarea data-template>\n${slides}\n</textarea></section>
</div></div><script>Reveal.initialize(${options});</script></body></html>`,
  "a.svg": PICTURE,
  ...(css ? { "own.css": css } : {}),
});

/** A page of reveal.js whose head and slides are given as they are. */
const page = (head, slides) => ({
  "index.html": `<!doctype html><html><head><meta charset="utf-8"><title>T</title>${head}</head>
<body><div class="reveal"><div class="slides">${slides}</div></div><script>Reveal.initialize();</script></body></html>`,
});
const RESET = '<link rel="stylesheet" href="dist/reset.css">';
const BASE = '<link rel="stylesheet" href="dist/reveal.css">';
const THEME = '<link rel="stylesheet" href="dist/theme/white.css">';

/** Opens a talk, and gives what is there of some elements: their boxes in pixels of the canvas, and styles. */
async function see(files, selector, { slide = 0 } = {}) {
  const page = await open(browser, made.page(files), { viewport: { width: 1200, height: 875 } });
  const seen = await page.evaluate(
    async ([selector, slide]) => {
      Reveal.slide(slide);
      for (const animation of document.getAnimations()) animation.finish();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const canvas = document.querySelector(".slides").getBoundingClientRect();
      const scale = Reveal.getScale();
      return [...Reveal.getCurrentSlide().querySelectorAll(selector)].map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        return {
          box: [(left - canvas.left) / scale, (top - canvas.top) / scale, width / scale, height / scale].map(
            Math.round,
          ),
          size: Number.parseFloat(style.fontSize),
          color: style.color,
          ground: style.backgroundColor,
          align: style.textAlign,
          image: style.backgroundImage !== "none",
          imageSize: style.backgroundSize,
          weight: style.fontWeight,
          spacing: style.letterSpacing,
        };
      });
    },
    [selector, slide],
  );
  assert.deepEqual(page.trouble, []);
  await page.context().close();
  return seen;
}

/** Whether two lengths are one but for the rounding of boxes to pixels. */
const near = (length, wanted) => assert(Math.abs(length - wanted) <= 1, `${length} px in the place of ${wanted} px`);

/** The contrast of two colours by WCAG 2. */
function contrast(one, other) {
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [a, b] = [luminance(one), luminance(other)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

test("a picture has the width and height that its author gives it", async () => {
  const slide = [
    '<img src="a.svg" height="100">',
    '<img src="a.svg" width="160">',
    '<img src="a.svg" width="100" height="20">',
    '<img src="a.svg" style="height: 50px">',
    '![](a.svg) <!-- .element: height="80" -->',
  ].join("\n\n");
  const sizes = (await see(deck(slide), "img")).map(({ box }) => box.slice(2));
  assert.deepEqual(sizes, [
    [133, 100],
    [160, 120],
    [100, 20],
    [67, 50],
    [107, 80],
  ]);
});

test("a picture that is shown twice is there under `background: none`, at its size", async () => {
  const css = ".reveal section img { border: none; background: none; box-shadow: none }";
  const files = deck('## One\n\n<img src="a.svg" width="160">\n\n---\n\n## Two\n\n<img src="a.svg" width="160">', {
    css,
  });
  for (const slide of [0, 1]) {
    const [picture] = await see(files, "img", { slide });
    assert.deepEqual([picture.image, picture.imageSize, ...picture.box.slice(2)], [true, "100% 100%", 160, 120]);
  }
});

test("a list is beside what floats", async () => {
  const css = ".reveal .left { float: left; width: 45% }\n.reveal .slides section > ul { width: 50% }";
  const slide = '## Float\n\n<div class="left"><img src="a.svg" width="300"></div>\n\n- Automatic restart\n- Uptime';
  const [picture, list] = (await see(deck(slide, { css }), ".left, ul")).map(({ box }) => box);
  assert.ok(list[0] >= picture[0] + picture[2], `${list} beside ${picture}`);
  assert.equal(list[1], picture[1]);
});

test("text has the theme's size on every canvas", async () => {
  const slide = "# a\n\n## b\n\n### c\n\n#### d\n\ne\n\n- f\n\n<small>g</small>\n\n`h`";
  const sizes = async (options, theme) =>
    (await see(deck(slide, { options, theme }), "h1,h2,h3,h4,p:not(:has(*)),li,small,code")).map(({ size }) => size);
  const white = [105, 67.2, 54.6, 42, 42, 42, 25.2, 42];
  assert.deepEqual(await sizes("{}", "white"), white);
  assert.deepEqual(await sizes("{ width: 1600, height: 1050 }", "white"), white);
  assert.deepEqual(await sizes("{}", "league"), [150.8, 84.4, 62, 40, 40, 40, 24, 40]);
});

test("values that a theme or an author sets for all of the page hold", async () => {
  const [sky] = await see(deck("# Title", { theme: "sky" }), "h1");
  assert.equal(sky.spacing, "-7.54px", "sky sets its headings closer");
  const css = ":root { --r-heading-margin: 0 0 77px; --r-block-margin: 5px }";
  const [heading, one, two] = await see(deck("## Title\n\nOne\n\nTwo", { css }), "h2, p");
  near(one.box[1] - heading.box[1] - heading.box[3], 77);
  near(two.box[1] - one.box[1] - one.box[3], 5);
});

test("line ends between the tags of a listing are no lines of it", async () => {
  const [pre, code] = await see(deck("<pre>\n  <code data-trim>\n    one\n    two\n  </code>\n</pre>"), "pre, code");
  assert.equal(pre.box[3], code.box[3]);
  near(code.box[3], 2 * 27.72 + 10);
});

test("the styles in a page lie over all others, and those in a slide stay there", async () => {
  const own = "<style>.reveal h2 { color: rgb(1, 2, 3) }</style><style media=print>.reveal h2 { color: red }</style>";
  const late = "<section><style>.reveal p { color: rgb(4, 5, 6) }</style><h2>A</h2><p>B</p></section>";
  const [heading, text] = await see(page(RESET + BASE + own + THEME, late), "h2, p");
  assert.equal(heading.color, "rgb(1, 2, 3)");
  assert.equal(text.color, "rgb(4, 5, 6)");
});

test("without reset.css lists have the room that browsers give them, and the author's rules win", async () => {
  const slide = "<section><ul><li>One</li></ul></section>";
  const distance = async (head) => {
    const [list, item] = await see(page(head, slide), "ul, li");
    return item.box[0] - list.box[0];
  };
  assert.equal(await distance(BASE + THEME), 40);
  assert.equal(await distance(RESET + BASE + THEME), 0);
  assert.equal(await distance(BASE + THEME + "<style>ul { padding: 0 }</style>"), 0);
  // The style sheet of reveal.js 3 had the reset in it.
  assert.equal(await distance('<link rel="stylesheet" href="css/reveal.css">' + THEME), 0);
});

test("a page without a theme has none", async () => {
  const [heading, text] = await see(page(RESET + BASE, "<section><h2>A</h2><p>B</p></section>"), "h2, p");
  assert.equal(heading.size, 16);
  assert.equal(text.size, 16);
});

test("a slide is in the middle with all that is placed on it by hand", async () => {
  const below = '<section><h2>A</h2><div style="position: absolute; top: 300px; height: 200px">B</div></section>';
  const [heading] = await see(page(RESET + BASE + THEME, below), "h2");
  assert.equal(heading.box[1], 100, "500 of 700 px are taken");
  const tall = '<section style="height: 600px"><h2>A</h2></section>';
  const [top] = await see(page(RESET + BASE + THEME, tall), "h2");
  assert.equal(top.box[1], 50, "what is on a slide of a height of its own begins at its head");
});

test("every background is whole where many slides are seen at once, whatever brings it in", async () => {
  const slides = ["zoom", "slide", "none"].map(
    (way) => `<section data-background-color="#c33" data-background-transition="${way}"><h2>A</h2></section>`,
  );
  const files = page(RESET + BASE + THEME, slides.join(""));
  for (const [way, tail] of ["slide", "zoom"].flatMap((way) =>
    ["?view=print", "?view=scroll"].map((it) => [way, it]),
  )) {
    const seen = await open(browser, made.page(files), { tail: `${tail}&backgroundTransition=${way}` });
    const boxes = await seen.evaluate(() =>
      [...document.querySelectorAll(".slide-background")].map((background) => {
        const around = background.closest(".pdf-page, .backgrounds").getBoundingClientRect();
        const { left, width } = background.getBoundingClientRect();
        return [left - around.left, width - around.width];
      }),
    );
    assert(boxes.length >= 3);
    for (const box of boxes) assert.deepEqual(box, [0, 0], `${way} ${tail}`);
    await seen.context().close();
  }
});

test("a slide of the scroll view is as large as the window allows in both directions", async () => {
  const slides = '<section><h2>A</h2></section><section><h2 class="r-fit-text">Fit text</h2></section>';
  const seen = await open(browser, made.page(page(RESET + BASE + THEME, slides)), {
    tail: "?view=scroll",
    viewport: { width: 1280, height: 720 },
  });
  await seen.evaluate(() => Reveal.slide(1));
  const boxes = () =>
    seen.evaluate(() => [...document.querySelectorAll("h2")].map((heading) => heading.getBoundingClientRect().width));
  await seen.waitForFunction(() => document.querySelector(".r-fit-text").style.fontSize);
  const scale = (720 * 0.96) / 700;
  const [usual, fitted] = await boxes();
  near(usual, 960 * scale);
  near(fitted, 960 * scale);
  await seen.context().close();
});

test("headings alone are no larger than elsewhere, and text is in the middle", async () => {
  const [first, second] = await see(deck("### Interaction time\n\n#### What does it mean?"), "h3,h4");
  assert.deepEqual([first.size, second.size, first.align], [54.6, 42, "center"]);
  // As high above the middle of the canvas as below it: 65.52 + 20 + 50.4 pixels.
  assert.deepEqual([first.box[1], second.box[1]], [282, 368]);
});

test("no plate lies under text on a picture, and its colour is the author's", async () => {
  const css = ".reveal .light h2 { color: #fff }";
  const slide = '<!-- .slide: data-background-image="a.svg" class="light" -->\n## Coping';
  const [heading] = await see(deck(slide, { css }), "h2");
  assert.deepEqual([heading.ground, heading.color, heading.box[2]], ["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)", 960]);
});

test("code can be read on the ground that its author gives it, and on that of a theme of highlight.js", async () => {
  const code = '## Code\n\n```rust\nfn main() { let a = "text"; } // comment 1\n```';
  const grounds = [
    [deck(code, { css: ".reveal pre > code { background: #3F3F3F; color: #DCDCDC }" }), "rgb(63, 63, 63)"],
    [deck(code, { css: ".reveal pre { background: #111; color: #eee }" }), "rgb(17, 17, 17)"],
    [deck(code, { head: '<link rel="stylesheet" href="plugin/highlight/monokai.css">' }), "rgb(39, 40, 34)"],
    [deck(code, { head: '<link rel="stylesheet" href="highlight/styles/a11y-light.css">' }), "rgb(243, 243, 243)"],
    [deck(code), "rgb(255, 255, 255)"],
    [deck(code, { theme: "black" }), "rgb(25, 25, 25)"],
  ];
  for (const [files, ground] of grounds) {
    const page = await open(browser, made.page(files));
    const inks = await page.evaluate(() => {
      // As the screen has them: a canvas turns every notation into red, green and blue.
      const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      return [...document.querySelectorAll("pre code span[class]:not(.orate-line)")].map((element) => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = getComputedStyle(element).color;
        context.fillRect(0, 0, 1, 1);
        return { name: element.className, ink: [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).join(" ") };
      });
    });
    assert.ok(inks.length > 3);
    for (const { name, ink } of inks) assert.ok(contrast(ink, ground) >= 4.5, `.${name}: ${ink} on ${ground}`);
    await page.context().close();
  }
});

test("elements in a listing are shown as they are written where highlight.js would show them so", async () => {
  const head = '<link rel="stylesheet" href="plugin/highlight/monokai.css">';
  const slide = '<pre><code class="html" data-trim>\n<h2 class="r-fit-text">FIT</h2>\n</code></pre>';
  const page = await open(browser, made.page(deck(slide, { head })));
  assert.equal(
    await page.evaluate(() => document.querySelector("pre code").innerText.trim()),
    '<h2 class="r-fit-text">FIT</h2>',
  );
  await page.context().close();
});

test("a theme of the author's own stands alone", async () => {
  const css =
    ".reveal { font-family: sans-serif; font-size: 40px; color: #123456 }\n.reveal ul, .reveal ol { display: inline-block; text-align: left; margin: 0 0 0 1em }";
  const [line, list] = await see(deck("Au menu :\n\n1. Geotribu\n2. QGIS", { theme: "", css }), "p,ol");
  assert.deepEqual([line.size, line.color, line.align], [40, "rgb(18, 52, 86)", "center"]);
  // One over the other without any space: three lines of 40 pixels, and what the last letters reach below theirs.
  assert.deepEqual([line.box[1], line.box[3], list.box[1], list.box[3]], [289, 40, 329, 80]);
});

test("a theme of the author's own is found among those of reveal.js", async () => {
  const head = '<link rel="stylesheet" href="css/theme/mine.css">';
  const files = {
    ...deck("text", { theme: "", head }),
    "css/theme/mine.css": ".reveal { color: #123456; font-size: 33px }",
  };
  const [line] = await see(files, "p");
  assert.deepEqual([line.size, line.color], [33, "rgb(18, 52, 86)"]);
});

test("what an author places by hand is placed from the edges of what is on the slide", async () => {
  const slide = '## A\n\n<div class="note">b</div>\n\ntext';
  const css = ".reveal .note { position: absolute; bottom: 0; right: 0; height: 50%; width: 100px }";
  const [heading, note, text] = (await see(deck(slide, { css }), "h2,.note,p:not(:empty)")).map(({ box }) => box);
  assert.equal(note[1] + note[3], text[1] + text[3] + 20);
  assert.equal(Math.round((note[3] / (text[1] + text[3] + 20 - heading[1])) * 100), 50);
});

test("what lies over one another is in the middle", async () => {
  const slide = '<div class="r-stack"><p style="width: 100px">a</p><p style="width: 300px">b</p></div>';
  const [one, other] = (await see(deck(slide), ".r-stack > p")).map(({ box }) => box);
  assert.deepEqual([one[0], other[0]], [430, 330]);
});

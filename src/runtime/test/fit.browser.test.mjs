// Slides that fit: what shares the height, what is set smaller and how far, and when.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, PICTURE, talks } from "./talk.mjs";
import { launch } from "./views.page.mjs";

const picture = `![a picture](${PICTURE})`;
const points = (count) => Array.from({ length: count }, (_, i) => `- Point ${i} of this slide`).join("\n");
const words = (count) => Array.from({ length: count }, (_, i) => `word${i}`).join(" ");

/** Slides that ran over their edge before they were fitted. */
const DENSE = {
  "two rows of pictures": `## Pictures\n\n${picture} ${picture}\n\n${picture} ${picture}`,
  "a list and a picture below it": `## List\n\n${points(4)}\n\n${picture}`,
  "a table of nine rows": `## Table\n\n| a | b | c |\n|---|---|---|\n${Array.from({ length: 9 }, (_, i) => `| ${i} | two | three |`).join("\n")}`,
  "23 lines of code": `## Code\n\n\`\`\`rust\n${Array.from({ length: 23 }, (_, i) => `let line_${i} = ${i};`).join("\n")}\n\`\`\``,
  "the end with a QR code":
    '<!-- .slide: template="end" -->\n\n# Thank you\n\nQuestions?\n\n![The slides](qr:self)\n\nada@example.org',
  "a drawing": `## Drawing\n\n\`\`\`mermaid\ngraph TD\n${Array.from({ length: 7 }, (_, i) => `  a${i}[Step ${i}] --> a${i + 1}[Step ${i + 1}]`).join("\n")}\n\`\`\``,
  "a chart below a list": `## Chart\n\n${points(4)}\n\n\`\`\`chart\nQuarter,Talks\nQ1,120\nQ2,180\n\`\`\``,
  "columns with pictures": `## Columns\n\n:::: columns\n::: column\n${picture}\n\n${points(4)}\n:::\n::: column\n${picture}\n:::\n::::`,
  "fourteen points": `## Points\n\n${points(14)}`,
  "a long paragraph": `## Text\n\n${words(70)}`,
};

const made = talks();
let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  made.remove();
});

/** Goes to a slide and gives what became of it: its factor, and how far its content is from each edge of the canvas. */
const look = (page, index) =>
  page.evaluate(async (index) => {
    const slide = Reveal.getSlides()[index];
    Reveal.slide(index, 0, 99);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    for (const animation of document.getAnimations()) animation.finish();
    const canvas = document.querySelector(".slides").getBoundingClientRect();
    const scale = Reveal.getScale();
    const seen = [...slide.querySelectorAll("h1,h2,p,li,td,img,svg,pre,math")]
      .map((element) => element.getBoundingClientRect())
      .filter(({ width }) => width > 1);
    const code = slide.querySelector("pre code");
    return {
      zoom: Number(slide.style.getPropertyValue("--orate-zoom") || 1),
      below: Math.round((canvas.bottom - Math.max(...seen.map(({ bottom }) => bottom))) / scale),
      right: Math.round((canvas.right - Math.max(...seen.map(({ right }) => right))) / scale),
      left: Math.round((Math.min(...seen.map(({ left }) => left)) - canvas.left) / scale),
      scrolls: !!code && code.scrollHeight > code.clientHeight + 1,
      pictures: [...slide.querySelectorAll("img,svg")].map((element) =>
        Math.round(element.getBoundingClientRect().height / scale),
      ),
    };
  }, index);

test("a listing that is too long for its slide scrolls within all of the room", async () => {
  const lines = Array.from({ length: 60 }, (_, i) => `let value${i} = ${i};`).join("\n");
  const slides = [`## Long\n\n\`\`\`js\n${lines}\n\`\`\``, `## Long\n\n${points(4)}\n\n\`\`\`js\n${lines}\n\`\`\``];
  const page = await open(browser, made.build(slides, "size = '16:9'"), { viewport: { width: 1280, height: 720 } });
  for (const index of slides.keys()) {
    const { below, scrolls } = await look(page, index);
    assert.ok(scrolls && below >= 15 && below < 70, `${index}: ${below} px below`);
  }
});

for (const size of ["16:9", "4:3"]) {
  for (const theme of ["white", "black"]) {
    test(`dense slides stay on the slide at ${size}, ${theme}`, async () => {
      const page = await open(browser, made.build(Object.values(DENSE), `size = "${size}"\ntheme = "${theme}"`), {
        viewport: size === "4:3" ? { width: 1024, height: 768 } : { width: 1280, height: 720 },
      });
      for (const [index, name] of Object.keys(DENSE).entries()) {
        const { zoom, below, right, left, scrolls, pictures } = await look(page, index);
        assert.ok(
          below >= 15 && right >= 15 && left >= 15,
          `${name}: ${below} px below, ${right} px right, ${left} px left`,
        );
        assert.ok(zoom >= 0.7 && !scrolls, `${name}: ${zoom}, ${scrolls}`);
        assert.ok(
          pictures.every((height) => height >= 110),
          `${name}: pictures of ${pictures} px`,
        );
      }
      assert.deepEqual(page.trouble, []);
      await page.context().close();
    });
  }
}

test("a picture that stretches has room on a slide that is full of text", async () => {
  const stretched = `## Text\n\n${points(14)}\n\n${picture} <!-- .element: class="r-stretch" -->`;
  const page = await open(browser, made.build([stretched]));
  const { below, pictures } = await look(page, 0);
  assert.ok(below >= 15 && pictures[0] >= 90, `${below} px below, a picture of ${pictures} px`);
  await page.context().close();
});

test("a slide is set no smaller than its talk or itself allows", async () => {
  const long = `## Text\n\n${words(600)}`;
  const usual = await open(
    browser,
    made.build([long, `<!-- .slide: fit="none" -->\n\n${long}`, `<!-- .slide: fit="50%" -->\n\n${long}`, "## Short"]),
  );
  const zooms = async (page, count) => {
    const list = [];
    for (let i = 0; i < count; i++) list.push((await look(page, i)).zoom);
    await page.context().close();
    return list;
  };
  assert.deepEqual(await zooms(usual, 4), [0.7, 1, 0.5, 1]);
  assert.deepEqual(await zooms(await open(browser, made.build([long], 'fit = "85%"')), 1), [0.85]);
  assert.deepEqual(await zooms(await open(browser, made.build([long], 'fit = "none"')), 1), [1]);
});

test("a talk for reveal.js stays as it is, unless a slide of it asks", async () => {
  const long = `## Text\n\n${words(600)}\n\n${picture}`;
  const page = await open(browser, made.build([long], "extensions = false"));
  assert.equal((await look(page, 0)).zoom, 1);
  assert.equal(await page.evaluate(() => document.querySelector("section").getAttribute("style")), null);
  await page.context().close();
  const asking = await open(
    browser,
    made.build([long, `<!-- .slide: data-fit="80%" -->\n\n${long}`], "extensions = false"),
  );
  assert.deepEqual([(await look(asking, 0)).zoom, (await look(asking, 1)).zoom], [1, 0.8]);
  await asking.context().close();
});

test("a picture and a drawing take the height that is left", async () => {
  const page = await open(
    browser,
    made.build([`## Heading\n\n${picture}`, "## Heading\n\n```mermaid\ngraph LR\n  a[Read] --> b[Write]\n```"]),
  );
  const [large, drawing] = [await look(page, 0), await look(page, 1)];
  assert.ok(large.pictures[0] > 480, `${large.pictures} px`);
  assert.ok(drawing.pictures[0] > 75, `${drawing.pictures} px`);
  await page.context().close();
});

test("the heading of a slide that is set smaller begins where every other does", async () => {
  const page = await open(browser, made.build([`## Points\n\n${points(20)}`, `## Points\n\n${points(3)}`]));
  const [small, usual] = [await look(page, 0), await look(page, 1)];
  assert.ok(small.zoom < 1);
  assert.equal(small.left, usual.left);
  await page.context().close();
});

test("the first slide of a long talk does not jump while the page is read", async () => {
  const address = made.build([
    `## Points\n\n${points(20)}`,
    ...Array.from({ length: 1500 }, (_, i) => `## Slide ${i}\n\n${points(4)}`),
  ]);
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
  await page.addInitScript(() => {
    window.jumps = 0;
    new PerformanceObserver((list) => (window.jumps += list.getEntries().length)).observe({
      type: "layout-shift",
      buffered: true,
    });
  });
  await page.goto(address);
  await page.waitForFunction(() => window.Reveal?.isReady());
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100))));
  assert.equal(await page.evaluate(() => window.jumps), 0);
  await page.context().close();
});

test("a slide that a script changes is fitted anew, before it is seen", async () => {
  const page = await open(browser, made.build(["## Points\n\n- one"]));
  assert.equal((await look(page, 0)).zoom, 1);
  const zoom = await page.evaluate(async () => {
    const list = document.querySelector("section ul");
    for (let i = 0; i < 20; i++) list.append(Object.assign(document.createElement("li"), { textContent: `more ${i}` }));
    await null;
    return Number(list.closest("section").style.getPropertyValue("--orate-zoom") || 1);
  });
  assert.ok(zoom < 1, `${zoom}`);
  await page.context().close();
});

test("slides fit in the overview, in scroll view, in the speaker's window and on paper", async () => {
  const address = made.build(["## First", `## Points\n\n${points(16)}`, ...Object.values(DENSE)]);
  const zoomOf = (page, selector) =>
    page.evaluate(
      (selector) => Number(document.querySelector(selector).style.getPropertyValue("--orate-zoom") || 1),
      selector,
    );
  const overview = await open(browser, address);
  await overview.evaluate(() => Reveal.toggleOverview(true));
  await overview.waitForFunction(() =>
    document.querySelector(".reveal .slides section:nth-of-type(2)").style.getPropertyValue("--orate-zoom"),
  );
  await overview.context().close();
  const scroll = await open(browser, address, { tail: "?view=scroll" });
  await scroll.waitForFunction(() => document.querySelector("#points").style.getPropertyValue("--orate-zoom"));
  await scroll.context().close();
  const speaker = await open(browser, address, { tail: "?speaker" });
  assert.ok((await zoomOf(speaker, ".orate-next section")) < 1);
  await speaker.context().close();
  const paper = await open(browser, address, { tail: "?print-pdf" });
  assert.ok((await zoomOf(paper, "#points")) < 1);
  const pages = await paper.evaluate(() =>
    [...document.querySelectorAll(".pdf-page")].map((page) => page.offsetHeight),
  );
  assert.equal(new Set(pages).size, 1, `pages are ${pages} px high`);
  await paper.context().close();
});

test("a phone held upright sets nothing smaller", async () => {
  const page = await open(browser, made.build([`## Text\n\n${words(600)}`]), { viewport: { width: 390, height: 844 } });
  await page.waitForFunction(() => document.querySelector(".reveal.orate-scroll"));
  assert.equal((await look(page, 0)).zoom, 1);
  await page.context().close();
});

test("a slide too long for its page has more pages", async () => {
  const page = await open(browser, made.build([`## Text\n\n${words(900)}`]), { tail: "?print-pdf" });
  const [height, sheet, bottom] = await page.evaluate(() => {
    const element = document.querySelector(".pdf-page");
    return [
      element.offsetHeight,
      Reveal.getComputedSlideSize().height,
      document.querySelector("section p").getBoundingClientRect().bottom - element.getBoundingClientRect().top,
    ];
  });
  assert.ok(height > 1.9 * sheet && bottom <= height, `${height} px for ${bottom} px`);
  await page.context().close();
});

test("a table that is too wide for its page is narrower in print", async () => {
  const row = (cell) => `| ${Array.from({ length: 14 }, (_, i) => `${cell} ${i}`).join(" | ")} |`;
  const wide = `## Wide\n\n${row("Column")}\n|${"---|".repeat(14)}\n${row("value")}`;
  const long = `## Long\n\n| a | b |\n|---|---|\n| ${"x".repeat(120)} | \`${"y".repeat(60)}\` |`;
  const page = await open(browser, made.build([wide, long]), { tail: "?print-pdf" });
  const edges = await page.evaluate(() =>
    [...document.querySelectorAll(".pdf-page")].map((sheet) => {
      const right = Math.max(...[...sheet.querySelectorAll("table,td")].map((it) => it.getBoundingClientRect().right));
      return sheet.getBoundingClientRect().right - right;
    }),
  );
  assert.ok(edges.length === 2 && edges.every((edge) => edge >= 0), `${edges}`);
  await page.context().close();
});

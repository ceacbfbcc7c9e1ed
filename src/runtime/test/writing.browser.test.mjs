// Talks and sites that are written from right to left, as the command line makes them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { orate } from "./program.mjs";
import { open as openTalk, talks } from "./talk.mjs";
import { launch } from "./views.page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "orate-writing-"));
const SLIDES = `# שלום עולם

- [ ] לכתוב
- [x] לבדוק
- נקודה עם \`code()\`

Note: דבר לאט.

---

## טבלה

| שם | מספר |
|:---|---:|
| אחד | 1 |

> ציטוט

> [!WARNING]
> זהירות

----

### למטה

---

## סוף
`;
const put = (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const address = (path) => pathToFileURL(join(folder, "dist", path)).href;

let browser;

before(async () => {
  put("orate.toml", 'title = "محادثات"\nlanguage = "ar"\nurl = "https://example.org/"\n[site]\ntalks = ["talks/*"]\n');
  put(
    "talks/he/orate.toml",
    'title = "שלום עולם"\nlanguage = "he"\nseparator = "dashes"\ndate = 2026-05-01\ntags = ["רשת"]\n',
  );
  put("talks/he/slides/1.md", SLIDES);
  execFileSync(orate(), ["build", "--quiet", folder], { stdio: ["ignore", "ignore", "inherit"] });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

async function open(path, hash = "") {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 }, bypassCSP: true })).newPage();
  await page.goto(address(path) + hash);
  return page;
}

async function openDeck(hash) {
  const page = await open("he/index.html", hash);
  await page.waitForSelector(".reveal.ready");
  return page;
}

async function checkAxe(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id }) => id));
  assert.deepEqual(found, [], name);
}

test("every page of a site goes from right to left, and none is wider than its window", async () => {
  const pages = readdirSync(join(folder, "dist"), { recursive: true }).filter((name) => name.endsWith(".html"));
  assert.ok(pages.length >= 7, pages.join());
  for (const path of pages) {
    const page = await open(path);
    const { direction, wide } = await page.evaluate(() => ({
      direction: document.documentElement.dir,
      wide: document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth,
    }));
    assert.deepEqual([path, direction, wide], [path, "rtl", 0]);
    await checkAxe(page, path);
    await page.context().close();
  }
});

test("what belongs at the beginning of a line is at the right", async () => {
  const page = await openDeck("#/1");
  const sides = await page.evaluate(() => {
    const slide =
      document.querySelector("section.present section.present") ?? document.querySelector("section.present");
    const edges = (selector) => {
      const style = getComputedStyle(slide.querySelector(selector));
      const pixels = (name) => parseFloat(style[name]) > 0;
      return [
        pixels("borderRightWidth"),
        pixels("borderLeftWidth"),
        pixels("paddingRight"),
        pixels("paddingLeft"),
      ].join();
    };
    const cell = getComputedStyle(slide.querySelector("td"));
    return [
      edges("blockquote:not([class])"),
      edges("blockquote[class]"),
      getComputedStyle(slide.querySelector("td + td")).textAlign,
      [parseFloat(cell.paddingLeft) > 0, parseFloat(cell.paddingRight) > 0].join(),
    ];
  });
  assert.deepEqual(sides, ["true,false,true,false", "true,false,true,true", "end", "true,false"]);
  await page.context().close();
});

test("code within a line is read from left to right", async () => {
  const page = await openDeck("#/0");
  const order = await page.evaluate(() => {
    const [text] = document.querySelector("li > code").childNodes;
    const range = document.createRange();
    return [0, 4, 5].map((at) => {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().x;
    });
  });
  assert.deepEqual(
    order,
    order.toSorted((one, other) => one - other),
  );
  await page.context().close();
});

test("the next slide waits where its arrow points, whatever the transition", async () => {
  const page = await openDeck("#/1");
  for (const transition of ["slide", "convex", "concave"]) {
    const places = await page.evaluate((transition) => {
      Reveal.configure({ transition });
      const x = (h) =>
        Math.sign(
          Reveal.getSlide(h).getBoundingClientRect().x +
            Reveal.getSlide(h).getBoundingClientRect().width / 2 -
            innerWidth / 2,
        );
      return [x(0), x(2)];
    }, transition);
    assert.deepEqual([transition, ...places], [transition, 1, -1]);
  }
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => Reveal.getState().indexh === 2);
  await page.context().close();
});

test("how many were found is said in the language of the site, from right to left", async () => {
  const page = await open("search/index.html", "?q=אחד");
  await page.locator("#status bdi").waitFor();
  const [count, word] = await page.evaluate(() => {
    const text = document.querySelector("#status bdi").firstChild;
    const range = document.createRange();
    return [0, 3].map((at) => {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().x;
    });
  });
  assert.ok(count > word, `${count} ${word}`);
  await page.context().close();
});

test("menu, notes and the grid of all slides go from right to left", async () => {
  const page = await openDeck("#/0");
  await page.keyboard.press("m");
  const menu = await page.evaluate(() => {
    const { x, right } = document.querySelector("dialog").getBoundingClientRect();
    const close = document.querySelector(".orate-close").getBoundingClientRect();
    return [right === innerWidth, close.x < x + 100];
  });
  assert.deepEqual(menu, [true, true]);
  await checkAxe(page, "menu");
  await page.keyboard.press("Escape");
  const [speaker] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("s")]);
  await speaker.waitForSelector(".orate-speaker");
  assert.equal(
    await speaker.evaluate(() => getComputedStyle(document.querySelector(".orate-notes > div")).direction),
    "rtl",
  );
  await checkAxe(speaker, "speaker");
  await page.keyboard.press("o");
  await page.waitForSelector(".reveal.overview");
  const [first, second] = await page.evaluate(() =>
    [0, 1].map((h) => document.querySelectorAll(".backgrounds > *")[h].getBoundingClientRect().x),
  );
  assert.ok(first > second);
  await checkAxe(page, "overview");
  await page.context().close();
});

test("on paper the slide number is beside the footer, whichever way one reads", async () => {
  const made = talks();
  for (const [language, footer] of [
    ["en", "A footer of many words ".repeat(12).trim()],
    ["he", "שורה של מילים רבות ".repeat(12).trim()],
  ]) {
    const settings = `language = "${language}"\nfooter = "${footer}"\n[reveal]\nslideNumber = "c/t"\n`;
    const address = made.build(["## A\n\nb", "## C\n\nd"], settings);
    for (const tail of ["", "?print-pdf"]) {
      const page = await openTalk(browser, address, { tail });
      await page.emulateMedia({ media: "print" });
      await page.evaluate((tail) => tail || dispatchEvent(new Event("beforeprint")), tail);
      const [words, number, slide] = await page.evaluate(() =>
        [".orate-lent > .orate-footer > span", ".slide-number-pdf", ".slides section"].map((selector) =>
          document.querySelector(selector).getBoundingClientRect().toJSON(),
        ),
      );
      const [gap, edge] =
        language === "he"
          ? [words.left - number.right, number.left - slide.left]
          : [number.left - words.right, slide.right - number.right];
      assert.ok(gap > 4, `${language}${tail}: ${gap} px from the footer's words`);
      assert.ok(edge > 4 && edge < 100, `${language}${tail}: ${edge} px from the edge`);
      assert.ok(Math.abs(words.bottom - number.bottom) < 3, `${language}${tail}: on one line`);
      await page.context().close();
    }
  }
  made.remove();
});

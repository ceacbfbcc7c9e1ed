// Everything that orate puts on slides, in Chromium: built by the real command line, looked at by axe, and read as a screen
// reader would.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { orate, repository } from "./program.mjs";
import { launch } from "./views.page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "orate-gallery-"));
const THEMES = ["white", "black"];
const VISIBLE = { viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" };

let browser;
before(async () => {
  for (const theme of THEMES) {
    const talk = join(folder, theme);
    cpSync(join(repository, "tests/decks/gallery"), talk, { recursive: true });
    const settings = join(talk, "orate.toml");
    writeFileSync(settings, `theme = "${theme}"\n${readFileSync(settings, "utf8")}`);
    execFileSync(orate(), ["build", "--quiet", talk], { stdio: "inherit" });
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Opens the gallery; `trouble` is what went wrong in it, and what it asked for. */
async function open(theme, options = VISIBLE) {
  const page = await (await browser.newContext({ bypassCSP: true, ...options })).newPage();
  page.trouble = [];
  page.on("pageerror", (error) => page.trouble.push(error.message));
  page.on("console", (message) => page.trouble.push(message.text()));
  page.on(
    "request",
    (request) =>
      request.resourceType() !== "document" && !request.url().startsWith("data:") && page.trouble.push(request.url()),
  );
  await page.goto(pathToFileURL(join(folder, theme, "dist/index.html")).href);
  if (options.javaScriptEnabled !== false) await page.waitForFunction(() => window.Reveal?.isReady());
  return page;
}

/** Goes to the next slide, with all of its steps; false at the end. */
const next = (page) =>
  page.evaluate(() => {
    const slides = Reveal.getSlides();
    const slide = slides[slides.indexOf(Reveal.getCurrentSlide()) + 1];
    if (!slide) return false;
    const { h, v } = Reveal.getIndices(slide);
    Reveal.slide(h, v, 99);
    return true;
  });

async function violations(page, rules = {}) {
  const found = await page.evaluate((rules) => axe.run(document, { resultTypes: ["violations"], rules }), rules);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`);
}

for (const theme of THEMES) {
  test(`axe finds nothing on any slide, ${theme}`, async () => {
    const page = await open(theme);
    await page.evaluate(axe);
    let count = 0;
    do {
      count++;
      const name = await page.evaluate(() => `${JSON.stringify(Reveal.getIndices())} ${Reveal.getCurrentSlide().id}`);
      assert.deepEqual(await violations(page), [], name);
    } while (await next(page));
    assert.ok(count > 60, `${count} slides were looked at`);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
}

test("axe finds nothing where the gallery is scrolled, and where no script runs", async () => {
  const phone = await open("white", { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });
  await phone.waitForFunction(() => Reveal.isScrollView());
  await phone.evaluate(axe);
  // Browsers let a keyboard into what scrolls, and a phone has a finger.
  assert.deepEqual(await violations(phone, { "scrollable-region-focusable": { enabled: false } }), []);
  assert.deepEqual(phone.trouble, []);
  await phone.context().close();
  const bare = await open("white", { javaScriptEnabled: false });
  assert.deepEqual(bare.trouble, [], "nothing is asked for");
  const shown = await bare.locator("figure, math, svg, img, table, video, audio, .orate-player").count();
  assert.ok(shown > 60, `${shown} things are there`);
  await bare.context().close();
});

/** What a screen reader finds on the slide that holds `selector`: each thing as `role name (description)`. */
async function heard(page, selector) {
  const id = await page.evaluate((selector) => {
    const slide = document.querySelector(selector).closest("section");
    const { h, v } = Reveal.getIndices(slide);
    Reveal.slide(h, v, 99);
    return (slide.id ||= `slide-${h}-${v}`);
  }, selector);
  // A slide is there for a screen reader as soon as its transition has begun.
  await page.waitForFunction(() => Reveal.getCurrentSlide().checkVisibility({ visibilityProperty: true }));
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send("DOM.getDocument");
  const { nodeId } = await session.send("DOM.querySelector", { nodeId: root.nodeId, selector: `[id="${id}"]` });
  const { nodes } = await session.send("Accessibility.queryAXTree", { nodeId });
  const text = ({ value } = {}) =>
    String(value ?? "")
      .replace(/\s+/g, " ")
      .trim();
  const told = nodes.filter(
    (node) => !node.ignored && !["generic", "InlineTextBox", "StaticText", "none"].includes(node.role.value),
  );
  return told.map(({ role, name, description }) =>
    [role.value, text(name), text(description) && `(${text(description)})`].filter(Boolean).join(" "),
  );
}

test("what is drawn and set is read aloud sensibly", async () => {
  const page = await open("white");
  const cases = [
    // A listing is its code, once, and a button.
    ["pre code[data-line-numbers]", [/^code$/, /^button Copy$/], ["code", 1]],
    ["math", [/^(math|MathMLMath)/], ["heading", 1]],
    [".orate-diagram", [/^(image|img) How a talk is built \(.*leads to.*\)$/], ["image", 1]],
    [
      ".orate-chart",
      [
        /^(image|img) Bar chart\. Its figures follow as a table\.$/,
        /^columnheader Quarter$/,
        /^rowheader Q1$/,
        /^cell 120$/,
      ],
      ["image", 1],
    ],
    ["[href] > .orate-qr", [/^link The slides: QR code for https:\/\/example\.org\/talks\/gallery\/$/], ["link", 1]],
    ["video[poster]", [/^Video The ferry crosses the harbour$/], ["Video", 1]],
    ["audio", [/^Audio The bell at noon$/], ["Audio", 1]],
    ["[data-player*=youtube]", [/^link How the ferry is steered youtube\.com$/], ["link", 1]],
    ["figure > img", [/^(image|img) /, /^(figure|Figcaption)/], ["heading", 1]],
  ];
  for (const [selector, expected, [role, count]] of cases) {
    const all = await heard(page, selector);
    for (const one of expected)
      assert.ok(
        all.some((line) => one.test(line)),
        `${one} for ${selector} in\n${all.join("\n")}`,
      );
    assert.equal(
      all.filter((line) => line.split(" ")[0] === role).length,
      count,
      `${role} for ${selector} in\n${all.join("\n")}`,
    );
  }
  await page.context().close();
});

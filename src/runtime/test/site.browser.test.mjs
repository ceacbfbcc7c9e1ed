// A site of talks in Chromium, as a visitor finds it: built by the real command line, over HTTP and from disk.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { orate, repository } from "./program.mjs";
import { launch } from "./views.page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "orate-site-"));
const KINDS = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".xml": "application/xml",
};

const put = (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

let browser;
let server;
let base;
/** Every page, by its path in the site. */
let pages;

before(async () => {
  put(
    "orate.toml",
    'title = "Talks on running things"\nauthor = "Ada Example"\ndescription = "Clusters, storage and people."\nurl = "https://example.org/talks/"\n' +
      '[site]\ntalks = ["talks/*"]\n[publish]\nnotes = "include"\noffline = true\n',
  );
  cpSync(join(repository, "tests/decks/gallery"), join(folder, "talks/gallery"), { recursive: true });
  const gallery = join(folder, "talks/gallery/orate.toml");
  writeFileSync(
    gallery,
    `event = "A workshop"\ndate = 2026-11-02\nplace = "Lisbon"\ntags = ["slides"]\n${readFileSync(gallery, "utf8")}`,
  );
  put(
    "talks/pagers.md",
    "---\ntitle: Why pagers ring\ndate: 2025-06-12\nevent: Ops Meetup\ntags: [people, slides]\nvideo: https://example.org/watch\neditions: [{event: FOSDEM, date: 2025-02-01}]\n---\n" +
      "<!-- .slide: card -->\n# Why pagers ring\n\nNote: I begin with the phone on the table.\n\n\n## Three reasons\n\n- Disks fill up\n- [x] done\n\n[Back](#/why-pagers-ring)\n\nNote: Ask who was woken up.\n",
  );
  put(
    "talks/hoch.md",
    "---\ntitle: Hochverfügbarkeit für Eilige, und was sie kostet\nlanguage: de\ndate: 2024-03-05\n---\n# Hochverfügbarkeit\n\n\n## Was kostet das?\n\n| Was | Wie viel |\n|---|--:|\n| Geld | 3 |\n",
  );
  execFileSync(orate(), ["build", "--public", "--quiet", folder], { stdio: "inherit" });
  const root = join(folder, "dist");
  pages = readdirSync(root, { recursive: true })
    .filter((name) => name.endsWith(".html"))
    .sort();
  server = createServer((request, response) => {
    let path = join(root, decodeURIComponent(new URL(request.url, "http://host").pathname));
    if (path.endsWith("/")) path = join(path, "index.html");
    const isThere = existsSync(path) && statSync(path).isFile();
    const kind = KINDS[/\.\w+$/.exec(path)?.[0]] ?? "text/plain";
    response.writeHead(isThere ? 200 : 404, { "content-type": isThere ? kind : KINDS[".html"] });
    response.end(readFileSync(isThere ? path : join(root, "404.html")));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${server.address().port}/`;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (page) => readFileSync(join(folder, "dist", page), "utf8");
/** Pages that lead on at once, and those that are only seen in a frame, where nobody reads or reaches them. */
const leadsOn = (page) => page.includes("/slide/") || page.endsWith("/cover.html");
/** Pages that are no decks. */
const texts = () =>
  pages
    .filter((page) => !leadsOn(page))
    .filter((page) => !/^(gallery|pagers|hoch)\/([\w-]+\/)?index\.html$/.test(page) || /transcript|about/.test(page));

test("every page is valid HTML", async () => {
  const validate = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ["html-validate:standard"] }));
  const wrong = [];
  for (const page of pages) {
    const { results } = await validate.validateString(read(page));
    for (const { messages } of results) {
      for (const { ruleId, message, line } of messages) {
        // A share of the slide's width, which every browser reads so, and which needs no style attribute.
        const isShare = /^Attribute "width" has invalid value "\d+%"$/.test(message);
        // What marked and reveal.js write for `|--:|`.
        const isAlign = /^Attribute "align" is deprecated on <t[dh]> element$/.test(message);
        if (!isShare && !isAlign) wrong.push(`${page}:${line} ${ruleId} ${message}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  console.log(`${pages.length} pages are valid`);
});

for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ]) {
    test(`axe finds nothing and nothing is cut off, ${colorScheme}, ${width} pixels wide`, async () => {
      // Without motion, so that nothing is measured while it fades in.
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme,
        reducedMotion: "reduce",
        bypassCSP: true,
      });
      const page = await context.newPage();
      // A deck on a phone is a view of its own, and has tests of its own.
      for (const path of width > 600 ? pages.filter((page) => !leadsOn(page)) : texts()) {
        await page.goto(base + path);
        await page.evaluate(() =>
          Promise.all(
            document
              .getAnimations()
              .map((one) => Promise.race([one.finished, new Promise((done) => setTimeout(done, 900))])),
          ),
        );
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0].html.slice(0, 200)}`),
          [],
        );
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${path} is ${over} pixels too wide`);
      }
      await context.close();
    });
  }
}

test("a page asks nobody else for anything and says nothing to the console", async () => {
  const page = await browser.newPage();
  const trouble = [];
  page.on("console", (message) => trouble.push(message.text()));
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("response", (response) => response.ok() || trouble.push(response.url()));
  page.on("request", (request) => /^(http:\/\/127\.0\.0\.1|data:)/.test(request.url()) || trouble.push(request.url()));
  for (const path of pages) await page.goto(base + path, { waitUntil: "networkidle" });
  assert.deepEqual(trouble, []);
  await page.close();
});

test("a cover is the deck's own slide", async () => {
  const page = await browser.newPage({
    viewport: { width: 640, height: 360 },
    reducedMotion: "reduce",
    bypassCSP: true,
  });
  // What a deck has around its slides, and a cover has not.
  const bare =
    ".reveal > :is(.controls, .progress, .slide-number, .playback), .orate-home { display: none !important }";
  const shoot = async (path) => {
    await page.goto(base + path);
    await page.addStyleTag({ content: bare });
    await page.evaluate(() => document.fonts.ready);
    return page.screenshot({ animations: "disabled" });
  };
  for (const talk of ["gallery", "pagers", "hoch"]) {
    const [deck, cover] = [await shoot(`${talk}/index.html`), await shoot(`${talk}/transcript/cover.html`)];
    const different = await page.evaluate(
      compare,
      [deck, cover].map((png) => png.toString("base64")),
    );
    assert.ok(different < 230, `${talk}: ${different} pixels of its cover are others`);
  }
  await page.close();
});

/** How many pixels of two pictures are seen to be others. */
async function compare(pictures) {
  const [one, other] = await Promise.all(
    pictures.map(async (picture) => {
      const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    }),
  );
  let different = 0;
  for (let i = 0; i < one.length; i += 4) {
    const distance = [0, 1, 2].map((channel) => Math.abs(one[i + channel] - other[i + channel]));
    if (Math.max(...distance) > 48) different++;
  }
  return different;
}

test("a deck leads to the pages around it, from its menu and after its last slide", async () => {
  const page = await browser.newPage();
  await page.goto(`${base}pagers/index.html`);
  const home = page.locator("body > .orate-home");
  await page.waitForFunction(() => window.Reveal?.isReady());
  assert.equal(await home.isVisible(), false);
  await page.keyboard.press("m");
  await page.locator(".orate-menu").getByRole("link", { name: "All talks" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("End");
  await home.getByRole("link", { name: "About this talk" }).click();
  await page.waitForURL("**/pagers/about/index.html");
  await page.getByRole("link", { name: "Open the slides" }).click();
  await page.waitForURL("**/pagers/index.html");
  await page.close();
});

test("talks to come stand apart on the day that the page is read", async () => {
  const days = { "2026-11-01": ["gallery"], "2026-11-03": [], "2025-06-12": ["pagers", "gallery"] };
  for (const [day, toCome] of Object.entries(days)) {
    const page = await browser.newPage();
    await page.clock.setFixedTime(new Date(`${day}T12:00:00`));
    await page.goto(base);
    const shown = await page.locator(".upcoming article h3 a").evaluateAll((links) => links.map((link) => link.href));
    assert.deepEqual(
      shown.map((address) => address.slice(base.length).split("/")[0]),
      toCome,
    );
    assert.equal(await page.locator(".upcoming").isVisible(), toCome.length > 0);
    assert.equal(await page.locator(".latest article").count(), 1);
    assert.equal(await page.locator("article").count(), 3);
    await page.close();
  }
});

test("by keyboard: past the head, to the first talk, and into it", async () => {
  const page = await browser.newPage();
  await page.goto(base);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  assert.ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().left >= 0), "it can be seen");
  await page.keyboard.press("Enter");
  let link = "";
  for (let i = 0; i < 30 && !link.endsWith("gallery/about/index.html"); i++) {
    await page.keyboard.press("Tab");
    link = await page.evaluate(() => document.activeElement.href ?? "");
    assert.ok(await page.evaluate(() => document.activeElement.matches(":focus-visible")));
  }
  await page.keyboard.press("Enter");
  await page.waitForURL("**/gallery/about/index.html");
  await page.close();
});

test("the address of one slide leads to it", async () => {
  const page = await browser.newPage();
  await page.goto(`${base}pagers/slide/why-pagers-ring/`);
  await page.waitForURL("**/pagers/index.html#/why-pagers-ring");
  await page.close();
});

test("with scripts off every talk is found and read, from disk too", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const start of [base, pathToFileURL(join(folder, "dist/index.html")).href]) {
    await page.goto(start);
    await page.getByRole("link", { name: "Read Why pagers ring" }).click();
    assert.match(page.url(), /pagers\/transcript\/index\.html$/);
    assert.equal(await page.locator("h1").innerText(), "Why pagers ring");
    assert.match(await page.locator(".said").first().innerText(), /phone on the table/);
    await page.getByRole("link", { name: "Back" }).click();
    assert.match(page.url(), /#why-pagers-ring$/);
    await page.getByRole("link", { name: "Search" }).click();
    assert.equal(await page.locator("#everything li").count(), 3);
  }
  await context.close();
});

test("words from slides and notes of a talk are found, with slips", async () => {
  const page = await browser.newPage();
  await page.goto(base);
  await page.getByRole("searchbox").fill("pager phnoe");
  await page.keyboard.press("Enter");
  await page.locator(".results ol a").first().click();
  assert.match(page.url(), /pagers\/transcript\/index\.html#why-pagers-ring$/);
  await page.close();
});

test("a large site is searched in parts, from disk too", async () => {
  const large = mkdtempSync(join(tmpdir(), "orate-large-"));
  const words = Array.from({ length: 20_000 }, (_, i) => `word${i} дом${i}`);
  mkdirSync(join(large, "talks"));
  writeFileSync(join(large, "orate.toml"), 'title = "Large"\n[site]\ntalks = ["talks/*"]\n');
  writeFileSync(join(large, "talks/one.md"), `# One\n\n\n## Words\n\n${words.join(" ")}\n`);
  writeFileSync(join(large, "talks/two.md"), "# Two\n\n\n## 高可用性\n\nA pacemaker\n");
  execFileSync(orate(), ["build", "--public", "--quiet", large], { stdio: "inherit" });
  const parts = readdirSync(join(large, "dist/search/words"));
  assert.ok(parts.length > 20, `${parts}`);
  for (const part of parts) assert.ok(statSync(join(large, "dist/search/words", part)).size < 64_000, part);
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(pathToFileURL(join(large, "dist/search/index.html")).href);
  const find = async (query, title) => {
    await page.locator("#words").fill(query);
    await page.locator(".results h2", { hasText: title }).waitFor();
    assert.equal(await page.locator(".results h2").count(), 1, query);
  };
  await find("word1999 one", "One");
  await find("paecmaker", "Two");
  await find("ДОМ19999", "One");
  await find("可用", "Two");
  assert.deepEqual(await page.locator(".results mark").allTextContents(), ["可用", "可用"]);
  assert.deepEqual(complaints, []);
  await page.close();
  rmSync(large, { recursive: true });
});

test("what was visited once is there without a network, and a new version with one", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${base}gallery/transcript/`);
  // The worker has the page when it keeps all that the page shows.
  const kept = (path) => page.evaluate(async (address) => Boolean(await caches.match(address)), base + path);
  for (const path of ["gallery/transcript/index.html", "index.html"]) {
    while (!(await kept(path))) await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await context.setOffline(true);
  await page.reload();
  assert.equal(await page.locator("h1").count(), 1);
  const pictures = await page.evaluate(async () => {
    const pictures = [...document.querySelectorAll(".slide img")];
    for (const picture of pictures) picture.loading = "eager";
    await Promise.all(pictures.map((picture) => picture.decode()));
    return pictures.length;
  });
  assert.ok(pictures > 3, `${pictures} pictures`);
  await page.goto(base);
  assert.equal(await page.locator(".talk").count(), 3);
  await assert.rejects(page.goto(`${base}hoch/`), "what was never seen is not there");
  await context.setOffline(false);
  const path = join(folder, "dist/index.html");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replaceAll("Clusters, storage", "Clouds, storage"));
  await page.goto(base);
  assert.match(await page.locator(".lead").innerText(), /Clouds, storage/);
  await context.close();
});

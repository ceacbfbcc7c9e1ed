// The views in Chromium: from disk and over HTTP, by keyboard, under the strict policy of a built talk.

import strict from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { deckPage, launch, publish } from "./views.page.mjs";

let count = 0;
const assert = new Proxy(strict, {
  get:
    (target, name) =>
    (...values) => (count++, target[name](...values)),
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const DOT =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='40'%3E%3Ccircle cx='20' cy='20' r='18' fill='gold'/%3E%3C/svg%3E";
const SLIDES = `
<section><h1>Every window finds its place</h1><p>Two screens</p><aside class="notes"><p>Welcome <b>everyone</b>.</p></aside></section>
<section data-menu-title="Three questions">
  <section data-timing="60"><h2>Questions</h2><ul><li class="fragment">First<aside class="notes">Now the first.</aside></li><li class="fragment">Second</li></ul><aside class="notes">Take a breath.</aside></section>
  <section id="shown"><h2>What is shown</h2><p>Übersicht <a href="#/end">and a link</a></p></section>
</section>
<section data-background-color="#123"><h2>A picture</h2><p><img alt="A dot" data-preview-image src="${DOT}"></p><video data-autoplay muted src="data:video/mp4;base64,AAAA"></video></section>
<section><h2>A frame</h2><iframe title="Inside" src="data:text/html,<p>hello"></iframe></section>
<section id="end"><h2>Thank you</h2></section>`;
const PHONE = `
<section><h1>A title</h1></section>
<section><h2>A list</h2><ul><li>One</li><li class="fragment">Two<ul><li>under it</li></ul></li></ul></section>
<section><h2>Placed</h2><div class="placed">here</div></section>
<section><h2>Wide</h2><table><tbody><tr>${"<td>a lot of text</td>".repeat(9)}</tr></tbody></table><pre><code>${"a line of code ".repeat(9)}</code></pre></section>
<section><h2>Tall</h2>${"<p>A paragraph of several words that takes two lines.</p>".repeat(30)}<p id="last">The end</p></section>
<section><h2>After</h2></section>`;
const MANY = `<section><h2>A listing</h2><pre><code>${"a line\n".repeat(60)}</code></pre></section>${"<section><section><h2>One</h2></section><section><h2>below</h2></section></section>".repeat(20)}<section><h2>A drawing</h2><figure class="orate-diagram"><svg role="img" aria-label="A drawing" viewBox="0 0 877 188" width="1492"><text x="0" y="40" font-size="14">words</text></svg></figure></section>`;
const SIZE = { width: 1280, height: 720 };

let browser;
let site;

before(async () => {
  browser = await launch();
  const many = Array.from(
    { length: 1000 },
    (_, i) => `<section><h2>Slide ${i + 1}</h2><p>${"word ".repeat(30)}</p></section>`,
  ).join("");
  const deck = (more = {}) => deckPage({ slides: SLIDES, config: { ...SIZE }, talk: { duration: 600 }, ...more });
  site = await publish({
    white: deck(),
    black: deck({ theme: "black" }),
    hash: deck({ config: { ...SIZE, hash: true } }),
    notes: deck({ config: { ...SIZE, showNotes: true } }),
    many: deck({ slides: many }),
    audience: deck({ edition: "orate" }),
    dense: deck({ edition: "orate", slides: PHONE + MANY }),
    denseBlack: deck({ edition: "orate", slides: PHONE + MANY, theme: "black" }),
    phone: deck({ edition: "orate", slides: PHONE }),
    compact: deck({ edition: "orate", slides: PHONE, config: { ...SIZE, scrollLayout: "compact" } }),
  });
});
after(async () => {
  await browser?.close();
  site?.end();
  console.log(`views: ${count} assertions`);
});

/** Opens a deck, and with it what goes wrong in it. */
async function open(address, context) {
  const page = await (context ?? (await browser.newContext({ viewport: { width: 1280, height: 720 } }))).newPage();
  page.trouble = [];
  watch(page);
  await page.goto(address);
  await page.waitForSelector(".reveal.ready");
  return page;
}

function watch(page) {
  page.trouble ??= [];
  page.on(
    "console",
    (message) =>
      message.type() === "error" && !/ERR_|sandbox/.test(message.text()) && page.trouble.push(message.text()),
  );
  page.on("pageerror", (error) => page.trouble.push(error.stack));
}

const place = (page) =>
  page.evaluate(() =>
    Object.values(Reveal.getIndices())
      .map((i) => i ?? -1)
      .join("."),
  );
const isAt = (page, wanted) =>
  page.waitForFunction(
    (wanted) =>
      Object.values(Reveal.getIndices())
        .map((i) => i ?? -1)
        .join(".") === wanted,
    wanted,
    { timeout: 8000 },
  );
async function reaches(page, wanted) {
  await isAt(page, wanted).catch(() => {});
  assert.equal(await place(page), wanted);
}

async function openSpeaker(page) {
  const [speaker] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("s")]);
  watch(speaker);
  await speaker.waitForSelector(".orate-speaker");
  return speaker;
}

async function checkAxe(page, name) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { violations } = await axe.run();
    // What scrolls on a slide far off gets its place among what the keyboard reaches once it is near.
    const isFar = ({ target: [selector] }) => {
      const element = document.querySelector(selector);
      return !(element.firstElementChild ?? element).checkVisibility({ contentVisibilityAuto: true });
    };
    const isMeant = (id) => (node) => id !== "scrollable-region-focusable" || !isFar(node);
    return violations
      .map(({ id, nodes }) => [id, nodes.filter(isMeant(id)).map(({ target }) => target.join(" "))])
      .filter(([, targets]) => targets[0]);
  });
  assert.deepEqual(
    violations.map(([id, targets]) => `${name}: ${id} ${targets.join(" ")}`),
    [],
  );
}

for (const scheme of ["file", "http"]) {
  test(`${scheme}: the speaker's window follows, leads, and shows what is next`, async () => {
    const page = await open(site[scheme]("white"));
    const speaker = await openSpeaker(page);
    await page.keyboard.press("ArrowRight");
    await reaches(speaker, "1.0.-1");
    assert.match(await speaker.textContent(".orate-notes"), /Take a breath/);
    const next = () => speaker.$$eval(".orate-stage .fragment.visible", (all) => all.map((one) => one.firstChild.data));
    assert.deepEqual(await next(), ["First"]);
    await speaker.keyboard.press("Space");
    await reaches(page, "1.0.0");
    await speaker.waitForFunction(() => document.querySelectorAll(".orate-stage .fragment.visible").length === 2);
    assert.deepEqual(await next(), ["First", "Second"]);
    assert.match(await speaker.textContent(".orate-step-notes"), /Now the first/);
    assert.equal(await speaker.textContent("footer h1"), "Slide 2 of 6, step 1 of 2");
    await speaker.keyboard.press("b");
    await page.waitForSelector(".reveal.paused");
    assert.match(await speaker.textContent(".orate-now>[role=status]"), /black/);
    await page.keyboard.press("b");
    await speaker.waitForFunction(() => !document.querySelector(".orate-now>[role=status]").textContent);
    assert.ok(!(await speaker.evaluate(() => Reveal.isPaused())));
    await speaker.keyboard.press("End");
    await reaches(page, "4.0.-1");
    assert.match(await speaker.textContent(".orate-next h2"), /last slide/);
    assert.deepEqual([...page.trouble, ...speaker.trouble], []);
    await page.context().close();
  });

  test(`${scheme}: either window may be reloaded`, async () => {
    const page = await open(site[scheme]("white"));
    const speaker = await openSpeaker(page);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    await reaches(speaker, "1.0.0");
    await page.reload();
    await reaches(page, "1.0.0");
    await page.keyboard.press("Space");
    await reaches(speaker, "1.0.1");
    await speaker.evaluate(() => document.querySelector("[title=T]").click());
    const time = await speaker.textContent(".orate-time b");
    await speaker.reload();
    await speaker.waitForSelector(".orate-speaker");
    await reaches(speaker, "1.0.1");
    assert.equal(await speaker.textContent(".orate-time b"), time);
    assert.equal(await speaker.textContent("[title=T]"), "Go on");
    await speaker.keyboard.press("p");
    await reaches(page, "1.0.0");
    await page.close();
    await speaker.waitForFunction(() => /no window/.test(document.querySelector("[role=alert]").textContent));
    const [again] = await Promise.all([speaker.waitForEvent("popup"), speaker.click("[role=alert] button")]);
    await again.waitForSelector(".reveal.ready");
    await reaches(again, "1.0.0");
    await speaker.waitForFunction(() => !document.querySelector("[role=alert]").textContent);
    assert.ok(true);
    await speaker.context().close();
  });
}

test("a speaker's page opened by hand finds the deck through the channel", async () => {
  const page = await open(site.http("white"));
  await page.keyboard.press("ArrowRight");
  const speaker = await page.context().newPage();
  await speaker.goto(`${site.http("white")}?speaker`);
  await speaker.waitForSelector(".orate-speaker");
  await reaches(speaker, "1.0.-1");
  await speaker.keyboard.press("ArrowRight");
  await reaches(page, "1.0.0");
  await page.context().close();
});

test("another deck, another origin and another pair are not heard", async () => {
  const page = await open(site.http("white"));
  const speaker = await openSpeaker(page);
  await page.keyboard.press("ArrowRight");
  await reaches(speaker, "1.0.-1");
  const other = await open(site.http("black"), page.context());
  await other.evaluate(() => {
    const state = { h: 3, v: 0, f: -1, paused: true, overview: false, autoPaused: false, overlay: null };
    for (const pair of ["", "other"])
      new BroadcastChannel("orate:link:/white.html").postMessage({
        id: Math.random(),
        deck: "/white.html",
        pair: pair || "x",
        speaker: true,
        revision: 999,
        state,
      });
    new BroadcastChannel("orate:link:/white.html").postMessage("nonsense");
  });
  await page.evaluate(() =>
    window.postMessage(
      {
        id: 1,
        deck: "/white.html",
        pair: sessionStorage["orate:pair:/white.html"],
        speaker: true,
        revision: 999,
        state: { h: 3, v: 0, f: -1 },
      },
      "*",
    ),
  );
  await speaker.keyboard.press("Space");
  await reaches(page, "1.0.0");
  assert.equal(await other.evaluate(() => Reveal.getIndices().h), 0);
  await page.context().close();
});

test("nothing plays in the speaker's window", async () => {
  const page = await open(`${site.http("white")}?speaker#/2`);
  assert.equal(
    await page.evaluate(() => [...document.querySelectorAll("video")].every((one) => one.paused && !one.autoplay)),
    true,
  );
  assert.equal(
    await page.evaluate(() =>
      [...document.querySelectorAll("iframe")].some((one) => one.hasAttribute("src") || one.hasAttribute("data-src")),
    ),
    false,
  );
  assert.equal(await page.evaluate(() => Reveal.isSpeakerNotes()), true);
  await page.context().close();
});

test("the speaker's time stops, waits for questions, begins anew; notes grow; layouts are kept", async () => {
  const page = await open(`${site.http("white")}?speaker`);
  await page.keyboard.press("q");
  assert.equal(await page.getAttribute("[title=Q]", "aria-pressed"), "true");
  await page.waitForFunction(() => !/^0(:00)?$/.test(document.querySelector(".orate-time p:last-child b").textContent));
  const stopped = await page.textContent(".orate-time b");
  await page.keyboard.press("q");
  assert.equal(await page.getAttribute("[title=Q]", "aria-pressed"), "false");
  assert.ok(["0:00", "0:01", stopped].includes(await page.textContent(".orate-time b")));
  await page.keyboard.press("Shift+T");
  assert.equal(await page.textContent(".orate-time b"), "0:00");
  assert.equal(await page.isVisible(".orate-time p:last-child"), false);
  assert.match(await page.textContent(".orate-time ul"), /Slide ● on time/);
  const size = () => page.$eval(".orate-notes", (one) => parseFloat(getComputedStyle(one).fontSize));
  const was = await size();
  await page.keyboard.press("+");
  assert.ok((await size()) > was);
  for (const layout of ["wide", "tall", "notes-only"]) {
    await page.keyboard.press("y");
    assert.equal(await page.getAttribute(".orate-speaker", "data-layout"), layout);
  }
  await page.reload();
  await page.waitForSelector(".orate-speaker");
  assert.equal(await page.getAttribute(".orate-speaker", "data-layout"), "notes-only");
  assert.ok((await size()) > was);
  await page.context().close();
});

test("a held back window is told kindly, and can be opened from the page", async () => {
  const page = await open(site.http("white"));
  await page.evaluate(() => (window.open = () => null));
  await page.keyboard.press("s");
  assert.match(await page.textContent("dialog"), /held the window back/);
  assert.match(await page.getAttribute("dialog a", "href"), /speaker=/);
  assert.equal(await page.evaluate(() => document.activeElement.localName), "a");
  await page.keyboard.press("Escape");
  assert.equal(await page.$("dialog"), null);
  await page.context().close();
});

test("overview: arrows, Enter, a click, events", async () => {
  const page = await open(site.file("white"));
  await page.evaluate(() => {
    window.heard = [];
    for (const name of [
      "overviewshown",
      "overviewhidden",
      "paused",
      "resumed",
      "showhelp",
      "closeoverlay",
      "previewimage",
    ])
      Reveal.on(name, () => heard.push(name));
  });
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => Reveal.isOverview()), true);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  assert.equal(await place(page), "1.1.-1");
  const box = await page.locator(".slide-background.stack.present > .present").boundingBox();
  const slide = await page.locator(".slides .stack.present > .present").boundingBox();
  for (const key of ["x", "y", "width", "height"])
    assert.ok(Math.abs(box[key] - slide[key]) < 1.5, `${key}: ${box[key]} and ${slide[key]}`);
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => Reveal.isOverview()), false);
  await page.keyboard.press("o");
  await page.locator(".backgrounds > .slide-background").nth(3).click();
  assert.equal(await place(page), "3.0.-1");
  assert.deepEqual(await page.evaluate(() => heard), [
    "overviewshown",
    "overviewhidden",
    "overviewshown",
    "overviewhidden",
  ]);
  await page.keyboard.press("v");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await place(page), "3.0.-1");
  await page.keyboard.press("v");
  await page.keyboard.press("F1");
  await page.keyboard.press("Escape");
  assert.deepEqual(await page.evaluate(() => heard.splice(4)), ["paused", "resumed", "showhelp", "closeoverlay"]);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("a thousand slides: the overview opens quickly, and up and down walk its rows", async () => {
  const page = await open(site.file("many"));
  const time = await page.evaluate(() => {
    const start = performance.now();
    Reveal.toggleOverview(true);
    document.body.offsetWidth;
    return performance.now() - start;
  });
  console.log(`overview of 1,000 slides: ${Math.round(time)} ms`);
  assert.ok(time < 1500);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  const { h } = await page.evaluate(() => Reveal.getIndices());
  assert.ok(h > 3 && h < 9, `row of ${h}`);
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate(() => Reveal.getIndices().h), 1);
  await page.context().close();
});

test("help lists every key", async () => {
  const page = await open(site.file("white"));
  await page.evaluate(() =>
    Reveal.addKeyBinding({ keyCode: 85, key: "U", description: "Do something else" }, () => {}),
  );
  await page.keyboard.press("Shift+?");
  const text = await page.textContent("dialog");
  for (const words of [
    "Speaker view",
    "Overview",
    "Pause",
    "Jump",
    "Menu",
    "Laser",
    "Draw",
    "Erase",
    "Closer look",
    "other display",
    "Full screen",
    "auto-slide",
    "Do something else",
    "Next",
    "First slide",
  ]) {
    assert.ok(text.includes(words), words);
  }
  await page.keyboard.press("c");
  assert.equal(await page.$("dialog"), null);
  await page.context().close();
});

test("the audience's deck holds none of the speaker's tools", async () => {
  const page = await open(`${site.file("audience")}?speaker&notes`);
  for (const key of ["s", "w", "x", "d", "e"]) await page.keyboard.press(key);
  assert.equal(page.context().pages().length, 1);
  assert.equal(await page.locator(".orate-ink, .orate-speaker, dialog, [data-orate-tool]").count(), 0);
  assert.deepEqual(await page.evaluate(() => [Reveal.isSpeakerNotes(), Reveal.getSlideNotes()]), [
    false,
    "<p>Welcome <b>everyone</b>.</p>",
  ]);
  await page.keyboard.press("F1");
  assert.doesNotMatch(await page.textContent("dialog"), /Speaker|display|Laser|Draw|Erase/);
  await checkAxe(page, "help for the audience");
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("jump: by number, by place, by name, by words; Escape goes back", async () => {
  const page = await open(site.file("white"));
  const type = async (text, wanted) => {
    await page.keyboard.press("g");
    await page.keyboard.type(text);
    await reaches(page, wanted);
  };
  await type("3", "2.0.-1");
  await page.keyboard.press("Escape");
  assert.equal(await place(page), "0.0.-1");
  await type("2.2", "1.1.-1");
  await page.keyboard.press("Enter");
  assert.equal(await page.$("dialog"), null);
  await type("end", "4.0.-1");
  await page.keyboard.press("Enter");
  await type("ubersicht", "1.1.-1");
  await page.keyboard.press("Enter");
  assert.equal(await place(page), "1.1.-1");
  // A picture is found by the text in its place.
  await type("a dot", "2.0.-1");
  await page.keyboard.press("Enter");
  await page.context().close();
});

test("menu: sections, search, keyboard, focus comes back", async () => {
  const page = await open(site.file("white"));
  await page.keyboard.press("m");
  assert.equal(await page.locator("dialog li button").count(), 6);
  assert.equal(await page.textContent("dialog h3"), "Three questions");
  assert.match(await page.textContent("dialog [aria-current]"), /Every window/);
  await page.keyboard.type("ubersicht");
  assert.equal(await page.locator("dialog li button:visible").count(), 1);
  await page.keyboard.press("Enter");
  assert.equal(await place(page), "1.1.-1");
  assert.equal(await page.$("dialog"), null);
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  // A slide that one comes back to shows what was shown.
  assert.equal(await place(page), "1.0.1");
  assert.equal(await page.evaluate(() => document.activeElement.localName), "body");
  await page.context().close();
});

test("lightbox: by click, by keyboard, by script, in the state", async () => {
  const page = await open(`${site.file("white")}#/2`);
  await page.click("section.present img");
  assert.equal(await page.getAttribute("dialog img", "src"), DOT);
  assert.equal(await page.evaluate(() => Reveal.isOverlayOpen()), true);
  assert.equal(await page.evaluate(() => Reveal.getState().previewImage), DOT);
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => Reveal.isOverlayOpen()), false);
  await page.focus("section.present img");
  await page.keyboard.press("Enter");
  assert.ok(await page.isVisible("dialog img"));
  await page.evaluate(() => Reveal.hidePreview());
  assert.equal(await page.$("dialog"), null);
  await page.evaluate(() => Reveal.previewIframe("javascript:document.title='bad'"));
  assert.equal(await page.getAttribute("dialog iframe", "src"), "about:blank");
  assert.equal(await page.title(), "The talk");
  await page.context().close();
});

test("pen, laser and a closer look are seen in the other window, and end", async () => {
  const page = await open(site.http("white"));
  const speaker = await openSpeaker(page);
  await page.bringToFront();
  await page.keyboard.press("d");
  await page.mouse.move(400, 300);
  await page.mouse.down();
  await page.mouse.move(500, 350, { steps: 4 });
  await page.mouse.up();
  const drawn = () => page.getAttribute(".orate-ink path", "d");
  const line = await drawn();
  assert.match(line, /^M\d+ \d+(L\d+ \d+){3}/);
  await speaker.waitForFunction((line) => document.querySelector(".orate-ink path").getAttribute("d") === line, line);
  await page.keyboard.press("ArrowRight");
  assert.equal(await drawn(), "");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await drawn(), line);
  await page.keyboard.press("e");
  assert.equal(await drawn(), "");
  await page.keyboard.press("x");
  await page.mouse.move(420, 320);
  assert.ok(await page.isVisible(".orate-ink i"));
  await speaker.waitForSelector(".orate-ink i:not([hidden])", { state: "attached" });
  await page.keyboard.press("x");
  assert.ok(!(await page.isVisible(".orate-ink i")));
  await page.keyboard.press("z");
  assert.equal(await page.$eval(".reveal", (one) => one.style.scale), "2");
  await page.keyboard.press("Escape");
  assert.equal(await page.$eval(".reveal", (one) => one.style.scale), "");
  await page.locator(".reveal").click({ modifiers: ["Control"], position: { x: 300, y: 300 } });
  assert.equal(await page.$eval(".reveal", (one) => one.style.scale), "2");
  await page.context().close();
});

test("on a phone held upright a slide is a screen, with type to read at a hand's distance", async () => {
  const phone = () =>
    browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, bypassCSP: true });
  const page = await open(site.http("phone"), await phone());
  await page.waitForFunction(() => Reveal.isScrollView());
  const size = (selector) =>
    page.$eval(selector, (element) => {
      let size = parseFloat(getComputedStyle(element).fontSize);
      for (let one = element; one; one = one.parentElement) size *= getComputedStyle(one).zoom;
      return size;
    });
  for (const selector of ["li", "li li", "#last"]) assert.ok((await size(selector)) >= 16, selector);
  assert.ok((await size("td")) >= 13);
  const boxes = await page.$$eval(".slides section", (all) =>
    all.map((one) => [
      one.getBoundingClientRect().width,
      one.getBoundingClientRect().height,
      one.scrollWidth > one.clientWidth,
    ]),
  );
  for (const box of boxes) assert.deepEqual(box, [390, 844, false]);
  // A slide with a step takes two screens, and stays on the glass while one scrolls to its step.
  await page.evaluate(() => (document.body.scrollTop = 2 * 844));
  await page.waitForSelector("li.fragment.visible");
  assert.equal(await page.$eval("li", (one) => one.closest("section").getBoundingClientRect().top), 0);
  // What is taller than the screen is read by scrolling on.
  await page.evaluate(() => Reveal.slide(4));
  await page.waitForFunction(() => {
    document.querySelector("section:has(#last)").scrollTop = 1e6;
    return document.querySelector("#last").getBoundingClientRect().bottom <= 844;
  });
  await page.evaluate(() => Reveal.next());
  assert.equal(await page.evaluate(() => document.body.scrollTop), 6 * 844);
  // What its author has placed by hand stays on its canvas.
  await page.$eval(".placed", (one) => (one.style.position = "absolute"));
  assert.ok(await page.$eval("section:has(.placed)", (one) => getComputedStyle(one).zoom < 0.5));
  await page.setViewportSize({ width: 844, height: 390 });
  await page.waitForFunction(() => !Reveal.isScrollView());
  assert.deepEqual(page.trouble, []);
  await page.context().close();

  const compact = await open(site.http("compact"), await phone());
  await compact.waitForFunction(() => Reveal.isScrollView());
  assert.ok(await compact.$eval("section", (one) => getComputedStyle(one).zoom < 0.5));
  await compact.context().close();
});

test("the place is announced, shortly", async () => {
  const page = await open(site.file("white"));
  const said = () => page.textContent(".aria-status");
  assert.equal(await said(), "");
  await page.keyboard.press("ArrowRight");
  assert.equal(await said(), "Slide 2 of 6: Questions");
  await page.keyboard.press("Space");
  assert.equal((await said()).trim(), "First");
  await page.keyboard.press("b");
  assert.equal(await said(), "Paused");
  await page.context().close();
});

test("notes stand beside the slide where they are shown", async () => {
  const page = await open(site.file("notes"));
  assert.match(await page.textContent(".speaker-notes"), /Welcome everyone/);
  const [notes, deck] = await Promise.all([
    page.locator(".speaker-notes").boundingBox(),
    page.locator(".reveal").boundingBox(),
  ]);
  assert.ok(notes.x >= deck.x + deck.width - 1 && notes.width > 200);
  await page.context().close();
});

test("nothing of the views is left after destroy", async () => {
  const page = await open(site.file("white"));
  const left = await page.evaluate(() => {
    Reveal.togglePause(true);
    Reveal.toggleHelp(true);
    Reveal.destroy();
    return [
      document.querySelectorAll("dialog").length,
      document.querySelectorAll(".reveal > :not(.slides), .slides > :not(section)").length,
      document.querySelector(".slides").inert,
      document.querySelector(".reveal").role,
    ];
  });
  assert.deepEqual(left, [0, 0, false, null]);
  await page.context().close();
});

test("the speaker's page loads and plays nothing, and a link there opens elsewhere", async () => {
  const page = await open(`${site.http("white")}?speaker#/1/1`);
  await page.evaluate(() => {
    const link = document.querySelector("section.present section.present a");
    link.href = "https://example.invalid/";
    link.addEventListener("click", (event) => setTimeout(() => (window.target = event.target.target)));
    document.addEventListener("click", (event) => event.preventDefault());
    link.click();
  });
  await page.waitForFunction(() => window.target === "_blank");
  assert.equal(await page.evaluate(() => document.body.classList.contains("orate-speaking")), true);
  await page.context().close();
});

for (const theme of ["white", "black"]) {
  test(`axe finds nothing, ${theme}`, async () => {
    const page = await open(site.http(theme));
    await checkAxe(page, "slide");
    for (const [key, name] of [
      ["o", "overview"],
      ["F1", "help"],
      ["m", "menu"],
      ["g", "jump"],
      ["b", "pause"],
    ]) {
      await page.keyboard.press(key);
      await page.waitForTimeout(350);
      await checkAxe(page, name);
      await page.keyboard.press(key === "b" ? "b" : "Escape");
    }
    await page.evaluate(() => Reveal.slide(2));
    await page.click("section.present img");
    await checkAxe(page, "lightbox");
    await page.keyboard.press("Escape");
    const speaker = await openSpeaker(page);
    await speaker.evaluate(() => Reveal.slide(1));
    await checkAxe(speaker, "speaker");
    await page.context().close();
    const notes = await open(site.http("notes"));
    await checkAxe(notes, "notes");
    await notes.context().close();
    const phone = await open(
      site.http(theme),
      await browser.newContext({ viewport: { width: 390, height: 844 }, bypassCSP: true }),
    );
    await phone.waitForFunction(() => Reveal.isScrollView());
    await checkAxe(phone, "phone");
    await phone.context().close();
    // Where things are cut, they scroll, and what scrolls is reached by the keyboard.
    const dense = site.http(theme === "white" ? "dense" : "denseBlack");
    for (const [name, query, width, height] of [
      ["a dense phone", "", 390, 844],
      ["a dense page to scroll", "?view=scroll", 1280, 720],
      ["a dense print", "?view=print", 1280, 720],
      ["a dense slide", "#/6", 1280, 720],
    ]) {
      const page = await open(
        dense + query,
        await browser.newContext({ viewport: { width, height }, bypassCSP: true }),
      );
      if (name !== "a dense print") {
        // What is far off is not measured before it is near.
        await page.evaluate(
          (place) => {
            const { h, v } = place ?? Reveal.getIndices(document.querySelector("figure").closest("section"));
            if (Reveal.isScrollView()) Reveal.slide(h, v);
          },
          name === "a dense phone" ? null : { h: 6 },
        );
        await page.waitForSelector(".slides [tabindex]");
      }
      if (name === "a dense phone") {
        await page.waitForSelector("figure[tabindex]", { state: "attached" });
        assert.ok(
          (await page.$eval("figure text", (one) => one.getBoundingClientRect().height)) >= 10,
          "words of a drawing",
        );
      }
      await checkAxe(page, name);
      await page.context().close();
    }
    const many = await open(
      dense,
      await browser.newContext({ viewport: { width: 1280, height: 720 }, bypassCSP: true }),
    );
    await many.keyboard.press("o");
    await checkAxe(many, "an overview that scrolls");
    await many.context().close();
  });
}

test("a long listing with the focus takes the keys that scroll it, and only those", async () => {
  const page = await open(`${site.file("dense")}#/6`);
  await page.waitForSelector("code[tabindex]");
  await page.focus("code[tabindex]");
  await page.keyboard.press("PageDown");
  await page.waitForFunction(() => document.querySelector("code[tabindex]").scrollTop > 0);
  assert.equal(await place(page), "6.0.-1");
  await page.keyboard.press("n");
  assert.equal(await place(page), "7.0.-1");
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

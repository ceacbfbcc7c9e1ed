// The deck in people's hands: keyboards of other layouts and fingers, as a browser hears them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deckPage, launch, publish } from "./views.page.mjs";

const SLIDES = `
<section><h1>One</h1></section>
<section><h2>Wide</h2><pre><code id="wide" style="display:block;overflow:auto">${"a long line ".repeat(40)}</code></pre>
  <input type="range" id="range"><div id="map" style="touch-action:none;block-size:60px">map</div></section>
<section><section><h2>Tall</h2><div id="tall" tabindex="0" style="overflow:auto;block-size:200px"><p style="block-size:900px">long</p></div></section><section><h2>Below</h2></section></section>
<section><h2>Last</h2></section>`;
const SIZE = { width: 1280, height: 720 };

let browser;
let site;

before(async () => {
  browser = await launch();
  const deck = (config = {}) => deckPage({ slides: SLIDES, config: { ...SIZE, transition: "none", ...config } });
  const embedded = deck({ embedded: true }).replace(
    "<body>",
    '<body><p>Before</p><div style="block-size:300px;inline-size:400px">',
  );
  site = await publish({
    deck: deck(),
    keys: deck({ keyboard: { 191: "next", 66: null, 13: "toggleOverview" } }),
    words: deckPage({
      slides: `<section><h2>日本語の文章を検索する</h2><p>分散ストレージの設計</p></section>
        <section><h2>第二章 負荷<b>分散</b></h2><p><ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby></p></section>
        <section><h2>Straße</h2><p>Überlastungsschutz</p></section><section><h2>สวัสดีชาวโลก</h2><p>ข้อความ<em>ภาษา</em>ไทย</p></section>`,
    }),
    wheel: deck({ mouseWheel: true }),
    embedded: embedded.replace("</body>", '</div><p style="block-size:3000px">After</p></body>'),
    audience: deckPage({ slides: SLIDES, config: SIZE, edition: "orate" }),
  });
});
after(async () => {
  await browser?.close();
  site?.end();
});

async function open(name, hash = "", options = {}) {
  const context = await browser.newContext({ viewport: SIZE, bypassCSP: true, ...options });
  const page = await context.newPage();
  page.trouble = [];
  page.on("pageerror", (error) => page.trouble.push(error.message));
  await page.goto(site.http(name) + hash);
  await page.waitForSelector(".reveal.ready");
  page.protocol = await context.newCDPSession(page);
  return page;
}

/** Presses a key as a keyboard sends it: what it types, where it is, and its old number. */
async function press(page, [key, code, number, modifiers = 0]) {
  const event = { key, code, windowsVirtualKeyCode: number, modifiers };
  const text = [...key].length === 1 ? { text: key } : {};
  await page.protocol.send("Input.dispatchKeyEvent", { type: text.text ? "keyDown" : "rawKeyDown", ...event, ...text });
  await page.protocol.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
}

const state = (page) =>
  page.evaluate(() => {
    const { indexh, indexv, paused } = Reveal.getState();
    const overlay = document.querySelector("dialog[open]")?.className.replace(/.*orate-/, "") ?? "";
    const tool = document.querySelector(".reveal").dataset.orateTool ?? "";
    return [`${indexh}.${indexv}`, paused ? "paused" : "", overlay, tool].filter(Boolean).join(" ");
  });

const SHIFT = 8;
const ALT = 1;
/** Keys of a layout, and what the deck does at each: its place, whether it is paused, the dialog, the tool. */
const LAYOUTS = {
  German: [
    [["?", "Minus", 219, SHIFT], "0.0 help"],
    [["#", "Backslash", 191], "0.0"],
    [["'", "Backslash", 191, SHIFT], "0.0"],
    [["/", "Digit7", 55, SHIFT], "0.0 paused"],
    [[".", "Period", 190], "0.0 paused"],
    [["-", "Slash", 189], "0.0"],
    [["ö", "Semicolon", 192], "0.0"],
    [["ß", "Minus", 219], "0.0"],
    [["Dead", "Equal", 187], "0.0"],
  ],
  French: [
    [["?", "KeyM", 188, SHIFT], "0.0 help"],
    [[":", "Period", 191], "0.0"],
    [["/", "Period", 191, SHIFT], "0.0 paused"],
    [["!", "Slash", 223], "0.0"],
    [[".", "Comma", 190, SHIFT], "0.0 paused"],
    [["n", "KeyN", 78], "1.0"],
    [["m", "Semicolon", 77], "0.0 menu"],
    [["ù", "Quote", 192], "0.0"],
  ],
  Dvorak: [
    [["?", "BracketLeft", 191, SHIFT], "0.0 help"],
    [["b", "KeyN", 66], "0.0 paused"],
    [["n", "KeyL", 78], "1.0"],
    [["x", "KeyB", 88], "0.0 laser"],
    [["'", "KeyQ", 222], "0.0"],
    [["v", "Period", 86], "0.0 paused"],
  ],
  Russian: [
    [["?", "Digit7", 55, SHIFT], "0.0 help"],
    [["и", "KeyB", 66], "0.0 paused"],
    [["т", "KeyN", 78], "1.0"],
    [["ь", "KeyM", 77], "0.0 menu"],
    [["ю", "Period", 190], "0.0"],
    [[".", "Slash", 191], "0.0 paused"],
    [["э", "Quote", 222], "0.0"],
  ],
  Thai: [
    [["ื", "KeyN", 78], "1.0"],
    [["ิ", "KeyB", 66], "0.0 paused"],
  ],
  Arabic: [
    [["؟", "Slash", 191, SHIFT], "0.0 help"],
    [["ى", "KeyN", 78], "1.0"],
    [["لا", "KeyB", 66], "0.0 paused"],
  ],
  Polish: [
    [["ń", "KeyN", 78], "0.0"],
    [["€", "KeyU", 85], "0.0"],
    [["µ", "KeyM", 77], "0.0"],
  ],
  American: [
    [["?", "Slash", 191, SHIFT], "0.0 help"],
    [["/", "Slash", 191], "0.0 paused"],
    [["/", "NumpadDivide", 111], "0.0 paused"],
    [["'", "Quote", 222], "0.0"],
    [["#", "Digit3", 51, SHIFT], "0.0"],
    [[";", "Semicolon", 186], "0.0"],
    [["d", "KeyD", 68, ALT], "0.0"],
    [["d", "KeyD", 68], "0.0 pen"],
    [["F1", "F1", 112], "0.0 help"],
    [["Unidentified", "", 190], "0.0 paused"],
  ],
};

for (const [layout, keys] of Object.entries(LAYOUTS)) {
  test(`keys are known by what they type: ${layout}`, async () => {
    const page = await open("deck");
    for (const [key, wanted] of keys) {
      await press(page, key);
      assert.equal(await state(page), wanted, key.join(" "));
      await page.evaluate(() => {
        Reveal.setState({ indexh: 0, indexv: 0, paused: false });
        Reveal.hidePreview();
        delete document.querySelector(".reveal").dataset.orateTool;
      });
    }
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
}

test("help closes at the key that opened it, and at C, on a layout without either in its usual place", async () => {
  const page = await open("deck");
  for (const closing of [
    ["?", "Minus", 219, SHIFT],
    ["с", "KeyC", 67],
    ["F1", "F1", 112],
  ]) {
    await press(page, ["?", "Minus", 219, SHIFT]);
    assert.equal(await state(page), "0.0 help");
    await press(page, closing);
    assert.equal(await state(page), "0.0", closing.join(" "));
  }
  await page.context().close();
});

test("an author's keys are those of reveal.js: the number of the key, whatever it types", async () => {
  const page = await open("keys");
  await press(page, ["#", "Backslash", 191]);
  assert.equal(await state(page), "1.0");
  await press(page, ["b", "KeyB", 66]);
  assert.equal(await state(page), "1.0");
  await press(page, ["v", "KeyV", 86]);
  assert.equal(await state(page), "1.0 paused");
  await press(page, ["v", "KeyV", 86]);
  await page.evaluate(() => {
    Reveal.addKeyBinding(222, () => Reveal.slide(3));
    Reveal.addKeyBinding({ keyCode: 70, key: "F", description: "Mine" }, "prev");
  });
  await press(page, ["ä", "Quote", 222]);
  assert.equal(await state(page), "3.0");
  await press(page, ["f", "KeyF", 70]);
  assert.equal(await state(page), "2.1");
  await page.evaluate(() => [191, 86].forEach((code) => Reveal.triggerKey(code)));
  assert.equal(await state(page), "3.0 paused");
  await page.context().close();
});

test("jump and menu find words in any script, and within a word with marks", async () => {
  const page = await open("words");
  const jump = async (typed, wanted) => {
    await page.keyboard.press("g");
    await page.keyboard.insertText(typed);
    await page.keyboard.press("Enter");
    assert.equal(await state(page), wanted, typed);
  };
  await jump("検索", "0.0");
  await jump("負荷分散", "1.0");
  await jump("strasse", "2.0");
  await jump("schutz", "2.0");
  await jump("ชาวโลก", "3.0");
  await jump("ภาษา", "3.0");
  await jump("漢字", "1.0");
  await page.keyboard.press("m");
  await page.keyboard.insertText("分散");
  assert.deepEqual(await page.locator("dialog li button:visible span").allTextContents(), ["1", "2"]);
  await page.context().close();
});

/** Draws a finger over the page, from the middle of an element or of the window. */
async function drag(page, selector, across, down) {
  const [x, y] = await page.evaluate((selector) => {
    const box = (selector ? document.querySelector(selector) : document.body).getBoundingClientRect();
    return [box.x + box.width / 2, box.y + Math.min(box.height, innerHeight) / 2];
  }, selector);
  const send = (type, touchPoints) => page.protocol.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", [{ x, y }]);
  for (let i = 1; i <= 8; i++) await send("touchMove", [{ x: x + (across * i) / 8, y: y + (down * i) / 8 }]);
  await send("touchEnd", []);
}

const PHONE = { hasTouch: true };

test("a finger changes the slide, and not where it moves something on it", async () => {
  const check = async (hash, selector, way, wanted) => {
    const page = await open("deck", hash, PHONE);
    await drag(page, selector, ...way);
    assert.equal(await state(page), wanted, `${selector} ${way}`);
    await page.context().close();
  };
  await check("#/0", "", [-200, 0], "1.0");
  await check("#/1", "#wide", [-150, 5], "1.0");
  await check("#/1", "#wide", [-5, 0], "1.0");
  await check("#/1", "#range", [-100, 0], "1.0");
  await check("#/1", "#map", [-150, 0], "1.0");
  await check("#/2", "#tall", [0, -100], "2.0");
  await check("#/2", "#tall", [-200, 0], "3.0");
  await check("#/2", "section.present h2", [0, -150], "2.1");
});

test("what a finger moves on a slide does move", async () => {
  const page = await open("deck", "#/1", PHONE);
  await drag(page, "#wide", -150, 0);
  await page.waitForFunction(() => document.querySelector("#wide").scrollLeft > 50);
  await page.evaluate(() => Reveal.slide(2));
  await drag(page, "#tall", 0, -80);
  await page.waitForFunction(() => document.querySelector("#tall").scrollTop > 30);
  assert.equal(await state(page), "2.0");
  await page.context().close();
});

test("a finger on a deck within a page scrolls the page, and changes the slide from side to side", async () => {
  const page = await open("embedded", "", PHONE);
  await page.evaluate(() => Reveal.slide(2, 1));
  await drag(page, ".reveal", 0, 100);
  await drag(page, ".reveal", 0, -100);
  await page.waitForFunction(() => document.scrollingElement.scrollTop > 30);
  assert.equal(await state(page), "2.1");
  await drag(page, ".reveal", -120, 0);
  assert.equal(await state(page), "3.0");
  await page.context().close();
});

test("a finger that scrolls the deck as one page changes no slide of its own", async () => {
  const page = await open("audience", "", { ...PHONE, viewport: { width: 390, height: 800 } });
  await page.waitForSelector(".orate-scroll");
  await drag(page, "", -200, 0);
  assert.equal(await state(page), "0.0");
  await page.context().close();
});

test("a wheel over something that scrolls scrolls it", async () => {
  const page = await open("wheel", "#/2");
  const { x, y } = await page.evaluate(() => document.querySelector("#tall").getBoundingClientRect());
  await page.mouse.move(x + 20, y + 20);
  await page.mouse.wheel(0, 120);
  await page.waitForFunction(() => document.querySelector("#tall").scrollTop > 0);
  assert.equal(await state(page), "2.0");
  await page.mouse.move(640, 700);
  // A wheel that has just scrolled turns no slide for a moment.
  do await page.mouse.wheel(0, 120);
  while ((await page.evaluate(() => Reveal.getState().indexv)) < 1);
  await page.context().close();
});

test("a finger that draws with the pen changes no slide", async () => {
  const page = await open("deck", "", PHONE);
  await press(page, ["d", "KeyD", 68]);
  await drag(page, "", -200, 0);
  assert.equal(await state(page), "0.0 pen");
  await page.context().close();
});

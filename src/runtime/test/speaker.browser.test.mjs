// What a speaker does from the second window while the audience looks: films, frames, black.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deckPage, launch, publish } from "./views.page.mjs";

/** Ten seconds of silence. */
const SOUND = (() => {
  const [rate, count] = [8000, 80000];
  const bytes = Buffer.alloc(44 + count, 128);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + count, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(count, 40);
  return `data:audio/wav;base64,${bytes.toString("base64")}`;
})();
const SLIDES = `
<section><h2>Films</h2><video id="film" controls aria-label="A train" src="${SOUND}"></video><p class="fragment"><audio id="sound" controls src="${SOUND}"></audio></p></section>
<section><h2>A frame</h2><iframe title="A map" data-src="data:text/html,<p>hello"></iframe><iframe id="own" srcdoc="<p>own"></iframe></section>
<section data-background-iframe="page.html"><h2>A page behind</h2></section>
<section data-background-video="${SOUND}"><h2>A film behind</h2></section>
<section><h2 data-preview-link="false">By itself</h2><video id="self" data-autoplay src="${SOUND}"></video></section>
<section><h2>Steps</h2><p class="fragment">one</p><p class="fragment">two</p></section>`;
const SIZE = { width: 1280, height: 720 };

let browser;
let site;

before(async () => {
  browser = await launch();
  const config = { ...SIZE, slideNumber: true, transition: "none" };
  const fixed = '<div style="position:fixed;inset:0 0 auto;z-index:9999;background:red">Our logo</div></body>';
  site = await publish({ deck: deckPage({ slides: SLIDES, config }).replace("</body>", fixed) });
});
after(async () => {
  await browser?.close();
  site?.end();
});

/** Both windows of a talk, at one slide. */
async function openBoth(hash = "") {
  const context = await browser.newContext({ viewport: SIZE, bypassCSP: true });
  const page = await context.newPage();
  const trouble = [];
  context.on("weberror", (error) => trouble.push(error.error().stack));
  await page.goto(site.http("deck") + hash);
  await page.waitForSelector(".reveal.ready");
  const [speaker] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("s")]);
  await speaker.waitForSelector(".orate-speaker");
  return { page, speaker, trouble, end: () => context.close() };
}

const films = (speaker) =>
  speaker.evaluate(() =>
    [...document.querySelectorAll(".orate-films button")].map(
      ({ textContent, ariaPressed }) => `${textContent.replace(/ \d.*/, "")} ${ariaPressed}`,
    ),
  );
const plays = (page, id, wanted) =>
  page.waitForFunction(([id, wanted]) => !document.getElementById(id).paused === wanted, [id, wanted]);
const shows = (speaker, text) =>
  speaker.waitForFunction((text) => document.querySelector(".orate-films").textContent.includes(text), text);

test("a film is started and stopped from the speaker's window, and plays in the other", async () => {
  const { page, speaker, trouble, end } = await openBoth();
  assert.deepEqual(await films(speaker), ["▶ A train false"]);
  await speaker.click("text=A train");
  await plays(page, "film", true);
  await shows(speaker, "❚❚ A train 0:01 / 0:10");
  await plays(speaker, "film", false);
  await speaker.keyboard.press("r");
  await plays(page, "film", false);
  await shows(speaker, "▶ A train");
  const { x, y } = await speaker.locator(".orate-now #film").boundingBox();
  await speaker.mouse.click(x + 20, y + 20);
  await plays(page, "film", true);
  await page.evaluate(() => document.getElementById("film").pause());
  await shows(speaker, "▶ A train");
  await speaker.keyboard.press("n");
  assert.deepEqual(await films(speaker), ["▶ A train false", "▶ Sound false"]);
  await speaker.click("text=Sound");
  await plays(page, "sound", true);
  assert.deepEqual(trouble, []);
  await end();
});

test("a film behind the slide is stopped from the speaker's window", async () => {
  const { page, speaker, end } = await openBoth("#/2");
  const isPaused = (wanted) =>
    page.waitForFunction(
      (wanted) => document.querySelector(".slide-background.present video")?.paused === wanted,
      wanted,
    );
  await speaker.keyboard.press("n");
  await isPaused(false);
  await shows(speaker, "❚❚ Film behind the slide");
  await speaker.click(".orate-films button");
  await isPaused(true);
  await shows(speaker, "▶ Film behind the slide");
  await end();
});

test("an empty frame in the speaker's window says why", async () => {
  const { speaker, end } = await openBoth("#/1");
  const text = (selector) => speaker.frameLocator(`.orate-now ${selector}`).locator("body").innerText();
  assert.equal((await text("iframe >> nth=0")).trim(), "Only the audience's window loads this page: A map");
  assert.equal((await text("#own")).trim(), "Only the audience's window loads this page");
  await speaker.keyboard.press("n");
  await speaker.waitForSelector("text=Behind this slide, the audience sees a page");
  await end();
});

test("black is all that the audience sees, and the speaker steps on", async () => {
  const { page, speaker, end } = await openBoth("#/3");
  await page.evaluate((source) => Reveal.previewImage(source), "data:image/gif;base64,R0lGODlhAQABAAAAACw=");
  await page.waitForSelector("dialog[open]");
  await speaker.keyboard.press("b");
  await page.waitForSelector(".reveal.paused");
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
  await page.mouse.move(600, 300);
  const shot = await page.screenshot();
  const other = await page.evaluate(async (bytes) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${bytes}`)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    canvas.drawImage(picture, 0, 0);
    const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
    return data.filter((value, i) => i % 4 < 3 && value).length;
  }, shot.toString("base64"));
  assert.equal(other, 0);
  const cursor = await page.evaluate(() => getComputedStyle(document.elementFromPoint(600, 300)).cursor);
  assert.equal(cursor, "none");
  await speaker.keyboard.press("n");
  await page.waitForFunction(() => Reveal.getState().indexh === 4);
  // What plays by itself waits until it is seen.
  await plays(page, "self", false);
  await speaker.keyboard.press("b");
  await plays(page, "self", true);
  await speaker.keyboard.press("b");
  for (const _step of [1, 2]) await speaker.keyboard.press("ArrowRight");
  await page.waitForFunction(() => Reveal.getState().indexf === 0 && Reveal.isPaused());
  await page.mouse.click(600, 300);
  await page.waitForSelector(".reveal:not(.paused)");
  await page.evaluate(() => Reveal.toggleHelp());
  await page.evaluate(() => Reveal.togglePause());
  assert.equal(await page.locator("dialog").count(), 0);
  await page.evaluate(() => Reveal.togglePause());
  await page.waitForSelector("dialog.orate-help[open]");
  await end();
});

test("all keys are seen at a glance in any window of a speaker", async () => {
  const { speaker, end } = await openBoth();
  for (const [width, height] of [
    [1280, 800],
    [1024, 640],
    [800, 600],
    [1920, 1080],
  ]) {
    await speaker.setViewportSize({ width, height });
    await speaker.keyboard.press("?");
    const [needed, room] = await speaker.evaluate(() => {
      const { scrollHeight, clientHeight } = document.querySelector(".orate-help");
      return [scrollHeight, clientHeight];
    });
    assert.equal(needed, room, `${width} by ${height}`);
    await speaker.keyboard.press("Escape");
  }
  await end();
});

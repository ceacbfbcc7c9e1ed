/**
 * Takes the pictures of the README and of `docs/themes.md` anew, with the Chromium that is installed:
 *
 *     cargo build --release && node docs/pictures/take.mjs target/release/orate
 *
 * It needs the packages of `src/runtime` (`npm ci` there). `CHROMIUM` names the browser; without it, /usr/bin/chromium.
 */

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "../../src/runtime/node_modules/playwright-core/index.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [orate] = process.argv.slice(2).map((path) => resolve(path));
const THEMES = ["white", "black", "ink", "night", "signal", "mono", "paper", "clear"];
const [WIDTH, HEIGHT] = [1280, 720];

/** Builds a talk and gives the address of its page. */
function build(talk) {
  execFileSync(orate, ["build", talk, "--quiet"]);
  return pathToFileURL(join(talk, "dist/index.html")).href;
}

/** Opens a deck that stands still, at the same minute whenever the pictures are taken. */
async function open(browser, address) {
  const context = await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT }, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date("2026-10-13T14:02:00"));
  await page.goto(address);
  await page.waitForFunction("window.Reveal?.isReady?.()");
  return page;
}

/** Waits until a page has its fonts, and two frames with them. */
async function isPainted(page) {
  const frame = "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))";
  await page.evaluate(`document.fonts.ready.then(() => ${frame})`);
}

/** Takes a picture of each of these slides of a deck. */
async function shoot(page, slides) {
  const shots = [];
  for (const [h, v] of slides) {
    await page.evaluate(`Reveal.slide(${h}, ${v})`);
    await isPainted(page);
    shots.push(await page.screenshot());
  }
  return shots;
}

/** Puts pictures in a grid and writes it as WebP, `width` pixels wide, with a quality from 0 to 1. */
async function write(browser, name, shots, { columns, width, quality }) {
  const page = await browser.newPage();
  const pictures = shots.map((shot) => `data:image/png;base64,${shot.toString("base64")}`);
  const gap = 4;
  const options = { pictures, columns, gap, quality, cell: (width - gap * (columns - 1)) / columns };
  const url = await page.evaluate(async ({ pictures, columns, gap, quality, cell }) => {
    const height = Math.round((cell * 9) / 16);
    const rows = Math.ceil(pictures.length / columns);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [columns * (cell + gap) - gap, rows * (height + gap) - gap];
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.fillStyle = "#d4d4d4";
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const [index, source] of pictures.entries()) {
      const image = new Image();
      image.src = source;
      await image.decode();
      const [x, y] = [(index % columns) * (cell + gap), Math.floor(index / columns) * (height + gap)];
      context.drawImage(image, x, y, cell, height);
    }
    return canvas.toDataURL("image/webp", quality);
  }, options);
  writeFileSync(here(`../${name}.webp`), Buffer.from(url.split(",")[1], "base64"));
  await page.close();
}

/** Four slides in each theme, and the first two of each together. */
async function themes(browser, folder) {
  const first = [];
  for (const theme of THEMES) {
    const talk = join(folder, theme);
    mkdirSync(talk);
    cpSync(here("slides.md"), join(talk, "slides.md"));
    const lines = [
      'title = "Slow is the new down"',
      'author = "Mira Okafor"',
      'event = "SREcon EMEA, Dublin"',
      'date = "2026-10-13"',
      'footer = "{author} · {event}"',
      'size = "16:9"',
      `theme = "${theme}"`,
      "[reveal]",
      "controls = false",
      "progress = false",
    ];
    writeFileSync(join(talk, "orate.toml"), lines.join("\n"));
    const page = await open(browser, build(talk));
    const shots = await shoot(page, [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
    await page.context().close();
    await write(browser, `themes/${theme}`, shots, { columns: 2, width: 644, quality: 0.9 });
    first.push(shots.slice(0, 2));
  }
  const rows = [first.slice(0, 4), first.slice(4)].flatMap((row) => [row.map(([it]) => it), row.map(([, it]) => it)]);
  await write(browser, "themes/all", rows.flat(), { columns: 4, width: 1280, quality: 0.88 });
}

/** Three slides of the talk of this repository, and its speaker view. */
async function talk(browser, folder) {
  const talk = join(folder, "talk");
  for (const name of ["orate.toml", "slides", "images", "templates"]) {
    cpSync(here(`../../${name}`), join(talk, name), { recursive: true });
  }
  const page = await open(browser, build(talk));
  const shots = await shoot(page, [
    [0, 0],
    [0, 4],
    [0, 5],
  ]);
  await page.evaluate("Reveal.slide(0, 1)");
  const [speaker] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("s")]);
  await speaker.setViewportSize({ width: WIDTH, height: HEIGHT });
  await speaker.waitForLoadState();
  await speaker.getByRole("button", { name: "Next", exact: true }).waitFor();
  await isPainted(speaker);
  shots.push(await speaker.screenshot());
  await write(browser, "talk", shots, { columns: 2, width: 1280, quality: 0.88 });
}

const folder = mkdtempSync(join(tmpdir(), "orate-pictures-"));
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  await themes(browser, folder);
  await talk(browser, folder);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

// What the Rust side embeds: its weight, and that it can stand in a page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const read = (name) => readFileSync(new URL(`../dist/${name}`, import.meta.url));

// Script and base style together, as one page holds them; the first figure is the promise, the second keeps the tools small.
for (const [edition, most] of [
  ["orate", 25_000],
  ["presenter", 31_500],
]) {
  test(`dist/${edition} weighs at most ${most} bytes of gzip`, () => {
    const [script, style] = ["js", "css"].map((kind) => gzipSync(read(`${edition}.${kind}`), { level: 9 }).length);
    const together = gzipSync(Buffer.concat([read(`${edition}.js`), read(`${edition}.css`)]), { level: 9 }).length;
    console.log(`${edition}: script ${script}, style ${style}, together ${together} bytes`);
    assert.ok(together <= most, `${together} bytes`);
  });

  test(`dist/${edition} can stand inside a page`, () => {
    assert.doesNotMatch(read(`${edition}.js`).toString(), /<\/script|<!--|sourceMappingURL/i);
    assert.doesNotMatch(read(`${edition}.css`).toString(), /<\/style|@import|url\(http/i);
  });
}

test("there is a packed form of every theme", () => {
  const names = (folder) =>
    readdirSync(new URL(folder, import.meta.url))
      .filter((name) => name.endsWith(".css"))
      .sort();
  assert.deepEqual(names("../dist/themes"), names("../themes"));
});

test("a theme weighs at most 6,000 bytes of gzip", () => {
  const folder = new URL("../dist/themes/", import.meta.url);
  const parts = [
    "fit",
    "layout",
    "own",
    "placing",
    "players",
    "reveal",
    "reveal-theme",
    "running",
    "slide",
    "templates",
  ];
  const themes = readdirSync(folder).filter((name) => name.endsWith(".css") && !parts.includes(name.slice(0, -4)));
  assert.equal(themes.length, 7, `${themes}`);
  for (const name of themes) {
    const bytes = gzipSync(readFileSync(new URL(name, folder)), { level: 9 }).length;
    assert.ok(bytes <= 6000, `${name}: ${bytes} bytes`);
  }
});

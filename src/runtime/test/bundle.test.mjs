// What the Rust side embeds: its weight, and that it can stand in a page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const read = (name) => readFileSync(new URL(`../dist/${name}`, import.meta.url));

test("script and style together weigh at most 25,000 bytes of gzip", () => {
  const [script, style] = ["orate.js", "orate.css"].map((name) => gzipSync(read(name), { level: 9 }).length);
  console.log(`orate.js ${script} + orate.css ${style} = ${script + style} bytes`);
  assert.ok(script + style <= 25_000, `${script + style} bytes`);
});

test("the script can stand inside a page", () => {
  assert.doesNotMatch(read("orate.js").toString(), /<\/script|<!--|sourceMappingURL/i);
  assert.doesNotMatch(read("orate.css").toString(), /<\/style|@import|url\(http/i);
});

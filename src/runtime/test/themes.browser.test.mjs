// The themes that come with orate, each in light and in dark, with every kind of slide on pages beside each other, in Chromium:
// axe finds nothing in any of them.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { orate } from "./program.mjs";
import { launch } from "./views.page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "orate-themes-"));
const listed = JSON.parse(execFileSync(orate(), ["themes", "--json"], { encoding: "utf8" })).map(({ name }) => name);
// `black` is `white` with its dark colours as the usual ones: with an appearance they are the same.
const themes = listed.filter((name) => name !== "black");

const SLIDES = `<!-- .slide: layout="title" -->
# A talk
## And what belongs to it



<!-- .slide: layout="agenda" -->
## What comes



<!-- .slide: layout="section" -->
# A part
Part one



## A list

- Set a *deadline*, see [the paper](https://example.org/)
  - never a longer one
- ==Retry== once, with \`retry()\`



## Code

\`\`\`rust [2]
async fn get<T>(key: &Key) -> Result<Value, Error> {
    let timer = sleep(15); // of the last minute
    match timer.await { Some('x') => Ok("a \\n"), _ => None? }
}
\`\`\`



## A table

| Cause | Share |
|---|--:|
| Contention | 24 % |



<!-- .slide: layout="quote" -->
> Simplicity.
>
> Tony Hoare



<!-- .slide: layout="statement" -->
Your users live in the tail.

And they never write



<!-- .slide: layout="number" -->
## 63 %
of all page views



<!-- .slide: layout="compare" -->
## Two

### Before

One

+++

### After

Two



## A diagram

\`\`\`mermaid
flowchart LR
  a[Client] --> b[(Cache)]
\`\`\`



## A chart

\`\`\`chart type="bar"
Quarter, Before, After
Q1, 63, 41
Q2, 58, 33
\`\`\`



## A formula

$$P = 1 - (1 - p)^n$$



## Alerts

> [!NOTE]
> One

> [!TIP]
> Two

> [!IMPORTANT]
> Three

> [!WARNING]
> Four

> [!CAUTION]
> Five



<!-- .slide: layout="end" -->
# Thank you

![The slides](qr:https://example.org/talk/)
`;

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Builds the talk, and opens it laid out in pages, where all of its slides are seen at once. */
async function open(theme, appearance) {
  const talk = join(folder, `${theme}-${appearance}`);
  mkdirSync(join(talk, "slides"), { recursive: true });
  const settings = `title = "A talk"\nauthor = "Ada"\ndate = "2026-11-29"\nurl = "https://example.org/talk/"\nfooter = "{author}"\ntheme = "${theme}"\nappearance = "${appearance}"\nsize = "16:9"\n[reveal]\nview = "print"\nslideNumber = true\n`;
  writeFileSync(join(talk, "orate.toml"), settings);
  writeFileSync(join(talk, "slides/a.md"), SLIDES);
  await promisify(execFile)(orate(), ["build", "--quiet", talk]);
  const page = await (await browser.newContext({ bypassCSP: true, reducedMotion: "reduce" })).newPage();
  await page.goto(pathToFileURL(join(talk, "dist/index.html")).href);
  await page.waitForFunction(() => window.Reveal?.isReady());
  return page;
}

describe("axe finds nothing on any slide", { concurrency: 2 }, () => {
  for (const theme of themes)
    for (const appearance of ["light", "dark"])
      test(`in ${theme}, ${appearance}`, async () => {
        const page = await open(theme, appearance);
        assert.equal(await page.locator(".pdf-page").count(), 15);
        await page.evaluate(axe);
        const { violations, passes } = await page.evaluate(() =>
          axe.run(document, { preload: false, resultTypes: ["violations"] }),
        );
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`);
        assert.deepEqual(found, []);
        assert.ok(
          passes.some(({ id }) => id === "color-contrast"),
          "contrasts were measured",
        );
        await page.context().close();
      });
});

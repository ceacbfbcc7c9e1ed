// How long a step and a start take in decks of growing length, beside reveal.js where $REVEAL names its `dist` folder.
//
//     REVEAL=node_modules/reveal.js/dist node bench/steps.mjs

import { chromium } from "playwright-core";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ours = fileURLToPath(new URL("../dist", import.meta.url));
const subjects = [
  ["orate", ours, "orate"],
  ...(process.env.REVEAL ? [["reveal.js", process.env.REVEAL, "reveal"]] : []),
];
const folder = mkdtempSync(join(tmpdir(), "orate-bench-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

for (const count of process.env.COUNTS?.split(",").map(Number) ?? [50, 500, 1000, 2000]) {
  for (const [name, dist, file] of subjects) {
    const slides = Array.from(
      { length: count },
      (_, i) => `<section><h2>Slide ${i}</h2><ul><li>one</li><li>two</li></ul><p>Text of slide ${i}.</p></section>`,
    ).join("");
    const style = readFileSync(join(dist, `${file}.css`), "utf8");
    const script = readFileSync(join(dist, `${file}.js`), "utf8").replaceAll("</script", "<\\/script");
    const begin = '<script type="application/json" id="orate-deck">{"config":{"transition":"none"}}</script>';
    // Each stands where its own documentation puts it: ours in the head, reveal.js after the slides.
    const [head, tail] =
      file === "orate"
        ? [`<script>${script}</script>`, begin]
        : ["", `<script>${script}</script><script>Reveal.initialize({transition:"none"})</script>`];
    const path = join(folder, "deck.html");
    writeFileSync(
      path,
      `<!doctype html><meta charset="utf-8"><style>${style}</style>${head}<body><div class="reveal"><div class="slides">${slides}</div></div><script>performance.mark("read")</script>${tail}`,
    );
    const starts = [];
    const steps = [];
    for (let run = 0; run < 5; run++) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
      await page.addInitScript(() => {
        const look = () =>
          window.Reveal?.isReady?.()
            ? (document.body.getBoundingClientRect(), performance.mark("laid out"))
            : setTimeout(look);
        document.addEventListener("DOMContentLoaded", () => queueMicrotask(look));
      });
      await page.goto(pathToFileURL(path).href);
      await page.waitForFunction(() => performance.getEntriesByName("laid out").length > 0);
      const [start, step] = await page.evaluate(async () => {
        const at = (mark) => performance.getEntriesByName(mark)[0].startTime;
        const times = [];
        for (let i = 0; i < 40; i++) {
          const before = performance.now();
          Reveal.next();
          Reveal.getCurrentSlide().getBoundingClientRect();
          times.push(performance.now() - before);
          await new Promise((done) => requestAnimationFrame(done));
        }
        return [at("laid out") - at("read"), times.sort((a, b) => a - b)[20]];
      });
      starts.push(start);
      steps.push(step);
      await page.close();
    }
    console.log(
      `${String(count).padStart(5)} slides  ${name.padEnd(10)} start ${median(starts).toFixed(0).padStart(4)} ms   step ${median(steps).toFixed(2).padStart(7)} ms`,
    );
  }
}
await browser.close();
rmSync(folder, { recursive: true });

// Pages and browsers for the tests of the views: a deck under the strict policy of a built talk, from disk and from a server.

import { chromium } from "playwright-core";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const read = (path) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8");

/** A page as a build makes it: one script, one style, and a policy that allows nothing else. `edition` is `orate` for the audience's. */
export function deckPage({
  slides,
  config = {},
  talk = {},
  theme = "white",
  title = "The talk",
  edition = "presenter",
}) {
  const script =
    (slides.includes("<pre") ? read("dist/listings.js") : "") +
    (slides.includes("data-auto-animate") ? read("dist/auto-animate.js") : "") +
    (/data-preview-/.test(slides) || config.previewLinks ? read("dist/lightbox.js") : "") +
    (edition === "presenter" && /<video|<audio|background-video/.test(slides) ? read("dist/films.js") : "") +
    (config.slideNumber ? read("dist/print.js") : "") +
    read(`dist/${edition}.js`);
  // The dark twin of a theme is the same style sheet.
  const sheet = read(`dist/themes/${theme === "black" ? "white" : theme}.css`).replace(/@import[^;]*;/g, "");
  const scheme = `:root:root{color-scheme:${theme === "black" ? "dark" : "light"}}`;
  const parts = [`dist/${edition}.css`, "dist/themes/slide.css", "dist/themes/own.css"].map(read);
  const style = [...parts, sheet, scheme].join("");
  const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src 'self' data:; media-src 'self' data:; frame-src 'self' data:`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${title}</title><style>${style}</style><script>${script}</script></head><body><div class="reveal"><div class="slides">${slides}</div></div><script type="application/json" id="orate-deck">${JSON.stringify({ title, config, ...talk })}</script></body></html>`;
}

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** Puts pages where both a browser and a server find them; gives what makes addresses, and what ends the server. */
export async function publish(pages) {
  const folder = mkdtempSync(join(tmpdir(), "orate-views-"));
  for (const [name, page] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), page);
  const server = createServer((request, response) => {
    const path = join(folder, new URL(request.url, "http://x").pathname);
    if (!existsSync(path)) return response.writeHead(204).end();
    response.writeHead(200, { "content-type": "text/html" }).end(readFileSync(path));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    file: (name) => `${pathToFileURL(folder)}/${name}.html`,
    http: (name) => `http://127.0.0.1:${server.address().port}/${name}.html`,
    end() {
      server.close();
      server.closeAllConnections();
    },
  };
}

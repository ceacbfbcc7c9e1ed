// Small talks, built by the real command line for tests of how they are shown.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { orate, repository } from "./program.mjs";

/** A picture of 1600 by 900 pixels, whose address a slide may have. */
export const PICTURE = "images/wide.svg";

/** What makes talks, and removes them. */
export function talks() {
  const folder = mkdtempSync(join(tmpdir(), "orate-talk-"));
  let count = 0;
  return {
    /** Builds a talk of these slides; gives its address. */
    build(slides, settings = "") {
      const talk = join(folder, String(count++));
      mkdirSync(join(talk, "slides"), { recursive: true });
      mkdirSync(join(talk, "images"));
      writeFileSync(
        join(talk, PICTURE),
        '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="900"><path fill="#123456" d="M0 0h1600v900H0z"/></svg>',
      );
      cpSync(join(repository, "tests/decks/gallery/images"), join(talk, "images"), { recursive: true });
      const all = `title = "T"\nurl = "https://example.org/t/"\nseparator = "dashes"\n${/^size/m.test(settings) ? "" : 'size = "16:9"\n'}${settings}`;
      writeFileSync(join(talk, "orate.toml"), all);
      writeFileSync(join(talk, "slides/1.md"), slides.join("\n\n---\n\n"));
      execFileSync(orate(), ["build", "--quiet", talk], { stdio: ["ignore", "ignore", "inherit"] });
      return pathToFileURL(join(talk, "dist/index.html")).href;
    },
    /** Builds a page of reveal.js in place, with the files beside it; gives the deck's address. */
    page(files) {
      const talk = join(folder, String(count++));
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(talk, name)), { recursive: true });
        writeFileSync(join(talk, name), text);
      }
      execFileSync(orate(), ["build", "--quiet", join(talk, "index.html")], { stdio: ["ignore", "ignore", "inherit"] });
      return pathToFileURL(join(talk, "dist/index.html")).href;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Opens a talk and waits until it is there; `trouble` is what went wrong in it. */
export async function open(browser, address, { viewport = { width: 1280, height: 720 }, tail = "" } = {}) {
  const page = await (await browser.newContext({ viewport, bypassCSP: true })).newPage();
  page.trouble = [];
  page.on("pageerror", (error) => page.trouble.push(error.message));
  await page.goto(address + tail);
  await page.waitForFunction(() => window.Reveal?.isReady());
  return page;
}

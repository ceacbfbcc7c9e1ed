// Bundles the runtime into the two committed files that the Rust side embeds:
// `dist/orate.js` and `dist/orate.css`. The same sources give the same bytes.

import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { minify } from "terser";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const shared = {
  absWorkingDir: here("."),
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};

/** Names of our own objects that neither a page, a setting nor a message between windows ever holds: safe to shorten. */
const OURS =
  "outline dispatch subscribe isSpeaker isPrint columns element emit bind viewport afterDrawing isStack remount " +
  "rows steps entry hasStacks forgetFragments codes always areAtOnce registered prepare current list backgrounds slides";

await build({ ...shared, mangleProps: new RegExp(`^(${OURS.replaceAll(" ", "|")})$`), entryPoints: ["src/main.ts"], outfile: "dist/orate.js", format: "iife", target: "es2022", minifySyntax: true });
// A second pass saves a twentieth of what the page weighs.
const { code } = await minify(readFileSync(here("dist/orate.js"), "utf8"), {
  ecma: 2020,
  toplevel: true,
  // Getters are not pure: reading a width is how the page is laid out before a transition.
  compress: { passes: 3 },
  format: { comments: false },
});
writeFileSync(here("dist/orate.js"), code);
await build({ ...shared, entryPoints: ["css/main.css"], outfile: "dist/orate.css", minify: true, target: "chrome120" });

const script = readFileSync(here("dist/orate.js"), "utf8");
for (const text of ["</script", "<!--"]) {
  // Either would end or confuse the inline script that the page holds.
  if (script.toLowerCase().includes(text)) throw new Error(`dist/orate.js holds \`${text}\``);
}

let sum = 0;
for (const name of ["orate.js", "orate.css"]) {
  const bytes = readFileSync(here(`dist/${name}`));
  const packed = gzipSync(bytes, { level: 9 }).length;
  sum += packed;
  console.log(`dist/${name}: ${bytes.length} bytes, ${packed} gzip`);
}
console.log(`together: ${sum} of 25000 gzip`);

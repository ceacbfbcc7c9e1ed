// Bundles the runtime into the committed files that the Rust side embeds: `dist/orate.{js,css}` for the audience,
// `dist/presenter.{js,css}` to speak from, and the themes. `dist/listings.js` is what a page runs before them where code
// is shown step by step, `dist/auto-animate.js` where slides move into one another, `dist/lightbox.js` where something opens large, `dist/films.js` where one speaks with films, `dist/live.js` while its talk is written. `dist/site.css`, `dist/transcript.css` and
// `dist/search.js` are for the pages of a site of several talks, `dist/offline.js` and `dist/visit.js` for a site that works
// offline. `dist/paper.js` is sent into a page that `orate export` prints, `dist/observe.js` into one that `orate check --look` looks at. The same sources give the same bytes.

import { build } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
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

/** Names of our own objects, safe to shorten: where a page, the browser or a message holds the same name, it is written in quotes. */
const OURS =
  "outline dispatch subscribe isSpeaker isPrint columns element emit bind viewport afterDrawing isStack remount " +
  "rows steps entry hasStacks forgetFragments codes always areAtOnce registered prepare current list backgrounds slides " +
  "go move show config previous past total settle change kind box bindings state arrive turn";

/** What the names of our own objects were shortened to: the same in every script that shares these objects. */
let shortened = {};

/** The scripts that were bundled and not yet packed: esbuild's service does not outlive the pause that packing is. */
const bundled = [];

/**
 * `first` names the modules that stand first: gzip packs the rest the better for some than for others, by up to a hundred bytes.
 * `ours` shortens the names of our own objects, which only the runtime itself needs, and only it is tested for.
 */
async function script(entry, outfile, { first = [], ours } = {}) {
  const mangleProps = ours && new RegExp(`^(${ours.replaceAll(" ", "|")})$`);
  const { mangleCache } = await build({
    ...shared,
    mangleProps,
    mangleCache: ours && shortened,
    inject: first.map((name) => `src/${name}.ts`),
    entryPoints: [entry],
    outfile,
    format: "iife",
    target: "es2022",
    minifySyntax: true,
  });
  shortened = mangleCache ?? shortened;
  bundled.push(outfile);
}

/** A second pass, which saves a twentieth of what the page weighs. */
async function pack(outfile) {
  const { code } = await minify(readFileSync(here(outfile), "utf8"), {
    ecma: 2020,
    toplevel: true,
    // `unsafe` only trusts that nobody replaces what the language has built in. Where the page must be laid out before a
    // transition, a method is called: a width that is read for nothing would not be read at all.
    compress: { passes: 3, hoist_funs: true, unsafe: true, pure_getters: true },
    format: { comments: false },
  });
  for (const text of ["</script", "<!--"]) {
    // Either would end or confuse the inline script that the page holds.
    if (code.toLowerCase().includes(text)) throw new Error(`${outfile} holds \`${text}\``);
  }
  writeFileSync(here(outfile), code);
}

/** Custom properties that one of our own style sheets sets and reads, and no theme, page or script: shortened, too. */
const PRIVATE = "side across x y turn bent away hair small page time way".split(" ");
const PRIVATE_NAME = new RegExp(`--orate-(${PRIVATE.join("|")})(?![\\w-])`, "g");

async function style(entry, outfile) {
  // The build of a deck opens what a theme imports from `fonts/`.
  await build({ ...shared, entryPoints: [entry], outfile, minify: true, target: "chrome120", external: ["fonts/*"] });
  const tight = readFileSync(here(outfile), "utf8")
    // Blanks that the bundler keeps, and that no style of ours needs.
    .replace(/(--[\w-]+): /g, "$1:")
    .replace(/, /g, ",")
    // The page's own lines run across.
    .replace(/(?<=[;{-])(block|inline)-size(?=:)/g, (_, way) => (way === "block" ? "height" : "width"))
    .replace(PRIVATE_NAME, (_, name) => `--o${PRIVATE.indexOf(name)}`);
  writeFileSync(here(outfile), tight);
}

await script("src/main.ts", "dist/orate.js", {
  first: ["deck/config", "deck/events", "views/slide-number", "dom/media", "dom/notes"],
  ours: OURS,
});
await style("css/main.css", "dist/orate.css");
await style("css/cover.css", "dist/cover.css");
await script("src/presenter.ts", "dist/presenter.js", { first: ["input/keyboard"], ours: OURS });
await style("css/presenter.css", "dist/presenter.css");
await script("src/lightbox.ts", "dist/lightbox.js", { ours: OURS });
await script("src/films.ts", "dist/films.js", { ours: OURS });
await script("src/auto-animate.ts", "dist/auto-animate.js", { ours: OURS });
await script("src/listings.ts", "dist/listings.js");
await script("src/print.ts", "dist/print.js");
await script("src/fit/main.ts", "dist/fit.js");
await script("src/centering.ts", "dist/centering.js");
await script("src/look/main.ts", "dist/look.js");
await script("src/pdf.ts", "dist/pdf.js");
await script("src/players.ts", "dist/players.js");
await script("src/paper/main.ts", "dist/paper.js");
await script("src/observe.ts", "dist/observe.js");
await script("site/cover.ts", "dist/cover.js");
await script("site/home.ts", "dist/home.js");
await style("site/home.css", "dist/home.css");
await script("site/upcoming.ts", "dist/upcoming.js");
await script("site/search.ts", "dist/search.js");
await script("site/live.ts", "dist/site-live.js");
await script("site/offline.ts", "dist/offline.js");
await script("site/visit.ts", "dist/visit.js");
await style("site/site.css", "dist/site.css");
await style("site/transcript.css", "dist/transcript.css");
for (const folder of ["themes", "themes/reveal"])
  for (const name of readdirSync(here(folder)).filter((name) => name.endsWith(".css")))
    await style(`${folder}/${name}`, `dist/${folder}/${name}`);

const css = {
  name: "css",
  setup: ({ onLoad }) =>
    onLoad({ filter: /live\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        ...shared,
        entryPoints: [path],
        minify: true,
        target: "chrome120",
        write: false,
      });
      return { contents: outputFiles[0].text, loader: "text" };
    }),
};
await build({
  ...shared,
  entryPoints: ["src/live/main.ts"],
  outfile: "dist/live.js",
  format: "iife",
  target: "es2022",
  minify: true,
  plugins: [css],
});

for (const outfile of bundled) await pack(outfile);

for (const edition of ["orate", "presenter"]) {
  const sizes = ["js", "css"].map(
    (kind) => gzipSync(readFileSync(here(`dist/${edition}.${kind}`)), { level: 9 }).length,
  );
  console.log(`dist/${edition}: script ${sizes[0]} + style ${sizes[1]} = ${sizes[0] + sizes[1]} bytes gzip`);
}

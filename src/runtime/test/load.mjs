// Bundles one module of the runtime for Node, so that its pure parts are tested without a browser.

import { build } from "esbuild";
import { fileURLToPath } from "node:url";

/** The exports of `src/NAME.ts`. */
export async function load(name) {
  const result = await build({
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    entryPoints: [`src/${name}.ts`],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
  });
  return import(`data:text/javascript;base64,${Buffer.from(result.outputFiles[0].contents).toString("base64")}`);
}

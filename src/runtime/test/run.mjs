// Runs the tests: pure parts always, behaviour where there is a Chromium. On CI a missing browser is a failure.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const hasBrowser = existsSync(chromium);
const files = readdirSync(folder).filter(
  (name) => name.endsWith(".test.mjs") && (hasBrowser || !name.includes(".browser.")),
);
const { status } = spawnSync(
  process.execPath,
  ["--test", "--test-reporter=spec", "--test-concurrency=1", ...files.map((name) => folder + name)],
  {
    stdio: "inherit",
  },
);
if (!hasBrowser)
  console.error(
    `SKIPPED: every test of behaviour, as there is no Chromium at ${chromium}; $CHROMIUM says where else to look`,
  );
process.exit(status || (!hasBrowser && process.env.CI === "true" ? 1 : 0));

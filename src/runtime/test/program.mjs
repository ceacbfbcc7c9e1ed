// The program, for tests of what it makes.

import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** The program, as it was last built. */
export function orate() {
  const built = ["release", "debug"].map((profile) => join(repository, "target", profile, "orate")).filter(existsSync);
  assert.ok(built.length, "`cargo build` comes first");
  return built.sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)[0];
}

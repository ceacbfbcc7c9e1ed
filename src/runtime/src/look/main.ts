/**
 * Looks at slides as their audience would see them, and says what is wrong: `orateLook.walk()` of a whole deck,
 * `orateLook.measure()` of what is on screen.
 *
 * A bundle of its own, which no deck holds: the preview sends it to the author's window, and `orate check --look` brings it
 * into a browser of its own.
 */

import { measure, walk } from "./walk";

Object.assign(globalThis, { orateLook: { measure, walk } });

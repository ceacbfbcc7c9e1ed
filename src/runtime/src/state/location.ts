/** Between the address of the page and a place in the deck. Pure; the location view does the rest. */

import type { Config } from "../deck/config";
import { integer } from "./integer";
import type { Outline, Slide } from "./outline";
import type { Place } from "./state";

/**
 * The place that a hash names: `#/2/1/0`, `#/name`, `#/name/0`, or the id of anything on a slide.
 *
 * Gives nothing for a name the deck does not have, and for the hash of something else on the page.
 */
export function readHash(
  hash: string,
  outline: Outline,
  root: HTMLElement,
  config: Pick<Config, "hashOneBasedIndex">,
): Place | undefined {
  const [, slash, path = ""] = /^#?(\/?)(.*)/.exec(hash)!;
  const [first = "", second, third] = path.split("/");
  if (!/^-?\d*$/.test(first)) {
    const place = outline.find(slideNamed(decode(slash ? first : path), root));
    return place && { ...place, f: integer(second) };
  }
  if (!slash) return undefined;
  const base = config.hashOneBasedIndex ? 1 : 0;
  return { h: (integer(first) ?? base) - base, v: (integer(second) ?? base) - base, f: integer(third) };
}

/** The slide with this name, or the one that holds the element with it. */
function slideNamed(name: string, root: HTMLElement): Slide | null {
  const text = CSS.escape(name);
  const found = root.querySelector(`.slides [id="${text}"], .slides [data-id="${text}"]`);
  return found && found.closest<Slide>("section");
}

/** The path of a place, as it is after the `#`: `/`, `/name`, `/2/1`, `/2/0/1`. `f` is left out below 0. */
export function pathOf(
  slide: Slide | undefined,
  at: { h: number; v: number; f?: number | undefined },
  config: Pick<Config, "hashOneBasedIndex" | "fragmentInURL">,
): string {
  const step = config.fragmentInURL && (at.f ?? -1) >= 0 ? [at.f] : [];
  const base = config.hashOneBasedIndex ? 1 : 0;
  const indices = at.v > 0 || step[0] !== undefined ? [at.h, at.v] : at.h > 0 ? [at.h] : [];
  const slidePath = slide?.id ? [encodeURIComponent(slide.id)] : indices.map((index) => index + base);
  return `/${[...slidePath, ...step].join("/")}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Type that cannot be read from the last row. */

import { sizeOf } from "./drawing";
import { type Fault, rounded } from "./finding";
import type { Scan } from "./scan";

/** Type smaller than this part of the slide's height is too small. */
const LEAST = 1 / 36;

/** Pixels of the canvas that come of rounding. */
const SLACK = 0.25;

/** What is small by its nature, and read beside what it belongs to. */
const SMALL =
  "sub,sup,rt,rp,.footnote-reference,.footnote-definition-label,.hljs-ln-numbers,.orate-sign,[aria-hidden=true]";

/** One finding for each block of a slide: its smallest type. A page to scroll is read from a hand's distance. */
export function typeSize({ boxes, room, scale, scrolls, slide }: Scan): Fault[] {
  if (scrolls) return [];
  const least = (room.bottom - room.top) * LEAST;
  const smallest = new Map<Element, { element: Element; size: number }>();
  const note = (element: Element, owner: Element, size: number) => {
    if (size <= 0 || size >= least - SLACK || owner.closest(SMALL)) return;
    const part = partOf(element, slide);
    if (size < (smallest.get(part)?.size ?? Infinity)) smallest.set(part, { element, size });
  };
  for (const { kind, element, owner, size } of boxes) {
    if (kind === "text") note(element, owner, size);
    else if (element.localName === "svg") {
      for (const text of element.querySelectorAll<SVGTextElement>("text"))
        if (text.textContent?.trim()) note(element, text, sizeOf(text) / scale);
    }
  }
  return [...smallest.values()].map(({ element, size }) => ({
    code: "too-small",
    element,
    pixels: rounded(size),
    text: `is set in ${rounded(size)} px: less than ${rounded(least)} px, 1/36 of the slide's height, cannot be read from the last row`,
  }));
}

/** The part of a slide that an element is in: a child of the slide. */
export function partOf(element: Element, slide: Element): Element {
  let part = element;
  while (part.parentElement && part !== slide && part.parentElement !== slide) part = part.parentElement;
  return part;
}

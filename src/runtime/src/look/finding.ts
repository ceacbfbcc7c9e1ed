/** What is wrong with a slide as it is shown, as a value that JSON can carry. */

export type Code = "overflow" | "collision" | "too-small" | "low-contrast" | "lost-in-print";
export type Side = "right" | "bottom" | "left" | "top";

export interface Finding {
  readonly code: Code;
  /** The id of the slide as its address has it: `vendors`, or `3/1` where it has none. */
  readonly slide: string;
  /** Column and row, from 0. */
  readonly h: number;
  readonly v: number;
  /** Fragment steps that are shown when it first happens, from 1; nothing before the first. */
  readonly step: number | null;
  /** The element as its author would call it: `li "Third thing"`. */
  readonly element: string;
  /** Where its source is: the `data-at` of the element, or of the nearest one around it. */
  readonly at: string | null;
  /** Pixels of the canvas: beyond the edge, of overlap, or the height of type that is too small. */
  readonly pixels: number | null;
  readonly side: Side | null;
  /** One sentence for people. */
  readonly text: string;
  /** Contrast, from 1 to 21. */
  readonly ratio: number | null;
}

/** What a check says of one element; which slide it is on, the walk knows. */
export interface Fault {
  readonly code: Code;
  readonly element: Element;
  readonly text: string;
  readonly pixels?: number;
  readonly side?: Side;
  readonly ratio?: number;
}

/** Characters of an element's text that are part of its name. */
const MOST = 40;

/** An element as its author would call it: its tag, and how its text begins. */
export function nameOf(element: Element): string {
  const words = (element.getAttribute("alt") ?? element.getAttribute("aria-label") ?? element.textContent ?? "")
    .replace(/\s+/g, " ")
    .trim();
  const text = [...words];
  const short = text.length > MOST ? `${text.slice(0, MOST).join("").trimEnd()}…` : words;
  return short ? `${element.localName} "${short}"` : element.localName;
}

/** To a tenth of a pixel. */
export const rounded = (number: number) => Math.round(number * 10) / 10;

/** Pixels in a sentence: whole, and at least one. */
export const inWords = (pixels: number) => `${Math.max(Math.round(pixels), 1)} px`;

/** Finds slides by what is typed: words, numbers and names. */

import type { Config } from "../deck/config";
import { readHash } from "./location";
import { isCounted, type Outline, type Slide } from "./outline";
import type { Place } from "./state";

/** A text without case, accents and punctuation, a space before each word. */
export const fold = (text: string) =>
  ` ${text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase()}`;

/** Whether each word of `query` begins a word of `folded`. */
export const matches = (folded: string, query: string) =>
  fold(query)
    .split(" ")
    .every((word) => folded.includes(` ${word}`));

/** What is on a slide for the audience to read, pictures by the text in their place. */
export function textOf(node: Node): string {
  if (node.nodeType === 3) return (node as Text).data;
  if ((node as Element).matches?.("aside.notes,.footnote-reference,script,style")) return "";
  return (node as HTMLImageElement).alt ?? [...node.childNodes].map(textOf).join(" ");
}

/** What a slide or a stack is called: its `data-menu-title`, its first heading, or its first words. */
export function titleOf(slide: Slide | undefined): string {
  const heading = slide?.querySelector(":is(h1,h2,h3,h4,h5,h6):not(aside.notes *)");
  const text = slide?.dataset.menuTitle ?? textOf(heading ?? slide ?? new Text());
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}

/**
 * Where a typed text leads: `3`, `3.2` and `3/2` count from 1, another text is a slide's id, else words on a slide.
 *
 * `countsAll` says that a number alone counts slides in reading order, as the slide number on the screen does.
 */
export function findPlace(typed: string, outline: Outline, root: HTMLElement, countsAll: boolean): Place | undefined {
  const text = typed.trim();
  if (!text) return undefined;
  if (countsAll && /^\d+$/.test(text)) {
    const counted = outline.slides.filter(isCounted);
    return outline.find(counted[Number(text) - 1] ?? null);
  }
  const oneBased: Pick<Config, "hashOneBasedIndex"> = { hashOneBasedIndex: true };
  const place = readHash(
    `#/${/^\d+[./]\d+$/.test(text) ? text.replace(".", "/") : encodeURIComponent(text)}`,
    outline,
    root,
    oneBased,
  );
  if (place) return place;
  return text.length > 1
    ? outline.find(outline.slides.find((slide) => matches(fold(textOf(slide)), text)) ?? null)
    : undefined;
}

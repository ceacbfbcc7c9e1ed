/** Finds slides by what is typed: words, numbers and names. */

import type { Config } from "../deck/config";
import { readHash } from "./location";
import { isCounted, type Outline, type Slide } from "./outline";
import type { Place } from "./state";

/** Text without case, accents and punctuation, a space before each word; `ß` is `ss`. In scripts after the Arabic one, a mark makes another letter. */
export const fold = (text: string) =>
  ` ${text
    .normalize("NFKD")
    .replace(/([A-\u06ff])\p{M}+/gu, "$1")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim()
    .toLowerCase()
    .toUpperCase()}`;

/** Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Chinese and Japanese. */
const SPACELESS = /[\u0e00-\u109f\u1780-\u17ff\u2e80-\u{10ffff}]/u;

/** Whether each word of `query` begins a word of `folded`, or is within one: where `isLoose`, and in scripts without spaces. */
export const matches = (folded: string, query: string, isLoose?: boolean) =>
  fold(query)
    .split(" ")
    .every((word) => folded.includes((isLoose || SPACELESS.test(word) ? "" : " ") + word));

/** Elements within a word. */
const INLINE = /^([abiqsu]|code|em|kbd|mark|ruby|small|span|strong|su[bp])$/;

/** What is on a slide for the audience to read, pictures by the text in their place. */
export function textOf(node: Node): string {
  if (node.nodeType === 3) return (node as Text).data;
  const element = node as HTMLImageElement;
  if (element.matches?.("aside.notes,.footnote-reference,script,style,rp,rt")) return "";
  const text = element.alt ?? [...node.childNodes].map(textOf).join("");
  return INLINE.test(element.localName) ? text : ` ${text} `;
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
  const find = (isLoose: boolean) => outline.slides.find((slide) => matches(fold(textOf(slide)), text, isLoose));
  return text.length > 1 || SPACELESS.test(text) ? outline.find(find(false) ?? find(true) ?? null) : undefined;
}

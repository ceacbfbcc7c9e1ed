/** Slide numbers, in every format that reveal.js has. */

import type { Deck } from "../deck/deck";
import { isCounted, type Slide } from "./outline";

/** Whether numbers count all slides: where the settings say so, and in a deck of one column. */
export const countsAll = ({ outline, config }: Deck) => /^c/.test(String(config.slideNumber)) || outline.columns === 1;

/** The number of a slide as the settings want it; empty for none. */
export function slideNumber(deck: Deck, slide: Slide): string {
  const { outline, config } = deck;
  const format = config.slideNumber;
  if (typeof format === "function") return [format(slide)].flat().join(" ").trim();
  const at = outline.find(slide);
  if (!at || !format) return "";
  const counted = isCounted(slide) ? 1 : 0;
  const flat = String(outline.past(at) + counted);
  if (format === "c/t") return `${flat} / ${outline.total}`;
  if (countsAll(deck)) return flat;
  const row = outline.list[at.h]!.isStack ? (format === "h/v" ? " / " : ".") + (at.v + 1) : "";
  return `${at.h + counted}${row}`;
}

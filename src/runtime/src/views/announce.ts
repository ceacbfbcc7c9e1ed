/** Says politely, to those who listen, where the talk is: never the whole slide, as reading is theirs to do. */

import type { View } from "../deck";
import { part } from "../part";
import { textOf, titleOf } from "../search";

export const announce: View = (root, deck) => {
  const status = part(root, "div", "aria-status");
  status.ariaLive = "polite";
  status.ariaAtomic = "true";
  return deck.subscribe((state, previous) => {
    if (state === previous) return;
    const slide = deck.current;
    const { h, v, f, paused, overview } = state;
    let text = "";
    if (paused !== previous.paused) text = paused ? "Paused" : "Resumed";
    else if (overview && !previous.overview) text = "Overview";
    else if (h !== previous.h || v !== previous.v) text = `Slide ${deck.outline.past(state) + 1} of ${deck.outline.total}: ${titleOf(slide)}`;
    else if (slide && f > previous.f) text = (deck.outline.fragments(slide)[f] ?? []).map(textOf).join(" ").replace(/\s+/g, " ").slice(0, 200);
    if (text) status.textContent = text;
  });
};

/** Tells those who listen what this page is and where the talk is: shortly, never the whole slide, as reading is theirs to do. */

import type { View } from "../deck/deck";
import { part } from "../dom/part";
import { textOf, titleOf } from "../state/search";
import { isSameSlide } from "../state/state";
import { translate } from "../dom/translate";

export const announce: View = (root, deck) => {
  const status = part(root, "div", "aria-status");
  status.role = "status";
  if (!deck.config.embedded && !deck.isSpeaker) {
    if (!document.querySelector("main")) root.role = "main";
    // Most slides begin below the first level of headings; this is the heading above them all.
    const title = part(root, "h1", "orate-title");
    title.classList.add("aria-status");
    title.textContent = deck.talk.title ?? document.title;
  }
  const draw = deck.subscribe((state, previous) => {
    const { f, paused, overview } = state;
    const slide = deck.current;
    let text = "";
    if (paused !== previous.paused) text = translate(paused ? "Paused" : "Resumed");
    else if (overview && !previous.overview) text = translate("Overview");
    else if (!isSameSlide(state, previous))
      text = `${translate("Slide {1} of {2}", deck.outline.past(state) + 1, deck.outline.total)}: ${titleOf(slide)}`;
    else if (slide && f > previous.f) text = deck.outline.fragments(slide)[f]!.map(textOf).join(" ").slice(0, 200);
    if (text) status.textContent = text;
  });
  return [draw, () => root.removeAttribute("role")];
};

/** Shows the number of the slide. */

import type { View } from "../deck/deck";
import { slideNumber as format } from "../state/number";
import { part } from "../dom/part";
import { pathOf } from "../state/location";
import { make } from "../dom/element";
import { isSameSlide } from "../state/state";

export const slideNumber: View = (root, deck) => {
  const place = part(root, "div", "slide-number");
  const wanted = deck.config.showSlideNumber;
  const isOn =
    deck.config.slideNumber && !deck.isPrint && (wanted === "all" || (wanted === "speaker" && deck.isSpeaker));
  place.style.display = isOn ? "block" : "none";
  const draw = deck.subscribe((state, previous) => {
    const slide = deck.current;
    if (!isOn || !slide || (state !== previous && isSameSlide(state, previous))) return;
    // A style that looked for the present slide instead would be matched again, at every step, for every slide.
    place.dataset["template"] = slide.dataset["template"] ?? "";
    place.replaceChildren(make("a", "", { href: `#${pathOf(slide, state, deck.config)}` }, format(deck, slide)));
  });
  return [draw];
};

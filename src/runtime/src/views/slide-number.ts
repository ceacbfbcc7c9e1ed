/** Shows the number of the slide. */

import type { View } from "../deck";
import { slideNumber as format } from "../number";
import { part } from "../part";
import { pathOf } from "../location";
import { make } from "../element";
import { isSameSlide } from "../state";

export const slideNumber: View = (root, deck) => {
  const place = part(root, "div", "slide-number");
  const wanted = deck.config.showSlideNumber;
  const isOn = deck.config.slideNumber && !deck.isPrint && (wanted === "all" || (wanted === "speaker" && deck.isSpeaker));
  place.style.display = isOn ? "block" : "none";
  const draw = deck.subscribe((state, previous) => {
    const slide = deck.current;
    if (!isOn || !slide || (state !== previous && isSameSlide(state, previous))) return;
    place.replaceChildren(make("a", "", { href: `#${pathOf(slide, state, deck.config)}` }, format(deck, slide)));
  });
  return [draw];
};

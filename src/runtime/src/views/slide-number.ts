/** Shows the number of the slide, and tells it with the slide's title to those who listen. */

import type { View } from "../deck";
import { slideNumber as format } from "../number";
import { part } from "../part";
import { pathOf } from "../location";
import { make } from "../element";

export const slideNumber: View = (root, deck) => {
  const place = part(root, "div", "slide-number");
  const wanted = deck.config.showSlideNumber;
  const isOn = deck.config.slideNumber && !deck.isPrint && (wanted === "all" || (wanted === "speaker" && deck.isSpeaker));
  place.style.display = isOn ? "block" : "none";
  const status = part(root, "div", "aria-status");
  status.ariaLive = "polite";
  status.ariaAtomic = "true";
  return deck.subscribe((state, previous) => {
    const slide = deck.current;
    if (!slide || (state !== previous && state.h === previous.h && state.v === previous.v)) return;
    if (isOn) place.replaceChildren(make("a", "", { href: `#${pathOf(slide, state, deck.config)}` }, format(deck, slide)));
    if (state === previous) return;
    // Enough to know where one is; the slide itself is read in the page.
    const title = (slide.querySelector("h1,h2,h3,h4,h5,h6") ?? slide).textContent!.trim().replace(/\s+/g, " ").slice(0, 80);
    status.textContent = `${deck.outline.past(state) + 1} / ${deck.outline.total}: ${slide.ariaLabel ?? title}`;
  });
};

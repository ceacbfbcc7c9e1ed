/** The line along the bottom that shows how much of the talk is behind; a click on it goes there. */

import type { View } from "../deck/deck";
import { make } from "../dom/element";
import { listen } from "../deck/events";
import { progress as share } from "../state/outline";
import { part } from "../dom/part";

export const progress: View = (root, deck) => {
  const line = part(root, "div", "progress");
  const bar = (line.firstElementChild ?? line.appendChild(make("span"))) as HTMLElement;
  line.ariaHidden = "true";
  line.style.display = deck.config.progress ? "block" : "none";
  return [
    deck.subscribe((state) => {
      bar.style.transform = `scaleX(${share(deck.outline, state)})`;
    }),
    listen<MouseEvent>(line, "click", ({ clientX }) => {
      const { left, width } = line.getBoundingClientRect();
      const along = (clientX - left) / width;
      const { slides } = deck.outline;
      const slide = slides[Math.floor((deck.config.rtl ? 1 - along : along) * slides.length)];
      deck.go({ ...deck.outline.find(slide ?? null) });
    }),
  ];
};

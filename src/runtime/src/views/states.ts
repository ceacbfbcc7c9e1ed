/** Puts the words of a slide's `data-state` on the viewport as classes, and tells each as an event. */

import type { View } from "../deck/deck";
import { isSameSlide } from "../state/state";

export const states: View = (_root, deck) => {
  let on: readonly string[] = [];
  const draw = deck.subscribe((state, previous) => {
    if (state !== previous && isSameSlide(state, previous)) return;
    const words = [deck.current, deck.outline.list[state.h]?.element].map((slide) => slide?.dataset["state"] ?? "");
    const wanted: readonly string[] = words.join(" ").match(/\S+/g) ?? [];
    const { classList } = deck.viewport;
    classList.remove(...on.filter((word) => !wanted.includes(word)));
    classList.add(...wanted);
    for (const word of new Set(wanted)) if (!on.includes(word)) deck.afterDrawing(() => deck.emit(word));
    on = wanted;
  });
  return [() => deck.viewport.classList.remove(...on), draw];
};

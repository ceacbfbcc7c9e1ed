/** Says on the root element how the slides are laid out: one at a time, as one scrolling page, or on paper. */

import type { View } from "../deck/deck";

const MODES = ["orate-slides", "orate-scroll", "orate-print"];

export const mode: View = (root, deck) => {
  const draw = deck.subscribe(({ scroll }) => {
    const wanted = deck.isPrint ? MODES[2] : MODES[scroll ? 1 : 0];
    for (const name of MODES) root.classList.toggle(name, name === wanted);
  });
  return [() => root.classList.remove(...MODES), draw];
};

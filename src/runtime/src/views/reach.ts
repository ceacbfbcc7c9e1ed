/** Lets the keyboard reach what scrolls: a long listing, a wide table or formula, a slide that is taller than a phone. */

import type { View } from "../deck/deck";
import { scrolls } from "../dom/scrolls";

/** Milliseconds of quiet before anything is measured. */
const PAUSE = 400;

export const reach: View = (_root, deck) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let marked: HTMLElement[] = [];
  const free = () => {
    clearTimeout(timer);
    for (const one of marked) one.removeAttribute("tabindex");
  };
  const mark = () => {
    free();
    const within = (!deck.state.scroll && deck.current) || deck.slides;
    marked = [...within.querySelectorAll<HTMLElement>("section,code,table,figure,p")].filter(
      (one) =>
        // Slides far off are not laid out for it: they are measured once they are near.
        one.checkVisibility({ contentVisibilityAuto: true }) && (scrolls(one, true) || scrolls(one, false)),
    );
    for (const one of marked) one.tabIndex = 0;
  };
  return [
    deck.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(mark, PAUSE);
    }),
    free,
  ];
};

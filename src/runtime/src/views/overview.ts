/** The slides themselves, small, in the grid that one walks through. The style sheet lays it out; this opens it and goes where one points. */

import type { View } from "../deck";
import { closeOverlay } from "../dialog";
import { undoAll } from "../element";
import { listen } from "../events";
import { loadSlide } from "../media";
import type { Slide } from "../outline";

export const overview: View = (root, deck) => {
  let keys: (() => void)[] = [];
  const open = (overview: boolean) => deck.api.toggleOverview!(overview);

  /** Rows of a deck without stacks are only as long as the window is wide; up and down walk them. */
  const walk = (by: number) => () => {
    const { h } = deck.state;
    const top = (index: number) => deck.backgrounds.get(deck.outline.list[index]!.element)?.offsetTop;
    let to = h + by;
    while (to >= 0 && to < deck.outline.columns && top(to) === top(h)) to += by;
    const row = top(to < 0 || to >= deck.outline.columns ? h : to);
    const left = deck.backgrounds.get(deck.current!)!.offsetLeft;
    for (let i = to; i >= 0 && i < deck.outline.columns && top(i) === row; i += by) {
      to = i;
      const x = deck.backgrounds.get(deck.outline.list[i]!.element)!.offsetLeft;
      if (by > 0 ? x >= left : x <= left) break;
    }
    deck.dispatch({ type: "slide", h: to });
  };
  const steps = [
    deck.subscribe((state, previous) => {
      const { overview } = state;
      root.classList.toggle("overview", overview);
      if (overview !== keys.length > 0) {
        undoAll(keys)();
        keys = [];
        if (overview) {
          keys.push(deck.bind({ codes: [13], keys: "Enter", help: "Leave the overview", run: () => open(false) }));
          if (!deck.outline.hasStacks) {
            keys.push(
              deck.bind({ codes: [38, 75], keys: "", help: "", run: walk(-1) }),
              deck.bind({ codes: [40, 74], keys: "", help: "", run: walk(1) }),
            );
          }
        } else root.scrollTo(0, 0);
      }
      if (!overview || (state !== previous && state.h === previous.h && state.v === previous.v && previous.overview)) return;
      const place = previous.overview ? "nearest" : "center";
      deck.backgrounds.get(deck.current!)?.scrollIntoView({ block: place, inline: place });
    }),
    deck.bind({
      codes: [27, 79],
      keys: "O, Esc",
      help: "Overview of the slides",
      run: () => (deck.state.overlay ? closeOverlay(deck) : open(!deck.state.overview)),
    }),
    deck.bind({ codes: [67], keys: "C", help: "Close what lies over the slides", run: () => closeOverlay(deck) }),
    // Slides that are not shown are inert, so it is their backgrounds that are pointed at.
    listen<MouseEvent>(root, "click", ({ target }) => {
      if (!deck.state.overview) return;
      const pointed = (target as Element).closest(".slide-background:not(.stack)");
      const slide = pointed && deck.outline.slides.find((slide) => deck.backgrounds.get(slide) === pointed);
      if (!slide) return;
      deck.dispatch({ type: "slide", ...deck.outline.find(slide) });
      open(false);
    }),
    // Only what comes into view is laid out, and only that is loaded.
    listen<Event & { skipped?: boolean }>(root, "contentvisibilityautostatechange", ({ target, skipped }) => {
      if (deck.state.overview && !skipped && deck.outline.find(target as Slide)) loadSlide(target as Slide, deck, { excludeIframes: true });
    }),
    () => {
      undoAll(keys)();
      root.classList.remove("overview");
    },
  ];
  return undoAll(steps);
};

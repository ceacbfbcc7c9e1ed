/** The slides themselves, small, in the grid that one walks through. The style sheet lays it out; this opens it and goes where one points. */

import type { View } from "../deck/deck";
import { closeOverlay } from "../dom/dialog";
import { listen } from "../deck/events";
import { loadSlide } from "../dom/media";
import type { Slide } from "../state/outline";
import { isSameSlide } from "../state/state";

export const overview: View = (root, deck) => {
  const keys: (() => void)[] = [];
  const free = () => keys.splice(0).forEach((step) => step());
  const open = (overview: boolean) => deck.api.toggleOverview!(overview);

  /** Without stacks, slides are in rows that break where the window ends; up and down walk these. */
  const walk = (by: number) => () => {
    const { list, columns } = deck.outline;
    const top = (h: number) => deck.backgrounds.get(list[h]!.element)!.offsetTop;
    const across = list.findIndex((_, h) => top(h) > top(0));
    const row = Math.floor(deck.state.h / across) + by;
    if (row >= 0 && row * across < columns) deck.go({ h: deck.state.h + by * across });
  };
  return [
    deck.subscribe((state, previous) => {
      const { overview } = state;
      root.classList.toggle("overview", overview);
      // What scrolls is reached by the keyboard; its arrows are the overview's.
      if (overview) root.tabIndex = 0;
      else root.removeAttribute("tabindex");
      if (overview !== keys.length > 0) {
        free();
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
      if (!overview || (state !== previous && isSameSlide(state, previous) && previous.overview)) return;
      const place = previous.overview ? "nearest" : "center";
      deck.backgrounds.get(deck.current!)?.scrollIntoView({ block: place, inline: place });
    }),
    deck.bind({
      codes: [27, 79],
      keys: "O, Esc",
      help: "Overview",
      run: () => (deck.state.overlay ? closeOverlay(deck) : !deck.state.scroll && open(!deck.state.overview)),
    }),
    deck.bind({ codes: [67], keys: "C", help: "Close", run: () => closeOverlay(deck) }),
    // Slides that are not shown are inert, so it is their backgrounds that are pointed at.
    listen<MouseEvent>(root, "click", ({ target }) => {
      if (!deck.state.overview) return;
      const pointed = (target as Element).closest(".slide-background:not(.stack)");
      const slide = pointed && deck.outline.slides.find((slide) => deck.backgrounds.get(slide) === pointed);
      if (!slide) return;
      deck.go(deck.outline.find(slide)!);
      open(false);
    }),
    // Only what comes into view is laid out, and only that is loaded.
    listen<Event & { skipped?: boolean }>(root, "contentvisibilityautostatechange", ({ target, skipped }) => {
      if (deck.state.overview && !skipped && deck.outline.find(target as Slide))
        loadSlide(target as Slide, deck, { excludeIframes: true });
    }),
    () => {
      free();
      root.classList.remove("overview");
    },
  ];
};

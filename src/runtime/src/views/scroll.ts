/**
 * The deck as one page to scroll, for small screens: the same slides in the same places of the
 * document, laid out in the rows of a grid, each a screen high. A slide spans a row for itself and one
 * for each fragment group; one with fragments is held in a box, where it sticks while one scrolls through them.
 */

import type { Store, View } from "../deck";
import { make } from "../element";
import { listen } from "../events";
import type { Slide } from "../outline";

export const scroll: View = (root, deck) => {
  const { config, viewport, outline } = deck;
  const narrow = () => !config.embedded && !deck.isPrint && config.view === null && window.innerWidth <= config.scrollActivationWidth;
  let wasNarrow = false;
  const fit = () => {
    if (narrow() === wasNarrow) return;
    wasNarrow = narrow();
    deck.dispatch({ type: "show", change: { scroll: wasNarrow } });
  };
  if (!deck.state.scroll) {
    const undo = listen(window, "resize", fit);
    // Asked once the views stand: the answer mounts them anew.
    queueMicrotask(fit);
    return undo;
  }
  wasNarrow = narrow();
  const isCompact = config.scrollLayout === "compact";
  /** The first row of each slide, counted from 0. */
  const rows: number[] = [];
  const undo: (() => void)[] = [];
  let count = 0;
  outline.slides.forEach((slide, i) => {
    const { h, v } = outline.find(slide)!;
    const span = (isCompact ? 0 : outline.steps(h, v)) + 1;
    rows[i] = count;
    for (const element of [slide, deck.backgrounds.get(slide)!]) {
      const box = span > 1 ? make("div", "orate-hold") : element;
      if (box !== element) {
        element.replaceWith(box);
        box.append(element);
        undo.push(() => box.replaceWith(element));
      }
      box.style.gridRow = `${count + 1}/span ${span}`;
      undo.push(() => box.style.removeProperty("grid-row"));
    }
    for (let step = 1; step < span; step++) {
      const stop = deck.slides.appendChild(make("div", "orate-stop"));
      stop.style.gridRow = String(count + step + 1);
      undo.push(() => stop.remove());
    }
    count += span;
  });
  viewport.classList.add("reveal-scroll");
  viewport.style.setProperty("scroll-snap-type", config.scrollSnap ? `y ${config.scrollSnap}` : "none");
  viewport.classList.toggle("orate-compact", isCompact);
  viewport.classList.toggle("orate-no-scrollbar", !config.scrollProgress);

  const height = () => deck.slides.offsetHeight / count || 1;
  /** What stands above the deck in the page. */
  const top = () => (viewport === root ? 0 : root.offsetTop);
  /** The slide that a row belongs to, by halving. */
  const slideAt = (row: number) => {
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (rows[middle]! <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const indexOf = (slide: Slide | undefined) => (slide ? outline.slides.indexOf(slide) : -1);
  let isScrolling = false;
  const settle = () => {
    const row = Math.round((viewport.scrollTop - top()) / height());
    const index = slideAt(row);
    const slide = outline.slides[index];
    if (!slide || isScrolling) return;
    isScrolling = true;
    deck.dispatch({ type: "slide", ...outline.find(slide), f: isCompact ? Infinity : row - rows[index]! - 1 });
    isScrolling = false;
  };
  // A step counts from what is on screen, even where the browser has yet to tell of the scrolling.
  (deck as Store).settle = settle;
  undo.push(
    deck.subscribe((state, previous) => {
      if (isScrolling || (state !== previous && state.h === previous.h && state.v === previous.v && state.f === previous.f)) return;
      const row = rows[indexOf(deck.current)];
      if (row !== undefined) viewport.scrollTop = top() + (row + (isCompact ? 0 : state.f + 1)) * height();
    }),
    listen(viewport === document.body ? document : viewport, "scroll", settle, true),
    listen(window, "resize", fit),
    () => {
      (deck as Store).settle = () => {};
      viewport.classList.remove("reveal-scroll", "orate-compact", "orate-no-scrollbar");
      viewport.style.removeProperty("scroll-snap-type");
    },
  );
  return () => undo.forEach((step) => step());
};

/**
 * The deck as one page to scroll, for small screens: the same slides in the same places of the
 * document, laid out in the rows of a grid, each a screen high. A slide spans a row for itself and one
 * for each fragment group; one with fragments is held in a box, where it sticks while one scrolls through them.
 * Slides of one auto-animation lie in the same place, and the motion runs as one scrolls.
 */

import { shouldAnimate } from "../dom/animation";
import type { Store, View } from "../deck/deck";
import { make } from "../dom/element";
import { listen } from "../deck/events";
import { isSameSlide } from "../state/state";

export const scroll: View = (root, deck) => {
  const { config, viewport, outline } = deck;
  const narrow = () =>
    !config.embedded && !deck.isPrint && config.view === null && window.innerWidth <= config.scrollActivationWidth;
  let wasNarrow = false;
  const fit = () => {
    if (narrow() === wasNarrow) return;
    wasNarrow = narrow();
    deck.show({ scroll: wasNarrow });
  };
  if (!deck.state.scroll) {
    // Asked once the views are there: the answer mounts them anew.
    queueMicrotask(fit);
    return [listen(window, "resize", fit)];
  }
  wasNarrow = narrow();
  const isCompact = config.scrollLayout === "compact";
  /** The first row of each slide, counted from 0. */
  const rows: number[] = [];
  const undo: (() => void)[] = [];
  let count = 0;
  /** Whether each slide shares the place of the one before it. */
  const joins: boolean[] = [];
  outline.slides.forEach((slide, i) => {
    const { h, v } = outline.find(slide)!;
    const before = outline.slides[i - 1];
    joins[i] = !!before && config.autoAnimate && !isCompact && shouldAnimate(before, slide);
    rows[i] = count;
    count += (isCompact ? 0 : outline.steps(h, v)) + 1;
  });
  rows.push(count);
  /** Shows of the slides in one place the current one, or the one nearest to it. */
  const turns: ((now: number) => void)[] = [];
  outline.slides.forEach((slide, i) => {
    let [first, last] = [i, i];
    while (joins[first]) first--;
    while (joins[last + 1]) last++;
    const [start, end] = [rows[first]!, rows[last + 1]!];
    for (const element of [slide, deck.backgrounds.get(slide)!]) {
      const box = end - start > 1 ? make("div", "orate-hold") : element;
      if (box !== element) {
        element.replaceWith(box);
        box.append(element);
        undo.push(() => box.replaceWith(element));
      }
      box.style.gridRow = `${start + 1}/${end + 1}`;
      undo.push(() => (box.style.gridRow = ""));
      if (first < last)
        turns.push((now) => (box.style.visibility = Math.max(first, Math.min(now, last)) === i ? "" : "hidden"));
    }
    for (let row = rows[i]! + 1 - Number(joins[i]); row < rows[i + 1]!; row++) {
      const stop = deck.slides.appendChild(make("div", "orate-stop"));
      stop.style.gridRow = String(row + 1);
      undo.push(() => stop.remove());
    }
  });
  viewport.classList.add("reveal-scroll");
  viewport.style.scrollSnapType = config.scrollSnap ? `y ${config.scrollSnap}` : "none";
  viewport.classList.toggle("orate-compact", isCompact);
  viewport.style.scrollbarWidth = config.scrollProgress ? "" : "none";

  const height = () => deck.slides.offsetHeight / count || 1;
  /** What is above the deck in the page. */
  const top = () => (viewport === root ? 0 : root.offsetTop);
  let isScrolling = false;
  const settle = () => {
    const row = Math.round((viewport.scrollTop - top()) / height());
    const index = rows.findLastIndex((first) => first <= row);
    const slide = outline.slides[index];
    if (!slide || isScrolling) return;
    isScrolling = true;
    deck.go({ ...outline.find(slide), f: isCompact ? Infinity : row - rows[index]! - 1 });
    isScrolling = false;
  };
  // A step counts from what is on screen, even where the browser has yet to tell of the scrolling.
  (deck as Store).settle = settle;
  undo.push(
    deck.subscribe((state, previous) => {
      const now = outline.slides.indexOf(deck.current!);
      for (const turn of turns) turn(now);
      if (isScrolling || (state !== previous && isSameSlide(state, previous) && state.f === previous.f)) return;
      const row = rows[now];
      if (row !== undefined) viewport.scrollTop = top() + (row + (isCompact ? 0 : state.f + 1)) * height();
    }),
    listen(viewport === document.body ? document : viewport, "scroll", settle, true),
    listen(window, "resize", fit),
    () => {
      (deck as Store).settle = () => {};
      viewport.classList.remove("reveal-scroll", "orate-compact");
      viewport.style.scrollSnapType = viewport.style.scrollbarWidth = "";
    },
  );
  return undo;
};

/** From fingers, wheels and clicks on the deck to commands. */

import type { View } from "../deck/deck";
import { listen } from "../deck/events";
import { scrolls } from "../dom/scrolls";

/** Pixels a finger travels before it means a step. */
const SWIPE = 40;
/** What a finger works at itself. */
const WORKED = "[data-prevent-swipe],[contenteditable],[role=slider],input,textarea,select,:is(video,audio)[controls]";
/** Milliseconds that one turn of the wheel lasts: what follows sooner belongs to the same turn. */
const TURN = 400;

export const pointing: View = (root, deck) => {
  let start: { x: number; y: number; around: Element[] } | undefined;
  let turned = 0;
  const { move, config } = deck;
  root.classList.toggle("focused", !config.embedded);
  return [
    listen<TouchEvent>(
      root,
      "touchstart",
      (event) => {
        const [touch, second] = event.touches;
        const { config, state } = deck;
        const around = elementsAt(event);
        const isWorked = event.defaultPrevented || around.some((one) => one.matches(WORKED) || isDragged(one));
        start =
          touch && !second && !isWorked && config.touch && !state.scroll && !state.overview
            ? { x: touch.clientX, y: touch.clientY, around }
            : undefined;
      },
      { passive: true },
    ),
    listen<TouchEvent>(root, "touchmove", (event) => {
      const [touch] = event.touches;
      if (!start || !touch || event.touches.length > 1) return;
      const x = touch.clientX - start.x;
      const y = touch.clientY - start.y;
      if (Math.max(Math.abs(x), Math.abs(y)) < SWIPE) return;
      const { around } = start;
      start = undefined;
      const isAcross = Math.abs(x) > Math.abs(y);
      // What scrolls this way is what the finger means: a listing, a table, the page around a deck.
      if (around.some((one) => scrolls(one, isAcross))) return;
      deck.turn(isAcross ? (x > 0 ? "left" : "right") : y > 0 ? "up" : "down");
      if (event.cancelable) event.preventDefault();
    }),
    listen<WheelEvent>(
      root,
      "wheel",
      (event) => {
        const { deltaX, deltaY, timeStamp } = event;
        if (!deck.config.mouseWheel || deck.state.scroll || timeStamp - turned < TURN) return;
        if (elementsAt(event).some((one) => scrolls(one, !deltaY))) return;
        turned = timeStamp;
        move((deltaY || deltaX) > 0 ? "next" : "prev");
      },
      { passive: true },
    ),
    () => root.classList.remove("focused"),
    listen(
      document,
      "pointerdown",
      ({ target }) => config.embedded && root.classList.toggle("focused", root.contains(target as Node)),
    ),
  ];
};

/** What is under the finger or the pointer, innermost first. */
const elementsAt = (event: Event) => event.composedPath().filter((one) => one instanceof Element);

/** Whether what a script of the author's drags is under the finger: a map, say, which asks the browser for no touch of its own. */
const isDragged = (element: Element) => getComputedStyle(element).touchAction === "none";

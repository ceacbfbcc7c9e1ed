/** From fingers, wheels and clicks on the deck to commands. */

import type { View } from "../deck/deck";
import { listen } from "../deck/events";
import { routesWithFragments } from "../state/navigate";

/** Pixels a finger travels before it means a step. */
const SWIPE = 40;
/** Milliseconds that one turn of the wheel lasts: what follows sooner belongs to the same turn. */
const TURN = 400;

export const pointing: View = (root, deck) => {
  let start: { x: number; y: number } | undefined;
  let turned = 0;
  const { move, config } = deck;
  root.classList.toggle("focused", !config.embedded);
  return [
    listen<TouchEvent>(
      root,
      "touchstart",
      ({ touches, target }) => {
        const [touch] = touches;
        const keeps = (target as Element).closest(
          "[data-prevent-swipe],input,textarea,select,:is(video,audio)[controls]",
        );
        start =
          touches.length === 1 && touch && !keeps && deck.config.touch && !deck.state.scroll && !deck.state.overview
            ? { x: touch.clientX, y: touch.clientY }
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
      start = undefined;
      const isAcross = Math.abs(x) > Math.abs(y);
      const to = isAcross ? (x > 0 ? "left" : "right") : y > 0 ? "up" : "down";
      // A page around the deck is scrolled where the deck leads no further.
      if (isAcross || !config.embedded || routesWithFragments(deck.state, deck.outline, config)[to]) deck.turn(to);
      if (event.cancelable) event.preventDefault();
    }),
    listen<WheelEvent>(
      root,
      "wheel",
      ({ deltaX, deltaY, timeStamp }) => {
        if (!deck.config.mouseWheel || deck.state.scroll || timeStamp - turned < TURN) return;
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

/**
 * What the audience's window and the speaker's show each other of pointing: the laser, strokes of the pen, and where it is zoomed.
 *
 * Places are in pixels of the slide, so they fall on the same spot at any size.
 */

import type { Deck } from "./deck";
import { listen } from "./events";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** One thing shown; `begins` marks the first spot of a stroke. Without a spot the laser or the zoom ends, and strokes are wiped away. */
export interface Sign {
  readonly kind: "laser" | "pen" | "zoom";
  readonly spot?: Spot | undefined;
  readonly begins?: boolean;
}

/** Shows a sign here and in the other window. */
export const cast = (deck: Deck, sign: Sign) => {
  deck.emit("orate-sign", { sign }, deck.root, false);
  deck.emit("orate-cast", { sign }, deck.root, false);
};

/** Hears signs from both windows. */
export const onSign = (deck: Deck, draw: (sign: Sign) => void) => listen<Event & { sign: Sign }>(deck.root, "orate-sign", ({ sign }) => draw(sign));

/** A sign from the other window, if it is one. */
export function readSign(data: unknown): Sign | undefined {
  const { kind, spot, begins } = (data ?? {}) as Sign;
  if (!/^(laser|pen|zoom)$/.test(kind)) return undefined;
  return { kind, spot: spot && { x: Number(spot.x) || 0, y: Number(spot.y) || 0 }, begins: !!begins };
}

/** Where on the slide a pointer is. */
export function spotOf(deck: Deck, { clientX, clientY }: { clientX: number; clientY: number }): Spot {
  const { left, top, width } = deck.slides.getBoundingClientRect();
  const scale = width / deck.size.width || 1;
  return { x: Math.round((clientX - left) / scale), y: Math.round((clientY - top) / scale) };
}

/** The door to `auto-animate.ts`, whose bundle a page has where its talk has slides that move into one another. */

import type { Deck } from "../deck/deck";
import type { Slide } from "../state/outline";

export interface Animation {
  /** Measures before the step; call what it gives when the classes of both slides have changed. */
  prepare(from: Slide, to: Slide, isSeen: () => boolean): (() => void) | undefined;
  end(): void;
}

declare global {
  interface Window {
    orateAutoAnimate?: {
      start(deck: Deck): Animation;
      /** Whether two slides belong to one motion: both flagged, of one id, the later one not a restart. */
      isMeant(from: Slide, to: Slide): boolean;
    };
  }
}

export const startAnimation = (deck: Deck) => window.orateAutoAnimate?.start(deck);

export const shouldAnimate = (from: Slide, to: Slide) => !!window.orateAutoAnimate?.isMeant(from, to);

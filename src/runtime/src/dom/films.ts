/** The door to `films.ts`, whose bundle a page to speak from has where its talk has films. */

import type { Deck, View } from "../deck/deck";
import { send } from "../deck/link";

/** Shows something to the other window. */
export type Send = typeof send;

declare global {
  interface Window {
    orateFilms?: (root: HTMLElement, deck: Deck, send: Send) => (() => void)[];
  }
}

export const films: View = (root, deck) => window.orateFilms?.(root, deck, send);

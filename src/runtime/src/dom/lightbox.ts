/** The door to `lightbox.ts`, whose bundle a page has where its talk has something to open large. */

import type { Deck, View } from "../deck/deck";
import { dialogView } from "./dialog";

declare global {
  interface Window {
    orateLightbox?: (root: HTMLElement, deck: Deck, view: typeof dialogView) => (() => void)[];
  }
}

export const lightbox: View = (root, deck) => window.orateLightbox?.(root, deck, dialogView);

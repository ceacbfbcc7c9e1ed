/**
 * What lies over the slides: one modal dialog, drawn from the state's `overlay`.
 *
 * It stands outside the deck's element, where no theme's rule for slides reaches in. The browser keeps the focus inside and gives it back.
 */

import type { Deck, View } from "./deck";
import { make } from "./element";
import { listen } from "./events";
import type { Overlay } from "./state";

/** The codes of keys that close a dialog beside Escape, where they are not typed into a field: C. */
const CLOSING = [67];

export interface Content {
  /** What the dialog is called, aloud. */
  readonly label: string;
  readonly children: (Node | string)[];
  /** Further key codes that close it: those that opened it. */
  readonly closing?: number[];
  /** Takes what was typed or begun before Escape back. */
  readonly cancel?: () => void;
}

/** Opens a dialog; returns what closes it. `onClose` is asked where the reader wants it closed. */
export function openDialog(name: string, { label, children, closing = [], cancel }: Content, onClose: () => void): () => void {
  const dialog = make("dialog", `orate-dialog orate-${name}`, { ariaLabel: label, lang: "en" }, make("div", "", {}, ...children));
  const leave = () => {
    cancel?.();
    onClose();
  };
  listen<Event>(dialog, "cancel", (event) => {
    event.preventDefault();
    leave();
  });
  listen(dialog, "click", ({ target }) => target === dialog && onClose());
  listen<KeyboardEvent>(dialog, "keydown", (event) => {
    const typed = (event.target as Element).localName === "input";
    if (event.key === "Escape") leave();
    else if (!typed && [...CLOSING, ...closing].includes(event.keyCode)) onClose();
    else return;
    event.preventDefault();
  });
  document.body.append(dialog);
  dialog.showModal();
  return () => {
    dialog.close();
    dialog.remove();
  };
}

export const closeButton = (deck: Deck) => {
  const button = make("button", "orate-close", { type: "button", ariaLabel: "Close", textContent: "×" });
  button.onclick = () => closeOverlay(deck);
  return button;
};

export const closeOverlay = (deck: Deck) => deck.dispatch({ type: "show", change: { overlay: null } });

/** A view that shows overlays of some kinds as a dialog made by `build`. */
export const dialogView =
  (kinds: string[], build: (overlay: Overlay, deck: Deck) => Content): View =>
  (_root, deck) => {
    let shown: Overlay | null = null;
    let close: (() => void) | undefined;
    const undo = deck.subscribe(({ overlay }) => {
      const wanted = overlay && kinds.includes(overlay.kind) ? overlay : null;
      if (wanted === shown) return;
      close?.();
      close = wanted ? openDialog(wanted.kind, build(wanted, deck), () => closeOverlay(deck)) : undefined;
      shown = wanted;
    });
    return () => {
      undo();
      close?.();
    };
  };

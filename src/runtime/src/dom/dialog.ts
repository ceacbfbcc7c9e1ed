/**
 * What lies over the slides: one modal dialog, drawn from the state's `overlay`.
 *
 * It is outside the deck's element, where no theme's rule for slides reaches in. The browser keeps the focus inside and gives it back.
 */

import type { Deck, View } from "../deck/deck";
import { make } from "./element";
import { listen } from "../deck/events";
import { codeOf, QUESTION } from "../input/keys";
import type { Overlay } from "../state/state";
import { ownLanguage, translate } from "./translate";

/** What closes a dialog beside Escape, where it is not typed into a field: C, F1, ?. */
const closes = (event: KeyboardEvent) => [67, 112].includes(codeOf(event)) || QUESTION.includes(event.key);

/** Opens a dialog; returns what closes it. `onClose` is called where the reader wants it closed, with whether what was begun is to be undone. */
export function openDialog(
  name: string,
  label: string,
  children: (Node | string)[],
  onClose: (isUndone: boolean) => void,
): () => void {
  const leave = make("button", "orate-close", { ariaLabel: translate("Close") }, "×");
  // The button is last, so that a field or a link before it is what gets the focus.
  const dialog = make(
    "dialog",
    `orate-dialog orate-${name}`,
    {
      ariaLabel: translate(label),
      ...ownLanguage(),
      // What is shown of the talk turns with it.
      ...(/menu|jump/.test(name) && { dir: document.documentElement.dir }),
    },
    make("div", "", {}, ...children, leave),
  );
  listen(dialog, "click", ({ target }) => (target === dialog || target === leave) && onClose(false));
  listen<KeyboardEvent>(dialog, "keydown", (event) => {
    const isUndone = event.keyCode === 27;
    if (!isUndone && ((event.target as Element).localName === "input" || !closes(event))) return;
    event.preventDefault();
    onClose(isUndone);
  });
  document.body.append(dialog);
  dialog.showModal();
  return () => {
    dialog.close();
    dialog.remove();
  };
}

export const closeOverlay = (deck: Deck) => deck.show({ overlay: null });

/** What is in a dialog; a last child may say how to undo what was begun. */
export interface DialogContent {
  readonly children: (Node | string)[];
  readonly undo?: () => void;
}

/** A view that shows overlays of some kinds as a dialog, whose content `build` makes; it may give a last child that says how to undo. */
export const dialogView =
  (kinds: readonly string[], label: string, build: (deck: Deck, overlay: Overlay) => DialogContent): View =>
  (_root, deck) => {
    let shown: Overlay | null = null;
    let close: (() => void) | undefined;
    const draw = deck.subscribe(({ overlay, paused }) => {
      // Black is black: what was open is there again afterwards.
      const isSeen = !paused || deck.isSpeaker;
      const wanted = isSeen && overlay && kinds.includes(overlay.kind) ? overlay : null;
      if (wanted === shown) return;
      close?.();
      shown = wanted;
      close = undefined;
      if (!wanted) return;
      const { children, undo } = build(deck, wanted);
      close = openDialog(wanted.kind, label, children, (isUndone) => {
        if (isUndone) undo?.();
        closeOverlay(deck);
      });
    });
    return [() => close?.(), draw];
  };

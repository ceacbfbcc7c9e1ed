/** A field to type where to go; the deck goes there while one types, and back on Escape. */

import type { View } from "../deck";
import { closeOverlay, dialogView } from "../dialog";
import { make, undoAll } from "../element";
import { findPlace, titleOf } from "../search";

/** Milliseconds of quiet before the deck follows what is typed. */
const PAUSE = 200;

const dialog = dialogView(["jump"], (_overlay, deck) => {
  const { h, v, f } = deck.state;
  const field = make("input", "", { type: "text", ariaLabel: "Jump to slide", placeholder: "Number, name or words", autocomplete: "off" });
  const found = make("output", "", { lang: document.documentElement.lang });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = () => {
    const place = findPlace(field.value, deck.outline, deck.root, /^c/.test(String(deck.config.slideNumber)));
    deck.dispatch({ type: "slide", ...(place ? { f: undefined, ...place, v: place.v ?? 0 } : { h, v, f }) });
    found.textContent = place ? titleOf(deck.current) : field.value && "No such slide";
  };
  field.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(go, PAUSE);
  };
  field.onkeydown = ({ key }) => {
    if (key !== "Enter") return;
    clearTimeout(timer);
    if (field.value) go();
    closeOverlay(deck);
  };
  return {
    label: "Jump to slide",
    children: [field, found],
    cancel() {
      clearTimeout(timer);
      deck.dispatch({ type: "slide", h, v, f });
    },
  };
});

export const jump: View = (root, deck) => {
  const steps = [dialog(root, deck) as () => void];
  if (deck.config.jumpToSlide) steps.push(deck.bind({ codes: [71], keys: "G", help: "Jump to a slide by number, name or words", run: () => deck.api.toggleJumpToSlide!() }));
  return undoAll(steps);
};

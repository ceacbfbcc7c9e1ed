/** A field to type where to go; the deck goes there while one types, and back on Escape. */

import type { View } from "../../deck/deck";
import { closeOverlay, dialogView } from "../../dom/dialog";
import { make } from "../../dom/element";
import { listen } from "../../deck/events";
import { countsAll } from "../../state/number";
import { findPlace, titleOf } from "../../state/search";
import { translate } from "../../dom/translate";

/** Milliseconds of quiet before the deck follows what is typed. */
const PAUSE = 200;

const dialog = dialogView(["jump"], "Jump to slide", (deck) => {
  const { h, v, f } = deck.state;
  const field = make("input", "jump-to-slide-input", {
    ariaLabel: translate("Slide"),
    placeholder: translate("Number, name or words"),
    autocomplete: "off",
  });
  const found = make("output");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const back = () => {
    clearTimeout(timer);
    return deck.go({ h, v, f });
  };
  const go = () => {
    clearTimeout(timer);
    const place = findPlace(field.value, deck.outline, deck.root, countsAll(deck));
    if (place) deck.go(place);
    else back();
    found.textContent = place ? titleOf(deck.current) : field.value && translate("No such slide");
  };
  listen(field, "input", () => {
    clearTimeout(timer);
    timer = setTimeout(go, PAUSE);
  });
  listen<KeyboardEvent>(field, "keydown", ({ keyCode }) => {
    if (keyCode !== 13) return;
    go();
    closeOverlay(deck);
  });
  return { children: [make("div", "jump-to-slide", {}, field), found], undo: back };
});

export const jump: View = (root, deck) => {
  const run = () => deck.api.toggleJumpToSlide!();
  const key = { codes: [71], keys: "G", help: "Jump to a slide", run };
  return [...dialog(root, deck)!, ...(deck.config.jumpToSlide ? [deck.bind(key)] : [])];
};

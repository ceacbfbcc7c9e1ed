/** The notes beside the slide, for an audience that cannot hear the speaker. */

import type { View } from "../deck/deck";
import { part } from "../dom/part";
import { notesOf } from "../dom/notes";
import { translate } from "../dom/translate";

export const notes: View = (root, deck) => {
  const isOn = deck.config.showNotes === true && !deck.isSpeaker && !deck.isPrint;
  const panel = part(root, "div", "speaker-notes");
  panel.tabIndex = isOn ? 0 : -1;
  panel.ariaLabel = translate("Notes");
  panel.role = "region";
  panel.dataset.preventSwipe = "";
  root.classList.toggle("show-notes", isOn);
  const draw = deck.subscribe((state) => {
    if (isOn && deck.current)
      panel.replaceChildren(...notesOf(deck.current, deck.outline.fragments(deck.current)[state.f]));
  });
  return [() => root.classList.remove("show-notes"), draw];
};

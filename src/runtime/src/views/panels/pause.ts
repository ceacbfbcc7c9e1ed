/** A black screen, so that the audience looks at the speaker. */

import type { View } from "../../deck/deck";
import { make } from "../../dom/element";
import { part } from "../../dom/part";
import { translate } from "../../dom/translate";

export const pause: View = (root, deck) => {
  const overlay = part(root, "div", "pause-overlay");
  overlay.replaceChildren(
    make("button", "resume-button", { onclick: () => deck.api.togglePause!(false) }, translate("Resume")),
  );
  // Over everything, what an author has fixed to the window included.
  if (!deck.config.embedded && !deck.isSpeaker) overlay.popover = "manual";
  const draw = (paused: boolean) => {
    root.classList.toggle("paused", paused);
    if (overlay.popover && overlay.matches(":popover-open") !== paused) overlay.togglePopover();
    deck.slides.inert = paused && !deck.isSpeaker;
  };
  return [
    () => draw(false),
    deck.subscribe(({ paused }) => draw(paused)),
    deck.bind({
      codes: [66, 86, ".", "/", 58, 59, 190, 191],
      keys: "B, V, ., /",
      help: "Pause: black screen",
      shift: false,
      always: true,
      run: () => deck.api.togglePause!(),
    }),
  ];
};

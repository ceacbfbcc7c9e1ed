/** Every key of the deck, as the registry knows it. */

import { closeButton, dialogView } from "../dialog";
import type { View } from "../deck";
import { make } from "../element";
import { undoAll } from "../element";

const dialog = dialogView(["help"], (_overlay, deck) => ({
  label: "Keys",
  closing: [63, 112, 191],
  children: [
    make("h2", "", { textContent: "Keys" }),
    closeButton(deck),
    make("dl", "", {}, ...deck.keys.list().map(({ keys, help }) => make("div", "", {}, make("dt", "", {}, ...faces(keys)), make("dd", "", { textContent: help })))),
  ],
}));

/** Keys as they are printed on a keyboard. */
const faces = (keys: string) => keys.split(", ").flatMap((key, i) => [i ? " " : "", make("kbd", "", { textContent: key })]);

export const help: View = (root, deck) => {
  const run = () => deck.api.toggleHelp!();
  const steps = [dialog(root, deck) as () => void];
  if (deck.config.help) {
    steps.push(
      deck.bind({ codes: [63, 112], keys: "?, F1", help: "Help", always: true, run }),
      deck.bind({ codes: [191], keys: "", help: "", shift: true, always: true, run }),
    );
  }
  return undoAll(steps);
};
